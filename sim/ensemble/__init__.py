"""Answers under doubt about the rules: plausible rule sets, and what holds in them."""
