import pytest

from sim.model.regions import open_regions


def opening(quarter_of, **more):
    given = {
        "parameters": {"region_intent": 0.65, "region_teamwork": 0.4, "region_wait": 2},
        "intent": 0.8,
        "teamwork": 0.5,
        "regions": 1,
        "quarters_since_region": 1,
    }
    now = quarter_of(**given | more)
    open_regions(now)
    return now.alliances


def test_a_willing_and_able_partner_opens_a_region_and_the_count_starts_anew(quarter_of):
    alliance = opening(quarter_of, regions=[0, 1, 2, 3])
    assert list(alliance.regions) == [1, 2, 3, 4]
    assert list(alliance.quarters_since_region) == [0, 0, 0, 0]


@pytest.mark.parametrize(
    "reason",
    [
        {"intent": 0.64},
        {"teamwork": 0.39},
        {"quarters_since_region": 0},
        {"status": 1},
        {"status": 2},
        {"parameters": {"most_regions": 1}},
    ],
)
def test_a_region_does_not_open_where(quarter_of, reason):
    before = reason.get("quarters_since_region", 1)
    alliance = opening(quarter_of, **reason)
    assert list(alliance.regions) == [1, 1, 1, 1]
    assert list(alliance.quarters_since_region) == [before + 1] * 4


def test_a_region_opens_exactly_at_the_limits(quarter_of):
    alliance = opening(quarter_of, intent=0.65, teamwork=0.4, quarters_since_region=1)
    assert list(alliance.regions) == [2, 2, 2, 2]


def test_everywhere_is_four_regions(quarter_of):
    assert list(opening(quarter_of, regions=4).regions) == [4, 4, 4, 4]


def test_each_alliance_waits_for_itself(quarter_of):
    alliance = opening(quarter_of, quarters_since_region=[0, 1, 5, 0])
    assert list(alliance.regions) == [1, 2, 2, 1]
    assert list(alliance.quarters_since_region) == [1, 0, 0, 1]
