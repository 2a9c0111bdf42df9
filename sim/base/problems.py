"""Everything wrong with an input, told at once."""

from __future__ import annotations

import sys
from typing import NoReturn


class ProblemsError(ValueError):
    """An input that cannot be used.

    Attributes:
        problems: One line a problem: where, what was given, what is allowed.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems

    def __reduce__(self) -> tuple[type[ProblemsError], tuple[list[str]]]:
        """Let it cross from one process to another."""
        return type(self), (self.problems,)


def refuse(error: ProblemsError) -> NoReturn:
    """Say all that is wrong and leave with exit code 2."""
    count = len(error.problems)
    print(f"{count} problem{'s' if count > 1 else ''}; nothing was run:", file=sys.stderr)
    for problem in error.problems:
        print(f"  {problem}", file=sys.stderr)
    sys.exit(2)
