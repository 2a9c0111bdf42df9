import numpy as np
import pytest

from sim.compare.crossover import crossover_quarter


@pytest.mark.parametrize(
    ("path", "quarter"),
    [
        ([-1.0, -2.0, -3.0, -1.0], None),  # never
        ([1.0, 2.0, 3.0, 4.0], 1),  # at once
        ([-1.0, -2.0, -1.0, 0.5], 4),  # late, in the last quarter
        ([-1.0, 1.0, -1.0, 1.0], 4),  # twice: the one that lasts counts
        ([1.0, 2.0, 1.0, -1.0], None),  # ahead, then not
        ([-1.0, 0.0, 0.0, 2.0], 4),  # level is not ahead
        ([0.0, 0.0, 0.0, 0.0], None),  # the baseline against itself
    ],
)
def test_known_answers(path, quarter):
    mean, each = crossover_quarter(np.array([path]))
    assert mean == quarter
    np.testing.assert_equal(each, [np.nan if quarter is None else quarter])


def test_the_mean_path_is_not_the_mean_crossover():
    paths = np.array([[-1.0, 9.0, 9.0], [-1.0, -2.0, 1.0], [-1.0, -1.0, -1.0]])
    mean, each = crossover_quarter(paths)
    assert mean == 2
    np.testing.assert_equal(each, [2.0, 3.0, np.nan])
