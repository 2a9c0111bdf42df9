"""The schema of sweeps and searches: what is varied, by which design, and where it runs."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from sim.base.nearest import unknown
from sim.core.parameter import Spec, specs
from sim.market.population import Population
from sim.model.quarter import Levers, Parameters

STRICT = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)

LEVERS = {spec.name: spec for spec in specs(Levers)}
UNCERTAINTIES = {
    spec.name: spec for declared in (Parameters, Population) for spec in specs(declared)
}


class Span(BaseModel):
    """Every value from a low to a high one."""

    model_config = STRICT

    low: float
    high: float


def _number_or_name(given: Any) -> Any:
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        raise PydanticCustomError("axis", "a number or a name")
    return given


Value = Annotated[float | str, BeforeValidator(_number_or_name)]


def _kind(given: Any) -> str:
    return "list" if isinstance(given, list) else "range"


Axis = Annotated[
    Annotated[Span, Tag("range")] | Annotated[list[Value], Tag("list")], Discriminator(_kind)
]
Axes = dict[str, Axis]


class SweepConfig(BaseModel):
    """A sweep: levers and uncertainties, each a list of values or a range, and a design."""

    model_config = STRICT

    design: Literal["grid", "zip", "list", "table", "latin", "sobol", "morris"] = Field(
        "grid", description="how ranges are sampled; lists are crossed, but for zip"
    )
    levers: Axes = Field({}, description="lever to [values] or {low, high}, set on every policy")
    uncertainties: Axes = Field(
        {}, description="scenario, model or population parameter to [values] or {low, high}"
    )
    points: int = Field(
        5,
        ge=2,
        le=1_000_000,
        description="values a range (grid), points (latin), base points, a power of two (sobol), "
        "or trajectories (morris)",
    )
    cells: list[dict[str, Value]] = Field(
        [], description="cells of the list design, each {policy: ..., lever or uncertainty: value}"
    )
    table: str | None = Field(None, description="CSV file of the table design, a column an axis")
    outcomes: list[str] = Field(["profit", "trust", "lost"], description="outcomes reported first")
    answer: bool = Field(
        True, description="judge the cells and write the page; false fills the store alone"
    )


class SearchConfig(BaseModel):
    """A search of the family of policies for the best one."""

    model_config = STRICT

    levers: Axes = Field({}, description="levers searched; all, over their full range, if empty")
    scenarios: list[str] = Field(["base"], min_length=1, description="futures it must do well in")
    objective: Literal["mean", "cvar", "worst"] = Field(
        "mean",
        description="of profit: its mean, its mean over the worst worlds, or its mean in the "
        "worst scenario",
    )
    second: Literal["mean", "cvar", "worst"] | None = Field(
        None, description="a second objective, for a Pareto front"
    )
    tail: float = Field(0.1, gt=0, le=0.5, description="share of worlds that cvar calls worst")
    trials: int = Field(200, ge=4, le=1_000_000, description="policies tried")
    together: int = Field(8, ge=1, le=1000, description="policies asked for and run at a time")
    fresh: int = Field(
        400,
        ge=2,
        le=1_000_000,
        description="worlds, never searched on, that the winner is tried in",
    )


class LauncherConfig(BaseModel):
    """Where cells run."""

    model_config = STRICT

    name: Literal["serial", "local", "dask"] = Field(
        "local", description="this process, processes on this machine, or a Dask cluster"
    )
    workers: int = Field(0, ge=0, le=100_000, description="processes; 0 is one a core")
    about: str = Field("", description="what it is, for the help")
    address: str | None = Field(None, description="Dask scheduler, as in tcp://host:8786")


class LimitsConfig(BaseModel):
    """What a run may take; beyond that, or what the machine has, it is refused before it begins."""

    model_config = STRICT

    cells: int | None = Field(None, ge=1, description="cells of a sweep, a search or a study")
    memory: float | None = Field(None, gt=0, description="memory [GB]")
    disk: float | None = Field(None, gt=0, description="bytes written [GB]")
    hours: float | None = Field(None, gt=0, description="about how long it takes [h]")


def sweep_problems(sweep: SweepConfig) -> list[str]:
    """Return what is wrong in a sweep whose types are right."""
    from sim.compare.outcomes import OUTCOMES

    problems = [
        f"sweep.outcomes: {unknown('outcome', name, OUTCOMES)}"
        for name in sweep.outcomes
        if name not in OUTCOMES
    ]
    problems += axes_problems("sweep.levers", sweep.levers, LEVERS)
    problems += axes_problems("sweep.uncertainties", sweep.uncertainties, UNCERTAINTIES)
    axes = {**sweep.levers, **sweep.uncertainties}
    spans = [name for name, axis in axes.items() if isinstance(axis, Span)]
    if sweep.design == "zip":
        lengths = {name: len(axis) for name, axis in axes.items() if isinstance(axis, list)}
        if spans or len(set(lengths.values())) != 1:
            problems.append(f"sweep: zip needs lists of one length; {lengths or 'none'} given")
    if sweep.design in ("latin", "sobol", "morris") and not spans:
        problems.append(f"sweep: {sweep.design} needs at least one range {{low, high}}")
    if sweep.design == "sobol" and sweep.points & (sweep.points - 1):
        problems.append(f"sweep.points: {sweep.points} given; sobol needs a power of two")
    if sweep.design == "table" and sweep.table is None:
        problems.append("sweep.table: missing; the table design needs a CSV file")
    if sweep.design == "list" and not sweep.cells:
        problems.append("sweep.cells: empty; the list design needs at least one cell")
    for number, cell in enumerate(sweep.cells, start=1):
        problems += cell_problems(f"sweep.cells: cell {number}", cell)
    return problems


def search_problems(search: SearchConfig) -> list[str]:
    """Return what is wrong in a search whose types are right."""
    problems = axes_problems("search.levers", search.levers, LEVERS)
    for name in search.scenarios:
        problems += value_problems("search.scenarios", "scenario", name, UNCERTAINTIES)
    if search.second == search.objective:
        problems.append(f"search.second: {search.second} is search.objective as well")
    return problems


def axes_problems(where: str, axes: Axes, known: dict[str, Spec]) -> list[str]:
    """Return what is wrong with axes: names nobody knows, values out of range."""
    problems = []
    for name, axis in axes.items():
        values = axis if isinstance(axis, list) else [axis.low, axis.high]
        if isinstance(axis, Span) and name == "scenario":
            problems.append(f"{where}.scenario: must be a list of scenarios")
        elif isinstance(axis, Span) and axis.low >= axis.high:
            problems.append(f"{where}.{name}: low {axis.low:g} must be under high {axis.high:g}")
        elif not values:
            problems.append(f"{where}.{name}: no value given")
        for value in values:
            problems += value_problems(f"{where}.{name}", name, value, known)
    return list(dict.fromkeys(problems))


def cell_problems(where: str, cell: dict[str, float | str]) -> list[str]:
    """Return what is wrong with the values of one cell, a policy's name perhaps among them."""
    from sim.policies import names

    problems = []
    for name, value in cell.items():
        if name != "policy":
            problems += value_problems(where, name, value, {**LEVERS, **UNCERTAINTIES})
        elif value not in names():
            problems.append(f"{where}: {unknown('policy', str(value), names())}")
    return problems


def value_problems(where: str, name: str, value: float | str, known: dict[str, Spec]) -> list[str]:
    """Return what is wrong with one value of one axis."""
    from sim.base.paths import option_files

    if name == "scenario":
        scenarios = sorted(option_files("scenario"))
        if value not in scenarios:
            return [f"{where}: {unknown('scenario', str(value), scenarios)}"]
        return []
    if name not in known:
        return [f"{where}: {unknown('axis', name, known)}"]
    spec = known[name]
    if isinstance(value, str):
        return [f"{where}: {value!r} given; must be a number"]
    if not spec.low <= value <= spec.high:
        return [f"{where}: {value:g} given; must be from {spec.low:g} to {spec.high:g}"]
    if spec.is_whole and value != int(value):
        return [f"{where}: {value:g} given; must be a whole number"]
    return []
