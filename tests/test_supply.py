"""The lock file pins what we build on by hash, and names no host."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")


def test_every_package_is_pinned_by_hash():
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==\S+ ", entry), entry
        assert " --hash=sha256:" in entry, entry


def test_the_lock_names_no_host():
    assert not re.search(r"https?:|file:| @ |--index|--find-links", LOCK)


def test_what_we_ask_for_is_in_the_lock():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    locked = set(re.findall(r"^([a-z0-9-]+)==", LOCK, re.MULTILINE))
    for asked in [*project["dependencies"], *extras["app"], *extras["distributed"]]:
        name = re.match(r"[A-Za-z0-9_-]+", asked)[0].lower().replace("_", "-")
        assert name in locked, f"{name}: run make lock"


def test_what_we_need_to_run_has_an_upper_bound():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for asked in [*project["dependencies"], *project["optional-dependencies"]["app"]]:
        assert ",<" in asked, asked
