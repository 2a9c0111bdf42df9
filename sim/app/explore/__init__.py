"""Explore: what a policy brings beside another, on the same luck, and why."""
