"""Cases of shipments, alternatives and the order of deliveries and collections."""

from typing import Any

from optimizer.routing.engines import Capability
from optimizer.routing.problem import Backhauls, Client, Group, Matrix, Problem, Shipment
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_engines import CROSS, EAST, FAR_EAST, FAR_WEST, WEST, Case, case, ring


def shipped(matrix: Matrix, *shipments: Shipment, others: tuple[Client, ...] = (), **changes: Any) -> Problem:  # noqa: ANN401
    """Ship from place to place in the order of the matrix: p1, d1, p2, d2, ..."""
    ends = [end for one in shipments for end in (one.pickup, one.delivery)]
    options = changes.pop("client", {})
    clients = [Client(end, place, **options.get(end, {})) for place, end in enumerate(ends, start=1)]
    return problem_of(matrix, [*clients, *others], shipments=shipments, **changes)


#: p1 at 10, d1 at 30, p2 at 20, d2 at 40.
LAPPED = line(0, 10, 30, 20, 40)

FIRST, SECOND = Shipment("p1", "d1", (1, 1)), Shipment("p2", "d2", (1, 1))

TWO_MEASURES: dict[str, Any] = {"measures": ("kg", "m3"), "vehicle_types": [van(capacity=(2, 1))]}

SHIPMENTS = [
    case(
        "fetched-before-it-is-brought",
        problem_of(ring(3), [Client("d", 1), Client("p", 2)], shipments=(Shipment("p", "d"),)),
        30,
        ("van", "p", "d"),
    ),
    case(
        "both-on-board",
        shipped(LAPPED, FIRST, SECOND, measures=("kg", "m3"), vehicle_types=[van(capacity=(2, 2))]),
        80,
    ),
    case("one-at-a-time-by-the-second-measure", shipped(LAPPED, FIRST, SECOND, **TWO_MEASURES), 100),
    case(
        "one-at-a-time-with-windows",
        shipped(LAPPED, FIRST, SECOND, client={"p2": {"windows": ((0, 30),)}}, **TWO_MEASURES),
        120,
        ("van", "p2", "d2", "p1", "d1"),
    ),
    case(
        "both-ends-by-one-vehicle",
        shipped(
            line(0, 10, -10, 20, -20),
            Shipment("p1", "d1"),
            Shipment("p2", "d2"),
            vehicle_types=[van(count=2, max_distance=79), van("dear", cost_per_distance=3)],
        ),
        80 * 3,
    ),
    case(
        "shipment-on-top-of-deliveries",
        problem_of(
            line(0, 10, 20, 30, 30),
            [
                Client("p", 1),
                Client("d", 2),
                Client("a", 3, delivery=(100,)),
                Client("b", 4),
            ],
            shipments=(Shipment("p", "d", (1,)),),
        ),
        80,
    ),
    case(
        "one-shipment-and-one-client",
        problem_of(
            CROSS,
            [Client("p", EAST), Client("a", FAR_EAST), Client("d", WEST)],
            [van(count=2, fixed_cost=30)],
            shipments=(Shipment("p", "d"),),
        ),
        30 + 60,
    ),
    case(
        "shipment-by-a-skilled-vehicle",
        shipped(
            LAPPED,
            Shipment("p1", "d1"),
            Shipment("p2", "d2"),
            client={"d1": {"skills": frozenset({"lift"})}},
            vehicle_types=[van("plain"), van("dear", skills=frozenset({"lift"}), cost_per_distance=5)],
        ),
        80 + 300,
        ("plain", "p2", "d2"),
        ("dear", "p1", "d1"),
    ),
    *(
        case(
            f"optional-shipment-of-{30 + prize}",
            shipped(
                CROSS,
                Shipment("p1", "d1"),
                client={
                    "p1": {"required": False, "prize": 30},
                    "d1": {"required": False, "prize": prize},
                },
            ),
            cost,
        )
        for prize, cost in ((9, 39), (11, 40))
    ),
]

SHIPMENT_RELEASES = [
    case(
        "shipment-waits-for-its-release",
        problem_of(
            CROSS,
            [
                Client("x", EAST, windows=((0, 30),)),
                Client("p", EAST, release_s=50),
                Client("d", FAR_EAST),
                Client("y", EAST, windows=((0, 30),)),
            ],
            [van(count=2, fixed_cost=7)],
            shipments=(Shipment("p", "d"),),
        ),
        74,
    ),
]

SHIPMENT_WINDOWS = [
    case(
        # x by 10, p not before 50, back from d at 80
        "shipment-that-may-be-fetched-twice-a-day",
        problem_of(
            CROSS,
            [
                Client("x", WEST, windows=((0, 10),)),
                Client("p", EAST, windows=((0, 5), (50, 60))),
                Client("d", FAR_EAST),
            ],
            [van(cost_per_distance=0, cost_per_duration=1)],
            shipments=(Shipment("p", "d"),),
        ),
        80,
        ("van", "x", "p", "d"),
    ),
]


def parcel_for(home: int, locker: int, **changes: Any) -> Problem:  # noqa: ANN401
    """Send a parcel to a home in the far east or a locker on the way, worth so much at each."""
    places = (
        Client("home", FAR_EAST, required=False, prize=home, **changes),
        Client("locker", EAST, required=False, prize=locker),
    )
    return problem_of(CROSS, places, groups=(Group("parcel", ("home", "locker")),))


GROUPS = [
    case("locker-is-nearer", parcel_for(30, 15), 20 + 15, ("van", "locker")),
    case("home-is-worth-the-way", parcel_for(30, 5), 40, ("van", "home")),
    case(
        "alternatives-of-which-none-is-worth-it",
        parcel_for(30, 15).replace(groups=(Group("parcel", ("home", "locker"), required=False),)),
        30,
    ),
    case(
        "alternative-of-two-windows",
        parcel_for(30, 5, windows=((0, 9), (15, 19))),
        20 + 25,
        ("van", "locker"),
    ),
    case(
        # the nearer home is in the other direction
        "alternative-on-the-way-to-another-client",
        problem_of(
            CROSS,
            [
                Client("home", EAST, required=False),
                Client("store", FAR_WEST, required=False),
                Client("c", FAR_WEST),
            ],
            groups=(Group("parcel", ("home", "store")),),
        ),
        40,
    ),
]


def backhauls(order: Backhauls, count: int, size: int, *clients: Client) -> Problem:
    """Place clients round a ring in the order in which a trip must not visit them."""
    return problem_of(ring(size), clients, [van(count=count)], backhauls=order)


COLLECTION, DELIVERY = Client("c", 1, pickup=(1,)), Client("d", 2, delivery=(1,))

BRIDGED = (COLLECTION, Client("n", 2), Client("d", 3, delivery=(1,)))

BACKHAULS = [
    case("mixed", backhauls(Backhauls.MIXED, 2, 3, COLLECTION, DELIVERY), 3),
    case("collection-last", backhauls(Backhauls.LAST, 1, 3, COLLECTION, DELIVERY), 30),
    case("collection-alone", backhauls(Backhauls.LAST, 2, 3, COLLECTION, DELIVERY), 22),
    case("no-trip-for-collections", backhauls(Backhauls.LAST_AFTER_DELIVERY, 2, 3, COLLECTION, DELIVERY), 30),
    case("neither-between-them", backhauls(Backhauls.LAST, 1, 4, *BRIDGED), 31),
    case("neither-with-the-collection", backhauls(Backhauls.LAST, 2, 4, *BRIDGED), 23),
    case("neither-is-no-delivery", backhauls(Backhauls.LAST_AFTER_DELIVERY, 2, 4, *BRIDGED), 31),
    case(
        "collections-last-on-each-trip",
        problem_of(
            CROSS,
            [
                Client("c", EAST, pickup=(100,)),
                Client("d", EAST, delivery=(100,)),
                Client("e", WEST, delivery=(100,)),
            ],
            [van(reload_depots=("D",))],
            backhauls=Backhauls.LAST_AFTER_DELIVERY,
        ),
        40,
    ),
]

SHIPMENT_BACKHAULS = [
    case(
        "shipment-along-with-collections-last",
        problem_of(
            ring(5),
            [Client("c", 1, pickup=(1,)), Client("p", 2), Client("q", 3), Client("d", 4, delivery=(1,))],
            shipments=(Shipment("p", "q"),),
            backhauls=Backhauls.LAST,
        ),
        32,
    ),
]

CASES: dict[Capability, list[Case]] = {
    Capability.SHIPMENTS: SHIPMENTS,
    Capability.SHIPMENT_WINDOWS: SHIPMENT_WINDOWS,
    Capability.SHIPMENT_RELEASES: SHIPMENT_RELEASES,
    Capability.SHIPMENT_BACKHAULS: SHIPMENT_BACKHAULS,
    Capability.GROUPS: GROUPS,
    Capability.BACKHAULS: BACKHAULS,
}
