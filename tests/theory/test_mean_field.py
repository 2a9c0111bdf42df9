"""The map of trust: its parts against hand-worked forms, its trends by table."""

from dataclasses import replace

import numpy as np
import pytest

from sim.model.closing import monthly_decay
from sim.model.quarter import Levers
from sim.theory import REFERENCE, MeanField, Representative, hangover

TRUST = np.linspace(0.05, 0.95, 19)


@pytest.mark.parametrize("cycle", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("pulled", [0.0, 0.25, 0.5, 1.0])
def test_the_hangover_has_its_closed_form(pulled, cycle):
    kept = monthly_decay(cycle)
    taken = pulled * (kept + kept**2 + kept**3) / 3 / (1 - kept**3 * (1 - pulled))
    assert hangover(np.array(pulled), cycle) == pytest.approx(1 - taken, abs=1e-14)


def test_nothing_pulled_leaves_no_hangover():
    assert hangover(np.zeros(3), np.array([0.5, 1.0, 2.0])) == pytest.approx(1.0, abs=1e-14)


def test_revenue_without_trust_is_arms_length_only():
    field = MeanField()
    assert field.joint_revenue(np.array(0.0)) == 0.0
    useful = (1 - 0.15 * 0.2 - 0.2 * 0.1) * (0.4 + 0.6 * (1 - (1 - 0.2 * 0.5625) * 0.9 * 0.95))
    reached = 0.4 + 0.6 * (1 - np.exp(-30 * 0.6 * useful / 5))
    pull = np.exp(4 * 0.2)
    expected = pull / (3 * pull + np.exp(2)) * reached * 0.8
    assert field.revenue(np.array(0.0)) == pytest.approx(expected, rel=1e-12)


def test_revenue_rises_with_trust_and_the_ask_falls():
    field = MeanField()
    assert (np.diff(field.revenue(TRUST)) > 0).all()
    assert (np.diff(field.ask(TRUST)) <= 0).all()


def test_the_ask_meets_itself():
    field = MeanField().pushing(0.5)
    p, ask = field.parameters, field.ask(TRUST)
    cycle = p.joint_cycle * (1 - p.cycle_trust * TRUST)
    closing = field.arms_length_revenue(TRUST) * hangover(p.pull_forward * ask, 1.0)
    closing = closing + field.joint_revenue(TRUST) * hangover(p.pull_forward * ask, cycle)
    gap = np.maximum(0.0, 1.0 - closing / p.quota_share)
    assert ask == pytest.approx(0.5 * np.minimum(1.0, gap / p.full_ask_gap), abs=1e-9)
    assert ask.min() == 0.0
    assert ask.max() == 0.5


def test_the_ask_switches_on_at_quota():
    field = MeanField()
    ask = field.ask(np.array([0.488, 0.489]))
    assert ask[0] > 0.3
    assert ask[1] == 0.0


def test_trust_stays_within_its_range():
    for slaved in (False, True):
        after = MeanField(is_slaved=slaved).next_trust(np.linspace(0.0, 1.0, 101))
        assert after.min() >= 0.0
        assert after.max() <= 1.0


def test_damage_at_rest_balances_breach_and_healing():
    field, breach = MeanField(), np.array([0.0, 0.1, 0.35])
    hurt = field.parameters.damage_rate * breach
    assert field.damage_at_rest(breach) == pytest.approx(hurt / (hurt + 0.03), abs=1e-14)
    still = field.under(damage_rate=0.0, damage_healing=0.0)
    assert (still.damage_at_rest(breach) == 0.0).all()


@pytest.mark.parametrize(
    ("trust", "changed", "sign"),
    [
        (0.40, {"ask_weight": 0.5}, -1),
        (0.40, {"negativity": 4.0}, -1),
        (0.40, {"neglect_weight": 0.2}, -1),
        (0.40, {"contact_days": 1.0}, 1),
        (0.40, {"quota_share": 0.45}, 0),  # the ask is full already
        (0.50, {"quota_share": 0.45}, -1),
        (0.48, {"discount_pull": 5.0}, 1),
    ],
)
def test_what_moves_trust(trust, changed, sign):
    before, after = (f.drift(np.array(trust)) for f in (MeanField(), MeanField().under(**changed)))
    assert np.sign(after - before) == sign


def test_a_partner_that_values_partnership_less_trusts_less():
    trust = np.array(0.6)
    low = MeanField(alliance=Representative(value=0.5))
    assert low.intent(trust) < MeanField().intent(trust)
    assert low.drift(trust) < MeanField().drift(trust)


def test_the_reference_policy_is_a_member_of_the_family():
    named = {"relationship_share": 0.4, "push": 1.0, "concession": 0.6, "follow_up": 0.2}
    assert Levers(**named, focus=4) == REFERENCE


def test_open_issues_at_rest_balance_what_arises_and_what_leaves():
    field = MeanField(is_slaved=True, levers=replace(REFERENCE, review=0.5))
    arising = 1 - np.exp(-0.05 * (0.5 + 1 - field._fixed.fit))
    settled = 0.8 * 0.5 * TRUST
    expected = arising / (arising + 0.03 + 0.97 * settled)
    assert field.open_issues(TRUST) == pytest.approx(expected, rel=1e-12)
    assert (MeanField().open_issues(TRUST) == 0.0).all()


def test_open_issues_take_useful_days():
    field = MeanField(is_slaved=True)
    kept = 1 - 0.3 * field.open_issues(TRUST)
    assert field.days(TRUST) == pytest.approx(MeanField().days(TRUST) * kept, rel=1e-12)
    assert field.selling_days(TRUST) == pytest.approx(0.6 * field.days(TRUST), rel=1e-12)


def test_customers_who_were_sold_too_early_buy_less_again():
    field, some = MeanField(is_slaved=True), np.array([0.5])
    served = (field.repeat(some)(np.zeros(1)) - 0.8) / 0.4  # 1 + .2 (2 G - 1), solved for G
    assert field.repeat(some)(np.ones(1)) == pytest.approx(1 + 0.2 * (served - 1), rel=1e-12)
    assert MeanField().repeat(some)(np.ones(1)) == 1.0


def test_what_is_kept_in_mind_is_of_the_trust_asked_for():
    field, low, high = MeanField(is_slaved=True), np.array([0.2]), np.array([0.8])
    first = field.next_trust(low)
    assert field.next_trust(high) != first
    assert field.next_trust(low) == first == MeanField(is_slaved=True).next_trust(low)
    assert field.pushing(0.0).ask(low) == 0.0 < field.ask(low)
