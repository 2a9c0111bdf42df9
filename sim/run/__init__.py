"""Whole tables through the quarters: engines, what is measured, results."""
