"""Queries read a store, say what is mixed in it, and reach nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from damages import MARKS, parts_of
from small_sweep import contents, small

from sim.base.problems import ProblemsError
from sim.compare.outcomes import OUTCOMES
from sim.sweep import store as store_module
from sim.sweep.plan import plan
from sim.sweep.query import main
from sim.sweep.run import run_cells
from sim.sweep.store import Store


def refused(*arguments: object) -> str:
    with pytest.raises(ProblemsError) as error:
        main([*map(str, arguments)])
    [told] = error.value.problems
    return told


def test_a_question_is_answered(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(store), "select count(*) n from replications join cells using (cell)"])
    told = capsys.readouterr()
    assert "│    72 │" in told.out
    assert told.err == ""


def test_the_newest_store_is_asked(
    store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(store.parent)
    assert refused("from cells") == "query: no store under results; name one"
    (store.parent / "results" / "mine").mkdir(parents=True)
    store.rename(store.parent / "results" / "mine" / "store")
    main(["select count(*) from cells"])
    assert "18" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "query: '' given; there is no question in it"),
        (" ; ", "query: ' ; ' given; there is no question in it"),
        ("selec 1", 'query: Parser Error: syntax error at or near "selec"'),
        (
            "select proft from replications",
            'query: Binder Error: Referenced column "proft" not found in FROM clause! '
            'Candidate bindings: "profit"',
        ),
        (
            "select 1; select 2",
            "query: SELECT, SELECT given; one SELECT or EXPLAIN reads a store, "
            "--outside lifts that",
        ),
        ("set threads = 1", "query: SET given; one SELECT or EXPLAIN reads a store, --outside"),
        ("copy (select 1) to 'x.csv'", "query: COPY given; one SELECT"),
        ("create table t as select 1", "query: CREATE given; one SELECT"),
        ("attach 'x.db'", "query: ATTACH given; one SELECT"),
        ("from read_csv('/etc/passwd')", 'query: Permission Error: Cannot access file "/etc/'),
        (
            "from read_text('secret.txt')",
            'query: Permission Error: Cannot access file "secret.txt"',
        ),
        ("from glob('*')", 'query: Permission Error: Cannot access file "*"'),
        ("from 'https://127.0.0.1/x.parquet'", "query: "),
        ("from query('copy (select 1) to ''x''')", "query: Parser Error: Expected a single SELECT"),
    ],
)
def test_what_is_no_question_to_the_store_is_refused_in_a_sentence(
    store: Path, monkeypatch: pytest.MonkeyPatch, query: str, told: str
) -> None:
    monkeypatch.chdir(store.parent)
    (store.parent / "secret.txt").write_text("secret")
    before = contents(store.parent)
    said = refused(store, query)
    assert said.startswith(told)
    assert "\n" not in said
    assert contents(store.parent) == before


def test_no_part_can_be_written_over(store: Path) -> None:
    part = parts_of(store, "replications")[0]
    query = f"copy (from replications) to '{part}' (format parquet, use_tmp_file false)"
    assert refused(store, query).startswith("query: COPY given")


def test_a_flag_lifts_it(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    main(["--outside", str(store), f"copy (select count(*) n from cells) to '{out}'"])
    assert out.read_text() == "n\n18\n"


@pytest.mark.parametrize("table", ["cells", "replications"])
def test_a_damaged_store_is_not_asked(store: Path, table: str) -> None:
    part = parts_of(store, table)[0]
    part.write_bytes(part.read_bytes()[:-1])
    with pytest.raises(ProblemsError) as error:
        main([str(store), f"select count(*) from {table}"])
    assert error.value.problems[0] == (
        f"{store}/{table}/{part.name}: damaged: its bytes are not those that were written"
    )


def test_a_table_is_looked_at_however_it_is_named(store: Path) -> None:
    part = parts_of(store, "replications")[0]
    part.write_bytes(part.read_bytes()[:-1])
    for query in ("from query_table('replications')", "from Query('from REPLICATIONS')"):
        with pytest.raises(ProblemsError, match="damaged"):
            main([str(store), query])
    hidden = "from query('from repli' || 'cations')"
    assert refused(store, hidden).startswith("query: Catalog Error: Table with name replications")
    main([str(store), "select count(*) from cells"])


def test_what_is_mixed_is_said(
    store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:

    monkeypatch.setattr("sim.sweep.cell.code_version", lambda: "another")
    for name in ("code_version", "arithmetic"):
        monkeypatch.setattr(store_module, name, lambda: "another")
    monkeypatch.setitem(OUTCOMES, "twice", OUTCOMES["profit"])
    planned = plan(small())
    with Store(store, MARKS) as opened:
        run_cells(opened, planned.base, planned.cells, planned.count)
    assert capsys.readouterr().err.startswith(f"{store}: 18 cells that other code or another kind")
    main([str(store), "select count(*) n, count(twice) m from replications"])
    told = capsys.readouterr()
    assert told.err.splitlines() == [
        "note: replications.twice is in 1 of 7 parts, and NULL elsewhere",
        "note: cells of 2 versions of the code are in this store; cells.code tells them apart",
        "note: cells of 2 kinds of processor are in this store; cells.arithmetic tells them apart",
    ]
    assert "│   144 │    72 │" in told.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "query: '' given; reads: query [--outside] [STORE] \"SQL\""),
        (["--out", "x"], "query: '--out x' given; reads: query [--outside] [STORE] \"SQL\""),
        (["nowhere", "select 1"], "nowhere: no store; it would have a folder cells"),
    ],
)
def test_a_wrong_word_is_said(arguments: list[str], told: str) -> None:
    assert refused(*arguments) == told


def test_a_store_without_an_ended_cell(tmp_path: Path) -> None:
    with Store(tmp_path, MARKS):
        pass
    assert refused(tmp_path, "from cells") == f"{tmp_path}: no cell has ended yet"
