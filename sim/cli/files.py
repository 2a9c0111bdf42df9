"""Two verbs about a portfolio file, and the reading echo before a run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from sim.base.paths import locate
from sim.base.problems import ProblemsError
from sim.config.schema import Config
from sim.portfolio import Reading, read_portfolio, reading_notes, reading_rows
from sim.portfolio.numbers import DECIMAL
from sim.portfolio.template import write_template
from sim.report.table import aligned

READ = (
    "read FILE prints what is understood of a portfolio; sheet=NAME one of its sheets, "
    "decimal=comma or decimal=point what stands before decimals"
)
TEMPLATE = "template FILE writes a file to fill in, .csv or .xlsx"


def read(words: Sequence[str]) -> None:
    """Print what is understood of a portfolio, as ``alliances read FILE`` asks.

    Raises:
        ProblemsError: The words are others, or the file cannot be read.
    """
    _refuse_flags("read", words, READ)
    said: dict[str, list[str]] = {"sheet": [], "decimal": []}
    files: list[str] = []
    for word in words:
        key, sign, value = word.removeprefix("population.").partition("=")
        (said[key] if sign and key in said else files).append(value if sign else word)
    if len(files) != 1 or any(len(values) > 1 for values in said.values()):
        raise ProblemsError([f"read: {len(files)} files given; {READ}"])
    sheet, decimal = (next(iter(values), None) for values in said.values())
    if decimal not in (None, *DECIMAL.values()):
        raise ProblemsError([f"read: decimal={decimal} given; must be comma or point"])
    portfolio = read_portfolio(locate(files[0]), sheet, decimal)
    assert portfolio.reading is not None
    print(told(portfolio.reading))


def _refuse_flags(verb: str, words: Sequence[str], usage: str) -> None:
    if flags := [word for word in words if word.startswith("-")]:
        raise ProblemsError([f"{verb}: {' '.join(flags)} given; {usage}"])


def template(words: Sequence[str]) -> None:
    """Write a portfolio file to fill in, as ``alliances template FILE`` asks.

    Raises:
        ProblemsError: The words are others, or the file cannot be written.
    """
    _refuse_flags("template", words, TEMPLATE)
    if len(words) != 1:
        raise ProblemsError([f"template: {len(words)} files given; {TEMPLATE}"])
    path = Path(words[0]).expanduser()
    write_template(path)
    print(f"{path}: fill it in, a row a partner, then: population.path={words[0]}")


def told(reading: Reading) -> str:
    """Return the reading echo as text for a terminal."""
    many = "1 partner" if reading.partners == 1 else f"{reading.partners:,} partners"
    head = f"{reading.file}: {many} read as follows; check that it is what you mean"
    notes = [f"- {note}" for note in reading_notes(reading)]
    return "\n".join([head, "", aligned(reading_rows(reading)), *([""] if notes else []), *notes])


def echo(configs: Iterable[Config]) -> None:
    """Print what is understood of each file that configs name, once each, before they run."""
    shown = set()
    for config in configs:
        path, *how = config.population.path, config.population.sheet, config.population.decimal
        if path is None or (path, *how) in shown:
            continue
        shown.add((path, *how))
        portfolio = read_portfolio(locate(path), *how)
        if portfolio.reading is None:
            continue
        print(told(portfolio.reading))
        if portfolio.currency not in ("", config.currency):
            print(
                f"- amounts in the file are {portfolio.currency}, and results would call them "
                f"{config.currency}: say currency={portfolio.currency}; nothing is converted"
            )
        print(flush=True)
