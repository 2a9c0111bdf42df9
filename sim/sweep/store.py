"""The store: every finished cell, in Parquet parts that are there whole or not at all.

    cells/         a row a cell: done or failed, why, and what made it; the ledger
    replications/  a row a cell and replication: its outcomes
    quarters/      a row a cell, replication and quarter      (record=quarters or alliances)
    alliances/     a row a cell, replication, quarter and account         (record=alliances)
    running/       a file a batch that has begun and not ended
    aside/         what was damaged or strange, set aside and never deleted
    store.json     the schema, and which store this is

A part is written to a temporary name, flushed to disk, read back and renamed to what it vouches
for, that of `cells` last: a batch is in the ledger only once all its parts are in their place. Only
the holder of the lease writes. It begins with looking at every byte: what is damaged, missing or
strange is named and set aside with the rest of its batch, whose cells then run again; what another
run left half-done when it was killed is swept away.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import duckdb
import numpy as np

from sim.base.arrays import Array
from sim.base.lease import HeldError, Lease
from sim.base.paths import make_folder
from sim.base.problems import ProblemsError
from sim.base.processor import arithmetic
from sim.base.wording import counted
from sim.study.output import copy_to_parquet
from sim.study.provenance import code_version
from sim.sweep.batch import Batch, Finished
from sim.sweep.checked import Ended, read_ended, unlike
from sim.sweep.examine import ASIDE, RUNNING, examine, in_words, mend
from sim.sweep.parts import TABLES, Entry, Part, digest_of, read_about, write_about

LEASE = ".lock"


class Store:
    """A folder of finished cells, open for writing by one process.

    Args:
        folder: Where; made if it is not there.
        marks: Provenance written into every part; all but `code` says which store a new one is.
        copy: Writes columns to a Parquet file; a test may put a full disk here.

    Raises:
        ProblemsError: Another process has it open, it cannot be written, or is of another schema.
    """

    def __init__(
        self,
        folder: Path,
        marks: Mapping[str, str],
        copy: Callable[..., None] = copy_to_parquet,
    ) -> None:
        self.folder, self._marks, self._copy = folder, marks, copy
        read_about(folder)  # nothing is written to a store of another schema
        try:
            make_folder(folder)
            self._lease = Lease(folder / LEASE)
        except HeldError as error:
            raise ProblemsError([f"{folder}: another sweep is writing to it ({error})"]) from None
        except OSError as error:
            raise ProblemsError([f"{folder}: cannot be written ({error.strerror})"]) from None
        try:
            self._begin()
        except OSError as error:
            self._lease.release()
            raise ProblemsError([f"{folder}: cannot be written ({error.strerror})"]) from None
        except BaseException:
            self._lease.release()
            raise
        self._connection = duckdb.connect(config={"threads": 1})

    def _begin(self) -> None:
        """Look at everything, set aside what is damaged, and sweep away what was left half-done."""
        found = examine(self.folder)
        for place in found.half_done:
            (self.folder / place).unlink()
        if found.faults:
            mend(found)
            told = f"{self.folder}: {in_words(found)} set aside in {self.folder / ASIDE}"
            print(told, *(f"  {fault}" for fault in found.faults), sep="\n", file=sys.stderr)
        for table in (*TABLES, RUNNING):
            (self.folder / table).mkdir(exist_ok=True)
        self._id = found.store or _identity(self._marks)
        if not found.store:
            write_about(self.folder, self._id)
        self._entries = {entry.batch: entry for entry in found.entries}
        if count := unlike(self.folder, found.entries, code_version(), arithmetic()):
            print(
                f"{self.folder}: {counted(count, 'cell')} that other code or another kind of "
                "processor made stay in it, and are not used",
                file=sys.stderr,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._lease.release()

    def ended(self) -> Ended:
        """Return every cell that has ended."""
        return read_ended(self.folder, list(self._entries.values()))

    def begin(self, batch: Batch) -> None:
        """Note that a batch is running."""
        (self.folder / RUNNING / batch.id).write_text(
            json.dumps([cell.id for cell in batch.cells]), "utf-8"
        )

    def keep(self, batch: Batch, finished: Sequence[Finished]) -> None:
        """Write a finished batch.

        Raises:
            OSError: It cannot be written, as on a full disk; nothing half-written stays.
        """
        tables: dict[str, list[dict[str, Array]]] = {}
        for one in finished:
            for table, columns in one.tables.items():
                rows = len(next(iter(columns.values())))
                ids = np.full(rows, one.cell.id, dtype=object)
                tables.setdefault(table, []).append({"cell": ids, **columns})
        parts = [
            self._write(table, batch.id, tables[table]) for table in TABLES[:-1] if table in tables
        ]
        if batch.id in self._entries:  # all its cells had failed, and were to run again
            (self.folder / self._entries[batch.id].part.place).unlink()
        said = {
            "batch": batch.id,
            "store": self._id,
            "parts": json.dumps({part.table: part.digest for part in parts}),
        }
        ledger = self._write(TABLES[-1], batch.id, [_ledger_row(one) | said for one in finished])
        failed = sum(bool(one.reason) for one in finished)
        self._entries[batch.id] = Entry(
            ledger, batch.id, self._id, tuple(parts), len(finished) - failed, failed
        )
        (self.folder / RUNNING / batch.id).unlink(missing_ok=True)

    def _write(self, table: str, batch: str, given: Sequence[Mapping[str, Any]]) -> Part:
        columns = {
            key: np.concatenate([np.atleast_1d(_column(rows[key])) for rows in given])
            for key in given[0]
        }
        temporary = self.folder / table / f".{batch}.part"
        try:
            self._copy(self._connection, temporary, columns, self._marks)
            with temporary.open("rb") as file:
                os.fsync(file.fileno())
            part = Part(table, batch, digest_of(temporary))
            temporary.rename(self.folder / part.place)
        except (OSError, duckdb.Error) as error:
            temporary.unlink(missing_ok=True)
            raise OSError(f"{self.folder / table / batch}: {error}") from error
        return part


def _ledger_row(finished: Finished) -> dict[str, str | int]:
    cell = finished.cell
    return {
        "cell": cell.id,
        "state": "failed" if finished.reason else "done",
        "reason": finished.reason,
        "trace": finished.trace,
        "policy": cell.policy.name,
        "future": json.dumps(dict(sorted(cell.future.items()))),
        "first": cell.first,
        "replications": cell.replications,
        "code": code_version(),
        "arithmetic": arithmetic(),
    }


def _column(value: Any) -> Any:
    return np.array(value, dtype=object) if isinstance(value, str) else value


def _identity(marks: Mapping[str, str]) -> str:
    """Return which store a new one is: two that the same command makes are the same."""
    told = json.dumps({key: value for key, value in sorted(marks.items()) if key != "code"})
    return hashlib.sha256(told.encode()).hexdigest()[:20]
