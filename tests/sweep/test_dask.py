"""A real scheduler and workers on this machine: one worker dies, another joins, nothing changes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_sweep import contents, small

from sim.base.problems import ProblemsError
from sim.config.schema import Config
from sim.sweep.plan import plan
from sim.sweep.run import run_cells
from sim.sweep.store import Store

pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # what the library warns about is its own affair
]
ROOT = Path(__file__).parents[2]


def start(*words: str) -> subprocess.Popen[bytes]:
    # Workers must find the package where they run, as on any cluster.
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


class Cluster:
    """A scheduler and its workers, each a process."""

    def __init__(self, folder: Path) -> None:
        self.file, self.folder = folder / "scheduler.json", folder
        self.scheduler = start(
            "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
            "--scheduler-file", str(self.file),
        )  # fmt: skip
        self.workers: list[subprocess.Popen[bytes]] = []
        while not self.file.exists():
            time.sleep(0.05)

    @property
    def address(self) -> str:
        import json

        return str(json.loads(self.file.read_text())["address"])

    def add(self) -> None:
        self.workers.append(
            start("dask_worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard",
                  "--local-directory", str(self.folder))
        )  # fmt: skip

    def close(self) -> None:
        for process in [*self.workers, self.scheduler]:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    started = Cluster(tmp_path)
    try:
        yield started
    finally:
        started.close()


def run(folder: Path, config: Config, cluster: Cluster | None = None) -> None:
    planned = plan(config)
    with Store(folder, {}) as store:
        keep = store.keep
        ended = 0

        def watched(*given: object) -> None:
            nonlocal ended
            keep(*given)  # type: ignore[arg-type]
            ended += 1
            if cluster is not None and ended == 3:
                cluster.workers[0].send_signal(signal.SIGKILL)
                cluster.add()

        store.keep = watched  # type: ignore[method-assign]
        run_cells(store, planned.base, planned.cells, planned.count)


def test_a_worker_dies_and_another_joins(
    tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.sweep.batch.MOST_CELLS", 1)
    run(tmp_path / "serial", small())
    cluster.add()
    cluster.add()
    launcher = {"name": "dask", "address": cluster.address}
    run(tmp_path / "dask", small(launcher=launcher), cluster)
    assert cluster.workers[0].wait() == -signal.SIGKILL
    assert contents(tmp_path / "dask") == contents(tmp_path / "serial")


def test_no_scheduler_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.sweep.launch.PATIENCE", "1s")
    with pytest.raises(ProblemsError, match="no scheduler answers"):
        run(tmp_path, small(launcher={"name": "dask", "address": "tcp://127.0.0.1:9"}))
