"""A sweep cut short at any moment and taken up again leaves the very bytes of one that was not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from small_sweep import contents
from trials import sweep

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.mark.parametrize(
    ("way", "trials"),
    [
        ("kill", 8),
        ("interrupt", 4),
        ("disk", 8),
        pytest.param("local-kill", 2, marks=pytest.mark.slow),
        pytest.param("local-interrupt", 2, marks=pytest.mark.slow),
        pytest.param("local-worker", 2, marks=pytest.mark.slow),
    ],
)
def test_nothing_is_lost(
    way: str, trials: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.sweep.batch.MOST_CELLS", 1)
    sweep(tmp_path / "whole", "serial")
    command = [sys.executable, str(HERE / "trials.py"), way, str(trials), str(tmp_path / "cut")]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{HERE}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    whole = contents(tmp_path / "whole")
    assert len(whole) == 2 * 18 + 1
    for trial in range(trials):
        assert contents(tmp_path / "cut" / str(trial)) == whole
    assert int(done.stdout) >= 0.5 * trials, "too few were cut short to tell"
