"""Hybrid genetic search: plans are crossed, and the children improved with PyVRP's moves."""
