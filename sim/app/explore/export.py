"""Files of an answer: tables as CSV, and everything as XLSX with a sheet that says what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from sim.app.explore.answer import answer, compared, run_both, walk
from sim.app.explore.asked import Question
from sim.app.explore.doubt import RuleRuns, tell_doubt
from sim.app.explore.runs import Runs
from sim.base.wording import percent
from sim.compare.policies import summary_rows
from sim.ensemble.doubt import BAND
from sim.study.provenance import provenance

Row = dict[str, Any]
NAME_LETTERS = 31
"""Longest name of a sheet."""

NOT_IN_NAMES = "[]:*?/\\"


def summary(question: Question, runs: Runs) -> list[Row]:
    """Return the rows of ``summary.csv`` as the command writes it."""
    return list(summary_rows(compared(question, *run_both(question, runs))))


def series(told: dict[str, Any]) -> Iterator[Row]:
    """Yield what the charts of an answer show, a row a chart, line and quarter."""
    for chart in (told["ahead"], *told["small"]):
        for line in chart["lines"]:
            band = line["band"]
            rows = zip(line["values"], band["low"], band["high"], strict=True)
            for quarter, (value, low, high) in enumerate(rows, chart["start"]):
                yield {
                    "chart": chart["title"],
                    "unit": chart["unit"],
                    "line": line["name"],
                    "quarter": quarter,
                    "mean": value,
                    "low": low,
                    "high": high,
                }


def bar_rows(chart: dict[str, Any]) -> Iterator[Row]:
    """Yield the bars of a chart."""
    for bar in chart["bars"]:
        yield {"part": bar["name"], "k€": bar["value"], "low": bar["low"], "high": bar["high"]}


def rule_rows(told: dict[str, Any]) -> Iterator[Row]:
    """Yield the band of luck and rules of the first chart, a row a quarter."""
    names = ["quarter", *(f"{percent(point)} of rule sets, k€" for point in BAND)]
    points = zip(*(told["band"][end] for end in ("low", "middle", "high")), strict=True)
    for quarter, values in enumerate(points):
        yield dict(zip(names, (quarter, *values), strict=True))


def about(question: Question, told: dict[str, Any], doubted: list[str]) -> list[Row]:
    """Return what a file is: setting, answer, version, and the command that gives the same."""
    made_by = provenance(question.config)
    lines = [
        ("setting", told["setting"]),
        *(("answer", sentence) for sentence in told["sentences"]),
        *(("luck and rules", sentence) for sentence in doubted),
        ("your policy", _policy(question, "yours")),
        ("pinned policy", _policy(question, "pinned")),
        ("intervals", "95% intervals of means over worlds"),
        ("seed", question.asked.seed),
        ("worlds", question.asked.worlds),
        ("version", made_by["packages"]["alliances"]),
        ("commit", made_by["git"] or "none"),
        ("command", told["command"]["line"]),
        *([("before it", told["command"]["before"])] if told["command"]["before"] else []),
    ]
    if told["command"]["file"]:
        lines += [("first save", told["command"]["file"]), ("as", told["command"]["text"])]
    return [{"what": what, "value": value} for what, value in lines]


def _policy(question: Question, side: str) -> str:
    chosen = getattr(question.asked, side)
    changed = [f"{name}={value:g}" for name, value in chosen.levers.items()]
    return f"{getattr(question, side).title}: {', '.join([chosen.name, *changed])}"


def workbook(question: Question, runs: Runs, rules: RuleRuns) -> bytes:
    """Return everything as the bytes of an XLSX file; luck and rules if that is asked."""
    from openpyxl import Workbook  # imported here: no other job needs its 20 MB

    told = answer(question, runs)
    doubt = tell_doubt(question, rules) if question.asked.doubt == "rules" else None
    doubted = [*doubt["sentences"], doubt["note"]] if doubt else []
    charts: dict[str, list[Row]] = {}
    for row in series(told):
        charts.setdefault(row["chart"], []).append(row)
    book = Workbook(write_only=True)
    for name, rows in {
        "What this is": about(question, told, doubted),
        "Summary": summary(question, runs),
        **charts,
        **({"Luck and rules": rule_rows(doubt)} if doubt and doubt["band"] else {}),
        "Lines of the books": bar_rows(told["books"]),
        "Levers": bar_rows(walk(question, runs, False)),
        "Levers in reverse": bar_rows(walk(question, runs, True)),
    }.items():
        _write(book, name, rows)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _write(book: Any, name: str, rows: Iterable[Row]) -> None:
    allowed = "".join(letter for letter in name if letter not in NOT_IN_NAMES)
    sheet = book.create_sheet(allowed[:NAME_LETTERS])
    for number, row in enumerate(rows):
        if number == 0:
            sheet.append([_cell(sheet, key) for key in row])
        sheet.append([_cell(sheet, value) for value in row.values()])


def _cell(sheet: Any, value: Any) -> Any:
    """Return a cell; text stays text, whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell
