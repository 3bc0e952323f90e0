"""Generated instances keep to their recipe."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.quality import generator
from benchmarks.quality.generator import (
    GRID,
    ClientPlaces,
    Demand,
    DepotPlace,
    Recipe,
    attraction,
    generate,
    recipes,
)
from optimizer.routing.formats import read
from optimizer.routing.problem import Problem

RECIPE = Recipe(60, DepotPlace.CENTRE, ClientPlaces.RANDOM, Demand.UNIT, 10, 1)


def read_back(recipe: Recipe, folder: Path) -> Problem:
    """Generate an instance and read it as a planner would."""
    file = folder / f"{recipe.name}.vrp"
    file.write_text(generate(recipe), encoding="utf-8")
    return read(file)


def section(recipe: Recipe, name: str) -> np.ndarray:
    """Return what a section of a generated instance says of the depot and the clients."""
    lines = generate(recipe).splitlines()
    start = lines.index(name) + 1
    return np.array(
        [[int(word) for word in line.split()[1:]] for line in lines[start : start + recipe.clients + 1]]
    )


def coordinates(recipe: Recipe) -> np.ndarray:
    """Coordinates of depot and clients of a generated instance."""
    return section(recipe, "NODE_COORD_SECTION")


def amounts(recipe: Recipe) -> np.ndarray:
    """Demands of the clients of a generated instance."""
    return section(recipe, "DEMAND_SECTION")[1:, 0]


def test_equal_recipes_give_equal_instances() -> None:
    """The seed decides, and another seed gives another instance."""
    assert generate(RECIPE) == generate(replace(RECIPE))
    assert generate(RECIPE).split("\n", 1)[1] != generate(replace(RECIPE, seed=2)).split("\n", 1)[1]


@pytest.mark.parametrize("demand", list(Demand))
def test_capacity(demand: Demand, tmp_path: Path) -> None:
    """Every client fits a vehicle, and routes are about as long as the recipe says."""
    problem = read_back(replace(RECIPE, demand=demand), tmp_path)
    amounts = [client.delivery[0] for client in problem.clients]
    capacity = problem.vehicle_types[0].capacity[0]
    assert len(amounts) == RECIPE.clients
    assert max(amounts) <= capacity
    assert 10 <= capacity * RECIPE.clients / sum(amounts) < 10 + RECIPE.clients / sum(amounts) + 1e-9


@pytest.mark.parametrize(
    ("demand", "low", "high"),
    [
        (Demand.UNIT, 1, 1),
        (Demand.SMALL_VARIED, 1, 10),
        (Demand.SMALL_LIKE, 5, 10),
        (Demand.LARGE_VARIED, 1, 100),
        (Demand.LARGE_LIKE, 50, 100),
    ],
)
def test_even_demand(demand: Demand, low: int, high: int) -> None:
    """Every amount between the ends occurs, and no other; about as many are below the middle as above."""
    found = amounts(replace(RECIPE, clients=3000, demand=demand))
    assert set(found) == set(range(low, high + 1))
    assert found.mean() == pytest.approx((low + high) / 2, rel=0.05)


def test_quadrant_demand() -> None:
    """The north-east and the south-west have demand of 51 to 100, the others of 1 to 50."""
    recipe = replace(RECIPE, clients=3000, demand=Demand.QUADRANT)
    found = amounts(recipe)
    east, north = coordinates(recipe)[1:].T >= 500
    for large in (east & north, ~east & ~north):
        assert set(found[large]) == set(range(51, 101))
    for small in (east & ~north, ~east & north):
        assert set(found[small]) == set(range(1, 51))


def test_many_small_demands() -> None:
    """Of 1 to 10 for 70 to 95 % of the clients, the share being another one each time, of 50 to 100 for the rest."""
    shares = []
    for seed in range(40):
        found = amounts(replace(RECIPE, clients=1000, demand=Demand.MANY_SMALL, seed=seed))
        assert set(found) <= {*range(1, 11), *range(50, 101)}
        shares.append((found <= 10).mean())
    assert 0.66 < min(shares) < 0.74
    assert 0.91 < max(shares) < 0.98
    assert np.mean(shares) == pytest.approx(0.825, abs=0.04)


@pytest.mark.parametrize("places", list(ClientPlaces))
def test_places_differ_and_lie_on_the_grid(places: ClientPlaces) -> None:
    """No two places coincide, and none is outside the square."""
    found = coordinates(replace(RECIPE, places=places))
    assert len(np.unique(found, axis=0)) == len(found)
    assert found.min() >= 0
    assert found.max() <= GRID


def test_clusters_are_denser_than_chance() -> None:
    """The mean way to the nearest neighbour is far shorter where clients are clustered."""

    def nearest(places: ClientPlaces) -> float:
        found = coordinates(replace(RECIPE, clients=200, places=places))[1:]
        apart = np.hypot(*(found[:, None] - found[None]).transpose(2, 0, 1)) + 1e9 * np.eye(len(found))
        return float(apart.min(axis=0).mean())

    assert nearest(ClientPlaces.CLUSTERED) < nearest(ClientPlaces.HALF) < nearest(ClientPlaces.RANDOM)


def test_attraction_over_distance() -> None:
    """It falls by e every 40 units, and seeds add up."""
    seeds = np.array([[100, 100]])
    assert attraction(100, 100, seeds) == 1.0
    assert attraction(140, 100, seeds) == pytest.approx(np.exp(-1))
    assert attraction(124, 132, seeds) == pytest.approx(np.exp(-1))
    both = np.array([[100, 100], [100, 180]])
    assert attraction(100, 140, both) == pytest.approx(2 * np.exp(-1))


def test_clusters_thin_out_over_distance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Around a single seed the density is exp(-d / 40), so that the mean distance to it is 80."""
    monkeypatch.setattr(generator, "_SEEDS", (1, 1))
    means = []
    for seed in range(20):
        first, *others = coordinates(replace(RECIPE, places=ClientPlaces.CLUSTERED, seed=seed))[1:]
        if abs(first - 500).max() < 300:
            means.append(np.hypot(*(np.array(others) - first).T).mean())
    assert len(means) > 5
    assert np.mean(means) == pytest.approx(80, rel=0.1)


class Willing(np.random.Generator):
    """Accepts every place, and counts how often it was asked."""

    asked = 0

    def random(self) -> float:  # type: ignore[override]
        """Return the least number there is."""
        self.asked += 1
        return 0.0


@pytest.mark.parametrize(
    ("places", "around"), [(ClientPlaces.CLUSTERED, 61), (ClientPlaces.HALF, 31), (ClientPlaces.RANDOM, 0)]
)
def test_three_to_eight_seeds_attract_clients(places: ClientPlaces, around: int) -> None:
    """All, the larger half, or none of the clients, but for the seeds, which are clients themselves."""
    seeds = set()
    for seed in range(60):
        rng = Willing(np.random.PCG64(seed))
        found = generator._clients(replace(RECIPE, clients=61, places=places), np.array([0, 0]), rng)
        assert len(found) == 61
        seeds.add(around - rng.asked)
    assert seeds == ({0} if places is ClientPlaces.RANDOM else set(range(3, 9)))


def test_a_random_depot_may_lie_anywhere() -> None:
    """Evenly over the square."""
    found = np.array([coordinates(replace(RECIPE, depot=DepotPlace.RANDOM, seed=n))[0] for n in range(200)])
    assert (found.min(axis=0) < 50).all()
    assert (found.max(axis=0) > 950).all()
    assert found.mean(axis=0) == pytest.approx([500, 500], abs=70)


@pytest.mark.parametrize(("depot", "place"), [(DepotPlace.CENTRE, [500, 500]), (DepotPlace.CORNER, [0, 0])])
def test_depot(depot: DepotPlace, place: list[int]) -> None:
    """The depot lies in the centre or in the corner."""
    assert coordinates(replace(RECIPE, depot=depot))[0].tolist() == place


def test_a_series_goes_through_sizes_and_kinds() -> None:
    """Recipes of a series differ in size, depot, places and demand, and repeat for equal seeds."""
    series = recipes(6)
    assert series == recipes(6)
    assert len({one.name for one in series}) == 6
    assert {one.depot for one in series} == set(DepotPlace)
    assert {one.places for one in series} == set(ClientPlaces)
    assert {one.demand for one in recipes(7)} == set(Demand)
    assert all(3 <= one.route_size <= 25 for one in recipes(100))


def test_windows_are_spread_over_the_time_there_is(tmp_path: Path) -> None:
    """Each client alone can be reached within its window and left in time for the way back; few windows are cut."""
    recipe = replace(RECIPE, clients=400, window=200)
    problem = read_back(recipe, tmp_path)
    depot, *places = coordinates(recipe)
    horizon = problem.depots[0].window[1]
    widths, centres = [], []
    for client, way in zip(problem.clients, np.hypot(*(places - depot).T), strict=True):
        ((early, late),) = client.windows
        assert early <= late
        assert way <= late + 0.5
        assert max(early, way) + way <= horizon + 1
        widths.append(late - early)
        centres.append(((early + late) / 2 - way) / (horizon - 2 * way))
    assert max(widths) == np.median(widths) == 200
    assert np.mean(centres) == pytest.approx(0.5, abs=0.05)
    assert np.std(centres) == pytest.approx(1 / 12**0.5, abs=0.03)


def test_an_instance_is_the_same_but_for_its_windows() -> None:
    """They are drawn last, and told by the name."""
    with_windows = replace(RECIPE, window=200)
    assert (coordinates(with_windows) == coordinates(RECIPE)).all()
    assert (amounts(with_windows) == amounts(RECIPE)).all()
    assert with_windows.name == f"{RECIPE.name}-W200"
