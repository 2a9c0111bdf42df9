"""Everything wrong with an input, told at once."""

from __future__ import annotations

import sys
from typing import NoReturn


class ProblemsError(ValueError):
    """An input that cannot be used.

    Attributes:
        problems: One line a problem: where, what was given, what is allowed.
        left: What became of the work, if some was done before; empty if there was none.
    """

    def __init__(self, problems: list[str], left: str = "") -> None:
        super().__init__("\n".join(problems))
        self.problems, self.left = problems, left

    def __reduce__(self) -> tuple[type[ProblemsError], tuple[list[str], str]]:
        """Let it cross from one process to another."""
        return type(self), (self.problems, self.left)


def refuse(error: ProblemsError, undone: str = "nothing was run") -> NoReturn:
    """Say all that is wrong and leave with exit code 2.

    Args:
        error: What is wrong.
        undone: What was not done then, unless the error knows better.
    """
    count = len(error.problems)
    told = error.left or undone
    print(f"{count} problem{'s' if count > 1 else ''}; {told}:", file=sys.stderr)
    for problem in error.problems:
        print(f"  {problem}", file=sys.stderr)
    sys.exit(2)
