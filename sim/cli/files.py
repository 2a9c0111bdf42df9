"""Two verbs about a portfolio file, and the reading echo before a run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from sim.base.paths import locate
from sim.base.problems import ProblemsError
from sim.config.schema import Config
from sim.portfolio import Reading, read_portfolio, reading_notes, reading_rows
from sim.portfolio.template import write_template
from sim.report.table import aligned

READ = "read FILE prints what is understood of a portfolio; read FILE sheet=NAME one of its sheets"
TEMPLATE = "template FILE writes a file to fill in, .csv or .xlsx"


def read(words: Sequence[str]) -> None:
    """Print what is understood of a portfolio, as ``alliances read FILE`` asks.

    Raises:
        ProblemsError: The words are others, or the file cannot be read.
    """
    _refuse_flags("read", words, READ)
    sheets = [word.partition("=")[2] for word in words if _is_sheet(word)]
    files = [word for word in words if not _is_sheet(word)]
    if len(files) != 1 or len(sheets) > 1:
        raise ProblemsError([f"read: {len(files)} files given; {READ}"])
    portfolio = read_portfolio(locate(files[0]), sheets[0] if sheets else None)
    assert portfolio.reading is not None
    print(told(portfolio.reading))


def _is_sheet(word: str) -> bool:
    return word.startswith(("sheet=", "population.sheet="))


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
        path, sheet = config.population.path, config.population.sheet
        if path is None or (path, sheet) in shown:
            continue
        shown.add((path, sheet))
        portfolio = read_portfolio(locate(path), sheet)
        if portfolio.reading is None:
            continue
        print(told(portfolio.reading))
        if portfolio.currency not in ("", config.currency):
            print(
                f"- amounts in the file are {portfolio.currency}, and results would call them "
                f"{config.currency}: say currency={portfolio.currency}; nothing is converted"
            )
        print(flush=True)
