"""The figures of a study: drawn, saved, and captioned for the page."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from matplotlib.figure import Figure
from tqdm import tqdm

from sim import plots
from sim.report import Picture
from sim.result import Result
from sim.study import Study

J_CURVE = "Plant before harvest: the J-curve"
CIRCLE = "The vicious circle, measured"


def draw(study: Study, results: Mapping[str, Result], folder: Path) -> list[Picture]:
    """Draw and save every figure."""
    folder.mkdir()
    pictures = []
    for name, heading, caption, figure in tqdm(
        _figures(study, results),
        desc="figures",
        unit="figure",
        leave=False,
        disable=not sys.stderr.isatty(),
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
    pushing = max(results.values(), key=lambda result: result.outcomes["ask"].mean())
    if pushing.outcomes["ask"].any():
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
        "Mean over alliances and worlds; 100 is the best.",
        plots.plot_spider(results),
    )
    best = max(results.values(), key=lambda result: result.total("profit").mean())
    policies = {policy.name: policy for policy in study.policies}
    names = dict(enumerate(study.portfolio.names)) if study.portfolio else {}
    for result in {baseline.policy: baseline, best.policy: best}.values():
        pair = plots.alliance_networks(policies[result.policy], study.setting)
        yield (
            f"network_{policies[result.policy].name.split('[')[0]}",
            f"The network under {result.title}",
            "One simulated world at the start and at the end; lines are alliances, coloured by "
            "the partner's trust.",
            plots.plot_network(pair, result.title, names),
        )
