"""What the pages say is true: numbers in prose are the code's, and their Python runs.

Each claim is a pattern and what its groups must say. It is looked for on every page, so a number
that is repeated elsewhere is checked there too; measured times and sizes are not claims.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import sim
from experiments import evidence, nulls
from sim.base.paths import config_folder
from sim.base.wording import money
from sim.core.parameter import specs
from sim.core.scenario import quiet
from sim.core.state import N_FACTORS
from sim.market.population import Population, draw_world
from sim.model.quarter import Parameters
from sim.policies import find, names
from sim.run.large import LargeWorld
from sim.testing import PolicyBattery

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "experiments" / "README.md",
    config_folder() / "population" / "example.yaml",
    *sorted(path for path in (ROOT / "docs").rglob("*.md")),
]
WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen"),
)


def parameters() -> list[str]:
    return [str(len(list(specs(Parameters))))]


def bytes_of_an_alliance() -> list[str]:
    population = Population(vendors=600)
    world = draw_world(population, Parameters(), 1, [0])
    rows, vendors = len(world.vendor), np.arange(population.vendors)
    followers = [(find("vst"), vendors)]
    large = LargeWorld(world, followers, vendors == 0, Parameters(), quiet(1), 1, np.float32)
    return [f"{large.nbytes / rows:.0f}"]


def relationship_first(table: str) -> dict[str, str]:
    return row_of("Relationship first", table)


def row_of(title: str, table: str) -> dict[str, str]:
    path = ROOT / "results" / "reference" / "headline" / table
    with path.open(encoding="utf-8") as file:
        return next(row for row in csv.DictReader(file) if row["title"] == title)


def headline() -> list[str]:
    row = relationship_first("summary.csv")
    gain, low, high = (float(row[key]) for key in ("gain", "gain_low", "gain_high"))
    # Two digits are enough where the interval is that wide.
    return [f"{gain / 1000:.1f} M€", f"{low / 1000:.1f}", f"{high / 1000:.1f}"]


def worth_today() -> list[str]:
    rows = [row_of(title, "summary.csv") for title in ("Relationship first", "Status quo")]
    values = [money(float(row["present_value"])) for row in rows]
    lows = [money(-float(row["lowest_cash"])) for row in rows]
    return [f"{100 * Parameters().discount_rate:g}", *values, *lows]


def dip() -> list[str]:
    row = relationship_first("beside_push.csv")
    return [money(-float(row["depth"])), row["crossover"]]


def invented() -> list[str]:
    with (config_folder() / "population" / "portfolio_example.csv").open(encoding="utf-8") as file:
        return [str(sum(1 for _ in csv.DictReader(file)))]


CLAIMS: dict[str, Callable[[], list[str]]] = {
    r"(\d+) parameters": parameters,
    r"(\d+) bytes (?:each|an alliance) in single precision": bytes_of_an_alliance,
    r"earns ([\d.]+ M€) more in five years than what vendors do today \(95% interval "
    r"([\d.]+) to ([\d.]+), ": headline,
    r"Discounted at (\d+)% a year its net present value is ([\d.]+ M€), that of what "
    r"vendors do today (\d+ k€); at its lowest it has lost (\d+ k€) since the start, "
    r"against (\d+ k€)": worth_today,
    r"behind the full push by about (\d+ k€) first and is ahead from quarter (\d+)": dip,
    r"(\d+) invented alliances": invented,
    r"(\d+) models with random parameters": lambda: [str(nulls.DRAWS)],
    r"all facts at (\d+) worlds on (\w+) seeds": lambda: [
        str(evidence.WORLDS),
        WORDS[len(evidence.SEEDS)],
    ],
    r"(\w+) (?:relationship )?factors": lambda: [WORDS[N_FACTORS]],
}
NOT_COUNTS = {"the", "of", "missing", "weakest", "other", "relationship"}


def plain(page: Path) -> str:
    """Return a page as prose: code left out, every run of blanks as one."""
    text = re.sub(r"```.*?```", " ", page.read_text("utf-8"), flags=re.DOTALL)
    return " ".join(text.split())


@pytest.mark.parametrize("pattern", CLAIMS)
def test_numbers_in_prose_are_those_of_the_code(pattern):
    wanted, found = CLAIMS[pattern](), 0
    for page in PAGES:
        for match in re.finditer(pattern, plain(page)):
            said = [text.lower() for text in match.groups()]
            if said[0] in NOT_COUNTS:
                continue
            found += 1
            assert list(match.groups()) == wanted, f"{page.relative_to(ROOT)}: {match.group()}"
    assert found, f"no page says {pattern!r} any more; drop the claim"


def test_the_share_of_tuned_parameters_is_about_what_the_readme_says():
    assert "a third were tuned or calibrated" in plain(ROOT / "README.md")
    sources = [spec.source for spec in specs(Parameters)]
    assert 0.28 < np.mean([bool(re.search("tuned|calibrated", s)) for s in sources]) < 0.39


def test_most_parameters_are_assumptions_as_the_readme_says():
    assert "parameters most are assumptions" in plain(ROOT / "README.md")
    assert np.mean([spec.source.startswith("assumed") for spec in specs(Parameters)]) > 0.5


def snippets(page: Path) -> Iterator[str]:
    yield from re.findall(r"^```python\n(.*?)^```", page.read_text("utf-8"), re.DOTALL | re.M)


def the_policy() -> str:
    [text] = [text for text in snippets(ROOT / "README.md") if "(Policy)" in text]
    return text


@pytest.mark.parametrize(
    "linter",
    [
        ["ruff", "check", "--config", str(ROOT / "pyproject.toml")],
        ["ruff", "format", "--check", "--config", str(ROOT / "pyproject.toml")],
        ["mypy", "--config-file", str(ROOT / "pyproject.toml"), "--follow-imports=silent"],
    ],
    ids=["check", "format", "types"],
)
def test_the_readme_policy_passes_our_own_linters(tmp_path, linter):
    file = tmp_path / "plant_then_harvest.py"
    file.write_text(the_policy(), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", *linter, str(file)], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout + done.stderr


def made(text: str) -> dict[str, object]:
    told: dict[str, object] = {"__name__": "shown"}
    exec(compile(text, "shown", "exec", dont_inherit=True), told)
    return told


class TestReadmePolicy(PolicyBattery):
    policy = made(the_policy())["PlantThenHarvest"]()


def test_the_readme_policy_is_a_new_one():
    assert TestReadmePolicy.policy.name not in names()


def test_five_lines_give_a_tidy_frame(capsys):
    [text] = [t for t in snippets(ROOT / "README.md") if "simulate(" in t]
    told = made(text)
    assert len([line for line in text.splitlines() if line]) == 5
    assert list(told["frame"].columns[:3]) == ["policy", "replication", "quarter"]
    assert len(told["frame"]) == 3 * 20 * 12
    assert capsys.readouterr().out.startswith("policy\nbalanced")


@pytest.mark.parametrize("page", ["cheatsheet.md", "policy.md", "portfolio.md"])
def test_the_python_of_a_page_runs(page, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    made("\n".join(snippets(ROOT / "docs" / page)))


def test_what_the_cheat_sheet_sets_up_can_be_made():
    sheet = (ROOT / "docs" / "cheatsheet.md").read_text("utf-8")
    rows = re.findall(r"^\| [^|]+ \| (`\w+\(.*) \|$", sheet, re.M)
    offered = {name: getattr(sim, name) for name in sim.__all__} | {"replace": replace}
    shown = [text for row in rows for text in re.findall(r"`([^`]+)`", row)]
    made_here = [text for text in shown if "my.csv" not in text and text[0] != "r"]
    assert len(made_here) >= 10
    for text in made_here:
        eval(text, offered)
