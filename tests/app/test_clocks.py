"""The clocks of a class: what is spent counts, a pause holds them, a minute more is that."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sim.app.play.clocks import LEAST_SECONDS, Clocks


class Time:
    """A time that stands until it is moved; calls that wait are kept, not made."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def in_a_loop(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    with ThreadPoolExecutor(1) as thread:  # the main one has a loop once a browser was driven
        thread.submit(lambda: asyncio.run(story())).result()


def with_clocks(told: Callable[[Clocks, Time], Any]) -> None:
    async def run() -> None:
        time = Time()
        clocks = Clocks(lambda number: None, time)
        told(clocks, time)
        clocks.stop_all()

    in_a_loop(run)


def test_another_length_counts_what_is_spent() -> None:
    def told(clocks: Clocks, time: Time) -> None:
        clocks.begin(0, 120)
        time.seconds = 50
        assert clocks.left(0) == 70
        clocks.change(0, 180, False)
        assert clocks.left(0) == 130
        clocks.change(0, 30, False)
        assert clocks.left(0) == LEAST_SECONDS  # nobody is cut off
        clocks.change(0, 0, False)
        assert clocks.left(0) is None

    with_clocks(told)


def test_a_minute_more_is_for_this_beat_alone() -> None:
    def told(clocks: Clocks, time: Time) -> None:
        clocks.begin(0, 90)
        time.seconds = 80
        assert clocks.extend(0, 60)
        assert clocks.left(0) == 70
        clocks.begin(0, 90)
        assert clocks.left(0) == 90
        assert not clocks.extend(1, 60)
        assert clocks.left(1) is None

    with_clocks(told)


def test_a_pause_holds_a_clock_where_it_stands() -> None:
    def told(clocks: Clocks, time: Time) -> None:
        clocks.begin(0, 90)
        time.seconds = 30
        clocks.hold(0)
        time.seconds = 500
        assert clocks.left(0) == 60
        assert clocks.extend(0, 60)
        clocks.change(0, 100, True)
        time.seconds = 600
        assert clocks.left(0) == 70
        clocks.go_on(0)
        time.seconds = 610
        assert clocks.left(0) == 60

    with_clocks(told)


def test_a_clock_rings_once_when_its_time_is_up() -> None:
    rung: list[int] = []

    async def run() -> None:
        clocks = Clocks(rung.append)
        clocks.begin(3, 0.01)
        clocks.begin(4, 0.01)
        clocks.stop(4)
        clocks.begin(5, 0.01)
        clocks.hold(5)
        await asyncio.sleep(0.05)
        assert clocks.left(3) == 0
        clocks.stop_all()

    in_a_loop(run)
    assert rung == [3]
