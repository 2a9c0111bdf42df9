"""What the page asks, checked as a run from the command line is, and ready to be simulated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationError

from sim.app.explore.own import own, usual_discount
from sim.base.nearest import unknown
from sim.base.paths import config_folder
from sim.base.problems import ProblemsError
from sim.base.wording import counted
from sim.base.yaml_file import read_yaml
from sim.compare.walk import changed_levers
from sim.config.check import check
from sim.config.options import options
from sim.config.schema import Config
from sim.config.sweep import STRICT
from sim.core.parameter import range_problems, specs
from sim.market.firm import USUAL_DISCOUNT, Place, model_values
from sim.policies import Levers, Policy, Preset, from_config
from sim.portfolio import Portfolio, PortfolioMarket
from sim.report.story import RELATIONSHIP
from sim.run.setting import Setting
from sim.study.study import prepare

MOST_WORLDS = 1000
TITLES = {"pinned": "The pinned policy", "yours": "Your policy"}
"""What a changed policy is called while nobody has named it: all its levers make no name."""


@cache
def usual() -> dict[str, Any]:
    """Return the config of ``make run`` without arguments."""
    told: dict[str, Any] = read_yaml(config_folder() / "config.yaml", "configs/config.yaml")
    return told


class Chosen(BaseModel):
    """A policy: a named one, and the levers that are set otherwise.

    Attributes:
        name: The named policy.
        levers: Lever to value.
        title: What the person calls it, first a letter or a digit; empty for its own title.
    """

    model_config = STRICT

    name: str = Field(max_length=100)
    levers: dict[str, float] = Field({}, max_length=100)
    title: str = Field("", pattern=r"^([^\W_][^\x00-\x1f]{0,39})?$")

    def policy(self, usual_title: str) -> Policy:
        """Return the policy.

        Args:
            usual_title: What it is called if it is changed and the person gave it no name.

        Raises:
            ProblemsError: There is none of that name, or a lever cannot be set so.
        """
        if problems := range_problems(Levers, self.levers, "lever"):
            raise ProblemsError(problems)
        policy = from_config({"name": self.name, **self.levers})
        if isinstance(policy, Preset) and (title := self.title or (self.levers and usual_title)):
            return Preset(policy.name, policy.levers, title, policy.about)
        return policy


class Asked(BaseModel):
    """A question of the page; what is left out is as in ``make run`` without arguments.

    Attributes:
        yours: The policy in question.
        pinned: The policy it is compared with.
        scenario: What happens to everybody, by name.
        seed: Seed of worlds and luck.
        worlds: Number of worlds.
        doubt: Whether doubt about the rules is told beside luck (`sim.app.explore.doubt`).
        firm: The firm's own numbers (`sim.market.firm`).
        portfolio: Token of the firm's own alliances (`sim.app.explore.own`), if any.
    """

    model_config = STRICT

    yours: Chosen = Field(default_factory=lambda: Chosen(name=RELATIONSHIP))
    pinned: Chosen = Field(default_factory=lambda: Chosen(name=usual()["baseline"]))
    scenario: str = Field("base", max_length=100)
    seed: int = Field(default_factory=lambda: int(usual()["seed"]), ge=0, lt=2**53)
    worlds: int = Field(default_factory=lambda: int(usual()["replications"]), ge=2, le=MOST_WORLDS)
    doubt: Literal["luck", "rules"] = "luck"
    firm: dict[str, float] = Field({}, max_length=20)
    portfolio: str = Field("", max_length=100)


@dataclass(frozen=True)
class Question:
    """A question, ready to be simulated.

    Attributes:
        asked: As the page asked.
        config: The config of the same run on the command line, but for changes of its baseline.
        pinned: The policy that is compared with.
        yours: The policy in question.
        setting: Everything else.
        portfolio: The firm's own alliances, if there are any.
    """

    asked: Asked
    config: Config
    pinned: Policy
    yours: Policy
    setting: Setting
    portfolio: Portfolio | None = None

    @property
    def levers(self) -> list[str]:
        """The levers on which the two differ, in the order of the quarter."""
        return changed_levers(self.pinned, self.yours, self.config.quarters)


def read(given: Any) -> Asked:
    """Return a question from what the page sent.

    Raises:
        ProblemsError: It cannot be read; each problem says where.
    """
    try:
        return Asked.model_validate(given)
    except ValidationError as error:
        raise ProblemsError([_sentence(dict(e)) for e in error.errors()]) from None


def _sentence(error: dict[str, Any]) -> str:
    where = ".".join(str(part) for part in error["loc"]) or "the question"
    if error["type"] == "extra_forbidden":
        return f"{where}: no such key"
    given = "" if isinstance(error["input"], dict) else f"{str(error['input'])[:60]!r} given; "
    return f"{where}: {given}{str(error['msg'])[:1].lower()}{str(error['msg'])[1:]}"


def understood(asked: Asked, portfolio: Portfolio | None = None) -> Question:
    """Return a question ready to be simulated.

    Args:
        asked: What the page asked.
        portfolio: The firm's own alliances; those kept under the token, if left out.

    Raises:
        ProblemsError: A name or a number is wrong; all problems are listed.
    """
    problems: list[str] = []
    policies: dict[str, Policy] = {}
    for side, title in TITLES.items():
        try:
            policies[side] = getattr(asked, side).policy(title)
        except ProblemsError as error:
            problems += [f"{side}: {problem}" for problem in error.problems]
    if asked.scenario not in options("scenario"):
        problems.append(f"scenario: {unknown('scenario', asked.scenario, options('scenario'))}")
    model: dict[str, float] = {}
    try:
        portfolio = portfolio or (own(asked.portfolio) if asked.portfolio else None)
        model = model_values(asked.firm, place_of(portfolio))
    except ProblemsError as error:
        problems += error.problems
    if problems:
        raise ProblemsError(problems)
    config = check(
        {
            "policies": [asked.pinned.name],
            "baseline": asked.pinned.name,
            "policy": {"name": asked.yours.name, **levers_of(asked.yours)},
            "scenario": options("scenario")[asked.scenario],
            "population": options("population")["default"],
            "model": model,
            "doubt": asked.doubt,
            "seed": asked.seed,
            "replications": asked.worlds,
        }
    )
    pinned, yours = policies["pinned"], policies["yours"]
    if yours.title == pinned.title and changed_levers(pinned, yours, config.quarters):
        raise ProblemsError([f"yours: the pinned policy is called {pinned.title!r} too"])
    setting = prepare(config).setting
    if portfolio is not None:
        setting = replace(setting, draw=PortfolioMarket(portfolio))
        config = _about_own(config, portfolio)
    return Question(asked, config, pinned, yours, setting, portfolio)


def place_of(portfolio: Portfolio | None) -> Place:
    """Return what the firm's numbers are seen beside: its own alliances, or the default market."""
    if portfolio is None:
        return Place()
    return Place(len(portfolio), usual_discount(portfolio, USUAL_DISCOUNT))


def _about_own(config: Config, portfolio: Portfolio) -> Config:
    """Return the config with words on the firm's own alliances in place of the default market."""
    file = portfolio.reading.file if portfolio.reading else "a file"
    about = f"{counted(len(portfolio), 'alliance')} from {file}, what it leaves open is drawn"
    told = {"name": "own", "title": "Own portfolio", "about": about}
    population = config.population.model_copy(update=told)
    return config.model_copy(update={"population": population})


def levers_of(chosen: Chosen) -> dict[str, float]:
    """Return a policy's changed levers, whole numbers where the lever takes only these."""
    whole = {spec.name for spec in specs(Levers) if spec.is_whole}
    return {name: int(value) if name in whole else value for name, value in chosen.levers.items()}
