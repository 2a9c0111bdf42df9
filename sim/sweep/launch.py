"""Where batches run: in this process, in processes of this machine, or on a Dask cluster."""

from __future__ import annotations

import platform
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Lock
from typing import Any

from sim.base.problems import ProblemsError
from sim.base.processor import arithmetic
from sim.base.terminal import deaf_workers
from sim.base.workers import local_workers
from sim.config.sweep import LauncherConfig
from sim.study.provenance import code_version
from sim.sweep.batch import Batch, Finished, run_batch

Begin = Callable[[Batch], None]
Run = Callable[[Iterable[Batch]], Iterator[tuple[str, list[Finished]]]]

DIED = "its worker process died, twice"
PATIENCE = "10s"
"""How long a scheduler may take to answer."""

AHEAD = 16
"""Batches sent to a cluster for each worker at the start, so that workers that join find work."""


class MixedWorkersError(RuntimeError):
    """A worker would make other numbers than the process that asks it to."""


def run_all(
    batches: Iterable[Batch], launcher: LauncherConfig, begin: Begin
) -> Generator[tuple[Batch, list[Finished]], None, None]:
    """Run batches and yield each as it ends, in any order; they are asked for as there is room.

    A worker that dies takes down no more than was sent off and had not ended. Those batches run
    again at the end, a cell at a time; a cell that then kills its worker once more has failed.

    Args:
        batches: What to run.
        launcher: Where.
        begin: Called with each batch when it is sent off.

    Raises:
        ProblemsError: There is no Dask scheduler at the address.
        MixedWorkersError: A worker has other code or another kind of processor.
    """
    if launcher.name == "serial":
        for batch in batches:
            begin(batch)
            yield batch, run_batch(batch)
        return
    with _pool(launcher) as (run, deaths):
        waiting = iter(batches)
        suspects: dict[str, Batch] = {}
        is_over = False
        while not is_over:
            sending = _Sending(waiting, begin)
            try:
                for name, finished in run(sending):
                    yield sending.sent.pop(name), finished
                is_over = True
            except deaths:
                suspects |= sending.stop()
        for batch in suspects.values():
            begin(batch)
            yield batch, [_alone(Batch(batch.base, [cell]), run, deaths) for cell in batch.cells]


class _Sending(Iterator[Batch]):
    """Batches on their way to a pool, which takes them from threads of its own.

    Attributes:
        sent: What the pool has taken and not given back, by id.
    """

    def __init__(self, waiting: Iterator[Batch], begin: Begin) -> None:
        self.sent: dict[str, Batch] = {}
        self._waiting, self._begin = waiting, begin
        self._lock, self._is_stopped = Lock(), False

    def __next__(self) -> Batch:
        with self._lock:
            if self._is_stopped:
                raise StopIteration
            batch = next(self._waiting)
            self._begin(batch)
            self.sent[batch.id] = batch
            return batch

    def stop(self) -> dict[str, Batch]:
        """Let the pool, which has broken, take no more, and return what it did not give back."""
        with self._lock:
            self._is_stopped = True
            return self.sent


def _alone(batch: Batch, run: Run, deaths: tuple[type[Exception], ...]) -> Finished:
    try:
        [(_, [finished])] = run([batch])
    except deaths:
        return Finished(batch.cells[0], reason=DIED)
    return finished


@contextmanager
def _pool(launcher: LauncherConfig) -> Iterator[tuple[Run, tuple[type[Exception], ...]]]:
    """Give a function that runs batches in other processes, and what it raises if one dies."""
    if launcher.name == "local":
        from joblib.externals.loky.process_executor import BrokenProcessPool

        options = local_workers(launcher.workers or -1)
        yield partial(_run, options, "2*n_jobs"), (BrokenProcessPool,)
        return
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise ProblemsError(
            ["launcher: dask needs the extra: pip install 'alliances[distributed]'"]
        ) from None
    try:
        client: Any = Client(launcher.address, timeout=PATIENCE)  # type: ignore[no-untyped-call]
    except OSError as error:
        raise ProblemsError(
            [f"launcher.address: {launcher.address} given; no scheduler answers ({error})"]
        ) from None
    with client:
        options = {"backend": "dask", "client": client, "wait_for_workers_timeout": 60}
        yield partial(_run, options, f"{AHEAD}*n_jobs"), (KilledWorker,)


def _run(
    options: dict[str, Any], ahead: str, batches: Iterable[Batch]
) -> Iterator[tuple[str, list[Finished]]]:
    from joblib import Parallel, delayed, parallel_config

    with parallel_config(**options):
        parallel = Parallel(return_as="generator_unordered", pre_dispatch=ahead, batch_size=1)
        with deaf_workers():
            running = parallel(delayed(_named)(batch, made_by()) for batch in batches)
        yield from running


def _named(batch: Batch, asked_by: tuple[str, str]) -> tuple[str, list[Finished]]:
    """Run a batch, unless its numbers would not be those that the ids of its cells promise."""
    mine = made_by()
    if mine != asked_by:
        what = "code" if mine[0] != asked_by[0] else "arithmetic"
        told = [pair[what == "arithmetic"] for pair in (mine, asked_by)]
        raise MixedWorkersError(
            f"the worker on {platform.node()} has other {what} ({told[0]}) than the process that "
            f"asks ({told[1]}); see docs/sweeps.md, Many machines"
        )
    return batch.id, run_batch(batch)


def made_by() -> tuple[str, str]:
    """Return what makes numbers here, beside the config: code and arithmetic."""
    return code_version(), arithmetic()
