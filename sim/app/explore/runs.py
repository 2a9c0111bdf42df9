"""Runs that the worker remembers: more worlds are added to what has been run, nothing twice."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import asdict, replace

from sim.app.explore.asked import Question
from sim.compare.walk import OnTheWay
from sim.policies import Policy, Preset
from sim.run.ledger import Ledger, join_ledgers, keep_ledger
from sim.run.result import Result, concatenate
from sim.run.setting import Setting
from sim.run.simulate import simulate

MOST_WORLDS = 6000
"""Worlds remembered of all runs together, about 33 MB; the run that was used last goes last."""

CHUNK = 100
"""Worlds run at a time: while they run the worker hears nobody, 50 ms on one core."""


class Runs:
    """What has been run, by setting and policy: results, and ledgers of columns."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Result | Ledger] = OrderedDict()

    def grow(self, question: Question, policy: Policy, column: str = "") -> bool:
        """Run a policy in up to `CHUNK` more of the worlds asked for.

        Args:
            question: The question.
            policy: The policy.
            column: Column to keep the ledger of; a result without one.

        Returns:
            Whether all worlds asked for have been run.
        """
        name, wanted = key(question, policy, column), question.setting.replications
        have = self._kept.pop(name, None)
        done = len(have.replications) if have else 0
        if done < wanted:
            end = min(wanted, done + CHUNK)
            added = _run(policy, replace(question.setting, done=done, replications=end), column)
            have, done = _joined(have, added) if have else added, end
        assert have is not None
        self._kept[name] = have
        while len(self._kept) > 1 and self._worlds() > MOST_WORLDS:
            self._kept.popitem(last=False)
        return done >= wanted

    def result(self, question: Question, policy: Policy) -> Result:
        """Return a policy's run in exactly the worlds asked for."""
        while not self.grow(question, policy):
            pass
        whole, wanted = self._kept[key(question, policy)], question.setting.replications
        assert isinstance(whole, Result)
        return replace(
            whole,
            title=policy.title,
            replications=whole.replications[:wanted],
            outcomes={name: values[:wanted] for name, values in whole.outcomes.items()},
            factors=whole.factors[:, :wanted],
        )

    def ledger(self, question: Question, policy: Policy, column: str) -> Ledger:
        """Return the ledger of a column in exactly the worlds asked for."""
        while not self.grow(question, policy, column):
            pass
        whole, wanted = self._kept[key(question, policy, column)], question.setting.replications
        assert isinstance(whole, Ledger)
        return replace(
            whole,
            title=policy.title,
            replications=whole.replications[:wanted],
            start=whole.start[:wanted],
            moves=whole.moves[:wanted],
        )

    def _worlds(self) -> int:
        return sum(len(kept.replications) for kept in self._kept.values())


def _run(policy: Policy, setting: Setting, column: str) -> Result | Ledger:
    return (
        keep_ledger(policy, setting, column) if column else simulate([policy], setting)[policy.name]
    )


def _joined(have: Result | Ledger, added: Result | Ledger) -> Result | Ledger:
    if isinstance(have, Ledger):
        assert isinstance(added, Ledger)
        return join_ledgers([have, added])
    assert isinstance(added, Result)
    return concatenate([have, added])


def key(question: Question, policy: Policy, column: str = "") -> str:
    """Return what a run depends on; not what people call the policy."""
    place = question.asked.model_dump_json(exclude={"yours", "pinned", "worlds", "doubt"})
    return f"{place} {_decided_by(policy)} {column}"


def _decided_by(policy: Policy) -> str:
    """Return what a policy decides: levers to the last digit, which names round."""
    if isinstance(policy, Preset):
        return str(asdict(policy.levers))
    if isinstance(policy, OnTheWay):
        ends = f"{_decided_by(policy.first)} to {_decided_by(policy.second)}"
        return f"{ends}, {sorted(policy.levers)}"
    return policy.name
