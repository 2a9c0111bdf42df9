"""Answers: from the outcomes of many cells to which policy is best, how surely, and where not."""
