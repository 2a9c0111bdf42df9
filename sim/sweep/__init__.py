"""Sweeps: many policies in many futures, in batches, kept in a store that can be resumed."""
