"""The model as an ordinary user of numpy writes it: whole arrays, float64, one long step.

The yardstick of the benchmarks, and no part of the product. It says the same as the phases do (a
test holds it to the same reference run), with the idioms of an afternoon's work: draws from a
numpy Generator, `np.where`, `argsort` for the ranking, an exponential for each of the nine factors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.core.world import World
from sim.model import factors as of
from sim.model.inner_circle import REGION_MULTIPLES
from sim.model.quarter import Parameters

Draw = Callable[[str, int], Any]


def own_draws(world: World, seed: int = 1) -> Draw:
    """Return draws from a Generator, in the order they are asked for."""
    rng, n = np.random.default_rng(seed), len(world.vendor)
    shapes = {"market": len(world.replications), "rival": len(world.size), "view": (12, n)}

    def draw(name: str, quarter: int) -> Any:
        if name in ("vision", "turnover", "termination"):
            return rng.random(n)
        return rng.standard_normal(shapes.get(name, n))

    return draw


def levels(f: Any) -> tuple[Any, Any]:
    """Return how far alignment and execution have come."""
    alignment = f[list(of.ALIGNMENT)].min(axis=0)
    return alignment, np.minimum(alignment, f[list(of.EXECUTION)].mean(axis=0))


def next_trust(trust: Any, damage: Any, good: Any, bad: Any, p: Parameters) -> Any:
    """Return trust a quarter on."""
    up = p.trust_gain * good * np.maximum(0, 1 - damage - trust)
    return trust + up - np.minimum(1, p.negativity * p.trust_gain * bad) * trust


def close(pipeline: Any, inflow: Any, kept: Any) -> tuple[Any, Any, Any]:
    """Return the open deals after three months, those decided, and those decided in month 3."""
    decided = []
    for _ in range(3):
        pipeline = pipeline + inflow / 3
        decided.append(pipeline * (1 - kept))
        pipeline = pipeline * kept
    return pipeline, decided[0] + decided[1] + decided[2], decided[2]


def start(world: World, levers: Mapping[str, Any], p: Parameters) -> SimpleNamespace:
    """Return the state before the first quarter."""
    v, q = world.vendor, world.partner
    s = SimpleNamespace(
        trust=world.trust.copy(),
        vendor_trust=world.vendor_trust.copy(),
        discount=np.clip(world.discount, p.lowest_discount, p.highest_discount),
        threads=np.clip(world.threads, 1, p.most_threads),
        factors=world.factors.copy(),
        loyalty=world.trust.copy(),
        status=np.zeros(len(v), int),
        low=np.zeros(len(v), int),
        since=np.zeros(len(v), int),
        offered=np.full(len(v), -99),
        regions=np.zeros(len(v), int),
        gap=np.abs(world.vendor_horizon[v] - world.partner_horizon[q]),
        accounts=np.bincount(v, minlength=len(world.vendor_horizon)),
        spend=np.bincount(v, world.size[q], len(world.vendor_horizon)),
        habit=np.full(len(world.vendor_horizon), 0.1),
        fear=np.zeros(len(world.vendor_horizon)),
    )
    for name in ("damage", "disruption", "committed", "estimate"):
        setattr(s, name, np.zeros(len(v)))
    f = s.factors
    f[of.AUTONOMY] = 1 - levers["control"][v]
    ceiling = p.low_value_intent + (1 - p.low_value_intent) * world.value[q]
    s.intent = ceiling * np.sqrt(s.trust * f[of.OBJECTIVE])
    claim = s.trust**4 / (s.trust**4 + p.invitation_trust**4) * s.intent
    total = np.bincount(q, claim, len(world.size))[q]
    claim = claim / (1 + p.crowding * np.maximum(0, total - claim)) * (0.75 + 0.5 * f[of.KNOWLEDGE])
    kept_a = np.exp(-1 / (3 * p.arms_length_cycle))
    kept_j = np.exp(-1 / (3 * p.joint_cycle * (1 - p.cycle_trust * s.trust)))
    s.arms = 0.8 * world.size[q] * kept_a / (1 - kept_a) / 3
    s.joint = world.size[q] * p.joint_potential * claim * kept_j / (1 - kept_j) / 3
    return s


def run(
    world: World, levers: Mapping[str, Any], p: Parameters, quarters: int, draw: Draw
) -> Iterator[SimpleNamespace]:
    """Yield the state after each quarter; `levers` are one value a vendor, and constant."""
    v, q = world.vendor, world.partner
    n_v, n_p = len(world.vendor_horizon), len(world.size)
    market = np.arange(len(v)) // (len(v) // len(world.replications))
    s = start(world, levers, p)
    lv = SimpleNamespace(**{k: np.asarray(x, float)[v] for k, x in levers.items()})
    one = SimpleNamespace(**levers)
    value, price, size = world.value[q], world.price_sensitivity[q], world.size[q]
    patience = world.partner_horizon[q]
    built, gates = (
        np.array(of.BUILT),
        [0 if i in of.ALIGNMENT else 1 + (i in of.VISION) for i in of.BUILT],
    )

    def by_vendor(x: Any) -> Any:
        return np.bincount(v, x, n_v)

    for t in range(quarters):
        f = s.factors
        live, allied = (s.status < 2) * 1.0, (s.status == 0) * 1.0
        growth = (1 + p.market_growth) ** t
        demand = (growth * np.exp(p.market_noise * draw("market", t)))[market]

        # 1 assessment, execution, effort
        f[of.TRUST], f[of.LONG_TERM] = (s.trust + s.vendor_trust) / 2, s.intent
        sd = p.view_noise + (p.assessment_noise - p.view_noise) * lv.assessment
        seen = f + p.view_bias * (1 - lv.assessment) + sd * draw("view", t)
        s.measured = 100 * seen.mean(axis=0)
        reading = value + p.value_reading_noise * draw("value_reading", t)
        s.estimate += (reading - s.estimate) / (t + 1)
        support = 0.5 + 0.5 * (s.threads - 1) / (p.most_threads - 1)
        lapse = (1 - lv.follow_up * support) * (1 - (p.control_execution * one.control)[v])
        lapse *= 1 - s.habit[v]
        s.execution = p.base_execution + (1 - p.base_execution) * (1 - lapse) * (1 - s.fear[v])
        used = p.follow_up_time * one.follow_up + p.control_time * one.control
        used += p.milestone_time * one.milestones + p.assessment_time * one.assessment
        useful = (1 - np.minimum(1, used))[v] * s.execution
        served = s.gap <= lv.walk_gap
        weight = served * allied * np.clip(s.estimate, 0.05, 1) ** lv.segmentation
        total = by_vendor(weight)
        held = np.where(total > 0, total, 1)
        mean = np.where(total > 0, by_vendor(weight * s.measured) / held, 0)
        share = np.clip(one.relationship_share + one.adaptation * (one.goal - mean) / 100, 0, 1)
        days = p.capacity_days * s.accounts * one.capacity_use
        s.relation_days = weight * np.where(total > 0, days * share / held, 0)[v]
        sold = by_vendor(served * live)
        each = np.where(sold > 0, days * (1 - share) / np.where(sold > 0, sold, 1), 0)
        s.selling_days = served * live * each[v]

        # 2 the joint vision
        offer = (lv.vision > 0) & (allied > 0) & served & (s.committed < 1)
        offer = offer & (t - s.offered >= p.vision_wait)
        accepts = offer & (draw("vision", t) < lv.vision * value * (1 - (1 - s.trust) ** 2))
        s.offered = np.where(offer, t, s.offered)
        keeps = (accepts | (s.committed > 0)) & (allied > 0) & (s.trust >= p.vision_break_trust)
        s.committed = keeps * 1.0
        partner_days = p.vision_partner_days * s.intent * s.committed
        vision_cost = p.vision_workshop_cost * accepts + p.vision_support_cost * s.committed

        # 3 reciprocity, building, contact, habit
        fit = np.maximum(
            0, 1 - p.culture_gap_weight * s.gap * (1 - p.milestone_bridge * lv.milestones)
        )
        morale = 1 - p.autonomy_weight * (1 - f[of.AUTONOMY]) ** 2
        reciprocity = np.maximum(value, s.committed) * fit * morale
        paid = s.relation_days * useful
        free = paid * (1 - lv.threading - lv.contingency) + partner_days
        work = np.maximum(0, free / lv.focus - p.setup_days)
        order = np.argsort(seen[built], axis=0, kind="stable")
        rank = np.argsort(order, axis=0)
        chosen = rank < lv.focus
        alignment, executed = levels(f)
        accelerators = (f[of.OBJECTIVE] + f[of.TRUST] + f[of.KNOWLEDGE]) / 3
        speed = p.build_rate * (1 + p.accelerator_strength * (accelerators - 0.5)) * reciprocity
        opened = [np.ones(len(v)), alignment, executed]
        for k, i in enumerate(of.BUILT):
            gate = p.gate_floor + (1 - p.gate_floor) * opened[gates[k]]
            input_days = chosen[k] * work + (paid * lv.contingency if i == of.FLEXIBILITY else 0)
            closed = 1 - np.exp(-speed * gate * input_days)
            x = f[i] + np.where(accepts & chosen[k], p.vision_workshop_gain * (1 - f[i]), 0)
            x = x * (1 - p.factor_decay) + (1 - x) * closed
            f[i] = np.where(live > 0, x, f[i])
        s.teamwork = levels(f)[1]
        f[of.AUTONOMY] = f[of.AUTONOMY] + p.autonomy_speed * (1 - lv.control - f[of.AUTONOMY])
        ties = (p.most_threads - s.threads) * (1 - np.exp(-p.thread_growth * paid * lv.threading))
        s.threads = s.threads + ties - p.thread_decay * (s.threads - 1)
        s.contact = 1 - np.exp(-(paid + partner_days) * reciprocity / p.contact_days)
        step = p.habit_gain * one.follow_up + p.habit_speed * s.habit * (s.habit - p.habit_tipping)
        s.habit = s.habit + (1 - s.habit) * np.minimum(1, step)

        # 4 arm's-length and joint opportunities
        rival = draw("rival", t)
        pull = live * np.exp(p.loyalty_pull * s.loyalty + p.discount_pull * price * s.discount)
        outside = np.exp(p.rival_attraction + p.rival_noise * rival)
        won_share = pull / (np.bincount(q, pull, n_p) + outside)[q]
        s.selling = s.selling_days * useful + partner_days
        reach = 1 - np.exp(-s.selling / p.reach_days)
        spread = p.opportunity_noise
        noise = np.exp(spread * draw("arms_length", t) - spread**2 / 2)
        plans = size * demand * (1 - s.disruption)
        new_arms = live * plans * (p.base_reach + (1 - p.base_reach) * reach) * noise
        reached = REGION_MULTIPLES[s.regions]
        invited = s.trust**4 / (s.trust**4 + p.invitation_trust**4)
        claim = allied * invited * s.intent
        crowd = np.maximum(0, np.bincount(q, claim, n_p)[q] - claim)
        claim = claim / (1 + p.crowding * crowd) * (0.75 + 0.5 * f[of.KNOWLEDGE])
        noise = np.exp(spread * draw("joint", t) - spread**2 / 2)
        new_joint = plans * p.joint_potential * reached * claim * noise

        # 5 velocity, closing, the ask
        reach = 1 - np.exp(-s.selling / (p.reach_days * reached))
        reach = p.base_joint_reach + (1 - p.base_joint_reach) * reach
        win = p.base_win_rate * (1 + p.win_rate_trust * s.trust) * reach
        cycle = p.joint_cycle * (1 - p.cycle_trust * s.trust)
        team = np.sqrt(s.teamwork * s.execution) * fit * morale
        s.exponent = p.lowest_exponent + (p.highest_exponent - p.lowest_exponent) * team
        y = (s.joint + new_joint / 2) * win / cycle / (p.reference_velocity * size)
        moving = np.where(y > 0, y, 1)
        s.gain = np.where(y > 0, ((1 + moving) ** s.exponent - 1) / moving, s.exponent)
        s.arms, decided, last = close(s.arms, new_arms, np.exp(-1 / (3 * p.arms_length_cycle)))
        won_arms, month3 = won_share * decided, won_share * last
        s.joint, decided, last = close(s.joint, new_joint, np.exp(-1 / (3 * cycle)))
        won_joint, month3 = win * s.gain * decided, month3 + win * s.gain * last
        unpushed = by_vendor((won_arms + won_joint) * (1 - s.discount))
        short = np.maximum(0, 1 - unpushed / (p.quota_share * s.spend * growth))
        vendor_ask = one.push * np.minimum(1, short / p.full_ask_gap)
        s.ask = live * vendor_ask[v] * (1 - lv.adaptation * (1 - invited))
        out_arms, out_joint = p.pull_forward * s.ask * s.arms, p.pull_forward * s.ask * s.joint
        s.arms, s.joint = s.arms - out_arms, s.joint - out_joint
        out_arms, out_joint = won_share * out_arms, win * s.gain * out_joint

        # 6 the books
        spot = 1 - np.minimum(p.highest_discount, s.discount + p.spot_discount * s.ask)
        s.arms_revenue = won_arms * (1 - s.discount) + out_arms * spot
        s.joint_revenue = won_joint * (1 - s.discount) + out_joint * spot
        s.month3 = month3 * (1 - s.discount) + (out_arms + out_joint) * spot
        s.list_value = won_arms + out_arms + won_joint + out_joint
        s.margin = s.arms_revenue + s.joint_revenue - p.unit_cost * s.list_value
        s.profit = s.margin - p.day_cost * (s.relation_days + s.selling_days) - vision_cost
        joint_deals = (won_joint + out_joint) / s.gain / p.joint_deal
        s.deals = (won_arms + out_arms) / p.arms_length_deal + joint_deals

        # 7 concessions, evidence, the vendor's trust, loyalty, intent, trust
        span = p.highest_discount - p.lowest_discount
        history = (s.discount - p.lowest_discount) / span
        wanted = p.demand_base + p.demand_by_ask * s.ask + p.demand_by_history * history
        s.demand = np.clip(price * (1 - s.loyalty) * wanted, 0, 1)
        up = lv.concession * s.demand * (p.highest_discount - s.discount)
        down = p.discount_easing * invited * (s.discount - p.lowest_discount)
        s.discount = s.discount + live * (up - down)
        aspired = s.joint_revenue + p.success_half * size * demand
        success = s.joint_revenue / np.where(aspired > 0, aspired, 1)
        success = (1 - p.contact_weight) * success * (0.5 + 0.5 * f[of.KPIS])
        s.good = np.clip(p.contact_weight * s.contact * fit + success, 0, 1)
        shock = p.shock_weight * s.disruption * (1 - f[of.FLEXIBILITY])
        breach = np.clip(p.ask_weight * (0.5 + patience) * s.ask + shock, 0, 1)
        bad = breach + p.neglect_weight * (1 - s.contact) + p.misfit_weight * (1 - fit)
        bad += p.control_weight * (1 - f[of.AUTONOMY]) ** 2
        s.bad = np.clip(bad + p.refusal_weight * s.demand * (1 - lv.concession), 0, 1)
        judged = next_trust(s.vendor_trust, 0, s.intent, p.demand_weight * s.demand, p)
        s.vendor_trust = np.where(live > 0, judged, s.vendor_trust)
        lure = (np.maximum(0, rival) * world.price_sensitivity)[q]
        s.loyalty = s.loyalty + p.loyalty_speed * (s.trust / (1 + p.lure * lure) - s.loyalty)
        own = p.low_value_intent + (1 - p.low_value_intent) * np.maximum(value, s.committed)
        own = own * np.sqrt(s.trust * f[of.OBJECTIVE])
        target = own + (1 - own) * p.vision_intent * s.committed
        s.intent = live * (s.intent + p.intent_speed * (target - s.intent))
        s.trust = np.where(live > 0, next_trust(s.trust, s.damage, s.good, s.bad, p), s.trust)
        hurt = p.damage_rate * breach * (1 - s.damage) - p.damage_healing * s.damage
        s.damage = s.damage + live * hurt

        # 8 reputation, turnover, aftermath
        others = s.accounts[v] - 1
        elsewhere = (by_vendor(s.trust)[v] - s.trust) / np.maximum(1, others)
        heard = s.trust + p.reputation_pull * (elsewhere - s.trust)
        s.trust = np.where((live > 0) & (others > 0), heard, s.trust)
        leaves = live * (draw("turnover", t) < p.turnover_rate)
        kept = 1 - leaves * p.turnover_loss / s.threads
        s.trust, s.joint = s.trust * kept, s.joint * kept
        for i in (of.STRATEGY, of.COMMUNICATION, of.KNOWLEDGE):
            f[i] = f[i] * kept
        s.threads = np.maximum(1, s.threads - leaves)
        recovery = p.recovery_rate + p.flexibility_recovery * f[of.FLEXIBILITY]
        s.disruption *= np.maximum(0, 1 - recovery)
        s.fear = p.fear_strength * vendor_ask * (1 - s.habit)

        # 9 regions, endings
        s.since = s.since + 1
        opens = (allied > 0) & (s.intent >= p.region_intent) & (s.regions < p.most_regions)
        opens = opens & (s.teamwork >= p.region_teamwork) & (s.since >= p.region_wait)
        s.regions, s.since = s.regions + opens, np.where(opens, 0, s.since)
        s.low = np.where((allied > 0) & (s.intent < p.demotion_intent), s.low + 1, 0)
        hazard = p.distrust_termination * (1 - s.trust) ** 2 * (1 - s.intent)
        ends = (live > 0) & (draw("termination", t) < p.base_termination + hazard)
        s.status = np.where((allied > 0) & (s.low >= 2), 1, s.status)
        s.status = np.where(ends, 2, s.status)
        s.arms = np.where(s.status < 2, s.arms, 0)
        s.joint = np.where(s.status == 0, s.joint, 0)
        s.regions = np.where(s.status == 0, s.regions, 0)
        s.committed = np.where(s.status == 0, s.committed, 0)
        yield s
