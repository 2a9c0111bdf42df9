"""The schema of a run: every key, its type and its range; a config is checked once, here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pydantic import BaseModel, Field, create_model

from sim.base.problems import ProblemsError
from sim.base.wording import EURO
from sim.base.yaml_file import read_yaml
from sim.config.ensemble import EnsembleConfig
from sim.config.sweep import (
    LEVERS,
    STRICT,
    UNCERTAINTIES,
    LauncherConfig,
    LimitsConfig,
    SearchConfig,
    SweepConfig,
)
from sim.core.parameter import Spec, specs
from sim.core.scenario import NEUTRAL
from sim.market.firm import NUMBERS, Place, model_values
from sim.market.population import Population
from sim.model.ablation import ablate, switches
from sim.model.quarter import Levers, Parameters


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
    "path": (
        str | None,
        Field(None, description="CSV or .xlsx file with the vendor's own alliances"),
    ),
    "sheet": (str | None, Field(None, description="sheet of a workbook; its first, if left out")),
    "decimal": (
        Literal["comma", "point"] | None,
        Field(None, description="what stands before decimals in a file that does not show it"),
    ),
    "days": (
        float | None,
        Field(
            None,
            gt=0,
            description="person-days a quarter that there are for the alliances of the file; "
            "model.capacity_days for each if left out",
        ),
    ),
    "culture": (
        float | None,
        Field(None, ge=0, le=1, description="the vendor's own culture beside a file: 0 dog, 1 cat"),
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
    HeldConfig: TypeAlias = Any
else:
    ModelConfig = _schema("ModelConfig", _checked(Parameters))
    PolicyConfig = _schema("PolicyConfig", {"name": (str, "custom")} | _LABELS | _checked(Levers))
    HeldConfig = _schema("HeldConfig", _checked(Levers, optional=True))
    PopulationConfig = _schema(
        "PopulationConfig",
        {"name": (str, "default")} | _LABELS | _checked(Population) | _PORTFOLIO,
    )
    ScenarioConfig = _schema("ScenarioConfig", {"name": (str, "base")} | _LABELS | _EVENTS)
    PartnersConfig = _schema(
        "PartnersConfig",
        {"name": (str, "reciprocal")} | _LABELS | _checked(Parameters, optional=True),
    )


_FIRM = [number.name for number in NUMBERS]


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
    baseline: str = Field("status_quo", description="policy the others are compared with")
    titles: dict[str, str] = Field(
        {}, description="names for people of policies in this run, by the policy's own name"
    )
    rivals: str = Field("status_quo", description="policy of the other vendors")
    partners: PartnersConfig = Field(default_factory=PartnersConfig)
    scenario: ScenarioConfig = Field(default_factory=ScenarioConfig)
    population: PopulationConfig = Field(default_factory=PopulationConfig)
    model: ModelConfig = Field(default_factory=ModelConfig)
    held: HeldConfig = Field(
        default_factory=HeldConfig,
        description="levers that stand at a value for every vendor, whatever its policy",
    )
    ablate: list[str] = Field([], description="mechanisms set to their neutral value")
    precision: Literal["single", "double"] = Field("double", description="floating-point type")
    workers: int = Field(1, ge=1, le=256, description="processes that share the worlds")
    record: Literal["summary", "quarters", "alliances"] = Field(
        "quarters", description="how much is written"
    )
    sweep: SweepConfig | None = Field(None, description="many policies in many futures")
    search: SearchConfig | None = Field(None, description="a search for the best policy")
    history: str | None = Field(
        None, description="CSV file with your own past: partner, quarter, revenue, discount"
    )
    firm: dict[str, float] | str | None = Field(
        None, description=f"your own numbers, or a YAML file of them: {', '.join(_FIRM)}"
    )
    fixed: list[str] | None = Field(
        None,
        description="parameters that doubt about the rules leaves as they are; if left out, those "
        "that you set, whatever their value",
    )
    ensemble: EnsembleConfig | None = Field(None, description="plausible rule sets, built anew")
    doubt: Literal["auto", "luck", "rules"] = Field(
        "auto",
        description="what an answer tells: luck alone, or doubt about the rules too; auto asks the "
        "rules of an answer in 100 worlds or more",
    )
    launcher: LauncherConfig = Field(LauncherConfig(), description="where the cells of a sweep run")
    retry_failed: bool = Field(False, description="run cells of a sweep that failed once more")
    limits: LimitsConfig = Field(LimitsConfig(), description="what a run may take")
    dry_run: bool = Field(False, description="tell what it would take, and run nothing")
    fail_fast: bool = Field(False, description="end a sweep at the first cell that fails")
    currency: str = Field(
        EURO, description="currency that amounts are in, such as USD; a label, nothing is converted"
    )
    figures: bool = Field(True, description="draw figures and the report")
    output: str = Field("results", min_length=1, description="folder that results are written to")


OF_A_RUN: dict[str, type[BaseModel]] = {
    "sweep": SweepConfig,
    "search": SearchConfig,
    "ensemble": EnsembleConfig,
    "launcher": LauncherConfig,
    "limits": LimitsConfig,
}
"""Keys that hold keys of their own about how it is run, not about the model."""

OF_THE_MODEL: dict[str, type[BaseModel]] = {
    "model": ModelConfig,
    "held": HeldConfig,
    "policy": PolicyConfig,
    "population": PopulationConfig,
    "scenario": ScenarioConfig,
    "partners": PartnersConfig,
}
"""Keys that hold keys of their own about what is run."""


def known_keys() -> dict[str, str]:
    """Return every key that a config can have, with its description."""
    keys = {name: f.description or "" for name, f in Config.model_fields.items()}
    for group, schema in (OF_THE_MODEL | OF_A_RUN).items():
        for name, field in schema.model_fields.items():
            keys[f"{group}.{name}"] = field.description or ""
    for name, spec in LEVERS.items():
        keys[f"sweep.levers.{name}"] = keys[f"search.levers.{name}"] = describe(spec)
    for name, spec in UNCERTAINTIES.items():
        keys[f"sweep.uncertainties.{name}"] = describe(spec)
    keys["sweep.uncertainties.scenario"] = "scenarios, by name"
    return keys


def with_partners(config: Config) -> Config:
    """Return a config whose model has the parameters of its partners' policy.

    Those that the config sets itself stay as they are, whatever their value.
    """
    theirs = config.partners.model_dump(exclude={"name", "title", "about"}, exclude_none=True)
    taken = {name: x for name, x in theirs.items() if name not in config.model.model_fields_set}
    return config.model_copy(update={"model": config.model.model_copy(update=taken)})


def firm_numbers(config: Config) -> dict[str, float]:
    """Return the firm's own numbers, read from their file if they are in one.

    Raises:
        ProblemsError: The file cannot be read, or holds something else.
    """
    if not isinstance(config.firm, str):
        return config.firm or {}
    given = read_yaml(Path(config.firm).expanduser(), config.firm)
    if not isinstance(given, dict):
        raise ProblemsError([f"firm: {config.firm}: must give names and numbers"])
    return given


def firm_values(config: Config) -> dict[str, float]:
    """Return the parameters that the firm's own numbers stand for.

    Raises:
        ProblemsError: A number is not known or out of range, or its parameter is set as well.
    """
    if not (given := firm_numbers(config)):
        return {}
    values = model_values(given, Place(config.population.alliances_per_vendor))
    # A config as a run saves it says every parameter, and which of them were set.
    given_twice = config.model.model_fields_set if config.fixed is None else set()
    both = [
        f"firm: {number.name} and model.{number.parameter} both given; choose one"
        for number in NUMBERS
        if number.parameter in given_twice & values.keys()
    ]
    if both:
        raise ProblemsError(both)
    return values


def with_fixed(config: Config) -> Config:
    """Return a config that says which parameters were set: they hold in every rule set.

    Those are the ones that it gives itself, whatever their value, those of its partners, those that
    the firm's own numbers stand for, and those of the mechanisms that are switched off.
    """
    if config.fixed is not None:
        return config
    known = {spec.name for spec in specs(Parameters)}
    off = {name for mechanism in config.ablate for name in switches()[mechanism]}
    chosen = (config.model.model_fields_set | firm_values(config).keys() | off) & known
    return config.model_copy(update={"fixed": sorted(chosen)})


def parameters_of(config: Config) -> Parameters:
    """Return the model's parameters of a checked config, its ablations switched off."""
    values = {spec.name: getattr(config.model, spec.name) for spec in specs(Parameters)}
    values |= firm_values(config)
    held = config.held.model_dump(exclude_none=True)
    return ablate(Parameters(held=tuple(sorted(held.items())), **values), config.ablate)
