"""The help text, made from the schema: every group, option, key, range and unit."""

from __future__ import annotations

import textwrap
from typing import Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from sim.base.paths import option_files
from sim.base.problems import ProblemsError
from sim.base.yaml_file import read_yaml
from sim.cli.groups import GROUPS, WHOLE, options
from sim.config.schema import OF_A_RUN, Config, PopulationConfig
from sim.core.parameter import Spec, specs
from sim.core.scenario import NEUTRAL
from sim.market.population import Population
from sim.model.ablation import switches
from sim.model.quarter import Levers, Parameters
from sim.policies import find

INTRO = """\
alliances: does the quarter-end push pay, or does the relationship?

usage: python -m sim [key=value ...]           one study
       python -m sim -m [key=value,value ...]  a small sweep, a study a cell
       python -m sim --cfg job [key=value ...] the config that would run
       python -m sim --config-dir FOLDER       a saved one again: FOLDER has its config.yaml
       python -m sim read FILE                 what is understood of a portfolio file
       python -m sim template FILE             a portfolio file to fill in, .csv or .xlsx
       python -m sim verify STORE [--mend]     look at every byte of a sweep's store
       python -m sim query [STORE] "SQL"       ask a sweep's store

examples: python -m sim
          python -m sim policy=vst scenario=pandemic replications=300 seed=3
          python -m sim population.path=my.csv
          python -m sim policy=vst policy.push=0.3 model.trust_gain=0.2
          python -m sim ablate=[discount_ratchet]
          python -m sim -m policy=glob(*) scenario=base,pandemic
          python -m sim experiment=policy_map sweep.points=10
          python -m sim experiment=policy_map sweep.points=100 dry_run=true"""


def help_text() -> str:
    """Return the whole help text."""
    parts = [INTRO, *(_group(name) for name in GROUPS)]
    grouped = (*GROUPS, *OF_A_RUN, "held")
    parts.append(
        "keys\n"
        + "\n".join(_key(key, f) for key, f in Config.model_fields.items() if key not in grouped)
    )
    for group, schema in OF_A_RUN.items():
        lines = [_key(key, field) for key, field in schema.model_fields.items()]
        parts.append("\n".join([f"{group}.<key>", *lines]))
    parts.append("policy.<lever>\n" + _specs(Levers))
    portfolio = [
        _key(key, field)
        for key, field in PopulationConfig.model_fields.items()
        if key in ("path", "sheet", "decimal", "days", "culture")
    ]
    parts.append("population.<key>\n" + "\n".join([_specs(Population), *portfolio]))
    hooks = ", ".join(name for name in NEUTRAL if name != "market")
    parts.append(
        "scenario.<event>={quarter: value, ...}\n"
        + _wrap(f"market (multiplier of demand, straight lines between); {hooks}")
        + "\n"
        + _wrap("scenario.accounts=all|focal|[numbers]: whom events hit")
    )
    parts.append("model.<parameter>\n" + _specs(Parameters))
    held = "a lever that stands at a value for every vendor, whatever its policy"
    parts.append("held.<lever>\n" + _wrap(held))
    parts.append("ablate=[mechanism, ...]\n" + _wrap(", ".join(sorted(switches()))))
    return "\n\n".join(parts)


def _group(group: str) -> str:
    lines = [_line(f"{group}={name}", _about(group, name), "") for name in options(group)]
    return "\n".join([group, *lines])


def _about(group: str, name: str) -> str:
    try:
        if group == "policy":
            return find(name).about
        path = option_files(group)[name]
        told = read_yaml(path, path.name)
        if group in WHOLE:
            lines = path.read_text("utf-8").splitlines()
            return " ".join(line[2:] for line in lines[2:] if line.startswith("# "))
        return str((told.get(group) or told).get("about", ""))
    except (ProblemsError, AttributeError):
        return f"(cannot be read: see {group}={name})"


def _key(name: str, field: FieldInfo) -> str:
    """Return a line on a key: what it is, its default, what is allowed."""
    limits = {
        end: value
        for end in ("ge", "le")
        for mark in field.metadata
        if (value := getattr(mark, end, None)) is not None
    }
    words = {"ge": "from", "le": "to"}
    allowed = " ".join(f"{words[end]} {value:,}" for end, value in limits.items())
    if get_origin(field.annotation) is Literal:
        allowed = " or ".join(str(option) for option in get_args(field.annotation))
    default = "" if field.is_required() or field.default is None else str(field.get_default())
    return _line(name, str(field.description), f"{default} ({allowed})" if allowed else default)


def _specs(declared: type) -> str:
    return "\n".join(_line(s.name, s.about, _range(s)) for s in specs(declared))


def _range(spec: Spec) -> str:
    unit = "" if spec.unit == "1" else f" {spec.unit}"
    return f"{spec.default:g} ({spec.low:g} to {spec.high:g}){unit}"


def _line(name: str, about: str, default: str) -> str:
    shown = f"{about}  [{default}]" if default else about
    return textwrap.fill(
        f"{name:<28} {shown}", 100, initial_indent="  ", subsequent_indent=" " * 31
    )


def _wrap(text: str) -> str:
    return textwrap.fill(text, 100, initial_indent="  ", subsequent_indent="  ")
