"""A worker that would make other numbers is found out before it makes any."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_sweep import small

from sim.sweep.batch import Batch
from sim.sweep.launch import MixedWorkersError, _named, made_by
from sim.sweep.plan import plan
from sim.sweep.run import run_cells
from sim.sweep.store import Store


@pytest.mark.parametrize(
    ("maker", "told"), [("code_version", "other code ("), ("arithmetic", "other arithmetic (")]
)
def test_other_code_or_processors_are_refused(
    maker: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_by = made_by()
    monkeypatch.setattr(f"sim.sweep.launch.{maker}", lambda: "mine")
    with pytest.raises(MixedWorkersError) as refused:
        _named(Batch(small(), []), asked_by)
    theirs = asked_by[maker == "arithmetic"]
    said = str(refused.value)
    assert said.startswith("the worker on ")
    assert f"has {told}mine) than the process that asks ({theirs}); see docs" in said


def test_a_sweep_ends_there_and_keeps_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = plan(small(launcher={"name": "local", "workers": 2}))
    monkeypatch.setattr("sim.sweep.launch.arithmetic", lambda: "of the process that asks")
    with Store(tmp_path, {}) as store:
        with pytest.raises(MixedWorkersError, match=r"\(of the process that asks\)"):
            run_cells(store, planned.base, planned.cells, planned.count)
        assert len(store.ended().ids) == 0
