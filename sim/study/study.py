"""A study: a checked config turned into policies, worlds and luck, and run."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, fields, replace

from sim.base.paths import locate
from sim.base.problems import ProblemsError
from sim.config.schema import Config, parameters_of
from sim.core.scenario import NEUTRAL, named_events
from sim.market.population import Population
from sim.market.source import Market, Source
from sim.model.quarter import Parameters
from sim.policies import Policy, find, from_config
from sim.portfolio import Portfolio, PortfolioMarket, read_portfolio
from sim.portfolio.coverage import notes
from sim.run.result import Result
from sim.run.setting import Setting
from sim.run.simulate import Progress, simulate


@dataclass(frozen=True)
class Study:
    """What a config asks for.

    Attributes:
        config: The config.
        policies: The policies compared; the baseline is among them.
        setting: Everything else about the simulation.
        portfolio: The focal vendor's own alliances, if the population is a file.
        portfolio_notes: What of it is known and what is drawn.
    """

    config: Config
    policies: list[Policy]
    setting: Setting
    portfolio: Portfolio | None
    portfolio_notes: list[str]

    @property
    def baseline(self) -> str:
        """Name of the policy that the others are compared with."""
        return self.config.baseline

    def run(self, progress: Progress = lambda done: None, done: int = 0) -> dict[str, Result]:
        """Run every policy on the same worlds and luck, but for worlds that are `done` already."""
        return simulate(self.policies, replace(self.setting, done=done), progress)


def prepare(config: Config, panel: Sequence[str] = ()) -> Study:
    """Return the study of a config.

    Raises:
        ProblemsError: The portfolio can't be read, or the scenario names accounts it hasn't.
    """
    parameters = parameters_of(config)
    population = Population(
        **{f.name: getattr(config.population, f.name) for f in fields(Population)}
    )
    portfolio = None
    draw: Source = Market(population)
    if config.population.path is not None:
        portfolio = read_portfolio(
            locate(config.population.path), config.population.sheet, config.population.decimal
        )
        draw = PortfolioMarket(portfolio, population, config.population.culture)

    accounts = config.scenario.accounts
    if isinstance(accounts, list) and (
        beyond := [number for number in accounts if number > draw.accounts]
    ):
        raise ProblemsError(
            [
                f"scenario.accounts: {beyond} given; "
                f"the focal vendor has accounts 1 to {draw.accounts}"
            ]
        )
    return Study(
        config=config,
        policies=chosen_policies(config),
        setting=Setting(
            parameters=parameters,
            draw=draw,
            quarters=config.quarters,
            events=named_events(
                config.scenario.market,
                {n: getattr(config.scenario, n) for n in NEUTRAL if n != "market"},
                config.quarters,
                accounts,
            ),
            rivals=find(config.rivals),
            seed=config.seed,
            replications=config.replications,
            precision=config.precision,
            fixed=config.fixed or (),
            panel=panel,
            factors="mean",
            workers=config.workers,
        ),
        portfolio=portfolio,
        portfolio_notes=notes_on(portfolio, population, parameters, config),
    )


def notes_on(
    portfolio: Portfolio | None, population: Population, parameters: Parameters, config: Config
) -> list[str]:
    """Return what a reader should know of how a portfolio was used; nothing without one."""
    if portfolio is None:
        return []
    return notes(portfolio, population, parameters, config.seed, config.population.culture)


def chosen_policies(config: Config) -> list[Policy]:
    """Return the policies to compare: the baseline first, then the one chosen or those listed."""
    chosen = [find(name) for name in config.policies]
    if config.policy is not None:
        chosen = [from_config(config.policy.model_dump(exclude_unset=True))]
    if config.baseline not in [policy.name for policy in chosen]:
        chosen = [find(config.baseline), *chosen]
    return [titled(policy, config.titles.get(policy.name, policy.title)) for policy in chosen]


def titled(policy: Policy, title: str) -> Policy:
    """Return a policy under another name for people."""
    other = copy(policy)
    other.title = title
    return other
