"""The worker beside the server, and what it remembers."""

from __future__ import annotations

import asyncio
import os
import signal
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from sim.app.explore import runs as remembered
from sim.app.explore.asked import Asked, understood
from sim.app.explore.runs import Runs
from sim.app.worker import Worker, run_once
from sim.base.problems import ProblemsError
from sim.policies import find


def refuse() -> None:
    raise ProblemsError(["no"])


def test_a_worker_that_was_killed_is_replaced() -> None:
    async def story() -> None:
        worker = Worker()
        worker.start()
        first = await worker.run(os.getpid)
        assert first != os.getpid()
        assert await worker.run(os.getpid) == first
        os.kill(first, signal.SIGKILL)
        second = await worker.run(os.getpid)
        assert second not in (first, os.getpid())
        with pytest.raises(ProblemsError, match="no"):
            await worker.run(refuse)
        assert await worker.run(os.getpid) == second
        beside = await run_once(os.getpid)
        assert beside not in (second, os.getpid())
        worker.stop()

    with ThreadPoolExecutor(1) as thread:  # the main one has a loop once a browser was driven
        thread.submit(asyncio.run, story()).result()


def test_worlds_are_added_piece_by_piece_and_the_oldest_runs_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(remembered, "CHUNK", 4)
    monkeypatch.setattr(remembered, "MOST_WORLDS", 20)
    runs, question = Runs(), understood(Asked(worlds=10))
    policies = [find(name) for name in ("vst", "balanced", "adaptive")]
    told = [runs.grow(question, policies[0]) for _ in range(4)]
    assert told == [False, False, True, True]
    whole = runs.result(question, policies[0])
    np.testing.assert_array_equal(whole.replications, np.arange(10))
    for policy in policies[1:]:
        runs.result(question, policy)
    assert runs.grow(question, policies[2])  # kept
    assert not runs.grow(question, policies[0])  # forgotten, so it starts again
    few = runs.result(understood(Asked(worlds=3)), policies[2])
    np.testing.assert_array_equal(few.replications, np.arange(3))
    np.testing.assert_array_equal(
        few.outcomes["profit"], runs.result(question, policies[2]).outcomes["profit"][:3]
    )
