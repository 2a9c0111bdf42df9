"""The page in a real browser: it loads, steps, redraws, and asks nothing of the outside world."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

ROOT = Path(__file__).parents[2]
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1400,1000",
)
PATIENCE_SECONDS = 60

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # selenium's own
    pytest.mark.skipif(shutil.which("chromedriver") is None, reason="needs chromedriver"),
]


def wait_for(what: Callable[[], Any]) -> Any:
    """Return what comes, once it comes; the page may be redrawing while one looks."""
    from selenium.common.exceptions import WebDriverException

    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            if found := what():
                return found
        except (WebDriverException, OSError, StopIteration):
            pass
        time.sleep(0.2)
    raise TimeoutError(what)


@pytest.fixture
def address() -> Iterator[str]:
    """The page, served on a free port of this machine."""
    pytest.importorskip("solara")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "sim.mesa_engine.serve", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: socket.create_connection(("127.0.0.1", port), 1).close() or True)
        yield f"127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def test_the_page_in_a_browser(address, tmp_path):
    pytest.importorskip("selenium")
    from selenium import webdriver
    from selenium.webdriver.common.by import By

    options = webdriver.ChromeOptions()
    for flag in (*FLAGS, f"--user-data-dir={tmp_path}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    browser = webdriver.Chrome(options=options, service=service)
    try:
        browser.get(f"http://{address}/")

        def pictures() -> list[str | None]:
            return [i.get_attribute("src") for i in browser.find_elements(By.TAG_NAME, "img")]

        def press(label: str) -> None:
            buttons = browser.find_elements(By.TAG_NAME, "button")
            next(b for b in buttons if b.text.strip().lower() == label).click()

        def text() -> str:
            return browser.find_element(By.TAG_NAME, "body").text

        before = wait_for(lambda: len(pictures()) == 2 and pictures())
        for step in (1, 2, 3):
            press("step")
            wait_for(lambda step=step: f"Step: {step}" in text())
        wait_for(lambda: all(a != b for a, b in zip(before, pictures(), strict=True)))
        press("reset")
        wait_for(lambda: "Step: 0" in text())
        asked = [
            json.loads(entry["message"])["message"] for entry in browser.get_log("performance")
        ]
    finally:
        browser.quit()
    sent = [
        m["params"]["request"]["url"] for m in asked if m["method"] == "Network.requestWillBeSent"
    ]
    sent += [m["params"]["url"] for m in asked if m["method"] == "Network.webSocketCreated"]
    near = (f"http://{address}/", f"ws://{address}/", "data:", "blob:", "chrome")
    assert sent
    assert [url for url in sent if not url.startswith(near)] == []


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}])
def test_strangers_are_refused(address, headers):
    request = Request(f"http://{address}/", headers=headers)
    with pytest.raises(HTTPError) as refused:
        urlopen(request)
    with refused.value as answer:
        assert answer.code == 403
