"""``docs/routing-engines.md``, generated: which engine has which feature, by asking each about a small problem."""

from dataclasses import replace
from typing import Any

import numpy as np

from optimizer.routing.engines.interface import Capability
from optimizer.routing.engines.registry import (
    FEW,
    LONG,
    SMALL,
    VARIETY_FROM,
    VARIETY_TO,
    WINDOWS_S,
    engine,
    engine_names,
)
from optimizer.routing.problem import (
    UNLIMITED,
    Backhauls,
    Break,
    Client,
    Depot,
    Group,
    Matrix,
    Problem,
    Shipment,
    Stability,
    Traffic,
    VehicleType,
)

_HEAD = f"""\
# Features of the routing engines

Generated; do not edit. An engine that lacks a feature refuses a problem that uses it, by name; `auto` takes the first
engine, from left to right, that lacks nothing the problem uses. `decomposed` comes first for searches limited by
iterations, and for fewer than {SMALL} clients unless vehicles come first. `genetic` comes first for fewer than
{VARIETY_FROM} clients some of which have a time window, if vehicles have no fixed cost and no reloads, there are no
shipments, and time is limited to at least {WINDOWS_S} s per client. `portfolio` comes first for {VARIETY_FROM} to
{VARIETY_TO} clients in any of these cases: there are fewer than {FEW} clients, and none has a time window or some are
optional at prizes that savings may outweigh; no prize is so low, some have a time window and {LONG} clients or more are
on a route; collections come after deliveries. It never does for shipments and reloads.

"""
_WAYS = np.array([[0, 1, 2], [1, 0, 1], [2, 1, 0]])
_ONE_WAY = np.array([[0, 1, 2], [2, 0, 1], [2, 1, 0]])
_NO_WAY = np.array([[0, UNLIMITED, 2], [UNLIMITED, 0, 1], [2, 1, 0]])
_BOTH = (Client("a", 1), Client("b", 2))
_SHIPMENT = Shipment("a", "b", (1,))
_VAN = VehicleType("van", 1, (1,), "D")
_TWO_MEASURES = VehicleType("van", 1, (1, 1), "D")


def feature_table() -> str:
    """Write the page: a row per feature, a column per engine."""
    engines = [engine(name) for name in engine_names()]
    lines = [f"| feature | {' | '.join(one.name for one in engines)} |", "|---|" + "---|" * len(engines)]
    for capability, problem in EXAMPLES.items():
        cells = ("no" if capability in one.missing(problem) else "yes" for one in engines)
        lines.append(f"| {capability} | {' | '.join(cells)} |")
    return _HEAD + "\n".join(lines) + "\n"


def _problem(*clients: Client, **changes: Any) -> Problem:  # noqa: ANN401
    matrices = {"default": Matrix(_WAYS, _WAYS), "path": Matrix(_WAYS, _WAYS)}
    plain = Problem((Depot("D", 0), Depot("E", 1)), clients or _BOTH, (_VAN,), matrices)
    return plain.replace(**changes)


def _client(**changes: Any) -> Problem:  # noqa: ANN401
    return _problem(replace(_BOTH[0], **changes), _BOTH[1])


def _van(**changes: Any) -> Problem:  # noqa: ANN401
    return _problem(vehicle_types=(replace(_VAN, **changes),))


def _fleet(**changes: Any) -> Problem:  # noqa: ANN401
    return _problem(vehicle_types=(_VAN, replace(_VAN, id="other", **changes)))


def _depot(**changes: Any) -> Problem:  # noqa: ANN401
    return _problem(depots=(replace(Depot("D", 0), **changes), Depot("E", 1)))


def _matrix(matrix: Matrix) -> Problem:
    return _problem(matrices={"default": matrix})


def _shipment(**changes: Any) -> Problem:  # noqa: ANN401
    return _client(**changes).replace(shipments=(_SHIPMENT,))


_TWICE = ((0, 5), (10, 15))

#: A small problem that uses the feature.
EXAMPLES: dict[Capability, Problem] = {
    Capability.SEVERAL_MEASURES: _problem(measures=("kg", "m3"), vehicle_types=(_TWO_MEASURES,)),
    Capability.SEVERAL_DEPOTS: _fleet(start_depot="E"),
    Capability.DEPOT_WINDOW: _depot(window=(0, 9)),
    Capability.DEPOT_SERVICE: _depot(service_s=1),
    Capability.SEVERAL_VEHICLE_TYPES: _fleet(),
    Capability.FIXED_COST: _van(fixed_cost=1),
    Capability.DURATION_COST: _van(cost_per_duration=1),
    Capability.OVERTIME: _van(overtime_after=1, cost_per_overtime=1),
    Capability.SHIFT: _van(shift=(0, 9)),
    Capability.MAX_DISTANCE: _van(max_distance=9),
    Capability.MAX_DURATION: _van(max_duration=9),
    Capability.OTHER_END_DEPOT: _van(end_depot="E"),
    Capability.OPEN_ROUTES: _van(open_end=True),
    Capability.RELOADS: _van(reload_depots=("D",)),
    Capability.BREAKS: _van(breaks=(Break("noon", 1, (0, 9)),)),
    Capability.TIME_WINDOWS: _client(windows=((0, 9),)),
    Capability.SEVERAL_TIME_WINDOWS: _client(windows=_TWICE),
    Capability.RELEASE_TIMES: _client(release_s=1),
    Capability.OPTIONAL_CLIENTS: _client(required=False),
    Capability.GROUPS: _problem(
        *(replace(client, required=False) for client in _BOTH), groups=(Group("one", ("a", "b")),)
    ),
    Capability.VEHICLE_RESTRICTIONS: _client(vehicle_types=frozenset({"van"})),
    Capability.SKILLS: _client(skills=frozenset({"lift"})),
    Capability.PICKUPS: _client(pickup=(1,)),
    Capability.BACKHAULS: _problem(backhauls=Backhauls.LAST),
    Capability.SHIPMENTS: _shipment(),
    Capability.SHIPMENT_WINDOWS: _shipment(windows=_TWICE),
    Capability.SHIPMENT_RELEASES: _shipment(release_s=1),
    Capability.SHIPMENT_BACKHAULS: _shipment().replace(backhauls=Backhauls.LAST),
    Capability.SEVERAL_PROFILES: _fleet(profile="path"),
    Capability.ASYMMETRIC: _matrix(Matrix(_ONE_WAY, _ONE_WAY)),
    Capability.BLOCKED_PAIRS: _matrix(Matrix(_NO_WAY, _NO_WAY)),
    Capability.TRAFFIC: _matrix(Matrix(_WAYS, _WAYS, Traffic((0,), (500,)))),
    Capability.PREFIX: _van(prefix=("a",)),
    Capability.STABILITY: _problem(stability=Stability({"a": ("van", 1)}, vehicle_change_cost=1)),
    Capability.BALANCE: _problem(longest_route_cost=1),
}
