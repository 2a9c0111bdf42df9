"""Everything wrong with an input, told at once."""

from __future__ import annotations


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
