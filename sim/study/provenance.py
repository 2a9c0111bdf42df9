"""Where a result comes from: an id without a clock, and what made it."""

from __future__ import annotations

import hashlib
import inspect
import json
import platform
import subprocess
from dataclasses import asdict
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.paths import locate
from sim.base.processor import arithmetic
from sim.config.schema import Config, firm_numbers
from sim.policies import Policy, Preset, find

PACKAGES = ("alliances", "numpy", "scipy", "duckdb", "hydra-core", "pydantic", "matplotlib")
NOT_RESULTS = {
    "output", "workers", "launcher", "retry_failed", "fail_fast", "half_width", "most_replications",
    "limits", "dry_run",
    "currency", "titles",
}  # fmt: skip
SHORT_HASH = 16


def resolved(config: Config) -> dict[str, Any]:
    """Return the config as written beside its results: complete, without the machine's paths."""
    plain = config.model_dump(exclude={"output", "limits", "dry_run"})
    if config.policy is not None:  # levers nobody set are the policy's own to decide
        plain["policy"] = config.policy.model_dump(exclude_unset=True)
    for told, key in ((plain["population"], "path"), (plain, "history")):
        if told.get(key) is not None and Path(told[key]).is_absolute():
            told[key] = Path(told[key]).name
    if config.firm:
        plain["firm"] = firm_numbers(config)
    return plain


def digest(config: Config) -> str:
    """Return the hash of all in a config that changes numbers, a portfolio's text included."""
    told = settings(config)
    told["deciding"] = {policy.name: decided_by(policy) for policy in named_policies(config)}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def settings(config: Config, leaving_out: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return all in a config that changes numbers, but for some keys; files by what is in them."""
    told = config.model_dump(exclude=NOT_RESULTS | leaving_out)
    path = told["population"].pop("path", None)
    if path is not None:
        told["population"]["portfolio"] = hashlib.sha256(locate(path).read_bytes()).hexdigest()
    if config.history is not None and "history" in told:
        past = Path(config.history).expanduser().read_bytes()
        told["history"] = hashlib.sha256(past).hexdigest()
    if config.firm and "firm" in told:
        told["firm"] = firm_numbers(config)
    return told


def named_policies(config: Config) -> list[Policy]:
    """Return every policy that a config names, of focal vendor and rivals, once each."""
    chosen = [find(name) for name in (*config.policies, config.baseline, config.rivals)]
    return list({policy.name: policy for policy in chosen}.values())


def decided_by(policy: Policy) -> dict[str, float] | str:
    """Return a preset's levers; of a policy written in Python, the hash of its source."""
    if isinstance(policy, Preset):
        return asdict(policy.levers)
    return hashlib.sha256(inspect.getsource(type(policy)).encode()).hexdigest()


def provenance(config: Config) -> dict[str, Any]:
    """Return what made a result."""
    return {
        "config_sha256": digest(config),
        "seed": config.seed,
        "replications": config.replications,
        "python": platform.python_version(),
        "arithmetic": arithmetic(),
        "packages": {name: _version(name) for name in PACKAGES},
        "git": git_state(),
        "policies": {policy.name: decided_by(policy) for policy in named_policies(config)},
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


SHOWING = ("analyse", "cli", "plots", "report", "theory")
"""Folders of the package that only show results, or stand beside the model."""


@cache
def code_version() -> str:
    """Return the hash of the source that makes numbers, and of the numpy that draws worlds."""
    package = Path(__file__).parents[1]
    told = hashlib.sha256(np.__version__.encode())
    for path in sorted(package.rglob("*.py")):
        inside = path.relative_to(package)
        if inside.parts[0] not in SHOWING:
            told.update(inside.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return told.hexdigest()[:SHORT_HASH]


@cache
def git_state() -> str:
    """Return the commit of the code, marked where it has changes; empty outside its checkout."""
    if not _git("ls-files", Path(__file__).name):
        return ""
    return _git("describe", "--always", "--dirty", "--abbrev=12")


def _git(*words: str) -> str:
    try:
        done = subprocess.run(
            ["git", *words], cwd=Path(__file__).parent, capture_output=True, text=True, check=False
        )
    except OSError:  # no git on this machine
        return ""
    return done.stdout.strip()
