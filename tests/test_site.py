"""The docs site builds with no warning: no dead link, no page left out, no docstring misread."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import sim

pytest.importorskip("sphinx")
ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_the_site_builds_strictly_and_asks_nothing_of_the_net(tmp_path):
    build = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    folders = ["-d", str(tmp_path / "seen"), "docs", str(tmp_path / "site")]
    done = subprocess.run([*build, *folders], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    site = tmp_path / "site"
    pages = {str(p.relative_to(site)): p.read_text("utf-8") for p in site.rglob("*.html")}
    api = pages["site/api.html"]
    for name in sim.__all__:
        assert name.startswith("_") or re.search(rf'id="sim\.[\w.]+\.{name}"', api)
    for name, text in pages.items():
        asked = re.findall(r'<(?:script|img|link)[^>]+(?:src|href)="(?:https?:)?//[^"]+', text)
        assert not asked, f"{name}: {asked}"
    assert 'src="_images/j_curve.png"' in pages["index.html"]
