"""A part of a store: a Parquet file whose name says its batch and the digest of its bytes.

    replications/<batch>-<digest>.parquet

So a part vouches for itself, whatever happens to it, and the ledger's part of a batch names the
digests of the others. ``store.json`` says the schema and which store it is.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from sim.base.problems import ProblemsError

TABLES = ("alliances", "quarters", "replications", "cells")
"""In the order of writing; the last is the ledger."""

SCHEMA = 2
ABOUT = "store.json"
DIGITS = 32

_NAME = re.compile(rf"([0-9a-f]{{20}})-([0-9a-f]{{{DIGITS}}})\.parquet")
_NAME_OF_SCHEMA_1 = re.compile(r"[0-9a-f]{20}\.parquet")


@dataclass(frozen=True)
class Part:
    """A part, by what its name says.

    Attributes:
        table: One of `TABLES`.
        batch: Id of its batch.
        digest: Digest of its bytes.
    """

    table: str
    batch: str
    digest: str

    @property
    def place(self) -> str:
        """Its place within a store."""
        return f"{self.table}/{self.batch}-{self.digest}.parquet"

    def fault(self, folder: Path) -> str:
        """Read it whole and return what is wrong with it; empty if nothing is."""
        try:
            digest = digest_of(folder / self.place)
        except FileNotFoundError:
            return "missing"
        except OSError as error:
            return f"cannot be read ({error.strerror})"
        return "" if digest == self.digest else "damaged: its bytes are not those that were written"


def part_at(path: Path) -> Part | None:
    """Return the part that a file is by its name, or None if no part is called so."""
    named = _NAME.fullmatch(path.name)
    return Part(path.parent.name, *named.groups()) if named and path.is_file() else None


def digest_of(path: Path) -> str:
    """Return the digest of a file's bytes: half of its SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:DIGITS]


@cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def reading() -> duckdb.DuckDBPyConnection:
    """Return a connection to read parts by; a database of its own takes longer than most reads."""
    return _database().cursor()


def rows_of(folder: Path, parts: Iterable[Part], *more: str) -> str:
    """Return the SQL that reads some parts, at least one, as a table; `more` are its options."""
    paths = ", ".join(f"'{quoted(folder / part.place)}'" for part in parts)
    return f"read_parquet({', '.join([f'[{paths}]', *more])})"


def quoted(path: Path) -> str:
    """Return a path as it stands between quotes in SQL."""
    return str(path).replace("'", "''")


@dataclass(frozen=True)
class Entry:
    """What a part of the ledger says of its batch.

    Attributes:
        part: The part of the ledger.
        batch: The batch that it says it is of.
        store: The store that it says it is of.
        parts: The other parts of the batch.
        done: Cells that are done.
        failed: Cells that failed.
    """

    part: Part
    batch: str
    store: str
    parts: tuple[Part, ...]
    done: int
    failed: int


def read_entries(folder: Path, ledger: Sequence[Part]) -> list[Entry]:
    """Return what parts of the ledger say; one that says nothing of the kind is left out."""
    if not ledger:
        return []
    query = (
        "SELECT filename, any_value(batch), any_value(store), any_value(parts), "
        "count(*) FILTER (state = 'done'), count(*) FILTER (state = 'failed') FROM {} GROUP BY ALL"
    )
    try:
        with reading() as connection:
            table = rows_of(folder, ledger, "filename=true")
            rows: list[Any] = connection.execute(query.format(table)).fetchall()
    except duckdb.Error:  # one that is ours by name alone; find out which
        half = len(ledger) // 2
        return (
            read_entries(folder, ledger[:half]) + read_entries(folder, ledger[half:])
            if half
            else []
        )
    said = {Path(name).name: rest for name, *rest in rows}
    entries = []
    for part in ledger:
        batch, store, told, done, failed = said[Path(part.place).name]
        parts = tuple(Part(table, batch, digest) for table, digest in json.loads(told).items())
        entries.append(Entry(part, batch, store, parts, done, failed))
    return entries


def is_store(folder: Path) -> bool:
    """Return whether a folder looks like a store."""
    return (folder / TABLES[-1]).exists() or (folder / ABOUT).exists()


def read_about(folder: Path) -> str:
    """Return which store this is, by its ``store.json``; empty if that does not say.

    Raises:
        ProblemsError: It is of another schema.
    """
    try:
        told = json.loads((folder / ABOUT).read_text("utf-8"))
        schema, store, digest = told["schema"], told["store"], told["digest"]
    except (OSError, ValueError, KeyError, TypeError):
        schema = 1 if _is_of_schema_1(folder) else SCHEMA
        store = ""
    else:
        if digest != _about_digest(schema, store):
            schema, store = SCHEMA, ""
    if schema == SCHEMA:
        return str(store)
    older = "its parts carry no digests" if schema == 1 else "a newer version wrote it"
    raise ProblemsError(
        [
            f"{folder}: a store of schema {schema}, and this version reads {SCHEMA} ({older}); "
            "it is left as it is: take another name= or output=, or move it away"
        ]
    )


def write_about(folder: Path, store: str) -> None:
    """Say in ``store.json`` which store this is."""
    told = {"schema": SCHEMA, "store": store, "digest": _about_digest(SCHEMA, store)}
    (folder / ABOUT).write_text(json.dumps(told) + "\n", "utf-8")


def which_store(said: str, entries: Sequence[Entry]) -> str:
    """Return which store this is: as is said, unless every part of the ledger says otherwise."""
    stores = Counter(entry.store for entry in entries)
    return said if said in stores or not stores else stores.most_common(1)[0][0]


def _about_digest(schema: Any, store: Any) -> str:
    return hashlib.sha256(f"{schema} {store}".encode()).hexdigest()[:DIGITS]


def _is_of_schema_1(folder: Path) -> bool:
    names = [path.name for path in folder.glob("cells/*.parquet")]
    return any(map(_NAME_OF_SCHEMA_1.fullmatch, names)) and not any(map(_NAME.fullmatch, names))
