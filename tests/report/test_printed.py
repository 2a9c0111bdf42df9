"""The page as people take it home: on A4 and Letter, and on a phone; nothing may be cut."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from made_by_hand import ADVICE, ALMA, BASE, BORA, PLANT
from playwright.sync_api import Browser

from sim.config.schema import Config
from sim.policies import find
from sim.report import Page, Picture, is_wide, render
from sim.report.portfolio import advice_notes, advice_rows, next_steps, questions, shortened
from sim.report.story import tell
from sim.report.table import comparison_rows

MM = 96 / 25.4
MARGINS_MM = 2 * 12
WIDTHS = {"A4": (210 - MARGINS_MM) * MM, "Letter": 8.5 * 96 - MARGINS_MM * MM}

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}"><rect width="9" height="9"/></svg>'
)
PICTURE = Picture("Does it pay?", "A caption.", SVG.format(900, 330), SVG.format(390, 500))

CUT = """aside => [...document.querySelectorAll('body, body *')].filter(e => !e.closest(aside) && (
    e.getBoundingClientRect().right > innerWidth + 1
    || e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX != 'visible')
).map(e => e.tagName + ' ' + e.textContent.slice(0, 40))"""
"""What reaches over the page's side, or over its own box that hides or scrolls it."""


def page_of(
    alliances: int,
    robust: tuple[str, ...] = (),
    doubt: tuple[tuple[list[list[str]], list[str]], ...] = (),
) -> str:
    """A page with a portfolio of some alliances, with long names and large amounts."""
    compared = [
        replace(policy, title=f"{policy.title} first and last of all", profit=policy.profit)
        for policy in (BASE, PLANT)
    ]
    items = [
        replace((ALMA, BORA)[n % 2], name=f"Westerlough Capital Systems {n}")
        for n in range(alliances)
    ]
    advice = replace(ADVICE, alliances=items)
    rows = advice_rows(advice, items, 20)
    return render(
        Page(
            config=Config(policies=["vst"], currency="CHF"),
            policies=[find("vst")],
            sentences=tell(compared, 20, 100),
            comparison=comparison_rows(compared, 20, 0.08),
            pictures=[PICTURE, PICTURE],
            robust=robust,
            doubt=doubt,
            next_steps=next_steps(ADVICE),
            find_out=questions(ADVICE),
            advice=shortened(rows) if alliances > 60 else rows,
            advice_notes=advice_notes(advice, 30.0),
            portfolio_notes=["trust: given for all"] * 40,
        )
    )


@pytest.mark.parametrize("alliances", [5, 400])
@pytest.mark.parametrize("paper", WIDTHS)
def test_nothing_is_cut_on_paper(
    browser: Browser, paper: str, alliances: int, tmp_path: Path
) -> None:
    (tmp_path / "report.html").write_text(page_of(alliances), "utf-8")
    tab = browser.new_page(viewport={"width": int(WIDTHS[paper]), "height": 900})
    tab.emulate_media(media="print")
    tab.goto((tmp_path / "report.html").as_uri())
    assert tab.evaluate(CUT, "nothing") == []
    pages = tab.pdf(format=paper, prefer_css_page_size=False).count(b"/Type /Page\n")
    assert pages <= (6 if alliances == 5 else 14)
    tab.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_first_page_is_one_page_with_room_for_what_is_robust(
    browser: Browser, paper: str, tmp_path: Path
) -> None:
    (tmp_path / "report.html").write_text(page_of(5, ("Robust: yes. " * 12,)), "utf-8")
    tab = browser.new_page(viewport={"width": int(WIDTHS[paper]), "height": 900})
    tab.emulate_media(media="print")
    tab.goto((tmp_path / "report.html").as_uri())
    height = tab.evaluate("document.querySelector('.first').getBoundingClientRect().height")
    assert height <= ((297 if paper == "A4" else 279) - 2 * 13) * MM
    tab.close()


def test_nothing_is_cut_on_a_phone_and_figures_are_the_narrow_ones(
    browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "report.html").write_text(page_of(5), "utf-8")
    tab = browser.new_page(viewport={"width": 390, "height": 844})
    tab.goto((tmp_path / "report.html").as_uri())
    assert tab.evaluate(CUT, "thead") == []  # each row shows them instead
    shown = tab.evaluate("[...document.images].map(image => image.currentSrc)")
    assert shown == [PICTURE.narrow, PICTURE.narrow]
    label = "getComputedStyle(document.querySelector('td[data-label=trust]'), '::before').content"
    assert tab.evaluate(label) == '"trust"'
    tab.set_viewport_size({"width": 1200, "height": 900})
    # the browser chooses again in its own time; it fails after 30 s
    tab.wait_for_function("src => document.images[0].currentSrc === src", arg=PICTURE.wide)
    tab.close()


def test_tables_are_set_in_one_line_a_row_where_that_fits() -> None:
    assert not is_wide([["a", "b"], ["x" * 60, "y" * 60]])
    assert not is_wide([["a", "b"], ["x" * 100, "a long last column of words " * 9]])
    assert is_wide([["a"] * 8, ["x" * 20] * 8])
    assert is_wide([["two " + "words" * 4] * 8, ["x"] * 8])
    assert not is_wide([["many words " * 4] * 8, ["x"] * 8])


def test_what_stands_on_the_first_page() -> None:
    page = unescape(page_of(5, ("It holds in 98 of 100 sets of rules.",)))
    first, rest = page.split("</section>")
    assert "<h1>Push or relationship?</h1>" in first
    assert first.count('<p class="question">') == 1
    assert "It holds in 98 of 100 sets of rules." in first
    assert first.count("<img") == 1
    assert "What to do next" in first
    assert "What to find out first" in first
    assert "Plant first and last of all earns most" in first
    assert "<table" not in first
    assert "Amounts are written in CHF: the file's and the model's own are taken to be in" in rest
    assert "nothing was converted" in rest


def test_the_page_says_whether_its_intervals_are_all_the_doubt_there_is() -> None:
    page = " ".join(unescape(page_of(5)).split())
    under = "The 95% intervals show the luck of the simulated worlds under one set of rules; "
    assert under + "what is unknown about the rules is not in them (doubt=rules asks it)." in page
    page = " ".join(unescape(page_of(5, (), (([["Policy"], ["VST"]], ["It holds."]),))).split())
    wider = (
        'what is unknown about the rules is wider, and stands under "What holds whatever the rules"'
    )
    assert f"{under}{wider}. Read directions" in page
