"""A small sweep that runs in a second, for tests to run, cut short and compare."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.config.check import check
from sim.config.schema import Config


def small(**changes: Any) -> Config:
    """Return a sweep of 3 policies in 6 futures, 4 replications of a small market."""
    given: dict[str, Any] = {
        "name": "small",
        "policies": ["transactional", "balanced", "vst"],
        "baseline": "transactional",
        "replications": 4,
        "quarters": 4,
        "record": "summary",
        "population": {"name": "small", "vendors": 3, "alliances_per_vendor": 4},
        "launcher": {"name": "serial"},
        "sweep": {
            "uncertainties": {
                "trust_gain": {"low": 0.1, "high": 0.3},
                "scenario": ["base", "recession"],
            },
            "points": 3,
        },
    }
    given["population"]["vendors_per_partner"] = 3
    return check(given | changes)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a store but the lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }
