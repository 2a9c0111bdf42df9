"""Look at every byte of a store: ``alliances verify STORE [--mend]``.

Says what is damaged, missing or strange. With --mend that is set aside, in the folder aside of the
store, with what is left of its batches; the next run of the sweep runs their cells again. Nothing
is deleted. Ends with 0 if all is as it should be, or was mended; with 1 if it is not.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sim.base.lease import HeldError, Lease
from sim.base.problems import ProblemsError
from sim.sweep.examine import ASIDE, Examined, examine, in_words, mend
from sim.sweep.parts import TABLES, is_store
from sim.sweep.store import LEASE


def main(arguments: list[str]) -> None:
    """Say how a store is, and mend it if asked.

    Raises:
        ProblemsError: There is no store, it is of another schema, or somebody writes to it.
    """
    flags = [word for word in arguments if word.startswith("-")]
    stores = [Path(word) for word in arguments if not word.startswith("-")]
    if len(stores) != 1 or flags not in ([], ["--mend"]):
        given = " ".join(arguments)
        raise ProblemsError([f"verify: {given!r} given; reads: verify STORE [--mend]"])
    store = stores[0]
    if not is_store(store):
        raise ProblemsError([f"{store}: no store; it would have a folder {TABLES[-1]}"])
    if not flags:
        found = examine(store)
        print(*state_in_words(found), sep="\n")
        sys.exit(1 if found.faults else 0)
    try:
        with Lease(store / LEASE):
            found = examine(store)
            mend(found)
    except HeldError as error:
        raise ProblemsError([f"{store}: a sweep is writing to it ({error})"]) from None
    except OSError as error:
        told = f"{store}: cannot be mended ({error})"
        raise ProblemsError([told], "what is set aside stays so, and nothing was deleted") from None
    print(*state_in_words(found), sep="\n")
    if found.faults:
        print(f"mended; what was wrong is in {store / ASIDE}")


def state_in_words(found: Examined) -> list[str]:
    """Return how a store is, a line each."""
    done = sum(entry.done for entry in found.entries)
    failed = sum(entry.failed for entry in found.entries)
    told = [
        f"{found.folder}: {done:,} cells done and {failed:,} failed, "
        f"in {len(found.entries):,} whole {'batch' if len(found.entries) == 1 else 'batches'}"
    ]
    if found.half_done:
        told.append(
            f"{len(found.half_done):,} files of batches that are under way, or were when a run was "
            "killed; the next run sees to them"
        )
    told += [f"left alone: {name} is no part of a store" for name in found.others]
    if not found.faults:
        return [*told, "nothing is damaged or missing"]
    return [*told, f"{in_words(found).rstrip(';')}:", *(f"  {fault}" for fault in found.faults)]
