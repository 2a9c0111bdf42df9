"""The mean field: one representative alliance and the map that takes its trust a quarter on.

The fast variables follow trust at once: intent and loyalty stand at what they follow, pipelines
at flow balance, the ask at the level that meets itself quarter after quarter. The slow ones
(discount, factors, working ties, habit) are frozen. Damage, open issues and the satisfaction of
customers are as slow, yet they decide whether distrust recovers: they are either frozen at their
start or at rest.
Every equation is the model's own; only the sharing out of days and the competition for a partner
are written for one alliance among like ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, wraps
from types import SimpleNamespace
from typing import Any, TypeVar

import numpy as np

from sim.base.arrays import Array
from sim.core.state import N_FACTORS
from sim.model.arms_length import reach
from sim.model.ask import quarter_end_ask, quota_gap
from sim.model.assessment import refresh_derived_factors
from sim.model.books import booked_revenue
from sim.model.choice import attraction, invitation_rate, rival_pull
from sim.model.concessions import concession_demand
from sim.model.contact import contact_rate
from sim.model.customer import repeat_business, satisfaction_target, team_execution
from sim.model.evidence import bad_evidence, breach_evidence, good_evidence, joint_success
from sim.model.execution import headroom, laxity, overhead, plan_execution, support
from sim.model.factors import (
    AUTONOMY,
    FLEXIBILITY,
    KNOWLEDGE,
    KPIS,
    METRICS,
    OBJECTIVE,
    OPERATIONS,
    execution_level,
)
from sim.model.inner_circle import joint_claim
from sim.model.issues import arising_issues, causes, issue_news, next_issues, settling, time_kept
from sim.model.loyalty import intent_target
from sim.model.openness import mutual_openness
from sim.model.quarter import Levers, Parameters
from sim.model.reciprocity import culture_fit, partner_morale, partner_value
from sim.model.trust import next_damage, next_trust
from sim.model.velocity import joint_win_rate, one_team_exponent, sales_cycle, velocity_gain
from sim.theory.balance import balance, hangover_of
from sim.theory.representative import REFERENCE, Representative

T = TypeVar("T")

NIL = np.zeros(())
AT_REST = 1e-12


def _once(work_out: Callable[[Any, Array], T]) -> Callable[[Any, Array], T]:
    """Let a method of the field work out once what it says of an array of trust.

    It is asked for the same things again and again; the last array is kept in mind, by identity.
    """

    @wraps(work_out)
    def known(field: Any, trust: Array) -> T:
        kept = vars(field)
        if kept.get("_trust") is not trust:
            kept |= {"_trust": trust, "_known": {}}
        if work_out.__name__ not in kept["_known"]:
            kept["_known"][work_out.__name__] = work_out(field, trust)
        value: T = kept["_known"][work_out.__name__]
        return value

    return known


@dataclass(frozen=True, kw_only=True)
class MeanField:
    """The map ``trust -> trust a quarter on`` of the representative alliance.

    Methods take trust as an array of any shape. Revenue is a quarter's, over the partner's category
    spend (1/q), at demand 1 and without luck. Segmentation, focus, threading and contingency cannot
    act on one alliance with frozen factors; visions, adaptation and walking away are left out, and
    so are the limits of partners' capacity, recruiting and campaigns.

    Attributes:
        parameters: The model's parameters.
        levers: The vendor's policy.
        alliance: The representative alliance.
        is_slaved: Whether damage, open issues and satisfaction are at rest under the ask, instead
            of frozen at their start (no damage, no issues, customers that neither gain nor lose).
    """

    parameters: Parameters = field(default_factory=Parameters)
    levers: Levers = REFERENCE
    alliance: Representative = field(default_factory=Representative)
    is_slaved: bool = False

    @cached_property
    def _fixed(self) -> SimpleNamespace:
        """What does not depend on trust: levers and attributes as arrays, effort, fit, morale.

        Assumption: no fear. It falls on a vendor that asks, so it cannot move the tipping trust;
        slaved to the ask it would lower the vicious state by less than .01.
        """
        p = self.parameters
        known = asdict(self.levers) | asdict(self.alliance)
        now = SimpleNamespace(**{name: np.asarray(value, float) for name, value in known.items()})
        now.execution = plan_execution(
            now.follow_up,
            support(now.threads, p.most_threads),
            laxity(now.habit, now.control, p.control_execution),
            headroom(NIL, p.base_execution),
            p.base_execution,
        )
        reviews = p.review_time * now.review
        useful = (1.0 - overhead(now, p, reviews)) * now.execution
        now.useful_days = p.capacity_days * now.capacity_use * useful
        now.fit = culture_fit(
            now.culture_gap, now.milestones, p.culture_gap_weight, p.milestone_bridge
        )
        now.autonomy = 1.0 - now.control
        now.morale = partner_morale(now.autonomy, p.autonomy_weight)
        now.answer = partner_value(now.value, NIL, p.vision_reciprocity) * now.fit * now.morale
        return now

    @_once
    def open_issues(self, trust: Array) -> Array:
        """Return the load of open issues, 0..1: none, or the load at rest if slaved.

        The root of `next_issues`, a straight line in issues, of an alliance that does not grow.
        """
        if not self.is_slaved:
            return np.zeros_like(trust)
        now, p, factors = self._fixed, self.parameters, self.factors(trust)
        cause = causes(factors[OBJECTIVE], factors[OPERATIONS], now.fit, NIL, NIL)
        arising = arising_issues(cause, p.issue_rate)
        first, last = (
            next_issues(np.full_like(trust, load), arising, self.settled(trust), p.damage_healing)
            for load in (0.0, 1.0)
        )
        return balance(first, last)

    @_once
    def settled(self, trust: Array) -> Array:
        """Return the share of open issues that a review settles; both sides trust alike."""
        openness = mutual_openness(trust, trust)
        return settling(self._fixed.review, openness, self.parameters.review_strength)

    @_once
    def days(self, trust: Array) -> Array:
        """Return useful days a quarter: what open issues leave of them."""
        kept = time_kept(self.open_issues(trust), self.parameters.issue_time)
        return np.asarray(self._fixed.useful_days * kept)

    def selling_days(self, trust: Array) -> Array:
        """Return the useful days that go into revenue."""
        return self.days(trust) * (1.0 - self._fixed.relationship_share)

    @_once
    def contact(self, trust: Array) -> Array:
        """Return how fully the two teams meet, 0..1."""
        now = self._fixed
        days = self.days(trust) * now.relationship_share
        return contact_rate(days, now.answer, self.parameters.contact_days)

    def repeat(self, trust: Array) -> Callable[[Array], Array]:
        """Return what customers make of business, by the share of it that was pulled forward.

        It is 1 unless satisfaction is slaved.
        """
        if not self.is_slaved:
            return np.ones_like
        now, p, factors = self._fixed, self.parameters, self.factors(trust)
        team = team_execution(execution_level(factors), now.execution, now.fit, now.morale)
        shared, flexibility = 0.5 * (factors[METRICS] + factors[KPIS]), factors[FLEXIBILITY]

        def again(pulled: Array) -> Array:
            satisfaction = satisfaction_target(
                team, shared, pulled, NIL, flexibility, p.shelfware_weight
            )
            return repeat_business(satisfaction, p.customer_weight)

        return again

    @_once
    def intent(self, trust: Array) -> Array:
        """Return strategic intent at its target, 0..1."""
        now, p = self._fixed, self.parameters
        return intent_target(trust, now.factor, now.value, NIL, p.low_value_intent, p.vision_intent)

    @_once
    def factors(self, trust: Array) -> Array:
        """Return the twelve factors, shape (12, ...); Assumption: both sides trust alike."""
        factors = np.full((N_FACTORS, *np.shape(trust)), self.alliance.factor)
        factors[AUTONOMY] = self._fixed.autonomy
        refresh_derived_factors(factors, trust, trust, self.intent(trust))
        return factors

    @_once
    def arms_length_revenue(self, trust: Array) -> Array:
        """Return unpushed arm's-length revenue, 1/q: ``share reach (1 - discount)``.

        Loyalty equals trust; the rival's offer is at its median.
        """
        now, p = self._fixed, self.parameters
        pull = attraction(
            trust, now.discount, now.price_sensitivity, p.loyalty_pull, p.discount_pull
        )
        share = pull / (now.vendors_per_partner * pull + rival_pull(NIL, p.rival_attraction, 0.0))
        reached = reach(self.selling_days(trust), p.base_reach, p.reach_days)
        return booked_revenue(share * reached, NIL, 1.0 - now.discount, NIL)

    @_once
    def joint_revenue(self, trust: Array) -> Array:
        """Return unpushed joint revenue, 1/q: ``inflow win rate velocity gain (1 - discount)``.

        At flow balance the deals in play are inflow times cycle (Little's law), so that sales
        velocity is inflow times win rate, whatever the cycle.
        """
        now, p = self._fixed, self.parameters
        factors = self.factors(trust)
        claim = invitation_rate(trust, p.invitation_trust) * self.intent(trust)
        total = now.vendors_per_partner * claim
        inflow = p.joint_potential * joint_claim(claim, total, factors[KNOWLEDGE], p.crowding)
        reached = reach(self.selling_days(trust), p.base_joint_reach, p.reach_days)
        sold = inflow * joint_win_rate(trust, reached, p.base_win_rate, p.win_rate_trust)
        exponent = one_team_exponent(
            execution_level(factors),
            now.execution,
            now.fit,
            now.morale,
            p.lowest_exponent,
            p.highest_exponent,
        )
        gained = sold * velocity_gain(sold / p.reference_velocity, exponent)
        return booked_revenue(gained, NIL, 1.0 - now.discount, NIL)

    def revenue(self, trust: Array) -> Array:
        """Return all unpushed revenue, 1/q; it rises with trust."""
        return self.arms_length_revenue(trust) + self.joint_revenue(trust)

    def ask(self, trust: Array) -> Array:
        """Return the quarter-end ask that meets itself quarter after quarter, 0..1."""
        return self._meeting_itself(trust)[0]

    @_once
    def _meeting_itself(self, trust: Array) -> tuple[Array, Array]:
        """Return the ask that meets itself, and what customers make of business under it.

        The smallest root of ``ask = push min(1, gap(ask) / full)``, where what past asks pulled
        forward is missing from this quarter's revenue (see `hangover`), and customers who were sold
        too early bring less of it. Reached from below, since a larger ask never narrows the gap.
        """
        p, push = self.parameters, self._fixed.push
        arms_length, joint = self.arms_length_revenue(trust), self.joint_revenue(trust)
        cycle = sales_cycle(trust, p.joint_cycle, p.cycle_trust)
        repeat, ask = self.repeat(trust), np.zeros_like(arms_length)
        left_arms_length, left_joint = hangover_of(p.arms_length_cycle), hangover_of(cycle)
        for _ in range(10_000):
            pulled, last = p.pull_forward * ask, ask
            closing = arms_length * left_arms_length(pulled)
            closing = closing + joint * left_joint(pulled)
            again = repeat(1.0 - closing / (arms_length + joint))
            gap = quota_gap(closing * again, np.asarray(p.quota_share))
            ask = quarter_end_ask(push, gap, p.full_ask_gap)
            if np.max(ask - last) < AT_REST:
                break
        return ask, again

    def next_trust(self, trust: Array) -> Array:
        """Return trust a quarter on, by the evidence that goes with `trust` and its ask.

        What is pulled in counts towards joint success at the going price.
        """
        now, p, factors = self._fixed, self.parameters, self.factors(trust)
        ask, again = self._meeting_itself(trust)
        contact, issues = self.contact(trust), self.open_issues(trust)
        success = joint_success(self.joint_revenue(trust) * again, np.ones(()), p.success_half)
        good = good_evidence(contact, now.fit, success * again, factors[KPIS], p.contact_weight)
        breach = breach_evidence(
            ask, now.patience, NIL, factors[FLEXIBILITY], p.ask_weight, p.shock_weight
        )
        history = (now.discount - p.lowest_discount) / (p.highest_discount - p.lowest_discount)
        demand = concession_demand(
            now.price_sensitivity,
            trust,
            ask,
            history,
            p.demand_base,
            p.demand_by_ask,
            p.demand_by_history,
        )
        refused = demand * (1.0 - now.concession)
        openness = mutual_openness(trust, trust)
        felt = issue_news(issues, self.settled(trust), openness, p.issue_weight)
        bad = bad_evidence(breach, contact, now.fit, now.autonomy, refused, p, felt)
        damage = self.damage_at_rest(breach) if self.is_slaved else 0.0
        return next_trust(trust, damage, good, bad, p.trust_gain, p.negativity)

    def damage_at_rest(self, breach: Array) -> Array:
        """Return the damage that the same breach every quarter leads to, 0..1.

        The root of `next_damage`, a straight line in damage; 0 where nothing ever moves it.
        """
        p = self.parameters
        first, last = (
            next_damage(np.full_like(breach, damage), breach, p.damage_rate, p.damage_healing)
            for damage in (0.0, 1.0)
        )
        return balance(first, last)

    def drift(self, trust: Array) -> Array:
        """Return how far trust moves in a quarter."""
        return self.next_trust(trust) - trust

    def pushing(self, push: float) -> MeanField:
        """Return the same field under another push."""
        return replace(self, levers=replace(self.levers, push=push))

    def under(self, **parameters: Any) -> MeanField:
        """Return the same field with some parameters changed."""
        return replace(self, parameters=replace(self.parameters, **parameters))
