"""What is inserted and removed as one."""

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.units import translate_units
from optimizer.routing.problem import Client, Group, Shipment
from tests.helpers.routing import line, problem_of


def test_pairs_alternatives_and_single_clients() -> None:
    """A shipment and a group are one unit each; leaving a group out costs its largest prize."""
    clients = [
        Client("home", 1, required=False, prize=7),
        Client("to", 2),
        Client("locker", 3, required=False, prize=9),
        Client("from", 4),
        Client("alone", 5, required=False, prize=3),
    ]
    problem = problem_of(
        line(0, 1, 2, 3, 4, 5),
        clients,
        shipments=(Shipment("from", "to"),),
        groups=(Group("either", ("home", "locker"), required=False),),
    )
    units = translate_units(problem)
    assert units.members == ((1, 3), (4, 2), (5,))
    assert units.table[:, [col.PAIR, col.REQUIRED, col.FORGONE]].tolist() == [[0, 0, 9], [1, 1, 0], [0, 0, 3]]
    assert units.of_client == {"home": 0, "locker": 0, "from": 1, "to": 1, "alone": 2}
