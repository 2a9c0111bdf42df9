"""What happened, in sentences made from the numbers."""

from __future__ import annotations

from collections.abc import Sequence

import yaml
from pydantic import BaseModel

from sim.base.paths import option_files
from sim.base.wording import listed, money, money_interval, percent, years
from sim.compare.policies import Compared
from sim.config.schema import Config
from sim.portfolio.advice import AllianceAdvice

RELATIONSHIP = "relationship_first"


def tell(compared: Sequence[Compared], quarters: int, replications: int) -> list[str]:
    """Return two to four sentences on a comparison; the baseline is the one without a gain."""
    baseline = next(s for s in compared if s.gain is None)
    others = [s for s in compared if s.gain is not None]
    if not others:
        return [_alone(baseline, quarters)]
    best = max(others, key=lambda s: s.profit.mean)
    sentences = [_ranking(best, baseline, others, quarters)]
    named = {s.policy: s for s in others}
    told = named.get(RELATIONSHIP, best)
    sentences.append(_crossover(told, baseline, quarters))
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
        counted += f", {listed([s.title for s in behind])} clearly does not"
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
        f"(in {percent(told.crossed or 0.0)} of worlds by the end), and it finishes "
        f"{money_interval(told.gain, signed=True)} against it."
    )


def _trust(baseline: Compared, best: Compared) -> str:
    return (
        f"Under {baseline.title} partners' trust ends at {percent(baseline.trust.mean)}, the "
        f"discount at {percent(baseline.discount.mean)}, and {percent(baseline.lost.mean)} of "
        f"alliances are lost or demoted; under {best.title} it is {percent(best.trust.mean)}, "
        f"{percent(best.discount.mean)} and {percent(best.lost.mean)}."
    )


def advise_in_words(advice: Sequence[AllianceAdvice]) -> list[str]:
    """Return a sentence on whom to invest in, to maintain and to leave; none without advice."""
    if not advice:
        return []
    told = []
    for verdict, phrase in (
        ("invest", "Invest in"),
        ("maintain", "keep at maintenance"),
        ("leave", "leave"),
    ):
        names = [item.name for item in advice if item.verdict == verdict]
        if names:
            told.append(
                f"{phrase} {listed(names) if len(names) <= 6 else f'{len(names)} alliances'}"
            )
    unsure = sum(item.confidence != "clear" for item in advice)
    are = "is" if unsure == 1 else "are"
    doubt = f"; {unsure} of {len(advice)} {are} not clear-cut" if unsure else ""
    sentence = "; ".join(told) + doubt + "."
    return [sentence[0].upper() + sentence[1:]]


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
    if config.ablate:
        parts.append(f"switched off: {', '.join(config.ablate)}")
    return "; ".join(parts) + "."
