"""Push or relationship? The reference results of the headline comparison.

python -m experiments.headline
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from sim import plots
from sim.base.paths import config_folder
from sim.compare import circle
from sim.compare.policies import PLANTING, PUSH, beside_push, compare_policies, summary_rows
from sim.config.check import check
from sim.config.options import options
from sim.ensemble.worlds import TOLD_OF
from sim.study.output import write_csv
from sim.study.study import prepare

FOLDER = Path(__file__).parent.parent / "results" / "reference" / "headline"
POLICIES = yaml.safe_load((config_folder() / "config.yaml").read_text("utf-8"))["policies"]


def told() -> dict[str, Any]:
    """Return the config of the headline: the command's own, in the version that is told of."""
    return {"policies": list(POLICIES), **options("model")[TOLD_OF]}


def main() -> None:
    """Run the headline as the command does without arguments; write its tables and figures."""
    study = prepare(check(told()), panel=circle.PANEL)
    results = study.run()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    write_csv(FOLDER / "summary.csv", summary_rows(compare_policies(results, study.baseline)))
    plots.save(plots.plot_j_curve(results, study.baseline), FOLDER, "j_curve")
    both = {name: results[name] for name in (PUSH, PLANTING)}
    write_csv(FOLDER / "beside_push.csv", summary_rows(beside_push(results)))
    plots.save(plots.plot_j_curve(both, PUSH), FOLDER, "beside_push")
    plots.save(plots.plot_loop(results["transactional"]), FOLDER, "vicious_circle")
    for drawing in FOLDER.glob("*.svg"):
        drawing.unlink()
    print(f"written: {FOLDER.relative_to(Path.cwd())}")


if __name__ == "__main__":
    main()
