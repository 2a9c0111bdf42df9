"""The committed reference results are what the code gives today, and what the README says."""

import csv
import re
from pathlib import Path

import pytest

from experiments.headline import FOLDER, told
from sim.compare.policies import compare_policies, summary_rows
from sim.config.check import check
from sim.study.study import prepare

README = Path(__file__).parent.parent / "README.md"


@pytest.fixture(scope="module")
def today():
    study = prepare(check(told()))
    return list(summary_rows(compare_policies(study.run(), study.baseline)))


def test_the_headline_is_as_committed(today):
    with (FOLDER / "summary.csv").open(encoding="utf-8-sig") as file:
        committed = list(csv.DictReader(file))
    assert [row["policy"] for row in committed] == [row["policy"] for row in today]
    for then, now in zip(committed, today, strict=True):
        for key in set(now) - {"policy", "title"}:
            if then[key] == "":
                assert now[key] is None
            else:
                assert float(then[key]) == pytest.approx(float(now[key]), rel=1e-6, abs=1e-9), key


def test_the_readme_tells_the_committed_numbers(today):
    said = re.sub(r"\s+", " ", README.read_text("utf-8"))
    row = next(row for row in today if row["policy"] == "relationship_first")
    assert f"falls behind the push by about {-row['depth']:.0f} k€" in said
    assert f"ahead from quarter {row['crossover']}" in said
    assert (
        f"{row['gain'] / 1000:.1f} M€ ahead (95% interval {row['gain_low'] / 1000:.1f} to "
        f"{row['gain_high'] / 1000:.1f}, 100 simulated worlds)"
    ) in said
