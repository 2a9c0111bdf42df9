"""The page on adding a mechanism does what it says: one file, and everything else follows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "mechanism.md").read_text("utf-8")
USE = """
from dataclasses import replace

import numpy as np

from sim.core.parameter import specs
from sim.mesa_engine import AllianceModel
from sim.model.ablation import ablate, switches
from sim.model.quarter import MEASURES, QUARTER, Levers, Parameters
from sim.policies import Preset, find
from sim.run import large, simulate as core
from sim.run.setting import Setting
from sim.run.simulate import simulate

assert switches()["training"] == {"training_gain": 0.0, "training_time": 0.0}
steps = [phase.run.__name__ for phase in QUARTER]
assert steps[steps.index("speed_up") + 1] == "train"
assert MEASURES["skill"].unit == "1"

trained = Preset("trained", replace(find("balanced").levers, training=0.5))
setting = Setting(replications=2)
results = simulate([find("balanced"), trained], setting)
skill = results["trained"].outcomes["skill"]
assert np.allclose(skill[:, 0], 0.5 / 3)
assert np.all(results["balanced"].outcomes["skill"] == 0)
assert not np.array_equal(results["trained"].total("profit"), results["balanced"].total("profit"))
without = replace(setting, parameters=ablate(Parameters(), ["training"]))
plain = simulate([trained], without)["trained"].total("profit")
assert np.array_equal(plain, results["balanced"].total("profit"))

model = AllianceModel(trained)
model.run_model()
assert model.focal.train.__name__ == "train"
one = simulate([trained], replace(setting, replications=1))["trained"]
told = model.datacollector.get_model_vars_dataframe()
for name in ("skill", "profit"):
    assert np.allclose(told[f"focal_{name}"], one.outcomes[name][0], rtol=1e-12)

core.LARGE = 1  # the same world, kept small
kept = simulate([trained], replace(setting, replications=1))["trained"]
assert np.array_equal(kept.outcomes["skill"], one.outcomes["skill"])
assert np.array_equal(kept.outcomes["profit"], one.outcomes["profit"])
print("all follows")
"""


@pytest.fixture
def own_folder(tmp_path):
    """A user's folder with the page's mechanism, as the page has it."""
    (tmp_path / "mechanism").mkdir()
    code = PAGE.split("```python\n")[1].split("```")[0]
    (tmp_path / "mechanism" / "training.py").write_text(code, "utf-8")
    return tmp_path


def run(*words: str, folder: Path | None = None, cwd: Path = ROOT) -> subprocess.CompletedProcess:
    named = {} if folder is None else {"ALLIANCES_FOLDER": str(folder)}
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**os.environ, **named},
    )


def test_everything_follows_from_the_one_file(own_folder):
    done = run("-c", USE, folder=own_folder)
    assert (done.stdout, done.returncode) == ("all follows\n", 0), done.stderr


def test_the_command_knows_it_by_its_folder(own_folder, tmp_path):
    told = run("-m", "sim", "--config-dir", str(own_folder), "--help").stdout
    assert "model.training_gain" in told or "training_gain" in told
    assert "policy.training" in told or "training of the partner's people" in told
    done = run(
        *("-m", "sim", "--config-dir", str(own_folder), "policy=balanced", "policy.training=0.5"),
        *("replications=2", "quarters=4", "figures=false", f"output={tmp_path / 'out'}"),
    )
    assert done.returncode == 0, done.stderr
    without = run("-m", "sim", "policy=balanced", "policy.training=0.5")
    assert without.returncode == 2
    assert "policy.training: no such key" in without.stderr


def test_a_file_that_cannot_be_imported_is_named(own_folder):
    file = own_folder / "mechanism" / "broken.py"
    file.write_text("import nothing_of_that_name\n", "utf-8")
    done = run("-m", "sim", "--config-dir", str(own_folder), "policy=balanced")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert f"{file}: cannot be imported: ModuleNotFoundError" in done.stderr


def test_policies_and_scenarios_of_ones_own_are_found(tmp_path):
    for group, name, text in (
        ("policy", "mine", "name: mine\ntitle: Mine\nabout: My own.\npush: 0.1\n"),
        (
            "scenario",
            "strike",
            "name: strike\ntitle: Strike\nabout: None sells.\nmarket: {2: 0.5}\n",
        ),
    ):
        (tmp_path / group).mkdir()
        (tmp_path / group / f"{name}.yaml").write_text(text, "utf-8")
    (tmp_path / "policy" / "patient.py").write_text(
        "from sim.policies.base import Policy\n\n\n"
        "class Patient(Policy):\n"
        "    name, title, about = 'patient', 'Patient', 'Waits.'\n\n"
        "    def decide(self, seen):\n"
        "        return {'relationship_share': 0.8 if seen.quarter < 2 else 0.4}\n",
        "utf-8",
    )
    done = run(
        *("-m", "sim", "--config-dir", str(tmp_path), "policies=[mine,patient,transactional]"),
        *("scenario=strike", "replications=4", "quarters=4", "workers=2", "figures=false"),
        f"output={tmp_path / 'out'}",
    )
    assert done.returncode == 0, done.stderr
    assert "Mine" in done.stdout
    assert "Patient" in done.stdout
