"""Bad input on the command line: everything wrong at once, by full key, and nothing written."""

import pytest

from sim.cli import app


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
        ("model.trust_gain=0.9", "model.trust_gain: 0.9 given; input should be less than or equal"),
        ("model.trust_gain=high", "model.trust_gain: 'high' given; input should be a valid number"),
        ("model.most_regions=2.5", "model.most_regions: 2.5 given"),
        ("policy=vts", "no policy 'vts' (did you mean vst?)"),
        ("scenario=pandemc", "did you mean pandemic?"),
        ("population=smal", "did you mean small?"),
        ("policies=[vst,balancd]", "policies: no policy 'balancd' (did you mean balanced?)"),
        ("policies=[vst,vst]", "policies: vst named twice"),
        ("baseline=nobody", "baseline: no policy 'nobody'"),
        ("rivals=nobody", "rivals: no policy 'nobody'"),
        ("replications=1", "replications: 1 given; input should be greater than or equal to 2"),
        ("replications=abc", "replications: 'abc' given"),
        ("seed=-1", "seed: -1 given"),
        ("ablate=[discount_rachet]", "did you mean discount_ratchet?"),
        ("scenario.disruption={30:0.5}", "quarter 30 given; this run has 1 to 20"),
        ("scenario.disruption={9:1.5}", "1.5 in quarter 9; must be from 0 to 1"),
        ("scenario.accounts=[0]", "accounts count from 1"),
        ("population.vendors=7", "must be a multiple of population.vendors_per_partner, 3"),
        ("population=csv", "population.path: missing"),
        ("model.lowest_discount=0.4", "must be under model.highest_discount"),
        ("name=../elsewhere", "name: '../elsewhere' given"),
        ("policy=vst,balanced", "a sweep needs -m"),
        ("nonsense", "arguments read key=value"),
    ],
)
def test_it_says_where_what_was_given_and_what_is_allowed(refused, argument, told):
    assert told in "\n".join(refused(argument))


def test_all_problems_show_at_once(refused):
    lines = refused("model.trust_gain=3", "replications=abc", "foo=1", "policy.push=2")
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
