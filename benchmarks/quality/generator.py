"""Random capacitated instances in the manner of the X set, with time windows perhaps.

References
----------
.. [1] Uchoa, E., D. Pecin, A. Pessoa, M. Poggi, T. Vidal and A. Subramanian (2017). New benchmark instances for the
   capacitated vehicle routing problem. *European Journal of Operational Research* 257(3), 845-858.
   https://doi.org/10.1016/j.ejor.2016.08.012, section 3.
.. [2] Solomon, M. M. (1987). Algorithms for the vehicle routing and scheduling problems with time window constraints.
   *Operations Research* 35(2), 254-265. https://doi.org/10.1287/opre.35.2.254, section 4.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

#: Side of the square grid on which places lie.
GRID = 1000
#: Decay of a cluster's attraction with distance.
_DECAY = 40.0
_SEEDS = (3, 8)
#: When vehicles are back at the latest where there are windows: time enough for the way to any place and back.
_HORIZON = 3 * GRID


class DepotPlace(StrEnum):
    """Where the depot lies."""

    CENTRE = "C"
    CORNER = "E"
    RANDOM = "R"


class ClientPlaces(StrEnum):
    """How clients are spread."""

    RANDOM = "R"
    CLUSTERED = "C"
    HALF = "RC"


class Demand(StrEnum):
    """How demand is distributed; numbers are the ends of an even distribution."""

    UNIT = "1-1"
    SMALL_VARIED = "1-10"
    SMALL_LIKE = "5-10"
    LARGE_VARIED = "1-100"
    LARGE_LIKE = "50-100"
    #: Large demand in the first and third quarter, small in the others.
    QUADRANT = "Q"
    #: Many small values, few large ones.
    MANY_SMALL = "SL"


@dataclass(frozen=True)
class Recipe:
    """What an instance is generated from; equal recipes give equal instances.

    Parameters
    ----------
    clients
        Number of clients.
    depot, places, demand
        Positions and demand distribution.
    route_size
        Average number of clients per route that the capacity is made for.
    seed
        Of the random numbers.
    window
        Width of the clients' time windows, in the unit of distance; 0 for none.
    """

    clients: int
    depot: DepotPlace
    places: ClientPlaces
    demand: Demand
    route_size: float
    seed: int
    window: int = 0

    @property
    def name(self) -> str:
        """Name of the instance."""
        parts = f"{self.depot}-{self.places}-{self.demand}-{self.route_size:g}-s{self.seed}"
        parts += f"-W{self.window}" if self.window else ""
        return f"G-n{self.clients + 1}-{parts}"


def generate(recipe: Recipe) -> str:
    """Return the instance as a VRPLIB file."""
    rng = np.random.default_rng(recipe.seed)
    depot = _depot(recipe.depot, rng)
    places = _clients(recipe, depot, rng)
    demand = _demands(recipe, places, rng)
    capacity = max(math.ceil(recipe.route_size * demand.sum() / recipe.clients), int(demand.max()))
    nodes = np.vstack([depot, places])
    lines = [
        f"NAME : {recipe.name}",
        f"TYPE : {'VRPTW' if recipe.window else 'CVRP'}",
        f"DIMENSION : {len(nodes)}",
        "EDGE_WEIGHT_TYPE : EUC_2D",
        f"CAPACITY : {capacity}",
        "NODE_COORD_SECTION",
        *(f"{number} {x} {y}" for number, (x, y) in enumerate(nodes.tolist(), 1)),
        "DEMAND_SECTION",
        *(f"{number} {amount}" for number, amount in enumerate([0, *demand.tolist()], 1)),
        *(_windows(recipe.window, depot, places, rng) if recipe.window else ()),
        "DEPOT_SECTION",
        "1",
        "-1",
        "EOF",
        "",
    ]
    return "\n".join(lines)


def recipes(count: int, seed: int = 1) -> list[Recipe]:
    """Return ``count`` recipes that go through sizes, positions and demands in turn."""
    rng = np.random.default_rng(seed)
    depots, places, demands = list(DepotPlace), list(ClientPlaces), list(Demand)
    sizes = np.linspace(100, 400, count).astype(int).tolist()
    return [
        Recipe(
            size,
            depots[number % len(depots)],
            places[(number // 2) % len(places)],
            demands[number % len(demands)],
            round(float(rng.triangular(3, 6, 25)), 1),
            seed + number,
        )
        for number, size in enumerate(sizes)
    ]


def _depot(place: DepotPlace, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    if place is DepotPlace.CENTRE:
        return np.array([GRID // 2, GRID // 2])
    if place is DepotPlace.CORNER:
        return np.array([0, 0])
    return rng.integers(0, GRID + 1, 2)


def _clients(recipe: Recipe, depot: npt.NDArray[np.int64], rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Places of the clients, all different from each other and from the depot."""
    taken = {tuple(depot.tolist())}
    found: list[tuple[int, int]] = []

    def fill(upto: int, seeds: npt.NDArray[np.int64] | None) -> None:
        while len(found) < upto:
            x, y = rng.integers(0, GRID + 1, 2).tolist()
            drawn = seeds is None or rng.random() < attraction(x, y, seeds)
            if drawn and (x, y) not in taken:
                taken.add((x, y))
                found.append((x, y))

    if recipe.places is not ClientPlaces.CLUSTERED:
        fill(recipe.clients if recipe.places is ClientPlaces.RANDOM else recipe.clients // 2, None)
    if recipe.places is not ClientPlaces.RANDOM:
        number = min(int(rng.integers(_SEEDS[0], _SEEDS[1] + 1)), recipe.clients - len(found))
        first = len(found)
        fill(first + number, None)
        fill(recipe.clients, np.array(found[first:]))
    return np.array(found)


def attraction(x: int, y: int, seeds: npt.NDArray[np.int64]) -> float:
    """Probability that a place becomes a client's, by its distances to the seeds of clusters; above 1 for certain."""
    return float(np.exp(-np.hypot(*(seeds - (x, y)).T) / _DECAY).sum())


def _demands(
    recipe: Recipe, places: npt.NDArray[np.int64], rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    count = recipe.clients
    if recipe.demand is Demand.QUADRANT:
        odd = (places[:, 0] < GRID / 2) == (places[:, 1] < GRID / 2)
        return np.where(odd, rng.integers(51, 101, count), rng.integers(1, 51, count))
    if recipe.demand is Demand.MANY_SMALL:
        small = rng.random(count) < rng.uniform(0.70, 0.95)
        return np.where(small, rng.integers(1, 11, count), rng.integers(50, 101, count))
    low, high = (int(end) for end in recipe.demand.split("-"))
    return rng.integers(low, high + 1, count)


def _windows(
    width: int, depot: npt.NDArray[np.int64], places: npt.NDArray[np.int64], rng: np.random.Generator
) -> list[str]:
    """Lines of time windows, their centres spread evenly from the soonest arrival to the last start of the way back."""
    way = np.ceil(np.hypot(*(places - depot).T)).astype(int)
    centre = rng.integers(way, _HORIZON - way + 1)
    early, late = np.maximum(centre - width // 2, 0), np.minimum(centre + width // 2, _HORIZON - way)
    spans = [(0, _HORIZON), *zip(early.tolist(), late.tolist(), strict=True)]
    return ["TIME_WINDOW_SECTION", *(f"{number} {a} {b}" for number, (a, b) in enumerate(spans, 1))]
