"""Checks of a scenario that need distances or options: who can be reached, and by what."""
