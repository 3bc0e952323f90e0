"""Replenishment and transfers over the horizon against the forecast."""
