"""The committed reference results are what the code gives today, and what the README says."""

import csv
import re
from pathlib import Path

import pytest

from experiments.headline import FOLDER, told
from sim.compare.policies import beside_push, compare_policies, summary_rows
from sim.config.check import check
from sim.study.study import prepare

README = Path(__file__).parent.parent / "README.md"


@pytest.fixture(scope="module")
def tables():
    study = prepare(check(told()))
    assert study.baseline == "status_quo"
    results = study.run()
    compared = {
        "summary": compare_policies(results, study.baseline),
        "beside_push": beside_push(results),
    }
    return {name: list(summary_rows(rows)) for name, rows in compared.items()}


@pytest.mark.parametrize("name", ["summary", "beside_push"])
def test_the_headline_is_as_committed(tables, name):
    today = tables[name]
    with (FOLDER / f"{name}.csv").open(encoding="utf-8-sig") as file:
        committed = list(csv.DictReader(file))
    assert [row["policy"] for row in committed] == [row["policy"] for row in today]
    for then, now in zip(committed, today, strict=True):
        for key in set(now) - {"policy", "title"}:
            if then[key] == "":
                assert now[key] is None
            else:
                assert float(then[key]) == pytest.approx(float(now[key]), rel=1e-6, abs=1e-9), key


def test_the_readme_tells_the_committed_numbers(tables):
    said = re.sub(r"\s+", " ", README.read_text("utf-8"))
    today, beside = (
        next(row for row in tables[name] if row["policy"] == "relationship_first")
        for name in ("summary", "beside_push")
    )
    assert (
        f"earns {today['gain'] / 1000:.1f} M€ more in five years than what vendors do today "
        f"(95% interval {today['gain_low'] / 1000:.1f} to {today['gain_high'] / 1000:.1f}, "
        "100 simulated worlds)"
    ) in said
    assert f"falls behind the full push by about {-beside['depth']:.0f} k€" in said
    assert f"ahead from quarter {beside['crossover']}" in said
