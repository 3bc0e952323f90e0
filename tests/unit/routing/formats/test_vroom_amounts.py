"""Amounts of problems in VROOM's format."""

from pathlib import Path
from typing import Any

import pytest

from optimizer.core.errors import InputError
from optimizer.routing.formats import RoutingFile
from tests.helpers.routing_files import parsed_json


def _file(tmp_path: Path, vehicle: dict[str, Any], job: dict[str, Any], **more: Any) -> RoutingFile:  # noqa: ANN401
    document = {
        "matrix": [[0, 1], [1, 0]],
        "vehicles": [{"id": 1, "start_index": 0, **vehicle}],
        "jobs": [{"id": 1, "location_index": 1, **job}],
        **more,
    }
    return parsed_json(tmp_path, document)


@pytest.mark.parametrize(
    ("vehicle", "job", "measures", "capacity", "delivery"),
    [
        ({}, {}, ("amount",), (0,), ()),
        ({"capacity": [4, 5]}, {"delivery": [1, 2]}, ("amount1", "amount2"), (4, 5), (1, 2)),
        ({"max_tasks": 3}, {}, ("tasks",), (3,), (1,)),
        ({"capacity": [4], "max_tasks": 3}, {"pickup": [2]}, ("amount1", "tasks"), (4, 3), (0, 1)),
    ],
)
def test_measures(
    tmp_path: Path,
    vehicle: dict[str, Any],
    job: dict[str, Any],
    measures: tuple[str, ...],
    capacity: tuple[int, ...],
    delivery: tuple[int, ...],
) -> None:
    """As many as the file has, and the number of tasks where it is limited."""
    file = _file(tmp_path, vehicle, job)
    assert file.problem.measures == measures
    assert file.problem.vehicle_types[0].capacity == capacity
    assert file.problem.clients[0].delivery == delivery
    assert file.named == sum(measure.startswith("amount") and measure != "amount" for measure in measures)


def test_a_vehicle_without_a_limit_of_tasks(tmp_path: Path) -> None:
    """May do all of them where another is limited."""
    other = [{"id": 1, "start_index": 0, "max_tasks": 0}, {"id": 2, "start_index": 0}]
    file = _file(tmp_path, {}, {}, vehicles=other)
    assert [kind.capacity for kind in file.problem.vehicle_types] == [(0,), (1,)]


SHIPMENT = {"pickup": {"id": 1, "location_index": 1}, "delivery": {"id": 1, "location_index": 0}}


@pytest.mark.parametrize(
    ("vehicle", "job", "more", "cause"),
    [
        ({"capacity": [4]}, {"delivery": [1, 2]}, {}, "2 amounts"),
        ({"capacity": [4]}, {}, {"shipments": [{**SHIPMENT, "amount": [1, 1]}]}, "2 amounts"),
        ({}, {"pickup": [1]}, {}, "no capacity"),
        ({"max_tasks": 1}, {}, {"shipments": [SHIPMENT]}, "not counted"),
    ],
)
def test_amounts_that_do_not_match(
    tmp_path: Path, vehicle: dict[str, Any], job: dict[str, Any], more: dict[str, Any], cause: str
) -> None:
    """Different numbers of them, goods without capacity, and a number of tasks that shipments would break."""
    with pytest.raises(InputError, match=cause):
        _file(tmp_path, vehicle, job, **more)
