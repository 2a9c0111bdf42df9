"""A portfolio file as rows: found, small enough, and of a kind that holds a table."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from sim.base.problems import ProblemsError
from sim.portfolio.encoding import decode
from sim.portfolio.kinds import is_zip, no_csv, no_table
from sim.portfolio.layout import Rows, parted
from sim.portfolio.sheet import read_sheet

MOST_BYTES = 20_000_000
MOST_ROWS = 10_000
_ABOVE_AND_BELOW = 100
"""Rows beside partners that a file may have: titles, totals, a header."""


def rows_of(raw: bytes, file: str, sheet: str | None = None) -> tuple[Rows, list[str]]:
    """Return the filled rows of a file, each with its number, and what a reader should know.

    Args:
        raw: The file's bytes: an Excel workbook, or text whose cells are parted by commas,
            semicolons, tabs or ``|``.
        file: What messages call it.
        sheet: Sheet of a workbook; the first that is not hidden, if left out.

    Raises:
        ProblemsError: It is no table, whatever its name says, or too long.
    """
    if kind := no_table(raw):
        raise ProblemsError([f"{file}: this is {kind}"])
    most = MOST_ROWS + _ABOVE_AND_BELOW
    if is_zip(raw):
        rows, told = read_sheet(raw, file, sheet, most)
    elif sheet is not None:
        raise ProblemsError([f"{file}: population.sheet given, but this is no workbook"])
    else:
        text, told = decode(raw, file)
        if kind := no_csv(text):
            raise ProblemsError([f"{file}: this is {kind}"])
        rows, more = parted(text, file, most)
        told = told + more
    if len(rows) > most:
        raise ProblemsError([too_many(file)])
    return rows, told


def too_many(file: str) -> str:
    """Return what is told of a file with too many partners."""
    return f"{file}: more than {MOST_ROWS:,} partners; leave some out"


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        ProblemsError: There is no such file, or it is too large.
    """
    try:
        return _bytes(path)
    except OSError as error:
        raise ProblemsError([f"{path}: can't be read ({error.strerror})"]) from None


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise ProblemsError([f"{path}: is a folder; name a CSV or .xlsx file in it{_files(path)}"])
    if not path.exists():
        raise ProblemsError([f"{path}: no such file{_near(path)}"])
    if not path.is_file():
        raise ProblemsError([f"{path}: is not a file; name a CSV or .xlsx file"])
    if (size := path.stat().st_size) > MOST_BYTES:
        raise ProblemsError(
            [
                f"{path.name}: {size / 1e6:,.0f} MB given; "
                f"a portfolio has at most {MOST_BYTES / 1e6:.0f} MB"
            ]
        )
    return path.read_bytes()


def _near(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f"; nor is there a folder {folder}"
    names = sorted(entry.name for entry in folder.iterdir() if entry.is_file())
    near = get_close_matches(path.name, names, n=1, cutoff=0.5)
    return f" (did you mean {folder / near[0]}?)" if near else ""


def _files(folder: Path) -> str:
    names = sorted(entry.name for entry in folder.glob("*.csv"))
    return f", such as {names[0]}" if names else ""
