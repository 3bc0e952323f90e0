"""Trips split in constant time are the cheapest of all that are replayed."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.anneal import anneal
from optimizer.routing.engines.sisr.chains import first_chain
from optimizer.routing.engines.sisr.data import translate
from optimizer.routing.engines.sisr.memory import rows, table
from optimizer.routing.engines.sisr.reload import try_reload
from optimizer.routing.engines.sisr.replay import replay
from optimizer.routing.engines.sisr.ruin import close_route, doom
from optimizer.routing.engines.sisr.split import splits_fast
from tests.helpers.routing_every_feature import FEATURES, Mixture
from tests.helpers.routing_kernels import slots_of, write_path

#: What may come along, so that nothing is replayed.
ALONGSIDE = frozenset(
    {
        "asymmetric",
        "blocked",
        "depot_windows",
        "limits",
        "loading",
        "measures",
        "open_ends",
        "profiles",
        "releases",
        "several_windows",
        "shifts",
        "traffic",
        "vehicles",
        "windows",
    }
)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**6), st.booleans(), st.integers(0, 10**3))
def test_cheapest_split_is_the_cheapest_of_all_replayed(seed: int, collected: bool, choice: int) -> None:
    """Whatever limits time, before or behind any reload, deliveries or collections: replaying says the same."""
    alongside = ALONGSIDE | {"pickups"} if collected else ALONGSIDE
    problem = Mixture(
        seed, clients=8, share=0.6, without=frozenset(FEATURES) - alongside - {"reloads"}
    ).problem()
    data = translate(problem)
    chain = first_chain(data, [], seed)
    anneal(data, chain, seed % 50, 10.0, False)
    slots = slots_of(chain.plan)
    kinds = rows(data.fact, col.KIND_TABLE, col.KIND_COLUMNS)
    assume(slots and kinds[:, col.MAX_RELOADS].any())
    slot, (_, nodes) = slots[choice % len(slots)]
    client = nodes[choice % len(nodes)]
    assume(client >= data.fact[col.DEPOTS] and len(nodes) > 1)
    doom(data, chain.scratch, client)
    close_route(data, chain.plan, chain.scratch, slot, False)
    for number, (kind, left) in slots_of(chain.plan):
        trips = 1 + sum(node < data.fact[col.DEPOTS] for node in left)
        if not (kinds[kind, col.MAX_RELOADS] >= trips and splits_fast(data, kind)):
            continue
        if not problem.vehicle_types[kind].may_visit(problem.clients[client - len(problem.depots)]):
            continue
        chain.scratch[[col.PRICE, col.CLIENT, col.BLINK]] = col.ANY_PRICE, -1, 10**9
        try_reload(data, chain.plan, chain.scratch, number, client, -1)
        found = None if chain.scratch[col.CLIENT] < 0 else int(chain.scratch[col.PRICE])
        before = int(rows(chain.plan, col.ROUTE_TABLE, int(chain.plan[col.ROUTE_WIDTH]))[number, col.COST])
        depots = data.fact[kinds[kind, col.RELOAD_AT] : kinds[kind, col.RELOAD_END]].tolist()
        orders = [
            (*left[:at], *new, *left[at:])
            for at in range(len(left) + 1)
            for depot in depots
            for new in ((client, depot), (depot, client))
        ]
        costs = [
            replay(data, chain.scratch, kind, write_path(data, chain.scratch, kind, one))[0] for one in orders
        ]
        assert found == min((cost - before for cost in costs if cost >= 0), default=None)
        if found is not None:
            at, depot = int(chain.scratch[col.AT]), int(chain.scratch[col.RELOAD])
            new = (depot, client) if chain.scratch[col.RELOAD_FIRST] else (client, depot)
            size = write_path(data, chain.scratch, kind, (*left[:at], *new, *left[at:]))
            assert replay(data, chain.scratch, kind, size)[0] == before + found
    assert table(chain.scratch, col.DOOMED).sum() == 0
