from itertools import combinations

import numpy as np
import pytest
from scipy import special, stats

from sim.core.draws import DRAWS, AddressedLuck, GivenLuck, finalise, normal_quantiles, stream_keys

ROWS = {"alliance": 60, "partner": 20, "market": 1}
QUARTERS = 20
WORD = 2**64


@pytest.fixture(autouse=True)
def _every_numpy_error_raised():
    with np.errstate(all="raise"):
        yield


def luck(seed=1, replications=(0, 1, 2), **rows):
    return AddressedLuck(seed, np.array(replications), ROWS | rows)


def mixed(z):
    """SplitMix64's output function in plain integers."""
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % WORD
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB % WORD
    return z ^ (z >> 31)


@pytest.mark.parametrize("name", DRAWS)
def test_the_same_address_gives_the_same_number(name):
    one, other = luck(), luck()
    other.draw("market", 7)  # what else was asked before does not matter
    other.draw("view", 3)
    assert np.array_equal(one.draw(name, 4), other.draw(name, 4))
    assert np.array_equal(one.draw(name, 4), one.draw(name, 4))


@pytest.mark.parametrize("name", DRAWS)
def test_a_replication_alone_meets_the_same_luck_as_in_a_batch(name):
    n = ROWS[DRAWS[name].level]
    batch = luck(replications=(0, 5, 9, 1000)).draw(name, 3)
    for place, replication in enumerate((0, 5, 9, 1000)):
        alone = luck(replications=(replication,)).draw(name, 3)
        assert np.array_equal(batch[..., place * n : (place + 1) * n], alone)


@pytest.mark.parametrize("name", DRAWS)
def test_draws_of_some_rows_are_those_of_all(name):
    fresh, warm = luck(), luck()
    everybody = warm.draw(name, 3)
    some = np.array([0, everybody.shape[-1] - 1, 1])
    assert np.array_equal(fresh.draw(name, 3, some), everybody[..., some])
    assert np.array_equal(warm.draw(name, 3, some), everybody[..., some])


@pytest.mark.parametrize("name", ["view", "arms_length", "turnover"])
def test_more_rows_do_not_shift_the_others(name):
    few, many = luck(alliance=10).draw(name, 3), luck(alliance=60).draw(name, 3)
    by_replication = (*few.shape[:-1], 3, -1)
    assert np.array_equal(
        few.reshape(by_replication), many.reshape(by_replication)[..., : few.shape[-1] // 3]
    )


@pytest.mark.parametrize("name", DRAWS)
def test_another_seed_quarter_or_replication_gives_other_numbers(name):
    here = luck().draw(name, 3)
    for there in (luck(seed=2).draw(name, 3), luck().draw(name, 4)):
        assert np.mean(here == there) < 0.05
    other = luck(replications=(3, 4, 5)).draw(name, 3)
    assert np.mean(here == other) < 0.05


def streams(level, kind=None):
    """Return every scalar stream of a level: (name, index) to its draws over 20 quarters."""
    made = luck(seed=20, replications=range(40))
    found = {}
    for name, what in DRAWS.items():
        if what.level == level and kind in (None, what.kind):
            drawn = np.stack([np.atleast_2d(made.draw(name, q)) for q in range(QUARTERS)])
            found |= {(name, i): drawn[:, i] for i in range(what.size)}
    return found


@pytest.mark.parametrize("level", ROWS)
def test_named_draws_of_a_level_share_no_number(level):
    values = list(streams(level).values())
    for one, other in combinations(values, 2):
        assert np.mean(one == other) < 0.001


def test_tables_do_not_share_their_luck():
    made = luck(replications=range(200), alliance=1, partner=1)
    rows = [made.draw(name, 0) for name in ("market", "rival")] + [made.draw("view", 0)[0]]
    for one, other in combinations(rows, 2):
        assert np.mean(one == other) < 0.02


@pytest.mark.parametrize("level", ROWS)
def test_lanes_do_not_overlap_and_fit_the_words_of_a_row(level):
    taken = []
    for what in DRAWS.values():
        if what.level == level:
            assert what.kind in ("normal", "uniform")
            width = 1 if what.kind == "normal" else 2
            assert what.size == 1 or width == 1
            assert width == 1 or what.lane % 2 == 0  # both halves in one word
            taken += range(what.lane, what.lane + width * what.size)
    assert len(taken) == len(set(taken))
    assert max(taken) < 8 * 4


@pytest.mark.parametrize(
    ("name", "lane", "replication", "quarter", "row"),
    [("turnover", 16, 0, 0, 0), ("termination", 18, 7, 3, 59), ("vision", 20, 2, 19, 11)],
)
def test_a_uniform_draw_worked_out_in_plain_integers(name, lane, replication, quarter, row):
    golden, seed = 0x9E3779B97F4A7C15, 12345
    named = int.from_bytes(b"alliance", "little")
    base = mixed((mixed((seed * golden + named) % WORD) + golden) % WORD)
    key = mixed(mixed((base + (replication + 1) * 0xBF58476D1CE4E5B9) % WORD))
    counter = ((quarter * 8 + lane // 4) << 28) + row
    word = mixed((key + (counter + 1) * golden) % WORD)
    expected = ((word >> (16 * (lane % 4) + 8)) % 2**24) / 2**24
    made = luck(seed=12345, replications=(replication,)).draw(name, quarter)
    assert made[row] == expected


def test_the_finaliser_is_splitmix64():
    # first outputs of the published generator from seed 1234567
    state, outputs = 1234567, [6457827717110365317, 3203168211198807973, 9817491932198370423]
    states = [(state + (i + 1) * 0x9E3779B97F4A7C15) % WORD for i in range(3)]
    assert finalise(np.array(states, np.uint64)).tolist() == outputs


def test_normals_have_mean_zero_and_variance_one():
    table = normal_quantiles().astype(float)
    assert len(table) == 65536
    assert np.mean(table) == pytest.approx(0, abs=1e-8)
    assert np.mean(table**2) == pytest.approx(1, abs=1e-8)
    assert np.all(np.diff(table) > 0)
    assert 4.2 < table[-1] == -table[0] < 4.4


def test_the_quantile_is_scipys_to_the_last_bit_kept():
    chance = (np.arange(65536) + 0.5) / 65536
    values = special.ndtri(chance)
    values /= np.sqrt(np.mean(values * values))
    assert np.array_equal(normal_quantiles(), values.astype(np.float32))


@pytest.mark.parametrize("level", ROWS)
def test_normal_draws_are_normal(level):
    for values in streams(level, "normal").values():
        n = values.size
        assert abs(values.mean()) < 4.5 / np.sqrt(n)
        assert abs(values.var() - 1) < 4.5 * np.sqrt(2 / n)
        assert stats.kstest(values.ravel(), "norm").pvalue > 1e-4


def test_uniform_draws_are_uniform():
    for values in streams("alliance", "uniform").values():
        assert 0 < values.min() < values.max() < 1
        assert abs(values.mean() - 0.5) < 4.5 / np.sqrt(12 * values.size)
        assert stats.kstest(values.ravel(), "uniform").pvalue > 1e-4


def correlation(one, other):
    return abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) * np.sqrt(one.size)


@pytest.mark.parametrize("level", ["alliance", "partner"])
def test_draws_do_not_depend_on_neighbours(level):
    for values in streams(level).values():
        worlds = values.reshape(QUARTERS, 40, -1)
        for lag in (1, 2, 4, 8):
            assert correlation(worlds[lag:], worlds[:-lag]) < 4.5  # quarters
            assert correlation(worlds[:, lag:], worlds[:, :-lag]) < 4.5  # replications
            assert correlation(worlds[..., lag:], worlds[..., :-lag]) < 4.5  # rows


def test_streams_do_not_depend_on_each_other():
    for one, other in combinations(streams("alliance").values(), 2):
        assert correlation(one, other) < 4.5
        assert correlation(np.abs(one - one.mean()), np.abs(other - other.mean())) < 4.5


def test_neighbouring_seeds_do_not_depend_on_each_other():
    drawn = [luck(seed=s, replications=range(40)).draw("turnover", 0) for s in range(12)]
    for one, other in combinations(drawn, 2):
        assert correlation(one, other) < 4.5


@pytest.mark.parametrize("seed", [0, 2**32, 2**63, 2**64 - 1])
def test_any_seed_of_64_bits_will_do(seed):
    made = luck(seed=seed).draw("arms_length", 0)
    assert abs(made.mean()) < 4.5 / np.sqrt(made.size)
    assert len(np.unique(stream_keys(seed, np.arange(1000), "alliance"))) == 1000


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_other_seeds_are_refused(seed):
    with pytest.raises(OverflowError):
        luck(seed=seed)


def test_shapes_and_types_follow_the_table():
    made = AddressedLuck(1, np.arange(3), ROWS, np.float32)
    assert made.draw("view", 0).shape == (12, 180)
    assert made.draw("rival", 0).shape == (60,)
    assert made.draw("market", 0).shape == (3,)
    assert made.draw("view", 0).dtype == made.draw("market", 0).dtype == np.float32


def test_given_luck_hands_out_what_was_stored():
    stored = np.arange(6.0).reshape(2, 3)
    assert GivenLuck({"rival": stored}).draw("rival", 1).tolist() == [3, 4, 5]


def test_some_rows_asked_out_of_turn_leave_the_words_of_other_quarters_alone():
    made = luck(replications=tuple(range(700)))  # so many rows that quarters are made one by one
    wanted = luck(replications=tuple(range(700))).draw("termination", 0)
    made.draw("turnover", 0)
    made.draw("turnover", 1, slice(None))
    assert np.array_equal(made.draw("termination", 0), wanted)
