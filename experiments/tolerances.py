"""What the answers hang on: each target's judged tolerance halved and doubled.

Run with ``python -m experiments.tolerances FOLDER``, where FOLDER holds the parts of a build
(``experiment=plausible`` says where). Its last filter measured far more sets than it kept, so that
other tolerances only choose others of them. Writes ``results/ensemble/tolerances.csv``.
"""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path

import numpy as np

from experiments.publish import RESULTS, write_csv
from sim.base.arrays import Array
from sim.base.paths import config_folder
from sim.base.yaml_file import read_yaml
from sim.ensemble.doubt import Doubt, doubt
from sim.ensemble.sets import some
from sim.ensemble.targets import Target, is_plausible, scaled, targets
from sim.policies import find
from sim.run.setting import Setting

BASELINE = "status_quo"
HEADLINE = config_folder() / "config.yaml"
FACTORS = (0.5, 2.0)


def main() -> None:
    """Measure and write."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    sets, figures = filtered(asked.folder)
    known = [target for target in targets() if target.figure in figures]
    wide = [is_plausible(figures, changed) for changed in variants(known).values()]
    near = np.any(wide, axis=0)
    names = dict.fromkeys([BASELINE, *read_yaml(HEADLINE, "config.yaml")["policies"]])
    policies = [find(name) for name in names]
    found = doubt(policies, BASELINE, Setting(), some(sets, near))
    rows = []
    for name, changed in variants(known).items():
        kept = is_plausible({k: v[near] for k, v in figures.items()}, changed)
        rows.append({"tolerance": name, "sets": str(kept.sum())} | told(found, kept))
    write_csv(RESULTS / "ensemble" / "tolerances.csv", rows)
    for row in rows:
        print(row)


def filtered(folder: Path) -> tuple[dict[str, Array], dict[str, Array]]:
    """Return all sets that the last filter measured, and their figures."""
    parts = [dict(np.load(path)) for path in sorted(folder.glob("filter_*.npz"))]
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    sets = {name[4:]: values for name, values in joined.items() if name.startswith("set.")}
    return sets, {name: x for name, x in joined.items() if not name.startswith("set.")}


def variants(known: list[Target]) -> dict[str, list[Target]]:
    """Return the targets as they are, and with one tolerance halved or doubled."""
    found = {"as they are": known}
    for at, target in enumerate(known):
        for factor in FACTORS:
            (changed,) = scaled([target], factor)
            found[f"{target.figure} x{factor:g}"] = [*known[:at], changed, *known[at + 1 :]]
    return found


def told(found: Doubt, kept: Array) -> dict[str, str]:
    """Return, over some of the sets, the share in which each policy is ahead, and in which best."""
    weights = kept / max(kept.sum(), 1)
    part = replace(found, weights=weights)
    ahead = {f"{name} ahead": f"{part.ahead[at]:.0%}" for at, name in enumerate(part.policies)}
    best = {f"{name} best": f"{part.best[at]:.0%}" for at, name in enumerate(part.policies)}
    return ahead | best


if __name__ == "__main__":
    main()
