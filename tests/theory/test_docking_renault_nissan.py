"""The published Renault-Nissan figures, to three decimals, and what a coarse score is worth."""

import numpy as np
import pytest

from experiments import docking_renault_nissan
from experiments.renault_nissan.case import (
    DYADS,
    PHASES,
    PUBLISHED,
    Rates,
    largest_miss,
    our_rule,
    paper_rule,
    phase_ends,
    run,
)
from experiments.renault_nissan.score import RANGES, null_rate, published_score
from sim.model.quarter import Parameters

ENDS = phase_ends(run(paper_rule(Rates()))[0])[..., 0]


@pytest.mark.parametrize("dyad", range(2), ids=DYADS)
@pytest.mark.parametrize("phase", range(5), ids=[phase.name for phase in PHASES])
def test_the_papers_rule_gives_the_published_figure(dyad, phase):
    assert round(ENDS[dyad, phase], 3) == PUBLISHED[dyad, phase]


def test_the_papers_rule_gets_the_published_score():
    assert published_score(*run(paper_rule(Rates()))) == 49


def test_a_rate_may_be_one_value_a_draw():
    rates = Rates(erosion=np.array([0.3, 0.1]), sensitivity=np.array([1.0, 1.5]))
    trust, damage = run(paper_rule(rates), rates.sensitivity)
    assert trust.shape == damage.shape == (80, 2, 2)
    assert phase_ends(trust)[..., 0] == pytest.approx(ENDS, abs=1e-15)
    assert largest_miss(trust)[0] < 5e-4 < largest_miss(trust)[1]


def test_our_rule_falls_in_the_crisis_and_recovers_slowly_but_further():
    ends = phase_ends(run(our_rule(Parameters()))[0])[..., 0]
    assert ends[0] == pytest.approx([0.902, 1.000, 0.148, 0.552, 0.685], abs=5e-4)
    assert ends[1] == pytest.approx([1.000, 1.000, 0.125, 0.459, 0.633], abs=5e-4)
    assert (ends[:, -1] < 0.7 * ends[:, 1]).all()


def test_at_their_rates_damage_caps_our_trust_and_still_the_score_is_higher():
    at_their_rates = Parameters(trust_gain=0.10, negativity=3.0, damage_rate=0.60)
    trust, damage = run(our_rule(at_their_rates))
    assert largest_miss(trust)[0] == pytest.approx(0.138, abs=5e-4)
    assert published_score(trust, damage) == 51
    assert (trust[62] == trust[56]).all()
    assert (trust[62] > 1.0 - damage[62]).all()


def test_chance_passes_the_score_and_not_the_trajectory():
    null = {name: null_rate(ranges, 5_000, seed=2) for name, ranges in RANGES.items()}
    assert null["wide"].passes_score > 0.4
    assert null["wide"].passes_trajectory < 0.005
    assert null["the paper's own sweep"].passes_score > 0.99
    assert null["the paper's own sweep"].passes_trajectory < 0.06


def test_the_script_writes_what_it_says(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(docking_renault_nissan, "FOLDER", tmp_path / "out")
    monkeypatch.setattr(docking_renault_nissan, "DRAWS", 200)
    docking_renault_nissan.main()
    assert "within 0.0005" in capsys.readouterr().out
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {"figure.png", "table.csv", "checks.csv"}
    assert len((tmp_path / "out" / "table.csv").read_text("utf-8").splitlines()) == 11
