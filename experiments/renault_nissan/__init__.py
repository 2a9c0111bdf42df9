"""The Renault-Nissan case of arXiv 2510.24909: its trust rule, its actions, its score."""
