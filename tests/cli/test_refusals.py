"""Bad input on the command line: everything wrong at once, by full key, and nothing written."""

import shutil

import pytest

from sim.cli import app, groups, overrides
from sim.cli import help as cli_help


@pytest.fixture
def refused(tmp_path, monkeypatch, capsys):
    """Run the command and return its exit code, its complaints, and what it wrote."""

    def run(*arguments):
        monkeypatch.chdir(tmp_path)
        before = sorted(tmp_path.rglob("*"))
        monkeypatch.setattr("sys.argv", ["alliances", *arguments])
        with pytest.raises(SystemExit) as left:
            app.main()
        printed = capsys.readouterr()
        assert left.value.code == 2
        assert "Traceback" not in printed.err
        assert printed.out == ""
        assert sorted(tmp_path.rglob("*")) == before
        return printed.err.splitlines()

    return run


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("model.trust_gian=0.2", "did you mean model.trust_gain?"),
        ("trust_gain=0.2", "did you mean model.trust_gain?"),
        (
            "model.trust_gain=0.9",
            "0.9 given; must be a number from 0.01 to 0.4 [1/q] (trust gained",
        ),
        (
            "model.trust_gain=high",
            "model.trust_gain: 'high' given; must be a number from 0.01 to 0.4",
        ),
        ("model.most_regions=2.5", "model.most_regions: 2.5 given"),
        ("policy=vts", "no policy 'vts' (did you mean vst?)"),
        ("scenario=pandemc", "did you mean pandemic?"),
        ("population=smal", "did you mean small?"),
        ("policies=[vst,balancd]", "policies: no policy 'balancd' (did you mean balanced?)"),
        ("policies=[vst,vst]", "policies: vst named twice"),
        ("baseline=nobody", "baseline: no policy 'nobody'"),
        ("rivals=nobody", "rivals: no policy 'nobody'"),
        ("replications=1", "replications: 1 given; must be greater than or equal to 2"),
        ("replications=abc", "replications: 'abc' given"),
        ("seed=-1", "seed: -1 given"),
        ("ablate=[discount_rachet]", "did you mean discount_ratchet?"),
        ("scenario.disruption={30:0.5}", "quarter 30 given; this run has 1 to 20"),
        ("scenario.disruption={9:1.5}", "1.5 in quarter 9; must be from 0 to 1"),
        ("scenario.accounts=[0]", "accounts count from 1"),
        ("population.vendors=7", "must be a multiple of population.vendors_per_partner, 3"),
        ("population=csv", "population.path: missing"),
        ("model.lowest_discount=0.4", "must be under highest_discount"),
        ("name=../elsewhere", "name: '../elsewhere' given"),
        ("policy=vst,balanced", "a sweep needs -m"),
        ("nonsense", "arguments read key=value"),
        ("=3", "arguments read key=value"),
        ("seed=interval(1,2)", "seed: 'interval(1,2)' given; must be a whole number"),
        ("policy@foo=vst", "arguments read key=value"),
        ("policy=[vst,balanced]", "one policy at a time"),
        ("policies=vst", "policies: 'vst' given; must be a list, as in [a,b]"),
        ("policy.push=0.5", "choose one, as in policy=vst"),
        ("model.trust_gain=nan", "model.trust_gain: nan given; must be a number from 0.01"),
        ("name=a/b", "name: 'a/b' given; must be letters, digits, _ and -"),
        ("precision=half", "precision: 'half' given; must be 'single' or 'double'"),
        ("seed=${nowhere}", "a value cannot be worked out"),
        ("population.culture=0.5", "population.culture: given without population.path"),
        ("hydra.run.dir=there", "hydra.run.dir: Hydra's own settings are not taken; output= says"),
        ("hydra.launcher._target_=os.system", "hydra.launcher._target_: Hydra's own settings"),
        ("hydra/launcher=joblib", "hydra/launcher: Hydra's own settings are not taken"),
        ("name=${oc.env:NOT_SET_ANYWHERE}", "Environment variable 'NOT_SET_ANYWHERE' not found"),
        ("~model.trust_gain", "~model.trust_gain: nothing is set there"),
        ("--info", "--info: no such flag; there are -m, --cfg job, --config-dir FOLDER and --help"),
        ("--cfg=all", "--cfg=all: 'all' given; flags are"),
        ("--config-dir=nowhere", "--config-dir: 'nowhere' given; has neither config.yaml"),
        (f"ablate={'[' * 1500}{']' * 1500}", "[[[...' given; nested too deeply"),
    ],
)
def test_it_says_where_what_was_given_and_what_is_allowed(refused, argument, told):
    assert told in "\n".join(refused(argument))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("seed=1", "seed=2"), "seed: given twice"),
        (("policy=vst", "policies=[balanced]"), "policy and policies: both given"),
        (("policy=status_quo", "policy.push=0.2"), "status_quo decides its levers itself"),
        (("population=csv", "population.path=null"), "population.path: missing"),
        (("-m", "policy=glob(zzz*)"), "matches none of"),
        (("population=csv", "population.path=nope.csv", "seed=-1"), "nope.csv"),
        (("population=csv", "population.path=nope.csv", "seed=-1"), "seed: -1 given"),
        (("population=csv", "population.path=Böse (alt).csv"), "Böse (alt).csv"),
    ],
)
def test_words_that_do_not_go_together(refused, arguments, told):
    assert told in "\n".join(refused(*arguments))


def test_all_problems_show_at_once(refused):
    lines = refused(
        "policy=vst", "model.trust_gain=3", "replications=abc", "foo=1", "policy.push=2"
    )
    assert lines[0].startswith("4 problems")
    for key in ("model.trust_gain", "replications", "foo", "policy.push"):
        assert any(line.strip().startswith(f"{key}:") for line in lines)


def test_a_wrong_choice_hides_no_wrong_value(refused):
    text = "\n".join(refused("policy=vts", "policy.push=2", "model.trust_gain=3"))
    for told in ("did you mean vst?", "policy.push: 2 given", "model.trust_gain: 3 given"):
        assert told in text


def test_every_value_of_a_sweep_is_checked_first(refused):
    assert "policy.push: 7 given" in "\n".join(refused("-m", "policy=vst", "policy.push=0,0.5,7"))


def test_accounts_that_the_focal_vendor_has_not(refused):
    lines = refused("scenario.killed={9:1.0}", "scenario.accounts=[99]", "replications=2")
    assert "the focal vendor has accounts 1 to 10" in "\n".join(lines)


def test_a_folder_that_cannot_be_written(refused, tmp_path):
    (tmp_path / "taken").write_text("a file")
    lines = refused("output=taken", "replications=2", "figures=false")
    assert "output:" in lines[1]
    assert "cannot be written" in lines[1]


def test_a_portfolio_with_several_faults_names_row_and_column(refused, tmp_path):
    faulty = tmp_path / "mine.csv"
    faulty.write_text("name,score,trust\nAcme,140,0.5\nAcme,55,lots\n", "utf-8")
    text = "\n".join(refused("population=csv", f"population.path={faulty}"))
    for word in ("row 2", "140", "row 3", "Acme", "lots"):
        assert word in text


def test_a_portfolio_that_is_not_there(refused):
    assert "nowhere.csv" in "\n".join(refused("population=csv", "population.path=nowhere.csv"))


@pytest.fixture
def own_configs(tmp_path_factory, monkeypatch):
    """A copy of the configs that a test may spoil."""
    from sim import policies
    from sim.base import paths

    folder = tmp_path_factory.mktemp("own") / "configs"
    shutil.copytree(paths.config_folder(), folder)
    for module in (paths, policies, overrides, groups, app, cli_help):
        if hasattr(module, "config_folder"):
            monkeypatch.setattr(module, "config_folder", lambda: folder)
    for cached in (policies.preset_files, policies.find):
        cached.cache_clear()
    yield folder
    for cached in (policies.preset_files, policies.find):
        cached.cache_clear()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: vst\npush: 0.2\n", "name: 'vst' given; must be mine"),
        ("name: mine\npush: 3\n", "push: 3 given; must be from 0 to 1"),
        ("name: mine\npush: abc\n", "push: 'abc' given; must be a number"),
        ("name: mine\npushh: 0.2\n", "no lever 'pushh' (did you mean push?)"),
        ("- a\n- b\n", "must give name, title, about and levers"),
        ("name: [\n", "cannot be read"),
    ],
)
def test_a_policy_file_is_checked_wherever_it_is_named(refused, own_configs, text, told):
    (own_configs / "policy" / "mine.yaml").write_text(text, "utf-8")
    assert f"policies: configs/policy/mine.yaml: {told}" in "\n".join(refused("policies=[mine]"))
    assert "mine.yaml: " in "\n".join(refused("policies=[vst]", "baseline=mine"))
    assert "mine" in cli_help.help_text()


BOMB = "a0: &a0 [1, 1]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BOMB, " values; at most 100,000"),
        (f"a: {'[' * 1500}", "cannot be read: nested too deeply"),
        ("&a [*a]", "cannot be read: nested too deeply"),
    ],
)
@pytest.mark.parametrize("group", ["policy", "partners", "population", "scenario", "experiment"])
def test_a_file_that_would_take_all_memory_is_refused(refused, own_configs, text, told, group):
    (own_configs / group / "mine.yaml").write_text(text, "utf-8")
    (problem,) = refused(f"{group}=mine")[1:]
    assert problem.startswith(f"  configs/{group}/mine.yaml: ")
    assert problem.endswith(told)


def test_a_saved_config_takes_values_and_no_files(refused, tmp_path):
    (tmp_path / "config.yaml").write_text("policies: [vst]\n", "utf-8")
    told = refused("--config-dir=.", "scenario=pandemic")[1]
    assert told == "  scenario=pandemic: a saved config is complete; set its values one by one"


@pytest.mark.parametrize(("text", "told"), [("[1]", "must give keys and"), (BOMB, "values; at")])
def test_a_saved_config_is_checked(refused, tmp_path, text, told):
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    assert told in refused("--config-dir", ".")[1]


def test_too_many_jobs_are_refused(refused):
    told = refused("-m", "seed=range(1,1000000000000)")[1]
    assert told == "  -m: over 1,000 jobs; for more there are sweeps: docs/sweeps.md"


@pytest.mark.parametrize("text", ["", "name: other\n", "name: [\n"])
def test_a_scenario_file_is_checked(refused, own_configs, text):
    (own_configs / "scenario" / "mine.yaml").write_text(text, "utf-8")
    assert "configs" in "\n".join(refused("scenario=mine"))
    assert "mine" in cli_help.help_text()
