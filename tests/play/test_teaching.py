"""What the sheets say agrees with the game: numbers, words, minutes, and what usually happens."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from games import asking, play_out

from sim.app.play.log import KEEP_DAYS
from sim.market.population import Population
from sim.model.quarter import Parameters
from sim.play.events import event_names, event_told
from sim.play.opening import Opening
from sim.play.rules import (
    BONUS_FLOOR,
    BONUS_KEUR,
    BONUS_MOST,
    COMPLAINTS,
    SUCCESSOR_QUARTERS,
    VISION_EVERY,
    bonus,
)
from sim.play.twins import twins

TEACHING = Path(__file__).parents[2] / "docs" / "teaching"


def text_of(name):
    """Return a page as one line of words."""
    return " ".join((TEACHING / f"{name}.md").read_text("utf-8").split())


@pytest.mark.parametrize("minutes", [45, 90])
def test_the_minutes_of_a_plan_add_up(minutes):
    rows = re.findall(r"^\| (\d+) \|", (TEACHING / f"plan-{minutes}.md").read_text("utf-8"), re.M)
    assert sum(map(int, rows)) == minutes


def test_the_brief_tells_the_rules_of_the_game():
    brief = text_of("sheet-a")
    assert f"starts at {100 * BONUS_FLOOR:.0f}% of quota. At 100% it is {BONUS_KEUR:g} k€" in brief
    assert f"never exceeds {BONUS_KEUR * BONUS_MOST:g} k€" in brief
    assert bonus(1.0) == BONUS_KEUR
    assert (Population().alliances_per_vendor, SUCCESSOR_QUARTERS, VISION_EVERY) == (10, 4, 4)
    assert f"{Parameters().capacity_days:g} working days a quarter for each" in brief
    assert Population().bench == 5
    assert "five wait on your bench" in brief
    assert f"after {KEEP_DAYS} days" in brief
    assert f"after {KEEP_DAYS} days" in text_of("index")


def test_the_script_quotes_what_partners_say():
    said = {kind.text for group in COMPLAINTS for kind in group}
    quoted = set(re.findall("“([^”]+)”", text_of("sheet-d")))
    assert quoted
    assert quoted <= said


def test_the_plans_name_events_that_there_are():
    titles = {event_told(name)["title"] for name in event_names()}
    assert {"Recession", "Pandemic"} <= titles


def test_every_page_is_linked():
    index = (TEACHING / "index.md").read_text("utf-8")
    for page in TEACHING.glob("*.md"):
        assert page.stem == "index" or f"({page.name})" in index


def test_what_usually_happens_does():
    """The script's patterns: an ask pays at once, costs later, and the next one brings less."""
    at_once, later, brings, trust = [], [], [], []
    for seed in range(8):
        game = play_out(Opening(seed=seed, quarters=8), asking({1, 3, 5}))
        found = twins(game, 0)
        at_once += [ask.at_once > 0 for ask in found.asks]
        later += [ask.later < 0 for ask in found.asks]
        pulls = [sum(a.pull for a in game.desks[0][q]) for q in (1, 5)]
        brings.append(pulls[1] < pulls[0])
        trust.append(game.trust[0][-1] < game.trust[0][0])
    for pattern in (at_once, later, brings, trust):
        assert np.mean(pattern) >= 0.75
