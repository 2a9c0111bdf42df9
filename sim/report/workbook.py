"""All tables of a run as one Excel workbook, with a sheet that explains them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sim.base.wording import years
from sim.compare.policies import Compared, summary_rows
from sim.config.schema import Config

WIDEST = 60
"""Letters that a column is wide at most."""

MODIFIED = rb"(<dcterms:modified[^>]*>)[^<]*"
NO_TIME = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""What stands for the time of writing: the same results are the same bytes."""


@dataclass(frozen=True)
class Table:
    """A sheet.

    Attributes:
        name: Its name.
        about: What it holds.
        columns: What the columns are, by the beginning of their names.
        rows: Its rows; their keys are the header.
    """

    name: str
    about: str
    columns: Mapping[str, str]
    rows: Sequence[Mapping[str, Any]]


def policies_table(compared: Sequence[Compared], config: Config) -> Table:
    """Return the policies side by side, as summary.csv has them."""
    amount = f"thousands of {config.currency}"
    return Table(
        "Policies",
        "A row a policy: means over worlds; _low and _high are the ends of the 95% interval.",
        {
            "profit": f"{years(config.quarters)} profit, {amount}",
            "gain": f"that profit less the baseline's, paired world by world, {amount}",
            "present_value": f"that profit as net present value, discounted to the start at "
            f"{100 * config.model.discount_rate:.3g}% a year (model.discount_rate), {amount}",
            "lowest_cash": f"deepest cumulative profit since the start, 0 or less: what has to be "
            f"advanced, {amount}",
            "first_year": f"revenue of the first four quarters, {amount}",
            "last_year": f"revenue of the last four quarters, {amount}",
            "trust": "partners' mean trust at the end, 0 to 1",
            "margin": "gross margin over revenue in the last four quarters",
            "discount": "mean discount at the end, a share",
            "lost": "share of alliances ended or demoted by the end",
            "crossover": "quarter from which it stays ahead of the baseline; empty if never",
            "crossed": "share of worlds in which it is ahead for good by the end",
            "depth": f"deepest mean shortfall behind the baseline, {amount}",
        },
        list(summary_rows(compared)),
    )


def alliances_table(rows: Sequence[Mapping[str, Any]], config: Config) -> Table:
    """Return the advice on a portfolio, as alliances.csv has it."""
    amount = f"thousands of {config.currency}"
    return Table(
        "Alliances",
        "A row an alliance of the file: what to do with it, and how it fares treated each way.",
        {
            "verdict": "what to do: the way that earns most on average, unless it is best in less "
            "than half of the worlds and another in more",
            "bet": "a way that earns more on average, but is best in less than half of the worlds",
            "confidence": "clear, likely, close call, or bet where there is one",
            "best_share": "share of worlds in which the verdict earns most; where rule sets are "
            "asked, of worlds of a plausible rule set each",
            "beats_going_on_share": "share of them in which it earns more than going on as now",
            "next_best": "the other way with the highest mean",
            "within_days": "what it gets within the days there are",
            "with_half_the_days": "what it gets with half the days that the plan takes",
            "luck_alone_...": "what would be said under the default rules; where rule sets are "
            "asked",
            "gain": f"{years(config.quarters)} profit of the verdict less that of next_best, "
            f"{amount}",
            "..._over_going_on": f"profit treated this way less that of going on as now, {amount}",
            "..._profit": f"profit treated this way, the others as now, {amount}; empty where the "
            "alliance cannot be treated so",
            "..._trust_change": "the partner's trust at the end less that at the start",
            "..._still_partner_share": "chance that it is a partner at the end; where it is "
            "replaced, that its seat is filled",
            "..._ended_share": "chance that the alliance has ended by then",
            "start_trust": "the partner's trust at the start, 0 to 1",
            "start_score": "relationship score at the start, 0 to 100",
            "culture_gap": "difference of the two cultures, 0 to 1",
            "value_chance": "chance that the partner values partnership",
            "drawn": "facts that the file leaves open, which were drawn",
            "find_out_first": "what of them, and of rules that can be looked up, explains most of "
            "how the gain differs between worlds",
        },
        rows,
    )


def write_workbook(path: Path, tables: Sequence[Table], setting: str) -> None:
    """Write tables, a sheet each, after one that explains them."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "alliances"
    book.properties.created = NO_TIME
    _explain(book.active, tables, setting)
    for table in tables:
        _fill(book.create_sheet(table.name), table)
    packed = io.BytesIO()
    book.save(packed)
    path.write_bytes(_without_time(packed))


def _explain(sheet: Any, tables: Sequence[Table], setting: str) -> None:
    sheet.title = "What this is"
    _write(sheet, ["What was simulated", setting], bold=1)
    for table in tables:
        _write(sheet, [])
        _write(sheet, [f"Sheet {table.name}", table.about], bold=1)
        for name, about in table.columns.items():
            _write(sheet, [name, about])
    _set_widths(sheet, [28, 110])


def _fill(sheet: Any, table: Table) -> None:
    header = list(table.rows[0])
    _write(sheet, header, bold=len(header))
    for row in table.rows:
        _write(sheet, [row[name] for name in header])
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    longest = [
        max(len(name), *(len(f"{row[name]:.0f}" if isinstance(row[name], float) else str(row[name]))
                         for row in table.rows))
        for name in header
    ]  # fmt: skip
    _set_widths(sheet, [min(WIDEST, length + 3) for length in longest])


def _write(sheet: Any, values: Sequence[Any], bold: int = 0) -> None:
    """Append a row; text stays text, whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    cells = []
    for place, value in enumerate(values):
        is_text = isinstance(value, str)
        cell = WriteOnlyCell(
            sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", value) if is_text else value
        )
        if is_text:
            cell.data_type = "s"
        if place < bold:
            cell.font = Font(bold=True)
        cells.append(cell)
    sheet.append(cells)


def _set_widths(sheet: Any, widths: Sequence[float]) -> None:
    from openpyxl.utils import get_column_letter

    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def _without_time(packed: io.BytesIO) -> bytes:
    """Return a packed workbook without the time at which it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "docProps/core.xml":
                data = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", data
                )
            new.writestr(zipfile.ZipInfo(entry.filename), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
