"""The quarter: every mechanism's phases in the order they run, and all that these declare.

A mechanism is a file of this folder. It declares its parameters, levers, columns, outcomes and
sources of news beside its equations; a line of the order below places each of its phases.
Everything else follows: `Parameters`, `Levers`, the tables, `MEASURES`, the command's keys and
help, ablation, agents' turns. A user's own mechanism is a file elsewhere: ``docs/mechanism.md``.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeAlias

from sim.core.declared import listed, put_together
from sim.core.parameter import LeverGroup, ParameterGroup, held_problems, refuse_problems
from sim.core.phase import Phase, placed
from sim.core.state import (
    AllianceColumns,
    PartnerColumns,
    ReplicationColumns,
    VendorColumns,
    sums,
)
from sim.model import (
    aftermath,
    arms_length,
    ask,
    assessment,
    books,
    building,
    campaign,
    capacity,
    cash,
    choice,
    closing,
    concessions,
    conquest,
    contact,
    customer,
    effort,
    endings,
    evidence,
    execution,
    habit,
    inner_circle,
    issues,
    loyalty,
    market,
    openness,
    reciprocity,
    recruiting,
    regions,
    reputation,
    trust,
    turnover,
    velocity,
    vision,
    win_back,
)
from sim.own import own_modules

_ORDER = (
    Phase(market.open_market, "market"),
    Phase(market.call_accounts, "vendor"),
    Phase(cash.see_credit, "vendor"),
    Phase(choice.appeal, "vendor"),
    Phase(choice.gather, "partner", verb="add_up"),
    Phase(choice.weigh, "partner", verb="weigh_rival", alone=True),
    Phase(capacity.fill_up, "partner", alone=True),
    Phase(assessment.assess, "vendor"),
    Phase(reputation.earn_name, "vendor"),
    Phase(recruiting.recruit, "vendor", verb="approach"),
    Phase(execution.execute, "vendor"),
    Phase(issues.lose_time, "vendor"),
    Phase(effort.spread_effort, "vendor"),
    Phase(vision.share_vision, "partner", verb="commit"),
    Phase(reciprocity.reciprocate, "partner"),
    Phase(building.build, "vendor", verb="plant"),
    Phase(contact.meet, "vendor"),
    Phase(building.take_stock, "vendor"),
    Phase(habit.form_habit, "vendor"),
    Phase(openness.open_up, "partner"),
    Phase(issues.put_on_table, "vendor"),
    Phase(campaign.agree, "partner"),
    Phase(arms_length.compete, "partner", verb="compare"),
    Phase(inner_circle.invite, "partner"),
    Phase(customer.buy_again, "partner"),
    Phase(capacity.fit_in, "partner"),
    Phase(campaign.attract, "partner"),
    Phase(velocity.speed_up, "vendor"),
    Phase(closing.close, "vendor"),
    Phase(ask.ask, "vendor"),
    Phase(conquest.conquer, "vendor"),
    Phase(books.keep_books, "vendor"),
    Phase(concessions.bargain, "partner", verb="demand"),
    Phase(evidence.perceive, "partner"),
    Phase(issues.pile_up, "partner"),
    Phase(customer.experience, "partner"),
    Phase(trust.judge_partner, "vendor"),
    Phase(loyalty.bind, "partner"),
    Phase(trust.judge, "partner"),
    Phase(reputation.spread_word, "vendor"),
    Phase(turnover.turn_over, "partner"),
    Phase(aftermath.recover, "vendor"),
    Phase(aftermath.settle_fear, "vendor"),
    Phase(regions.open_regions, "partner"),
    Phase(endings.end, "partner", verb="leave"),
    Phase(win_back.take_back, "vendor"),
    Phase(recruiting.welcome, "vendor"),
    Phase(capacity.remember_volume, "partner"),
)

QUARTER = placed(_ORDER, listed("PHASES", own_modules("mechanism")))
"""One quarter, in order. In phase 7 the vendor judges before intent moves, and loyalty and intent
move before trust does, so that each sees the others as the quarter began."""

MECHANISMS = [sys.modules[name] for name in dict.fromkeys(p.run.__module__ for p in QUARTER)]
"""The modules of the quarter, in order."""

if TYPE_CHECKING:  # put together below, so their fields are not known to a type checker
    Parameters: TypeAlias = Any
    Levers: TypeAlias = Any
    Alliances: TypeAlias = Any
    Vendors: TypeAlias = Any
    Partners: TypeAlias = Any
    Markets: TypeAlias = Any
else:
    Levers = put_together(
        "Levers",
        LeverGroup,
        MECHANISMS,
        "A vendor's policy for one quarter; in the engine each lever is an array over vendors.",
        frozen=True,
        kw_only=True,
    )

    def _check_parameters(made: Any) -> None:
        """Refuse values out of range, each a number or one value a world, and held levers."""
        refuse_problems(made, "parameter", held_problems(Levers, made.held))

    Parameters = put_together(
        "Parameters",
        ParameterGroup,
        MECHANISMS,
        "All parameters of the model; each is declared in the file of its mechanism.",
        check=_check_parameters,
        frozen=True,
        kw_only=True,
    )
    Alliances, Vendors, Partners, Markets = (
        put_together(name, kind, MECHANISMS, kind.__doc__)
        for name, kind in (
            ("Alliances", AllianceColumns),
            ("Vendors", VendorColumns),
            ("Partners", PartnerColumns),
            ("Markets", ReplicationColumns),
        )
    )

MEASURES = {measure.name: measure for measure in listed("MEASURES", MECHANISMS)}
"""Every outcome that a run can record, by name."""

SUMS = sums(Partners)
"""What a partner adds up over its alliances: its column to theirs."""

SOURCES = {
    name: tuple(listed(name, MECHANISMS))
    for name in ("GOOD_NEWS", "BAD_NEWS", "LOST_TIME", "COSTS")
}
"""Functions of the quarter whose values add up: good and bad news, working time lost, costs."""
