"""Designs: the right points, each within its range, and bad ones refused all at once."""

from __future__ import annotations

from itertools import cycle, islice
from pathlib import Path

import numpy as np
import pytest
from small_sweep import small

from sim.base.problems import ProblemsError
from sim.config.check import check
from sim.config.sweep import SweepConfig
from sim.policies import find
from sim.sweep.batch import batches
from sim.sweep.cell import Futures
from sim.sweep.design import points, sample
from sim.sweep.plan import plan

SPAN = {"low": 0.1, "high": 0.3}
SPAN1 = {"low": 1, "high": 9}


def design(**given: object) -> list[dict[str, float | str]]:
    made = points(SweepConfig.model_validate(given), seed=1)
    assert len(list(made)) == len(made)
    return list(made)


def test_a_grid_crosses_everything() -> None:
    made = design(
        levers={"push": [0.0, 1.0]}, uncertainties={"trust_gain": SPAN, "scenario": ["base"]},
        points=3,
    )  # fmt: skip
    assert len(made) == 2 * 3
    assert {point["trust_gain"] for point in made} == {0.1, 0.2, 0.3}
    assert all(point["scenario"] == "base" for point in made)


def test_zip_pairs_columns() -> None:
    made = design(
        design="zip", levers={"push": [0.0, 1.0]}, uncertainties={"trust_gain": [0.1, 0.2]}
    )
    assert made == [{"push": 0.0, "trust_gain": 0.1}, {"push": 1.0, "trust_gain": 0.2}]


def test_a_list_is_taken_as_it_is() -> None:
    cells = [{"policy": "vst", "push": 0.5}, {"scenario": "pandemic"}]
    assert design(design="list", cells=cells) == cells


@pytest.mark.parametrize(
    ("kind", "count", "expected"), [("latin", 10, 10), ("sobol", 8, 8 * 4), ("morris", 5, 5 * 3)]
)
def test_ranges_are_sampled_together_and_lists_crossed(
    kind: str, count: int, expected: int
) -> None:
    made = design(
        design=kind, points=count,
        uncertainties={"trust_gain": SPAN, "valuing_share": {"low": 0.0, "high": 1.0},
         "scenario": ["base", "recession"]},
    )  # fmt: skip
    assert len(made) == 2 * expected
    for name, low, high in (("trust_gain", 0.1, 0.3), ("valuing_share", 0.0, 1.0)):
        values = np.array([point[name] for point in made])
        assert low <= values.min() < values.max() <= high
    assert made[:expected] == [p | {"scenario": "base"} for p in made[expected:]]


def test_latin_hypercube_has_one_point_a_row() -> None:
    (cube,) = sample("latin", 20, 3, seed=1)
    assert (np.sort((cube * 20).astype(int), axis=0) == np.arange(20)[:, None]).all()


def test_saltelli_changes_one_column_at_a_time() -> None:
    a, b, *mixed = sample("sobol", 16, 3, seed=1)
    for i, block in enumerate(mixed):
        expected = a.copy()
        expected[:, i] = b[:, i]
        np.testing.assert_array_equal(block, expected)


def test_trajectories_change_one_coordinate_a_step() -> None:
    paths = np.array(list(sample("morris", 12, 5, seed=1)))
    steps = np.abs(np.diff(paths, axis=1))
    assert ((steps > 0).sum(axis=2) == 1).all()
    assert ((steps > 0).sum(axis=1) == 1).all()
    np.testing.assert_allclose(steps.max(axis=2), 2 / 3)
    assert set(np.round(np.unique(paths) * 3, 9)) <= {0.0, 1.0, 2.0, 3.0}


def test_whole_numbers_stay_whole() -> None:
    made = design(design="latin", points=30, levers={"focus": {"low": 1.0, "high": 9.0}})
    assert {point["focus"] for point in made} <= set(map(float, range(1, 10)))
    plan(small(sweep={"design": "latin", "points": 4, "levers": {"focus": {"low": 1, "high": 9}}}))


def test_a_table_is_a_cell_a_row(tmp_path: Path) -> None:
    table = tmp_path / "cells.csv"
    table.write_text("policy,push,scenario\nvst,0.5,base\nbalanced,,pandemic\n")
    assert design(design="table", table=str(table)) == [
        {"policy": "vst", "push": 0.5, "scenario": "base"},
        {"policy": "balanced", "scenario": "pandemic"},
    ]


def test_a_bad_table_is_refused_by_line(tmp_path: Path) -> None:
    table = tmp_path / "cells.csv"
    table.write_text("policy,push\nvts,0.5\nvst,3\nvst,a\nvst\n")
    with pytest.raises(ProblemsError) as refused:
        design(design="table", table=str(table))
    lines = [problem.split(":")[0] for problem in refused.value.problems]
    assert lines == [f"cells.csv, line {n}" for n in (2, 3, 4, 5)]


@pytest.mark.parametrize(
    ("sweep", "told"),
    [
        ({"levers": {"psh": [1.0]}}, "did you mean push?"),
        ({"levers": {"push": [1.5]}}, "sweep.levers.push: 1.5 given; must be from 0 to 1"),
        ({"uncertainties": {"trust_gain": {"low": 0.3, "high": 0.2}}}, "must be under high"),
        ({"uncertainties": {"scenario": ["pandemc"]}}, "did you mean pandemic?"),
        ({"design": "sobol", "points": 6, "levers": {"push": SPAN}}, "power of two"),
        ({"design": "latin", "levers": {"push": [1.0]}}, "at least one range"),
        ({"design": "zip", "levers": {"push": [0.0, 1.0], "focus": [1]}}, "one length"),
        ({"design": "table"}, "sweep.table: missing"),
        ({"outcomes": ["proft"]}, "did you mean profit?"),
        ({"points": 1}, "sweep.points: 1 given"),
        ({"design": "cube"}, "sweep.design: 'cube' given"),
    ],
)  # fmt: skip
def test_a_bad_sweep_is_refused(sweep: dict[str, object], told: str) -> None:
    with pytest.raises(ProblemsError, match=told.replace("?", r"\?")):
        check({"policies": ["transactional"], "sweep": sweep})


def test_the_baseline_runs_once_in_every_future() -> None:
    planned = plan(small())
    for point in range(len(planned.points)):
        [base] = [p for p in planned.planned if p.point == point and p.is_baseline]
        assert base.cell.policy.name == "transactional"
    levers = plan(small(sweep={"levers": {"push": [0.0, 0.5]}}))
    names = [p.cell.policy.name for p in levers.planned if p.point == 0]
    assert names == [
        "transactional", "transactional[push=0]", "balanced[push=0]", "vst[push=0]"
    ]  # fmt: skip


def test_a_plan_is_made_as_it_is_asked_for() -> None:
    span = {"low": 0.1, "high": 0.3}
    axes = {"trust_gain": span, "valuing_share": span}
    planned = plan(small(sweep={"points": 1_000_000, "uncertainties": axes}))
    assert planned.count == 3 * 10**12
    first = list(islice(planned.cells, 6))
    assert [cell.future["valuing_share"] for cell in first[::3]] == [0.1, 0.1 + 0.2 / 999_999]


LEVER_GRID = {"levers": {"push": [0.0, 0.8]}, "uncertainties": {"trust_gain": [0.1, 0.2]}}


@pytest.mark.parametrize(
    ("sweep", "is_exact"),
    [
        ({"uncertainties": {"trust_gain": SPAN, "scenario": ["base", "recession"]}}, True),
        (LEVER_GRID, False),
        ({"levers": {"focus": {"low": 1, "high": 3}}, "points": 9}, False),
        ({"design": "latin", "points": 7, "uncertainties": {"trust_gain": SPAN}}, True),
        ({"design": "sobol", "points": 4, "levers": {"push": SPAN, "focus": SPAN1}}, False),
        ({"design": "morris", "points": 4, "uncertainties": {"trust_gain": SPAN}}, False),
        ({"design": "zip", "uncertainties": {"trust_gain": [0.1, 0.2, 0.1]}}, False),
        ({"design": "list", "cells": [{"policy": "vst"}, {"policy": "vst", "push": 0.5}]}, False),
    ],
)
def test_every_cell_comes_once_and_their_number_is_known(
    sweep: dict[str, object], is_exact: bool
) -> None:
    planned = plan(small(sweep=sweep))
    cells = [cell.id for cell in planned.cells]
    assert len(cells) == len(set(cells)) <= planned.count
    assert set(cells) == {placed.cell.id for placed in planned.planned}
    if is_exact:
        assert len(cells) == planned.count


def test_a_baseline_comes_once_though_a_point_sets_the_levers_it_has_anyway() -> None:
    own = find("transactional").levers.push  # type: ignore[attr-defined]
    axes = {"levers": {"push": [0.0, own]}, "uncertainties": {"trust_gain": [0.1, 0.2]}}
    planned = plan(small(policies=["transactional"], sweep=axes))
    assert planned.count == 2 * 2 + 2
    names = [cell.policy.name for cell in planned.cells]
    assert names == ["transactional", "transactional[push=0]"] * 2


def test_a_future_that_says_what_the_config_says_is_the_same() -> None:
    mine = Futures(small(model={"trust_gain": 0.2}, scenario={"name": "base"}))
    assert mine.digest({}) == mine.digest({"trust_gain": 0.2})
    assert mine.digest({"trust_gain": 0.1}) == Futures(small(model={"trust_gain": 0.1})).digest({})
    assert mine.digest({}) != mine.digest({"trust_gain": 0.1})


def test_a_large_sweep_is_cut_more_coarsely() -> None:
    base = small()
    cells = list(plan(base).cells)
    assert [len(b.cells) for b in batches(base, cells, len(cells))] == [18]
    many = islice(cycle(cells), 2000)
    assert [len(b.cells) for b in batches(base, many, len(cells))] == [256] * 7 + [208]
    many = islice(cycle(cells), 2000)
    assert [len(b.cells) for b in batches(base, many, 256 * 20_000 * 3)] == [768, 768, 464]
