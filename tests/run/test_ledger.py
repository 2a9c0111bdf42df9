"""The ledger: start and what each phase did add up to the end as a run records it."""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.problems import ProblemsError
from sim.model.quarter import QUARTER
from sim.policies import find
from sim.run import ledger as ledgers
from sim.run.ledger import columns, keep_ledger
from sim.run.setting import Setting
from sim.run.simulate import simulate

SETTING = Setting(replications=5, quarters=8)
STEPS = [f"{p.run.__module__.rpartition('.')[2]}.{p.run.__name__}" for p in QUARTER]


@pytest.mark.parametrize("column", columns())
@pytest.mark.parametrize("policy", ["transactional", "vst"])
def test_start_and_entries_add_up_to_the_end_of_every_quarter(policy: str, column: str) -> None:
    kept = keep_ledger(find(policy), SETTING, column)
    recorded = simulate([policy], SETTING)[policy].outcomes[column]
    added_up = kept.start[:, None] + kept.moves.sum(axis=2).cumsum(axis=1)
    np.testing.assert_allclose(added_up, recorded, atol=1e-12)
    assert policy != "transactional" or np.abs(kept.moves).max() > 0


def test_the_start_is_that_of_the_worlds() -> None:
    world = SETTING.worlds(np.arange(5))
    vendors = len(world.vendor_horizon) // 5
    focal = (world.vendor % vendors == 0) & world.is_account
    trust = world.trust[focal].reshape(5, -1).mean(axis=1)
    kept = keep_ledger(find("vst"), SETTING, "trust")
    np.testing.assert_allclose(kept.start, trust, atol=1e-12)
    np.testing.assert_array_equal(kept.replications, np.arange(5))


def test_a_phase_is_charged_with_what_it_did_itself() -> None:
    """Only these phases write trust; under the push the partners' judgement takes it away."""
    kept = keep_ledger(find("transactional"), SETTING, "trust")
    moved = {STEPS[i] for i in np.flatnonzero(np.abs(kept.moves).sum(axis=(0, 1)))}
    assert "trust.judge" in moved
    assert moved.isdisjoint({"ask.ask", "books.keep_books", "building.build"})
    assert kept.moves[:, :, STEPS.index("trust.judge")].sum() < 0


def test_blocks_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = keep_ledger(find("balanced"), SETTING, "discount")
    halves = [np.arange(0, 2), np.arange(2, 5)]
    monkeypatch.setattr(ledgers, "blocks", lambda setting: iter(halves))
    cut = keep_ledger(find("balanced"), SETTING, "discount")
    np.testing.assert_array_equal(cut.moves, whole.moves)
    np.testing.assert_array_equal(cut.replications, whole.replications)


def test_what_has_no_ledger_is_refused() -> None:
    assert {"trust", "discount", "loyalty"} <= set(columns())
    with pytest.raises(ProblemsError, match="no column with a ledger 'profit'; there are"):
        keep_ledger(find("vst"), SETTING, "profit")
