"""Published figures that were not fitted, in every plausible rule set.

Run with ``python -m experiments.held_out`` (some minutes). A row that no set reaches is missed by
the structure of the model; one that some reach and the defaults do not, by tuning. Writes
``results/ensemble/held_out.csv``.
"""

from __future__ import annotations

from argparse import ArgumentParser

import numpy as np

from experiments.publish import RESULTS, number, write_csv
from experiments.published_figures import CHECKED, Published, published
from sim.base.arrays import Array
from sim.ensemble.sets import size_of, some, worlds_of
from sim.ensemble.stored import stored_sets
from sim.ensemble.targets import TOGETHER
from sim.ensemble.worlds import Worlds

WORLDS, SEED = 4, 606


def main() -> None:
    """Measure and write."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=None, help="only the first so many")
    asked = parser.parse_args()
    sets = some(stored_sets(), slice(asked.sets))
    found: dict[str, list[Array]] = {}
    known: dict[str, Published] = {}
    for first in range(0, size_of(sets), TOGETHER):
        part = worlds_of(some(sets, slice(first, first + TOGETHER)), WORLDS, SEED)
        with np.errstate(all="ignore"):
            for row in published(part):
                if row.use == CHECKED and row.values is not None:
                    known[row.figure] = row
                    means = by_set(np.asarray(row.values, float), part.number // WORLDS)
                    found.setdefault(row.figure, []).append(means)
    usual = {row.figure: row.values for row in published(Worlds(SEED, 50))}
    rows = [
        line(known[name], np.concatenate(parts), float(np.nanmean(usual[name])))
        for name, parts in found.items()
    ]
    write_csv(RESULTS / "ensemble" / "held_out.csv", rows)
    for row in rows:
        print(f"{row['reached']:>5}  {row['verdict']:<20} {row['figure']}: {row['band']}")


def by_set(values: Array, sets: int) -> Array:
    """Return the mean of a figure over the worlds of each set in which it exists."""
    table = values.reshape(sets, -1)
    known = np.isfinite(table)
    total = np.where(known, table, 0.0).sum(axis=1)
    return np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), np.nan)


def line(row: Published, values: Array, usual: float) -> dict[str, str]:
    """Return a published figure beside the sets' as a line of the table."""
    low, middle, high = np.nanquantile(values, [0.05, 0.5, 0.95])
    reached = np.array([row.expected.contains(value) for value in values])
    if row.expected.contains(usual):
        verdict = "reached"
    else:
        verdict = "missed by tuning" if reached.any() else "missed by structure"
    return {
        "figure": row.figure,
        "source": row.source,
        "published": row.theirs,
        "range": str(row.expected),
        "defaults": number(usual),
        "band": f"{number(middle)} [{number(low)}, {number(high)}]",
        "reached": f"{reached.mean():.0%}",
        "verdict": verdict,
    }


if __name__ == "__main__":
    main()
