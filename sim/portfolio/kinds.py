"""What a file truly is, whatever its name ends in."""

from __future__ import annotations

import json
import re

CSV = "save it as CSV or .xlsx"

_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls), or a workbook with a password; save it as "
     ".xlsx, without a password"),
    (b"%PDF", f"a PDF; {CSV}"),
    (b"\x89PNG", f"a picture; {CSV}"),
    (b"\xff\xd8\xff", f"a picture; {CSV}"),
    (b"GIF8", f"a picture; {CSV}"),
    (b"PAR1", f"a Parquet file; {CSV}"),
    (b"\x1f\x8b", "compressed (gzip); unpack it first"),
    (b"BZh", "compressed (bzip2); unpack it first"),
    (b"7z\xbc\xaf", "compressed (7z); unpack it first"),
    (b"SQLite format 3", f"a database; {CSV}"),
    (b"{\\rtf", f"a text document (RTF); {CSV}"),
)  # fmt: skip
_RULE = re.compile(r"\|?(?: *:?-{3,}:? *\|)+(?: *:?-{3,}:? *)?")
"""The line below the header of a Markdown table."""


def is_zip(raw: bytes) -> bool:
    """Return whether the bytes are a ZIP archive, as every .xlsx is."""
    return raw.startswith(b"PK\x03\x04")


def no_table(raw: bytes) -> str:
    """Return what bytes are that are no table, and what to do; empty if they may be one."""
    return next((told for start, told in _SIGNATURES if raw.startswith(start)), "")


def no_csv(text: str) -> str:
    """Return what text is that is no CSV, and what to do; empty if it may be one."""
    head = text.lstrip()[:200].lower()
    if head.startswith(("<!doctype html", "<html", "<table")):
        return f"a web page (HTML); open it in a spreadsheet and {CSV}"
    if head.startswith(("<?xml", "<workbook")):
        return f"XML; open it in a spreadsheet and {CSV}"
    if head.startswith(("{", "[")) and _is_json(text):
        return f"JSON; {CSV}"
    if any(_RULE.fullmatch(line.strip()) for line in text[:10_000].splitlines()):
        return f"a Markdown table; {CSV}"
    return ""


def _is_json(text: str) -> bool:
    for part in (text, text.lstrip().splitlines()[0]):  # whole, or a value a line
        try:
            json.loads(part)
        except (ValueError, RecursionError):
            continue
        return True
    return False
