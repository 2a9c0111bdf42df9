"""Everything wrong with a portfolio file, all at once."""

from __future__ import annotations

from collections.abc import Sequence


class PortfolioError(ValueError):
    """A portfolio file that cannot be used.

    Attributes:
        problems: One line a problem: file, row (as in a spreadsheet, the header is row 1), column,
            what was given, what is allowed.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)
