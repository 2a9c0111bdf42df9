"""Run cells into a store: what it has is not run again."""

from __future__ import annotations

from collections.abc import Sequence
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
    store: Store, base: Config, cells: Sequence[Cell], progress: Progress | None = None
) -> Tally:
    """Run the cells that the store does not have yet.

    Batches are cut from all the cells, so that a sweep that was cut short and taken up again
    leaves the very parts of one that was not.

    Args:
        store: Where finished cells are, and go.
        base: The config that cells differ from; says where to run and what to do on failure.
        cells: The cells, each once, those of one future side by side.
        progress: Where to count them, if they are part of something larger.

    Raises:
        CellFailedError: A cell failed and `fail_fast` is set; what had finished is kept.
        OSError: A part cannot be written; what had finished is kept.
    """
    states = store.states()
    ended = {c for c, (state, _) in states.items() if state == "done" or not base.retry_failed}
    todo = []
    for batch in batches(base, cells):
        left = [cell for cell in batch.cells if cell.id not in ended]
        if left:
            todo.append(batch if len(left) == len(batch.cells) else Batch(base, left))
    mine = [cell.id for cell in cells]
    failed = {c: states[c][1] for c in mine if c in ended and states[c][0] == "failed"}
    found = sum(cell in ended for cell in mine) - len(failed)
    done = 0
    with nullcontext(progress) if progress else Progress(len(mine)) as counting:
        counting.skip(found + len(failed))
        running = run_all(todo, base.launcher, store.begin)
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
