"""A portfolio file as cells: found, small enough, UTF-8, parted by commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from sim.portfolio.problems import PortfolioError

MOST_BYTES = 20_000_000
MOST_ROWS = 10_000
MARKS = (",", ";", "\t")


@dataclass(frozen=True)
class Cells:
    """The filled rows of a file.

    Attributes:
        header: The first filled row.
        header_row: Its number as in a spreadsheet, 1 if nothing stands above it.
        rows: The others, each with its number as in a spreadsheet.
        has_decimal_comma: Whether commas are free to part decimals.
    """

    header: list[str]
    header_row: int
    rows: list[tuple[int, list[str]]]
    has_decimal_comma: bool


def read_cells(path: Path) -> Cells:
    """Return the cells of a file; blank rows are left out but counted.

    Raises:
        PortfolioError: There is no such file, or it is no table of reasonable size.
    """
    text = _text(path)
    mark = _mark(text)
    rows: list[tuple[int, list[str]]] = []
    number = 0
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True):
            number += 1
            if not any(cell.strip() for cell in cells):
                continue
            rows.append((number, [cell.strip() for cell in cells]))
            if len(rows) > MOST_ROWS + 1:
                raise PortfolioError(
                    [f"{path.name}: more than {MOST_ROWS:,} partners; leave some out"]
                )
    except csv.Error as error:
        raise PortfolioError(
            [f"{path.name}, row {number + 1}: not readable as CSV ({error}); check its quotes"]
        ) from None
    if len(rows) < 2:
        has = "only a header" if rows else "nothing"
        raise PortfolioError(
            [f"{path.name}: {has} in it; needs a header with at least name, then a row a partner"]
        )
    return Cells(rows[0][1], rows[0][0], rows[1:], mark != ",")


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise PortfolioError([f"{path}: is a folder; name a CSV file in it{_files(path)}"])
    if not path.exists():
        raise PortfolioError([f"{path}: no such file{_near(path)}"])
    if not path.is_file():
        raise PortfolioError([f"{path}: is not a file; name a CSV file"])
    if (size := path.stat().st_size) > MOST_BYTES:
        raise PortfolioError(
            [
                f"{path.name}: {size / 1e6:,.0f} MB given; "
                f"a portfolio has at most {MOST_BYTES / 1e6:.0f} MB"
            ]
        )
    return path.read_bytes()


def _text(path: Path) -> str:
    try:
        raw = _bytes(path)
    except OSError as error:
        raise PortfolioError([f"{path}: can't be read ({error.strerror})"]) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        raise PortfolioError(
            [
                f"{path.name}, row {row}: byte 0x{raw[error.start]:02x} is not UTF-8; "
                'save the file as "CSV UTF-8"'
            ]
        ) from None


def _mark(text: str) -> str:
    """Return what parts the cells: the mark most frequent in the first filled line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(MARKS, key=bare.count)


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
