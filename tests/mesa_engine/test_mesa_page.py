"""The page: what it shows is the model; it loads, steps and redraws where it is installed."""

from __future__ import annotations

import matplotlib as mpl
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


@pytest.fixture
def _same_picture_same_bytes(monkeypatch):
    """Let a picture hold neither the time nor random names."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    monkeypatch.setitem(mpl.rcParams, "svg.hashsalt", "same")


@pytest.mark.usefixtures("_same_picture_same_bytes")
@pytest.mark.filterwarnings("ignore")  # solara's own, and those of what it imports
def test_the_page_loads_steps_and_starts_again():
    solara = pytest.importorskip("solara")
    from ipyvuetify import Btn
    from ipywidgets import Image

    from sim.mesa_engine import app

    layout = solara.AppLayout(children=[app.Page()], navigation=False)  # where the sidebar goes
    _, page = solara.render(layout, handle_error=False)

    def press(label: str) -> None:
        next(b for b in page.find(Btn).widgets if label in str(b.children)).click()

    def pictures() -> list[bytes]:
        return [bytes(image.value) for image in page.find(Image).widgets]

    before = pictures()
    assert len(before) == 2
    press("Step")
    after = pictures()
    assert all(new != old for new, old in zip(after, before, strict=True))
    press("Reset")
    assert pictures() == before
    page.close()


@pytest.mark.usefixtures("_same_picture_same_bytes")
@pytest.mark.filterwarnings("ignore")
def test_each_session_watches_a_market_of_its_own():
    solara = pytest.importorskip("solara")
    from ipyvuetify import Btn
    from ipywidgets import Image

    from sim.mesa_engine import app

    def open_one():
        layout = solara.AppLayout(children=[app.Page()], navigation=False)
        return solara.render(layout, handle_error=False)[1]

    def pictures(page) -> list[bytes]:
        return [bytes(image.value) for image in page.find(Image).widgets]

    mine, yours = open_one(), open_one()
    before = pictures(yours)
    next(b for b in mine.find(Btn).widgets if "Step" in str(b.children)).click()
    assert pictures(mine) != before
    assert pictures(yours) == before
    late = open_one()
    assert pictures(late) == before  # and whoever comes later starts at the start
    for page in (mine, yours, late):
        page.close()
