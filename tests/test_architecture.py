"""Imports go one way, no file imports another in a circle, and the drawing is current."""

from __future__ import annotations

import networkx as nx
import pytest

from experiments import architecture
from experiments.architecture import DOCS, ROOT, files_graph, floors, imports, modules, rooms_graph


@pytest.mark.parametrize("package", ["sim", "experiments"])
def test_no_file_imports_another_in_a_circle(package):
    assert not list(nx.simple_cycles(files_graph(ROOT / package)))


def test_rooms_import_one_way():
    assert not list(nx.simple_cycles(rooms_graph(files_graph())))


@pytest.mark.parametrize("name", ["page", "drawing"])
def test_the_committed_drawing_is_current(name):
    file = DOCS / f"architecture.{'md' if name == 'page' else 'svg'}"
    made = getattr(architecture, name)()
    assert made == file.read_text("utf-8"), "run python -m experiments.architecture"


def test_only_the_way_in_stands_alone_at_the_root():
    alone = {p.name for p in architecture.PACKAGE.iterdir() if p.is_file()}
    assert alone == {"__init__.py", "__init__.pyi", "__main__.py", "py.typed"}


def test_imports_are_found_wherever_they_stand(tmp_path):
    file = tmp_path / "some.py"
    file.write_text(
        "from sim.base import arrays\nfrom sim.base.wording import money\nimport numpy\n"
        "def late():\n    import sim.core.world\n    from sim.policies import find\n"
    )
    found = {"sim.base.arrays", "sim.base.wording", "sim.core.world", "sim.policies"}
    assert set(imports(file, modules())) == found


def test_a_floor_is_above_all_that_it_imports():
    graph = nx.DiGraph([("a", "b"), ("a", "c"), ("b", "c"), ("d", "c")])
    assert floors(graph) == {"c": 0, "b": 1, "d": 1, "a": 2}
