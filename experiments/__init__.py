"""Experiments: each asks one question of the model and answers it with numbers and intervals."""
