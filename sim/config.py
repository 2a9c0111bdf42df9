"""The schema of a run: every key, its type and its range; a config is checked once, here."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pydantic import BaseModel, Field, ValidationError, create_model

from sim.config_sweep import (
    LEVERS,
    STRICT,
    UNCERTAINTIES,
    LauncherConfig,
    SearchConfig,
    SweepConfig,
    search_problems,
    sweep_problems,
)
from sim.model import Parameters
from sim.model.ablation import ablate, switches
from sim.nearest import unknown
from sim.parameter import Spec, specs
from sim.policies import find, from_config
from sim.policies.levers import Levers
from sim.population import Population
from sim.problems import ProblemsError
from sim.scenario import NEUTRAL


def _checked(declared: type, *, optional: bool = False) -> dict[str, Any]:
    """Return a range-checked key for every parameter declared in a dataclass."""
    keys: dict[str, Any] = {}
    for spec in specs(declared):
        kind: Any = int if spec.is_whole else float
        allowed: dict[str, Any] = {"ge": spec.low, "le": spec.high, "description": describe(spec)}
        if optional:
            keys[spec.name] = (kind | None, Field(None, **allowed))
        else:
            keys[spec.name] = (kind, Field(spec.default, **allowed))
    return keys


def _schema(name: str, keys: dict[str, Any]) -> Any:
    """Return a strict schema of (type, default) by key."""
    return create_model(name, __config__=STRICT, **keys)


def describe(spec: Spec) -> str:
    """Return what a parameter is, for help texts and messages: meaning, unit and range."""
    unit = "" if spec.unit == "1" else f" [{spec.unit}]"
    kind = "a whole number" if spec.is_whole else "a number"
    return f"{spec.about}: {kind} from {spec.low:g} to {spec.high:g}{unit}"


_Path = dict[int, float]
_LABELS: dict[str, Any] = {"title": (str, ""), "about": (str, "")}
_PORTFOLIO: dict[str, Any] = {
    "path": (str | None, Field(None, description="CSV file with the vendor's own alliances")),
    "culture": (
        float | None,
        Field(None, ge=0, le=1, description="the vendor's own culture beside a CSV: 0 dog, 1 cat"),
    ),
}
_EVENTS: dict[str, Any] = {
    "market": (
        _Path,
        Field({}, description="quarter to multiplier of demand; straight lines in between"),
    ),
    "accounts": (
        Literal["all", "focal"] | list[int],
        Field("all", description="whom events hit: all, focal, or numbers of focal accounts"),
    ),
} | {
    name: (_Path, Field({}, description="quarter (from 1) to value"))
    for name in NEUTRAL
    if name != "market"
}
if TYPE_CHECKING:  # made from declarations, so their keys are not known to a type checker
    ModelConfig: TypeAlias = Any
    PolicyConfig: TypeAlias = Any
    PopulationConfig: TypeAlias = Any
    ScenarioConfig: TypeAlias = Any
    PartnersConfig: TypeAlias = Any
else:
    ModelConfig = _schema("ModelConfig", _checked(Parameters))
    PolicyConfig = _schema("PolicyConfig", {"name": (str, "custom")} | _LABELS | _checked(Levers))
    PopulationConfig = _schema(
        "PopulationConfig",
        {"name": (str, "default")} | _LABELS | _checked(Population) | _PORTFOLIO,
    )
    ScenarioConfig = _schema("ScenarioConfig", {"name": (str, "base")} | _LABELS | _EVENTS)
    PartnersConfig = _schema(
        "PartnersConfig",
        {"name": (str, "reciprocal")} | _LABELS | _checked(Parameters, optional=True),
    )


class Config(BaseModel):
    """A run, complete."""

    model_config = STRICT

    name: str = Field("headline", pattern=r"^[A-Za-z0-9_-]+$", description="folder under output")
    seed: int = Field(1, ge=0, lt=2**63, description="seed of worlds and luck")
    replications: int = Field(100, ge=2, le=1_000_000, description="worlds drawn for each policy")
    half_width: float | None = Field(
        None,
        gt=0,
        le=1,
        description="draw more worlds until the interval of each policy's gain over the baseline "
        "is this share of the gain to either side",
    )
    most_replications: int = Field(
        3200, ge=2, le=1_000_000, description="worlds at which half_width gives up"
    )
    quarters: int = Field(20, ge=4, le=400, description="quarters simulated")
    policies: list[str] = Field(min_length=1, description="policies compared, by name")
    policy: PolicyConfig | None = Field(None, description="one policy, its levers open to change")
    baseline: str = Field("transactional", description="policy the others are compared with")
    rivals: str = Field("status_quo", description="policy of the other vendors")
    partners: PartnersConfig = Field(default_factory=PartnersConfig)
    scenario: ScenarioConfig = Field(default_factory=ScenarioConfig)
    population: PopulationConfig = Field(default_factory=PopulationConfig)
    model: ModelConfig = Field(default_factory=ModelConfig)
    ablate: list[str] = Field([], description="mechanisms set to their neutral value")
    precision: Literal["single", "double"] = Field("double", description="floating-point type")
    workers: int = Field(1, ge=1, le=256, description="processes that share the worlds")
    record: Literal["summary", "quarters", "alliances"] = Field(
        "quarters", description="how much is written"
    )
    sweep: SweepConfig | None = Field(None, description="many policies in many futures")
    search: SearchConfig | None = Field(None, description="a search for the best policy")
    launcher: LauncherConfig = Field(LauncherConfig(), description="where the cells of a sweep run")
    retry_failed: bool = Field(False, description="run cells of a sweep that failed once more")
    fail_fast: bool = Field(False, description="end a sweep at the first cell that fails")
    figures: bool = Field(True, description="draw figures and the report")
    output: str = Field("results", min_length=1, description="folder that results are written to")


def misfits(config: Config) -> list[str]:
    """Return what is wrong between keys that are each right alone."""
    problems: list[str] = []
    for key, given in (
        ("policies", config.policies),
        ("baseline", [config.baseline]),
        ("rivals", [config.rivals]),
    ):
        for name in given:
            try:
                find(name)
            except ProblemsError as error:
                problems += [f"{key}: {problem}" for problem in error.problems]
    if config.policy is not None:
        if "name" in config.policy.model_fields_set:
            try:
                from_config(config.policy.model_dump(exclude_unset=True))
            except ProblemsError as error:
                problems += [f"policy: {problem}" for problem in error.problems]
        else:
            problems.append("policy: levers given, but no policy; choose one, as in policy=vst")
    problems += [
        f"ablate: {unknown('mechanism', name, switches())}"
        for name in config.ablate
        if name not in switches()
    ]
    if doubled := {name for name in config.policies if config.policies.count(name) > 1}:
        problems.append(f"policies: {', '.join(sorted(doubled))} named twice")
    problems += _model_problems(config.model) + _population_problems(config.population)
    problems += sweep_problems(config.sweep) if config.sweep else []
    problems += search_problems(config.search) if config.search else []
    return problems + _scenario_problems(config.scenario, config.quarters)


def _model_problems(model: Any) -> list[str]:
    if model.lowest_discount < model.highest_discount:
        return []
    return [
        f"model.lowest_discount: {model.lowest_discount:g} given; "
        f"must be under model.highest_discount, {model.highest_discount:g}"
    ]


def _population_problems(population: Any) -> list[str]:
    vendors, each = population.vendors, population.vendors_per_partner
    if population.name == "csv" and population.path is None:
        return ["population.path: missing; CSV file with the vendor's own alliances"]
    if population.culture is not None and population.path is None:
        return ["population.culture: given without population.path; a drawn market draws cultures"]
    if each > vendors:
        return [f"population.vendors_per_partner: {each} given; there are {vendors} vendors in all"]
    if population.path is None and vendors % each:
        return [
            f"population.vendors: {vendors} given; must be a multiple of "
            f"population.vendors_per_partner, {each}"
        ]
    return []


_RANGES = {"market": (0.0, 10.0)}


def _scenario_problems(scenario: Any, quarters: int) -> list[str]:
    problems = []
    for hook in NEUTRAL:
        low, high = _RANGES.get(hook, (0.0, 1.0))
        for quarter, value in getattr(scenario, hook).items():
            if quarter < 1 or (quarter > quarters and hook != "market"):
                problems.append(
                    f"scenario.{hook}: quarter {quarter} given; this run has 1 to {quarters}"
                )
            if not low <= value <= high:
                problems.append(
                    f"scenario.{hook}: {value:g} in quarter {quarter}; "
                    f"must be from {low:g} to {high:g}"
                )
    if isinstance(scenario.accounts, list) and any(number < 1 for number in scenario.accounts):
        problems.append(f"scenario.accounts: {scenario.accounts} given; accounts count from 1")
    return problems


def check(config: dict[str, Any]) -> Config:
    """Return the config, checked.

    Raises:
        ProblemsError: Something is wrong; all problems are listed, by full key.
    """
    try:
        checked, problems = Config.model_validate(config), []
    except ValidationError as error:
        wrong = error.errors()
        problems = list(dict.fromkeys(_sentence(dict(e)) for e in wrong))
        checked = Config.model_validate(_without(config, [e["loc"] for e in wrong]))
    problems += misfits(checked)
    if problems:
        raise ProblemsError(problems)
    return checked


def _without(config: dict[str, Any], places: list[tuple[int | str, ...]]) -> dict[str, Any]:
    """Return a copy without the entries at some places, so that the rest can still be checked."""
    kept = {**config, "policies": config.get("policies", ["transactional"])}
    for place in places:
        keys = place[:2] if isinstance(kept.get(str(place[0])), dict) else place[:1]
        if len(keys) == 2:
            kept[str(keys[0])] = {k: v for k, v in kept[str(keys[0])].items() if k != keys[1]}
        elif keys[0] == "policies":
            kept["policies"] = ["transactional"]
        else:
            kept.pop(str(keys[0]), None)
    return kept


_TYPES = {
    "int": "a whole number",
    "float": "a number",
    "finite": "a finite number",
    "bool": "true or false",
    "string_pattern": "letters, digits, _ and -",
    "string": "text",
    "list": "a list, as in [a,b]",
    "literal": "",
    "model": "keys and values",
    "dict": "keys and values, as in {9: 0.5}",
}


def _sentence(error: dict[str, Any]) -> str:
    """Return what is wrong at one place, what was given, and what is allowed there."""
    keys = [str(part) for part in error["loc"]]
    where = ".".join(keys[:2]) if ".".join(keys[:2]) in known_keys() else keys[0]
    if error["type"] == "extra_forbidden":
        return unknown_key(".".join(keys))
    shown = "this given" if isinstance(error["input"], dict) else f"{error['input']!r} given"
    about = known_keys().get(where, "")
    kind = next((told for name, told in _TYPES.items() if error["type"].startswith(name)), "")
    if ": a " in about:  # a declared parameter says its own range
        about, kind = about.rsplit(": ", 1)
    elif not kind:
        kind = str(error["msg"]).lower().removeprefix("input should be ")
    elif error["type"].startswith("literal"):
        kind = str(error["ctx"]["expected"])
    return f"{where}: {shown}; must be {kind}" + (f" ({about})" if about else "")


def unknown_key(key: str) -> str:
    """Return the message for a key that a config cannot have, with the nearest that it can."""
    from difflib import get_close_matches

    leaf = {known.rsplit(".", 1)[-1]: known for known in known_keys()}
    near = get_close_matches(key, known_keys(), n=1) or [
        leaf[name] for name in get_close_matches(key.rsplit(".", 1)[-1], leaf, n=1)
    ]
    meant = f" (did you mean {near[0]}?)" if near else ""
    return f"{key}: no such key{meant}; --help lists all"


def known_keys() -> dict[str, str]:
    """Return every key that a config can have, with its description."""
    groups = {
        "model": ModelConfig,
        "policy": PolicyConfig,
        "population": PopulationConfig,
        "scenario": ScenarioConfig,
        "partners": PartnersConfig,
        "sweep": SweepConfig,
        "search": SearchConfig,
        "launcher": LauncherConfig,
    }
    keys = {name: f.description or "" for name, f in Config.model_fields.items()}
    for group, schema in groups.items():
        for name, field in schema.model_fields.items():
            keys[f"{group}.{name}"] = field.description or ""
    for name, spec in LEVERS.items():
        keys[f"sweep.levers.{name}"] = keys[f"search.levers.{name}"] = describe(spec)
    for name, spec in UNCERTAINTIES.items():
        keys[f"sweep.uncertainties.{name}"] = describe(spec)
    keys["sweep.uncertainties.scenario"] = "scenarios, by name"
    return keys


def parameters_of(config: Config) -> Parameters:
    """Return the model's parameters of a config.

    Those of the partners' policy come first, then those that the config changes, then ablations.
    """
    theirs = config.partners.model_dump(exclude={"name", "title", "about"}, exclude_none=True)
    default = Parameters()
    changed = {
        f.name: value
        for f in fields(Parameters)
        if (value := getattr(config.model, f.name)) != getattr(default, f.name)
    }
    return ablate(replace(default, **(theirs | changed)), config.ablate)
