"""What a manager could have known: the signs that stood on the desk before an ask was made."""

from __future__ import annotations

from collections.abc import Sequence

from sim.base.wording import listed, money, percent
from sim.play.sight import Account

SCORE_FALL, SCORE_QUARTERS = 5.0, 2
"""Points that a score loses, over so many quarters, before it is a sign."""

DISCOUNT_RISE = 0.01
"""Rise of the mean going discount over the last quarter that is a sign."""


def signs(desks: Sequence[tuple[Account, ...]], quarter: int, last_ask: int | None) -> list[str]:
    """Return the signs before an ask, as sentences; the strongest first.

    Args:
        desks: What stood on the desk at the close of each quarter.
        quarter: The quarter of the ask, from 0.
        last_ask: The quarter of the ask before it; None if it is the first.
    """
    return [
        sentence
        for sentence in (
            _complaints(desks, quarter),
            _scores(desks, quarter),
            _discounts(desks, quarter),
            _pulls(desks, quarter, last_ask),
        )
        if sentence
    ]


def _complaints(desks: Sequence[tuple[Account, ...]], quarter: int) -> str:
    before = desks[quarter - 1] if quarter > 0 else ()
    known = {account.number: account.says for account in before}
    said: dict[str, list[str]] = {}
    for account in desks[quarter]:
        for words in account.says:
            if words not in known.get(account.number, ()):
                said.setdefault(words, []).append(account.name)
    if not said:
        return ""
    told = [f"{listed(names)}: “{words}”" for words, names in said.items()]
    return f"New complaints. {' '.join(told)}"


def _scores(desks: Sequence[tuple[Account, ...]], quarter: int) -> str:
    if quarter < SCORE_QUARTERS:
        return ""
    before = {account.number: account.score for account in desks[quarter - SCORE_QUARTERS]}
    fallen = []
    for account in desks[quarter]:
        was = before.get(account.number)
        if was is not None and account.score is not None and was - account.score >= SCORE_FALL:
            fallen.append(f"{account.name} ({was:.0f} to {account.score:.0f})")
    if not fallen:
        return ""
    many = "score has" if len(fallen) == 1 else "scores have"
    return f"{len(fallen)} {many} fallen by {SCORE_FALL:g} points or more: {listed(fallen)}."


def _discounts(desks: Sequence[tuple[Account, ...]], quarter: int) -> str:
    if quarter < 1:
        return ""
    was, now = (mean_discount(desks[q]) for q in (quarter - 1, quarter))
    if now - was < DISCOUNT_RISE:
        return ""
    return f"The going discount has risen from {percent(was)} to {percent(now)}."


def mean_discount(desk: tuple[Account, ...]) -> float:
    """Return the mean going discount of the accounts that are left."""
    here = [account.discount for account in desk if account.status in ("partner", "customer")]
    return sum(here) / len(here) if here else 0.0


def _pulls(desks: Sequence[tuple[Account, ...]], quarter: int, last_ask: int | None) -> str:
    if last_ask is None:
        return ""
    was, now = (sum(account.pull for account in desks[q]) for q in (last_ask, quarter))
    if now >= was:
        return ""
    return f"To ask all would bring {money(now)}, less than the {money(was)} at your last ask."
