"""The tournament: every vendor policy against every partner policy, for each side and jointly.

Run it: ``python -m experiments.tournament``; it writes a table and a heat map into
``results/tournament``. A number on the command line sets the replications.

The idea is that of Axelrod's tournaments: a rule is only as good as the company it keeps. The focal
vendor plays each of its policies in a market whose partners all follow one partner policy, while
rival vendors stay at the status quo. All cells of a row and column meet the same worlds and luck.

Assumption: a partner earns `SERVICES_MARGIN` of its services revenue, which is twice the joint
revenue, and the discounts that it is granted.
Source: Axelrod 1984, "The Evolution of Cooperation".
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from pathlib import Path

import matplotlib
import numpy as np

from sim import policies
from sim.base.arrays import Array
from sim.base.intervals import mean_interval
from sim.model.quarter import Parameters
from sim.policies import partners as partner_policies
from sim.run.result import Result
from sim.run.setting import Setting
from sim.run.simulate import simulate

REPLICATIONS = 100
SERVICES_PER_JOINT_REVENUE = 2.0
SERVICES_MARGIN = 0.2
SIDES = {"vendor": "The vendor's", "partner": "Its partners'", "joint": "Joint"}
ORDER = ("opportunistic", "reciprocal", "loyal")


@dataclass(frozen=True)
class Cell:
    """A meeting of two policies: 5-year profits in k€, one value a replication.

    Attributes:
        vendor: Name of the vendor's policy.
        partner: Name of the partners' policy.
        profit: Side (see `SIDES`) to profits.
    """

    vendor: str
    partner: str
    profit: dict[str, Array]

    def mean(self, side: str) -> float:
        """Return the mean profit of a side."""
        return float(self.profit[side].mean())

    def margin(self, side: str) -> float:
        """Return half the width of the 95% t interval of the mean."""
        return mean_and_margin(self.profit[side])[1]


def mean_and_margin(values: Array) -> tuple[float, float]:
    """Return the mean and half the width of its 95% t interval."""
    interval = mean_interval(values)
    return float(interval.mean), float(interval.high - interval.mean)


def partner_profit(result: Result) -> Array:
    """Return what the focal vendor's partners earn from the alliance, one value a replication.

    ``services_margin * 2 * joint revenue + (list value - revenue)``
    """
    services = SERVICES_PER_JOINT_REVENUE * result.total("joint_revenue")
    return SERVICES_MARGIN * services + result.total("list_value") - result.total("revenue")


def play(replications: int = REPLICATIONS) -> list[Cell]:
    """Return every meeting, partner policy by partner policy."""
    built_in = [policies.find(name) for name in policies.names()]
    cells = []
    for partner in ORDER:
        parameters = partner_policies.apply(Parameters(), partner)
        setting = Setting(parameters=parameters, replications=replications)
        for name, result in simulate(built_in, setting).items():
            vendor, partners = result.total("profit"), partner_profit(result)
            profit = {"vendor": vendor, "partner": partners, "joint": vendor + partners}
            cells.append(Cell(name, partner, profit))
    return cells


def ranked(cells: list[Cell]) -> list[str]:
    """Return vendor policies from the best to the worst, by their mean over partner policies."""
    total = {cell.vendor: 0.0 for cell in cells}
    for cell in cells:
        total[cell.vendor] += cell.mean("vendor")
    return sorted(total, key=lambda name: -total[name])


def findings(cells: list[Cell]) -> list[str]:
    """Return three sentences read off the numbers."""
    by = {(cell.vendor, cell.partner): cell for cell in cells}
    best = {p: max(policies.names(), key=lambda v: by[v, p].mean("vendor")) for p in ORDER}
    reply = {v: max(ORDER, key=lambda p: by[v, p].mean("partner")) for v in policies.names()}
    replies = {p: [v for v in ranked(cells) if reply[v] == p] for p in ORDER}
    gain = {
        v: mean_and_margin(
            by[v, "loyal"].profit["partner"] - by[v, "opportunistic"].profit["partner"]
        )
        for v in ("transactional", "relationship_first")
    }
    worst, ideal = min(cells, key=_joint), max(cells, key=_joint)
    wins = [f"{best[p]} against {p} partners ({_million(by[best[p], p], 'vendor')})" for p in ORDER]
    answers = [f"{p} to {', '.join(replies[p])}" for p in ORDER if replies[p]]
    paid = [f"{_signed(*gain[v])} under {v}" for v in gain]
    return [
        f"The vendor earns most with {', '.join(wins)}.",
        f"The partners' best reply is {', and '.join(answers)}; loyalty instead of opportunism "
        f"gives them {' and '.join(paid)}, world by world.",
        f"Jointly the best meeting is {ideal.vendor} with {ideal.partner} partners "
        f"({_million(ideal, 'joint')}), the worst {worst.vendor} with {worst.partner} partners "
        f"({_million(worst, 'joint')}).",
    ]


def _joint(cell: Cell) -> float:
    return cell.mean("joint")


def _million(cell: Cell, side: str) -> str:
    return f"{cell.mean(side) / 1000:.1f} ± {cell.margin(side) / 1000:.1f} M€"


def _signed(mean: float, margin: float) -> str:
    return f"{mean / 1000:+.2f} ± {margin / 1000:.2f} M€"


def write_table(cells: list[Cell], path: Path) -> None:
    """Write every mean and its interval as CSV."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["vendor", "partner", "side", "mean_keur", "low_keur", "high_keur", "n"])
        for cell in cells:
            for side, values in cell.profit.items():
                mean, margin = cell.mean(side), cell.margin(side)
                numbers = (f"{x:.1f}" for x in (mean, mean - margin, mean + margin))
                writer.writerow([cell.vendor, cell.partner, side, *numbers, len(values)])


def draw(cells: list[Cell], path: Path) -> None:
    """Draw the heat map: a panel a side, vendor policies by partner policies, in M€."""
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    order, by = ranked(cells), {(cell.vendor, cell.partner): cell for cell in cells}
    figure, panels = plt.subplots(1, 3, figsize=(13, 5.2), layout="constrained", sharey=True)
    for panel, (side, whose) in zip(panels, SIDES.items(), strict=True):
        means = np.array([[by[v, p].mean(side) / 1000 for p in ORDER] for v in order])
        # Ranks, not euros, set the colour: one policy far ahead would leave the rest one shade.
        rank = means.ravel().argsort().argsort().reshape(means.shape)
        panel.imshow(rank, cmap="BrBG", aspect="auto", alpha=0.75)
        for (row, column), mean in np.ndenumerate(means):
            margin = by[order[row], ORDER[column]].margin(side) / 1000
            text = f"{mean:.2f}\n±{margin:.2f}"
            panel.text(column, row, text, ha="center", va="center", fontsize=9)
        panel.set_title(f"{whose} 5-year profit, M€", fontsize=11)
        panel.set_xticks(range(len(ORDER)), [partner_policies.find(p).title for p in ORDER])
        panel.set_yticks(range(len(order)), [policies.find(v).title for v in order])
        panel.tick_params(length=0)
        panel.spines[:].set_visible(False)
    n = len(cells[0].profit["vendor"])
    figure.suptitle(f"Vendor policy (rows) against partner policy (columns), {n} worlds, 95% CI")
    figure.savefig(path, dpi=130)
    plt.close(figure)


def main(replications: int = REPLICATIONS, output: Path = Path("results/tournament")) -> None:
    """Play, write the table and the heat map, and print three sentences."""
    output.mkdir(parents=True, exist_ok=True)
    cells = play(replications)
    write_table(cells, output / "tournament.csv")
    draw(cells, output / "tournament.png")
    print("\n".join(findings(cells)))


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
