"""The page: what it shows is the model; it loads, steps and redraws where it is installed."""

from __future__ import annotations

import numpy as np
import pytest

from sim.mesa_engine import scenes
from sim.mesa_engine.charts import draw_network, draw_trajectories
from sim.mesa_engine.watched import WatchedModel


def picture(figure):
    """Return what a figure looks like."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba()).copy()


@pytest.mark.parametrize("draw", [draw_network, draw_trajectories])
def test_a_quarter_changes_the_picture(draw):
    model = WatchedModel()
    before = picture(draw(model))
    model.step()
    assert (picture(draw(model)) != before).any()


def test_the_push_can_be_set_over_the_policy():
    assert WatchedModel("transactional").focal.push == 1.0
    gentle = WatchedModel("transactional", push="0.25")
    assert gentle.focal.push == 0.25
    assert gentle.focal.concession == WatchedModel("transactional").focal.concession


@pytest.mark.parametrize("name", scenes.names())
def test_every_scenario_can_be_watched(name):
    model = WatchedModel(scenario=name)
    model.step()
    assert model.quarters == 20


def test_steps_beyond_the_horizon_are_idle():
    model = WatchedModel()
    model.run_model()
    profit = model.focal.profit
    model.step()
    assert model.focal.profit == profit


@pytest.mark.filterwarnings("ignore")  # solara's own, and those of what it imports
def test_the_page_loads_steps_and_starts_again():
    solara = pytest.importorskip("solara")
    from ipyvuetify import Btn
    from ipywidgets import Image

    from sim.mesa_engine import app

    layout = solara.AppLayout(children=[app.page], navigation=False)  # where the sidebar goes
    _, page = solara.render(layout, handle_error=False)

    def press(label: str) -> None:
        next(b for b in page.find(Btn).widgets if label in str(b.children)).click()

    def pictures() -> list[bytes]:
        return [bytes(image.value) for image in page.find(Image).widgets]

    before = pictures()
    assert len(before) == 2
    press("Step")
    assert app.model.value.steps == 1
    assert all(new != old for new, old in zip(pictures(), before, strict=True))
    press("Reset")
    assert app.model.value.steps == 0
    page.close()
