"""Dock the trust rule to the Renault-Nissan case of arXiv 2510.24909.

Run with ``python -m experiments.docking_renault_nissan``. Prints two tables and three sentences and
writes ``figure.png``, ``table.csv`` (trust at each phase's end) and ``checks.csv`` (scores and null
rates) to ``results/docking_renault_nissan/``.

The figures docked to are those of the paper's own model: agreement shows that its rule is
understood, not that it, or ours, is true of the two firms.
"""

from __future__ import annotations

import csv
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np

from experiments.renault_nissan.case import (
    DYADS,
    ENDS,
    PHASES,
    PUBLISHED,
    Rates,
    Step,
    largest_miss,
    our_rule,
    paper_rule,
    phase_ends,
    run,
)
from experiments.renault_nissan.score import (
    NEAR,
    PUBLISHED_SCORE,
    RANGES,
    NullRate,
    null_rate,
    published_score,
)
from sim.base.arrays import Array
from sim.model.quarter import Parameters

FOLDER = Path("results") / "docking_renault_nissan"
DRAWS, SEED = 20_000, 1

PAPER, OURS, OURS_THEIR_RATES = "paper's rule", "our rule", "our rule, their rates"
RULES: dict[str, Step] = {
    PAPER: paper_rule(Rates()),
    OURS: our_rule(Parameters()),
    OURS_THEIR_RATES: our_rule(
        Parameters(trust_gain=0.10, negativity=3.0, damage_rate=0.60, damage_healing=0.03)
    ),
    "paper's rule, no asymmetry": paper_rule(Rates(erosion=0.10, amplification=0.0)),
    "paper's rule, no damage": paper_rule(Rates(damage=0.0)),
}
STYLES = {PAPER: ("#0072B2", "-"), OURS: ("#D55E00", "--"), OURS_THEIR_RATES: ("#009E73", ":")}


def main() -> None:
    """Run the rules, draw the null, print and write everything."""
    paths = {name: run(step) for name, step in RULES.items()}
    nulls = {name: null_rate(ranges, DRAWS, SEED) for name, ranges in RANGES.items()}
    table = ends_table({name: trust for name, (trust, _) in paths.items() if name in STYLES})
    checks = checks_table(paths, nulls)
    print("\n".join([*columns(table), "", *columns(checks), "", *sentences(paths, nulls)]))

    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, rows in (("table.csv", table), ("checks.csv", checks)):
        with (FOLDER / name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    draw({name: paths[name][0] for name in STYLES}, FOLDER / "figure.png")
    print(f"\nwritten: {FOLDER}")


def ends_table(paths: dict[str, Array]) -> list[list[str]]:
    """Return trust at each phase's end, dyad by dyad, the published figure first."""
    ends = {name: phase_ends(trust)[..., 0] for name, trust in paths.items()}
    rows = [["trust of", "phase", "published", *ends]]
    for i, dyad in enumerate(DYADS):
        for j, phase in enumerate(PHASES):
            values = [PUBLISHED[i, j], *(end[i, j] for end in ends.values())]
            rows.append([dyad, phase.name, *(f"{value:.3f}" for value in values)])
    return rows


def checks_table(
    paths: dict[str, tuple[Array, Array]], nulls: dict[str, NullRate]
) -> list[list[str]]:
    """Return, for each rule, both checks; for each range of random rates, how many pass."""
    rows = [["rule", "score of 60", "largest miss"]]
    for name, (trust, damage) in paths.items():
        score, miss = published_score(trust, damage)[0], largest_miss(trust)[0]
        rows.append([name, f"{score:.0f}", f"{miss:.3f}"])
    for name, null in nulls.items():
        rows.append(
            [
                f"random rates, {name}",
                f"{null.passes_score:.1%} reach {PUBLISHED_SCORE}",
                f"{null.passes_trajectory:.2%} within {NEAR}",
            ]
        )
    return rows


def sentences(
    paths: dict[str, tuple[Array, Array]], nulls: dict[str, NullRate]
) -> tuple[str, str, str]:
    """Return what the numbers say, in three sentences."""
    miss = largest_miss(paths[PAPER][0])[0]
    last = {name: phase_ends(paths[name][0])[:, -1, 0] for name in STYLES}
    low = {name: phase_ends(paths[name][0])[:, 2, 0] for name in STYLES}
    share = Parameters().damage_rate / float(Rates().damage)
    wide, narrow = nulls.values()
    other = paths[OURS_THEIR_RATES]
    return (
        f"The paper's rule gives its ten phase-end figures within {miss:.4f}.",
        f"Our rule falls to {low[OURS][0]:.2f} and {low[OURS][1]:.2f} in the crisis and ends at "
        f"{last[OURS][0]:.2f} and {last[OURS][1]:.2f}, above the paper's {PUBLISHED[0, -1]:.2f} "
        f"and {PUBLISHED[1, -1]:.2f}, with {share:.0%} of the paper's damage a breach; at the "
        f"paper's rates it ends at {last[OURS_THEIR_RATES][0]:.2f} and "
        f"{last[OURS_THEIR_RATES][1]:.2f}, below them: damage caps trust in ours and only slows "
        "it in theirs.",
        f"The published score of {PUBLISHED_SCORE} is reached by {wide.passes_score:.0%} of wide "
        f"random rates (none under {wide.lowest_score:.0f}) and {narrow.passes_score:.0%} of the "
        f"paper's own sweep, the trajectory within {NEAR} by {wide.passes_trajectory:.2%} and "
        f"{narrow.passes_trajectory:.1%}; our rule at their rates, {largest_miss(other[0])[0]:.2f} "
        f"off, scores {published_score(*other)[0]:.0f}: only the trajectory tells rules apart.",
    )


def columns(rows: list[list[str]]) -> list[str]:
    """Return the rows as lines of aligned columns."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def draw(paths: dict[str, Array], file: Path) -> None:
    """Draw trust over the periods, one panel a dyad, the published figures as dots."""
    figure, panels = plt.subplots(1, 2, figsize=(10, 4.2), sharey=True, layout="constrained")
    bounds = np.append(0, ENDS)
    for i, (panel, dyad) in enumerate(zip(panels, DYADS, strict=True)):
        for j, phase in enumerate(PHASES):
            if phase.name == "crisis":
                panel.axvspan(bounds[j], bounds[j + 1], color="0.88", zorder=0)
            elif j:
                panel.axvline(bounds[j], color="0.8", linewidth=0.8, zorder=0)
            panel.text(
                0.5 * (bounds[j] + bounds[j + 1]),
                1.03,
                phase.name,
                rotation=40,
                fontsize=8,
                ha="left",
                va="bottom",
            )
        for name, trust in paths.items():
            colour, line = STYLES[name]
            panel.plot(trust[:, i, 0], color=colour, linestyle=line, linewidth=1.8, label=name)
        panel.plot(ENDS, PUBLISHED[i], "o", color="black", markersize=5, label="published figure")
        panel.set_xlabel("Period of the case")
        panel.set_xlim(0, ENDS[-1] + 1)
        panel.set_ylim(0, 1.03)
        panel.set_title(dyad, pad=40, fontsize=11)
    panels[0].set_ylabel("Trust (0 to 1)")
    panels[0].legend(loc="lower left", fontsize=8, frameon=True)
    figure.savefig(file, dpi=150)
    plt.close(figure)


if __name__ == "__main__":
    main()
