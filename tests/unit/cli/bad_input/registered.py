"""The codes that rooms can tell a planner."""

import importlib
import pkgutil
from types import ModuleType

from optimizer.core.errors import registered_codes


def codes_of(*rooms: ModuleType) -> set[str]:
    """Find the registered codes that a module of the rooms keeps as a constant."""
    names = [
        found.name for room in rooms for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")
    ]
    constants = [value for name in names for value in vars(importlib.import_module(name)).values()]
    known = {entry.code for entry in registered_codes()}
    return {value for value in constants if isinstance(value, str) and value in known}
