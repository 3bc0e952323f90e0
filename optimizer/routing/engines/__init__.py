"""Routing engines behind one interface; each is imported when it is first asked for."""

from optimizer.routing.engines.interface import Capability, Engine, features
from optimizer.routing.engines.registry import engine, engine_names, register
from optimizer.routing.engines.run import solve

__all__ = ["Capability", "Engine", "engine", "engine_names", "features", "register", "solve"]
