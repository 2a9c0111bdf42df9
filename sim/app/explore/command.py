"""The command that gives the same numbers without the page."""

from __future__ import annotations

import shlex
from dataclasses import asdict
from typing import Any

import yaml

from sim.app.explore.asked import TITLES, Asked, Chosen, levers_of, place_of, usual
from sim.market.firm import model_values
from sim.policies import Preset
from sim.portfolio import Portfolio, Reading


def command(asked: Asked, portfolio: Portfolio | None = None) -> dict[str, str]:
    """Return the command, and the policy file that it needs if the pinned policy has none.

    Args:
        asked: What the page asked.
        portfolio: The firm's own alliances, if any.

    Returns:
        ``line``: what to type. ``file`` and ``text``: where to save which policy first; empty if
        the pinned policy is one of those named in ``configs/policy`` as it is. ``before``: what to
        do to the firm's file first; empty if nothing.
    """
    text = file = ""
    baseline = asked.pinned.name
    if asked.pinned.levers:
        baseline = _file_name(asked.pinned)
        file, text = f"configs/policy/{baseline}.yaml", _policy_file(asked.pinned, baseline)
    model = model_values(asked.firm, place_of(portfolio))
    before = ""
    words = [
        f"policy={asked.yours.name}",
        *(f"policy.{name}={value!r}" for name, value in levers_of(asked.yours).items()),
        f"baseline={baseline}",
        f"scenario={asked.scenario}",
        f"replications={asked.worlds}",
        f"seed={asked.seed}",
        f"doubt={asked.doubt}",
        *(f"model.{name}={value!r}" for name, value in model.items()),
    ]
    if portfolio is not None and portfolio.reading is not None:
        words += ["population=csv", f"population.path={portfolio.reading.file}"]
        before = renaming(portfolio.reading)
    needless = (f"baseline={usual()['baseline']}", "doubt=luck")
    kept = [word for word in words if word not in needless]
    line = f'make run ARGS="{shlex.join(kept)}"'
    return {"line": line, "file": file, "text": text, "before": before}


def renaming(reading: Reading) -> str:
    """Say what has to be renamed in a file, so that it is read as its owner said on the page."""
    told = [
        f"call column {heading!r} {column}" if column else f"take column {heading!r} out"
        for heading, column in reading.meant.items()
    ]
    return f"First, in {reading.file}: {'; '.join(told)}." if told else ""


def _file_name(chosen: Chosen) -> str:
    """Return a name for a policy file: letters and digits of its title, none of a shipped file."""
    plain = "".join(c if c.isascii() and c.isalnum() else "_" for c in chosen.title.lower())
    return f"own_{plain.strip('_') or chosen.name}"


def _policy_file(chosen: Chosen, name: str) -> str:
    policy = chosen.policy(TITLES["pinned"])
    assert isinstance(policy, Preset)
    told: dict[str, Any] = {"name": name, "title": policy.title}
    told["about"] = f"{policy.about} Changed in Explore."
    return yaml.safe_dump(told | asdict(policy.levers), sort_keys=False, allow_unicode=True)
