"""A server in this process, asked as a browser would."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from sim.app.server import create, names_of

PORT = 8100


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    with TestClient(create(names_of(PORT)), base_url=f"http://127.0.0.1:{PORT}") as client:
        yield client
