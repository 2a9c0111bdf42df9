"""The public door: what `from sim import ...` gives, what results look like, what is refused."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import sim
from sim import Event, Market, Population, ProblemsError, Result, Results, Setting, simulate

STUB = Path(sim.__file__).with_suffix(".pyi")


def result(policy: str = "mine", replications: tuple[int, ...] = (7, 8)) -> Result:
    """Return a result made by hand: two quarters, one account."""
    worlds = len(replications)
    profit = np.arange(10.0, 10.0 + 2 * worlds).reshape(worlds, 2)
    return Result(
        policy=policy,
        title=policy.title(),
        replications=np.array(replications),
        outcomes={"profit": profit, "trust": profit / 100},
        panel={"profit": profit[:, :, None]},
        factors=np.zeros((2, worlds, 1, 12)),
    )


def test_every_name_is_there_and_comes_from_where_the_list_says():
    listed = [
        (node.module, alias.name)
        for node in ast.parse(STUB.read_text("utf-8")).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    assert sorted(name for _, name in listed) == sorted(sim.__all__)
    for module, name in listed:
        __import__(f"sim.{module}")
        assert getattr(sim, name) is getattr(sys.modules[f"sim.{module}"], name)


def test_importing_the_package_loads_nothing_large():
    code = "import sim, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"numpy", "pandas", "scipy", "mesa"} & set(done.stdout.split())


def test_an_unknown_name_is_refused():
    with pytest.raises(AttributeError, match="nonsense"):
        sim.nonsense  # noqa: B018


def test_a_result_is_a_tidy_table():
    frame = result().to_frame()
    assert list(frame.columns) == ["policy", "replication", "quarter", "profit", "trust"]
    assert frame.to_numpy().tolist() == [
        ["mine", 7, 1, 10.0, 0.1],
        ["mine", 7, 2, 11.0, 0.11],
        ["mine", 8, 1, 12.0, 0.12],
        ["mine", 8, 2, 13.0, 0.13],
    ]


def test_results_are_one_tidy_table_policy_after_policy():
    both = Results({"mine": result(), "other": result("other", (3,))})
    assert both.to_frame()["policy"].tolist() == ["mine"] * 4 + ["other"] * 2
    assert both.to_frame().index.tolist() == list(range(6))
    panel = both.panel_frame()
    assert list(panel.columns) == ["policy", "replication", "quarter", "account", "profit"]
    assert panel.iloc[3].tolist() == ["mine", 8, 2, 1, 13.0]


def test_a_result_that_kept_no_alliances_says_how_to_keep_them():
    with pytest.raises(ValueError, match=r"name outcomes in Setting\(panel=...\)"):
        simulate(["vst"], Setting(replications=1, quarters=1))["vst"].panel_frame()


def test_a_result_shows_itself_in_a_line():
    told = "<Result mine: 2-quarter profit 23 k€ [-2, 48], 2 worlds, 2 outcomes>"
    assert repr(result()) == told
    one = result("other", (3,))
    assert repr(one) == "<Result other: 2-quarter profit 21 k€, 1 world, 2 outcomes>"
    assert repr(Results(mine=result(), other=one)) == f"<Results\n  {told}\n  {one!r}\n>"


def test_a_notebook_shows_means_of_the_first_and_last_quarter():
    shown = Results(mine=result(), other=result("<b>", (3,)))._repr_html_()
    assert "&lt;Result mine: 2-quarter" in shown
    assert "<td>11</td>" in shown  # profit in the first quarter, mean of 10 and 12
    assert "<td>12</td>" in shown  # and in the last
    assert "<b>" not in shown
    assert "<td>0.11</td>" in result()._repr_html_()


def test_policies_go_by_name():
    named = simulate(["vst", "balanced"], Setting(replications=2, quarters=4))
    assert list(named) == ["vst", "balanced"]
    given = simulate([sim.find("vst")], Setting(replications=2, quarters=4))
    assert named["vst"].to_frame().equals(given["vst"].to_frame())


def test_all_that_is_wrong_with_the_policies_is_told_at_once():
    with pytest.raises(ProblemsError) as refused:
        simulate(["vst", "vstt", "vst"])
    assert refused.value.problems[0].startswith("no policy 'vstt' (did you mean vst?)")
    assert refused.value.problems[1:] == ["policy 'vst' given twice"]
    with pytest.raises(ProblemsError, match="no policy given"):
        simulate([])


def test_all_that_is_wrong_with_a_setting_is_told_at_once():
    with pytest.raises(ProblemsError) as refused:
        Setting(
            quarters=3,
            replications=0,
            seed=-1,
            workers=1.5,  # type: ignore[arg-type]
            precision="half",  # type: ignore[arg-type]
            panel=("trusst",),
            events=(
                Event("markt", 1, (1.0,)),
                Event("killed", 2, (1.0, 2.0, 1.0), accounts=(1, 11)),
                Event("disruption", 0, (0.5,)),
                Event("market", 1, (0.5,), accounts="focal"),
            ),
        )
    seed, replications, workers, precision, panel, hook, *events = refused.value.problems
    assert seed == "seed: -1 given; must be a whole number from 0"
    assert replications == "replications: 0 given; must be a whole number from 1"
    assert workers == "workers: 1.5 given; must be a whole number from 1"
    assert precision == "precision: 'half' given; must be single or double"
    assert panel.startswith("panel: no outcome 'trusst' (did you mean trust?)")
    assert hook.startswith("no hook 'markt' (did you mean market?)")
    assert events == [
        "killed: quarters 2 to 4 given; this run has 1 to 3",
        "killed: 2 in quarter 3; must be from 0 to 1",
        "killed: accounts [11] given; the focal vendor has 1 to 10",
        "disruption: quarter 0 given; this run has 1 to 3",
        "market: hits all; accounts cannot be named",
    ]


def test_a_market_knows_its_size_before_it_is_drawn():
    market = Market(Population(vendors=8, vendors_per_partner=2, alliances_per_vendor=5))
    world = market(sim.Parameters(), 1, [0, 1])
    assert world.rows["alliance"] == market.rows == 40 + 40
    assert np.count_nonzero((world.vendor == 0) & world.is_account) == market.accounts == 5


def test_alliances_start_where_they_are_told():
    from dataclasses import replace

    def trusting(world, parameters):
        return replace(world, trust=np.full_like(world.trust, 0.9))

    usual = simulate(["vst"], Setting(replications=3, quarters=1))
    warm = simulate(["vst"], Setting(replications=3, quarters=1, draw=Market(start=trusting)))
    assert (warm["vst"].last("trust") > usual["vst"].last("trust")).all()


def test_comparing_with_a_policy_that_was_not_run_is_refused():
    with pytest.raises(ProblemsError, match="baseline: no result 'transactional'"):
        sim.compare_policies({"mine": result()}, "transactional")


def test_a_comparison_is_a_table_with_a_row_a_policy():
    setting = Setting(replications=3, quarters=4)
    frame = sim.compare_policies(simulate(["transactional", "vst"], setting), "vst").to_frame()
    assert frame.index.tolist() == ["transactional", "vst"]
    assert {"gain", "gain_low", "gain_high", "crossover"} <= set(frame.columns)
    assert frame.loc["vst", "gain"] == 0.0
