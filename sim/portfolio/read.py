"""A portfolio: a vendor's real alliances, read from a CSV file and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from sim.base.arrays import Array
from sim.portfolio.cells import Cells, read_cells
from sim.portfolio.columns import COLUMNS, NAME, NOTES, column_name
from sim.portfolio.consistency import contradictions
from sim.portfolio.problems import PortfolioError

LONGEST_NAME = 100
MOST_PROBLEMS = 100

Problem = tuple[int, str]
"""Number of the row, and what is wrong in it."""


@dataclass(frozen=True, eq=False)
class Portfolio:
    """A vendor's alliances, one row each.

    Attributes:
        names: Names of the partners.
        facts: Column (see `sim.portfolio.columns.COLUMNS`) to its values in the file's units,
            shape (alliances,), NaN where the file leaves them open.
    """

    names: tuple[str, ...]
    facts: Mapping[str, Array]

    def __len__(self) -> int:
        """Return the number of alliances."""
        return len(self.names)

    def is_known(self, column: str) -> Array:
        """Return for each alliance whether the file gives the column."""
        return ~np.isnan(self.facts[column])


def read_portfolio(path: Path | str) -> Portfolio:
    """Read and check a portfolio.

    A row is a partner and a column a fact about it; only ``name`` is needed. Headers may be in any
    order and case, with spaces for underscores and a unit in brackets. Cells are parted by commas,
    or by semicolons or tabs, and then 0,5 is a number too. Blank, ``-``, ``?``, ``n/a`` and
    ``unknown`` leave a fact open. ``notes`` may hold any text.

    Args:
        path: A UTF-8 CSV file.

    Raises:
        PortfolioError: Something is wrong with it; every problem is listed, up to a hundred.
    """
    path = Path(path)
    cells = read_cells(path)
    places, problems = _places(cells)
    rows = [(number, row) for number, row in cells.rows if len(row) == len(cells.header)]
    problems += _length_problems(cells)
    numbers = [number for number, _ in rows]
    names = [row[places[NAME]] for _, row in rows] if NAME in places else []
    problems += _name_problems(numbers, names)

    facts = {name: np.full(len(rows), np.nan) for name in COLUMNS}
    for name in [name for name in places if name in COLUMNS]:
        for i, (number, row) in enumerate(rows):
            text = row[places[name]]
            try:
                facts[name][i] = COLUMNS[name].value(text, cells.has_decimal_comma)
            except ValueError as error:
                problems.append((number, f"column {name}: {_shown(text)} given; {error}"))
    problems += contradictions(numbers, facts)
    if problems:
        raise PortfolioError(_told(path, problems))
    for values in facts.values():
        values.setflags(write=False)
    return Portfolio(tuple(names), facts)


def _told(path: Path, problems: list[Problem]) -> list[str]:
    """Return problems in order of rows, each with its place."""
    ordered = sorted(problems, key=lambda problem: problem[0])
    told = [
        f"{path.name}, row {number}{', ' if what.startswith('column') else ': '}{what}"
        for number, what in ordered[:MOST_PROBLEMS]
    ]
    left = len(problems) - MOST_PROBLEMS
    return [*told, f"{path.name}: {left:,} more problems"] if left > 0 else told


def _places(cells: Cells) -> tuple[dict[str, int], list[Problem]]:
    """Return where each column stands, and what is wrong with the header.

    A header that is nearly a column counts as that column, so that its cells are checked too.
    """
    known = [NAME, *COLUMNS, NOTES]
    top = cells.header_row
    places: dict[str, int] = {}
    problems: list[Problem] = []
    strange: list[int] = []
    for place, header in enumerate(cells.header):
        name = column_name(header)
        if not header:
            filled = [number for number, row in cells.rows if "".join(row[place : place + 1])]
            if filled:
                what = f"column {place + 1}: no name given, but row {filled[0]} has a cell there"
                problems.append((top, what))
        elif name in places:
            problems.append((top, f"column {name}: given twice"))
        elif name in known:
            places[name] = place
        else:
            strange.append(place)
    missing = [name for name in known if name not in places]
    listing = f"; columns are {', '.join(known)}"
    for place in strange:
        header = cells.header[place]
        near = get_close_matches(column_name(header), missing, n=1, cutoff=0.6)
        if near:
            places.setdefault(near[0], place)
        meant = f" (did you mean {near[0]}?)" if near else listing
        listing = "" if not near else listing
        problems.append((top, f"column {_shown(header)}: there is no such column{meant}"))
    if NAME not in places:
        problems.append((top, "no column name, the only one that is needed"))
    return places, problems


def _length_problems(cells: Cells) -> list[Problem]:
    wanted = len(cells.header)
    hint = {True: '; put text that holds a comma or semicolon in "quotes"', False: ""}
    return [
        (
            number,
            f"{len(row)} cells given; must be {wanted}, as in the header{hint[len(row) > wanted]}",
        )
        for number, row in cells.rows
        if len(row) != wanted
    ]


def _name_problems(numbers: list[int], names: list[str]) -> list[Problem]:
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, name in zip(numbers, names, strict=False):
        key = " ".join(name.casefold().split())
        if not name:
            problems.append((number, "column name: blank; every partner needs a name"))
        elif len(name) > LONGEST_NAME:
            what = f"column name: {len(name)} letters given; at most {LONGEST_NAME}"
            problems.append((number, what))
        elif not name.isprintable():
            problems.append((number, f"column name: {_shown(name)} given; must be plain text"))
        elif key in seen:
            what = f"column name: {_shown(name)} given; row {seen[key]} is that partner already"
            problems.append((number, what))
        seen.setdefault(key, number)
    return problems


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "...")
