"""What a config costs is told before it is begun, and what cannot fit is refused."""

import re
import subprocess
import sys

import pytest
from omegaconf import OmegaConf

from sim.cli import app, cost, room
from sim.config.check import check
from sim.ensemble.doubt import WORLDS
from sim.ensemble.stored import stored_sets

PLAIN = {"policies": ["transactional", "vst"], "baseline": "transactional", "figures": False}


@pytest.fixture
def machine(monkeypatch):
    """A machine of 8 GB, 4 cores and 100 GB of free disk."""
    monkeypatch.setattr(room, "memory_of", lambda config: 8e9)
    monkeypatch.setattr(room, "room_of", lambda config: 100e9)
    monkeypatch.setattr(cost.os, "cpu_count", lambda: 4)
    for name in ("answer", "answer_sweep", "answer_search"):
        monkeypatch.setattr(app, name, lambda *_: pytest.fail("it was run"))


@pytest.fixture
def said(tmp_path, monkeypatch, capsys, machine):
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
        return code, printed.out, printed.err.splitlines()

    return run


@pytest.mark.parametrize("words", [(), ("-m", "seed=1,2")])
def test_a_dry_run_shows_what_is_understood_of_a_file(said, tmp_path, words):
    (tmp_path / "my.csv").write_text("name;revenue\nAcme;1.200\n", "utf-8")
    own = ("population.path=my.csv", "population.decimal=comma", "dry_run=true", "figures=false")
    code, out, err = said(*words, *own)
    assert (code, err) == (0, [])
    assert "my.csv: 1 partner read as follows" in out
    assert "- revenue: '1.200' is 1200, as population.decimal=comma says" in out
    assert not (tmp_path / "results").exists()


def test_a_dry_run_tells_and_writes_nothing(said, tmp_path):
    code, out, err = said("experiment=policy_map", "sweep.points=10", "dry_run=true")
    assert (code, err) == (0, [])
    assert out.splitlines()[0].split() == ["what", "at", "most", "there", "is"]
    told = [re.split(r"  +", line) for line in out.splitlines()[2:]]
    assert [row[0] for row in told] == [
        "cells", "worlds a cell", "alliance-quarters", "memory", "disk", "time", "processes",
    ]  # fmt: skip
    assert told[0][1] == f"{10 * 10 * 2 * 7:,}"
    assert told[1][1] == "50"
    assert told[2][1] == f"{1400 * 50 * 60 * 20:,}"
    assert told[6][1:] == ["4", "4 cores"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("experiment=policy_map", "sweep.points=1000000"),
            "memory: about SIZE needed, there is 8 GB; fewer points or replications, "
            "or sweep.answer=false to fill the store alone",
        ),
        (
            ("experiment=policy_map", "sweep.points=100000", "sweep.answer=false"),
            "disk: about SIZE needed, there is 100 GB for output=results; "
            "fewer cells or replications, or record=summary",
        ),
        (
            ("experiment=policy_map", "launcher.workers=100000"),
            "memory: about SIZE needed, there is 8 GB; at most 49 workers fit",
        ),
        (
            ("replications=1000000", "record=summary", "quarters=4", "workers=256"),
            "memory: about SIZE needed, there is 8 GB; at most 36 workers fit",
        ),
        (
            ("population.vendors=30000", "population.alliances_per_vendor=1000"),
            "memory: about SIZE needed, there is 8 GB; fewer vendors or alliances, "
            "or precision=single",
        ),
        (
            ("experiment=policy_map", "sweep.design=latin", "sweep.points=1000000",
             "sweep.answer=false", "sweep.uncertainties.negativity=[1,2,3,4,5,6]",
             "replications=2"),
            "memory: about SIZE needed, there is 8 GB; fewer points, or design=grid, which is "
            "planned as it runs",
        ),
        (("limits.cells=3",), "cells: 8 planned; limits.cells is 3"),
        (("limits.hours=0.001",), "time: about 10 seconds needed; limits.hours is 0.001"),
    ],
)  # fmt: skip
def test_what_cannot_fit_is_refused_with_the_figure_and_what_to_reduce(said, tmp_path, words, told):
    code, out, err = said(*words)
    assert (code, out) == (2, "")
    assert err[0].endswith("nothing was run:")
    assert told in re.sub(r"about [\d.,]+ .B needed", "about SIZE needed", "\n".join(err))
    assert list(tmp_path.iterdir()) == []


def test_the_limits_of_a_config_stand_before_those_of_the_machine(tmp_path):
    config = check({**PLAIN, "output": str(tmp_path), "limits": {"memory": 0.5, "disk": 0.25}})
    assert room.memory_of(config) == 0.5e9
    assert room.room_of(config) == 0.25e9


def test_what_a_store_has_is_room_for_the_same_sweep(tmp_path):
    config = check({**PLAIN, "output": str(tmp_path), "limits": {"disk": 0.25}})
    (tmp_path / "headline/store/cells").mkdir(parents=True)
    (tmp_path / "headline/store/cells/a.parquet").write_bytes(b"x" * 1000)
    assert room.room_of(config) == 0.25e9 + 1000


@pytest.mark.parametrize(
    ("files", "limits"),
    [
        ({"/proc/self/cgroup": "0::/box\n", "/sys/fs/cgroup/box/memory.max": "5000"}, [5000.0]),
        ({"/proc/self/cgroup": "0::/box\n", "/sys/fs/cgroup/box/memory.max": "max\n"}, []),
        (
            {"/proc/self/cgroup": "5:cpu:/\n4:memory:/box\n",
             "/sys/fs/cgroup/memory/box/memory.limit_in_bytes": "7000\n"},
            [7000.0],
        ),
        ({"/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/memory.max": "6000"}, [6000.0, 6000.0]),
        ({}, []),
    ],
)  # fmt: skip
def test_a_container_has_the_memory_of_its_group(monkeypatch, files, limits):
    def read(path, *rest):
        if str(path).replace("//", "/") not in files:
            raise FileNotFoundError
        return files[str(path).replace("//", "/")]

    monkeypatch.setattr(room.Path, "read_text", read)
    assert room._group_limits() == limits


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({}, 2 * 100 * 60 * 20),
        ({"population": {"vendors": 30, "alliances_per_vendor": 2}}, 2 * 100 * 60 * 20),
        ({"population": {"path": "abp_case.csv"}}, 2 * 100 * 3 * 20),
        ({"half_width": 0.1}, 2 * 3200 * 60 * 20),
        ({"sweep": {"uncertainties": {"vendors": [3, 9, 6]}}}, 6 * 100 * 90 * 20),
        ({"search": {"trials": 10, "fresh": 50, "scenarios": ["base"]}},
         (10 + 4 * 1.5) * 100 * 60 * 20),
    ],
)  # fmt: skip
def test_the_work_is_known_from_the_config(config, expected):
    assert cost.cost_of(check(PLAIN | config)).rows == expected


def test_asking_every_rule_set_takes_its_time():
    luck, rules = (cost.cost_of(check(PLAIN | {"doubt": x})) for x in ("luck", "rules"))
    rows = len(next(iter(stored_sets().values()))) * 2 * WORLDS * 60 * 20
    assert rules.seconds - luck.seconds == pytest.approx(rows * cost.SECONDS_PER_ROW)
    assert (rules.rows, rules.cells) == (luck.rows, luck.cells)


def test_a_multirun_takes_as_much_as_all_its_jobs():
    one = cost.cost_of(check(PLAIN))
    many = cost.cost_of(check(PLAIN), jobs=50)
    assert (many.cells, many.rows, many.disk) == (100, 50 * one.rows, 50 * one.disk)
    assert many.bytes == one.bytes + 50 * 2 * 100 * len(cost.OUTCOMES) * cost.PER_JUDGED


def test_memory_is_told_as_it_is_within_a_factor(tmp_path):
    """The estimate must be neither under the truth nor far over it."""
    words = ["replications=300", "record=alliances", "figures=false", f"output={tmp_path}"]
    # Not getrusage: its peak counts the process that a child was forked from.
    program = (
        "import sys\nfrom pathlib import Path\nfrom sim.cli import app\n"
        "sys.argv[1:] = " + repr(words) + "\napp.main()\n"
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    truth = 1024 * float(done.stdout.splitlines()[-1])
    headline = OmegaConf.load("configs/config.yaml").policies
    told = cost.cost_of(
        check({"policies": list(headline), "replications": 300, "record": "alliances",
               "figures": False})
    )  # fmt: skip
    disk = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    assert truth < told.bytes < 3 * truth
    assert disk < told.disk < 3 * disk


@pytest.mark.parametrize(
    ("count", "told"),
    [(1, "1e-06 MB"), (640e6, "640 MB"), (2.5e9, "2.5 GB"), (16e12, "16 TB"), (3e18, "3,000 PB")],
)
def test_sizes_are_for_people(count, told):
    assert room.size(count) == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.2, "1 seconds"), (89, "89 seconds"), (1500, "25 minutes"), (3 * 3600, "3 hours"),
     (48 * 3600, "2 days"), (4e9, "127 years")],
)  # fmt: skip
def test_times_are_for_people(seconds, told):
    assert room.duration(seconds) == told
