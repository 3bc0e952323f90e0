"""Scenario templates: synthetic retailers on real places, drawn from a seed."""
