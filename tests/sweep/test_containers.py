"""Sweeps in containers, each of which takes itself for process 1, and one beside them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen

import containers
import pytest
from damages import Undamaged
from small_sweep import contents

from sim.base.problems import ProblemsError
from sim.sweep.store import Store

pytestmark = pytest.mark.skipif(
    not containers.are_there(), reason="no process ids of one's own here"
)

WORK = """
import os, sys, time
from pathlib import Path
from sim.base.problems import ProblemsError
from sim.sweep.store import Store
try:
    with Store(Path(sys.argv[1]), {"made_by": "a trial"}):
        print(os.getpid(), flush=True)
        sys.stdin.readline() or time.sleep(60)
except ProblemsError as error:
    print(*error.problems, flush=True)
"""


@contextmanager
def working(store: Path, *, contained: bool) -> Iterator[tuple[Popen[str], str]]:
    """Have somebody open a store until they are killed; give what they said."""
    process = containers.start(WORK, store, contained=contained)
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


def test_two_containers_and_a_host_take_turns(store: Path, whole: Undamaged) -> None:
    held = r"another sweep is writing to it \(owner .+, host .+, process 1, since .+ UTC\)"
    with working(store, contained=True) as (_, first):
        assert first == "1"
        with working(store, contained=True) as (_, second):
            assert second.startswith(f"{store}: another sweep is writing to it (owner ")
            assert ", process 1, since " in second
        with pytest.raises(ProblemsError, match=held):
            Store(store, {})
    assert whole.rerun(store) == (0, "")


def test_a_container_that_was_killed_stands_in_nobodys_way(store: Path, whole: Undamaged) -> None:
    half_written = store / "replications" / f".{'0' * 20}.part"
    with working(store, contained=True) as (_, said):
        assert said == "1"
        half_written.touch()
        (store / "running" / ("0" * 20)).touch()
    with working(store, contained=True) as (process, said):
        assert said == "1"
        process.communicate("\n", timeout=30)
    assert not half_written.exists()
    assert whole.rerun(store) == (0, "")
    assert contents(store) == whole.contents
