"""The store: done once, resumed, never mixed, and a bad cell is data."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from small_sweep import contents, small

from sim.base.problems import ProblemsError
from sim.compare.outcomes import OUTCOMES
from sim.config.schema import Config
from sim.run.simulate import run_worlds, simulate
from sim.study.study import prepare
from sim.sweep import batch as batch_module
from sim.sweep.cell import Cell, future_config
from sim.sweep.plan import plan
from sim.sweep.run import CellFailedError, Tally, run_cells
from sim.sweep.store import Store


def run(folder: Path, config: Config) -> Tally:
    planned = plan(config)
    with Store(folder, {"made_by": "a test"}) as store:
        return run_cells(store, planned.base, planned.cells, planned.count)


def test_a_cell_has_the_numbers_of_a_study_of_its_own(tmp_path: Path) -> None:
    config = small()
    run(tmp_path, config)
    planned = plan(config)
    for cell in list(planned.cells)[:: planned.count // 4]:
        alone = prepare(future_config(planned.base, cell.future)).setting
        result = simulate([cell.policy], alone)[cell.policy.name]
        stored = duckdb.sql(
            f"SELECT * FROM '{tmp_path}/replications/*.parquet' WHERE cell = '{cell.id}' "
            "ORDER BY replication"
        ).fetchnumpy()
        for name, outcome in OUTCOMES.items():
            np.testing.assert_array_equal(stored[name], outcome.of(result))


def blocks_of(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> list[tuple[int, int]]:
    """Return worlds and different values of trust_gain of each block that the sweep runs in."""
    blocks: list[tuple[int, int]] = []

    def watched(policies: Any, setting: Any, numbers: Any, *rest: Any) -> Any:
        gain = np.unique(setting.parameters.trust_gain)
        blocks.append((len(numbers), len(gain)))
        return run_worlds(policies, setting, numbers, *rest)

    monkeypatch.setattr("sim.sweep.stack.run_worlds", watched)
    planned = plan(small(**changes))
    [batch] = batch_module.batches(planned.base, planned.cells, planned.count)
    assert [one.cell.id for one in batch_module.run_batch(batch)] == [c.id for c in batch.cells]
    return blocks


def test_futures_that_differ_in_parameters_share_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    # A block for each scenario, in it 3 policies x 3 values x 4 replications.
    assert blocks_of(monkeypatch) == [(36, 3), (36, 3)]


def test_in_single_precision_futures_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    assert blocks_of(monkeypatch, precision="single") == [(12, 1)] * 6


def test_beside_mechanisms_of_a_user_futures_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_module, "own_modules", lambda kind: [object()])
    assert blocks_of(monkeypatch) == [(12, 1)] * 6


def test_the_numbers_of_a_cell_do_not_depend_on_its_company() -> None:
    levels = {"trust_gain": [0.11, 0.23], "market_growth": [0.01, 0.03], "most_threads": [3.3, 5]}
    config = small(sweep={"uncertainties": levels, "design": "grid"})
    planned = plan(config)
    cells = list(planned.cells)
    together = batch_module.run_batch(batch_module.Batch(planned.base, cells))
    for one in together[::5]:
        [alone] = batch_module.run_batch(batch_module.Batch(planned.base, [one.cell]))
        for name, values in one.tables["replications"].items():
            np.testing.assert_array_equal(values, alone.tables["replications"][name])


def test_what_is_done_is_not_done_again(tmp_path: Path) -> None:
    assert run(tmp_path, small()) == Tally(found=0, done=18, failed={})
    before = contents(tmp_path)
    assert run(tmp_path, small()) == Tally(found=18, done=0, failed={})
    assert contents(tmp_path) == before


def test_a_larger_sweep_runs_only_what_is_new(tmp_path: Path) -> None:
    run(tmp_path, small())
    more = small().sweep.model_copy(update={"points": 5})
    assert run(tmp_path, small(sweep=more.model_dump())) == Tally(found=18, done=12, failed={})


@pytest.mark.parametrize(
    "change", [{"seed": 2}, {"replications": 5}, {"quarters": 5}, {"record": "quarters"},
               {"rivals": "balanced"}, {"model": {"market_growth": 0.02}}]
)  # fmt: skip
def test_another_config_has_other_cells(tmp_path: Path, change: dict[str, Any]) -> None:
    mine = {cell.id for cell in plan(small()).cells}
    others = {cell.id for cell in plan(small(**change)).cells}
    assert not mine & others


@pytest.mark.parametrize("maker", ["code_version", "arithmetic"])
def test_other_code_and_other_processors_have_other_cells(
    maker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = {cell.id for cell in plan(small()).cells}
    monkeypatch.setattr(f"sim.sweep.cell.{maker}", lambda: "another")
    assert not mine & {cell.id for cell in plan(small()).cells}


def test_where_and_how_it_runs_is_no_part_of_a_cell() -> None:
    mine = [cell.id for cell in plan(small()).cells]
    elsewhere = small(launcher={"name": "local", "workers": 2}, output="o", name="other")
    assert [cell.id for cell in plan(elsewhere).cells] == mine


def failing(monkeypatch: pytest.MonkeyPatch, policy: str) -> None:
    """Let one policy's cells fail."""
    run_stacked = batch_module.run_stacked

    def broken(copies: Any, *rest: Any) -> Any:
        if any(copy.policy.name == policy for copy in copies):
            raise FloatingPointError("planted")
        return run_stacked(copies, *rest)

    monkeypatch.setattr(batch_module, "run_stacked", broken)


def test_a_bad_cell_is_data_and_shows_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as broken:
        failing(broken, "vst")
        tally = run(tmp_path, small())
        assert (tally.done, len(tally.failed)) == (12, 6)
        assert set(tally.failed.values()) == {"FloatingPointError: planted"}
        assert capsys.readouterr().err.count("FloatingPointError: planted") == 6
    # A finished sweep keeps its failures until told otherwise.
    assert run(tmp_path, small()) == Tally(found=12, done=0, failed=tally.failed)
    assert run(tmp_path, small(retry_failed=True)) == Tally(found=12, done=6, failed={})
    assert run(tmp_path, small()) == Tally(found=18, done=0, failed={})


def test_fail_fast_ends_the_sweep_and_keeps_what_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_module, "MOST_CELLS", 1)
    failing(monkeypatch, "balanced")
    with pytest.raises(CellFailedError, match="planted"):
        run(tmp_path, small(fail_fast=True))
    with Store(tmp_path, {}) as store:
        ended = store.ended()
    assert (len(ended.ids), len(ended.failed)) == (1, 1)


def test_values_that_do_not_fit_together_fail_alone(tmp_path: Path) -> None:
    sweep = {"uncertainties": {"highest_discount": [0.3, 0.6], "lowest_discount": [0.1, 0.4]},
             "design": "zip"}  # fmt: skip
    config = small(sweep=sweep)
    values = {"highest_discount": 0.2, "lowest_discount": 0.4}
    bad = next(plan(config).cells)._replace(id="bad", future=values)
    with Store(tmp_path, {}) as store:
        tally = run_cells(store, config.model_copy(update={"sweep": None}), [bad], 1)
    assert "lowest_discount" in tally.failed["bad"]


def test_not_a_number_is_a_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = replace(OUTCOMES["profit"], of=lambda r: np.full(len(r.replications), np.nan))
    monkeypatch.setitem(OUTCOMES, "profit", broken)
    tally = run(tmp_path, small())
    assert set(tally.failed.values()) == {"profit is not finite in 4 replications"}


def test_only_one_sweep_writes_to_a_store(tmp_path: Path) -> None:
    with Store(tmp_path, {}), pytest.raises(ProblemsError, match="another sweep"):
        Store(tmp_path, {})


@pytest.mark.parametrize(
    ("record", "tables"),
    [
        ("summary", {"cells", "replications"}),
        ("quarters", {"cells", "replications", "quarters"}),
        ("alliances", {"cells", "replications", "quarters", "alliances"}),
    ],
)
def test_recording_is_chosen(tmp_path: Path, record: str, tables: set[str]) -> None:
    run(tmp_path, small(record=record))
    assert {path.parent.name for path in tmp_path.glob("*/*.parquet")} == tables


def test_a_summary_never_holds_the_panel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[Any] = []

    def watched(config: Config, panel: Any) -> Any:
        asked.append(panel)
        return prepare(config, panel)

    monkeypatch.setattr(batch_module, "prepare", watched)
    run(tmp_path, small())
    assert set(asked) == {()}


def test_parts_say_what_made_them(tmp_path: Path) -> None:
    run(tmp_path, small())
    part = next((tmp_path / "replications").glob("*.parquet"))
    marks = duckdb.sql(f"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{part}')")
    assert ("made_by", "a test") in marks.fetchall()
    codec = duckdb.sql(f"SELECT DISTINCT compression FROM parquet_metadata('{part}')").fetchall()
    assert codec == [("ZSTD",)]


def test_the_ledger_says_what_runs(tmp_path: Path) -> None:
    planned = plan(small())
    [batch] = batch_module.batches(planned.base, planned.cells, planned.count)
    with Store(tmp_path, {}) as store:
        store.begin(batch)
        [running] = (tmp_path / "running").iterdir()
        assert json.loads(running.read_text()) == [cell.id for cell in planned.cells]
        assert not any(store.ended().done([cell.id for cell in planned.cells]))
        store.keep(batch, batch_module.run_batch(batch))
        assert not running.exists()
        assert all(store.ended().done([cell.id for cell in planned.cells]))


def test_cells_of_a_future_run_side_by_side() -> None:
    cells: list[Cell] = list(plan(small()).cells)
    futures = [tuple(cell.future.items()) for cell in cells]
    changes = sum(a != b for a, b in pairwise(futures))
    assert changes == len(set(futures)) - 1
