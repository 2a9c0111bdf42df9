"""Progress of a sweep on stderr: cells done, failed, a second, and the time left."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from tqdm import tqdm

from sim.sweep.batch import Finished


class Progress:
    """A bar on a terminal and nothing elsewhere; but a cell that fails is named at once anywhere.

    Args:
        total: Cells in the sweep.
        done: Cells that an earlier run has finished.
    """

    def __init__(self, total: int, done: int) -> None:
        self.failed = 0
        quiet = not sys.stderr.isatty()
        self._bar = tqdm(
            total=total, initial=done, desc="cells", unit="cell", disable=quiet, leave=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.close()

    def ended(self, finished: Sequence[Finished]) -> None:
        """Count a batch."""
        for one in finished:
            if one.reason:
                self.failed += 1
                future = ", ".join(f"{k}={v}" for k, v in one.cell.future.items())
                where = f"{one.cell.policy.name} [{future}]" if future else one.cell.policy.name
                tqdm.write(f"failed: {one.cell.id} {where}: {one.reason}", file=sys.stderr)
        self._bar.set_postfix_str(f"{self.failed} failed", refresh=False)
        self._bar.update(len(finished))
