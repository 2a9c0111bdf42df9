"""What makes a result is in its digest, and nothing else."""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import asdict
from pathlib import Path

import pytest

from sim.config.schema import Config
from sim.market.firm import NUMBERS
from sim.policies import Levers, Policy, Preset
from sim.study import provenance as module
from sim.study.provenance import (
    code_version,
    decided_by,
    digest,
    git_state,
    named_policies,
    provenance,
    resolved,
    settings,
)

BASE = Config(policies=["vst"])


def with_(**keys: object) -> Config:
    return Config.model_validate({"policies": ["vst"], **keys})


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 2},
        {"replications": 99},
        {"quarters": 19},
        {"rivals": "balanced"},
        {"baseline": "balanced"},
        {"policies": ["balanced"]},
        {"model": {"trust_gain": 0.2}},
        {"precision": "single"},
    ],
)
def test_what_changes_numbers_changes_the_digest(change: dict[str, object]) -> None:
    assert digest(with_(**change)) != digest(BASE)


@pytest.mark.parametrize(
    "change",
    [
        *({"output": "elsewhere"}, {"workers": 3}, {"retry_failed": True}, {"fail_fast": True}),
        *({"half_width": 0.5}, {"most_replications": 99}, {"dry_run": True}, {"currency": "USD"}),
        {"launcher": {"name": "serial"}},
    ],
)
def test_what_changes_no_numbers_does_not(change: dict[str, object]) -> None:
    assert digest(with_(**change)) == digest(BASE)


def test_policies_of_focal_vendor_baseline_and_rivals_are_named_once_each() -> None:
    config = with_(policies=["vst", "balanced"], baseline="balanced", rivals="transactional")
    assert [policy.name for policy in named_policies(config)] == [
        "vst",
        "balanced",
        "transactional",
    ]
    assert set(provenance(config)["policies"]) == {"vst", "balanced", "transactional"}


class Mine(Policy):
    name, title, about = "mine", "Mine", ""

    def decide(self, seen):  # type: ignore[no-untyped-def]
        return {"push": 0.5}


class Other(Mine):
    def decide(self, seen):  # type: ignore[no-untyped-def]
        return {"push": 0.6}


def test_a_python_policy_counts_by_its_code_and_a_preset_by_its_levers() -> None:
    levers = Levers(push=0.3)
    assert decided_by(Preset("a", levers)) == decided_by(Preset("b", levers)) == asdict(levers)
    assert decided_by(Mine()) == decided_by(Mine())
    assert decided_by(Mine()) != decided_by(Other())
    assert len(decided_by(Mine())) == 64


def test_what_rivals_decide_is_in_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    find = module.find
    before = digest(BASE)
    changed = Preset(BASE.rivals, Levers(push=0.123))
    monkeypatch.setattr(module, "find", lambda name: changed if name == BASE.rivals else find(name))
    assert digest(BASE) != before


def test_a_portfolio_counts_by_its_text_wherever_it_lies(tmp_path: Path) -> None:
    def told(name: str, text: str) -> str:
        file = tmp_path / name
        file.write_text(text, "utf-8")
        config = with_(population={"path": str(file)})
        assert "path" not in settings(config)["population"]
        hashed = hashlib.sha256(text.encode()).hexdigest()
        assert settings(config)["population"]["portfolio"] == hashed
        assert resolved(config)["population"]["path"] == name
        return digest(config)

    assert told("a.csv", "name\nAlma\n") == told("b.csv", "name\nAlma\n")
    assert told("a.csv", "name\nBora\n") != told("b.csv", "name\nAlma\n")
    near = with_(population={"path": "near/a.csv"})
    assert resolved(near)["population"]["path"] == "near/a.csv"
    assert "portfolio" not in settings(BASE)["population"]


def test_a_digest_does_not_hang_on_the_order_of_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    before, plain = digest(BASE), dict(reversed(settings(BASE).items()))
    monkeypatch.setattr(module, "settings", lambda config: plain)
    assert digest(BASE) == before


def test_settings_leave_out_what_they_are_told_to() -> None:
    assert "seed" in settings(BASE)
    assert "seed" not in settings(BASE, frozenset({"seed"}))


def test_a_firms_numbers_count_by_what_they_say() -> None:
    assert settings(BASE)["firm"] == BASE.firm
    config = with_(firm={NUMBERS[0].name: 0.3})
    assert settings(config)["firm"] == module.firm_numbers(config)
    assert "firm" not in settings(config, frozenset({"firm"}))


def test_a_config_is_written_without_what_is_the_machines_or_nobody_set() -> None:
    plain = resolved(with_(policy={"name": "vst", "push": 0.3}))
    assert plain["policy"] == {"name": "vst", "push": 0.3}
    assert not {"output", "limits", "dry_run"} & set(plain)
    assert resolved(BASE)["policy"] is None


def test_a_result_says_what_made_it() -> None:
    made = provenance(BASE)
    assert (made["config_sha256"], made["seed"], made["replications"]) == (digest(BASE), 1, 100)
    assert made["packages"]["numpy"] == module.np.__version__
    assert module._version("no-such-package") == "not installed"


def test_code_is_told_by_what_makes_numbers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def version(**texts: str) -> str:
        for name, text in texts.items():
            file = tmp_path / "sim" / name / "one.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        code_version.cache_clear()
        return code_version()

    monkeypatch.setattr(module, "__file__", str(tmp_path / "sim" / "study" / "provenance.py"))
    first = version(model="a = 1\n", report="b = 1\n", study="")
    assert len(first) == 16
    assert version(report="b = 2\n") == first
    assert version(model="a = 2\n") != first
    monkeypatch.undo()
    code_version.cache_clear()


@pytest.mark.parametrize("is_ours", [True, False])
def test_the_commit_is_that_of_the_code_and_empty_outside_its_checkout(
    monkeypatch: pytest.MonkeyPatch, is_ours: bool
) -> None:
    def git(words: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        told = {"ls-files": "provenance.py\n" if is_ours else "", "describe": "abc-dirty\n"}
        if words[1] == "ls-files":
            assert words[2:] == ["provenance.py"]
        else:
            assert words[2:] == ["--always", "--dirty", "--abbrev=12"]
        return subprocess.CompletedProcess(words, 0, told[words[1]], "")

    monkeypatch.setattr(module.subprocess, "run", git)
    git_state.cache_clear()
    assert git_state() == ("abc-dirty" if is_ours else "")
    git_state.cache_clear()
