"""The notes under the advice say the days that the treatments pay."""

from __future__ import annotations

from sim.report.table import advice_notes


def test_the_days_are_shares_of_the_capacity_that_an_account_has() -> None:
    assert advice_notes(30.0)[0] == (
        "Three ways of treating an alliance meet the same worlds: invest (15 relationship and 15 "
        "selling days a quarter), maintain (4.5 and 15) and leave (no paid days). The verdict is "
        "the one with the highest mean profit; the gain is over the next best."
    )
    assert "invest (6 relationship and 6 selling" in advice_notes(12.0)[0]
    assert "maintain (1.8 and 6)" in advice_notes(12.0)[0]


def test_a_verdict_is_sure_from_the_share_that_the_advice_uses() -> None:
    assert "the verdict is best in at least 80% of worlds; likely" in advice_notes(30.0)[1]
