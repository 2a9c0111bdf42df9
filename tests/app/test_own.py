"""A firm's own alliances in Explore: how a file was read, answers around it, advice on each."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from sim.app.explore import own
from sim.app.explore.own import MOST_BYTES, MOST_PARTNERS
from sim.base.paths import config_folder
from sim.base.problems import ProblemsError
from sim.cli.run import answer
from sim.config.check import check
from sim.config.options import options
from sim.portfolio import portfolio_from, reading_rows
from sim.portfolio.treatments import INVEST, KEEP, LEAVE, MAINTAIN, NAMES, REPLACE

EXAMPLE = config_folder() / "population" / "portfolio_example.csv"
FEW = b"Partner;Trust;Discount\nAcorn;60%;25%\nBirch;40%;30%\nCedar;;\n"
FULL = {"worlds": 6, "seed": 3, "pinned": {"name": "transactional"}}


def read(client: TestClient, raw: bytes, name: str = "my.csv") -> dict[str, Any]:
    answered = client.post(f"/api/portfolio/read?name={name}", content=raw)
    assert answered.status_code == 200, answered.text
    told: dict[str, Any] = answered.json()
    return told


def test_a_file_is_told_back_column_by_column(client: TestClient) -> None:
    told = read(client, FEW)
    reading = portfolio_from(FEW, "my.csv").reading
    assert reading is not None
    assert told["reading"] == reading_rows(reading)
    assert (told["file"], told["alliances"]) == ("my.csv", 3)
    assert "discount: given for 2 of 3; drawn for Cedar" in told["notes"]


def test_a_file_with_mistakes_is_refused_by_row(client: TestClient) -> None:
    refused = client.post("/api/portfolio/read?name=x.csv", content=b"name,trust\nA,150%\nA,2\n")
    assert refused.status_code == 422
    problems = refused.json()["problems"]
    assert any("row 2" in problem for problem in problems)
    assert any("row 3" in problem for problem in problems)


def test_the_page_names_no_key_of_a_config_that_it_has_not(client: TestClient) -> None:
    raw = b"name;revenue (k\xe2\x82\xac)\nA;1,200\nB;2,500\n"
    refused = client.post("/api/portfolio/read?name=x.csv", content=raw).json()["problems"]
    assert refused == [
        "x.csv, row 2, column 'revenue (k€)': '1,200' given, which could be 1200 or 1.2; write "
        "1200 or 1.2"
    ]


def test_a_column_that_was_misread_is_mended_in_a_click(client: TestClient) -> None:
    raw = b"Partner;Faith (%);Score\nAcorn;60;\nBirch;40;70\n"
    first = read(client, raw)
    assert first["columns"] == [["Partner", "name"], ["Faith (%)", ""], ["Score", "score"]]
    assert {"name", "trust", "status"} < set(first["choices"])
    mended = client.post(
        "/api/portfolio/read",
        params={"name": "my.csv", "meant": '{"Faith (%)": "trust", "Score": ""}'},
        content=raw,
    ).json()
    assert mended["columns"] == [["Partner", "name"], ["Faith (%)", "trust"], ["Score", ""]]
    assert own_rows(mended)["Faith (%)"][8:] == ["60", "0.6"]
    assert "column 'Faith (%)' read as trust, as you say" in mended["notes"]
    assert mended["token"] != first["token"]
    told = client.post("/api/answer", json=FULL | {"portfolio": mended["token"]}).json()
    assert told["command"]["before"] == (
        "First, in my.csv: call column 'Faith (%)' trust; take column 'Score' out."
    )


def own_rows(told: dict[str, Any]) -> dict[str, list[str]]:
    return {row[0]: row for row in told["reading"]}


@pytest.mark.parametrize("meant", ["[]", "{", '{"Faith": 1}', '{"Hope": "trust"}', '{"a": "luck"}'])
def test_what_no_column_can_mean_is_refused(client: TestClient, meant: str) -> None:
    raw = b"name,a,Faith\nAcorn,1,0.5\n"
    refused = client.post("/api/portfolio/read", params={"meant": meant}, content=raw)
    assert refused.status_code == 422
    assert refused.json()["problems"]


@pytest.mark.parametrize("raw", [b"", b"\0" * 100, b"%PDF-1.4", b"\xff\xfe\x00", b"a,b\n1,2\n"])
def test_what_is_no_table_of_partners_is_refused(client: TestClient, raw: bytes) -> None:
    assert client.post("/api/portfolio/read?name=x", content=raw).status_code == 422


def test_a_file_may_be_only_so_large(client: TestClient) -> None:
    large = client.post("/api/portfolio/read", content=b"x" * (MOST_BYTES + 1))
    assert large.status_code == 413
    many = b"name\n" + b"".join(b"partner %d\n" % n for n in range(MOST_PARTNERS + 1))
    assert client.post("/api/portfolio/read", content=many).json() == {
        "problems": ["your file: 2,001 partners; the page takes 2,000 at most"]
    }


def test_answers_around_a_file_are_those_of_the_command(client: TestClient, tmp_path: Path) -> None:
    token = read(client, EXAMPLE.read_bytes())["token"]
    asked = FULL | {"portfolio": token}
    told = client.post("/api/answer", json=asked).json()
    assert told["setting"].startswith(
        "Own portfolio (24 alliances from my.csv, what it leaves open is drawn); scenario Base"
    )
    assert told["command"]["line"].endswith('population=csv population.path=my.csv"')
    files = client.post("/api/export/summary.csv", json=asked).text
    config = {
        "policies": ["transactional"],
        "baseline": "transactional",
        "policy": {"name": "relationship_first"},
        "replications": 6,
        "seed": 3,
        "scenario": options("scenario")["base"],
        "population": options("population")["csv"] | {"path": str(EXAMPLE)},
        "figures": False,
        "output": str(tmp_path),
    }
    answer(check(config), is_told=False)
    assert files == next(tmp_path.rglob("summary.csv")).read_text("utf-8")
    plain = client.post("/api/export/summary.csv", json=FULL).text
    assert list(csv.DictReader(StringIO(plain)))[1] != list(csv.DictReader(StringIO(files)))[1]


def test_the_firms_numbers_are_seen_beside_its_alliances(client: TestClient) -> None:
    told = read(client, FEW)
    people = next(number for number in told["firm"] if number["name"] == "people")
    assert people["default"] == pytest.approx(30 * 3 / 60)
    asked = FULL | {"portfolio": told["token"], "firm": {"gross_margin": 0.5, "people": 2}}
    line = client.post("/api/answer", json=asked).json()["command"]["line"]
    assert "model.unit_cost=0.3625 model.capacity_days=40.0" in line  # mean discount 27.5%


def test_a_file_that_is_not_kept_any_more_is_asked_for_again(client: TestClient) -> None:
    refused = client.post("/api/answer", json=FULL | {"portfolio": "gone"})
    assert refused.json() == {"problems": ["your file is no longer kept here; choose it again"]}


def test_the_file_used_longest_ago_is_forgotten_first() -> None:
    tokens = [own.read_own(b"name\nA%d\n" % n, "f", {})["token"] for n in range(own.KEPT)]
    own.own(tokens[0])
    own.read_own(b"name\nB\n", "f", {})
    assert own.own(tokens[0]).names == ("A0",)
    with pytest.raises(ProblemsError, match="choose it again"):
        own.own(tokens[1])


def test_advice_on_each_alliance(client: TestClient) -> None:
    token = read(client, FEW)["token"]
    advice = client.post("/api/advise", json=FULL | {"portfolio": token}).json()
    assert [row["cells"][0][0] for row in advice["rows"]] == ["Acorn", "Birch", "Cedar"]
    for row in advice["rows"]:
        assert len(row["cells"]) == len(advice["head"])
        ways = [KEEP, INVEST, REPLACE, MAINTAIN, LEAVE]  # nobody in the file is a customer
        assert [line[0] for line in row["outlook"]] == ways
        assert row["cells"][1][0] in ways
        assert NAMES[row["cells"][1][1]] == row["cells"][1][0]
    assert advice["head"][-3:] == ["best in worlds", "beats Transactional", "find out first"]
    refused = client.post("/api/advise", json=FULL)
    assert refused.json() == {"problems": ["no file of your own alliances was chosen"]}


def test_advice_holds_in_rule_sets_where_doubt_is_asked(client: TestClient) -> None:
    token = read(client, FEW)["token"]
    asked = FULL | {"portfolio": token, "doubt": "rules", "worlds": 4}
    advice = client.post("/api/advise", json=asked).json()
    assert "best in rule sets" in advice["head"]
    assert "of 100 plausible rule sets" in " ".join(advice["sentences"])
    for row in advice["rows"]:
        assert len(row["cells"]) == len(advice["head"])


@pytest.mark.slow
def test_a_file_is_checked_by_its_owner_and_then_advised_on(tab: Page) -> None:
    tab.goto("/#worlds=30")
    tab.wait_for_selector("#trace-bars svg")
    first = tab.inner_text("#answer")
    tab.click("#own summary")
    upload = {"name": "bad.csv", "mimeType": "text/csv", "buffer": b"name,trust\nA,150%\n"}
    tab.set_input_files("#own-file", upload)  # type: ignore[arg-type]
    expect(tab.locator("#asking [role=alert]")).to_contain_text("row 2")
    expect(tab.locator("#asking-yes")).to_be_hidden()
    tab.get_by_label("trust: understood as").select_option("")  # a column less, and it can be used
    expect(tab.locator("#asking-yes")).to_be_visible()
    expect(tab.locator("#asking-body")).to_contain_text("'trust' read as not used, as you say")
    expect(tab.get_by_label("trust: understood as")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(tab.locator("#own-told")).to_be_hidden()
    tab.set_input_files("#own-file", EXAMPLE)
    expect(tab.locator("#asking h2")).to_have_text("How portfolio_example.csv was read")
    assert tab.locator("#asking tbody tr").count() >= 12
    assert tab.inner_text("#answer") == first
    tab.click("#asking-yes")
    expect(tab.locator("#own-told")).to_contain_text("portfolio_example.csv: 24 alliances.")
    expect(tab.locator("#advice-told")).to_contain_text("Invest in", timeout=60_000)
    expect(tab.locator("#answer")).not_to_have_text(first)
    names = tab.locator("#advice-table tbody tr th:first-child button")
    assert names.count() == 24
    tab.click("#advice-table thead button >> nth=3")
    assert tab.get_attribute("#advice-table thead th >> nth=3", "aria-sort") == "ascending"
    tab.click("#advice-table thead button >> nth=0")
    told = names.all_inner_texts()
    assert told == sorted(told, key=str.casefold)
    names.first.click()
    assert names.first.get_attribute("aria-expanded") == "true"
    below = tab.locator("#advice-table tr:has(button[aria-expanded=true]) + tr")
    expect(below.locator("caption")).to_have_text(f"{told[0]} under each treatment")
    expect(below.locator("tbody tr")).to_have_count(5)
    tab.select_option("#scenario", "recession")
    expect(tab.locator("#advice-table")).to_have_class("scrolls stale")
    tab.click("#share")
    expect(tab.locator("#asking-body")).to_contain_text("but without your file")
    tab.keyboard.press("Escape")
    tab.click("#own-remove")
    expect(tab.locator("#advice")).to_be_hidden()
