"""The command answers: table, sentences and files; the same config, the same bytes."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace

import duckdb
import pytest
import yaml

from sim.__main__ import name_own_folder
from sim.base.paths import OWN
from sim.cli import app
from sim.cli.groups import GROUPS, options
from sim.config.schema import known_keys

QUICK = ("replications=3", "quarters=12", "figures=false")


@pytest.fixture
def answered(tmp_path, monkeypatch, capsys):
    """Run the command in an empty folder; return what it printed and the results' folder."""

    def run(*arguments, into="results"):
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr("sys.argv", ["alliances", *arguments, f"output={into}"])
        app.main()
        printed = capsys.readouterr().out
        files = printed.rsplit("Files: ", 1)[1].strip().splitlines()[0]
        return printed, tmp_path / files

    return run


def test_the_headline_compares_status_quo_and_seven_policies(answered):
    printed, folder = answered(*QUICK)
    for title in ("Transactional", "Relationship first", "Balanced", "VST", "Segmented"):
        assert f"\n{title} " in printed
    for heading in (
        "profit",
        "vs baseline",
        "NPV at 8%",
        "lowest cash",
        "trust",
        "margin",
        "discount",
        "lost or demoted",
    ):
        assert heading in printed.splitlines()[2]
    rows = (folder / "summary.csv").read_text().splitlines()
    assert len(rows) == 1 + 8


def test_the_same_config_and_seed_give_the_same_bytes(answered):
    _, one = answered(*QUICK, "record=alliances", into="one")
    _, two = answered(*QUICK, "record=alliances", into="two")
    assert one.name == two.name
    names = sorted(path.name for path in one.iterdir())
    assert {"quarters.parquet", "alliances.parquet", "summary.csv", "config.yaml"} <= set(names)
    for name in names:
        assert (one / name).read_bytes() == (two / name).read_bytes(), name


def test_another_seed_is_another_id_and_other_numbers(answered):
    _, one = answered(*QUICK, "policy=vst")
    _, two = answered(*QUICK, "policy=vst", "seed=2")
    assert one.name != two.name
    assert (one / "summary.csv").read_bytes() != (two / "summary.csv").read_bytes()


@pytest.mark.parametrize(
    "words",
    [
        ("policy=vst", "policy.push=0.3", "scenario=pandemic", "model.trust_gain=0.2"),
        ("policy=status_quo", "partners=opportunistic", "record=alliances"),
        ("partners=opportunistic", "model.low_value=0.1", "ablate=[discount_ratchet]"),
        ("population=abp_case", "scenario=abp_case", "policies=[vst,adaptive]", "rivals=balanced"),
        ("policy=vst", "half_width=0.5", "most_replications=8", "precision=single"),
        ("experiment=policy_map", "sweep.points=2", "launcher=serial", "policies=[vst]"),
        ("experiment=best_policy", "search.trials=4", "search.fresh=2", "launcher=serial"),
    ],
)
def test_the_saved_config_runs_the_same_study_again(answered, words):
    _, one = answered(*words, *QUICK, into="one")
    _, two = answered("--config-dir", str(one), into="two")
    assert (one.name, contents(one)) == (two.name, contents(two))
    assert set(yaml.safe_load((one / "config.yaml").read_text())) <= set(known_keys())


def contents(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_words_change_a_saved_config(answered):
    _, one = answered(*QUICK, "policy=vst", "model.trust_gain=0.2", into="one")
    _, two = answered("--config-dir", str(one), "seed=2", into="two")
    before, after = (yaml.safe_load((f / "config.yaml").read_text()) for f in (one, two))
    assert after == before | {"seed": 2}


def test_the_config_that_would_run_is_the_one_that_is_saved(answered, capsys, monkeypatch):
    _, folder = answered(*QUICK, "policy=vst", "scenario=pandemic")
    words = ["alliances", "--cfg", "job", *QUICK, "policy=vst", "scenario=pandemic"]
    monkeypatch.setattr("sys.argv", words)
    app.main()
    assert capsys.readouterr().out == (folder / "config.yaml").read_text()


def job(monkeypatch, capsys, *words):
    """Return the config that words make."""
    monkeypatch.setattr("sys.argv", ["alliances", "--cfg", "job", *words])
    app.main()
    return yaml.safe_load(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("words", "low_value"),
    [
        ((), 0.1),
        (("partners=opportunistic",), 0.05),
        (("partners=opportunistic", "model.low_value=0.1"), 0.1),
        (("partners=opportunistic", "model.low_value=0.3"), 0.3),
        (("partners=opportunistic", "partners.low_value=0.2"), 0.2),
    ],
)
def test_a_value_that_is_set_stands_before_the_partners_own(monkeypatch, capsys, words, low_value):
    assert job(monkeypatch, capsys, *words)["model"]["low_value"] == low_value


def test_a_value_takes_the_place_of_what_a_file_has_there(monkeypatch, capsys):
    told = job(monkeypatch, capsys, "scenario=pandemic", "scenario.market={5: 0.5}")
    assert told["scenario"]["market"] == {5: 0.5}
    words = ("experiment=policy_map", "sweep.uncertainties.trust_gain=[0.1,0.2]")
    axes = job(monkeypatch, capsys, *words)["sweep"]["uncertainties"]
    assert axes["trust_gain"] == [0.1, 0.2]
    assert axes["joint_potential"] == {"low": 0.0, "high": 1.0}
    words = ("experiment=policy_map", "sweep.uncertainties={trust_gain: [0.1]}")
    axes = job(monkeypatch, capsys, *words)["sweep"]["uncertainties"]
    assert axes == {"trust_gain": [0.1]}


def test_what_a_file_has_can_be_taken_away(monkeypatch, capsys):
    words = ("experiment=policy_map", "~sweep.uncertainties.trust_gain")
    axes = job(monkeypatch, capsys, *words)["sweep"]["uncertainties"]
    assert list(axes) == ["joint_potential", "scenario"]


def test_the_environment_is_read_once_and_what_it_said_is_saved(monkeypatch, capsys):
    monkeypatch.setenv("PLACE", "here")
    assert job(monkeypatch, capsys, "name=${oc.env:PLACE}")["name"] == "here"


def test_provenance_says_what_made_it_and_no_path(answered, tmp_path):
    _, folder = answered(*QUICK)
    told = json.loads((folder / "provenance.json").read_text())
    assert told["seed"] == 1
    assert told["config_sha256"].startswith(folder.name)
    assert "numpy" in told["packages"]
    assert str(tmp_path) not in (folder / "provenance.json").read_text()


def test_quarterly_results_are_there_for_every_policy_world_and_quarter(answered):
    _, folder = answered(*QUICK, "policies=[vst,balanced]")
    counted = duckdb.sql(
        f"select policy, count(*), min(quarter), max(quarter) "
        f"from '{folder / 'quarters.parquet'}' group by policy order by policy"
    ).fetchall()
    assert counted == [(name, 36, 1, 12) for name in ("balanced", "status_quo", "vst")]


def test_a_run_to_the_same_place_at_the_same_time_loses_nothing(tmp_path):
    command = [sys.executable, "-m", "sim", *QUICK, "policies=[vst]", f"output={tmp_path}"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [run.wait(60) for run in runs] == [0, 0, 0]
    assert len({run.communicate()[0] for run in runs}) == 1
    (folder,) = (tmp_path / "headline").iterdir()
    assert (folder / "summary.csv").exists()


def test_an_interrupted_run_leaves_nothing(tmp_path):
    command = [sys.executable, "-m", "sim", "replications=20000", f"output={tmp_path}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as run:
        try:
            while not any(path.is_dir() for path in tmp_path.glob("headline/.*")):
                assert run.poll() is None, run.communicate()[1]
                time.sleep(0.05)
            run.send_signal(signal.SIGINT)
            assert "Traceback" not in run.communicate(timeout=60)[1]
        finally:
            run.kill()
    assert run.returncode == 130
    assert list((tmp_path / "headline").iterdir()) == []


def test_a_killed_run_is_cleared_away_by_the_next(tmp_path, answered):
    _, folder = answered(*QUICK, "policies=[vst]")
    left = folder.with_name(f".{folder.name}.0123456789abcdef")
    left.mkdir()
    left.with_name(f"{left.name}.lease").touch()
    answered(*QUICK, "policies=[vst]")
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_dollar_in_a_name_is_a_dollar(answered, tmp_path):
    (tmp_path / "mine.csv").write_text("name\nUS$ 5% & Co$\n$x_1^2$\n", "utf-8")
    _, folder = answered(
        "population=csv", "population.path=mine.csv", "replications=3", "policies=[vst]"
    )
    assert "US$ 5% &amp; Co$" in (folder / "report.html").read_text("utf-8")


def test_a_policy_file_changed_is_another_result(answered, monkeypatch):
    from sim.policies import Preset, find
    from sim.study import provenance

    _, one = answered(*QUICK, "policies=[vst]")
    changed = Preset("vst", replace(find("vst").levers, push=0.5))
    monkeypatch.setattr(provenance, "find", lambda name: changed if name == "vst" else find(name))
    _, two = answered(*QUICK, "policies=[vst]")
    assert one.name != two.name


def test_no_git_on_the_machine_is_no_obstacle(answered, monkeypatch):
    from sim.study import provenance

    provenance.git_state.cache_clear()
    monkeypatch.setenv("PATH", "/nowhere")
    _, folder = answered(*QUICK, "policies=[vst]")
    provenance.git_state.cache_clear()
    assert json.loads((folder / "provenance.json").read_text())["git"] == ""


def test_a_policy_with_changed_levers_is_named_so(answered):
    printed, _ = answered(*QUICK, "policy=vst", "policy.push=0.3")
    assert "VST (push=0.3)" in printed


def test_a_sweep_runs_a_cell_a_job(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        "sys.argv", ["alliances", "-m", "policy=vst,balanced", "population=small", *QUICK]
    )
    app.main()
    printed = capsys.readouterr().out
    assert printed.count("done: ") == 2
    assert printed.count("Files: ") == 1
    assert len(list((tmp_path / "results" / "headline").iterdir())) == 2 + 1


def test_help_lists_every_option_and_key_with_units(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["alliances", "--help"])
    app.main()
    text = capsys.readouterr().out
    for group in GROUPS:
        for option in options(group):
            assert f"{group}={option}" in text
    for key in known_keys():
        label = key.split(".")[-1] in ("name", "title", "about")
        assert label or key.split(".")[-1] in text
    assert "k€/q" in text
    assert "0.01 to 0.4" in text
    assert "cannot be read" not in text


@pytest.mark.parametrize("group", ["scenario", "population", "policy", "partners"])
def test_every_option_runs(answered, tmp_path, group):
    (tmp_path / "mine.csv").write_text("name\nAcme\nBolt\n", "utf-8")
    for option in options(group):
        path = ["population.path=mine.csv"] if option == "csv" else []
        few = [] if group == "policy" else ["policies=[vst]"]
        printed, _ = answered(f"{group}={option}", *path, *few, *QUICK)
        assert "VST" in printed or group == "policy"


@pytest.mark.parametrize("experiment", sorted(set(options("experiment")) - {"plausible"}))
def test_every_experiment_runs_small(answered, experiment):
    printed, folder = answered(f"experiment={experiment}", *QUICK)
    assert "profit [95%]" in printed
    assert list(folder.glob("*.csv"))


def test_an_ensemble_of_too_few_sets_is_told_with_what_was_measured(tmp_path, monkeypatch, capsys):
    pytest.importorskip("sklearn")
    small = {"first": 16, "waves": 1, "candidates": 8, "worlds": 1, "fresh": 1, "steps": 5}
    words = [f"ensemble.{key}={value}" for key, value in small.items()]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["alliances", "experiment=plausible", *words])
    with pytest.raises(SystemExit) as left:
        app.main()
    printed = capsys.readouterr()
    assert left.value.code == 2
    head, _, sets, *_ = (line.split() for line in printed.out.splitlines())
    assert (head, sets) == (["met", "by", "wave", "1", "filter"], ["sets", "16", "8"])
    assert re.fullmatch(
        r"  ensemble\.sets: 600 wanted, \d of 8 candidates meet every target; raise "
        r"ensemble\.candidates: what is measured is kept",
        printed.err.splitlines()[1],
    )
    parts = sorted(path.name for path in tmp_path.glob("results/ensemble/parts/*/*"))
    assert parts[:2] == ["filter_00000.npz", "wave1_00000.npz"]


def test_the_module_runs_as_a_program(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "sim", *QUICK, "policies=[vst]", f"output={tmp_path}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "VST" in done.stdout
    assert done.stderr == ""


@pytest.mark.slow
def test_the_command_without_a_word_gives_the_answer_of_the_start_page(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "sim"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert (
        "Relationship first is behind Transactional first, by 283 k€ at its deepest" in done.stdout
    )
    (report,) = tmp_path.glob("results/headline/*/report.html")
    assert done.stdout.endswith(f"Report: {report.relative_to(tmp_path)}\n")


def test_the_own_folder_is_named_by_either_form_of_the_flag(monkeypatch, tmp_path):
    for words, named in [
        ([], None),
        (["policy=vst", "--config-dir"], ""),
        (["--config-dir", str(tmp_path), "policy=vst"], str(tmp_path)),
        ([f"--config-dir={tmp_path}"], str(tmp_path)),
        (["-cd", str(tmp_path)], str(tmp_path)),
    ]:
        monkeypatch.delenv(OWN, raising=False)
        name_own_folder(words)
        assert os.environ.get(OWN) == named, words
    monkeypatch.delenv(OWN)
    (tmp_path / "config.yaml").touch()
    name_own_folder(["--config-dir", str(tmp_path)])
    assert OWN not in os.environ


def test_the_first_line_says_what_differs_from_the_market_it_names(answered):
    usual, _ = answered("policy=vst", "replications=2", "figures=false")
    other, _ = answered("policy=vst", "population.vendors=9", "replications=2", "figures=false")
    assert "here" not in usual.splitlines()[0]
    assert "here vendors=9;" in other.splitlines()[0]


def test_the_advice_says_the_days_of_the_capacity_that_was_set(answered):
    printed, _ = answered(*QUICK, "population=example", "model.capacity_days=20")
    assert "keep on (Status quo), invest (10 relationship and 10 selling days a" in printed
    assert "maintain (3 relationship and 10 selling days a quarter) and leave" in printed
