"""Write a study's results: a folder that is there whole or not at all."""

from __future__ import annotations

import csv
import errno
import glob
import json
import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from sim.base.arrays import Array
from sim.base.lease import HeldError, Lease
from sim.base.paths import make_folder
from sim.base.problems import ProblemsError
from sim.compare.policies import Compared, summary_rows
from sim.config.schema import Config
from sim.run.result import Result
from sim.study.provenance import digest, provenance, resolved

SHORT = 12

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a formula may begin with, to a spreadsheet."""


def folder_of(config: Config) -> Path:
    """Return the folder of a study's results: ``output/name/id``, the id a hash of the config."""
    return Path(config.output).expanduser() / config.name / digest(config)[:SHORT]


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Give a folder to write to, moved to its place, over what is there, once all is written.

    Raises:
        ProblemsError: The folder cannot be written.
    """
    try:
        if folder.exists() and not folder.is_dir():
            raise FileExistsError(errno.EEXIST, "there is a file of that name")
        make_folder(folder.parent)
        _remove_abandoned(folder)
        stage = folder.with_name(f".{folder.name}.{secrets.token_hex(8)}")
        lease = Lease(stage.with_name(f"{stage.name}.lease"))
    except OSError as error:
        raise ProblemsError(
            [f"output: {str(folder)!r} given; cannot be written ({error.strerror})"]
        ) from None
    try:
        stage.mkdir()
        yield stage
        _put_in_place(stage, folder)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        lease.release(remove=True)


def _put_in_place(stage: Path, folder: Path) -> None:
    """Move a finished folder to its place; another run may be doing the same."""
    for attempt in range(20):
        try:
            stage.rename(folder)
        except OSError:
            old = folder.with_name(f"{stage.name}.{attempt}")
            with suppress(OSError):
                folder.rename(old)
            shutil.rmtree(old, ignore_errors=True)
        else:
            return
    raise ProblemsError([f"output: {str(folder)!r} cannot be replaced"])


def _remove_abandoned(folder: Path) -> None:
    """Remove what runs that were killed left beside the folder; what is still leased stays."""
    ours = re.compile(rf"\.{re.escape(folder.name)}\.[0-9a-f]{{16}}\.lease")
    for path in [path for path in folder.parent.iterdir() if ours.fullmatch(path.name)]:
        try:
            lease = Lease(path)
        except (HeldError, OSError):
            continue
        for left in folder.parent.glob(f"{glob.escape(path.stem)}*"):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
        lease.release(remove=True)


def config_text(config: Config) -> str:
    """Return the config as it is saved: ``--config-dir`` with its folder runs it again."""
    return str(yaml.safe_dump(resolved(config), sort_keys=False, allow_unicode=True))


def write_origin(folder: Path, config: Config, **more: str) -> dict[str, Any]:
    """Write the config and what made the results, `more` included; return the latter."""
    made_by = provenance(config) | more
    (folder / "config.yaml").write_text(config_text(config), "utf-8")
    (folder / "provenance.json").write_text(json.dumps(made_by, indent=2) + "\n", "utf-8")
    return made_by


def write_data(
    folder: Path, config: Config, results: Mapping[str, Result], compared: Sequence[Compared]
) -> None:
    """Write config, provenance, summary and quarterly results."""
    made_by = write_origin(folder, config)
    write_csv(folder / "summary.csv", summary_rows(compared))
    marks = {"config_sha256": made_by["config_sha256"], "seed": str(config.seed)}
    if config.record != "summary":
        write_parquet(folder / "quarters.parquet", _stacked(results, Result.columns), marks)
    if config.record == "alliances":
        write_parquet(folder / "alliances.parquet", _stacked(results, Result.panel_columns), marks)


def write_csv(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows as CSV; see `as_csv`."""
    path.write_bytes(as_csv(rows))


def as_csv(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return rows as CSV that Excel opens as text; their keys are the header, None is left empty.

    A mark in front says that it is UTF-8. Text that a spreadsheet would take for a formula gets an
    apostrophe in front.
    """
    rows, text = list(rows), StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: harmless(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(value: Any) -> Any:
    """Return a cell of a CSV file so that no spreadsheet takes text for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def write_parquet(path: Path, columns: Mapping[str, Array], marks: Mapping[str, str]) -> None:
    """Write columns as zstd Parquet, `marks` in its metadata; the same data, the same bytes."""
    import duckdb

    with duckdb.connect(config={"threads": 1}) as connection:
        copy_to_parquet(connection, path, columns, marks)


def copy_to_parquet(
    connection: Any, path: Path, columns: Mapping[str, Array], marks: Mapping[str, str]
) -> None:
    """Write columns by a DuckDB connection of one thread, which takes a while to make."""
    noted = ", ".join(f"{key}: '{value}'" for key, value in marks.items())
    kept = f", KV_METADATA {{{noted}}}" if marks else ""  # DuckDB 1.3 refuses none
    connection.register("given", dict(columns))
    connection.execute(
        f"COPY (SELECT * FROM given) TO '{str(path).replace(chr(39), chr(39) * 2)}' "
        f"(FORMAT parquet, COMPRESSION zstd{kept})"
    )
    connection.unregister("given")


def _stacked(
    results: Mapping[str, Result], columns: Callable[[Result], dict[str, Array]]
) -> dict[str, Array]:
    parts = []
    for result in results.values():
        of_policy = columns(result)
        rows = len(of_policy["replication"])
        parts.append({"policy": np.full(rows, result.policy, dtype=object), **of_policy})
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
