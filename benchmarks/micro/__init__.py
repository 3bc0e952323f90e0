"""Micro benchmarks; importing this package registers them all."""

from benchmarks.micro import commands, matrix, route

__all__ = ["commands", "matrix", "route"]
