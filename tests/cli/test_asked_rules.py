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
        ({"replications": 2, "history": "past.csv"}, True),
    ],
)
def test_a_quick_look_does_not_ask_the_rules(given, asked, monkeypatch):
    monkeypatch.setattr("sim.cli.doubt.is_stored", lambda: True)
    assert is_asked(check(LEAST | given)) is asked


def test_without_an_ensemble_only_luck_is_told(monkeypatch):
    monkeypatch.setattr("sim.cli.doubt.is_stored", lambda: False)
    assert not is_asked(check(LEAST | {"replications": 100}))
