"""Damage a store in every way and see what becomes of it: ``python damages.py TRIALS FOLDER``.

Each trial damages a copy of a small store once, at random, and asks four things. Does a reader
refuse it, or read but right numbers? Is the damage named? Does a rerun run the cells that it cost
and no other, and leave what an undamaged store has? Is every byte that was there still there, if
set aside? The last lines printed count the trials by kind of damage and what was said of it.
"""

from __future__ import annotations

import random
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from unittest import mock

from small_sweep import contents, small

from sim.base.problems import ProblemsError
from sim.sweep import batch
from sim.sweep.batch import Batch, Finished
from sim.sweep.checked import read_outcomes_of
from sim.sweep.examine import ASIDE, examine, mend
from sim.sweep.plan import plan
from sim.sweep.run import run_cells
from sim.sweep.store import Store

MARKS = {"made_by": "a trial"}
TABLES = ("cells", "replications")


@dataclass
class Undamaged:
    """A store in six batches, another one, and what its cells came to."""

    folder: Path
    foreign: Path
    finished: dict[str, Finished]

    def __post_init__(self) -> None:
        self.planned = plan(small())
        self.cells = [cell.id for cell in self.planned.cells]
        self.contents = contents(self.folder)
        self.rows = rows(self.folder, self.cells)
        assert len(self.rows) == 4 * len(self.cells) == 4 * 18
        assert len(list(self.folder.glob("*/*.parquet"))) == 2 * 6

    def rerun(self, folder: Path) -> tuple[int, str]:
        """Run the sweep again, cells by heart, and return how many ran and what was said."""
        told = StringIO()
        with by_heart(self.finished), redirect_stderr(told), Store(folder, MARKS) as store:
            tally = run_cells(store, self.planned.base, self.planned.cells, self.planned.count)
        return tally.done, told.getvalue()


def undamaged(folder: Path) -> Undamaged:
    """Make a store and another one."""
    finished: dict[str, Finished] = {}
    run_batch = batch.run_batch

    def kept(given: Batch) -> list[Finished]:
        ended = run_batch(given)
        finished.update({one.cell.id: one for one in ended})
        return ended

    for name, seed in (("whole", 1), ("foreign", 2)):
        planned = plan(small(seed=seed))
        marks = MARKS | ({"seed": "2"} if name == "foreign" else {})
        with (
            mock.patch("sim.sweep.launch.run_batch", kept),
            mock.patch("sim.sweep.batch.MOST_CELLS", 3),
            Store(folder / name, marks) as store,
        ):
            run_cells(store, planned.base, planned.cells, planned.count)
    return Undamaged(folder / "whole", folder / "foreign", finished)


@contextmanager
def by_heart(finished: dict[str, Finished]) -> Iterator[None]:
    """Let cells come to what they came to before, for simulating takes its time."""

    def run_batch(given: Batch) -> list[Finished]:
        return [finished[cell.id] for cell in given.cells]

    with (
        mock.patch("sim.sweep.launch.run_batch", run_batch),
        mock.patch("sim.sweep.batch.MOST_CELLS", 3),
    ):
        yield


def rows(folder: Path, cells: list[str]) -> set[tuple[float, ...]]:
    """Return what a reader gets of a store: cell, replication, and outcomes to the bit."""
    names = ["number", "replication", "profit", "trust", "lost"]
    found = read_outcomes_of(folder, cells, names[2:])
    return set(zip(*(found[name].tolist() for name in names), strict=True))


def parts_of(store: Path, table: str = "*") -> list[Path]:
    found = sorted(store.glob(f"{table}/*.parquet"))
    return [path for path in found if path.is_file() and path.stat().st_size]


Damage = Callable[[Path, Path, random.Random], None]
"""Damages a store, beside which stands another."""


def batch_of(path: Path) -> str:
    return path.name.partition("-")[0]


def flip(store: Path, foreign: Path, luck: random.Random) -> None:
    path = luck.choice(parts_of(store))
    data = bytearray(path.read_bytes())
    data[luck.randrange(len(data))] ^= 1 << luck.randrange(8)
    path.write_bytes(data)


def truncate(store: Path, foreign: Path, luck: random.Random) -> None:
    path = luck.choice(parts_of(store))
    path.write_bytes(path.read_bytes()[: luck.randrange(path.stat().st_size)])


def delete(store: Path, foreign: Path, luck: random.Random) -> None:
    path = luck.choice(parts_of(store))
    path.unlink()


def duplicate(store: Path, foreign: Path, luck: random.Random) -> None:
    path, other = luck.sample(parts_of(store, luck.choice(TABLES)), 2)
    name = luck.choice(
        [
            path.name.replace(".parquet", " (copy).parquet"),
            f"{batch_of(other)}-{path.stem.partition('-')[2]}.parquet",
            f"{batch_of(path)}-{luck.randbytes(16).hex()}.parquet",
            f"{luck.randbytes(10).hex()}-{path.stem.partition('-')[2]}.parquet",
            path.stem,
        ]
    )
    if name != path.name:
        shutil.copy(path, path.parent / name)


def misplace(store: Path, foreign: Path, luck: random.Random) -> None:
    path = luck.choice(parts_of(store))
    other = luck.choice([table for table in (*TABLES, "quarters") if table != path.parent.name])
    shutil.copy(path, store / other / path.name)


def overwrite(store: Path, foreign: Path, luck: random.Random) -> None:
    path, other = luck.sample(parts_of(store), 2)
    shutil.copy(path, other)


def swap(store: Path, foreign: Path, luck: random.Random) -> None:
    one, other = luck.sample(parts_of(store, luck.choice(TABLES)), 2)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def foreign_part(store: Path, foreign: Path, luck: random.Random) -> None:
    path = luck.choice(parts_of(foreign))
    shutil.copy(path, store / path.parent.name)


def foreign_batch(store: Path, foreign: Path, luck: random.Random) -> None:
    chosen = batch_of(luck.choice(parts_of(foreign)))
    for path in parts_of(foreign):
        if batch_of(path) == chosen:
            shutil.copy(path, store / path.parent.name)


def foreign_name(store: Path, foreign: Path, luck: random.Random) -> None:
    shutil.copy(foreign / "store.json", store)


def junk(store: Path, foreign: Path, luck: random.Random) -> None:
    name = luck.choice(
        ["notes.txt", ".DS_Store", "x.parquet", ".x.part", "a b'c.parquet", "ä.parquet",
         f"{luck.randbytes(10).hex()}-{luck.randbytes(16).hex()}.parquet"]
    )  # fmt: skip
    place = store / luck.choice([*TABLES, "alliances", "running"]) / name
    if luck.random() < 0.2:
        place.mkdir()
    else:
        place.write_bytes(luck.randbytes(luck.randrange(300)))


def older_part(store: Path, foreign: Path, luck: random.Random) -> None:
    path = luck.choice(parts_of(luck.choice([store, foreign])))
    shutil.copy(path, store / path.parent.name / f"{batch_of(path)}.parquet")


def about(store: Path, foreign: Path, luck: random.Random) -> None:
    path = store / "store.json"
    data = bytearray(path.read_bytes())
    data[luck.randrange(len(data) - 1)] ^= 1 << luck.randrange(8)
    path.write_bytes(luck.choice([data, data[: luck.randrange(60)], b""]))


DAMAGES: tuple[Damage, ...] = (
    flip, truncate, delete, duplicate, misplace, overwrite, swap, foreign_part, foreign_batch,
    foreign_name, junk, older_part, about,
)  # fmt: skip


def several(luck: random.Random) -> list[Damage]:
    """Return four kinds of damage.

    A foreign name is not among them beside a foreign part: together they make it the other store,
    and then every cell runs again.
    """
    while True:
        kinds = luck.sample(DAMAGES, 4)
        if foreign_name not in kinds or not {foreign_part, foreign_batch} & set(kinds):
            return kinds


def trial(
    whole: Undamaged, folder: Path, kinds: Sequence[Damage], luck: random.Random, *, reruns: bool
) -> list[str]:
    """Damage a copy of a store, mend it or run the sweep again; return what was said, or fail."""
    shutil.copytree(whole.folder, folder)
    for kind in kinds:
        kind(folder, whole.foreign, luck)
    before = contents(folder)
    changed = {place for place, data in whole.contents.items() if before.get(place) != data}
    lost = {batch_of(Path(place)) for place in changed} - {batch_of(Path("store.json"))}
    with suppress(ProblemsError):
        assert rows(folder, whole.cells) <= whole.rows, "wrong numbers were read"
    found = examine(folder)
    told = [fault.told for fault in found.faults]
    assert told, "nothing was named"
    unnamed = changed - {fault.place for fault in found.faults}
    assert all(place not in before and is_forgotten(place, changed) for place in unnamed)
    left = [entry.batch for entry in found.entries]
    assert len(left) == len(set(left)) == 6 - len(lost)
    assert lost.isdisjoint(left)
    if reruns:
        ran, said = whole.rerun(folder)
        assert ran == 3 * len(lost), f"{ran} cells ran again, {3 * len(lost)} were lost"
        assert all(str(fault) in said for fault in found.faults), "it was not said"
        kept = {k: data for k, data in contents(folder).items() if not k.startswith(f"{ASIDE}/")}
        assert kept == whole.contents, "the store is not as it was"
        assert rows(folder, whole.cells) == whole.rows
    else:
        mend(found)
        left_rows = rows(folder, whole.cells)
        assert left_rows <= whole.rows
        assert len(left_rows) == 4 * 3 * (6 - len(lost))
    assert Counter(before.values()) <= Counter(contents(folder).values()), "something was deleted"
    shutil.rmtree(folder)
    return told


def is_forgotten(place: str, changed: set[str]) -> bool:
    """Return whether a part that is gone is one that nothing left in the store can know of."""
    batch = batch_of(Path(place))
    return any(batch_of(Path(one)) == batch for one in changed if one.startswith("cells/"))


def trials(
    count: int, folder: Path, choose: Callable[[int, random.Random], list[Damage]], *, reruns: bool
) -> Counter[tuple[str, str]]:
    """Run trials; return how often which was said of which kinds of damage."""
    whole = undamaged(folder)
    said: Counter[tuple[str, str]] = Counter()
    for number in range(count):
        luck = random.Random(number)
        kinds = choose(number, luck)
        names = " ".join(kind.__name__ for kind in kinds)
        try:
            told = trial(whole, folder / "it", kinds, luck, reruns=reruns)
        except BaseException:
            print(f"trial {number}, {names}: see {folder / 'it'}", file=sys.stderr)
            raise
        said.update((names, " ".join(line.split()[:3])) for line in set(told))
    return said


def in_turn(number: int, luck: random.Random) -> list[Damage]:
    """Return one kind of damage, each in its turn."""
    return [DAMAGES[number % len(DAMAGES)]]


if __name__ == "__main__":
    asked, where = int(sys.argv[1]), Path(sys.argv[2])
    for (kind, told), times in sorted(trials(asked, where, in_turn, reruns=True).items()):
        print(f"{kind:<14} {times:>6}  {told}")
    print(f"{asked} damages: 0 wrong numbers, 0 cells lost, every store as before after a rerun")
