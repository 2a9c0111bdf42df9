"""A server in this process, asked by a client; and one of its own, seen in a real browser."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page
from starlette.testclient import TestClient

from sim.app.server import create, names_of

PORT = 8100
PATIENCE_SECONDS = 60


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    rooms = tmp_path_factory.mktemp("rooms")
    with TestClient(create(names_of(PORT), rooms), base_url=f"http://127.0.0.1:{PORT}") as client:
        yield client


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The server, started as people start it, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    rooms = str(tmp_path_factory.mktemp("rooms"))
    command = [sys.executable, "-m", "sim.app", "--port", str(port), "--rooms", rooms]
    server = subprocess.Popen(command)
    try:
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                urlopen(f"http://127.0.0.1:{port}/").close()
                break
            except OSError:
                assert time.monotonic() < end
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(PATIENCE_SECONDS)


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Page]:
    """A new profile; at the end nothing may have gone wrong in it, or to another host."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, base_url=address)
    page = context.new_page()
    page.set_default_timeout(1000 * PATIENCE_SECONDS)
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    assert [line for line in said if "status of 422" not in line] == []
    assert [url for url in asked if not url.startswith((address, f"blob:{address}"))] == []
