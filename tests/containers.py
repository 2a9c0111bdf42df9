"""Processes with process ids of their own, as containers have: each takes itself for number 1."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
ALONE = ("unshare", "--pid", "--fork", "--kill-child", "--mount-proc")


@cache
def are_there() -> bool:
    """Return whether this machine lets us have some."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode == 0


def start(
    script: str, *words: object, contained: bool, path: Sequence[Path] = ()
) -> subprocess.Popen[str]:
    """Start a Python script, in a container or beside them; it reads and writes by lines."""
    return subprocess.Popen(
        [*(ALONE if contained else ()), sys.executable, "-c", script, *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, *path)))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
