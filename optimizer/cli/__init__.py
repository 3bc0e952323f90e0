"""The door: one file per command; what a command needs is imported when it runs."""

from optimizer.cli.app import main

__all__ = ["main"]
