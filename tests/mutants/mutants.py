"""Change one token of the code that decides what people read, and see whether a test notices.

Run by hand from the root of a checkout (Unix; a few minutes): it is no test and pytest does not
collect it.

    .venv/bin/python tests/mutants/mutants.py [--count 100] [--seed 1] [--only sim/report/story.py]

A mutant is the code with one token changed: a comparison, ``+`` to ``-``, a number, ``argmax`` to
``argmin``, ``and`` to ``or``, a key. Which are drawn hangs on the seed and on the code, nothing
else. The tree is copied once, and all is read from the copy, so a checkout that moves meanwhile
changes nothing. Each mutant is put into the copy, and the tests that `NOTICE` names for its file
run, the nearest first, until one fails; then it is killed. It is stopped, which counts as noticed
but is told apart, if they take five times what they take without a mutant, and ten seconds (a loop
that does not end). Ends with a table by room, and exit code 1 if fewer than 90% were noticed.
"""

from __future__ import annotations

import argparse
import ast
import io
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE, LEAST_SECONDS = 5.0, 10.0
WANTED = 0.9
KILLED, STOPPED, SURVIVED = "killed", "stopped", "SURVIVED"

REPORT = ("tests/report/test_story.py", "tests/report/test_wording.py",
          "tests/report/test_sweep_words.py", "tests/report/test_exact_words.py")  # fmt: skip
ANALYSE = ("tests/analyse/test_analyses_by_hand.py", "tests/analyse/test_verdict.py",
           "tests/analyse/test_known_answers.py")  # fmt: skip
COMPARE = ("tests/compare/test_standings_by_hand.py", "tests/compare/test_attribution.py")
CIRCLE = ("tests/plots/test_circle.py", "tests/plots/test_crossover.py")
SEARCH = ("tests/sweep/test_search.py", "tests/sweep/test_search_answer.py")
MAP = ("tests/plots/test_drawn.py",)
READ = ("tests/sweep/test_read.py", *ANALYSE[:2])
ADVICE = ("tests/portfolio/test_advice_by_hand.py", "tests/report/test_portfolio_words.py",
          "tests/portfolio/test_plan.py")  # fmt: skip
DOUBT = ("tests/ensemble/test_doubt_by_hand.py", "tests/report/test_robust_words.py",
         "tests/ensemble/test_doubt.py")  # fmt: skip

NOTICE = {
    "sim/report/story.py": REPORT,
    "sim/report/table.py": REPORT,
    "sim/base/wording.py": REPORT,
    "sim/analyse/indices.py": ANALYSE,
    "sim/analyse/pairing.py": ANALYSE,
    "sim/analyse/policy_map.py": (*ANALYSE, *MAP),
    "sim/analyse/precision.py": ANALYSE,
    "sim/analyse/prim.py": ANALYSE,
    "sim/analyse/ranking.py": ANALYSE,
    "sim/analyse/regret.py": ANALYSE,
    "sim/analyse/verdict.py": ANALYSE,
    "sim/cli/search.py": SEARCH,
    "sim/sweep/search.py": SEARCH,
    "sim/sweep/objective.py": SEARCH,
    "sim/plots/policy_map.py": MAP,
    "sim/sweep/read.py": READ,
    "sim/core/scenario.py": ("tests/core/test_scenario.py",),
    "sim/study/provenance.py": ("tests/study/test_provenance.py",),
    "sim/run/recorder.py": ("tests/run/test_recorder.py",),
    "sim/run/result.py": ("tests/run/test_result.py", "tests/run/test_result_as_read.py"),
    "sim/compare/books.py": COMPARE,
    "sim/compare/circle.py": CIRCLE,
    "sim/compare/crossover.py": CIRCLE,
    "sim/compare/outcomes.py": ("tests/compare/test_outcomes.py", *COMPARE),
    "sim/compare/policies.py": COMPARE,
    "sim/compare/walk.py": COMPARE,
    "sim/portfolio/advice.py": ADVICE,
    "sim/portfolio/advice_table.py": ADVICE,
    "sim/portfolio/verdict.py": ADVICE,
    "sim/portfolio/judge.py": ("tests/portfolio/test_judge.py",),
    "sim/ensemble/doubt.py": DOUBT,
    "sim/report/doubt.py": DOUBT,
}
"""File to the tests that should notice a change of it."""

SWAPS = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==",
    "+": "-", "-": "+", "*": "/", "/": "*", "//": "*", "&": "|", "|": "&", "**": "*",
    "+=": "-=", "&=": "|=",
    "and": "or", "or": "and", "True": "False", "False": "True",
    "argmax": "argmin", "argmin": "argmax", "max": "min", "min": "max",
    "any": "all", "all": "any", "low": "high", "high": "low",
}  # fmt: skip
"""Token to what it becomes; numbers and keys are changed besides."""

_NEGATIVE = "numpy works out a size of any negative number"
_MASKED = "stands where a mask then takes it away"
_DROPPED = "a limit on an input that limits nothing is dropped again in _needed"
EQUIVALENT: dict[tuple[str, str, str], str] = {
    ("sim/analyse/indices.py", "a, b, *mixed = values.reshape(inputs + 2, -1)",
     "1 -> (1 + 1)"): _NEGATIVE,
    ("sim/analyse/prim.py",
     "return float(2.0 * (inside & is_case).sum() / (inside.sum() + is_case.sum()))",
     "2.0 -> (2.0 + 1)"): "weights are only compared with one another",
    ("sim/analyse/prim.py", "weight[name] = 1.0 if better else float(chance)",
     "1.0 -> (1.0 + 1)"): "the highest either way, and over what is kept",
    ("sim/analyse/prim.py", "if len(names) < len(np.unique(values)):", "< -> <="): _DROPPED,
    **{
        ("sim/analyse/prim.py",
         "elif within.min() > values.min() or within.max() < values.max():", change): _DROPPED
        for change in ("> -> >=", "< -> <=", "min -> max", "max -> min")
    },
    ("sim/compare/circle.py", "was_ended = was_ended[:, :, :1]",
     "1 -> (1 + 1)"): "the sums then stand twice, and slopes are those of one",
    ("sim/compare/circle.py", 'share = shown["margin"] / np.where(has_sold, shown["revenue"], 1.0)',
     "1.0 -> (1.0 + 1)"): _MASKED,
    ("sim/compare/circle.py", "unit = flat / np.where(varies[:, None], scale, 1.0)[:, :, None]",
     "1.0 -> (1.0 + 1)"): _MASKED,
    ("sim/compare/circle.py", "start = max(link.lag for link in links)",
     "max -> min"): "links with one effect have one lag",
    ("sim/compare/walk.py", "for quarter in range(1 if is_constant else quarters):",
     "1 -> (1 + 1)"): "a constant policy decides the same when asked again",
    ("sim/portfolio/verdict.py",
     "return np.where((own < USUAL) & (largest > own), most, top), top, shares",
     "< -> <="): "beside one half no other share is larger",
    ("sim/portfolio/advice.py", "return np.where(varies, both / np.where(varies, size, 1.0), 0.0)",
     "1.0 -> (1.0 + 1)"): _MASKED,
    ("sim/report/doubt.py", "behind = [at for at in others if doubt.ahead[at] <= 1 - ROBUST]",
     "<= -> <"): "no share is 1 - 0.95 to the last bit",
}  # fmt: skip
"""File, line and change of mutants that do the same as the code, with the reason."""

NUMBER = re.compile(r"\d")
EXPRESSION = re.compile(r"(?<!\{)\{([^{}:!]+)")


@dataclass(frozen=True)
class Mutant:
    """One changed token; `start` and `end` are offsets in the file's text."""

    file: str
    start: int
    end: int
    new: str

    def applied(self, text: str) -> str:
        return text[: self.start] + self.new + text[self.end :]


def mutants_of(file: str, text: str) -> list[Mutant]:
    """Return all mutants of a file that are Python still, in order."""
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:row])) for row in range(len(lines) + 1)]
    keys, left_out = _keys_and_left_out(text)
    found = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        (row, column), line_end = token.start, token.end
        at, end = starts[row - 1] + column, starts[line_end[0] - 1] + line_end[1]
        if any(first <= (row, column) < last for first, last in left_out):
            continue
        if token.line.strip() == "*,":  # what follows is named in a call; "/" would change no call
            continue
        if token.type == tokenize.STRING and token.string[0] in "fF":
            for part in EXPRESSION.finditer(token.string):
                for place, old, new in _swapped(part[1]):
                    first = at + part.start(1) + place
                    found.append(Mutant(file, first, first + len(old), new))
        elif token.type == tokenize.STRING:
            if (row, column) in keys and token.string != '"utf-8"':  # codecs go by many names
                found.append(Mutant(file, at, end, f"{token.string[:-1]}_{token.string[-1]}"))
        else:
            found += [Mutant(file, at, end, new) for _, _, new in _swapped(token.string)]
    return [mutant for mutant in found if _is_python(mutant.applied(text))]


def _swapped(expression: str) -> Iterator[tuple[int, str, str]]:
    """Yield place, token and new token of all that can be changed in one line of code."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(expression).readline))
    except (tokenize.TokenError, IndentationError):
        return
    for token in tokens:
        old = token.string
        if token.type == tokenize.NUMBER:
            yield token.start[1], old, f"({old} + 1)"
        elif token.type in (tokenize.OP, tokenize.NAME) and old in SWAPS:
            yield token.start[1], old, SWAPS[old]


Place = tuple[int, int]


def _keys_and_left_out(text: str) -> tuple[set[Place], list[tuple[Place, Place]]]:
    """Return where strings are keys, and what says nothing when it runs: annotations, imports."""
    keys, left_out = set(), []
    for node in ast.walk(ast.parse(text)):
        silent: list[ast.AST | None] = []
        match node:
            case ast.Subscript(slice=ast.Constant(value=str()) as key):
                keys.add((key.lineno, key.col_offset))
            case ast.Call(func=called, args=args, keywords=named):
                for key in args:
                    if isinstance(key, ast.Constant) and isinstance(key.value, str):
                        keys.add((key.lineno, key.col_offset))
                if isinstance(called, ast.Name) and called.id == "zip":
                    silent = [*named]  # strict=True guards what cannot be
            case ast.FunctionDef(returns=returns):
                silent = [returns, *node.decorator_list]
            case ast.arg(annotation=annotation):
                silent = [annotation]
            case ast.AnnAssign(annotation=annotation):
                silent = [annotation]
            case ast.ClassDef(decorator_list=decorators):
                silent = [*decorators]
            case ast.Import() | ast.ImportFrom() | ast.Raise() | ast.Assert():
                silent = [node]
            case ast.Assign(targets=[ast.Name(id="Limits")]):
                silent = [node]
        for part in silent:
            if part is not None:
                ends = (part.end_lineno or 0, part.end_col_offset or 0)
                left_out.append(((part.lineno, part.col_offset), ends))
    return keys, left_out


def _is_python(text: str) -> bool:
    try:
        compile(text, "mutant", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def drawn(tree: Path, seed: int, count: int, only: str) -> list[Mutant]:
    """Return the mutants of a seed, in the order of the files; equivalents are not drawn."""
    every = []
    for file in sorted(NOTICE):
        if file.startswith(only):
            text = (tree / file).read_text("utf-8")
            every += [
                m for m in mutants_of(file, text) if (file, *told(m, text)[1:]) not in EQUIVALENT
            ]
    picked = random.Random(seed).sample(range(len(every)), min(count, len(every)))
    return [every[at] for at in sorted(picked)]


def told(mutant: Mutant, text: str) -> tuple[int, str, str]:
    """Return line number, line and change of a mutant of a text."""
    number = text.count("\n", 0, mutant.start) + 1
    line = text.splitlines()[number - 1].strip()
    return number, line, f"{text[mutant.start : mutant.end]} -> {mutant.new}"


def tested(tree: Path, files: tuple[str, ...], seconds: float) -> str:
    """Run tests in a process forked from this one, which has imported what is slow to import."""
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        os.chdir(tree)
        sys.path[:0] = [str(tree)]
        import pytest

        how = ("-x", "-q", "-n0", "--assert=plain", "-p", "no:cacheprovider")
        os._exit(int(pytest.main([*how, *files])))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return KILLED if status else SURVIVED
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return STOPPED


def patience(tree: Path, tests: tuple[str, ...]) -> float:
    """Return the seconds that some tests are given, which must pass without a mutant."""
    start = time.monotonic()
    if tested(tree, tests, seconds=600.0) != SURVIVED:
        sys.exit(f"One of these fails, or is missing, without a mutant: {tests}")
    return max(LEAST_SECONDS, PATIENCE * (time.monotonic() - start))


def table(fates: list[tuple[str, str]]) -> Iterator[str]:
    """Yield a line a room, and one for all: how many mutants were drawn, killed, stopped."""
    rooms = sorted({file.rpartition("/")[0] for file, _ in fates})
    for room in (*rooms, ""):
        met = [fate for file, fate in fates if file.rpartition("/")[0] == room or not room]
        counts = " ".join(f"{met.count(fate):4} {fate}" for fate in (KILLED, STOPPED, SURVIVED))
        yield f"{room or 'all':16} {len(met):4} drawn {counts}"


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--count", type=int, default=100)
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--only", default="", help="how the names of files begin")
    asked = reader.parse_args()
    sys.dont_write_bytecode = True
    for library in ("numpy", "scipy.stats", "pandas", "pydantic", "duckdb", "yaml", "pytest",
                    "matplotlib.pyplot", "playwright.sync_api", "optuna",
                    "omegaconf"):  # fmt: skip
        __import__(library)
    fates = []
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".*", "__pycache__", "build"))
        chosen = drawn(tree, asked.seed, asked.count, asked.only)
        known = {NOTICE[mutant.file] for mutant in chosen}
        seconds = {tests: patience(tree, tests) for tests in sorted(known)}
        for mutant in chosen:
            file, tests = tree / mutant.file, NOTICE[mutant.file]
            text = file.read_text("utf-8")
            file.write_text(mutant.applied(text), "utf-8")
            fate = tested(tree, tests, seconds[tests])
            file.write_text(text, "utf-8")
            number, line, change = told(mutant, text)
            print(f"{fate:8} {mutant.file}:{number} {change}   {line}", flush=True)
            fates.append((mutant.file, fate))
    print(f"seed {asked.seed}", *table(fates), sep="\n")
    noticed = sum(fate != SURVIVED for _, fate in fates)
    sys.exit(noticed < WANTED * len(fates))


if __name__ == "__main__":
    main()
