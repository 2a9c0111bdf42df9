"""The figures of a study: drawn, saved, and captioned for the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from sim import plots
from sim.base.terminal import is_watched
from sim.base.wording import listed
from sim.compare import circle
from sim.plots.style import is_drawable
from sim.report import Picture
from sim.run.result import Result
from sim.run.simulate import simulate
from sim.study.study import Study

if TYPE_CHECKING:  # at run time it is for sim.plots to import matplotlib first
    from matplotlib.figure import Figure

J_CURVE = "Plant before harvest: the J-curve"
CIRCLE = "The vicious circle, measured"
CIRCLE_WORLDS = 200
"""Worlds that the circle is measured in: it needs every alliance and quarter in memory."""

NETWORK_ROWS = 50_000
"""Alliances of a world above which no network is drawn: it would show a few, and hold all."""


def draw(study: Study, results: Mapping[str, Result], folder: Path) -> list[Picture]:
    """Draw and save every figure."""
    folder.mkdir()
    pictures = []
    for name, heading, caption, figure in tqdm(
        _figures(study, results),
        desc="figures",
        unit="figure",
        leave=False,
        disable=not is_watched(),
    ):
        plots.save(figure, folder, name)
        svg = (folder / f"{name}.svg").read_text("utf-8")
        pictures.append(Picture(heading, caption, svg[svg.index("<svg") :]))
    return pictures


def _figures(study: Study, results: Mapping[str, Result]) -> Iterator[tuple[str, str, str, Figure]]:
    baseline = results[study.baseline]
    if len(results) > 1:
        yield (
            "j_curve",
            J_CURVE,
            f"Cumulative profit less that of {baseline.title}, paired world by world. Below the "
            "line a policy is still paying for what it planted.",
            plots.plot_j_curve(results, study.baseline),
        )
    yield (
        "trajectories",
        "Quarter by quarter",
        "Means over worlds; bands are 95% intervals of the mean.",
        plots.plot_trajectories(results),
    )
    policies = {policy.name: policy for policy in study.policies}
    pushes = max(results.values(), key=lambda result: result.outcomes["ask"].mean())
    if pushes.outcomes["ask"].any():
        watched = replace(
            study.setting,
            panel=circle.PANEL,
            replications=min(study.setting.replications, CIRCLE_WORLDS),
        )
        pushing = simulate([policies[pushes.policy]], watched)[pushes.policy]
        yield (
            "vicious_circle",
            CIRCLE,
            f"How strongly each link moves with the one before it under {pushing.title}. "
            "Co-movement within the simulation, not proof of cause.",
            plots.plot_loop(pushing),
        )
    yield (
        "spider",
        "The twelve factors, before and after",
        "Mean over alliances and worlds, centre 0, rim 100. Autonomy starts where the policy's own "
        "control puts it; all else starts alike.",
        plots.plot_spider(results),
    )
    if study.setting.draw.alliances > NETWORK_ROWS:
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
            plots.plot_network(pair, result.title, names),
        )


def numbered(names: Mapping[int, str]) -> str:
    """Say which partners a figure shows by number, since its font lacks letters of their names."""
    told = [f"{number + 1} is {name}" for number, name in names.items() if not is_drawable(name)]
    if not told:
        return ""
    return f" Shown by number, as the figure's font lacks some of their letters: {listed(told)}."
