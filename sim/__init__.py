"""Alliances: does the quarter-end push pay, or does the relationship?

The public door: what a researcher needs stands here, and ``docs/cheatsheet.md`` shows it on a page.

    from sim import Setting, simulate

    setting = Setting(replications=20, quarters=12)
    results = simulate(["transactional", "balanced", "vst"], setting)
    frame = results.to_frame()  # policy, replication, quarter, and a column an outcome

Names load on first use, so that ``import sim`` is instant; ``__init__.pyi`` says where each lives.
"""

import sys

from sim.base.leaving import leave_on_interruption

if sys.orig_argv[1:3] == ["-m", "sim"]:  # Ctrl-C may come before sim.__main__ does
    leave_on_interruption()

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
