"""Advice as flat rows, for files."""

from __future__ import annotations

from collections.abc import Iterable

from sim.base.intervals import Interval
from sim.portfolio.advice import Advice
from sim.portfolio.treatments import KEEP, NAMES


def as_table(advice: Advice) -> list[dict[str, str | float]]:
    """Return advice as flat rows, for a CSV file: k€, shares and points as numbers.

    What a treatment would bring that an alliance cannot be given is left empty.
    """
    can_be = [name for name in NAMES if any(name in item.outlook for item in advice.alliances)]
    rows = []
    for j, item in enumerate(advice.alliances):
        row: dict[str, str | float] = {
            "name": item.name,
            "verdict": item.verdict,
            "bet": item.bet,
            "confidence": item.confidence,
            "best_share": item.best_share,
            "beats_going_on_share": item.beats_now,
            "next_best": item.next_best,
            "within_days": advice.plan.choice[j],
            "with_half_the_days": advice.half.choice[j],
        }
        if item.luck is not None:
            row |= {
                "luck_alone_verdict": item.luck.verdict,
                "luck_alone_confidence": item.luck.confidence,
                "luck_alone_best_share": item.luck.best_share,
            }
        row |= _flat("gain_keur", item.gain)
        for name in can_be:
            if name != KEEP:
                row |= _flat(f"{_word(name)}_over_going_on_keur", item.over_now.get(name))
        for name in can_be:
            outlook, word = item.outlook.get(name), _word(name)
            row |= _flat(f"{word}_profit_keur", outlook.profit if outlook else None)
            row[f"{word}_trust_change"] = outlook.trust - item.trust if outlook else ""
            row[f"{word}_still_partner_share"] = outlook.partner if outlook else ""
            row[f"{word}_ended_share"] = outlook.ended if outlook else ""
        row |= {
            "start_trust": item.trust,
            "start_score": item.score,
            "culture_gap": item.culture_gap,
            "value_chance": item.value_chance,
            "drawn": _joined_words(item.drawn),
            "find_out_first": "" if item.confidence == "clear" else _joined_words(item.telling),
        }
        rows.append(row)
    return rows


def _joined_words(facts: Iterable[str]) -> str:
    return " ".join(map(_word, facts))


def _word(text: str) -> str:
    return text.replace(" ", "_")


def _flat(name: str, interval: Interval | None) -> dict[str, str | float]:
    if interval is None:
        return {f"{name}{suffix}": "" for suffix in ("", "_low", "_high")}
    ends = {"": interval.mean, "_low": interval.low, "_high": interval.high}
    return {f"{name}{suffix}": float(value) for suffix, value in ends.items()}
