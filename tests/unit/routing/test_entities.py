"""What vehicles may do, and what departing from an earlier plan costs."""

from dataclasses import replace

import pytest

from optimizer.routing.problem import Client, Stability
from tests.helpers.routing import van


def test_vehicle_ends_where_it_starts_unless_told() -> None:
    """Without an end depot a vehicle returns to its start."""
    assert van().last_depot == "D"
    assert replace(van(), end_depot="E").last_depot == "E"


@pytest.mark.parametrize(
    ("allowed", "skills", "may"),
    [
        (None, set(), True),
        ({"van"}, {"cold"}, True),
        ({"truck"}, set(), False),
        (None, {"crane"}, False),
        (frozenset(), set(), False),
    ],
)
def test_vehicle_needs_permission_and_skills(allowed: set[str] | None, skills: set[str], may: bool) -> None:
    """A client is visited by an allowed type that has every skill it asks for."""
    kind = van(skills=frozenset({"cold"}))
    types = None if allowed is None else frozenset(allowed)
    assert kind.may_visit(Client("a", 1, vehicle_types=types, skills=frozenset(skills))) is may


@pytest.mark.parametrize(
    ("client", "vehicle", "arrival", "cost"),
    [
        ("a", "van", 100, 0),
        ("a", "van", 105, 0),
        ("a", "van", 95, 0),
        ("a", "van", 106, 3),
        ("a", "van", 90, 15),
        ("a", "bike", 100, 70),
        ("a", "bike", 107, 76),
        ("new", "bike", 0, 0),
    ],
)
def test_departing_from_an_earlier_plan(client: str, vehicle: str, arrival: int, cost: int) -> None:
    """Another vehicle has its price, an arrival that moves costs beyond the tolerance, newcomers are free."""
    assert Stability({"a": ("van", 100)}, 70, 3, 5).cost(client, vehicle, arrival) == cost
