"""The architecture, drawn once, from the code: rooms, floors, and what imports what.

Run with ``python -m experiments.architecture``; it writes ``docs/architecture.md`` and the drawing
beside it. A room is a folder of `sim`; its floor is one above the highest room that it imports.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import networkx as nx

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "sim"
DOCS = ROOT / "docs"
LONG = 300
WIDE, TALL, GAP, BAND = 116, 34, 16, 74


def main() -> None:
    """Write the page and the drawing."""
    (DOCS / "architecture.md").write_text(page(), "utf-8")
    (DOCS / "architecture.svg").write_text(drawing(), "utf-8")
    lines = {name: path.read_text("utf-8").count("\n") for name, path in modules().items()}
    graph = files_graph()
    print(f"{len(lines)} files, {sum(lines.values())} lines, {graph.number_of_edges()} imports")
    print(f"{rooms_graph(graph).number_of_edges()} arrows between rooms")
    print(*(f"{count} lines: {name}" for name, count in lines.items() if count > LONG), sep="\n")


def modules(package: Path = PACKAGE) -> dict[str, Path]:
    """Return every module of the package, the public door apart, by dotted name."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name != package.name:
            found[name] = path
    return found


def imports(path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    """Yield the modules of the package that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield from (name for name in [whole if whole in known else node.module]
                            if name in known)  # fmt: skip


def files_graph(package: Path = PACKAGE) -> nx.DiGraph:
    """Return files of a package and what each imports of it."""
    known = modules(package)
    graph = nx.DiGraph()
    graph.add_nodes_from(known)
    graph.add_edges_from((name, to) for name, path in known.items() for to in imports(path, known))
    return graph


def room(module: str) -> str:
    """Return the room that a module stands in."""
    return module.split(".")[1]


def rooms_graph(files: nx.DiGraph) -> nx.DiGraph:
    """Return rooms and what each imports."""
    graph = nx.DiGraph()
    graph.add_nodes_from(dict.fromkeys(map(room, files)))
    graph.add_edges_from((room(a), room(b)) for a, b in files.edges if room(a) != room(b))
    return graph


def floors(graph: nx.DiGraph) -> dict[str, int]:
    """Return the floor of each room: 0 if it imports none, else one above all that it imports."""
    floor: dict[str, int] = {}
    for name in reversed(list(nx.topological_sort(graph))):
        floor[name] = 1 + max((floor[below] for below in graph[name]), default=-1)
    return floor


def page() -> str:
    """Return the page: the drawing, and a table of rooms from the top floor down."""
    files = files_graph()
    graph = rooms_graph(files)
    floor = floors(graph)
    lines = [
        "# Architecture",
        "",
        "Written by `python -m experiments.architecture` from the imports of the code.",
        f"The {len(graph)} rooms of `sim` stand on {1 + max(floor.values())} floors: a room "
        "imports only rooms below it, and no file imports another in a circle. Above all stands "
        "the public door, `sim/__init__.pyi`.",
        "",
        "![Rooms of the package, floor by floor](architecture.svg)",
        "",
        "An arrow is left out where a longer way leads to the same room.",
        "",
        "| floor | room | what it is |",
        "|---:|---|---|",
    ]
    for name in sorted(graph, key=lambda name: (-floor[name], name)):
        about = ast.get_docstring(ast.parse(room_file(name).read_text("utf-8"))) or ""
        lines.append(f"| {floor[name]} | `{name}` | {about.splitlines()[0].rstrip('.')} |")
    return "\n".join([*lines, ""])


def room_file(name: str) -> Path:
    """Return the file whose docstring says what a room is."""
    folder = PACKAGE / name
    return folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")


def drawing() -> str:
    """Return the rooms as SVG, floor by floor, with the arrows that no longer way replaces."""
    graph = rooms_graph(files_graph())
    floor = floors(graph)
    rows: dict[int, list[str]] = {}
    for name in sorted(graph):
        rows.setdefault(floor[name], []).append(name)
    top, width = max(rows), max(map(len, rows.values())) * (WIDE + GAP) + GAP
    place = {
        name: (
            (width - len(row) * (WIDE + GAP) + GAP) / 2 + column * (WIDE + GAP),
            GAP + (top - level) * BAND,
        )
        for level, row in rows.items()
        for column, name in enumerate(row)
    }
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {(top + 1) * BAND}" '
        'font-family="sans-serif" font-size="14" role="img">',
        "<title>Rooms of the package, floor by floor; arrows lead to what is imported</title>",
        '<defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#777"/></marker></defs>',
        f'<rect width="{width}" height="{(top + 1) * BAND}" fill="white"/>',
    ]
    for a, b in sorted(nx.transitive_reduction(graph).edges):
        (x1, y1), (x2, y2) = place[a], place[b]
        drawn.append(
            f'<line x1="{x1 + WIDE / 2:g}" y1="{y1 + TALL:g}" x2="{x2 + WIDE / 2:g}" y2="{y2:g}" '
            'stroke="#777" marker-end="url(#head)"/>'
        )
    for name, (x, y) in sorted(place.items()):
        drawn.append(
            f'<rect x="{x:g}" y="{y:g}" width="{WIDE}" height="{TALL}" rx="5" fill="#e8eefc" '
            f'stroke="#3355aa"/><text x="{x + WIDE / 2:g}" y="{y + TALL / 2 + 5:g}" '
            f'text-anchor="middle">{name}</text>'
        )
    return "\n".join([*drawn, "</svg>", ""])


if __name__ == "__main__":
    main()
