"""Chains begin with tours, grow, and take over plans."""

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.anneal import anneal
from optimizer.routing.engines.sisr.chains import adopt, adopt_tours, copied, first_chain, tours_of, with_room
from optimizer.routing.engines.sisr.data import translate
from optimizer.routing.engines.sisr.plan import restore
from optimizer.routing.problem import Client
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_kernels import chain_of, routes_of
from tests.helpers.routing_spread import square


def test_tours_that_hold_are_kept() -> None:
    """A tour that holds stays; who is on one that does not is inserted elsewhere."""
    clients = [Client(name, place, delivery=(60,)) for place, name in enumerate("abc", start=1)]
    problem = problem_of(line(0, 10, 20, 30), clients, [van(count=3)])
    _, chain = chain_of(problem, ("b",), ("c", "a"))
    assert sorted(routes_of(problem, chain.plan)) == [("a",), ("b",), ("c",)]
    assert routes_of(problem, chain.plan)[0] == ("b",)


def test_long_routes_and_many_find_room() -> None:
    """One route of 150 clients and 200 routes of one are more than a chain has room for at first."""
    for count, capacity in ((1, 10**6), (200, 20)):
        problem = square(200).replace(vehicle_types=(van(count=count, capacity=(capacity,)),))
        chain = first_chain(translate(problem), [], 0)
        assert chain.plan[col.MISSING] == 0
        assert chain.plan[col.ROUTES] == count


def test_room_is_given_to_all_chains_and_changes_nothing() -> None:
    """If one chain lacks room, all grow alike, and plans, places and figures stay."""
    problem = square(20)
    data, chain = chain_of(problem)
    other = copied(chain, 0, 1)
    other.plan[col.CROWDED] = 3
    larger = with_room(data, [chain, other])
    for old, new in zip((chain, other), larger, strict=True):
        assert new.plan[col.LENGTH] == 2 * old.plan[col.LENGTH]
        assert list(tours_of(new.plan)) == list(tours_of(old.plan))
        assert new.scratch[col.BEST] == old.scratch[col.BEST]
        assert new.scratch[col.RANDOM] == old.scratch[col.RANDOM]
    anneal(data, larger[0], 50, 10.0, False)
    anneal(data, chain, 50, 10.0, False)
    assert list(tours_of(larger[0].best)) == list(tours_of(chain.best))


def test_chain_goes_on_from_the_plan_it_adopts() -> None:
    """After taking over another's best plan a chain has its cost and its routes, and searches on."""
    data, chain = chain_of(square(20))
    other = copied(chain, 0, 1)
    anneal(data, other, 300, 1.0, False)
    adopt(chain, other)
    assert list(tours_of(chain.plan)) == list(tours_of(other.best))
    assert chain.scratch[col.BEST] == other.scratch[col.BEST]
    anneal(data, chain, 50, 0.001, False)
    assert chain.scratch[col.BEST] <= other.scratch[col.BEST]


def test_chain_goes_on_from_tours() -> None:
    """After taking over another plan's routes a chain has its cost, whatever it had before, and searches on."""
    data, chain = chain_of(square(20))
    other = copied(chain, 0, 1)
    anneal(data, chain, 300, 1.0, False)
    tours = list(tours_of(other.best))
    adopt_tours(data, chain, tours)
    assert list(tours_of(chain.plan)) == list(tours_of(chain.best)) == tours
    assert chain.scratch[col.BEST] == other.scratch[col.BEST] == chain.best[col.TOTAL]
    anneal(data, chain, 50, 0.001, False)
    assert chain.best[col.MISSING] == 0
    assert chain.scratch[col.BEST] <= other.scratch[col.BEST]


def test_tours_for_which_there_is_no_slot_are_left_out() -> None:
    """A plan of more routes than a chain has slots for loses those that are too many, and the chain asks for room."""
    problem = square(130).replace(vehicle_types=(van(count=130, capacity=(1000,)),))
    data = translate(problem)
    chain = first_chain(data, [], 0)
    slots = int(chain.plan[col.SLOT_LIMIT])
    adopt_tours(data, chain, [(0, (node,)) for node in range(1, 131)])
    assert slots == 128
    assert chain.plan[col.ROUTES] <= slots
    assert sorted(node for _, nodes in tours_of(chain.plan) for node in nodes) == list(range(1, 131))


def test_that_room_was_lacking_outlives_the_change_that_needed_it() -> None:
    """A change that is undone for lack of room is why the chain grows."""
    data, chain = chain_of(square(20))
    chain.plan[col.CROWDED] = 2
    restore(chain.kept, chain.plan)
    assert chain.plan[col.CROWDED] == 2
    assert with_room(data, [chain])[0].plan[col.SLOT_LIMIT] == 2 * chain.plan[col.SLOT_LIMIT]
