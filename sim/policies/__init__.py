"""Policies of vendors."""
