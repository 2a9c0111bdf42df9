"""Luck and rules in Explore: what the switch shows, and that it is what the command tells."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from sim.app.explore import doubt as told_doubt
from sim.app.explore import jobs, known, own, report
from sim.app.explore.advice import advice
from sim.app.explore.asked import Asked, understood
from sim.app.explore.doubt import RuleRuns, agreed, band
from sim.app.server import create, names_of
from sim.base.problems import ProblemsError
from sim.base.wording import money
from sim.cli import doubt as cli_doubt
from sim.cli.run import answer
from sim.config.check import check
from sim.config.options import options
from sim.ensemble.doubt import BAND, Doubt, run_paths
from sim.ensemble.sets import drawn, some
from sim.market.firm import NUMBERS
from sim.policies import find
from sim.portfolio import portfolio_from
from sim.report.doubt import SETTLED

SMALL = {"worlds": 6, "seed": 3, "pinned": {"name": "transactional"}, "doubt": "rules"}
SETS = some(drawn(64, 3), slice(0, 60))
PATIENCE_SECONDS = 60


class Here:
    """A worker in this process, so that it knows the rule sets of a test."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    async def run(self, job: Callable[..., Any], *given: Any) -> Any:
        return job(*given)


@pytest.fixture
def sets(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (told_doubt, report, cli_doubt):
        monkeypatch.setattr(module, "stored_sets", lambda: SETS)
    monkeypatch.setattr(known, "is_stored", lambda: True)
    monkeypatch.setattr(jobs, "_rules", RuleRuns())


@pytest.fixture
def doubting(sets: None, tmp_path: Path) -> Iterator[TestClient]:
    app = create(names_of(8100), tmp_path)
    app.state.worker = Here()
    with TestClient(app, base_url="http://127.0.0.1:8100") as client:
        yield client


def made(gain: list[list[float]]) -> Doubt:
    """Return a doubt in which the pinned policy earns nothing; a row a rule set."""
    path = np.array(gain)
    return Doubt(
        policies=("pinned", "yours"),
        titles=("Push", "Plan B"),
        baseline="pinned",
        sets={"unit_cost": np.arange(len(path)) / 10},
        weights=np.full(len(path), 1 / len(path)),
        paths=np.stack([0 * path, path]),
    )


def test_rule_sets_that_agree_are_counted() -> None:
    ten = [[0.0, 0.0, 0.0, 100.0 * n] for n in range(-1, 9)]
    assert agreed(made(ten)) == (
        "Luck and rules together: after 1 year Plan B stands at +300 k€ against Push in the middle "
        "rule set, and between -100 k€ and +800 k€ in nine of ten; 80% of them agree that Plan B "
        "is ahead."
    )
    worse = [[-value for value in row] for row in ten]
    assert agreed(made(worse)).endswith("80% of them agree that Push is ahead.")
    most = [[1.0]] * 399 + [[-1.0]]
    assert agreed(made(most)).endswith("; 99% of them agree that Plan B is ahead.")
    assert agreed(made(most[:-1])).endswith("; all of them agree that Plan B is ahead.")


def test_who_is_ahead_is_not_said_where_rule_sets_do_not_agree() -> None:
    """Level is not ahead, for neither of the two."""
    split = [[0.0, float(n)] for n in (-3, -2, -1, 0, 0, 0, 1, 2, 3, 4)]
    assert agreed(made(split)) == (
        "Luck and rules together: after 2 quarters Plan B stands at 0 k€ against Push in the "
        "middle rule set, and between -3 k€ and +4 k€ in nine of ten; the rule sets do not agree "
        "on which is ahead (40% say Plan B)."
    )


def test_the_band_starts_at_nothing_and_ends_where_the_sentence_does() -> None:
    assert band(made([[1.0, 10.0], [2.0, 30.0], [3.0, 20.0]])) == {
        "low": [0, 1, 10], "middle": [0, 2, 20], "high": [0, 3, 30],
    }  # fmt: skip


def test_the_answer_is_that_of_the_command(
    doubting: TestClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Same rule sets, worlds and luck: the firm's own number holds in both."""
    asked = SMALL | {"firm": {"gross_margin": 0.6}}
    shown = doubting.post("/api/doubt", json=asked).json()
    config = {
        "policies": ["transactional"], "policy": {"name": "relationship_first"},
        "baseline": "transactional", "replications": 6, "seed": 3, "doubt": "rules",
        "model": {"unit_cost": 0.32}, "figures": False, "output": str(tmp_path),
        "population": options("population")["default"], "scenario": options("scenario")["base"],
    }  # fmt: skip
    answer(check(config))
    printed = capsys.readouterr().out
    first, *others = shown["sentences"]
    assert first.startswith("Luck and rules together: after 5 years Relationship first stands at ")
    assert len(others) >= 2
    for sentence in others:
        assert sentence in printed
    low, middle, high = (money(shown["band"][end][-1]) for end in ("low", "middle", "high"))
    assert f"{middle} [{low}, {high}]" in printed
    assert shown["note"] == (
        "Pale band: luck and rules together, from 5% to 95% of 60 plausible rule sets; dotted: the "
        "middle one. What you set holds in all of them."
    )
    command = doubting.post("/api/answer", json=asked).json()["command"]["line"]
    assert "doubt=rules" in command


def test_sets_are_run_in_pieces_and_the_pinned_policy_once(
    sets: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[tuple[str, int]] = []

    def counted(policies: Any, setting: Any, some_sets: Any) -> Any:
        ran.append((policies[0].title, len(some_sets["unit_cost"])))
        return run_paths(policies, setting, some_sets)

    monkeypatch.setattr(told_doubt, "run_paths", counted)
    rows = understood(Asked.model_validate(SMALL)).setting.draw.rows
    monkeypatch.setattr(told_doubt, "ROWS", 2 * rows * 40)
    runs = RuleRuns()
    for push in (0.1, 0.2):
        asked = SMALL | {"yours": {"name": "transactional", "levers": {"push": push}}}
        found = runs.doubt(understood(Asked.model_validate(asked)))
    pushed = find("transactional").title
    assert ran == [
        (pushed, 40), (pushed, 20),
        ("Your policy", 40), ("Your policy", 20), ("Your policy", 40), ("Your policy", 20),
    ]  # fmt: skip
    assert found.titles == [pushed, "Your policy"]
    question = understood(Asked.model_validate(asked))
    alone = run_paths([question.yours], question.setting, SETS)
    assert np.array_equal(found.paths[1], alone[0])


def test_only_so_many_policies_are_remembered(sets: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told_doubt, "MOST_POLICIES", 2)
    monkeypatch.setattr(told_doubt, "stored_sets", lambda: some(SETS, slice(0, 2)))
    runs = RuleRuns()
    for focus in (2, 3, 4):
        asked = SMALL | {"yours": {"name": "vst", "levers": {"focus": focus}}}
        runs.doubt(understood(Asked.model_validate(asked)))
        assert len(runs._kept) == 2


def test_one_policy_is_in_no_doubt_against_itself(doubting: TestClient) -> None:
    alike = SMALL | {"yours": {"name": "vst"}, "pinned": {"name": "vst"}}
    assert doubting.post("/api/doubt", json=alike).json() == {
        "sentences": [], "band": None, "note": "Two policies that decide alike are one.",
    }  # fmt: skip


def test_without_rule_sets_the_switch_is_not_offered(
    doubting: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert doubting.get("/api/known").json()["has_rules"] is True

    def missing() -> None:
        raise ProblemsError(["sets.csv: missing"])

    monkeypatch.setattr(known, "is_stored", lambda: False)
    monkeypatch.setattr(told_doubt, "stored_sets", missing)
    assert doubting.get("/api/known").json()["has_rules"] is False
    refused = doubting.post("/api/doubt", json=SMALL)
    assert (refused.status_code, refused.json()) == (422, {"problems": ["sets.csv: missing"]})
    wrong = doubting.post("/api/answer", json=SMALL | {"doubt": "all"})
    assert wrong.json()["problems"] == ["doubt: 'all' given; input should be 'luck' or 'rules'"]


def test_the_workbook_and_the_report_tell_it_too(doubting: TestClient) -> None:
    shown = doubting.post("/api/doubt", json=SMALL).json()
    book = load_workbook(BytesIO(doubting.post("/api/export/explore.xlsx", json=SMALL).content))
    head, first, *_, last = book["Luck and rules"].iter_rows(values_only=True)
    assert head == (
        "quarter", "5% of rule sets, k€", "50% of rule sets, k€", "95% of rule sets, k€",
    )  # fmt: skip
    assert first == (0, 0, 0, 0)
    assert last == (20, *(shown["band"][end][-1] for end in ("low", "middle", "high")))
    told = [row[1] for row in book["What this is"].iter_rows(values_only=True)]
    assert {*shown["sentences"], shown["note"]} <= set(told)
    luck = SMALL | {"doubt": "luck"}
    book = load_workbook(BytesIO(doubting.post("/api/export/explore.xlsx", json=luck).content))
    assert "Luck and rules" not in book.sheetnames
    page = report.report(Asked.model_validate(SMALL), None).decode()
    assert "gain, luck and rules [5 to 95%]" in page
    assert shown["sentences"][1] in page


def test_ones_own_alliances_are_met_by_every_rule_set(doubting: TestClient) -> None:
    token = own.read_own(b"Partner;Trust\nAcorn;60%\nBirch;40%\n", "my.csv", {})["token"]
    shown = doubting.post("/api/doubt", json=SMALL | {"portfolio": token}).json()
    assert shown["band"] != doubting.post("/api/doubt", json=SMALL).json()["band"]


def test_the_report_on_ones_own_alliances_has_the_advice_on_each() -> None:
    mine = portfolio_from(b"Partner;Trust\nAcorn;60%\nBirch;40%\n", "my.csv")
    asked = Asked.model_validate(SMALL | {"doubt": "luck"})
    page = " ".join(unescape(report.report(asked, mine).decode()).split())
    told = advice(asked, mine)
    assert all(sentence in page for sentence in told["sentences"])
    assert all(note in page for note in told["notes"][1:])


def test_the_page_of_the_manual_names_what_the_page_asks() -> None:
    manual = " ".join(Path("docs/app.md").read_text("utf-8").split())
    names = ", ".join(number.label.lower() for number in NUMBERS)
    assert f"as these decide more than most levers do: {names}." in manual
    assert SETTLED == 0.75  # "three quarters"
    assert BAND == (0.05, 0.5, 0.95)  # "nine of ten", here and in the sentence


@pytest.fixture
def page(sets: None, browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """Explore in a browser, served from this process, which knows the rule sets of a test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create(names_of(port), tmp_path)
    app.state.worker = Here()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        end = time.monotonic() + PATIENCE_SECONDS
        while not server.started:
            assert time.monotonic() < end
            time.sleep(0.05)
        context = browser.new_context(
            viewport={"width": 1400, "height": 900}, base_url=f"http://127.0.0.1:{port}"
        )
        tab = context.new_page()
        tab.set_default_timeout(1000 * PATIENCE_SECONDS)
        said: list[str] = []
        tab.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        tab.on("pageerror", lambda error: said.append(str(error)))
        yield tab
        context.close()
        assert said == []
    finally:
        server.should_exit = True
        thread.join(PATIENCE_SECONDS)


def settled(page: Page) -> None:
    page.wait_for_selector("#answer[aria-busy=false]")
    page.wait_for_selector("#walk:not(.stale) svg")
    page.wait_for_selector("#trace:not(.stale) #phase-chart svg")


@pytest.mark.slow
def test_the_switch_is_turned_by_the_keyboard_and_back(page: Page, doubting: TestClient) -> None:
    page.goto("/#worlds=30&pinned=transactional")
    settled(page)
    luck = page.locator("#answer p").all_inner_texts()
    assert page.locator("#ahead polygon").count() == 1
    assert page.get_by_role("checkbox", name="luck and rules together").is_visible()
    page.focus("#doubt")
    page.keyboard.press("Space")
    told = doubting.post(
        "/api/doubt", json={"worlds": 30, "pinned": {"name": "transactional"}, "doubt": "rules"}
    ).json()
    expect(page.locator("#answer .lead")).to_have_text(told["sentences"][0])
    settled(page)
    between = "With the default rules, and luck alone:"
    assert page.locator("#answer p").all_inner_texts() == [*told["sentences"], between, *luck]
    assert told["note"] in page.inner_text("#sample")
    assert page.locator("#ahead polygon").count() == 2
    assert told["sentences"][0] in (page.get_attribute("#ahead svg", "aria-label") or "")
    page.locator("#ahead summary").click()
    assert page.locator("#ahead th[scope=col]").all_text_contents() == [
        "Quarter", "Relationship first", "95% from", "to", "rules: middle", "rules from", "to",
    ]  # fmt: skip
    ends = [money(told["band"][end][-1]).replace("-", "−") for end in ("middle", "low", "high")]
    assert page.locator("#ahead tbody tr").last.locator("td").all_text_contents()[3:] == ends
    assert page.url.endswith("doubt=rules")
    page.reload()
    settled(page)
    expect(page.locator("#answer .lead")).to_have_text(told["sentences"][0])
    page.focus("#doubt")
    page.keyboard.press("Space")
    expect(page.locator("#answer .lead")).to_have_text(luck[0])
    settled(page)
    assert page.locator("#ahead polygon").count() == 1
    page.click("#undo")
    expect(page.locator("#doubt")).to_be_checked()
    expect(page.locator("#answer .lead")).to_have_text(told["sentences"][0])


@pytest.mark.slow
def test_rule_sets_are_asked_once_the_hand_rests(page: Page) -> None:
    page.goto("/#worlds=30&pinned=transactional&doubt=rules")
    settled(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.focus("#lever-focus")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    settled(page)
    expect(page.locator("#answer .lead")).to_contain_text("Luck and rules together")
    assert asked.count("doubt") == 1
    assert asked.index("doubt") > asked.index("answer")


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1400])
def test_in_doubt_the_page_fits_and_can_be_read(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/#worlds=30&pinned=transactional&doubt=rules")
    settled(page)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert [f["id"] for f in found if f["impact"] in ("serious", "critical")] == []
