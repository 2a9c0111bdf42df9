"""The figures of a study: drawn, saved, and captioned for the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from sim import plots
from sim.base.bar import Bar
from sim.base.wording import listed
from sim.compare import circle
from sim.compare.board import boards
from sim.compare.policies import Compared
from sim.ensemble.doubt import Doubt
from sim.plots.style import is_drawable
from sim.policies import Policy
from sim.report import Picture
from sim.report.sections import saved
from sim.run.result import Result
from sim.run.simulate import simulate
from sim.study.study import Study

if TYPE_CHECKING:  # at run time it is for sim.plots to import matplotlib first
    from matplotlib.figure import Figure

J_CURVE = "Plant before harvest: the J-curve"
CIRCLE = "The vicious circle, measured"
CLIFFS = "patience"
"""Name of the study that asks what a board's impatience costs."""
CIRCLE_WORLDS = 200
CIRCLE_ALLIANCES, FEWEST_CIRCLE_WORLDS = 10_000, 8
"""Worlds that the circle is measured in, at most, and how many alliances these may have together:
it needs every alliance and quarter in memory."""

NETWORK_ROWS = 50_000
"""Alliances of a world above which no network is drawn: it would show a few, and hold all."""


def draw(study: Study, results: Mapping[str, Result], folder: Path) -> list[Picture]:
    """Draw and save every figure, each for paper and for a phone; the first is the answer's."""
    folder.mkdir()
    pictures = []
    for name, heading, caption, plot in Bar(
        _figures(study, results), desc="figures", unit="figure"
    ):
        figure, narrow = plot(narrow=False), plot(narrow=True)
        pictures.append(saved(figure, narrow, folder, name, heading, caption))
    return pictures


def _figures(
    study: Study, results: Mapping[str, Result]
) -> Iterator[tuple[str, str, str, Callable[..., Figure]]]:
    baseline = results[study.baseline]
    if len(results) > 1:
        yield (
            "answer",
            "Does it pay?",
            f"Cumulative profit less that of {baseline.title}, paired world by world."
            f"{_alike(study)}",
            partial(plots.plot_j_curve, results, study.baseline, close_ups=False),
        )
        yield (
            "j_curve",
            J_CURVE,
            f"Cumulative profit less that of {baseline.title}, paired world by world. Below the "
            "line a policy is still paying for what it planted.",
            partial(plots.plot_j_curve, results, study.baseline),
        )
    if study.config.name == CLIFFS:
        yield from _cliffs(study)
    yield (
        "trajectories",
        "Quarter by quarter",
        "Means over worlds; bands are 95% intervals of the mean.",
        partial(plots.plot_trajectories, results),
    )
    policies = {policy.name: policy for policy in study.policies}
    pushes = max(results.values(), key=lambda result: result.outcomes["ask"].mean())
    if pushes.outcomes["ask"].any():
        watched = replace(
            study.setting,
            panel=circle.PANEL,
            replications=circle_worlds(study.setting.draw.accounts, study.setting.replications),
        )
        pushing = simulate([policies[pushes.policy]], watched)[pushes.policy]
        yield (
            "vicious_circle",
            CIRCLE,
            f"How strongly each link moves with the one before it under {pushing.title}. "
            "Co-movement within the simulation, not proof of cause.",
            partial(plots.plot_loop, pushing),
        )
    yield (
        "spider",
        "The twelve factors, before and after",
        "Mean over alliances and worlds, centre 0, rim 100. Autonomy starts where the policy's own "
        "control puts it; all else starts alike.",
        partial(plots.plot_spider, results),
    )
    if study.setting.draw.rows > NETWORK_ROWS:
        return
    best = max(results.values(), key=lambda result: result.total("profit").mean())
    names = dict(enumerate(study.portfolio.names)) if study.portfolio else {}
    for result in {baseline.policy: baseline, best.policy: best}.values():
        pair = plots.alliance_networks(policies[result.policy], study.setting)
        yield (
            f"network_{policies[result.policy].name.split('[')[0]}",
            f"The network under {result.title}",
            "One simulated world at the start and at the end; lines are alliances, coloured by "
            f"the partner's trust.{numbered(names)}",
            partial(plots.plot_network, pair, result.title, names),
        )


def draw_bands(doubt: Doubt, compared: Sequence[Compared], folder: Path) -> Picture | None:
    """Draw and save what luck and rules make of each policy's gain; nothing of one policy."""
    gains = {row.policy: row.gain for row in compared}
    base = doubt.policies.index(doubt.baseline)
    bands = [
        plots.Band(name, title, gain, doubt.band(at), float(doubt.ahead[at]), float(doubt.best[at]))
        for at, (name, title) in enumerate(zip(doubt.policies, doubt.titles, strict=True))
        if at != base and (gain := gains[name]) is not None
    ]
    if not bands:
        return None
    plot = partial(plots.plot_bands, bands, doubt.titles[base], len(doubt.weights))
    caption = (
        "Shares are those of rule sets in which a policy is ahead of the baseline, or the best."
    )
    heading = "Luck and rules"
    return saved(plot(), plot(narrow=True), folder, "luck_and_rules", heading, caption)


def _cliffs(study: Study) -> Iterator[tuple[str, str, str, Callable[..., Figure]]]:
    """Yield, for each policy that a board may leave in its dip, what leaving costs."""
    accounts, replications = study.setting.draw.accounts, study.setting.replications
    setting = replace(study.setting, replications=circle_worlds(accounts, replications))

    @cache
    def run(policy: Policy) -> Result:
        return simulate([policy], setting)[policy.name]

    push = next(policy for policy in study.policies if policy.name == study.baseline)
    for policy in study.policies:
        impatient = boards(policy, push, run)
        if impatient[0].leaves.any():
            yield (
                f"cliff_{policy.name.split('[')[0]}",
                f"What a board gives up that leaves {policy.title} in the dip",
                f"A board leaves for {push.title} after so many quarters in a row behind it, on "
                "the same luck: it sees what no board sees, so this is the cost of nerves alone.",
                partial(plots.plot_cliff, run(policy), run(push), impatient),
            )


def _alike(study: Study) -> str:
    """Say of a portfolio that a policy treats all its alliances alike, as no plan would."""
    return " All alliances treated alike, under the rules set." if study.portfolio else ""


def circle_worlds(accounts: int, replications: int) -> int:
    """Return in how many worlds to measure the circle; fewer where each has many alliances."""
    most = max(FEWEST_CIRCLE_WORLDS, CIRCLE_ALLIANCES // accounts)
    return min(replications, CIRCLE_WORLDS, most)


def numbered(names: Mapping[int, str]) -> str:
    """Say which partners a figure shows by number, since its font lacks letters of their names."""
    told = [f"{number + 1} is {name}" for number, name in names.items() if not is_drawable(name)]
    if not told:
        return ""
    return f" Shown by number, as the figure's font lacks some of their letters: {listed(told)}."
