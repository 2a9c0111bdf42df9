"""The notebook runs from top to bottom; its own assertions hold."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "experiments" / "one_alliance.ipynb"


def test_one_alliance_runs(monkeypatch):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those of Jupyter itself; the notebook's are its kernel's
        nbformat = pytest.importorskip("nbformat")
        nbclient = pytest.importorskip("nbclient")
        monkeypatch.setenv("PYTHONPATH", str(ROOT))
        notebook = nbformat.read(NOTEBOOK, as_version=4)
        client = nbclient.NotebookClient(
            notebook, timeout=60, resources={"metadata": {"path": str(ROOT)}}
        )
        client.execute()
    printed = "".join(
        output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", [])
    )
    assert "gap" in printed
    assert "ahead by" in printed


def test_its_outputs_are_not_committed():
    import json

    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    assert not any(cell.get("outputs") for cell in cells)
