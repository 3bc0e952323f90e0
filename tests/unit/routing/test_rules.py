"""A routing problem that contradicts itself is refused by name."""

from typing import Any

import pytest

from optimizer.routing.problem import (
    UNLIMITED,
    Backhauls,
    Break,
    Client,
    Depot,
    Group,
    Shipment,
    Stability,
)
from tests.helpers.routing import line, problem_of, van

GOOD = problem_of(line(0, 10, 20), [Client("a", 1, delivery=(1,)), Client("b", 2)])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"depots": GOOD.depots * 2}, "depot 'D': id is used twice"),
        ({"depots": (Depot("D", 3),)}, "depot 'D': location must be between 0 and 2, got 3"),
        ({"depots": (Depot("D", 0, (5, 4)),)}, "depot 'D': window"),
        ({"clients": GOOD.clients[:1] * 2}, "client 'a': id is used twice"),
        ({"clients": (Client("a", -1),)}, "client 'a': location"),
        ({"clients": (Client("a", 1, delivery=(1, 2)),)}, "client 'a': delivery has 2 entries for the 1"),
        ({"clients": (Client("a", 1, pickup=(-1,)),)}, "client 'a': pickup of load"),
        ({"clients": (Client("a", 1, service_s=-1),)}, "client 'a': service_s"),
        ({"clients": (Client("a", 1, release_s=-1),)}, "client 'a': release_s"),
        ({"clients": (Client("a", 1, prize=-1),)}, "client 'a': prize"),
        ({"clients": (Client("a", 1, windows=((3, 2),)),)}, "client 'a': windows must satisfy"),
        ({"clients": (Client("a", 1, windows=((5, 9), (0, 4))),)}, "client 'a': windows must be sorted"),
        ({"clients": (Client("a", 1, windows=((0, 5), (5, 9))),)}, "client 'a': windows must be sorted"),
        ({"clients": (Client("a", 1, vehicle_types=frozenset({"x"})),)}, r"client 'a': .*unknown.*\['x'\]"),
        ({"vehicle_types": (van(), van())}, "vehicle type 'van': id is used twice"),
        ({"vehicle_types": (van(count=-1),)}, "vehicle type 'van': count"),
        ({"vehicle_types": (van(capacity=(1, 2)),)}, "vehicle type 'van': capacity has 2 entries"),
        ({"vehicle_types": (van(capacity=(-1,)),)}, "vehicle type 'van': capacity of load"),
        ({"vehicle_types": (van(fixed_cost=-1),)}, "vehicle type 'van': fixed_cost"),
        ({"vehicle_types": (van(cost_per_distance=-1),)}, "vehicle type 'van': cost_per_distance"),
        ({"vehicle_types": (van(cost_per_duration=-1),)}, "vehicle type 'van': cost_per_duration"),
        ({"vehicle_types": (van(max_distance=-1),)}, "vehicle type 'van': max_distance"),
        ({"vehicle_types": (van(max_duration=UNLIMITED + 1),)}, "vehicle type 'van': max_duration"),
        ({"vehicle_types": (van(shift=(9, 8)),)}, "vehicle type 'van': shift"),
        ({"vehicle_types": (van(start_depot="X"),)}, "vehicle type 'van': start_depot 'X' is not a depot"),
        ({"vehicle_types": (van(end_depot="X"),)}, "vehicle type 'van': end_depot 'X' is not a depot"),
        ({"vehicle_types": (van(profile="x"),)}, "vehicle type 'van': profile 'x' has no matrix"),
        ({"matrices": {}}, "at least one profile"),
        (
            {"measures": (), "clients": (Client("a", 1),), "vehicle_types": (van(capacity=()),)},
            "problem: measures must name at least one",
        ),
        ({"matrices": {"default": line(0, 1, 2), "x": line(0, 1)}}, "differ in size"),
    ],
)
def test_contradiction_is_refused_by_name(changes: dict[str, Any], message: str) -> None:
    """Whatever contradicts itself raises a ValueError naming the entity and field."""
    with pytest.raises(ValueError, match=message):
        GOOD.replace(**changes)


OPTIONAL = problem_of(
    line(0, 10, 20), [Client(name, place, required=False) for name, place in (("a", 1), ("b", 2), ("c", 2))]
)
NOON, NIGHT = Break("noon", 5, (10, 20)), Break("night", 5, (30, 40))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"depots": (Depot("D", 0, service_s=-1),)}, "depot 'D': service_s"),
        ({"longest_route_cost": -1}, "problem: longest_route_cost"),
        ({"stability": Stability(shift_cost=-1)}, "stability: shift_cost"),
        ({"vehicle_types": (van(max_reloads=-1),)}, "vehicle type 'van': max_reloads"),
        ({"vehicle_types": (van(reload_depots=("X",)),)}, "vehicle type 'van': reload_depots 'X' is not"),
        ({"vehicle_types": (van(overtime_after=-1),)}, "vehicle type 'van': overtime_after"),
        ({"vehicle_types": (van(cost_per_overtime=-1),)}, "vehicle type 'van': cost_per_overtime"),
        (
            {"vehicle_types": (van(breaks=(NOON, NOON)),)},
            "vehicle type 'van': break 'noon': id is used twice",
        ),
        ({"vehicle_types": (van(breaks=(NIGHT, NOON)),)}, "'noon' comes before 'night'"),
        ({"vehicle_types": (van(breaks=(Break("x", 5, (9, 8)),)),)}, "break 'x': window"),
        ({"vehicle_types": (van(breaks=(Break("x", -5, (8, 9)),)),)}, "break 'x': duration_s"),
        ({"vehicle_types": (van(breaks=tuple(Break(n, 1, (1, 2)) for n in "vwxyz")),)}, "at most 4, got 5"),
        ({"vehicle_types": (van(prefix=("a",), count=2),)}, "prefix needs a count of 1, got 2"),
        ({"vehicle_types": (van(prefix=("x",)),)}, "prefix names unknown client 'x'"),
        ({"vehicle_types": (van(prefix=("a", "a")),)}, "client 'a': is 2 times in prefixes"),
        (
            {"vehicle_types": (van(prefix=("b", "a")),), "shipments": (Shipment("a", "b"),)},
            "prefix brings to 'b' what it does not fetch before",
        ),
        (
            {"vehicle_types": (van(prefix=("a", "b")),), "groups": (Group("g", ("a", "b")),)},
            r"prefix names \['a', 'b'\], alternatives of group 'g'",
        ),
        ({"shipments": (Shipment("a", "x"),)}, "shipments: unknown client 'x'"),
        ({"shipments": (Shipment("a", "b"), Shipment("b", "c"))}, "client 'b': is 2 times in shipments"),
        ({"shipments": (Shipment("a", "a"),)}, "client 'a': is 2 times in shipments"),
        ({"shipments": (Shipment("a", "b", (1, 2)),)}, "amount has 2 entries for the 1 measures"),
        ({"shipments": (Shipment("a", "b", (-1,)),)}, "amount of load"),
        (
            {"shipments": (Shipment("a", "b"),), "groups": (Group("g", ("a", "c")),)},
            "'a': is in a shipment and",
        ),
        ({"groups": (Group("g", ()),)}, "group 'g': has no clients"),
        ({"groups": (Group("g", ("a",)), Group("g", ("b",)))}, "group 'g': id is used twice"),
        ({"groups": (Group("g", ("a", "b")), Group("h", ("b",)))}, "client 'b': is 2 times in groups"),
        ({"groups": (Group("g", ("x",)),)}, "groups: unknown client 'x'"),
    ],
)
def test_contradiction_between_clients_is_refused_by_name(changes: dict[str, Any], message: str) -> None:
    """What ties clients together, and what drivers need, must make sense too."""
    with pytest.raises(ValueError, match=message):
        OPTIONAL.replace(**changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"groups": (Group("g", ("a",)),)}, "group 'g': client 'a' must be optional"),
        ({"shipments": (Shipment("a", "b"),)}, "client 'a' must have no delivery and no pickup"),
        (
            {"clients": (Client("a", 1, required=False), Client("b", 2)), "shipments": (Shipment("a", "b"),)},
            "both clients must be required, or both optional",
        ),
        (
            {"clients": (Client("a", 1, delivery=(1,), pickup=(1,)),), "backhauls": Backhauls.LAST},
            "client 'a': has a delivery and a pickup",
        ),
        (
            {
                "vehicle_types": (van(prefix=("b",)), van("w")),
                "clients": (Client("b", 1, skills=frozenset("s")),),
            },
            "prefix names client 'b', which it may not visit",
        ),
    ],
)
def test_role_that_a_client_cannot_have_is_refused(changes: dict[str, Any], message: str) -> None:
    """Alternatives are optional, ends of shipments have no goods of their own and are equally required."""
    with pytest.raises(ValueError, match=message):
        GOOD.replace(**changes)
