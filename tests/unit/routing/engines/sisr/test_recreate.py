"""Absent units are inserted when they are due, and routes are opened on trial."""

import pytest

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.anneal import anneal
from optimizer.routing.engines.sisr.memory import table
from optimizer.routing.engines.sisr.recreate import recreate
from optimizer.routing.engines.sisr.ruin import close_route
from optimizer.routing.problem import Client
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_kernels import absent_of, chain_of, routes_of


def test_units_that_are_not_due_stay_absent() -> None:
    """Of two clients taken off, the one that is due comes back."""
    data, chain = chain_of(
        problem := problem_of(line(0, 10, 20), [Client("a", 1), Client("b", 2)]), ("a", "b")
    )
    close_route(data, chain.plan, chain.scratch, 0, True)
    table(chain.scratch, col.DUE)[:] = 0, col.FRESH
    recreate(data, chain.plan, chain.scratch)
    assert (routes_of(problem, chain.plan), absent_of(chain.plan)) == ([("b",)], {0})


def test_nearby_units_join_changed_routes_only() -> None:
    """Who found no place before is tried on a route that was changed, and not on one that was not."""
    clients = [Client(name, place, delivery=(60,)) for place, name in enumerate("abc", start=1)]
    problem = problem_of(line(0, 10, 20, 30), clients, [van(count=2)])
    data, chain = chain_of(problem, ("a",), ("b",))
    assert absent_of(chain.plan) == {2}
    for changed in (False, True):
        table(chain.scratch, col.DUE)[2] = col.NEARBY
        if changed:
            close_route(data, chain.plan, chain.scratch, 0, True)
            table(chain.scratch, col.DUE)[0] = 0
        recreate(data, chain.plan, chain.scratch)
        assert (2 in absent_of(chain.plan)) != changed


@pytest.mark.parametrize(("prize", "served", "total"), [(50, 2, 80), (30, 0, 60)])
def test_routes_are_opened_on_trial(prize: int, served: int, total: int) -> None:
    """Two clients far away are visited where together they are worth the way, though neither is alone."""
    clients = [Client(name, 1, required=False, prize=prize) for name in "ab"]
    data, chain = chain_of(problem := problem_of(line(0, 40), clients))
    assert routes_of(problem, chain.plan) == []
    anneal(data, chain, 50, 1e-6, False)
    assert sum(len(route) for route in routes_of(problem, chain.plan)) == served
    assert chain.plan[col.TOTAL] == total


def test_a_required_client_leaves_the_trial_to_others() -> None:
    """That a client who must be visited costs more than nothing does not keep two others from a route on trial."""
    clients = [Client("must", 2), *(Client(name, 1, required=False, prize=50) for name in "ab")]
    data, chain = chain_of(problem := problem_of(line(0, 40, -40), clients, [van(count=2)]), ("must",))
    scratch = chain.scratch
    opened = 0
    for _ in range(50):
        copy = chain.plan.copy()
        close_route(data, copy, scratch, 0, True)
        table(scratch, col.DUE)[:] = col.FRESH
        scratch[col.VENTURE] = -1
        recreate(data, copy, scratch)
        opened += any({"a", "b"} <= set(route) for route in routes_of(problem, copy))
    assert opened == 50
