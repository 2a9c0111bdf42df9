"""Results are staged: whole or not at all, and nobody takes another's stage for a dead one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen

import containers
import pytest

from sim.base.problems import ProblemsError
from sim.study.output import staged

WORK = """
import os, sys, time
from pathlib import Path
from sim.study.output import staged
with staged(Path(sys.argv[1])) as stage:
    (stage / "who").write_text(sys.argv[2])
    print(os.getpid(), flush=True)
    sys.stdin.readline() or time.sleep(60)
"""


@contextmanager
def working(folder: Path, who: str, *, contained: bool) -> Iterator[Popen[str]]:
    """Have somebody write to a folder's stage until told to end."""
    process = containers.start(WORK, folder, who, contained=contained)
    assert process.stdout is not None
    try:
        assert process.stdout.readline().strip() == ("1" if contained else str(process.pid))
        yield process
    finally:
        process.kill()
        process.communicate()


def finish(process: Popen[str]) -> None:
    _, told = process.communicate("\n", timeout=30)
    assert (process.returncode, told) == (0, "")


def hidden(folder: Path) -> list[str]:
    return [path.name for path in folder.parent.iterdir() if path.name.startswith(".")]


needs_containers = pytest.mark.skipif(
    not containers.are_there(), reason="no process ids of one's own here"
)


@needs_containers
def test_a_container_beside_a_run_leaves_its_stage_alone(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    with (
        working(folder, "host", contained=False) as host,
        working(folder, "first", contained=True) as first,
        working(folder, "second", contained=True) as second,
    ):
        assert len(hidden(folder)) == 3 * 2
        for process, who in ((first, "first"), (host, "host"), (second, "second")):
            finish(process)
            assert (folder / "who").read_text() == who
    assert hidden(folder) == []


@needs_containers
def test_a_container_that_was_killed_stands_in_nobodys_way(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    with working(folder, "killed", contained=True):
        pass
    assert len(hidden(folder)) == 2
    with working(folder, "next", contained=True) as process:
        assert len(hidden(folder)) == 2
        finish(process)
    assert (folder / "who").read_text() == "next"
    assert hidden(folder) == []


def test_strange_hidden_files_are_not_ours(tmp_path: Path) -> None:
    for name in (
        ".run.DS_Store",
        ".run.1",
        ".run.0123456789abcdef",
        ".runs.0123456789abcdef.lease",
    ):
        (tmp_path / name).write_text("not ours")
    with staged(tmp_path / "run") as stage:
        (stage / "who").write_text("me")
    assert (tmp_path / "run" / "who").read_text() == "me"
    assert len(hidden(tmp_path / "run")) == 4


def test_a_run_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FloatingPointError), staged(tmp_path / "run"):
        raise FloatingPointError
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_its_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("a file")
    with pytest.raises(ProblemsError) as refused, staged(tmp_path / "run"):
        raise AssertionError
    told = (
        f"output: {str(tmp_path / 'run')!r} given; cannot be written (there is a file of that name)"
    )
    assert refused.value.problems == [told]
