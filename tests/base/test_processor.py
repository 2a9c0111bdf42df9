"""The arithmetic of a machine: known by its levels, and by what functions come to."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.base import processor
from sim.base.processor import FUNCTIONS, arithmetic

ROOT = Path(__file__).parents[2]
LEVELS = np.show_config(mode="dicts")["SIMD Extensions"]["found"]  # type: ignore[index]


def under(**environment: str) -> str:
    """Return the arithmetic of another process."""
    done = subprocess.run(
        [sys.executable, "-c", "from sim.base.processor import arithmetic; print(arithmetic())"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_it_is_told_by_architecture_levels_and_a_hash() -> None:
    assert re.fullmatch(r"\w+ [\w+]+ [0-9a-f]{8}", arithmetic())


def test_it_is_the_same_in_another_process() -> None:
    assert under() == arithmetic()


@pytest.mark.skipif(not LEVELS, reason="numpy has but one level of vector code here")
def test_a_processor_with_less_vector_code_is_another() -> None:
    assert under(NPY_DISABLE_CPU_FEATURES=" ".join(LEVELS)) != arithmetic()


def test_the_last_bit_of_one_function_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = arithmetic()

    def rounded_otherwise(values: np.ndarray) -> np.ndarray:
        told = np.expm1(values)
        told[-1] = np.nextafter(told[-1], np.inf)
        return told

    changed = [rounded_otherwise if f is np.expm1 else f for f in FUNCTIONS]
    monkeypatch.setattr(processor, "FUNCTIONS", changed)
    other = arithmetic.__wrapped__()
    assert other != mine
    assert other.split()[:2] == mine.split()[:2]


def test_every_inexact_function_of_the_model_is_probed() -> None:
    exact = {"sqrt"}  # to the last bit by IEEE 754, and probed all the same
    inexact = "exp|exp2|expm1|log|log2|log10|log1p|sin|cos|tan|tanh|sinh|cosh|arctan|cbrt|hypot"
    used = {
        name
        for room in ("core", "market", "model", "policies", "run", "compare")
        for path in (ROOT / "sim" / room).rglob("*.py")
        for name in re.findall(rf"\bnp\.({inexact})\(", path.read_text("utf-8"))
    }
    assert {"exp", "expm1", "log1p"} <= used
    assert used <= {function.__name__ for function in FUNCTIONS} | exact
