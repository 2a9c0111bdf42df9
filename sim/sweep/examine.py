"""Examine a store: which batches are whole, what is damaged, missing or strange; and mend it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from sim.base.arrays import Array
from sim.sweep.parts import (
    ABOUT,
    TABLES,
    Entry,
    Part,
    part_at,
    read_about,
    read_entries,
    reading,
    rows_of,
    which_store,
    write_about,
)

ASIDE = "aside"
RUNNING = "running"
STRANGE = "not a part of a store"
_NOTE = re.compile(r"[0-9a-f]{20}")
_HALF_WRITTEN = re.compile(r"\.[0-9a-f]{20}\.part")
_ROWS = 100_000


@dataclass(frozen=True)
class Fault:
    """Something in a store that should not be as it is.

    Attributes:
        place: Where, within the store.
        told: What.
        batch: The batch whose cells it may have cost; empty if none.
    """

    place: str
    told: str
    batch: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.told}"


@dataclass
class Examined:
    """What is in the folder of a store.

    Attributes:
        folder: The folder.
        store: Which store it is; empty if nothing in it says.
        entries: The ledger's entries of batches that are whole.
        faults: What is not as it should be.
        aside: Places to be set aside: of faults, and of what is left of broken batches.
        half_done: Places that a run which was killed left behind; another run may write there now.
        others: Places that are no part of the store and in nobody's way.
    """

    folder: Path
    store: str
    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    half_done: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @property
    def lost(self) -> set[str]:
        """Batches that are not whole, though something is there of them."""
        return {fault.batch for fault in self.faults} - {"", *(e.batch for e in self.entries)}

    def blame(self, place: str, told: str, batch: str = "") -> None:
        """Add a fault of something that is to be set aside."""
        self.faults.append(Fault(place, told, batch))
        self.aside.append(place)

    def reject(self, entry: Entry) -> None:
        """Set aside what is there of a batch, so that its cells run again."""
        for part in (entry.part, *entry.parts):
            if part.place not in self.aside and (self.folder / part.place).exists():
                self.aside.append(part.place)


def examine_ledger(folder: Path) -> Examined:
    """Read the ledger alone; what it names is not looked at.

    Raises:
        ProblemsError: The store is of another schema.
    """
    said = read_about(folder)
    found = Examined(folder, said)
    intact = list(_intact(found, _entries_of(folder / TABLES[-1])))
    read = read_entries(folder, intact)
    found.store = which_store(said, read)
    if said != found.store or (not said and os.path.lexists(folder / ABOUT)):
        is_there = os.path.lexists(folder / ABOUT)
        told = "of another store" if said else "damaged" if is_there else "missing"
        found.faults.append(Fault(ABOUT, told))
    for part in set(intact) - {entry.part for entry in read}:
        found.blame(part.place, STRANGE)
    for entry in read:
        if entry.batch != entry.part.batch:
            found.blame(entry.part.place, f"a copy of the ledger of batch {entry.batch}")
        elif entry.store != found.store:
            found.blame(entry.part.place, "of another store")
        else:
            found.entries.append(entry)
    return found


def examine(folder: Path) -> Examined:
    """Read a store whole.

    A sweep may be writing to it: the parts are listed before the notes of what is under way, and
    these before the ledger, so that a batch which ends meanwhile is in one of them.

    Raises:
        ProblemsError: It is of another schema.
    """
    listed = {table: _entries_of(folder / table) for table in TABLES[:-1]}
    under_way = {path.name for path in _entries_of(folder / RUNNING)}
    found = examine_ledger(folder)
    for place in (*TABLES, RUNNING):
        if os.path.lexists(folder / place) and not (folder / place).is_dir():
            found.blame(place, "a file where a folder should be")
    for note in under_way:
        if _NOTE.fullmatch(note):
            found.half_done.append(f"{RUNNING}/{note}")
        else:
            found.blame(f"{RUNNING}/{note}", STRANGE)
    intact = {part for paths in listed.values() for part in _intact(found, paths)}
    named = {part for entry in found.entries for part in entry.parts}
    for part in sorted(intact - named, key=lambda part: part.place):
        if part.batch in under_way:
            found.half_done.append(part.place)
        else:
            found.blame(part.place, "named by no ledger", part.batch)
    whole, blamed = [], {fault.place for fault in found.faults}
    for entry in found.entries:
        gone = []
        for part in (part for part in entry.parts if part not in intact):
            told = part.fault(folder)
            if told and part.place not in blamed:
                found.faults.append(Fault(part.place, told, part.batch))
            gone += [part] if told else []
        if gone:
            found.reject(entry)
        else:
            whole.append(entry)
    found.entries = whole
    _reject_repeated(found)
    found.others = _others(folder)
    return found


def mend(found: Examined) -> None:
    """Move what is not as it should be to the folder ``aside``; nothing is deleted.

    Only the holder of the store's lease may.

    Raises:
        OSError: Something cannot be moved.
    """
    for place in found.aside:
        set_aside(found.folder, place)
    if any(fault.place == ABOUT for fault in found.faults):
        if os.path.lexists(found.folder / ABOUT):
            set_aside(found.folder, ABOUT)
        if found.store:
            write_about(found.folder, found.store)


def in_words(found: Examined) -> str:
    """Return how many faults there are and what they cost."""
    told = f"{len(found.faults)} fault{'s' if len(found.faults) > 1 else ''}"
    if found.lost:
        several = "es" if len(found.lost) > 1 else ""
        told += f", for which the cells of up to {len(found.lost)} batch{several} run again;"
    return told


def set_aside(folder: Path, place: str) -> None:
    """Move something to the folder ``aside``, beside what already lies there under its name."""
    target = folder / ASIDE / place
    target.parent.mkdir(parents=True, exist_ok=True)
    number = 0
    while os.path.lexists(target):
        number += 1
        target = (folder / ASIDE / place).with_name(f"{Path(place).name}.{number}")
    (folder / place).rename(target)


def done_cells(folder: Path, entries: Sequence[Entry]) -> Array:
    """Return the ids of all cells that are done, sorted, 20 bytes each."""
    blocks = [np.array([], dtype="S20")]
    if entries:
        with reading() as connection:
            ledger = rows_of(folder, (entry.part for entry in entries))
            rows = connection.execute(f"SELECT cell FROM {ledger} WHERE state = 'done'")
            while block := rows.fetchmany(_ROWS):
                blocks.append(np.array(block, dtype="S20")[:, 0])
    return np.sort(np.concatenate(blocks))


def _intact(found: Examined, paths: Sequence[Path]) -> Iterator[Part]:
    """Yield the parts of a table whose bytes are as they were written, and blame the rest."""
    for path in paths:
        place = f"{path.parent.name}/{path.name}"
        part = part_at(path)
        if _HALF_WRITTEN.fullmatch(path.name):
            found.half_done.append(place)
        elif part is None:
            found.blame(place, STRANGE)
        elif told := part.fault(found.folder):
            found.blame(place, told, part.batch)
        else:
            yield part


def _reject_repeated(found: Examined) -> None:
    """Reject batches with cells that another batch has done already; the first one counts."""
    ids = done_cells(found.folder, found.entries)
    repeated = np.unique(ids[1:][ids[1:] == ids[:-1]]).astype(str).tolist()
    if not repeated:
        return
    with reading() as connection:
        ledger = rows_of(found.folder, (e.part for e in found.entries), "filename=true")
        rows = connection.execute(
            f"SELECT list(DISTINCT filename ORDER BY filename) FROM {ledger} "
            "WHERE state = 'done' AND list_contains(?, cell) GROUP BY cell",
            [repeated],
        ).fetchall()
    later = {Path(name).name for ((_, *names),) in rows for name in names}
    for entry in [e for e in found.entries if Path(e.part.place).name in later]:
        told = "has cells that another batch has too"
        found.faults.append(Fault(entry.part.place, told, entry.batch))
        found.entries.remove(entry)
        found.reject(entry)


def _entries_of(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _others(folder: Path) -> list[str]:
    ours = {*TABLES, RUNNING, ASIDE, ABOUT, ".lock"}
    return [path.name for path in _entries_of(folder) if path.name not in ours]
