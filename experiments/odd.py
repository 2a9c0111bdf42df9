"""Write ODD.md: the model by the ODD protocol (2020), its tables and equations from the code.

Run with ``python -m experiments.odd`` after any change of parameters, states or phases; a test
compares the committed page with what the code says.

Source: Grimm et al. 2020, "The ODD protocol for describing agent-based and other simulation
models: a second update"; Monks et al. 2019, "Strengthening the reporting of empirical simulation
studies" (STRESS-ABS).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from types import ModuleType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import sim.model as model
from experiments.everything import EXPERIMENTS
from sim.core.draws import DRAWS
from sim.core.parameter import specs
from sim.core.scenario import NEUTRAL, Scenario
from sim.market.population import Population
from sim.model import factors, start
from sim.model.quarter import QUARTER, Alliances, Levers, Markets, Parameters, Partners, Vendors
from sim.policies import find, names
from sim.policies import partners as partner_policies
from sim.run.measures import MEASURES

FOLDER = Path(__file__).parent
PAGE = FOLDER / "ODD.md"
BOTH = ("low", "high")


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), "utf-8")
    print(f"-> {PAGE}")


def page() -> str:
    """Return the page as the code has it now."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, autoescape=False,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters |= {"cell": cell, "span": span}
    return environment.get_template("ODD.md.j2").render(
        facts=[
            (fact, claim) for e in EXPERIMENTS for fact, claim in e.facts.items() if fact != "P"
        ],
        parameters=list(specs(Parameters)),
        levers=list(specs(Levers)),
        population=list(specs(Population)),
        tables=[(kind.__name__, columns(kind)) for kind in (Alliances, Vendors, Partners, Markets)],
        phases=[(at, name_of(p.run), p.actor, summary(p.run)) for at, p in enumerate(QUARTER, 1)],
        factors=factors.FACTORS,
        draws=DRAWS,
        measures=MEASURES.values(),
        hooks=hooks(),
        policies=[find(name) for name in names()],
        partner_policies=[partner_policies.find(name) for name in partner_policies.names()],
        submodels=list(submodels()),
        start=(inspect.getdoc(start.settle) or "").split("\n\n")[1],
    )


def columns(table: type) -> list[tuple[str, dict[str, Any]]]:
    """Return the columns of a table of the state with what is declared of each."""
    return [(f.name, dict(f.metadata)) for f in fields(table) if "about" in f.metadata]


def hooks() -> list[tuple[str, float, str]]:
    """Return the hooks of a scenario: name, neutral value, meaning as its docstring has it."""
    known = dict(
        part.split(": ", 1)
        for part in (inspect.getdoc(Scenario) or "").split("Attributes:\n")[1].splitlines()
        if ": " in part
    )
    about = {name.strip(): text for name, text in known.items()}
    return [(name, value, about[name]) for name, value in NEUTRAL.items()]


def submodels() -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Yield each module of the quarter: file, what it is about, its equations."""
    for name in dict.fromkeys(phase.run.__module__ for phase in QUARTER):
        module: ModuleType = getattr(model, name.rsplit(".", 1)[1])
        runs = {phase.run for phase in QUARTER}
        equations = [
            (found.__name__, without_arguments(inspect.getdoc(found) or ""))
            for _, found in inspect.getmembers(module, inspect.isfunction)
            if found.__module__ == name and found not in runs and found.__doc__
        ]
        yield name.rsplit(".", 1)[1], " ".join((module.__doc__ or "").split()), equations


def without_arguments(text: str) -> str:
    """Return a docstring without its lists of arguments and results, on one line."""
    for heading in ("Args:", "Returns:"):
        text = text.split(heading)[0]
    return " ".join(text.split()).replace("``", "`").removeprefix("Return ")


def name_of(run: Callable[..., None]) -> str:
    """Return where a phase is written."""
    return f"{run.__module__.rsplit('.', 1)[1]}.{run.__name__}"


def summary(run: Callable[..., None]) -> str:
    """Return the first sentence of a docstring."""
    return first_paragraph(inspect.getdoc(run) or "")


def first_paragraph(text: str) -> str:
    """Return the first paragraph on one line."""
    return " ".join(text.split("\n\n")[0].split()).replace("``", "`")


def span(known: Any) -> str:
    """Return the range of a parameter or column as a cell; nothing where it has none."""
    low, high = (known[end] if isinstance(known, dict) else getattr(known, end) for end in BOTH)
    if low is None:
        return "" if high is None else f"up to {cell(high)}"
    return f"from {cell(low)}" if high is None else f"{cell(low)} to {cell(high)}"


def cell(value: Any) -> str:
    """Return a value as a cell of a Markdown table; nothing where there is none."""
    if value is None:
        return ""
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text.replace("|", "\\|")


if __name__ == "__main__":
    main()
