"""From a checked config to results on disk."""
