"""Ask a store in SQL: ``python -m sim.sweep.query [STORE] "select state, reason from cells"``.

The tables are ``cells`` (the ledger), ``replications``, and, where recorded, ``quarters`` and
``alliances``; join them by ``cell``. Without STORE the newest one under ``results`` is asked.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from sim.sweep.store import TABLES, parts


def main(arguments: list[str]) -> None:
    """Print what a query finds."""
    if len(arguments) not in (1, 2):
        sys.exit(__doc__)
    *given, query = arguments
    stores = [Path(store) for store in given] or sorted(
        Path("results").glob("*/store"), key=lambda store: store.stat().st_mtime
    )
    if not stores:
        sys.exit("no store under results; name one")
    with duckdb.connect() as connection:
        for table in TABLES:
            if any((stores[-1] / table).glob("*.parquet")):
                connection.execute(f"CREATE VIEW {table} AS FROM {parts(stores[-1], table)}")
        try:
            connection.sql(query).show(max_rows=1000, max_width=200)
        except duckdb.Error as error:
            sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1:])
