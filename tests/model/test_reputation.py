import pytest

from sim.model.reputation import next_reputed_trust, spread_word


def test_trust_is_pulled_towards_trust_elsewhere():
    assert next_reputed_trust(0.9, 0.3, 0.1) == pytest.approx(0.84)
    assert next_reputed_trust(0.2, 0.7, 0.2) == pytest.approx(0.3)


@pytest.fixture
def three_and_one(world_of):
    return world_of(vendor=(0, 0, 0, 1), partner=(0, 1, 2, 0))


def test_a_partner_hears_of_the_vendors_other_partners(quarter_of, three_and_one):
    now = quarter_of(three_and_one, parameters={"reputation_pull": 0.1}, trust=[0.9, 0.5, 0.1, 0.8])
    spread_word(now)
    assert now.alliances.trust == pytest.approx([0.84, 0.5, 0.16, 0.8])


def test_ended_alliances_still_speak_but_no_longer_hear(quarter_of, three_and_one):
    now = quarter_of(
        three_and_one,
        parameters={"reputation_pull": 0.1},
        trust=[0.9, 0.5, 0.1, 0.8],
        status=[0, 1, 2, 0],
    )
    spread_word(now)
    assert now.alliances.trust == pytest.approx([0.84, 0.5, 0.1, 0.8])


def test_a_vendor_with_one_partner_has_no_reputation_elsewhere(quarter_of, three_and_one):
    now = quarter_of(three_and_one, parameters={"reputation_pull": 0.3}, trust=0.6)
    spread_word(now)
    assert now.alliances.trust == pytest.approx([0.6] * 4)


def test_two_partners_hear_of_each_other(quarter_of):
    now = quarter_of(parameters={"reputation_pull": 0.1}, trust=[0.9, 0.4, 0.5, 0.5])
    spread_word(now)
    assert now.alliances.trust == pytest.approx([0.85, 0.45, 0.5, 0.5])
