import pytest

from sim.model.reputation import earn_name, next_reputed_trust, spread_word


def test_trust_is_pulled_towards_trust_elsewhere():
    assert next_reputed_trust(0.9, 0.3, 0.1) == pytest.approx(0.84)
    assert next_reputed_trust(0.2, 0.7, 0.2) == pytest.approx(0.3)


@pytest.fixture
def three_and_one(world_of):
    return world_of(vendor=(0, 0, 0, 1), partner=(0, 1, 2, 0))


def test_a_partner_hears_of_the_vendors_other_partners(quarter_of, three_and_one):
    now = quarter_of(three_and_one, parameters={"reputation_pull": 0.1}, trust=[0.9, 0.5, 0.1, 0.8])
    earn_name(now)
    spread_word(now)
    assert now.alliances.trust == pytest.approx([0.84, 0.5, 0.16, 0.8])


def test_ended_alliances_still_speak_but_no_longer_hear(quarter_of, three_and_one):
    now = quarter_of(
        three_and_one,
        parameters={"reputation_pull": 0.1},
        trust=[0.9, 0.5, 0.1, 0.8],
        status=[0, 1, 2, 0],
    )
    earn_name(now)
    spread_word(now)
    assert now.alliances.trust == pytest.approx([0.84, 0.5, 0.1, 0.8])


def test_a_vendor_with_one_partner_has_no_reputation_elsewhere(quarter_of, three_and_one):
    now = quarter_of(three_and_one, parameters={"reputation_pull": 0.3}, trust=0.6)
    earn_name(now)
    spread_word(now)
    assert now.alliances.trust == pytest.approx([0.6] * 4)


def test_two_partners_hear_of_each_other(quarter_of):
    now = quarter_of(parameters={"reputation_pull": 0.1}, trust=[0.9, 0.4, 0.5, 0.5])
    earn_name(now)
    spread_word(now)
    assert now.alliances.trust == pytest.approx([0.85, 0.45, 0.5, 0.5])


def test_a_name_is_the_mean_trust_of_all_alliances_so_far(quarter_of, three_and_one):
    now = quarter_of(three_and_one, trust=[0.9, 0.5, 0.1, 0.8], status=[0, 2, 3, 1])
    earn_name(now)
    assert list(now.vendors.held) == [2, 1]
    assert now.vendors.reputation == pytest.approx([0.7, 0.8])
    assert now.alliances.reputation == pytest.approx([0.7, 0.7, 0.7, 0.8])


def test_a_vendor_with_nothing_but_a_bench_has_no_name(quarter_of, three_and_one):
    now = quarter_of(three_and_one, trust=0.6, status=[0, 0, 0, 3])
    earn_name(now)
    spread_word(now)
    assert now.vendors.reputation == pytest.approx([0.6, 0.0])
    assert now.alliances.trust == pytest.approx([0.6] * 4)


def test_prospects_neither_speak_nor_hear(quarter_of, three_and_one):
    now = quarter_of(
        three_and_one,
        parameters={"reputation_pull": 0.1},
        trust=[0.9, 0.5, 0.1, 0.8],
        status=[0, 0, 3, 0],
    )
    earn_name(now)
    spread_word(now)
    assert now.alliances.trust == pytest.approx([0.86, 0.54, 0.1, 0.8])
