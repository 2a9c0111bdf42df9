"""Tests that whoever adds something can inherit."""

from sim.testing.battery import PolicyBattery

__all__ = ["PolicyBattery"]
