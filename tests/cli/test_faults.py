"""Whatever goes wrong around a run ends in one sentence."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.cli import app
from sim.study import output
from sim.sweep import batch

QUICK = ("policy=vst", "replications=2", "quarters=12", "figures=false")
FULL = OSError(28, "No space left on device")


@pytest.fixture
def ended(tmp_path, monkeypatch, capsys):
    """Run the command in an empty folder; return its exit code, output and complaints."""

    def run(*arguments):
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr("sys.argv", ["alliances", *arguments])
        code = 0
        try:
            app.main()
        except SystemExit as left:
            code = left.code
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_a_full_disk_leaves_the_answer(ended, tmp_path, monkeypatch):
    _, whole, _ = ended(*QUICK)

    def full(*_):
        raise FULL

    monkeypatch.setattr(output, "copy_to_parquet", full)
    code, out, err = ended(*QUICK, "output=elsewhere")
    assert code == 1
    assert out == whole.split("\nFiles: ")[0]
    assert err == "cannot write: No space left on device; make room and start again\n"
    assert list((tmp_path / "elsewhere" / "headline").iterdir()) == []


def test_something_in_the_way_is_not_a_want_of_room(ended, monkeypatch):
    def in_the_way(*_):
        raise IsADirectoryError(21, "Is a directory", "there")

    monkeypatch.setattr(output, "copy_to_parquet", in_the_way)
    _, _, err = ended(*QUICK)
    assert err == "cannot write: there: Is a directory; see what is in its place and start again\n"


@pytest.mark.parametrize("place", ["results", "results/policy_map", "results/policy_map/store"])
def test_a_sweep_with_something_in_the_way(ended, tmp_path, place):
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).touch()
    code, _, err = ended("experiment=policy_map", "launcher=serial", "sweep.points=2")
    told = f"  results/policy_map/store: cannot be written ({place} is in the way)\n"
    assert (code, err) == (2, f"1 problem; nothing was run:\n{told}")


@pytest.mark.parametrize("place", ["out", "out/headline"])
def test_a_study_with_something_in_the_way(ended, tmp_path, place):
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).touch()
    code, _, err = ended(*QUICK, "output=out")
    assert code == 2
    assert re.fullmatch(
        "1 problem; nothing was run:\n  output: 'out/headline/[0-9a-f]{12}' given; "
        rf"cannot be written \({place} is in the way\)\n",
        err,
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("query", "nowhere", "select 1"), "nothing was answered"),
        (("verify", "nowhere"), "nothing was looked at"),
        (("read", "nowhere.csv"), "nothing was read"),
        (("template", "notes.txt"), "nothing was written"),
        (("policy=vstt",), "nothing was run"),
    ],
)
def test_a_refusal_says_what_was_not_done(ended, words, told):
    code, _, err = ended(*words)
    assert (code, err.splitlines()[0]) == (2, f"1 problem; {told}:")


@pytest.mark.parametrize("more", [(), ("half_width=0.1", "most_replications=4")])
def test_a_refusal_after_cells_have_run_says_that_they_are_kept(ended, monkeypatch, more):
    def fail(*_):
        raise RuntimeError("no")

    monkeypatch.setattr(batch, "_run_together", fail)
    words = ("launcher=serial", "sweep.points=2", "replications=2", *more)
    code, _, err = ended("experiment=policy_map", *words)
    assert code == 2
    assert err.splitlines()[-3:] == [
        "2 problems; what has finished is kept in results/policy_map/store:",
        "  sweep: no point of the design has all its cells",
        "  RuntimeError: no",
    ]


def test_stray_files_beside_the_results_are_left_alone(ended, tmp_path):
    _, out, _ = ended(*QUICK)
    name = out.rsplit("/", 1)[1].strip()
    for stray in (f".{name}.notes", f".{name}", ".hidden"):
        (tmp_path / "results/headline" / stray).touch()
    (tmp_path / f"results/headline/.{name}.folder").mkdir()
    assert ended(*QUICK)[0] == 0
    left = {path.name for path in (tmp_path / "results/headline").iterdir()}
    assert left >= {f".{name}.notes", f".{name}", ".hidden", f".{name}.folder", name}


def program(*words, cwd, **options):
    """Start the program as a user would, in a folder and session of its own."""
    environment = {
        **os.environ, "HOME": str(cwd / "home"), "TMPDIR": str(cwd / "tmp"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "MPLCONFIGDIR", "ALLIANCES_CACHE"):
        environment.pop(name, None)
    for folder in ("home", "tmp", "here"):
        (cwd / folder).mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "sim", *words],
        cwd=cwd / "here", env=environment | options.pop("env", {}), start_new_session=True,
        stderr=subprocess.PIPE, text=True, **options,
    )  # fmt: skip


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
@pytest.mark.parametrize("words", [("--help",), QUICK])
def test_an_output_that_is_full(tmp_path, words):
    with open("/dev/full", "w") as full:
        run = program(*words, cwd=tmp_path, stdout=full)
        assert run.communicate(timeout=60)[1] == (
            "standard output cannot be written: No space left on device\n"
        )
    assert run.returncode == 1


def test_an_output_that_is_closed_and_one_that_nobody_reads(tmp_path):
    run = program("--help", cwd=tmp_path, stdout=None, preexec_fn=lambda: os.close(1))
    assert run.communicate(timeout=60)[1] == ""
    assert run.returncode == 0
    reader, writer = os.pipe()
    os.close(reader)
    run = program("--help", cwd=tmp_path, stdout=writer)
    os.close(writer)
    assert run.communicate(timeout=60)[1] == ""
    assert run.returncode == 141


def test_files_are_written_under_the_output_and_one_cache(tmp_path):
    words = ("policy=vst", "replications=2", "quarters=12", "workers=2", "output=out")
    run = program(*words, cwd=tmp_path, stdout=subprocess.DEVNULL)
    assert (run.wait(60), run.communicate()[1]) == (0, "")
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["out"]
    assert [path.name for path in (tmp_path / "home").iterdir()] == [".cache"]
    assert [path.name for path in (tmp_path / "home/.cache").iterdir()] == ["alliances"]
    assert list((tmp_path / "tmp").iterdir()) == []


def test_the_cache_can_be_set(tmp_path):
    env = {"ALLIANCES_CACHE": str(tmp_path / "cache")}
    words = ("policy=vst", "replications=2", "quarters=12", "output=out")
    run = program(*words, cwd=tmp_path, stdout=subprocess.DEVNULL, env=env)
    assert (run.wait(60), run.communicate()[1]) == (0, "")
    assert list((tmp_path / "cache").iterdir())
    assert list((tmp_path / "home").iterdir()) == []


def begun(run):
    """Wait until our first lines have run: while Python itself starts, Ctrl-C is not ours.

    They are where SIGTERM is caught; what a process catches is told on Linux only.
    """
    status = Path(f"/proc/{run.pid}/status")
    while status.exists() and run.poll() is None:
        caught = re.search(r"SigCgt:\s*(\w+)", status.read_text())
        if int(caught[1], 16) >> (signal.SIGTERM - 1) & 1:
            return
        time.sleep(0.005)


@pytest.mark.parametrize("wait", [0, 0.2, 0.5, 1.0, 2.0])
@pytest.mark.parametrize("workers", [1, 2])
def test_an_interruption_at_any_moment_is_one_sentence(tmp_path, wait, workers):
    words = ("replications=30000", f"workers={workers}", "figures=false")
    run = program(*words, cwd=tmp_path, stdout=subprocess.DEVNULL)
    begun(run)
    time.sleep(wait)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to all processes of the group
    assert run.communicate(timeout=60)[1] == "stopped; nothing was written for this run\n"
    assert run.returncode == 130


def test_ctrl_c_is_an_exception_only_once_the_config_is_read(ended, monkeypatch):
    def leave(*_):
        pass

    def watched(*given, **more):
        heard.append(signal.getsignal(signal.SIGINT))
        return read(*given, **more)

    heard, read, before = [], app.read_command, signal.signal(signal.SIGINT, leave)
    monkeypatch.setattr(app, "read_command", watched)
    try:
        ended(*QUICK)
        assert (heard, signal.getsignal(signal.SIGINT)) == ([leave], signal.default_int_handler)
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize(
    ("word", "told"),
    [
        (
            "sweep.uncertainties.trust_gain=null",
            "sweep.uncertainties.trust_gain: None given; "
            "must be a list of values or a range {low: , high: }",
        ),
        (
            "sweep.levers.push=true",
            "sweep.levers.push: True given; must be a list of values or a range {low: , high: }",
        ),
        (
            "sweep.cells=[{push: null}]",
            "sweep.cells: None given; must be a number or a name (cells of the list design, "
            "each {policy: ..., lever or uncertainty: value})",
        ),
    ],
)
def test_what_no_axis_can_hold_is_said_once(ended, word, told):
    code, _, err = ended("experiment=policy_map", word)
    assert (code, err) == (2, f"1 problem; nothing was run:\n  {told}\n")


def test_every_value_that_no_axis_can_hold_is_said_once(ended):
    _, _, err = ended("experiment=policy_map", "sweep.uncertainties.trust_gain=[null,0.1,true]")
    first, second = err.splitlines()[1:]
    assert first.startswith("  sweep.uncertainties.trust_gain: None given; must be a number from")
    assert second.startswith("  sweep.uncertainties.trust_gain: True given; must be a number from")
