"""Entries: what each phase of a quarter did to one account; start plus entries equal the end."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass

from sim.base.nearest import unknown
from sim.base.problems import ProblemsError
from sim.core.phase import Phase
from sim.play.game import Game


@dataclass(frozen=True)
class Entry:
    """What a phase did to a column of an account.

    Attributes:
        phase: The step, as in ``trust.judge``.
        about: What the step does, in one line.
        column: The column.
        before: Its value before the phase.
        after: Its value after it.
    """

    phase: str
    about: str
    column: str
    before: float
    after: float


def account_entries(
    game: Game, seat: int, quarter: int, account: int, columns: Sequence[str] = ("trust",)
) -> list[Entry]:
    """Return what moved some columns of an account in a quarter, phase by phase.

    Args:
        game: The game.
        seat: The seat.
        quarter: A quarter that is booked, from 0.
        account: Number of the account.
        columns: Columns of the alliances.

    Raises:
        ProblemsError: There is no such quarter, account or column.
    """
    booked = len(game.books(seat))
    if not 0 <= quarter < booked:
        raise ProblemsError([f"quarter {quarter + 1}: {booked} are booked"])
    rows = game.table.rows_of(seat)
    if not 0 <= account < len(rows):
        raise ProblemsError([f"account {account}: there are 0 to {len(rows) - 1}"])
    told = game.to_plain()
    again = Game.from_plain(told | {"beats": 2 * quarter})
    # What the log holds for later beats is of no use to the rest of this quarter but its close.
    again.log |= {key: move for key, move in game.log.items() if key[0] == quarter}
    alliance, row = again.table.now.alliances, rows[account]
    known = {name for name, value in vars(alliance).items() if getattr(value, "ndim", 0) == 1}
    if wrong := [unknown("column", name, known) for name in columns if name not in known]:
        raise ProblemsError(wrong)
    entries: list[Entry] = []

    def watch(phase: Phase) -> None:
        before = [float(getattr(alliance, name)[row]) for name in columns]
        phase.run(again.table.now)
        for name, was in zip(columns, before, strict=True):
            became = float(getattr(alliance, name)[row])
            if became != was:
                step = f"{phase.run.__module__.rpartition('.')[2]}.{phase.run.__name__}"
                about = (inspect.getdoc(phase.run) or "").partition("\n")[0]
                entries.append(Entry(step, about, name, was, became))

    again.table.around = watch
    again.advance()
    again.advance()
    return entries
