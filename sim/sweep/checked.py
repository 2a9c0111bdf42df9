"""Read what a store holds; no byte is used that is not as it was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from sim.base.arrays import Array
from sim.base.problems import ProblemsError
from sim.sweep.examine import Examined, Fault, done_cells, examine_ledger
from sim.sweep.parts import Entry, Part, reading, rows_of


@dataclass(frozen=True)
class Ended:
    """Cells that have ended, 20 bytes each.

    Attributes:
        ids: Ids of those that are done, sorted.
        failed: Id to reason, of those that failed and did not run again since.
    """

    ids: Array
    failed: Mapping[str, str]

    def done(self, cells: Sequence[str]) -> list[bool]:
        """Return whether each of some cells is done."""
        if not len(self.ids):
            return [False] * len(cells)
        asked = np.array(cells, self.ids.dtype)
        at = np.searchsorted(self.ids, asked)
        return list((at < len(self.ids)) & (self.ids[np.minimum(at, len(self.ids) - 1)] == asked))


def read_ended(folder: Path, entries: Sequence[Entry]) -> Ended:
    """Return the cells that have ended, by some entries of the ledger."""
    ids = done_cells(folder, entries)
    failed: dict[str, str] = {}
    if any(entry.failed for entry in entries):
        ledger = rows_of(folder, (entry.part for entry in entries if entry.failed))
        with reading() as connection:
            rows = connection.execute(f"SELECT cell, reason FROM {ledger} WHERE state = 'failed'")
            failed = dict(rows.fetchall())
    for cell, ran_since in zip(list(failed), Ended(ids, {}).done(list(failed)), strict=True):
        if ran_since:
            del failed[cell]
    return Ended(ids, failed)


def unlike(folder: Path, entries: Sequence[Entry], code: str, arithmetic: str) -> int:
    """Return how many cells other code, or another kind of processor, made."""
    if not entries:
        return 0
    ledger = rows_of(folder, (entry.part for entry in entries), "union_by_name=true")
    with reading() as connection:
        query = f"SELECT count(*) FROM {ledger} WHERE (code, arithmetic) IS DISTINCT FROM (?, ?)"
        [(count,)] = connection.execute(query, [code, arithmetic]).fetchall()
    return int(count)


def read_outcomes_of(
    folder: Path, cells: Sequence[str], outcomes: Sequence[str]
) -> Mapping[str, Array]:
    """Return outcomes of those cells that are done, a row a cell and replication, in that order.

    Args:
        folder: The store.
        cells: Ids of cells, each once.
        outcomes: Names of outcomes.

    Returns:
        ``number``, the place of the cell in `cells`, ``replication``, and the outcomes by name.

    Raises:
        ProblemsError: What holds them is damaged, missing or of another schema, or lacks an
            outcome.
    """
    names = ("number", "replication", *outcomes)
    found = examine_ledger(folder)
    refuse_damaged(found)
    if not found.entries:
        return {name: np.array([]) for name in names}
    wanted = {"cell": np.array(cells, dtype=object), "number": np.arange(len(cells))}
    with reading() as connection:
        connection.register("wanted", wanted)
        parts = _holding(connection, found)
        if not parts:
            return {name: np.array([]) for name in names}
        rows = f"FROM {rows_of(folder, parts)} JOIN wanted USING (cell) ORDER BY 1, 2"
        try:
            return dict(connection.execute(f"SELECT {', '.join(names)} {rows}").fetchnumpy())
        except duckdb.Error:
            columns = columns_of(connection, folder, parts)
    lacking = {name: len(parts) - columns.get(name, 0) for name in names[1:]}
    raise ProblemsError(
        [
            f"{folder}: {name} is not in {count} of {len(parts)} parts, which other code wrote; "
            "take another name= or output="
            for name, count in lacking.items()
            if count
        ]
    )


def _holding(connection: Any, found: Examined) -> list[Part]:
    """Return the parts, looked at, that hold the replications of wanted cells which are done."""
    ledger = rows_of(found.folder, (entry.part for entry in found.entries), "filename=true")
    rows = connection.execute(
        f"SELECT DISTINCT filename FROM {ledger} JOIN wanted USING (cell) WHERE state = 'done'"
    ).fetchall()
    names = {Path(name).name for (name,) in rows}
    parts = [
        part
        for entry in found.entries
        if Path(entry.part.place).name in names
        for part in entry.parts
        if part.table == "replications"
    ]
    found.faults += faults_of(found.folder, parts)
    refuse_damaged(found)
    return parts


def faults_of(folder: Path, parts: Sequence[Part]) -> list[Fault]:
    """Read parts whole and return what is wrong with any."""
    told = [(part, part.fault(folder)) for part in parts]
    return [Fault(part.place, fault) for part, fault in told if fault]


def columns_of(connection: Any, folder: Path, parts: Sequence[Part]) -> dict[str, int]:
    """Return the columns of some parts, each with the number of parts that have it."""
    schema = rows_of(folder, parts).replace("read_parquet", "parquet_schema", 1)
    return dict(
        connection.execute(
            f"SELECT name, count(*) FROM {schema} WHERE type IS NOT NULL GROUP BY name"
        ).fetchall()
    )


def refuse_damaged(found: Examined) -> None:
    """Refuse to read from a store in which something is not as it should be.

    Raises:
        ProblemsError: What it is, and what to do.
    """
    if found.faults:
        raise ProblemsError(
            [
                *(f"{found.folder}/{fault}" for fault in found.faults),
                "run it again, which runs what is lost, or `alliances verify "
                f"{found.folder} --mend`, which only sets aside",
            ]
        )
