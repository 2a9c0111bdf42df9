"""Ask a store in SQL: ``alliances query [--outside] [STORE] "select state, reason from cells"``.

The tables are ``cells`` (the ledger), ``replications``, and, where recorded, ``quarters`` and
``alliances``; join them by ``cell``. Without STORE the newest one under ``results`` is asked.

A query reads the store and nothing else: it is one question (SELECT, FROM, WITH, EXPLAIN), and
neither files nor the network nor settings are open to it. With --outside they are, and it may be
any statements; the store's own parts are then as open as all else.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import duckdb

from sim.base.problems import ProblemsError, refuse
from sim.sweep.checked import columns_of, faults_of, refuse_damaged
from sim.sweep.examine import Examined, examine_ledger
from sim.sweep.parts import TABLES, Part, is_store, quoted, rows_of

QUESTIONS = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
OUTSIDE = "--outside"


def main(arguments: list[str]) -> None:
    """Print what a query finds.

    Raises:
        ProblemsError: There is no store, it is damaged, or the query is wrong.
    """
    words = [word for word in arguments if word != OUTSIDE]
    if len(words) not in (1, 2) or any(word.startswith("--") for word in words):
        given = " ".join(arguments)
        raise ProblemsError([f'query: {given!r} given; reads: query [{OUTSIDE}] [STORE] "SQL"'])
    *stores, query = words
    store = Path(stores[0]) if stores else _newest(Path("results"))
    if not is_store(store):
        raise ProblemsError([f"{store}: no store; it would have a folder {TABLES[-1]}"])
    found = examine_ledger(store)
    refuse_damaged(found)
    if not found.entries:
        raise ProblemsError([f"{store}: no cell has ended yet"])
    with duckdb.connect() as connection:
        try:
            if OUTSIDE not in arguments:
                _check_question(connection, query)
            tables = _tables(found, query)
            _open(connection, found, tables, is_closed=OUTSIDE not in arguments)
            answer = connection.sql(query)
            if answer is not None:
                answer.show(max_rows=1000, max_width=200)
        except duckdb.Error as error:
            told = " ".join(str(error).partition("\n\nLINE ")[0].split())
            raise ProblemsError([f"query: {told}"]) from None


def _newest(results: Path) -> Path:
    stores = sorted(results.glob("*/store"), key=lambda store: store.stat().st_mtime)
    if not stores:
        raise ProblemsError([f"query: no store under {results}; name one"])
    return stores[-1]


def _check_question(connection: Any, query: str) -> None:
    """Refuse what is not one question: a COPY could write to the very parts that may be read."""
    statements = connection.extract_statements(query)
    if not statements:
        raise ProblemsError([f"query: {query!r} given; there is no question in it"])
    if len(statements) > 1 or statements[0].type not in QUESTIONS:
        kinds = ", ".join(statement.type.name for statement in statements)
        raise ProblemsError(
            [f"query: {kinds} given; one SELECT or EXPLAIN reads a store, {OUTSIDE} lifts that"]
        )


def _tables(found: Examined, query: str) -> dict[str, list[Part]]:
    """Return the ledger and the tables that a query has the names of, looked at whole."""
    tables = {table: _parts(found, table) for table in TABLES[:-1] if table in query.lower()}
    for parts in tables.values():
        found.faults += faults_of(found.folder, parts)
    refuse_damaged(found)
    tables[TABLES[-1]] = _parts(found, TABLES[-1])
    return {table: parts for table, parts in tables.items() if parts}


def _parts(found: Examined, table: str) -> list[Part]:
    if table == TABLES[-1]:
        return [entry.part for entry in found.entries]
    return [part for entry in found.entries for part in entry.parts if part.table == table]


def _open(
    connection: Any, found: Examined, tables: dict[str, list[Part]], *, is_closed: bool
) -> None:
    """Make the views, say what is mixed in them, and shut out all else."""
    for table, parts in tables.items():
        rows = rows_of(found.folder, parts, "union_by_name=true")
        connection.execute(f"CREATE VIEW {table} AS FROM {rows}")
        for column, count in columns_of(connection, found.folder, parts).items():
            if count < len(parts):
                _note(f"{table}.{column} is in {count} of {len(parts)} parts, and NULL elsewhere")
    ledger = rows_of(found.folder, _parts(found, TABLES[-1]))
    for column, several in (("code", "versions of the code"), ("arithmetic", "kinds of processor")):
        [(count,)] = connection.execute(f"SELECT count(DISTINCT {column}) FROM {ledger}").fetchall()
        if count > 1:
            _note(f"cells of {count} {several} are in this store; cells.{column} tells them apart")
    if is_closed:
        allowed = [part for parts in tables.values() for part in parts]
        paths = ", ".join(f"'{quoted(found.folder / part.place)}'" for part in allowed)
        connection.execute(f"SET allowed_paths = [{paths}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")


def _note(told: str) -> None:
    print(f"note: {told}", file=sys.stderr)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except ProblemsError as error:
        refuse(error, "nothing was answered")
