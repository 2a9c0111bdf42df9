"""Standings and advice made by hand, for tests of what people read."""

from __future__ import annotations

from dataclasses import replace

from sim.base.intervals import Interval
from sim.compare.policies import Compared
from sim.portfolio.advice import Advice, AllianceAdvice, LuckAlone, Outlook
from sim.portfolio.plan import Drop, Plan, Robust
from sim.portfolio.treatments import INVEST, LEAVE, MAINTAIN


def around(mean: float, half: float) -> Interval:
    return Interval(mean, mean - half, mean + half)


BASE = Compared(
    policy="push",
    title="Push",
    profit=around(1000, 100),
    gain=None,
    present_value=around(800, 90),
    lowest_cash=around(-50, 5),
    first_year=around(400, 10),
    last_year=around(300, 10),
    trust=around(0.1, 0.01),
    margin=around(0.2, 0.01),
    discount=around(0.4, 0.01),
    lost=around(0.9, 0.01),
    crossover=None,
    crossed=None,
    depth=0.0,
)
PLANT = replace(
    BASE,
    policy="plant",
    title="Plant",
    profit=around(6000, 500),
    gain=around(5000, 450),
    present_value=around(4500, 400),
    lowest_cash=around(-700, 60),
    trust=around(0.5, 0.01),
    discount=around(0.2, 0.01),
    lost=around(0.2, 0.01),
    crossover=6,
    crossed=0.97,
    depth=-278.0,
)
LIKE_PUSH = replace(PLANT, policy="like", title="Like push", profit=around(1100, 90),
                    gain=around(100, 200), crossover=2, crossed=0.6, depth=-3.0)  # fmt: skip
SECOND = replace(PLANT, policy="second", title="Second", profit=around(5000, 400),
                 gain=around(4000, 300))  # fmt: skip
ABOUTS = {"plant": "Planting first.", "second": "", "like": "", "push": ""}


ZERO = Interval(0.0, 0.0, 0.0)
OUTLOOK = {
    INVEST: Outlook(ZERO, 0.7, 0.9, 0.0),
    MAINTAIN: Outlook(ZERO, 0.6, 0.8, 0.1),
    LEAVE: Outlook(ZERO, 0.3, 0.4, 0.5),
}
ALMA = AllianceAdvice(
    name="Alma",
    verdict=INVEST,
    bet="",
    confidence="clear",
    best_share=0.96,
    beats_now=0.99,
    next_best=MAINTAIN,
    gain=Interval(1070.0, 910.0, 1230.0),
    over_now={},
    outlook=OUTLOOK,
    trust=0.62,
    score=64.2,
    culture_gap=0.1,
    value_chance=1.0,
    drawn=("culture",),
    telling=("culture",),
)
BORA = replace(
    ALMA,
    name="Bora",
    verdict=MAINTAIN,
    bet=INVEST,
    confidence="bet",
    best_share=0.53,
    next_best=INVEST,
    gain=Interval(-216.0, -319.0, -113.0),
    telling=("values_partnership", "trust"),
)
CARA = replace(
    ALMA,
    name="Cara",
    verdict=LEAVE,
    confidence="close call",
    best_share=0.45,
    gain=Interval(5.0, -20.0, 30.0),
    telling=(),
)
DORA = replace(ALMA, name="Dora", confidence="likely", best_share=0.6, telling=("trust",),
               gain=Interval(300.0, 200.0, 400.0))  # fmt: skip
ITEMS = [ALMA, BORA, CARA, DORA]
PLAN = Plan(
    days=120.0,
    used=79.5,
    choice=[INVEST, MAINTAIN, LEAVE, INVEST],
    drops=[],
    profit=Interval(11_590.0, 10_800.0, 12_400.0),
    gain=Interval(521.0, 167.0, 876.0),
    all_in=Interval(90.0, 40.0, 140.0),
)
HALF = replace(
    PLAN,
    days=39.75,
    used=30.0,
    choice=[INVEST, LEAVE, LEAVE, LEAVE],
    drops=[Drop("Dora", INVEST, LEAVE, 493.0), Drop("Bora", MAINTAIN, LEAVE, 12.0)],
    profit=Interval(8_000.0, 7_000.0, 9_000.0),
)
ADVICE = Advice(ITEMS, PLAN, HALF, worlds=100, policy="Push", bench=5)

RULED_ITEMS = [
    replace(ALMA, luck=LuckAlone(INVEST, "clear", 0.99)),
    replace(BORA, luck=LuckAlone(INVEST, "clear", 0.9)),
    replace(CARA, luck=LuckAlone(LEAVE, "close call", 0.5)),
    replace(DORA, luck=LuckAlone(INVEST, "clear", 0.85)),
]
RULED_PLAN = replace(
    PLAN,
    rules=Robust(0.995, (-210.0, 480.0, 1_640.0)),
    all_in_rules=Robust(0.56, (-900.0, 70.0, 2_000.0)),
)
RULED = replace(ADVICE, alliances=RULED_ITEMS, plan=RULED_PLAN, rule_sets=200)
"""The same with plausible rule sets asked."""
