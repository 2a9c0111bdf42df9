"""The notebooks run from top to bottom; their own assertions hold."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = {
    "one_alliance": ("gap", "ahead by"),
    "play_a_quarter": ("closed", "Your 3 asks", "taken up to the bit"),
}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs(name, monkeypatch):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those of Jupyter itself; the notebook's are its kernel's
        nbformat = pytest.importorskip("nbformat")
        nbclient = pytest.importorskip("nbclient")
        monkeypatch.setenv("PYTHONPATH", str(ROOT))
        notebook = nbformat.read(ROOT / "experiments" / f"{name}.ipynb", as_version=4)
        client = nbclient.NotebookClient(
            notebook, timeout=60, resources={"metadata": {"path": str(ROOT)}}
        )
        client.execute()
    printed = "".join(
        output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", [])
    )
    assert all(words in printed for words in NOTEBOOKS[name])


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_outputs_are_not_committed(name):
    import json

    file = ROOT / "experiments" / f"{name}.ipynb"
    cells = json.loads(file.read_text("utf-8"))["cells"]
    assert not any(cell.get("outputs") for cell in cells)
