"""What a store says of itself, to the letter: whole, damaged, mended, of another schema."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from damages import MARKS, Undamaged, parts_of
from small_sweep import contents, small

from sim.base.lease import Lease
from sim.base.problems import ProblemsError
from sim.compare.outcomes import OUTCOMES
from sim.sweep import examine as examine_module
from sim.sweep import parts
from sim.sweep.batch import Batch
from sim.sweep.checked import read_outcomes_of
from sim.sweep.plan import plan
from sim.sweep.read import read_outcomes
from sim.sweep.run import run_cells
from sim.sweep.store import Store
from sim.sweep.verify import main


def place(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def verified(
    capsys: pytest.CaptureFixture[str], *arguments: object, code: int | None = None
) -> list[str]:
    """Return the lines that the command prints, and check how it ends."""
    if code is None:
        main([*map(str, arguments)])
    else:
        with pytest.raises(SystemExit) as left:
            main([*map(str, arguments)])
        assert left.value.code == code
    return capsys.readouterr().out.splitlines()


def test_a_whole_store(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(store)
    assert verified(capsys, store, code=0) == [
        f"{store}: 18 cells done and 0 failed, in 6 whole batches",
        "nothing is damaged or missing",
    ]
    assert verified(capsys, store, "--mend")[-1] == "nothing is damaged or missing"
    assert contents(store) == before


def test_faults_are_named_and_mended(
    store: Path, whole: Undamaged, capsys: pytest.CaptureFixture[str]
) -> None:
    flipped, gone, _, _, copied, unnamed = parts_of(store, "replications")
    flipped.write_bytes(b"x" + flipped.read_bytes()[1:])
    gone.unlink()
    [ledger] = store.glob(f"cells/{unnamed.name.partition('-')[0]}-*")
    ledger.unlink()
    copy = copied.with_name(f"{'0' * 20}-{copied.name.partition('-')[2]}")
    shutil.copy(copied, copy)
    (store / "cells" / "notes.txt").write_text("mine")
    foreign = parts_of(whole.foreign, "cells")[0]
    shutil.copy(foreign, store / "cells")
    (store / "README").write_text("mine")
    lines = verified(capsys, store, code=1)
    assert lines[:3] == [
        f"{store}: 9 cells done and 0 failed, in 3 whole batches",
        "left alone: README is no part of a store",
        "6 faults, for which the cells of up to 4 batches run again:",
    ]
    faults = [
        f"  {place(flipped)}: damaged: its bytes are not those that were written",
        f"  {place(gone)}: missing",
        f"  {place(unnamed)}: named by no ledger",
        f"  {place(copy)}: named by no ledger",
        "  cells/notes.txt: not a part of a store",
        f"  {place(foreign)}: of another store",
    ]
    assert sorted(lines[3:]) == sorted(faults)
    before = contents(store)
    assert verified(capsys, store, "--mend") == [
        *lines,
        f"mended; what was wrong is in {store}/aside",
    ]
    after = contents(store)
    assert sorted(after.values()) == sorted(before.values())
    assert after[f"aside/{place(flipped)}"] == before[place(flipped)]
    assert verified(capsys, store, code=0)[::2] == [
        f"{store}: 9 cells done and 0 failed, in 3 whole batches",
        "nothing is damaged or missing",
    ]


def test_a_sweep_says_what_it_sets_aside(
    store: Path, whole: Undamaged, capsys: pytest.CaptureFixture[str]
) -> None:
    part = parts_of(store, "replications")[0]
    part.write_bytes(part.read_bytes()[:-1])
    ran, said = whole.rerun(store)
    assert ran == 3
    assert said.splitlines() == [
        f"{store}: 1 fault, for which the cells of up to 1 batch run again; set aside in "
        f"{store}/aside",
        f"  {place(part)}: damaged: its bytes are not those that were written",
    ]
    assert whole.rerun(store) == (0, "")


def test_a_reader_refuses_what_is_damaged(store: Path, whole: Undamaged) -> None:
    part = parts_of(store, "replications")[0]
    part.write_bytes(part.read_bytes()[:-1])
    with pytest.raises(ProblemsError) as refused:
        read_outcomes(store, [whole.planned])
    assert refused.value.problems == [
        f"{store}/{place(part)}: damaged: its bytes are not those that were written",
        "run it again, which runs what is lost, or `alliances verify "
        f"{store} --mend`, which only sets aside",
    ]


def test_what_is_set_aside_twice_is_kept_twice(store: Path, whole: Undamaged) -> None:
    for _ in range(2):
        (store / "cells" / "notes.txt").write_text("mine")
        whole.rerun(store)
    names = [path.name for path in (store / "aside" / "cells").iterdir()]
    assert sorted(names) == ["notes.txt", "notes.txt.1"]


def test_a_file_in_the_place_of_a_folder(store: Path, whole: Undamaged) -> None:
    shutil.rmtree(store / "running")
    (store / "running").write_text("mine")
    ran, said = whole.rerun(store)
    assert (ran, said.splitlines()[1]) == (0, "  running: a file where a folder should be")


def test_cells_of_two_batches_count_once(
    store: Path, whole: Undamaged, capsys: pytest.CaptureFixture[str]
) -> None:
    cut_otherwise = store.parent / "other"
    with Store(cut_otherwise, MARKS) as other:
        ended = [whole.finished[cell] for cell in whole.cells]
        other.keep(Batch(whole.planned.base, [one.cell for one in ended]), ended)
    for path in parts_of(cut_otherwise):
        shutil.copy(path, store / path.parent.name)
    assert "has cells that another batch has too" in "\n".join(verified(capsys, store, code=1))
    whole.rerun(store)
    assert len(read_outcomes_of(store, whole.cells, ["profit"])["profit"]) == 4 * 18


def to_schema_1(store: Path) -> None:
    (store / "store.json").unlink()
    for path in parts_of(store):
        path.rename(path.with_name(f"{path.name.partition('-')[0]}.parquet"))


def to_schema_3(store: Path) -> None:
    with pytest.MonkeyPatch.context() as later:
        later.setattr(parts, "SCHEMA", 3)
        parts.write_about(store, "x")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (to_schema_1, "a store of schema 1, and this version reads 2 (its parts carry no digests)"),
        (to_schema_3, "a store of schema 3, and this version reads 2 (a newer version wrote it)"),
    ],
)
def test_another_schema_is_refused_and_left_as_it_is(
    store: Path, whole: Undamaged, change: object, told: str
) -> None:
    change(store)  # type: ignore[operator]
    before = contents(store)
    for ask in (
        lambda: Store(store, MARKS),
        lambda: main([str(store)]),
        lambda: main([str(store), "--mend"]),
        lambda: read_outcomes(store, [whole.planned]),
    ):
        with pytest.raises(ProblemsError) as refused:
            ask()
        assert refused.value.problems == [
            f"{store}: {told}; it is left as it is: take another name= or output=, or move it away"
        ]
    assert contents(store) == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "verify: '' given; reads: verify STORE [--mend]"),
        (["a", "b"], "verify: 'a b' given; reads: verify STORE [--mend]"),
        (["a", "--mnd"], "verify: 'a --mnd' given; reads: verify STORE [--mend]"),
        (["nowhere"], "nowhere: no store; it would have a folder cells"),
    ],
)
def test_a_wrong_word_is_said(arguments: list[str], told: str) -> None:
    with pytest.raises(ProblemsError) as refused:
        main(arguments)
    assert refused.value.problems == [told]


def test_a_store_that_somebody_writes_to_is_looked_at_but_not_mended(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Lease(store / ".lock"):
        assert verified(capsys, store, code=0)[-1] == "nothing is damaged or missing"
        with pytest.raises(ProblemsError, match=r"a sweep is writing to it \(owner .*, host .*\)"):
            main([str(store), "--mend"])


def test_an_outcome_that_is_new_breaks_no_store(
    store: Path, whole: Undamaged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(OUTCOMES, "twice", replace(OUTCOMES["profit"], of=lambda r: np.ones(4)))
    with pytest.raises(ProblemsError) as refused:  # the same ids, which other code cannot have
        read_outcomes(store, [whole.planned])
    assert refused.value.problems == [
        f"{store}: twice is not in 6 of 6 parts, which other code wrote; "
        "take another name= or output="
    ]
    monkeypatch.setattr("sim.sweep.cell.code_version", lambda: "another")
    planned = plan(small())
    with Store(store, MARKS) as opened:
        assert run_cells(opened, planned.base, planned.cells, planned.count).done == 18
    outcomes = read_outcomes(store, [planned])
    assert (outcomes.values["twice"] == 1.0).all()
    assert outcomes.complete.all()


def test_cells_with_earlier_outcomes_stay_and_others_run(
    tmp_path: Path, store: Path, whole: Undamaged, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "old"
    with pytest.MonkeyPatch.context() as earlier:
        for module in ("cell", "store"):
            earlier.setattr(f"sim.sweep.{module}.code_version", lambda: "earlier")
        for name in OUTCOMES.keys() - {"profit", "trust", "lost"}:
            earlier.delitem(OUTCOMES, name)
        planned = plan(small())
        with Store(old, MARKS) as opened:
            assert run_cells(opened, planned.base, planned.cells, planned.count).done == 18
    before = contents(old)
    assert capsys.readouterr().err == ""
    planned = whole.planned
    with Store(old, MARKS) as opened:
        tally = run_cells(opened, planned.base, planned.cells, planned.count)
    assert (tally.found, tally.done) == (0, 18)
    assert capsys.readouterr().err == (
        f"{old}: 18 cells that other code or another kind of processor made stay in it, "
        "and are not used\n"
    )
    assert before.items() < contents(old).items()
    for name, values in read_outcomes_of(old, whole.cells, list(OUTCOMES)).items():
        assert np.array_equal(values, read_outcomes_of(store, whole.cells, [name])[name])


def test_a_batch_that_ends_while_it_is_looked_at_is_no_fault(
    tmp_path: Path, whole: Undamaged, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = whole.planned.base
    ended = [whole.finished[cell] for cell in whole.cells]
    first, second = (Batch(base, [one.cell for one in some]) for some in (ended[:9], ended[9:]))
    look = examine_module.examine_ledger
    with Store(tmp_path, MARKS) as opened:

        def late(folder: Path) -> examine_module.Examined:
            opened.keep(first, ended[:9])
            opened.keep(second, ended[9:])  # all but its part of the ledger, which comes last
            next(folder.glob(f"cells/{second.id}-*")).unlink()
            return look(folder)

        opened.begin(first)
        monkeypatch.setattr(examine_module, "examine_ledger", late)
        found = examine_module.examine(tmp_path)
    assert found.faults == []
    assert [entry.batch for entry in found.entries] == [first.id]
    assert found.half_done == [f"running/{first.id}"]
