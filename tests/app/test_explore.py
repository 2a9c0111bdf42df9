"""Explore: what the page is told, and that it is what the command tells."""

from __future__ import annotations

import csv
import re
import shlex
import subprocess
import sys
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from experiments.headline import FOLDER
from sim.app.explore.asked import Asked, usual
from sim.app.explore.charts import PINNED, YOURS
from sim.app.explore.command import command
from sim.app.explore.known import ELSE, QUESTIONS, grouped
from sim.cli.run import answer
from sim.config.check import check
from sim.config.options import options
from sim.core.parameter import Spec, specs
from sim.model.quarter import Levers
from sim.model.trust import TrustParameters, judge
from sim.policies import names
from sim.run.measures import MEASURES

SMALL = {"worlds": 6, "seed": 3, "pinned": {"name": "transactional"}}


def told(client: TestClient, asked: dict, path: str = "/api/answer") -> dict:  # type: ignore[type-arg]
    answered = client.post(path, json=asked)
    assert answered.status_code == 200, answered.text
    return answered.json()  # type: ignore[no-any-return]


def test_the_first_answer_is_that_of_the_command_and_of_the_readme(
    client: TestClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Same function, worlds and seed: `make run`, its summary, and what the README says of it."""
    shown = told(client, {})
    config = {"policies": usual()["policies"], "policy": {"name": "relationship_first"}}
    groups = {
        "population": options("population")["default"],
        "scenario": options("scenario")["base"],
    }
    answer(check(config | groups | {"figures": False, "output": str(tmp_path)}))
    printed = capsys.readouterr().out
    assert len(shown["sentences"]) >= 3
    for sentence in (*shown["sentences"], shown["setting"]):
        assert sentence in printed
    files = client.post("/api/export/summary.csv", json={}).text
    assert files == next(tmp_path.rglob("summary.csv")).read_text("utf-8")

    # The README is held to the committed reference by tests/test_reference.py.
    rows = list(csv.DictReader(StringIO((FOLDER / "summary.csv").read_text("utf-8-sig"))))
    (committed,) = [row for row in rows if row["policy"] == Asked().yours.name]
    row = list(csv.DictReader(StringIO(files)))[1]
    for key in ("profit", "gain", "gain_low", "gain_high", "present_value", "crossover", "trust"):
        assert float(row[key]) == pytest.approx(float(committed[key]), rel=1e-6)


def test_it_starts_from_what_the_command_starts_from() -> None:
    asked, config = Asked(), usual()
    assert (asked.worlds, asked.seed) == (config["replications"], config["seed"])
    assert asked.pinned.name == config["baseline"]


def test_charts_hold_the_answers_numbers(client: TestClient) -> None:
    shown = told(client, SMALL)
    row = list(csv.DictReader(StringIO(client.post("/api/export/summary.csv", json=SMALL).text)))[1]
    (line,) = shown["ahead"]["lines"]
    assert len(line["values"]) == 21
    assert line["values"][0] == line["band"]["low"][0] == 0
    assert line["values"][-1] == pytest.approx(float(row["gain"]), abs=1e-6)
    assert line["band"]["low"][-1] == pytest.approx(float(row["gain_low"]), abs=1e-6)
    assert line["band"]["high"][-1] == pytest.approx(float(row["gain_high"]), abs=1e-6)
    assert shown["ahead"]["mark"]["at"] == int(row["crossover"])
    trust = shown["small"][0]
    assert (trust["title"], trust["unit"], trust["start"]) == ("Partner's trust", "share", 1)
    assert [line["colour"] for line in trust["lines"]] == [YOURS, PINNED]
    assert [line.get("dash") for line in trust["lines"]] == [None, "6 4"]
    assert trust["lines"][0]["values"][-1] == pytest.approx(float(row["trust"]), abs=1e-6)
    assert re.fullmatch(
        r"Partner's trust, quarter by quarter: Relationship first ends at \d+% \(\d+% to \d+%\); "
        r"\w+ ?\w* ends at [\d.]+% \([\d.]+% to [\d.]+%\)\.",
        trust["sentence"],
    )


@pytest.mark.parametrize("path", ["/api/walk", "/api/walk?reverse=true"])
def test_levers_and_lines_add_up_to_the_difference(client: TestClient, path: str) -> None:
    asked = SMALL | {"pinned": {"name": "transactional"}, "yours": {"name": "vst"}}
    gain = told(client, asked)["ahead"]["lines"][0]["values"][-1]
    for chart in (told(client, asked, path), told(client, asked)["books"]):
        *parts, whole = chart["bars"]
        assert whole["total"]
        assert whole["value"] == pytest.approx(gain, abs=1e-6)
        assert sum(bar["value"] for bar in parts) == pytest.approx(gain, abs=1e-6)
    walked = [bar["id"] for bar in told(client, asked, path)["bars"][:-1]]
    assert sorted(walked) == sorted(told(client, asked)["levers"])
    assert {"push", "vision", "relationship_share"} <= set(walked)
    assert "goal" not in walked


def test_the_reverse_order_is_the_order_reversed(client: TestClient) -> None:
    forward, reverse = (
        [bar["id"] for bar in told(client, SMALL, f"/api/walk?reverse={way}")["bars"][:-1]]
        for way in ("false", "true")
    )
    assert forward == reverse[::-1]


@pytest.mark.parametrize("column", ["trust", "discount"])
def test_start_and_phases_make_the_end(client: TestClient, column: str) -> None:
    bars = told(client, SMALL, f"/api/trace?column={column}")["bars"]["bars"]
    charts = told(client, SMALL)["small"]
    shown = next(chart for chart in charts if chart["title"] == MEASURES[column].label)
    for line, side in zip(shown["lines"], (lambda b: b, lambda b: b["other"]), strict=True):
        *parts, end = [side(bar)["value"] for bar in bars]
        assert sum(parts) == pytest.approx(end, abs=1e-9)
        assert end == pytest.approx(line["values"][-1], abs=1e-6)
    assert [bars[0]["name"], bars[-1]["name"]] == ["Start", "End"]


def test_a_phase_comes_with_its_words_and_sources(client: TestClient) -> None:
    traced = told(client, SMALL, "/api/trace?column=trust")
    judged = next(phase for phase in traced["phases"] if phase["id"] == "trust.judge")
    assert judged["name"] == "Trust: judge"
    assert judged["about"] == " ".join((judge.__doc__ or "").split("\n\n")[0].split())
    known = {name: (default, source) for name, _, default, _, source in judged["parameters"]}
    gain = next(spec for spec in specs(TrustParameters) if spec.name == "trust_gain")
    assert known["trust_gain"] == (f"{gain.default:g}", gain.source)
    summed = sum(judged["chart"]["lines"][0]["values"])
    bar = next(bar for bar in traced["bars"]["bars"] if bar["id"] == "trust.judge")
    assert summed == pytest.approx(bar["value"], abs=1e-6)


def test_no_ledger_is_kept_of_what_does_not_last(client: TestClient) -> None:
    refused = client.post("/api/trace?column=profit", json=SMALL)
    assert refused.status_code == 422
    assert refused.json()["problems"][0].startswith("no column with a ledger 'profit'; there are")


def test_more_worlds_are_added_to_those_run_and_change_nothing(client: TestClient) -> None:
    few = told(client, SMALL | {"worlds": 130})
    told(client, SMALL | {"worlds": 150, "seed": 4})
    told(client, SMALL | {"worlds": 230})
    assert told(client, SMALL | {"worlds": 130}) == few


def test_two_policies_that_decide_alike_are_one(client: TestClient) -> None:
    alone = told(client, SMALL | {"yours": {"name": "vst"}, "pinned": {"name": "vst"}})
    assert alone["is_one"]
    assert alone["levers"] == []
    assert len(alone["sentences"]) == 1
    assert [len(chart["lines"]) for chart in alone["small"]] == [1, 1, 1, 1]
    assert all(bar["value"] == 0 for bar in alone["books"]["bars"])


def test_a_changed_policy_has_a_name_that_people_can_read(client: TestClient) -> None:
    asked = SMALL | {"yours": {"name": "vst", "levers": {"push": 0.25, "focus": 4}}}
    assert "Your policy" in told(client, asked)["sentences"][0]
    asked["yours"]["title"] = "Plan B"  # type: ignore[index]
    assert "Plan B" in told(client, asked)["sentences"][0]


@pytest.mark.parametrize(
    ("asked", "problems"),
    [
        ([], ["the question: '[]' given; input should be a valid dictionary"]),
        ({"x": 1, "seed": "a"}, ["seed: 'a' given; input should be", "x: no such key"]),
        ({"worlds": 1_000_000}, ["worlds: '1000000' given; input should be less than or"]),
        (
            {"yours": {"name": "vst", "levers": {"push": 1.5, "puhs": 0}}},
            ["yours: push: 1.5 given; must be from 0 to 1", "yours: no lever 'puhs' (did you"],
        ),
        (
            {"yours": {"name": "status_quo", "levers": {"push": 0.5}}},
            ["yours: policy.push: given, but status_quo decides its levers itself"],
        ),
        (
            {"scenario": "recesion", "firm": {"people": 99}},
            ["scenario: no scenario 'recesion' (did you mean re", "Alliance team: 99 people"],
        ),
        ({"yours": {"name": "vst", "title": "=1"}}, ["yours.title: '=1' given; string should"]),
        (
            {"yours": {"name": "vst", "levers": {"focus": 2.5}}},
            ["yours: focus: 2.5 given; must be a whole number"],
        ),
    ],
)  # fmt: skip
def test_everything_wrong_is_said_at_once(
    client: TestClient, asked: object, problems: list[str]
) -> None:
    for path in ("/api/answer", "/api/walk", "/api/export/summary.csv"):
        refused = client.post(path, json=asked)
        assert refused.status_code == 422
        said = refused.json()["problems"]
        assert len(said) == len(problems)
        for line, begins in zip(said, problems, strict=True):
            assert line.startswith(begins)


def test_what_is_no_json_is_refused(client: TestClient) -> None:
    for body in (b"", b"\0", b"{", b"NaN", b'{"seed": NaN}'):
        assert client.post("/api/answer", content=body).status_code == 422


def test_the_firms_numbers_reach_the_model(client: TestClient) -> None:
    rich = told(client, SMALL | {"firm": {"gross_margin": 0.6, "day_cost": 400}})
    assert rich["sentences"] != told(client, SMALL)["sentences"]
    assert "model.unit_cost=0.32 model.day_cost=0.4" in rich["command"]["line"]


def test_the_command_says_all_that_was_chosen() -> None:
    asked = {
        "yours": {"name": "vst", "levers": {"push": 0.3, "focus": 4.0}},
        "pinned": {"name": "balanced"},
        "scenario": "recession",
        "worlds": 30,
    }
    assert command(Asked.model_validate(asked)) == {
        "line": 'make run ARGS="policy=vst policy.push=0.3 policy.focus=4 baseline=balanced '
        'scenario=recession replications=30 seed=1"',
        "file": "",
        "text": "",
        "before": "",
    }


@pytest.mark.slow
def test_the_command_gives_the_same_numbers(client: TestClient, tmp_path: Path) -> None:
    asked = SMALL | {
        "yours": {"name": "vst", "levers": {"push": 0.3, "focus": 4}},
        "scenario": "recession",
        "firm": {"gross_margin": 0.45, "people": 6},
    }
    line = told(client, asked)["command"]["line"]
    words = shlex.split(line.removeprefix('make run ARGS="').removesuffix('"'))
    more = ["figures=false", f"output={tmp_path}"]
    subprocess.run([sys.executable, "-m", "sim", *words, *more], check=True, capture_output=True)
    written = next(tmp_path.rglob("summary.csv")).read_text("utf-8-sig")
    theirs = list(csv.DictReader(StringIO(written)))
    ours = client.post("/api/export/summary.csv", json=asked).text.removeprefix("\ufeff")
    named = {"policy", "title"}  # on the page a changed policy has a name without its levers
    assert len(theirs) == 2
    for own, their in zip(csv.DictReader(StringIO(ours)), theirs, strict=True):
        assert {k: own[k] for k in own if k not in named} == {
            k: their[k] for k in their if k not in named
        }


def test_a_pinned_policy_of_ones_own_comes_as_a_file() -> None:
    pinned = {"name": "balanced", "levers": {"push": 0.4}, "title": "Plan B!"}
    made = command(Asked.model_validate({"pinned": pinned}))
    assert "baseline=own_plan_b " in made["line"]
    assert made["file"] == "configs/policy/own_plan_b.yaml"
    assert made["text"].startswith("name: own_plan_b\ntitle: Plan B!\n")
    assert "\npush: 0.4\n" in made["text"]


def test_levers_that_nobody_asks_for_have_a_place() -> None:
    new = Spec("brand_new", 0.0, 0.0, 1.0, "1", "about", "source", "b")
    *_, last = grouped([*specs(Levers), new])
    assert (last["title"], [lever["name"] for lever in last["levers"]]) == (ELSE, ["brand_new"])


def test_every_lever_stands_once_under_a_question(client: TestClient) -> None:
    known = client.get("/api/known").json()
    shown = [lever["name"] for group in known["questions"] for lever in group["levers"]]
    assert sorted(shown) == sorted(spec.name for spec in specs(Levers))
    assert [group["title"] for group in known["questions"]] == list(QUESTIONS)
    assert [policy["name"] for policy in known["policies"]] == names()
    goal = next(
        lever for g in known["questions"] for lever in g["levers"] if lever["name"] == "goal"
    )
    assert (goal["low"], goal["high"], goal["step"], goal["unit"]) == (0, 100, 1, "number")


def test_the_workbook_opens_and_says_what_it_is(client: TestClient) -> None:
    asked = SMALL | {"yours": {"name": "vst", "levers": {"push": 0.5}, "title": "A/B: what?"}}
    book = load_workbook(BytesIO(client.post("/api/export/explore.xlsx", json=asked).content))
    rows = {row[0].value: row[1].value for row in book["What this is"].iter_rows()}
    assert rows["command"].startswith("make run ARGS=")
    assert rows["your policy"] == "A/B: what?: vst, push=0.5"
    assert {"Summary", "Levers", "Levers in reverse", "Lines of the books"} <= set(book.sheetnames)
    levers = [row[1].value for row in book["Levers"].iter_rows(min_row=2)]
    assert sum(levers[:-1]) == pytest.approx(levers[-1])


@pytest.mark.slow
def test_the_report_is_made_for_policies_of_ones_own(client: TestClient) -> None:
    asked = SMALL | {
        "yours": {"name": "balanced"},
        "pinned": {"name": "balanced", "levers": {"push": 0.4}, "title": "Half a push"},
    }
    page = client.post("/api/export/report.html", json=asked).text
    assert "Half a push" in page
    assert "Here push=0.4." in page
    assert page.count("data:image/svg+xml") >= 4
