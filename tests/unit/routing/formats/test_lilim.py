"""Li and Lim's format."""

from pathlib import Path

import pytest

from optimizer.core.errors import InputError
from optimizer.core.params import Params
from optimizer.routing.engines import solve
from optimizer.routing.formats import geometry
from optimizer.routing.problem import Shipment
from tests.helpers.routing_files import LILIM, parsed


def test_shipments_in_thousandths(tmp_path: Path) -> None:
    """Amounts, windows and service of both ends; distances to three digits."""
    problem = parsed(tmp_path, LILIM).problem
    assert problem.shipments == (Shipment("1", "2", (6,)), Shipment("3", "4", (5,)))
    assert problem.client_by_id["3"].windows == ((10_000, 300_000),)
    assert problem.client_by_id["4"].service_s == 1000
    assert problem.matrices["default"].distance[0, 3] == 5000
    assert problem.matrices["default"].distance[1, 3] == 3162
    (kind,) = problem.vehicle_types
    assert (kind.count, kind.capacity, kind.shift) == (3, (10,), (0, 500_000))


def test_a_vehicle_less_is_worth_any_distance(tmp_path: Path) -> None:
    """One vehicle drives there and back, though two would drive less; and vehicles and distance are told apart."""
    apart = "2 10 1\n0 0 0 0 0 900 0 0 0\n" + "".join(
        f"{2 * i + 1} {x} 0 9 0 900 0 0 {2 * i + 2}\n{2 * i + 2} {x} 1 -9 0 900 0 {2 * i + 1} 0\n"
        for i, x in enumerate((50, -50))
    )
    file = parsed(tmp_path, apart.replace(" 9 0 900 0 0", " 9 0 900 0 0"))
    result = solve(file.problem, Params(iteration_limit=50, seed=1))
    assert result.solution is not None
    assert len(result.solution.routes) == 1
    distance = result.solution.routes[0].distance
    assert file.cost(result.solution, int(result.objective or 0)) == distance
    assert file.progress(int(result.objective or 0)) == f"1 vehicle, {distance / 1000:.3f}"
    # more than every place left once for the farthest one
    assert file.problem.vehicle_types[0].fixed_cost > 5 * 100_005


def test_places_of_which_not_all_distances_are_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Prices of vehicles and distances are those of a smaller file."""
    held = parsed(tmp_path, LILIM).problem
    monkeypatch.setattr(geometry, "LARGEST_HELD", 2)
    problem = parsed(tmp_path, LILIM).problem
    assert problem.matrices["default"].computed
    assert problem.vehicle_types == held.vehicle_types
    assert problem.matrices["default"].leg(0, 3) == held.matrices["default"].leg(0, 3)


def test_a_place_so_far_away_that_no_integer_puts_vehicles_first(tmp_path: Path) -> None:
    """Is named by its line; rounded more coarsely, all distances together are less than a vehicle."""
    far = LILIM.replace("3 0 5 5", "3 0 2e9 5")
    with pytest.raises(InputError, match=r"0 2e\+09 is so far away") as caught:
        parsed(tmp_path, far)
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.row) == ("route-file-number", 5)
    assert "--rounding round" in finding.action
    assert parsed(tmp_path, far, "round").problem.vehicle_types[0].fixed_cost > 4 * 2e9


@pytest.mark.parametrize(
    ("old", "new", "code", "row"),
    [
        ("3 10 1", "3 10 2", "route-file-unsupported", 1),
        ("3 10 1", "3.5 10 1", "route-file-number", 1),
        ("1 3 4 6 0 100 2 0 2", "1 3 4 6 0 100 2 0", "route-file-format", 3),
        ("1 3 4 6 0 100 2 0 2", "9 3 4 6 0 100 2 0 2", "route-file-contradiction", 3),
        ("1 3 4 6 0 100 2 0 2", "1 3 4 6 100 0 2 0 2", "route-file-contradiction", 3),
        ("1 3 4 6 0 100 2 0 2", "1 3 4 7 0 100 2 0 2", "route-file-contradiction", 3),
        ("1 3 4 6 0 100 2 0 2", "1 3 4 6 0 100 2 0 1", "route-file-contradiction", 3),
        ("1 3 4 6 0 100 2 0 2", "1 3 4 6 0 100 2 2 2", "route-file-contradiction", 3),
        ("1 3 4 6 0 100 2 0 2", "1 3 4 6 0 100 2 0 0", "route-file-contradiction", 3),
        ("1 3 4 6 0 100 2 0 2", "1 3 4 6 0 100 2 0 4", "route-file-contradiction", 3),
        ("1 3 4 6 0 100 2 0 2", "1 3 4 6 0 100 2 0 77", "route-file-contradiction", 3),
        ("1 3 4 6 0 100 2 0 2", "1 3 4 6 0 nan 2 0 2", "route-file-number", 3),
        ("0 0 0 0 0 500 0 0 0", "0 0 0 5 0 500 0 0 0", "route-file-contradiction", 2),
        ("0 0 0 0 0 500 0 0 0", "0 0 0 0 0 500 5 0 0", "route-file-contradiction", 2),
    ],
)
def test_refused_with_the_line(tmp_path: Path, old: str, new: str, code: str, row: int) -> None:
    """Wrong counts, windows, and pairs that are no pairs: with itself, with another's, with none."""
    with pytest.raises(InputError) as caught:
        parsed(tmp_path, LILIM.replace(old, new, 1))
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.row) == (code, row)
