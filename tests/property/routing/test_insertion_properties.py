"""On random small problems of any features the cheapest insertion is that of trying every order of stops."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.routing.check import check, cost
from optimizer.routing.marginal import InsertionTable
from optimizer.routing.problem import Client, Problem
from optimizer.routing.schedule import schedule, timed_solution
from optimizer.routing.solution import LoadAt, Solution, Stop
from tests.helpers.routing_every_feature import Mixture

Tours = list[tuple[str, tuple[Stop, ...]]]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from((0.2, 0.5)))
def test_cheapest_insertion_is_the_best_of_all_orders(seed: int, share: float) -> None:
    """One client or shipment after the other is inserted, each where it costs least; nothing that fits is missed."""
    drawn = Mixture(seed, clients=8, share=share, without=frozenset({"prefix"})).problem()
    problem = drawn.replace(clients=tuple(replace(client, prize=0) for client in drawn.clients))
    tours: Tours = []
    for unit in sorted(units(problem), key=len):
        plan = timed_solution(problem, tours)
        found = InsertionTable(problem, plan).search(unit)
        priced = ((added(problem, plan, way), way) for way in insertions(problem, tours, unit))
        changed = {worth: way for worth, way in priced if worth is not None}
        assert found.complete
        assert (None if found.insertion is None else found.insertion.cost) == min(changed, default=None)
        if changed:
            tours = changed[min(changed)]


def units(problem: Problem) -> Iterator[tuple[Client, ...]]:
    """Yield the clients, both ends of shipments together."""
    for client in problem.clients:
        shipment = problem.shipment_of.get(client.id)
        if shipment is None:
            yield (client,)
        elif shipment.pickup == client.id:
            yield client, problem.client_by_id[shipment.delivery]


def insertions(problem: Problem, tours: Tours, unit: Sequence[Client]) -> Iterator[Tours]:
    """Yield the tours with the clients in any order of stops, on one more trip or by one more vehicle."""
    new = [client.id for client in unit]
    for number, (kind, stops) in enumerate(tours):
        for longer in orders(stops, new, problem.vehicle_type_by_id[kind].reload_depots):
            yield [*tours[:number], (kind, longer), *tours[number + 1 :]]
    for vehicle_type in problem.vehicle_types:
        yield [*tours, (vehicle_type.id, tuple(new))]


def orders(stops: tuple[Stop, ...], new: list[str], depots: tuple[str, ...]) -> Iterator[tuple[Stop, ...]]:
    """Yield the stops with one or two clients in any position, or on a trip between two others, before or after all."""
    for begin in range(len(stops) + 1):
        for end in range(begin, len(stops) + 1) if len(new) == 2 else (begin,):
            yield (*stops[:begin], new[0], *stops[begin:end], *new[1:], *stops[end:])
    for depot in map(LoadAt, depots):
        yield (*new, depot, *stops)
        for end in range(1, len(stops) + 1):
            if end == len(stops) or isinstance(stops[end], LoadAt):
                yield (*stops[:end], depot, *new, *stops[end:])


def added(problem: Problem, plan: Solution, tours: Tours) -> int | None:
    """Return the cost of the tours beyond that of the plan; None if they do not hold."""
    if any(schedule(problem, kind, stops) is None for kind, stops in tours):
        return None
    longer = timed_solution(problem, tours)
    return None if check(problem, longer, partial=True) else cost(problem, longer) - cost(problem, plan)
