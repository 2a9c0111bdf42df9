"""When an answer asks the rules, and what the command then prints."""

from __future__ import annotations

import pytest

from sim.cli.doubt import is_asked
from sim.config.check import check

LEAST = {"policies": ["transactional"]}


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"doubt": "rules", "replications": 2}, True),
        ({"doubt": "luck", "replications": 1000}, False),
        ({"replications": 99}, False),
        ({"replications": 100}, True),
    ],
)
def test_a_quick_look_does_not_ask_the_rules(given, asked, monkeypatch):
    monkeypatch.setattr("sim.cli.doubt.is_stored", lambda: True)
    assert is_asked(check(LEAST | given)) is asked


def test_a_history_always_asks_the_rules():
    quick = check(LEAST | {"replications": 2})
    assert is_asked(quick.model_copy(update={"history": "past.csv"}))


def test_without_an_ensemble_only_luck_is_told(monkeypatch):
    monkeypatch.setattr("sim.cli.doubt.is_stored", lambda: False)
    assert not is_asked(check(LEAST | {"replications": 100}))


def test_the_answer_says_what_is_luck_and_what_holds_whatever_the_rules(monkeypatch, tmp_path):
    from sim.cli import doubt
    from sim.cli.run import answer
    from sim.ensemble.sets import drawn

    monkeypatch.setattr(doubt, "stored_sets", lambda: drawn(8, 3))
    config = check(
        {
            "policies": ["transactional", "balanced", "vst"],
            "baseline": "transactional",
            "replications": 3,
            "quarters": 8,
            "doubt": "rules",
            "figures": False,
            "output": str(tmp_path),
        }
    )
    told = []
    monkeypatch.setattr("builtins.print", lambda *words, **how: told.extend(map(str, words)))
    answer(config)
    text = "\n".join(told)
    assert "\nWith the default rules: " in text
    assert "gain, luck and rules [5 to 95%]" in text
    assert "How far " in text


def test_a_market_too_large_to_ask_the_rules_is_said_to_be(monkeypatch, tmp_path):
    from sim.cli import doubt
    from sim.cli.run import TOO_LARGE, answer

    monkeypatch.setattr(doubt, "MOST_ALLIANCES", 89)  # the default market has 90
    given = {"replications": 2, "quarters": 4, "figures": False, "output": str(tmp_path)}
    told = []
    monkeypatch.setattr("builtins.print", lambda *words, **how: told.extend(map(str, words)))
    answer(check(LEAST | given | {"doubt": "rules"}))
    assert TOO_LARGE in told
    told.clear()
    answer(check(LEAST | given | {"doubt": "luck"}))
    assert TOO_LARGE not in told
