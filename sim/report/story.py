"""What happened, in sentences made from the numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import yaml
from pydantic import BaseModel

from sim.base.paths import option_files
from sim.base.wording import (
    listed,
    money,
    money_interval,
    percent,
    percent_of_all,
    span,
    years,
)
from sim.compare.policies import PLANTING, Compared
from sim.config.schema import Config, firm_values
from sim.market.firm import NUMBERS

RELATIONSHIP = PLANTING

HEADINGS = {
    "headline": "Push or relationship?",
    "patience": "What does a board's impatience cost?",
    "push_pays": "When does the quarter-end push pay?",
    "turnround": "Keep it, win it back with a vision, win it back without, or let it go?",
}


def title_of(config: Config) -> str:
    """Return the title of a report; a portfolio's file comes first in it."""
    title = HEADINGS.get(config.name, config.name.replace("_", " ").capitalize())
    population = config.population
    return title if population.path is None else f"{population.title or population.path}: {title}"


def question(config: Config, titles: Sequence[str]) -> str:
    """Return the question that a report answers.

    Args:
        config: What was run.
        titles: Names of the policies compared, for people.
    """
    time = span(config.quarters)
    if config.population.path is not None:
        return (
            f"With the alliances of this portfolio, which way of working earns most in {time}, "
            "and which alliances are worth the effort?"
        )
    if len(titles) == 1:
        return f"What does a vendor earn in {time} that works by the policy {titles[0]}?"
    return (
        f"A vendor lives by its alliances. Which way of working with partners earns most in "
        f"{time}: {', '.join(titles[:-1])} or {titles[-1]}?"
    )


def tell(
    compared: Sequence[Compared],
    quarters: int,
    replications: int,
    duel: Sequence[Compared] = (),
) -> list[str]:
    """Return two to four sentences on a comparison; the baseline is the one without a gain.

    Args:
        compared: The policies.
        quarters: Number of quarters.
        replications: Number of worlds.
        duel: The push and the relationship beside it, whose dip and crossover are then told.
    """
    baseline = next(s for s in compared if s.gain is None)
    others = [s for s in compared if s.gain is not None]
    if not others:
        return [_alone(baseline, quarters)]
    best = max(others, key=lambda s: s.profit.mean)
    sentences = [_ranking(best, baseline, others, quarters)]
    named = {s.policy: s for s in others}
    told = named.get(RELATIONSHIP, best)
    push, planting = duel or (baseline, told)
    sentences.append(_crossover(planting, push, quarters))
    sentences.append(_trust(baseline, best))
    if close := [s for s in others if s.gain and s.gain.low <= 0 <= s.gain.high]:
        sentences.append(
            f"{listed([s.title for s in close])} cannot be told from {baseline.title} with "
            f"{replications} replications: the interval of the difference holds 0."
        )
    return sentences


def _alone(only: Compared, quarters: int) -> str:
    return (
        f"{only.title} earns {money_interval(only.profit)} of {years(quarters)} profit; "
        f"{percent(only.lost.mean)} of its alliances are lost or demoted by the end."
    )


def _ranking(best: Compared, baseline: Compared, others: Sequence[Compared], quarters: int) -> str:
    assert best.gain is not None
    ahead = [s for s in others if s.gain and s.gain.low > 0]
    behind = [s for s in others if s.gain and s.gain.high < 0]
    many = "all the others" if len(ahead) == len(others) else f"{len(ahead)} of {len(others)}"
    counted = f"{many} clearly beat {baseline.title}" if len(others) > 1 else ""
    if behind and counted:
        does = "does" if len(behind) == 1 else "do"
        counted += f", {listed([s.title for s in behind])} clearly {does} not"
    if best.gain.low > 0:
        return (
            f"{best.title} earns most: {money_interval(best.profit)} of {years(quarters)} profit, "
            f"{money_interval(best.gain, signed=True)} against {baseline.title}"
            f"{'; ' if counted else ''}{counted}."
        )
    return (
        f"No policy clearly beats {baseline.title}, which earns {money_interval(baseline.profit)}."
    )


def _crossover(told: Compared, baseline: Compared, quarters: int) -> str:
    assert told.gain is not None
    if told.crossover is None:
        return (
            f"{told.title} never gets ahead of {baseline.title} for good within {quarters} "
            f"quarters; at the end it stands at {money_interval(told.gain, signed=True)}."
        )
    if told.depth == 0:
        return f"{told.title} is ahead of {baseline.title} from the first quarter on."
    ahead = "is" if told.gain.low > 0 else "is on average"
    return (
        f"{told.title} is behind {baseline.title} first, by {money(-told.depth)} at its deepest; "
        f"from quarter {told.crossover} on it {ahead} ahead "
        f"(in {percent_of_all(told.crossed or 0.0)} of worlds by the end), and it finishes "
        f"{money_interval(told.gain, signed=True)} against it."
    )


def _trust(baseline: Compared, best: Compared) -> str:
    return (
        f"Under {baseline.title} partners' trust ends at {percent(baseline.trust.mean)}, the "
        f"discount at {percent(baseline.discount.mean)}, and {percent(baseline.lost.mean)} of "
        f"alliances are lost or demoted; under {best.title} it is {percent(best.trust.mean)}, "
        f"{percent(best.discount.mean)} and {percent(best.lost.mean)}."
    )


def next_steps(compared: Sequence[Compared], abouts: Mapping[str, str]) -> list[str]:
    """Return what to do next after a comparison of policies.

    Args:
        compared: The policies; the baseline is the one without a gain.
        abouts: Name of each policy to what it does.
    """
    baseline = next(s for s in compared if s.gain is None)
    others = [s for s in compared if s.gain is not None]
    ahead = sorted((s for s in others if s.gain.low > 0), key=lambda s: -s.profit.mean)  # type: ignore[union-attr]
    if not ahead:
        if not others:
            return []
        return [f"Stay with {baseline.title} for now: nothing compared with it is clearly better."]
    best = ahead[0]
    told = [f"Move from {baseline.title} to {best.title}. {abouts[best.policy]}"]
    if best.depth < 0 and best.crossover is not None:
        told.append(
            f"Agree on the dip beforehand: {best.title} falls behind by {money(-best.depth)} on "
            f"average and is ahead for good from quarter {best.crossover}."
        )
    if len(ahead) > 1:
        second = ahead[1]
        told.append(
            f"If that asks too much, {second.title} is next: "
            f"{money_interval(second.gain, signed=True)} against {baseline.title}."  # type: ignore[arg-type]
        )
    return told


def find_out(config: Config, compared: Sequence[Compared]) -> list[str]:
    """Return what to find out first after a comparison in a market that was drawn."""
    close = [s.title for s in compared if s.gain and not s.gain.excludes_zero]
    told = []
    if config.population.path is None:
        told.append(
            "How your own alliances stand: this market is drawn. A file with them "
            "(population=csv population.path=FILE) gives advice on each."
        )
    if close:
        told.append(
            f"Whether {listed(close)} differ{'s' if len(close) == 1 else ''} from the baseline at "
            f"all: {config.replications} worlds cannot tell; half_width=0.1 draws more."
        )
    return told


def _changed(section: BaseModel, group: str) -> str:
    """Say which values of a section differ from those of the config that it is named after."""
    path = option_files(group).get(section.name)  # type: ignore[attr-defined]
    if path is None:
        return ""
    told = yaml.safe_load(path.read_text("utf-8"))
    preset = type(section).model_validate(told.get(group, told))  # some cases set more than a group
    given, usual = section.model_dump(), preset.model_dump()
    differs = [
        f"{key}={value}"
        for key, value in given.items()
        if value != usual[key] and key not in ("title", "about", "path")
    ]
    return f", here {', '.join(differs)}" if differs else ""


def setting_line(config: Config) -> str:
    """Return in a line what was simulated."""
    population, scenario = config.population, config.scenario
    parts = [
        f"{population.title or population.name} ({population.about})"
        f"{_changed(population, 'population')}",
        f"scenario {scenario.title or scenario.name}: {scenario.about}"
        f"{_changed(scenario, 'scenario')}",
        f"{years(config.quarters)} horizon",
        f"{config.replications} worlds",
        f"rivals follow {config.rivals.replace('_', ' ')}, partners are {config.partners.name}",
    ]
    if own := firm_values(config):
        told = [f"{n.label.lower()} (model.{n.parameter}={own[n.parameter]:.3g})"
                for n in NUMBERS if n.parameter in own]  # fmt: skip
        parts.append(f"your own numbers: {', '.join(told)}")
    if config.ablate:
        parts.append(f"switched off: {', '.join(config.ablate)}")
    return "; ".join(parts) + "."
