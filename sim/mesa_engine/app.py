"""The page: watch a market quarter by quarter, ``make watch`` (`sim.mesa_engine.serve`).

Needs the extra ``viz``. Everything is served from this machine.
"""

from __future__ import annotations

import solara
from mesa.visualization import SolaraViz

from sim import policies
from sim.mesa_engine import scenes
from sim.mesa_engine.charts import draw_network, draw_trajectories
from sim.mesa_engine.model import AllianceModel
from sim.mesa_engine.watched import AS_THE_POLICY, WatchedModel
from sim.policies import partners as partner_policies


def _choice(label: str, value: str, values: list[str]) -> dict[str, object]:
    return {"type": "Select", "label": label, "value": value, "values": values}


CONTROLS = {
    "policy": _choice("The focal vendor's policy", "transactional", policies.names()),
    "push": _choice("Its push", AS_THE_POLICY, [AS_THE_POLICY, "0", "0.25", "0.5", "0.75", "1"]),
    "partners": _choice("Partners", "reciprocal", partner_policies.names()),
    "scenario": _choice("Scenario", "base", scenes.names()),
    "seed": {"type": "SliderInt", "label": "World", "value": 1, "min": 1, "max": 50, "step": 1},
}


def network(model: AllianceModel) -> None:
    """Show who is allied with whom, and how far partners trust."""
    solara.FigureMatplotlib(draw_network(model), dependencies=[model, model.steps])


def trajectories(model: AllianceModel) -> None:
    """Show how the focal vendor fares by quarter."""
    solara.FigureMatplotlib(draw_trajectories(model), dependencies=[model, model.steps])


def legend(model: AllianceModel) -> None:
    """Say what one sees, and what the chosen policy does."""
    solara.Markdown(
        f"**{model.focal.policy.title}**: {model.focal.policy.about}\n\n"
        "Lines are alliances between vendors (V) and partners (P), thick ones those of the focal "
        "vendor V0, dotted ones those of mere customers. **Step** runs a quarter; choices on the "
        "left count from the next **Reset**."
    )


@solara.component  # type: ignore[untyped-decorator, unused-ignore]
def Page() -> None:  # noqa: N802  # solara looks for this name
    """Show a model of one's own: each browser session watches and steps its own market."""
    SolaraViz(
        solara.use_memo(WatchedModel, []),
        components=[network, trajectories, legend],
        model_params=CONTROLS,
        name="Push, or relationship?",
        play_interval=300,
    )
