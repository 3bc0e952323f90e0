"""Generated instances keep to their recipe."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.quality.generator import GRID, ClientPlaces, Demand, DepotPlace, Recipe, generate, recipes
from optimizer.routing.formats import read
from optimizer.routing.problem import Problem

RECIPE = Recipe(60, DepotPlace.CENTRE, ClientPlaces.RANDOM, Demand.UNIT, 10, 1)


def read_back(recipe: Recipe, folder: Path) -> Problem:
    """Generate an instance and read it as a planner would."""
    file = folder / f"{recipe.name}.vrp"
    file.write_text(generate(recipe), encoding="utf-8")
    return read(file)


def coordinates(recipe: Recipe) -> np.ndarray:
    """Coordinates of depot and clients of a generated instance."""
    lines = generate(recipe).splitlines()
    start = lines.index("NODE_COORD_SECTION") + 1
    return np.array(
        [[int(word) for word in line.split()[1:]] for line in lines[start : start + recipe.clients + 1]]
    )


def test_equal_recipes_give_equal_instances() -> None:
    """The seed decides, and another seed gives another instance."""
    assert generate(RECIPE) == generate(replace(RECIPE))
    assert generate(RECIPE).split("\n", 1)[1] != generate(replace(RECIPE, seed=2)).split("\n", 1)[1]


@pytest.mark.parametrize("demand", list(Demand))
def test_demand_and_capacity(demand: Demand, tmp_path: Path) -> None:
    """Every client has demand, fits a vehicle, and routes are about as long as the recipe says."""
    problem = read_back(replace(RECIPE, demand=demand), tmp_path)
    amounts = [client.delivery[0] for client in problem.clients]
    capacity = problem.vehicle_types[0].capacity[0]
    assert len(amounts) == RECIPE.clients
    assert 1 <= min(amounts) <= max(amounts) <= min(capacity, 100)
    assert 10 <= capacity * RECIPE.clients / sum(amounts) < 10 + RECIPE.clients / sum(amounts) + 1e-9


def test_quadrant_demand() -> None:
    """Two opposite quarters have demand above 50, the others at most 50."""
    recipe = replace(RECIPE, demand=Demand.QUADRANT)
    lines = generate(recipe).splitlines()
    start = lines.index("DEMAND_SECTION") + 2
    amounts = np.array([int(line.split()[1]) for line in lines[start : start + recipe.clients]])
    x, y = coordinates(recipe)[1:].T
    even = (x < GRID / 2) == (y < GRID / 2)
    assert (amounts[even] > 50).all()
    assert (amounts[~even] <= 50).all()


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
