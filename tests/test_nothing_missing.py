"""Where nothing may be missing, a test that is skipped for want of something fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TESTS = {
    "test_of_a_library.py": "import pytest\npytest.importorskip('no_such_library')\n",
    "test_of_a_browser.py": """
import pytest

def test_a_page():
    pytest.skip("needs Chromium")

@pytest.mark.skipif(True, reason="needs chromedriver")
def test_another_page():
    pass

@pytest.mark.skipif(True, reason="no /dev/full")
def test_of_another_system():
    pass

def test_that_runs():
    pass
""",
}


def test_what_is_skipped_for_want_of_something_fails(tmp_path: Path) -> None:
    for name, text in TESTS.items():
        (tmp_path / name).write_text(text, "utf-8")
    asked = ("-p", "conftest", "--nothing-missing", "--continue-on-collection-errors")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *asked],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stdout
    assert "1 failed, 1 passed, 1 skipped, 2 errors in" in done.stdout.splitlines()[-1]
