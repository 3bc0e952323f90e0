"""How fast the planner is, and how close its routes come to the best known: ``python -m benchmarks --help``."""
