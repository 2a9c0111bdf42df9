"""Progress of a sweep on stderr: cells done, failed, a second, and the time left."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Self

from sim.base.bar import Bar
from sim.sweep.batch import Finished


class Progress:
    """A bar on a terminal and nothing elsewhere; but a cell that fails is named at once anywhere.

    Args:
        total: Cells in the sweep.
    """

    def __init__(self, total: int) -> None:
        self.failed = 0
        self._bar = Bar(total=total, desc="cells", unit="cell")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def skip(self, cells: int) -> None:
        """Count cells that an earlier run has finished; they say nothing of the rate."""
        if not self._bar.disable:
            self._bar.initial += cells
            self._bar.update(cells)

    def ended(self, finished: Sequence[Finished]) -> None:
        """Count a batch."""
        for one in finished:
            if one.reason:
                self.failed += 1
                future = ", ".join(f"{k}={v}" for k, v in one.cell.future.items())
                where = f"{one.cell.policy.name} [{future}]" if future else one.cell.policy.name
                Bar.write(f"failed: {one.cell.id} {where}: {one.reason}", file=sys.stderr)
        self._bar.set_postfix_str(f"{self.failed} failed", refresh=False)
        self._bar.update(len(finished))
