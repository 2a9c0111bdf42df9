"""Own history: how well intervals cover the rules of vendors whose rules are known.

Run with ``python -m experiments.own_history`` (a minute). Synthetic vendors are taken from the
ensemble itself, each with one world as its past and all other rule sets to explain it. Writes
``results/ensemble/own_history.csv``: by parameter, the share of vendors whose value lies in the
90% interval, and how much of the doubt was gone.
"""

from __future__ import annotations

from argparse import ArgumentParser

import numpy as np

from experiments.publish import RESULTS, write_csv
from sim.ensemble.history import Rerun, covered, fit, learned, rerun
from sim.ensemble.sets import size_of, some
from sim.ensemble.stored import stored_sets
from sim.portfolio.history import History

VENDORS, PARTNERS, QUARTERS, SEED = 200, 24, 12, 77


def main() -> None:
    """Measure and write."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--vendors", type=int, default=VENDORS)
    asked = parser.parse_args()
    sets = stored_sets()
    again = rerun(sets, PARTNERS, QUARTERS, "status_quo", SEED)
    chosen = np.linspace(0, size_of(sets) - 1, min(asked.vendors, size_of(sets))).astype(int)
    hits = dict.fromkeys(sets, 0)
    gone: dict[str, list[float]] = {name: [] for name in sets}
    effective, inside, held = [], 0, 0
    for at in chosen:
        others = np.arange(size_of(sets)) != at
        rest = Rerun(again.revenue[others], again.discount[others])
        past = History(
            [f"P{p}" for p in range(PARTNERS)],
            [str(q) for q in range(QUARTERS)],
            again.revenue[at, 0, :, :QUARTERS],
            again.discount[at, 0, :, :QUARTERS],
            "status_quo",
            [],
        )
        found = fit(past, rest, QUARTERS)
        effective.append(found.effective)
        for item in learned(some(sets, others), found):
            hits[item.name] += bool(item.low <= sets[item.name][at] <= item.high)
            gone[item.name].append(item.gone)
        one, all_ = covered(past, rest)
        inside, held = inside + one, held + all_
    shares = {name: hits[name] / len(chosen) for name in sets}
    rows = [
        {"parameter": n, "covered": f"{shares[n]:.3f}", "doubt_gone": f"{np.mean(gone[n]):.3f}"}
        for n in sorted(sets, key=lambda name: -float(np.mean(gone[name])))
    ]
    write_csv(RESULTS / "ensemble" / "own_history.csv", rows)
    share = np.array(list(shares.values()))
    print(
        f"{len(chosen)} vendors: 90% intervals cover {share.mean():.1%} on average, from "
        f"{share.min():.1%} to {share.max():.1%} by parameter; "
        f"{np.mean((share >= 0.85) & (share <= 0.95)):.0%} of the parameters lie in 85 to 95%. "
        f"Held-out quarters covered: {inside / held:.1%}. Effective sets: median "
        f"{np.median(effective):.0f}."
    )


if __name__ == "__main__":
    main()
