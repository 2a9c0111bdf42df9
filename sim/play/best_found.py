"""The best policy that a search found for the default market, for its twin in the debrief.

    python -m sim experiment=best_policy "search.levers={...}" search.trials=800

with every lever over its full range but `vision`, which stays 0: a game allows one offer a year,
and policies that offer it to all earn half as much again, a bound that nobody can play. It was
the best of 800 tried in a base and a recession scenario; in 400 worlds that the search never saw
it earns more than every named policy without a joint vision process. Rounded to three digits.
"""

from __future__ import annotations

from sim.policies import Levers, Preset

BEST_FOUND = Preset(
    "best_found",
    Levers(
        assessment=0.614,
        recruit=0.961,
        follow_up=0.959,
        control=0.0455,
        review=0.412,
        capacity_use=0.965,
        relationship_share=0.6,
        segmentation=1.31,
        walk_gap=0.59,
        adaptation=0.255,
        goal=33.1,
        milestones=0.641,
        focus=3,
        threading=0.139,
        contingency=0.0153,
        campaign=0.311,
        push=0.0134,
        concession=0.0807,
        win_back=0.529,
    ),
    "Best found",
    "The best of 800 policies that a search tried, none with a joint vision process.",
)
