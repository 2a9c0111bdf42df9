"""Explore in a real browser: what people see, by mouse, by keyboard alone, and on a phone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from sim.base.wording import money

pytestmark = pytest.mark.slow

LEAD = "#answer .lead"


def settled(page: Page) -> None:
    """Wait until all worlds are run and all reasons are told."""
    page.wait_for_selector("#answer[aria-busy=false]")
    page.wait_for_selector("#walk:not(.stale) svg")
    page.wait_for_selector("#trace:not(.stale) #phase-chart svg")


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")


def test_the_first_answer_stands_there_with_its_charts(tab: Page, client: TestClient) -> None:
    tab.goto("/")
    settled(tab)
    answer = client.post("/api/answer", json={}).json()
    assert tab.locator("#answer p").all_inner_texts() == answer["sentences"]
    open_all(tab)
    expect(tab.locator(".chart table")).to_have_count(tab.locator(".chart").count())
    for chart in tab.locator(".chart").all():
        image = chart.locator("svg[role=img]")
        assert len(image.get_attribute("aria-label") or "") > 40
        assert chart.locator("tbody tr").count() >= 4
    table = tab.locator("#ahead table")
    assert table.locator("thead").text_content() == "QuarterRelationship first95% fromto"
    end = answer["ahead"]["lines"][0]["values"][-1]
    assert (table.locator("tbody tr").last.text_content() or "").startswith(f"20{money(end)}")


def test_a_lever_moves_the_answer_and_undo_brings_it_back(tab: Page) -> None:
    tab.goto("/#pinned=balanced")
    settled(tab)
    first, line = tab.inner_text(LEAD), "#ahead polyline"
    path = tab.get_attribute(line, "points")
    tab.focus("#lever-push")
    for _ in range(3):
        tab.keyboard.press("ArrowRight")
    settled(tab)
    assert tab.inner_text("label[for=lever-push] output") == "3%"
    assert tab.get_attribute("#lever-push", "aria-valuetext") == "3%, pinned 0%"
    assert "changed" in (tab.get_attribute("[data-lever=push]", "class") or "")
    assert tab.get_attribute(line, "points") != path
    assert "Your policy" in tab.inner_text("#answer")
    assert tab.url.endswith("#yours=relationship_first&yours.push=0.03&pinned=balanced")
    tab.keyboard.press("Control+z")  # three steps in a moment are one
    settled(tab)
    expect(tab.locator(LEAD)).to_have_text(first)
    assert tab.get_attribute(line, "points") == path
    assert tab.is_disabled("#undo")
    tab.keyboard.press("Control+y")
    expect(tab.locator("label[for=lever-push] output")).to_have_text("3%")


def test_a_link_opens_the_same_answer_again(tab: Page) -> None:
    link = (
        "/#yours=vst&yours.title=Plan+B&yours.push=0.5&pinned=balanced&pinned.title=Plan+A"
        "&pinned.vision=0.4&scenario=recession&seed=7&worlds=30&firm.gross_margin=0.6"
    )
    tab.goto(link)
    settled(tab)
    first = tab.inner_text("#answer")
    assert "Plan A" in first
    assert tab.locator("#pinned option:checked").inner_text() == "Plan A"
    assert tab.input_value("[data-firm=gross_margin]") == "60"
    assert tab.input_value("#seed") == "7"
    tab.fill("[data-firm=day_cost]", "800")
    settled(tab)
    again = tab.url
    assert again.endswith(link.removeprefix("/") + "&firm.day_cost=800")
    changed = tab.inner_text("#answer")
    assert changed != first
    tab.goto("/")
    settled(tab)
    tab.goto(again)
    settled(tab)
    expect(tab.locator("#answer")).to_have_text(changed, use_inner_text=True)


def test_the_newest_position_wins_and_what_lies_between_is_not_run(tab: Page) -> None:
    tab.goto("/")
    settled(tab)
    asked: list[dict] = []  # type: ignore[type-arg]
    tab.on("request", lambda r: r.post_data and asked.append(json.loads(r.post_data)))
    tab.evaluate(
        """() => {
            const slider = document.getElementById("lever-push");
            for (let i = 1; i <= 50; i++) {
                slider.value = String(i / 100);
                slider.dispatchEvent(new Event("input", { bubbles: true }));
            }
        }"""
    )
    settled(tab)
    pushes = [told["yours"]["levers"]["push"] for told in asked]
    assert pushes[0] == 0.01
    assert set(pushes[1:]) == {0.5}
    assert {told["worlds"] for told in asked} == {30, 100}


def test_what_is_wrong_stands_where_the_answer_stands(tab: Page) -> None:
    tab.goto("/")
    settled(tab)
    first = tab.inner_text(LEAD)
    tab.fill("[data-firm=people]", "1000")
    problem = tab.locator("#problem")
    expect(problem).to_have_text(
        "Alliance team: 1,000 people given; must be from 0.8333 people to 20 people"
    )
    assert "stale" in (tab.get_attribute("#answer", "class") or "")
    assert tab.inner_text(LEAD) == first
    tab.fill("[data-firm=people]", "")
    expect(problem).to_be_hidden()
    expect(tab.locator("#answer.stale")).to_have_count(0)


def test_a_link_with_mistakes_names_them(tab: Page) -> None:
    tab.goto("/#yours=vxt&pinned.push=high&sead=3")
    expect(tab.locator("#problem")).to_contain_text("pinned.levers.push: 'high' given")
    expect(tab.locator("#problem")).to_contain_text("sead: no such key")


def test_names_are_text_and_nothing_else(tab: Page) -> None:
    name = "A<img src=x onerror=alert(1)>"
    tab.goto("/")
    settled(tab)
    tab.focus("#lever-push")
    tab.keyboard.press("ArrowRight")
    settled(tab)
    tab.click("#pin")
    tab.fill("#asking input", name)
    tab.keyboard.press("Enter")
    tab.select_option("#yours", "vst")
    settled(tab)
    expect(tab.locator("#ahead h3")).to_have_text(f"Cumulative profit ahead of {name}")
    assert tab.locator("img").count() == 0


def test_files_are_saved(tab: Page, tmp_path: Path) -> None:
    tab.goto("/#worlds=30&pinned=balanced")
    settled(tab)
    found: dict[str, bytes] = {}
    for selector in (
        "#ahead button.save:text('PNG')",
        "#ahead button.save:text('SVG')",
        "[data-export='summary.csv']",
        "[data-export='explore.xlsx']",
    ):
        if "data-export" in selector and not tab.evaluate("document.getElementById('export').open"):
            tab.click("#export summary")
        with tab.expect_download() as waiting:
            tab.click(selector)
        waiting.value.save_as(tmp_path / "file")
        found[waiting.value.suggested_filename] = (tmp_path / "file").read_bytes()
    assert list(found) == [
        "cumulative-profit-ahead-of-balanced.png",
        "cumulative-profit-ahead-of-balanced.svg",
        "summary.csv",
        "explore.xlsx",
    ]
    picture, drawing, table, book = found.values()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 10_000
    assert drawing.startswith(b"<svg")
    assert b"<polyline" in drawing
    assert table.removeprefix(b"\xef\xbb\xbf").startswith(b"policy,title,profit")
    assert book.startswith(b"PK")
    tab.click("#show-command")
    assert "make run ARGS=" in tab.inner_text("#asking")
    tab.keyboard.press("Escape")


def test_the_reverse_order_comes_beside_when_asked_for(tab: Page) -> None:
    tab.goto("/#worlds=30")
    settled(tab)
    assert tab.locator("#walk-reverse svg").count() == 0
    tab.check("#reverse")
    tab.wait_for_selector("#walk-reverse svg")
    open_all(tab)
    expect(tab.locator("#walk-reverse tbody tr").first).to_be_visible()
    names = tab.locator("#walk tbody th").all_text_contents()[:-1]
    assert tab.locator("#walk-reverse tbody th").all_text_contents()[:-1] == names[::-1]


def test_a_phase_can_be_looked_at_closer(tab: Page) -> None:
    tab.goto("/#worlds=30")
    settled(tab)
    tab.select_option("#column", label="Going discount")
    expect(tab.locator("#trace-bars h3")).to_have_text("Why going discount moved")
    settled(tab)
    assert tab.locator("#phase option").all_inner_texts() == ["Concessions"]
    tab.select_option("#column", label="Partner's trust")
    expect(tab.locator("#trace-bars h3")).to_have_text("Why partner's trust moved")
    settled(tab)
    tab.select_option("#phase", "turnover.turn_over")
    expect(tab.locator("#phase-chart h3")).to_contain_text("Turnover: what it did to")
    tab.locator("#trace-bars g[cursor=pointer]").first.click()
    assert tab.input_value("#phase") == "trust.judge"
    tab.click("text=Its parameters and their sources")
    sources = tab.locator("#phase-parameters tbody tr").all_text_contents()
    assert any("trust_gain" in row for row in sources)


def test_the_keyboard_alone_reaches_everything(tab: Page) -> None:
    tab.goto("/#worlds=30")
    settled(tab)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.evaluate("document.activeElement.dataset.seen = 'yes'")
    seen = set()
    for _ in range(200):
        tab.keyboard.press("Tab")
        mark, outline = tab.evaluate(
            """() => {
                const at = document.activeElement;
                at.dataset.seen = "yes";
                return [at.tagName, getComputedStyle(at).outlineWidth];
            }"""
        )
        seen.add(mark)
        if mark == "BODY":
            break
        assert outline == "3px", mark
    missed = tab.evaluate(
        """() => [...document.querySelectorAll("a, button, select, input, summary")]
            .filter((e) => e.checkVisibility() && !e.disabled && !e.dataset.seen
                && !(e.closest("details:not([open])") && e.tagName !== "SUMMARY"))
            .map((e) => e.outerHTML)"""
    )
    assert missed == []
    assert {"INPUT", "SELECT", "SUMMARY", "BUTTON", "A"} <= seen


@pytest.mark.parametrize("width", [390, 1400])
def test_axe_finds_nothing_serious(tab: Page, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto("/#worlds=30")
    settled(tab)
    open_all(tab)
    tab.check("#reverse")
    tab.wait_for_selector("#walk-reverse svg")
    found = Axe().run(tab).response["violations"]
    told = [(f["id"], f["impact"], [n["html"] for n in f["nodes"]][:3]) for f in found]
    assert [item for item in told if item[1] in ("serious", "critical")] == []


@pytest.mark.parametrize("width", [390, 768, 1400])
def test_nothing_is_wider_than_the_screen(tab: Page, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto("/#worlds=30")
    settled(tab)
    open_all(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.evaluate("document.querySelector('#ahead svg').clientWidth") > 0.5 * min(width, 960)


def test_on_a_phone_the_answer_comes_first_and_stays_in_sight(tab: Page) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.goto("/#worlds=30")
    settled(tab)
    top = {
        i: tab.locator(i).bounding_box()["y"] for i in (LEAD, "#ahead", "#levers-name", "#small")
    }  # type: ignore[index]
    assert list(top.values()) == sorted(top.values())
    assert top["#ahead"] < 844
    assert tab.locator("#groups details[open]").count() == 0
    tab.click("#groups details >> nth=2 >> summary")
    tab.locator("#groups details >> nth=2 >> input >> nth=0").scroll_into_view_if_needed()
    box = tab.locator("#ahead svg").bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= box["y"] + box["height"] < 600


def test_printed_the_page_has_the_answer_and_no_controls(tab: Page) -> None:
    tab.goto("/#worlds=30")
    settled(tab)
    tab.emulate_media(media="print")
    expect(tab.locator(LEAD)).to_be_visible()
    expect(tab.locator("#ahead svg")).to_be_visible()
    for control in ("#share", "#yours", "#lever-push", "#reverse"):
        expect(tab.locator(control)).to_be_hidden()
