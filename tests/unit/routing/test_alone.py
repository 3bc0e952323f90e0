"""Where there are many vehicle types, those are looked at that are nearest to serving a client."""

import pytest

from optimizer.routing.alone import likeliest_types, whole_fleet
from optimizer.routing.engines import features
from optimizer.routing.problem import Break, Client, Depot, Problem, Shipment, Stability, VehicleType
from tests.helpers.routing import line, problem_of, van

#: Vans that start ever farther from the client, the nearest of which is too small.
FLEET = [van(f"v{number}", start_depot=f"D{number}", capacity=(5 + number,)) for number in range(5)]
DEPOTS = [Depot(f"D{number}", number) for number in range(5)]
CLIENT = Client("x", 0, delivery=(6,))


def problem(*clients: Client, kinds: list[VehicleType] = FLEET, **changes: object) -> Problem:
    """Return the fleet on a road, with clients."""
    return problem_of(line(0, 10, 20, 30, 40), clients, kinds, DEPOTS, **changes)


@pytest.mark.parametrize(("effort", "names"), [(0, "123"), (18 * 4, "1234"), (18 * 5, "01234")])
def test_only_so_many_types_are_looked_at(effort: int, names: str) -> None:
    """All where there is effort for them; else at least three that can carry it, the nearest ones."""
    found = likeliest_types(problem(CLIENT), FLEET, (CLIENT,), effort)
    assert [kind.id for kind in found] == [f"v{name}" for name in names]


def test_what_must_come_first_does() -> None:
    """A rank of the caller's own comes before load and way."""
    found = likeliest_types(problem(CLIENT), FLEET, (CLIENT,), 0, lambda kind: (kind.id != "v4",))
    assert [kind.id for kind in found] == ["v4", "v1", "v2"]


def test_breaks_leave_effort_for_fewer_types() -> None:
    """Each break may be dropped or not, and taken or not."""
    rested = [VehicleType(**{**vars(kind), "breaks": (Break("r", 1, (0, 9)),)}) for kind in FLEET]
    assert len(likeliest_types(problem(CLIENT), rested, (CLIENT,), 18 * 5)) == 3
    assert len(likeliest_types(problem(CLIENT), rested, (CLIENT,), 18 * 5 * 6)) == 5


def test_goods_of_a_shipment_count() -> None:
    """What is fetched at one end must fit too, and the way is that to the first and from the last."""
    ends = Client("p", 4), Client("d", 4)
    shipped = problem(*ends, shipments=(Shipment("p", "d", (8,)),))
    assert [kind.id for kind in likeliest_types(shipped, FLEET, ends, 0)] == ["v4", "v3", "v2"]


def test_one_vehicle_of_each_type_there_is() -> None:
    """Nothing binds it to clients, an earlier plan or other routes."""
    kinds = [van("a", count=3), van("none", count=0), van("b", prefix=("x",))]
    bound = problem_of(
        line(0, 10), [Client("x", 1)], kinds, stability=Stability({}, 1, 0), longest_route_cost=2
    )
    alone = whole_fleet(bound)
    assert [kind.count for kind in alone.vehicle_types] == [1, 0, 1]
    assert features(alone) == features(problem_of(line(0, 10), [Client("x", 1)], [van("a"), van("b")]))
