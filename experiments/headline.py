"""Push or relationship? The reference results of the headline comparison.

python -m experiments.headline
"""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from sim import circle, plots
from sim.check import check
from sim.compare import compare
from sim.output import summary_rows, write_csv
from sim.paths import config_folder
from sim.study import prepare

FOLDER = Path(__file__).parent.parent / "results" / "reference" / "headline"
POLICIES = yaml.safe_load((config_folder() / "config.yaml").read_text("utf-8"))["policies"]


def main() -> None:
    """Run the headline as the command does without arguments; write its table and two figures."""
    study = prepare(check({"policies": list(POLICIES)}), panel=circle.PANEL)
    results = study.run()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    write_csv(FOLDER / "summary.csv", summary_rows(compare(results, study.baseline)))
    plots.save(plots.plot_j_curve(results, study.baseline), FOLDER, "j_curve")
    plots.save(plots.plot_loop(results["transactional"]), FOLDER, "vicious_circle")
    for drawing in FOLDER.glob("*.svg"):
        drawing.unlink()
    print(f"written: {FOLDER.relative_to(Path.cwd())}")


if __name__ == "__main__":
    main()
