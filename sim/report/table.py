"""The table that a person reads first."""

from __future__ import annotations

from collections.abc import Sequence

from sim.base.wording import money, money_interval, percent, percent_of_all, years
from sim.compare.policies import YEAR, Compared


def comparison_rows(compared: Sequence[Compared], quarters: int, rate: float) -> list[list[str]]:
    """Return the comparison of policies as rows of text, the header first.

    Args:
        compared: The policies.
        quarters: Number of quarters.
        rate: Yearly discount rate of the net present value.
    """
    told = (first_quarters(quarters), last_quarters(quarters))
    revenue = list(dict.fromkeys(f"revenue {when}" for when in told))  # one, where they are alike
    head = [
        "Policy", f"{years(quarters)} profit [95%]", "vs baseline [95%]",
        f"NPV at {100 * rate:.3g}%", "lowest cash",
        *revenue, "trust", "margin", "discount", "lost or demoted",
        "ahead from",
    ]  # fmt: skip
    rows = [head]
    for s in compared:
        rows.append(
            [
                s.title,
                money_interval(s.profit),
                "baseline" if s.gain is None else money_interval(s.gain, signed=True),
                money(s.present_value.mean),
                money(s.lowest_cash.mean),
                *(money(year.mean) for year in (s.first_year, s.last_year)[: len(revenue)]),
                percent(s.trust.mean),
                percent(s.margin.mean),
                percent(s.discount.mean),
                percent(s.lost.mean),
                crossover(s),
            ]
        )
    return rows


def first_quarters(quarters: int) -> str:
    """Return the quarters of the first year of a run, or all of a shorter one: ``Q1-4``."""
    return f"Q1-{min(quarters, YEAR)}"


def last_quarters(quarters: int) -> str:
    """Return the last four quarters of a run, whatever year they are in: ``Q17-20``."""
    return f"Q{max(quarters - YEAR, 0) + 1}-{quarters}"


def crossover(row: Compared) -> str:
    """Return from which quarter a policy is ahead, and in how many worlds where not in all."""
    if row.crossed is None:
        return ""
    worlds = "" if row.crossed == 1 else f" ({percent_of_all(row.crossed)} of worlds)"
    return f"Q{row.crossover}{worlds}" if row.crossover else f"never{worlds}"


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
