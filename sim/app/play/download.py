"""What a facilitator takes home: numbers as XLSX, a page for each team, the logs as they are."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from openpyxl import Workbook

from sim.app.pages import team_page
from sim.app.play.classroom import Classroom
from sim.play.moves import ACCOUNT_DECISIONS

COLUMNS = (
    *("room", "team", "quarter", "revenue", "quota", "attained", "profit", "bonus", "asked"),
    *("partners", "trust"),
)
"""Columns of the sheet of quarters; money in k€."""

FORBIDDEN = ("=", "+", "-", "@", "\t", "\r")
"""A text cell that begins like this would be a formula to a spreadsheet."""


def workbook(classroom: Classroom, results: dict[tuple[int, int], dict[str, Any]]) -> bytes:
    """Return a workbook: quarters, moves, asks, results, and what it is."""
    book = Workbook(write_only=True)
    about = book.create_sheet("What this is")
    for line in (
        ("Class", classroom.code),
        ("Rooms", len(classroom.rooms)),
        *((name, str(value)) for name, value in classroom.rooms[0].settings.items()),
        ("Money", "k€"),
        ("Result", "profit over that of the own twin under the house policy, successor's year too"),
    ):
        about.append(list(line))
    quarters = book.create_sheet("Quarters")
    quarters.append(list(COLUMNS))
    moves = book.create_sheet("Moves")
    moves.append(["room", "team", "quarter", "beat", "what", "account", "value"])
    for number, room in enumerate(classroom.rooms):
        if room.game is None:
            continue
        names = {team.number: safe(team.name) for team in room.teams}
        for seat in room.game.opening.seats:
            for b, trust in zip(room.game.books(seat), room.game.trust[seat], strict=True):
                row = [b.revenue, b.quota, b.attained, b.profit, b.bonus, b.asked, b.partners]
                quarters.append([number + 1, names[seat], b.quarter + 1, *row, trust])
        for (quarter, beat, seat), move in sorted(room.game.log.items()):
            where = [number + 1, names[seat], quarter + 1, beat]
            for name, value in (*move.levers.items(), *move.answers.items()):
                moves.append([*where, name, None, value])
            for name in ACCOUNT_DECISIONS:
                for account, value in move.accounts.get(name, {}).items():
                    moves.append([*where, name, account + 1, value])
    asks = book.create_sheet("Asks")
    asks.append(["room", "team", "quarter", "at once", "later", "alone", "in turn"])
    ends = book.create_sheet("Results")
    ends.append(["room", "team", "ahead of own twin", "asks together", "sentence"])
    for (number, seat), found in sorted(results.items()):
        who = [number + 1, safe(classroom.rooms[number].teams[seat].name)]
        for ask in found["asks"]:
            values = [ask[name] for name in ("at_once", "later", "alone", "in_turn")]
            asks.append([*who, ask["quarter"] + 1, *values])
        ends.append([*who, found["par"], found["cost_of_asking"], found["sentence"]])
    return _bytes_of(book)


def safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORBIDDEN) else text


def _bytes_of(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def team_pages(classroom: Classroom, results: dict[tuple[int, int], dict[str, Any]]) -> bytes:
    """Return a page for each team as a ZIP: its debrief, to print or to send."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for (number, seat), found in sorted(results.items()):
            team = classroom.rooms[number].teams[seat].name
            packed.writestr(f"room-{number + 1}-team-{seat + 1}.html", team_page(team, found))
    return made.getvalue()


def archive(classroom: Classroom) -> bytes:
    """Return the logs of all rooms as a ZIP; they hold digests of keys, not the keys."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for log in classroom.logs:
            packed.writestr(log.path.name, log.path.read_bytes())
    return made.getvalue()
