"""Which engines there are, and which of them may solve a problem."""

from importlib import import_module

from optimizer.core.errors import Finding, InputError, Place, code
from optimizer.core.params import Params
from optimizer.routing.engines.bounds import most_reloads, selective, stops_per_route, vehicles_first
from optimizer.routing.engines.decomposed.settings import STANDARD
from optimizer.routing.engines.interface import Engine
from optimizer.routing.problem import Problem

ENGINE_UNKNOWN = code(
    "engine-unknown", "The named solver does not exist.", "Name one of the listed solvers, or auto."
)
ENGINE_LACKS_FEATURE = code(
    "engine-lacks-feature",
    "The solver cannot handle a feature that the problem uses; no constraint is ever dropped.",
    "Name another solver, or auto, or do without the feature.",
)

#: Module of each engine in order of preference of large problems; each module holds its engine as ``ENGINE``.
_MODULES = {
    "sisr": "optimizer.routing.engines.sisr.engine",
    "decomposed": "optimizer.routing.engines.decomposed.engine",
    "pyvrp": "optimizer.routing.engines.pyvrp",
    "ortools": "optimizer.routing.engines.ortools",
    "portfolio": "optimizer.routing.engines.portfolio",
    "genetic": "optimizer.routing.engines.genetic.engine",
}

#: Which engine ``auto`` prefers for problems of fewer clients than so many, unless vehicles come first and time is
#: limited, and for short searches, which are limited by iterations: it is ready at once.
_FOR_SMALL, SMALL = "decomposed", 75
#: Which it prefers for fewer than :data:`VARIETY_FROM` clients some of which have windows, on single trips of vehicles
#: that cost nothing by themselves, if there are so many seconds for each client.
_FOR_WINDOWS, WINDOWS_S = "genetic", 0.05
#: Which it prefers from so many clients on where several searches find different plans, and chains of one search the
#: same: if there are fewer than so many without windows or with some that are optional, or so many on a route within
#: windows, or collections come after deliveries. Not for more clients than PyVRP can be handed the matrix of.
_FOR_VARIETY, VARIETY_FROM, FEW, LONG = "portfolio", 150, 400, 25
VARIETY_TO = STANDARD.largest_whole


def register(name: str, module: str) -> None:
    """Add an engine for :func:`choose`, which ``auto`` tries after those already known.

    Parameters
    ----------
    name
        Name by which it is asked for.
    module
        Importable module that holds it as ``ENGINE``.
    """
    _MODULES[name] = module


def engine_names() -> tuple[str, ...]:
    """Names of all engines in the order in which ``auto`` tries them for a large problem."""
    return tuple(_MODULES)


def engine(name: str) -> Engine:
    """Import and return an engine.

    Raises
    ------
    InputError
        ``engine-unknown`` if there is none of that name.
    """
    if name not in _MODULES:
        raise _refused(ENGINE_UNKNOWN, f"there is no routing solver {name!r}", f"Name one of {_known()}.")
    found: Engine = import_module(_MODULES[name]).ENGINE
    return found


def choose(problem: Problem, name: str, params: Params) -> Engine:
    """Return the named engine, or for ``auto`` the first that lacks nothing the problem uses.

    Their order for ``auto`` depends on the size of the problem, its reloads and the limits of the search.

    Parameters
    ----------
    problem
        The problem.
    name
        Of an engine, or ``auto``.
    params
        Limits of the search.

    Raises
    ------
    InputError
        ``engine-unknown``, or ``engine-lacks-feature`` naming what is lacking.
    """
    lacking = {}
    for candidate in _preferred(problem, params) if name == "auto" else (name,):
        found = engine(candidate)
        missing = found.missing(problem)
        if not missing:
            return found
        lacking[candidate] = ", ".join(sorted(missing))
    cause = "; ".join(f"{candidate} lacks {features}" for candidate, features in lacking.items())
    raise _refused(ENGINE_LACKS_FEATURE, cause, f"Name one of {_known()}, or do without the feature.")


def _preferred(problem: Problem, params: Params) -> tuple[str, ...]:
    """Names of all engines, the best one for such a problem first (``docs/decisions/017`` to ``019``, ``022``)."""
    if params.iteration_limit is not None:
        return _with_first(_FOR_SMALL)
    if _wants_population(problem, params):
        return _with_first(_FOR_WINDOWS)
    if len(problem.clients) < SMALL:
        fleet = params.time_limit_s is not None and vehicles_first(problem)
        return engine_names() if fleet else _with_first(_FOR_SMALL)
    return _with_first(_FOR_VARIETY) if _wants_variety(problem) else engine_names()


def _with_first(first: str) -> tuple[str, ...]:
    return tuple(sorted(_MODULES, key=lambda name: name != first))


def _wants_population(problem: Problem, params: Params) -> bool:
    """Whether crossing plans is better than changing one: see :data:`_FOR_WINDOWS`."""
    clients, kinds = problem.clients, problem.vehicle_types
    if len(clients) >= VARIETY_FROM or problem.shipments:
        return False
    if params.time_limit_s is None or params.time_limit_s < WINDOWS_S * len(clients):
        return False
    if any(kind.fixed_cost or most_reloads(problem, kind) for kind in kinds):
        return False
    return any(client.windows for client in clients)


def _wants_variety(problem: Problem) -> bool:
    """Whether several searches are better than one: see :data:`_FOR_VARIETY`; never for pairs and reloads."""
    clients, kinds = problem.clients, problem.vehicle_types
    if not VARIETY_FROM <= len(clients) <= VARIETY_TO or problem.shipments:
        return False
    if any(most_reloads(problem, kind) or problem.matrices[kind.profile].computed for kind in kinds):
        return False
    if problem.backhauls_ordered:
        return True
    if selective(problem):
        return len(clients) < FEW
    if any(client.windows for client in clients):
        return stops_per_route(problem) >= LONG
    return len(clients) < FEW


def _known() -> str:
    return ", ".join((*engine_names(), "auto"))


def _refused(name: str, cause: str, action: str) -> InputError:
    return InputError([Finding(name, Place("solve", column="engine"), cause, action)])
