"""Play in a real browser: a whole game by keyboard alone, a class, phones, axe, three widths."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow

WIDTHS = (390, 768, 1400)


def press_to(page: Page, wanted: str, most: int = 120) -> None:
    """Press Tab until something has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"no Tab leads to {wanted}")


def sound(page: Page) -> None:
    """Hold a page to what axe finds, and to no sideways scroll at any width."""
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page).response["violations"]
        told = [(f["id"], f["impact"], [n["html"] for n in f["nodes"]][:3]) for f in found]
        assert [item for item in told if item[1] in ("serious", "critical")] == []


@pytest.fixture
def more_tabs(browser: Browser, address: str) -> Iterator[Callable[[], Page]]:
    """Tabs of other people."""
    contexts = []

    def open_one() -> Page:
        contexts.append(browser.new_context(base_url=address))
        page = contexts[-1].new_page()
        page.set_default_timeout(60_000)
        return page

    yield open_one
    for context in contexts:
        context.close()


def test_a_whole_game_by_keyboard_alone(tab: Page) -> None:
    tab.goto("/play")
    tab.wait_for_selector("#solo-scenario option", state="attached")
    press_to(tab, "#solo-quarters")
    tab.keyboard.press("ArrowUp")
    press_to(tab, "#solo button")
    tab.keyboard.press("Enter")
    for quarter in range(1, 9):
        heading = tab.get_by_role("heading", name=f"Quarter {quarter}: the plan")
        expect(heading).to_be_focused()
        if quarter == 1:
            press_to(tab, "#lever-relationship_share")
            tab.keyboard.press("ArrowRight")
            shown = tab.get_attribute("#lever-relationship_share", "aria-valuetext")
            assert shown == "55% on relationships, 45% on selling"
        press_to(tab, "#desk button.main")
        tab.keyboard.press("Enter")
        heading = tab.get_by_role("heading", name=f"Quarter {quarter}: the last week")
        expect(heading).to_be_focused()
        button = tab.locator("#desk button.main")
        if tab.locator("#ask-none").count():
            expect(button).to_be_disabled()  # nothing is chosen for anybody
            press_to(tab, "#ask-none")
            tab.keyboard.press("Space")
            if quarter == 2:
                tab.keyboard.press("ArrowDown")
                expect(button).to_be_disabled()  # some, but nobody yet
                press_to(tab, "table.accounts input")
                tab.keyboard.press("Space")
            elif quarter in (4, 6):
                tab.keyboard.press("ArrowUp")  # round to the last choice: all
        press_to(tab, "#desk button.main")
        tab.keyboard.press("Enter")
    heading = tab.get_by_role("heading", name="What your decisions brought and cost")
    expect(heading).to_be_focused()
    assert tab.locator("#desk .chart svg[role=img]").count() >= 2
    press_to(tab, "#why-who")
    press_to(tab, "#desk form button")
    tab.keyboard.press("Enter")
    expect(tab.locator("#why")).to_contain_text("quarter 1")


def test_every_page_is_sound_at_every_width(tab: Page) -> None:
    tab.goto("/play")
    tab.wait_for_selector("#solo-scenario option", state="attached")
    sound(tab)
    tab.select_option("#solo-quarters", "8")
    tab.click("#solo button")
    for quarter in range(1, 9):
        tab.wait_for_selector(f"text=Quarter {quarter}: the plan")
        if quarter == 3:
            sound(tab)
        tab.click("#desk button.main")
        tab.wait_for_selector(f"text=Quarter {quarter}: the last week")
        if tab.locator("#ask-some").count():
            tab.check("#ask-some")
            tab.locator("table.accounts input").first.check()
            if quarter == 2:
                sound(tab)
        tab.click("#desk button.main")
    tab.wait_for_selector("text=What your decisions brought and cost")
    tab.click("text=Why?")
    tab.wait_for_selector("#why table, #why p")
    sound(tab)


def test_a_reload_in_the_middle_loses_nothing(tab: Page) -> None:
    tab.goto("/play")
    tab.wait_for_selector("#solo-scenario option", state="attached")
    tab.click("#solo button")
    tab.wait_for_selector("text=Quarter 1: the plan")
    tab.click("#desk button.main")
    tab.wait_for_selector("text=Quarter 1: the last week")
    before = tab.inner_text("#desk")
    tab.reload()
    tab.wait_for_selector("text=Quarter 1: the last week")
    assert tab.inner_text("#desk") == before


def test_a_class_with_two_phones_a_projector_and_names_that_try_to_script(
    tab: Page, more_tabs: Callable[[], Page]
) -> None:
    tab.goto("/play")
    tab.wait_for_selector("#class-scenario option", state="attached")
    for field, value in (("teams", "2"), ("quarters", "1")):
        tab.fill(f"#class-{field}", value)
    tab.click("#class button")
    tab.wait_for_selector("text=Room 1: not begun")
    code = tab.inner_text("#code")
    evil = "<img src=x onerror=alert(1)>"
    players = []
    for name in ("Ann", evil):
        phone = more_tabs()
        phone.set_viewport_size({"width": 390, "height": 844})
        phone.goto(f"/play#{code}")
        phone.fill("#name", name)
        phone.click("#join button")
        phone.wait_for_selector("text=You are in")
        players.append(phone)
    wall = more_tabs()
    wall.goto(f"/play/board#{code}")
    wall.wait_for_selector("text=2 joined.")
    assert wall.evaluate("document.getElementById('qr').naturalWidth") > 100
    sound(wall)
    expect(tab.locator("#rooms")).to_contain_text(evil)
    assert tab.locator("#rooms img").count() == 0
    tab.click("#start")
    for beat in ("the plan", "the last week"):
        for phone in players:
            phone.wait_for_selector(f"text=Quarter 1: {beat}")
            if phone.locator("#ask-all").count():
                phone.check("#ask-all")
            phone.click("#desk button.main")
    for phone in players:
        phone.wait_for_selector("text=What your decisions brought and cost")
    tab.click("#reveal")
    tab.wait_for_selector("text=Result: profit over that of the team's own twin")
    wall.wait_for_selector("text=Result: profit over that of the team's own twin")
    sound(tab)
    sound(wall)
    with tab.expect_download() as saved:
        tab.click("#sheet")
    assert saved.value.suggested_filename == f"{code}-quarters.xlsx"
