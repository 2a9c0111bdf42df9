"""Figures that the model is held to: each from the worlds of some rules to one value a world.

The same functions measure the facts of the evidence, the published figures, and the targets of the
ensemble, so that a rule set is judged by the very numbers that people read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from sim.base.arrays import Array
from sim.core.scenario import throughout
from sim.core.world import World
from sim.ensemble.worlds import PANEL, Worlds, at, mean_where, member, over
from sim.model.factors import BUILT, OBJECTIVE
from sim.model.loyalty import intent_target
from sim.model.quarter import Parameters
from sim.run.result import Result

LONG = 60
NEWS, NEWS_QUARTERS = 0.25, 2
STILL = (("turnover_rate", 0.0),)
SCORES = np.linspace(50.5, 59.5, 10)
"""Scores at the start, seat after seat: 55 on average, as in the case told in seed 001."""
AUTONOMY_AT_START = 0.9
NO_VISION = member("vst", vision=0.0)
WATCHED = (*PANEL, "score", "regions")
LATER = 7
"""The sixth quarter after a commitment in the first: 18 months on."""
STRATEGIC = member("balanced")
MAINTENANCE = member("balanced", capacity_use=0.65, relationship_share=4.5 / 19.5)
"""4.5 relationship days a quarter instead of 15, the same 15 selling days."""


def failed(result: Result) -> Array:
    """Return the share of alliances that are partners no more at the end, one a world."""
    return 1 - result.last("partners")


def usual(worlds: Worlds) -> Result:
    """Return five years of the status quo, all vendors watched."""
    (result,) = worlds.run("status_quo", everyone=True)
    return result


def ended(worlds: Worlds) -> Array:
    """Return the share of alliances that ended within five years, status quo."""
    return usual(worlds).last("terminated")


def failed_or_demoted(worlds: Worlds) -> Array:
    """Return the share of alliances that are partners no more after five years, status quo."""
    return failed(usual(worlds))


def median_life(worlds: Worlds) -> Array:
    """Return the years until half of the alliances are partners no more, status quo.

    NaN where more than half last for 15 years.
    """
    (long,) = worlds.run("status_quo", everyone=True, quarters=LONG)
    is_over = long.outcomes["partners"] < 0.5
    return np.where(is_over.any(axis=1), (np.argmax(is_over, axis=1) + 1) / 4, np.nan)


def useful_time(worlds: Worlds) -> Array:
    """Return the useful share of paid time in years 2 to 5, status quo."""
    return useful(usual(worlds))


def useful(result: Result) -> Array:
    """Return the useful share of paid time in years 2 to 5, one a world."""
    return result.outcomes["useful_time"][:, 4:].mean(axis=1)


def win_rate(worlds: Worlds) -> Array:
    """Return the mean joint win rate in the first quarter, status quo."""
    return at(usual(worlds), "win_rate", 1)


def quota_gap(worlds: Worlds) -> Array:
    """Return the mean share of the quota that is missing before the first ask, status quo."""
    return at(usual(worlds), "quota_gap", 1)


def arms_length_share(worlds: Worlds) -> Array:
    """Return the mean share of a partner's ordinary spend in the first quarter, status quo."""
    return at(usual(worlds), "share", 1)


def elasticity(worlds: Worlds) -> Array:
    """Return the own-price elasticity of arm's-length sales at the start, status quo.

    ``- discount_pull (1 - share) (1 - discount)`` for a partner of mean price sensitivity: the
    slope of the logit share in the logarithm of the price.
    """
    share, discount = arms_length_share(worlds), at(usual(worlds), "discount", 1)
    return -worlds.parameters.discount_pull * (1 - share) * (1 - discount)


def start_at_55(world: World, parameters: Parameters) -> World:
    """Scale the nine built factors of every alliance so that it starts with its score."""
    wanted = SCORES[np.arange(len(world.vendor)) % len(SCORES)] / 100 * 12
    value = world.value[world.partner]
    mirrored = 0.5 * (world.trust + world.vendor_trust) + AUTONOMY_AT_START
    low, high = np.full(len(wanted), -1.0), np.ones(len(wanted))
    for _ in range(40):  # bisection: the score rises with the shift
        shift = 0.5 * (low + high)
        factors = shifted(world.factors, shift)
        intent = intent_target(
            world.trust, factors[OBJECTIVE], value, np.zeros(len(value)),
            parameters.low_value_intent, parameters.vision_intent,
        )  # fmt: skip
        is_low = factors[list(BUILT)].sum(axis=0) + mirrored + intent < wanted
        low, high = np.where(is_low, shift, low), np.where(is_low, high, shift)
    return replace(world, factors=factors)


def shifted(factors: Array, shift: Array) -> Array:
    """Return factors moved towards 1 (shift above 0) or 0 (below) by a share of the way."""
    return factors + np.where(shift > 0, (1 - factors) * shift, factors * shift)


def visions(worlds: Worlds, quarters: int = LATER) -> tuple[Result, Result, Array]:
    """Return runs from a score of 55 with a joint vision and without, and who committed at once."""
    vst, none = worlds.run("vst", NO_VISION, start=start_at_55, panel=WATCHED, quarters=quarters)
    return vst, none, vst.panel["committed"][:, 0]


def start_score(result: Result) -> Array:
    """Return the score of every account before the first quarter."""
    return 100 * result.factors[0].mean(axis=-1)


def score_gained(worlds: Worlds) -> Array:
    """Return the points of score that a committed alliance gains within a quarter."""
    vst, _, committed = visions(worlds)
    return mean_where(vst.panel["score"][:, 0] - start_score(vst), committed)


def growth(result: Result, before: Result, chosen: Array) -> Array:
    """Return revenue 6 quarters on over the first quarter's without the vision.

    The vision lifts already the quarter in which it is agreed, so the start is taken without it.
    """
    later, first = result.panel["revenue"][:, LATER - 1], before.panel["revenue"][:, 0]
    return over((later * chosen).sum(axis=1), (first * chosen).sum(axis=1))


def business_after_18_months(worlds: Worlds) -> Array:
    """Return revenue of the committed, six quarters on, over that of the start."""
    return growth(*visions(worlds))


def start_even(world: World, parameters: Parameters) -> World:
    """Start all alliances at trust one half."""
    return replace(world, trust=np.full_like(world.trust, 0.5))


def news(worlds: Worlds, good: bool) -> Array:
    """Return trust after two quarters of only good or only bad news of equal strength."""
    events = (
        throughout("forced_good_news", NEWS if good else 0.0, NEWS_QUARTERS),
        throughout("forced_bad_news", 0.0 if good else NEWS, NEWS_QUARTERS),
    )
    case = {"quarters": NEWS_QUARTERS, "start": start_even, "changes": STILL}
    return worlds.run("balanced", events=events, **case)[0].last("trust")


def loss_over_gain(worlds: Worlds) -> Array:
    """Return trust lost to bad news over trust won by equal good news, 2 quarters from 0.5."""
    return over(0.5 - news(worlds, good=False), news(worlds, good=True) - 0.5)


def repaying(worlds: Worlds) -> Array:
    """Say which alliances earn more in five years with strategic effort, all vendors alike."""
    strategic, maintenance = worlds.run(STRATEGIC, MAINTENANCE, everyone=True)
    return (strategic.panel["profit"] - maintenance.panel["profit"]).sum(axis=1) > 0


def share_repaying(worlds: Worlds) -> Array:
    """Return the share of partners that repay strategic over maintenance effort."""
    return repaying(worlds).mean(axis=1)


def a_world(worlds: Worlds, values: Array | float) -> Array:
    """Return what follows from parameters alone, one value a world."""
    return np.broadcast_to(np.asarray(values, float), (worlds.number,)).copy()


def extra_discount(worlds: Worlds) -> Array:
    """Return the extra discount on deals pulled in at quarter-end."""
    return a_world(worlds, worlds.parameters.spot_discount)


def leaving_a_year(worlds: Worlds) -> Array:
    """Return the share of lead contacts that leave within a year."""
    return a_world(worlds, 1 - (1 - worlds.parameters.turnover_rate) ** 4)


def valuing_partnership(worlds: Worlds) -> Array:
    """Return the share of partners that value partnership."""
    return a_world(worlds, worlds.parameters.valuing_share)


FIGURES: dict[str, Callable[[Worlds], Array]] = {
    figure.__name__: figure
    for figure in (
        ended,
        failed_or_demoted,
        median_life,
        score_gained,
        business_after_18_months,
        share_repaying,
        useful_time,
        extra_discount,
        leaving_a_year,
        loss_over_gain,
        valuing_partnership,
        win_rate,
        quota_gap,
        arms_length_share,
        elasticity,
    )
}
"""Every figure that can be a target, by name."""
