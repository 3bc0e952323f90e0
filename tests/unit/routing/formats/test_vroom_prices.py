"""Prices of problems in VROOM's format."""

from pathlib import Path
from typing import Any

import pytest

from optimizer.core.errors import InputError
from optimizer.core.params import Params
from optimizer.routing.engines import solve
from optimizer.routing.formats import RoutingFile, vroom_prices
from optimizer.routing.problem import UNLIMITED
from tests.helpers.routing_files import parsed_json

DURATIONS = [[0, 3600], [1800, 0]]
DISTANCES = [[0, 20_000], [30_000, 0]]
COSTS = [[0, 7], [8, 0]]


def _file(tmp_path: Path, vehicle: dict[str, Any], **matrices: Any) -> RoutingFile:  # noqa: ANN401
    document = {
        "matrices": {"car": {"durations": DURATIONS, **matrices}},
        "vehicles": [{"id": 1, "start_index": 0, "end_index": 0, **vehicle}],
        "jobs": [{"id": 1, "location_index": 1}],
    }
    return parsed_json(tmp_path, document)


@pytest.mark.parametrize(
    ("costs", "matrices", "cost"),
    [
        ({}, {}, 5400),
        ({"per_hour": 10}, {}, 15),
        ({"per_hour": 7}, {}, 10.5),
        ({"per_hour": 7, "fixed": 3}, {}, 13.5),
        ({"per_hour": 0, "per_km": 3}, {"distances": DISTANCES}, 150),
        ({"per_hour": 10, "per_km": 3}, {"distances": DISTANCES}, 165),
        ({"fixed": 1}, {"costs": COSTS}, 16),
    ],
)
def test_what_a_route_costs(
    tmp_path: Path, costs: dict[str, int], matrices: dict[str, Any], cost: float
) -> None:
    """An hour and a half and 50 km: by the hour, by the kilometre, by both, or by a matrix of costs."""
    file = _file(tmp_path, {"costs": costs}, **matrices)
    result = solve(file.problem, Params(iteration_limit=10, seed=1))
    assert result.solution is not None
    found = file.cost(result.solution, int(result.objective or 0))
    assert found / file.problem.scale.cost_per_minor_unit == cost


def test_a_slow_vehicle(tmp_path: Path) -> None:
    """Takes longer and is paid for it; distances stay."""
    file = _file(tmp_path, {"speed_factor": 0.75}, distances=DISTANCES)
    (kind,) = file.problem.vehicle_types
    assert file.problem.matrices[kind.profile].duration.tolist() == [[0, 4800], [2400, 0]]
    assert file.problem.matrices[kind.profile].distance.tolist() == [[0, 4800], [2400, 0]]
    metres = file.distance(kind.profile)
    assert metres is not None
    assert metres.tolist() == DISTANCES


def test_limits_of_what_is_paid_for(tmp_path: Path) -> None:
    """Travel time where time is priced, distance where distance is."""
    (kind,) = _file(tmp_path, {"max_travel_time": 99}).problem.vehicle_types
    assert kind.max_distance == 99
    costs = {"per_hour": 0, "per_km": 1}
    file = _file(tmp_path, {"max_distance": 88, "costs": costs}, distances=DISTANCES)
    assert file.problem.vehicle_types[0].max_distance == 88
    (kind,) = file.problem.vehicle_types
    assert file.problem.scale.profile_units == {kind.profile: "m"}


def test_what_a_limit_lacks_is_told_in_its_own_unit(tmp_path: Path) -> None:
    """Metres where metres are limited and seconds where time is, whatever other vehicles pay for."""
    vehicles: list[dict[str, Any]] = [
        {"id": 1, "costs": {"per_hour": 0, "per_km": 1000}, "max_distance": 49_000},
        {"id": 2, "max_travel_time": 5000, "end_index": 1},
        {"id": 3, "max_travel_time": 5000},
    ]
    document = {
        "matrices": {"car": {"durations": DURATIONS, "distances": DISTANCES}},
        "vehicles": [{"start_index": 0, "end_index": 0, "skills": [one["id"]], **one} for one in vehicles],
        "jobs": [{"id": number, "location_index": 1, "skills": [number]} for number in (1, 2, 3)],
    }
    result = solve(parsed_json(tmp_path, document).problem, Params(iteration_limit=10, seed=1))
    assert [(one.id, one.fix) for one in result.unserved] == [
        ("1", "let routes of vehicle1 be 1000 m longer"),
        ("3", "let routes of vehicle3 be 400 s longer"),
    ]
    assert "is 50000 m, a route of vehicle1 is at most 49000 m long" in result.unserved[0].detail


@pytest.mark.parametrize(
    ("vehicle", "matrices", "code"),
    [
        ({"max_distance": 5}, {"distances": DISTANCES}, "route-file-unsupported"),
        (
            {"max_travel_time": 5, "costs": {"per_hour": 0, "per_km": 1}},
            {"distances": DISTANCES},
            "route-file-unsupported",
        ),
        ({"max_travel_time": 5}, {"costs": COSTS}, "route-file-unsupported"),
        ({"costs": {"per_km": 1}}, {}, "route-file-contradiction"),
        ({"costs": {"per_km": 1}}, {"costs": COSTS}, "route-file-contradiction"),
        (
            {"costs": {"per_hour": 2**32 - 1, "per_km": 2**32 - 1}},
            {"distances": [[0, 2**40], [1, 0]]},
            "route-file-number",
        ),
    ],
)
def test_prices_that_cannot_be_held(
    tmp_path: Path, vehicle: dict[str, Any], matrices: dict[str, Any], code: str
) -> None:
    """Limits on something else than what is paid for, prices of what is not known, and costs beyond integers."""
    with pytest.raises(InputError) as caught:
        _file(tmp_path, vehicle, **matrices)
    assert caught.value.findings[0].code == code


def test_prizes_fit_into_integers(tmp_path: Path) -> None:
    """However dear the ways and however high the priorities; higher ones stay worth more."""
    document = {
        "matrix": [[0, 2**41, 1], [2**41, 0, 1], [1, 1, 0]],
        "vehicles": [{"id": 1, "start_index": 0, "end_index": 0}],
        "jobs": [
            {"id": 1, "location_index": 1, "priority": 100},
            {"id": 2, "location_index": 2, "priority": 1},
        ],
    }
    prizes = [client.prize for client in parsed_json(tmp_path, document).problem.clients]
    assert UNLIMITED >= prizes[0] > prizes[1] > 0


def test_prizes_leave_room_in_exact_sums(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them take at most half of what engines can add up; higher priorities stay worth more."""
    monkeypatch.setattr(vroom_prices, "COST_CEILING", 10_000)
    document = {
        "matrix": [[0, 90], [90, 0]],
        "vehicles": [{"id": 1, "start_index": 0, "end_index": 0}],
        "jobs": [{"id": number, "location_index": 1, "priority": number} for number in (1, 2, 3)],
    }
    prizes = [client.prize for client in parsed_json(tmp_path, document).problem.clients]
    assert sum(prizes) <= 5_000
    assert 180 < prizes[0] < prizes[1] < prizes[2]


def test_prizes_are_no_higher_than_they_must_be(tmp_path: Path) -> None:
    """One more than a way from every task and one from each start: so more priorities fit below the largest integer."""
    document = {
        "matrix": [[0, 10, 10], [10, 0, 10], [10, 10, 0]],
        "vehicles": [{"id": 1, "start_index": 0, "end_index": 0, "costs": {"fixed": 5}}],
        "jobs": [{"id": number, "location_index": number % 3} for number in (1, 2, 4)],
    }
    assert [client.prize for client in parsed_json(tmp_path, document).problem.clients] == [46] * 3


@pytest.mark.parametrize(
    "matrix",
    [
        [[0, 2**41, None], [2**41, 0, None], [None, None, 0]],
        [[0, 1, 1], [1, 0, 1], [1, 2**41, 0]],
        [[0, 1, 1], [1, 0, 2**41], [1, 1, 0]],
    ],
    ids=["alone", "after another", "before another"],
)
def test_a_task_that_no_integer_makes_worth_its_cost(tmp_path: Path, matrix: list[list[int | None]]) -> None:
    """Is refused by its path; it would be left out although tasks come before cost. One out of reach is no reason."""
    document = {
        "matrix": matrix,
        "vehicles": [{"id": 1, "start_index": 0, "end_index": 0}],
        "jobs": [
            {"id": 1, "location_index": 1, "priority": 1},
            {"id": 2, "location_index": 2, "priority": 9},
        ],
    }
    with pytest.raises(InputError, match="come before this task") as caught:
        parsed_json(tmp_path, document)
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.column) == ("route-file-number", "jobs[0]")


def test_vehicles_of_like_prices_share_their_matrices(tmp_path: Path) -> None:
    """Whatever else they differ in."""
    document = {
        "matrix": DURATIONS,
        "vehicles": [{"id": number, "start_index": 0, "capacity": [number]} for number in (1, 2, 3)],
        "jobs": [{"id": 1, "location_index": 1}],
    }
    file = parsed_json(tmp_path, document)
    assert len(file.problem.vehicle_types) == 3
    assert len(file.problem.matrices) == 1
