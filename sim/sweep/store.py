"""The store: every finished cell, in Parquet parts that are there whole or not at all.

    cells/         a row a cell: done or failed, and why; the ledger
    replications/  a row a cell and replication: its outcomes
    quarters/      a row a cell, replication and quarter      (record=quarters or alliances)
    alliances/     a row a cell, replication, quarter and account         (record=alliances)
    running/       a file a batch that has begun and not ended

A part is written to a temporary name, flushed to disk and renamed, that of `cells` last: a batch is
in the ledger only once all its parts are in their place. Only the process that holds the lock
writes; whatever it left half-done when it was killed is swept away by the next.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import duckdb
import numpy as np

from sim.base.arrays import Array
from sim.base.problems import ProblemsError
from sim.study.output import copy_to_parquet
from sim.sweep.batch import Batch, Finished

TABLES = ("alliances", "quarters", "replications", "cells")
"""In the order of writing."""


class Store:
    """A folder of finished cells, open for writing by one process.

    Args:
        folder: Where; made if it is not there.
        marks: Provenance written into every part.
        copy: Writes columns to a Parquet file; a test may put a full disk here.

    Raises:
        ProblemsError: Another process has it open, or it cannot be written.
    """

    def __init__(
        self,
        folder: Path,
        marks: Mapping[str, str],
        copy: Callable[..., None] = copy_to_parquet,
    ) -> None:
        self.folder, self._marks, self._copy = folder, marks, copy
        try:
            for table in (*TABLES, "running"):
                (folder / table).mkdir(parents=True, exist_ok=True)
            self._lock = (folder / ".lock").open("w")
        except OSError as error:
            raise ProblemsError([f"{folder}: cannot be written ({error.strerror})"]) from None
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock.close()
            raise ProblemsError([f"{folder}: another sweep is writing to it"]) from None
        self._connection = duckdb.connect(config={"threads": 1})
        for leftover in [*folder.glob("*/.*.part"), *folder.glob("running/*")]:
            leftover.unlink()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._lock.close()

    def ended(self) -> Ended:
        """Return every cell that has ended."""
        return read_ended(self.folder)

    def states(self) -> dict[str, tuple[str, str]]:
        """Return cell to (``done`` or ``failed``, reason), of every cell that has ended."""
        return read_states(self.folder)

    def begin(self, batch: Batch) -> None:
        """Note that a batch is running."""
        (self.folder / "running" / batch.id).write_text(
            json.dumps([cell.id for cell in batch.cells]), "utf-8"
        )

    def keep(self, batch: Batch, finished: Sequence[Finished]) -> None:
        """Write a finished batch.

        Raises:
            OSError: It cannot be written, as on a full disk; nothing half-written stays.
        """
        tables: dict[str, list[dict[str, Array]]] = {"cells": [_ledger_row(f) for f in finished]}
        for one in finished:
            for table, columns in one.tables.items():
                rows = len(next(iter(columns.values())))
                ids = np.full(rows, one.cell.id, dtype=object)
                tables.setdefault(table, []).append({"cell": ids, **columns})
        for table in TABLES:
            if table in tables:
                self._write(table, batch.id, tables[table])
        (self.folder / "running" / batch.id).unlink(missing_ok=True)

    def _write(self, table: str, name: str, parts: Sequence[Mapping[str, Array]]) -> None:
        columns = {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
        place = self.folder / table / f"{name}.parquet"
        temporary = place.with_name(f".{name}.part")
        try:
            self._copy(self._connection, temporary, columns, self._marks)
            with temporary.open("rb") as file:
                os.fsync(file.fileno())
            temporary.rename(place)
        except (OSError, duckdb.Error) as error:
            temporary.unlink(missing_ok=True)
            raise OSError(f"{place}: {error}") from error


def _ledger_row(finished: Finished) -> dict[str, Any]:
    cell = finished.cell
    row = {
        "cell": cell.id,
        "state": "failed" if finished.reason else "done",
        "reason": finished.reason,
        "trace": finished.trace,
        "policy": cell.policy.name,
        "future": json.dumps(dict(sorted(cell.future.items()))),
        "first": cell.first,
        "replications": cell.replications,
    }
    return {
        name: np.array([value], dtype=object if isinstance(value, str) else np.int64)
        for name, value in row.items()
    }


def parts(folder: Path, table: str) -> str:
    """Return the SQL that reads a table of a store."""
    quoted = str(folder / table / "*.parquet").replace("'", "''")
    return f"read_parquet('{quoted}')"


def read_states(folder: Path) -> dict[str, tuple[str, str]]:
    """Return cell to (``done`` or ``failed``, reason); one that failed and then ran is done."""
    if not any((folder / "cells").glob("*.parquet")):
        return {}
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT cell, min(state), arg_min(reason, state) "
            f"FROM {parts(folder, 'cells')} GROUP BY cell"
        ).fetchall()
    return {cell: (state, reason) for cell, state, reason in rows}


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


ROWS = 100_000
"""Rows of a ledger that are read at a time."""


def read_ended(folder: Path) -> Ended:
    """Return the cells that have ended."""
    none = np.array([], dtype="S20")
    if not any((folder / "cells").glob("*.parquet")):
        return Ended(none, {})
    ledger = parts(folder, "cells")
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT cell FROM {ledger} WHERE state = 'done'")
        blocks = [none]
        while block := rows.fetchmany(ROWS):
            blocks.append(np.array(block, dtype="S20")[:, 0])
        ids = np.sort(np.concatenate(blocks))
        failed = dict(
            connection.execute(
                f"SELECT cell, reason FROM {ledger} WHERE state = 'failed'"
            ).fetchall()
        )
    for cell, ran_since in zip(list(failed), Ended(ids, {}).done(list(failed)), strict=True):
        if ran_since:
            del failed[cell]
    return Ended(ids, failed)


def read_outcome(folder: Path, cells: Sequence[str], outcome: str) -> dict[str, Array]:
    """Return cell to an outcome by replication, of those cells that are done."""
    if not any((folder / "replications").glob("*.parquet")):
        return {}
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"SELECT cell, list({outcome} ORDER BY replication) "
            f"FROM {parts(folder, 'replications')} WHERE list_contains(?, cell) GROUP BY cell",
            [list(cells)],
        ).fetchall()
    return {cell: np.array(values) for cell, values in rows}
