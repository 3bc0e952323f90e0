"""Logistics optimiser for retailers who sell through many channels."""

__version__ = "0.1.0"
