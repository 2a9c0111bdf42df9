"""When does the quarter-end push pay? Maps of what it earns over balance, by exit and by the world.

Run with ``python -m experiments.push_pays``. One run of five years holds every exit: to leave after
quarter n is to count profit until then, and nothing for what is left. So horizons are cuts of runs,
not cells of a sweep; what varies otherwise is the world. Writes the maps, their figure and the
answer to ``results/push_pays/``.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.colors import TwoSlopeNorm
from matplotlib.figure import Figure

from experiments.figures import BLACK, GREY, STYLE, save_png
from experiments.frame import NO_CLAIM, Row
from experiments.publish import FRESH_SEED, RESULTS, write_csv
from experiments.rule_sets import with_progress
from sim.base.arrays import Array
from sim.core.world import World
from sim.ensemble.worlds import QUARTERS, Worlds, member
from sim.model.quarter import Parameters
from sim.policies import Policy

FOLDER = RESULTS / "push_pays"
EXITS = (2, 3, 4, 5, 6, 8, 10, 12, 16, 20)
SHOWN = (2, 4, 6, 8, 12, 20)
PUSH, BALANCED, NOTHING = "transactional", "balanced", "do_nothing"
LEAN = 0.3
LEAN_PUSH = member(PUSH, capacity_use=LEAN)
LEAN_CALM = member(PUSH, capacity_use=LEAN, push=0.0)
WORLDS = 40


@dataclass(frozen=True)
class Cultures:
    """Start with partners of one culture, 0 all dogs to 1 all cats."""

    horizon: float

    def __call__(self, world: World, parameters: Parameters) -> World:
        """Return the world with every partner of that culture."""
        return replace(world, partner_horizon=np.full_like(world.partner_horizon, self.horizon))


@dataclass(frozen=True)
class Map:
    """What one policy earns over another, by exit and by something in the world.

    Attributes:
        name: Name of the map.
        axis: What varies, for people.
        ahead: Policy in question.
        behind: Policy that it is compared with.
        cases: Value of the axis to the case (keywords of `sim.ensemble.worlds.Case`).
        rate: Yearly discount rates, by value of the axis; none leaves profit as it is.
    """

    name: str
    axis: str
    ahead: str | Policy
    behind: str | Policy
    cases: Mapping[str, Mapping[str, Any]]
    rate: Callable[[str], float] = lambda value: 0.0


def over(name: str, values: Sequence[float], **more: float) -> dict[str, dict[str, Any]]:
    """Return the cases in which a parameter has some values, others fixed."""
    return {f"{value:g}": {"changes": tuple({name: value, **more}.items())} for value in values}


JOINT = over("joint_potential", (0, 0.5, 1, 2, 4, 6))
MIX = {
    f"{valuing:.0%} value it, others {low:g}": {
        "changes": (("valuing_share", valuing), ("low_value", low))
    }
    for valuing, low in ((0.0, 0.0), (0.0, 0.1), (0.1, 0.1), (0.2, 0.1), (0.4, 0.1), (0.2, 0.3))
}
RATES = ("0", "0.08", "0.2", "0.5", "1", "3")
MAPS = (
    Map("joint", "joint business there is to do (1/q)", PUSH, BALANCED, JOINT),
    Map("cost", "unit cost", PUSH, BALANCED, over("unit_cost", (0.3, 0.4, 0.5, 0.6, 0.7))),
    Map("capacity", "paid days an alliance (d/q)", PUSH, BALANCED,
        over("capacity_days", (10, 20, 30, 45, 60, 90))),
    Map("rate", "discount rate (1/y)", PUSH, BALANCED, {rate: {} for rate in RATES}, float),
    Map("slip", "open deals lost for good (1/q)", PUSH, BALANCED,
        over("slip", (0, 0.1, 0.25, 0.5, 1, 2))),
    Map("conquest", "deals that an ask takes from rivals", PUSH, BALANCED,
        over("ask_conquest", (0, 0.1, 0.25, 0.5, 1))),
    Map("mix", "partners that value partnership", PUSH, BALANCED, MIX),
    Map("culture", "partners' horizon, 0 all dogs to 1 all cats", PUSH, BALANCED,
        {f"{h:g}": {"start": Cultures(h)} for h in (0, 0.25, 0.5, 0.75, 1)}),
    Map("bench", "prospects to burn and churn through", "burn_and_churn", BALANCED,
        {f"{bench}": {"bench": bench} for bench in (0, 5, 10, 20, 40)}),
    Map("nothing", "joint business; push over doing nothing", PUSH, NOTHING, JOINT),
    Map("lean", "joint business; lean push over balance", LEAN_PUSH, BALANCED, JOINT),
    Map("calm", "joint business; lean push over lean without the ask", LEAN_PUSH, LEAN_CALM, JOINT),
    Map("arms_length", "joint business; lean without the ask over balance", LEAN_CALM, BALANCED,
        JOINT),
)  # fmt: skip


def ahead(worlds: Worlds, drawn: Map, value: str) -> Array:
    """Return profit over the other policy's until each quarter, shape (worlds, quarters)."""
    first, second = (
        worlds.run(policy, **{"panel": (), **drawn.cases[value]})[0].outcomes["profit"]
        for policy in (drawn.ahead, drawn.behind)
    )
    worth = (1.0 + drawn.rate(value)) ** (-np.arange(1, QUARTERS + 1) / 4)
    return np.asarray(np.cumsum((first - second) * worth, axis=1))


def cells(worlds: Worlds, drawn: Map) -> dict[tuple[str, int], Row]:
    """Return what is earned by value of the axis and exit."""
    found = {}
    for value in drawn.cases:
        path = ahead(worlds, drawn, value)
        for quarter in EXITS:
            found[value, quarter] = Row("", value, path[:, quarter - 1], "k€", NO_CLAIM)
    return found


def sign(row: Row) -> str:
    """Return + or - where the whole interval lies above or below 0, else ?."""
    return "+" if row.low > 0 else "-" if row.high < 0 else "?"


def border(found: Mapping[tuple[str, int], Row], value: str) -> int:
    """Return the last exit up to which the policy is clearly ahead at a value; 0 if at none."""
    last = 0
    for quarter in EXITS:
        if sign(found[value, quarter]) != "+":
            break
        last = quarter
    return last


def draw(maps: Mapping[str, Mapping[tuple[str, int], Row]]) -> Figure:
    """Return all maps: colour by what is earned, signs in the cells, the border as a line."""
    columns = 3
    lines = -(-len(maps) // columns)
    with rc_context(STYLE):
        figure = Figure(figsize=(4.3 * columns, 2.75 * lines), layout="constrained")
        axes = figure.subplots(lines, columns, squeeze=False).ravel()
        for drawn, ax in zip(MAPS, axes, strict=False):
            found = maps[drawn.name]
            values = list(drawn.cases)
            mean = np.array([[found[value, n].mean for n in EXITS] for value in values]) / 1000
            norm = TwoSlopeNorm(0.0, -2.0, 0.3)
            image = ax.imshow(mean, cmap="PuOr", norm=norm, aspect="auto", origin="lower")
            for y, value in enumerate(values):
                for x, quarter in enumerate(EXITS):
                    mark = sign(found[value, quarter])
                    colour = BLACK if abs(norm(mean[y, x]) - 0.5) < 0.35 else "white"
                    ax.text(x, y, mark.replace("-", "−"), ha="center", va="center", fontsize=8,
                            color=colour)  # fmt: skip
                reach = sum(quarter <= border(found, value) for quarter in EXITS) - 0.5
                ax.plot([reach, reach], [y - 0.5, y + 0.5], color=BLACK, linewidth=2)
            ax.set_xticks(range(len(EXITS)), [str(n) for n in EXITS])
            ax.set_yticks(range(len(values)), values)
            ax.set_title(drawn.axis)
            ax.spines[:].set_visible(False)
            ax.tick_params(length=0)
        for ax in axes[len(maps) - columns : len(maps)]:
            ax.set_xlabel("exit after quarter")
        for ax in axes[len(maps) :]:
            ax.set_visible(False)
        figure.colorbar(image, ax=axes, location="bottom", shrink=0.5, aspect=50, extend="both",
                        label="ahead at the exit, M€ a vendor")  # fmt: skip
        figure.suptitle(
            "When does the push pay? Brown: it is behind; violet: ahead. + and − where the whole "
            "95% interval is.\nLeft of the black line it is clearly ahead.",
            x=0.01, ha="left", fontsize=10, color=GREY,
        )  # fmt: skip
    return figure


def sentences(maps: Mapping[str, Mapping[tuple[str, int], Row]]) -> list[str]:
    """Say in a paragraph when the push pays."""
    at = maps["joint"]["4", 2], maps["joint"]["4", 4], maps["joint"]["4", 20]
    world = [name for name in maps if name not in ("nothing", "lean", "calm", "arms_length")]
    borders = {
        f"{drawn.axis} {value}": border(maps[drawn.name], value)
        for drawn in MAPS
        if drawn.name in world
        for value in drawn.cases
    }
    longest = max(borders, key=lambda name: borders[name])
    two = sum(last >= 2 for last in borders.values())
    never = sum(last == 0 for last in borders.values())
    lost = sum(sign(maps[d.name][v, 20]) == "-" for d in MAPS if d.name in world for v in d.cases)
    calm = [v for v in JOINT if sign(maps["arms_length"][v, 20]) == "+"]
    asks = [maps["calm"][v, 20].mean for v in JOINT]
    nothing = [sign(maps["nothing"][v, 20]) for v in JOINT].count("-")
    return [
        f"The push pays for who leaves soon. At the defaults it earns {at[0].mean:+.0f} k€ over "
        f"balance to an exit after 2 quarters, {at[1].mean:+.0f} k€ after 4 and "
        f"{at[2].mean / 1000:+.1f} M€ after 20. In {two} of {len(borders)} worlds tried it is "
        f"clearly ahead after two quarters; the longest it stays so is {borders[longest]} quarters "
        f"({longest}), and in {never} it never is. Five years on it is clearly behind in {lost} of "
        f"{len(borders)}, and behind doing nothing at {nothing} of {len(JOINT)} levels of joint "
        "business. What pays where there is little to do together is the small staff, not the "
        f"push: a vendor with {LEAN:.0%} of the capacity and no ask is ahead of balance after five "
        f"years at joint business {', '.join(calm) or 'of no level'}; the ask then costs it "
        f"{-max(asks) / 1000:.1f} to {-min(asks) / 1000:.1f} M€."
    ]


def table(maps: Mapping[str, Mapping[tuple[str, int], Row]]) -> list[dict[str, str]]:
    """Return every cell of every map."""
    return [
        {
            "map": drawn.name,
            "axis": drawn.axis,
            "value": value,
            "exit": str(quarter),
            "mean": f"{row.mean:.5g}",
            "low": f"{row.low:.5g}",
            "high": f"{row.high:.5g}",
            "sign": sign(row),
        }
        for drawn in MAPS
        for (value, quarter), row in maps[drawn.name].items()
    ]


def lines(maps: Mapping[str, Mapping[tuple[str, int], Row]]) -> list[str]:
    """Return the maps as tables of Markdown, some exits each."""
    told = []
    for drawn in MAPS:
        head = " | ".join(f"{n} q" for n in SHOWN)
        told += ["", f"**{drawn.name}**: {drawn.axis}", "", f"| | {head} | clearly ahead up to |"]
        told += ["|---|" + "---:|" * (len(SHOWN) + 1)]
        for value in drawn.cases:
            found = [maps[drawn.name][value, n] for n in SHOWN]
            numbers = " | ".join(f"{row.mean:,.0f}{sign(row)}" for row in found)
            last = border(maps[drawn.name], value)
            told.append(f"| {value} | {numbers} | {f'{last} q' if last else 'never'} |")
    return told


def main() -> None:
    """Make the maps and write them."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=FRESH_SEED, help="seed of worlds and luck")
    parser.add_argument("--worlds", type=int, default=WORLDS, help="number of worlds")
    asked = parser.parse_args()
    worlds = Worlds(asked.seed, asked.worlds)
    made = with_progress((cells(worlds, drawn) for drawn in MAPS), len(MAPS), "maps")
    maps = dict(zip((drawn.name for drawn in MAPS), made, strict=True))
    FOLDER.mkdir(parents=True, exist_ok=True)
    write_csv(FOLDER / "table.csv", table(maps))
    save_png(draw(maps), FOLDER / "figure.png")
    answer = ["# When does the quarter-end push pay?", "", *sentences(maps), ""]
    answer += [
        f"k€ a vendor, {asked.worlds} worlds, seed {asked.seed}; the rivals do what they do today. "
        "+ or - where the whole 95% interval is above or below 0.",
        *lines(maps),
    ]
    (FOLDER / "answer.md").write_text("\n".join(answer) + "\n", "utf-8")
    print("\n".join(answer))


if __name__ == "__main__":
    main()
