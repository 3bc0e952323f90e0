"""Nouns every room shares: units, cost lines, status, coded errors, progress, parameters, results."""
