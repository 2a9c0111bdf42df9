"""The check of a config: everything wrong at once, by full key, with what is allowed there."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.base.nearest import unknown
from sim.base.problems import ProblemsError
from sim.config.schema import Config, firm_values, known_keys, with_fixed, with_partners
from sim.config.sweep import search_problems, sweep_problems
from sim.core.draws import MOST_ROWS
from sim.core.parameter import known_specs, order_problems
from sim.core.scenario import NEUTRAL
from sim.model.ablation import switches
from sim.model.quarter import Parameters
from sim.policies import find, from_config


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
    asked = {*config.policies, config.baseline}
    problems += [
        f"titles: {unknown('policy', name, asked)}" for name in config.titles if name not in asked
    ]
    if doubled := {name for name in config.policies if config.policies.count(name) > 1}:
        problems.append(f"policies: {', '.join(sorted(doubled))} named twice")
    if not re.fullmatch("[A-Z]{3}", config.currency):
        problems.append(
            f"currency: {config.currency!r} given; must be three capital letters, as in USD"
        )
    if config.half_width is not None and config.most_replications < config.replications:
        problems.append(
            f"most_replications: {config.most_replications} given; "
            f"half_width starts at replications, {config.replications}"
        )
    if config.half_width is not None and config.sweep is not None and not config.sweep.answer:
        problems.append("half_width: given with sweep.answer=false, which judges nothing")
    problems += _model_problems(config.model) + _population_problems(config.population)
    problems += sweep_problems(config.sweep) if config.sweep else []
    try:
        firm_values(config)
    except ProblemsError as error:
        problems += [p if p.startswith("firm") else f"firm: {p}" for p in error.problems]
    problems += search_problems(config.search) if config.search else []
    problems += _history_problems(config) + _fixed_problems(config)
    return problems + _scenario_problems(config.scenario, config.quarters)


def _history_problems(config: Config) -> list[str]:
    """Return what is wrong with a vendor's own past, which is read before anything is run."""
    if config.history is None:
        return []
    if config.sweep or config.search or config.ensemble:
        return ["history: given with a sweep, a search or an ensemble, which do not look at it"]
    from sim.portfolio.history import read_history  # imported here: hardly any run has one

    try:
        read_history(Path(config.history).expanduser())
    except ProblemsError as error:
        return [f"history: {problem}" for problem in error.problems]
    return []


def _fixed_problems(config: Config) -> list[str]:
    known = known_specs(Parameters)
    return [
        f"fixed: {unknown('parameter', name, known)}"
        for name in config.fixed or ()
        if name not in known
    ]


def _model_problems(model: Any) -> list[str]:
    known = known_specs(Parameters)
    given = {name: getattr(model, name) for name in known}
    return [f"model.{problem}" for problem in order_problems(known, given)]


def _population_problems(population: Any) -> list[str]:
    vendors, each = population.vendors, population.vendors_per_partner
    if population.name == "csv" and population.path is None:
        return ["population.path: missing; CSV or .xlsx file with the vendor's own alliances"]
    if population.culture is not None and population.path is None:
        return ["population.culture: given without population.path; a drawn market draws cultures"]
    if each > vendors:
        return [f"population.vendors_per_partner: {each} given; there are {vendors} vendors in all"]
    deals = vendors * population.alliances_per_vendor
    if population.path is None and deals > MOST_ROWS:
        return [
            f"population: {vendors:,} vendors with {population.alliances_per_vendor:,} alliances "
            f"each given; there is luck for {MOST_ROWS:,} alliances"
        ]
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
    if scenario.accounts == []:
        problems.append("scenario.accounts: [] given; name one account, or say all or focal")
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
    checked = with_partners(checked)
    problems += misfits(checked)
    if problems:
        raise ProblemsError(problems)
    return with_fixed(checked)


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
    known = (".".join(keys[:n]) for n in (3, 2) if ".".join(keys[:n]) in known_keys())
    where = next(known, keys[0])
    if error["type"] == "extra_forbidden":
        return unknown_key(".".join(keys))
    shown = "this given" if isinstance(error["input"], dict) else f"{error['input']!r} given"
    if keys[1:2] in (["levers"], ["uncertainties"]) and error["type"] == "model_type":
        return f"{where}: {shown}; must be a list of values or a range {{low: , high: }}"
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
    leaf = {known.rsplit(".", 1)[-1]: known for known in known_keys()}
    near = get_close_matches(key, known_keys(), n=1) or [
        leaf[name] for name in get_close_matches(key.rsplit(".", 1)[-1], leaf, n=1)
    ]
    meant = f" (did you mean {near[0]}?)" if near else ""
    return f"{key}: no such key{meant}; --help lists all"
