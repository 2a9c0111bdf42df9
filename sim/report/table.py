"""The table that a person reads first."""

from __future__ import annotations

from collections.abc import Sequence

from sim.base.wording import money, money_interval, percent, years
from sim.compare.policies import Compared
from sim.portfolio.advice import MAINTENANCE, SELLING, STRATEGIC, SURE, AllianceAdvice


def comparison_rows(compared: Sequence[Compared], quarters: int) -> list[list[str]]:
    """Return the comparison of policies as rows of text, the header first."""
    span = years(quarters)
    last = f"Q{quarters - 3}-{quarters}"
    head = [
        "Policy", f"{span} profit [95%]", "vs baseline [95%]", "revenue Q1-4", f"revenue {last}",
        "trust", "margin", "discount", "lost or demoted", "ahead from",
    ]  # fmt: skip
    rows = [head]
    for s in compared:
        rows.append(
            [
                s.title,
                money_interval(s.profit),
                "baseline" if s.gain is None else money_interval(s.gain, signed=True),
                money(s.first_year.mean),
                money(s.last_year.mean),
                percent(s.trust.mean),
                percent(s.margin.mean),
                percent(s.discount.mean),
                percent(s.lost.mean),
                crossover(s),
            ]
        )
    return rows


def crossover(row: Compared) -> str:
    """Return from which quarter a policy is ahead, and in how many worlds where not in all."""
    if row.crossed is None:
        return ""
    worlds = "" if row.crossed == 1 else f" ({percent(row.crossed)} of worlds)"
    return f"Q{row.crossover}{worlds}" if row.crossover else f"never{worlds}"


def advice_rows(advice: Sequence[AllianceAdvice], quarters: int) -> list[list[str]]:
    """Return advice on alliances as rows of text, the header first."""
    head = [
        "Alliance", "verdict", "how sure", f"{years(quarters)} gain over next best [95%]",
        "next best", "best in worlds", "score", "trust", "values it", "still partner",
    ]  # fmt: skip
    rows = [head]
    for item in advice:
        rows.append(
            [
                item.name,
                item.verdict,
                item.confidence,
                money_interval(item.gain, signed=True),
                item.next_best,
                percent(item.best_share),
                f"{item.score:.0f}",
                percent(item.trust),
                percent(item.value_chance),
                percent(item.outlook[item.verdict].partner),
            ]
        )
    return rows


def advice_notes(capacity_days: float) -> list[str]:
    """Return how to read the advice, where an account has so many days of capacity a quarter."""
    strategic, maintenance, selling = (
        f"{share * capacity_days:.3g}" for share in (STRATEGIC, MAINTENANCE, SELLING)
    )
    return [
        f"Three ways of treating an alliance meet the same worlds: invest ({strategic} "
        f"relationship and {selling} selling days a quarter), maintain ({maintenance} and "
        f"{selling}) and leave (no paid days). The verdict is the one with the highest mean "
        "profit; the gain is over the next best.",
        "How sure: clear, the interval excludes 0 and the verdict is best in at least "
        f"{percent(SURE)} of worlds; likely, in at least half; bet, in fewer, so that it pays by a "
        "few large wins; close call, the interval includes 0.",
        "Score and trust are those at the start, values it is the chance that the partner values "
        "partnership, still partner the chance that it is one at the end under the verdict.",
    ]


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as aligned text: the first column to the left, the others to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    lines.insert(1, "-" * max(len(line) for line in lines))
    return "\n".join(lines)
