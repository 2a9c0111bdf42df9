"""A small store in six batches, made once, for tests to copy and spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from damages import Undamaged, undamaged


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Undamaged:
    """The store, another one, and what its cells came to."""
    return undamaged(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def store(whole: Undamaged, tmp_path: Path) -> Path:
    """A copy of the store to spoil."""
    return Path(shutil.copytree(whole.folder, tmp_path / "store"))
