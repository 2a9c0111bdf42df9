"""The committed evidence is the code's, and its verdicts notice a broken mechanism."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from markupsafe import escape

from experiments import odd, quarter_end, trust_asymmetry, vicious_circle
from experiments.everything import EXPERIMENTS, THEORY, all_rows
from experiments.evidence import COLUMNS, SEEDS, WORLDS, Nulls, known_nulls, render
from experiments.exits import present_value
from experiments.frame import NO_CLAIM, Range, Row, above, below
from experiments.nulls import stored_null_rates
from experiments.partner_limits import jackknife_ratio
from experiments.publish import RESULTS, publish
from experiments.rule_sets import batches, side_by_side
from sim.core.parameter import specs
from sim.ensemble.worlds import Worlds, member, random_parameters
from sim.model.ablation import ablate, switches
from sim.model.quarter import Parameters

EVIDENCE = RESULTS / "evidence"
FEW = 12


@pytest.fixture(scope="module")
def committed() -> list[dict[str, str]]:
    with (EVIDENCE / "evidence.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def rerun() -> dict[str, Row]:
    """The first worlds of the first seed again; replications are addressed, so these are theirs."""
    return {row.id: row for row in all_rows(Worlds(SEEDS[0], FEW), leave_out=THEORY)}


def test_a_small_rerun_agrees_with_the_committed_means(committed, rerun):
    reference = {row["id"]: row for row in committed if row["seed"] == str(SEEDS[0])}
    wrong = []
    for id_, row in rerun.items():
        mean, low, high = (float(reference[id_][key]) for key in ("mean", "low", "high"))
        allowed = (high - low) * np.sqrt(WORLDS / FEW) + 1e-9
        if abs(row.mean - mean) > allowed:
            wrong.append(f"{id_}: {row.mean:.4g}, committed {mean:.4g} +- {allowed:.2g}")
    assert not wrong, "; ".join([*wrong, "run make evidence and say why in the changelog"])


def test_the_committed_table_is_whole(committed, rerun):
    assert tuple(committed[0]) == COLUMNS
    assert {row["seed"] for row in committed} == {str(seed) for seed in SEEDS}
    assert len({(row["id"], row["seed"]) for row in committed}) == len(committed)
    ids = {row["id"] for row in committed}
    assert set(rerun) <= ids
    claims = {row["id"] for row in committed if row["verdict"] != "info"}
    assert claims == set(stored_null_rates())
    facts = {fact for experiment in EXPERIMENTS for fact in experiment.facts}
    assert facts == {str(n) for n in range(1, 33) if n != 20} | {"P"}


def test_the_page_shows_every_row_with_its_null_rate(rerun):
    found = {seed: list(rerun.values()) for seed in SEEDS}
    nulls = known_nulls(found[SEEDS[0]])
    facts = [fact for experiment in EXPERIMENTS for fact in experiment.draw]
    page = render(found, dict.fromkeys(facts, "<svg></svg>"), nulls, FEW)
    for id_, row in rerun.items():
        assert f'<tr id="{escape(id_)}">' in page
        assert escape(row.measure) in page
    assert page.count("<svg>") == len(facts)
    assert "http" not in page.replace("http://www.w3.org", "")


def test_a_row_that_null_models_pass_is_weak():
    assert Nulls(0.9).is_weak
    assert not Nulls(0.1).is_weak
    assert Nulls(0.1, holds_without=("fear",)).is_weak
    assert not Nulls(0.1, holds_without=("fear",), fails_without=("rivals",)).is_weak


def test_verdicts_in_the_committed_table_follow_from_its_numbers(committed, rerun):
    for line in committed:
        if line["id"] not in rerun or line["verdict"] == "info":
            continue
        expected = rerun[line["id"]].expected
        holds = expected.contains(float(line["low"]), float(line["high"]))
        assert line["verdict"] == ("holds" if holds else "fails"), line
        assert line["expected"] == str(expected), line


@pytest.mark.parametrize(
    ("mechanism", "module", "row"),
    [
        ("pull_forward", vicious_circle, "1a'"),
        ("ask_hurts_trust", vicious_circle, "1b'"),
        ("discount_ratchet", vicious_circle, "1e"),
        ("pull_forward", quarter_end, "14a"),
        ("negativity", trust_asymmetry, "12a"),
        ("reputation", trust_asymmetry, "19"),
    ],
)
def test_a_broken_mechanism_flips_a_verdict(mechanism, module, row):
    def verdict(parameters: Parameters) -> str:
        found = {r.id: r.verdict for r in module.rows(Worlds(SEEDS[0], FEW, parameters))}
        return found[row]

    assert verdict(Parameters()) == "holds"
    assert verdict(ablate(Parameters(), [mechanism])) == "fails"


def test_a_verdict_is_by_the_whole_interval():
    values = np.array([0.5, 1.0, 1.5])
    row = Row("1a", "", values, "1", above(0.9))
    assert row.mean == 1.0
    assert row.high - row.mean == pytest.approx(4.302653 * 0.5 / np.sqrt(3))
    assert (row.is_mean_in_range, row.verdict) == (True, "fails")
    assert Row("1a", "", values, "1", Range(-1, 3)).verdict == "holds"
    assert Row("1a", "", values, "1", NO_CLAIM).verdict == "info"
    assert Row("1a", "", np.full(3, np.nan), "1", below(5)).verdict == "fails"


def test_worlds_run_nothing_twice():
    worlds = Worlds(1, 3)
    first = worlds.run("balanced", "transactional")
    again = worlds.run("transactional", "balanced", member("balanced", push=0.5))
    assert first[0] is again[1]
    assert first[1] is again[0]
    assert len(worlds._runs) == 3


def test_random_parameters_stay_in_their_ranges():
    drawn = random_parameters(np.random.default_rng(1))
    for spec in specs(Parameters):
        assert spec.low <= getattr(drawn, spec.name) <= spec.high
        assert isinstance(getattr(drawn, spec.name), int) == spec.is_whole
    assert drawn.lowest_discount <= drawn.highest_discount


def test_rows_name_mechanisms_that_can_be_switched_off(rerun):
    for row in rerun.values():
        assert set(row.mechanisms) <= set(switches()), row.id


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda e: e.name)
def test_every_experiment_writes_its_answer(experiment, tmp_path):
    if experiment.name in THEORY:
        pytest.skip("tested with the theory")
    answer = publish(experiment, Worlds(7, 4), tmp_path)
    assert len(answer[2:5]) == 3
    assert not any("nan" in sentence for sentence in answer[2:5])
    assert (tmp_path / "figure.png").stat().st_size > 10_000
    assert (tmp_path / "table.csv").exists()


def test_every_experiment_is_in_the_readme():
    text = (Path(odd.__file__).parent / "README.md").read_text("utf-8")
    for experiment in EXPERIMENTS:
        assert f"| `{experiment.name}` | {', '.join(experiment.facts)} |" in text
        assert experiment.question in text


def test_the_odd_page_is_what_the_code_says():
    assert odd.PAGE.read_text("utf-8") == odd.page(), "run python -m experiments.odd"


def test_the_odd_page_has_every_parameter_with_its_default():
    text = odd.PAGE.read_text("utf-8")
    for spec in specs(Parameters):
        assert f"| `{spec.name}` | {odd.cell(spec.symbol)} | {odd.cell(spec.default)} |" in text


def test_rule_sets_side_by_side_see_what_each_sees_alone():
    sets = [Parameters(), Parameters(ask_weight=0.3, quota_share=0.4)]
    parts = side_by_side(7, 3, sets)
    for part, parameters in zip(parts, sets, strict=True):
        together, alone = (
            worlds.run("transactional", everyone=True)[0]
            for worlds in (part, Worlds(7, 3, parameters))
        )
        for name, values in alone.outcomes.items():
            assert together.outcomes[name] == pytest.approx(values, rel=1e-6, abs=1e-9), name


def test_rule_sets_that_hold_other_levers_run_apart():
    sets = [Parameters(), Parameters(), Parameters(held=(("review", 0.0),)), Parameters()]
    assert [len(some) for some in batches(sets, 5)] == [2, 1, 1]


def test_the_ratio_of_means_has_the_jackknife_s_pseudo_values():
    values = jackknife_ratio(np.array([2.0, 4.0]), np.array([1.0, 1.0]))
    assert values.tolist() == [2 * 3 - 4, 2 * 3 - 2]


def test_present_value_discounts_from_the_end_of_the_first_quarter():
    assert present_value(np.array([[110.0, 121.0]]), 0.1) == pytest.approx([200.0])


def test_states_are_replaced_before_the_first_quarter_for_the_focal_vendor_alone():
    case = {"quarters": 1, "states": (("open_issues", 0.6),), "panel": ("open_issues",)}
    (piled,) = Worlds(7, 2).run("balanced", **case)
    assert piled.panel["open_issues"].min() > 0.4
    (rivals,) = Worlds(7, 2).run("balanced", quarters=1, panel=("open_issues",))
    assert rivals.panel["open_issues"].max() < 0.2
