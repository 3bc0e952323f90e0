"""Problems as kernels read them."""

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.data import translate
from optimizer.routing.engines.sisr.memory import rows, table
from optimizer.routing.problem import Client, Group, Shipment, Stability
from tests.helpers.routing import line, problem_of, van

PLACES = line(0, 10, 20, 30, 40)


def test_amounts_of_shipments_come_on_board_and_leave() -> None:
    """A shipment is positive where it is fetched and negative where it is brought."""
    clients = [Client("a", 1, delivery=(3,)), Client("b", 2), Client("c", 3)]
    data = translate(problem_of(PLACES, clients, shipments=(Shipment("c", "b", (5,)),)))
    amounts = table(data.fact, col.AMOUNT_TABLE).reshape(-1, 3)
    assert amounts.tolist() == [[0, 0, 0], [3, 0, 0], [0, 0, -5], [0, 0, 5]]
    assert data.fact[col.PLAIN_LOADS] == 0


def test_visits_cost_prizes_forgone_and_changes_of_vehicle() -> None:
    """Of alternatives the lesser forgoes the difference; another vehicle than before is priced."""
    clients = [Client("a", 1, required=False, prize=2), Client("b", 2, required=False, prize=9)]
    problem = problem_of(
        PLACES,
        clients,
        [van("x"), van("y")],
        groups=(Group("either", ("a", "b")),),
        stability=Stability({"b": ("y", 0), "gone": ("x", 0)}, vehicle_change_cost=4),
    )
    extra = rows(translate(problem).fact, col.EXTRA_TABLE, 3)
    assert extra.tolist() == [[0, 7, 4], [0, 7, 0]]


def test_who_is_fixed_to_a_vehicle_may_not_be_on_another() -> None:
    """Clients of a prefix, and the delivery of what is picked up there, belong to their vehicle."""
    clients = [Client("from", 1), Client("to", 2), Client("c", 3)]
    problem = problem_of(
        PLACES, clients, [van("x"), van("y", prefix=("from",))], shipments=(Shipment("from", "to"),)
    )
    data = translate(problem)
    assert rows(data.fact, col.ALLOWED_TABLE, 4).tolist() == [[0, 0, 0, 1], [0, 1, 1, 1]]
    assert rows(data.fact, col.NODE_TABLE, col.NODE_COLUMNS)[:, col.LOCKED].tolist() == [0, 1, 1, 0]


def test_orders_of_insertion() -> None:
    """Units are ranked by demand, far, close, and by length, start and end of their windows."""
    clients = [
        Client("a", 1, delivery=(5,), windows=((10, 90),)),
        Client("b", 2, delivery=(50,), windows=((0, 5),)),
        Client("c", 3, delivery=(20,)),
    ]
    ranks = rows(translate(problem_of(PLACES, clients)).fact, col.RANK_TABLE, 3)
    assert ranks.tolist() == [[2, 0, 1], [2, 1, 0], [0, 1, 2], [1, 0, 2], [2, 0, 1], [1, 0, 2]]
