"""Run cells into a store: what it has is not run again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass

from sim.config.schema import Config
from sim.sweep.batch import Batch, batches
from sim.sweep.cell import Cell
from sim.sweep.launch import run_all
from sim.sweep.progress import Progress
from sim.sweep.store import Store


class CellFailedError(RuntimeError):
    """A cell failed, and the sweep was asked to end there."""


@dataclass(frozen=True)
class Tally:
    """What a run came to, in cells.

    Attributes:
        found: Finished by an earlier run.
        done: Finished by this one.
        failed: Failed now or earlier, by id, with the reason.
    """

    found: int
    done: int
    failed: dict[str, str]


def run_cells(
    store: Store,
    base: Config,
    cells: Iterable[Cell],
    count: int,
    progress: Progress | None = None,
) -> Tally:
    """Run the cells that the store does not have yet; they are planned as they are wanted.

    Batches are cut from all the cells, so that a sweep that was cut short and taken up again
    leaves the very parts of one that was not.

    Args:
        store: Where finished cells are, and go.
        base: The config that cells differ from; says where to run and what to do on failure.
        cells: The cells, each once, those of one future side by side.
        count: How many there are, about.
        progress: Where to count them, if they are part of something larger.

    Raises:
        CellFailedError: A cell failed and `fail_fast` is set; what had finished is kept.
        OSError: A part cannot be written; what had finished is kept.
    """
    ended = store.ended()
    failed: dict[str, str] = {}
    found = done = 0
    with nullcontext(progress) if progress else Progress(count) as counting:

        def todo() -> Iterator[Batch]:
            nonlocal found
            for batch in batches(base, cells, count):
                is_done = ended.done([cell.id for cell in batch.cells])
                is_kept = {} if base.retry_failed else ended.failed
                left = []
                for cell, was_done in zip(batch.cells, is_done, strict=True):
                    if was_done:
                        found += 1
                    elif cell.id in is_kept:
                        failed[cell.id] = is_kept[cell.id]
                    else:
                        left.append(cell)
                counting.skip(len(batch.cells) - len(left))
                if left:
                    yield batch if len(left) == len(batch.cells) else Batch(base, left)

        running = run_all(todo(), base.launcher, store.begin)
        try:
            for batch, finished in running:
                store.keep(batch, finished)
                counting.ended(finished)
                failed |= {one.cell.id: one.reason for one in finished if one.reason}
                done += sum(not one.reason for one in finished)
                if base.fail_fast and any(one.reason for one in finished):
                    raise CellFailedError(next(one.reason for one in finished if one.reason))
        finally:
            running.close()
    return Tally(found, done, failed)
