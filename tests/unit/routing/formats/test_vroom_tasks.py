"""Jobs and shipments of problems in VROOM's format."""

from typing import Any

import pytest

from optimizer.core.errors import InputError
from optimizer.routing.formats.json_keys import Key
from optimizer.routing.formats.vroom_places import Places
from optimizer.routing.formats.vroom_tasks import Tasks, read_tasks


def _tasks(**document: Any) -> Tasks:  # noqa: ANN401 (keys of a document)
    root = Key("f", "", {"matrix": [[0, 1, 2], [1, 0, 3], [2, 3, 0]], **document})
    return read_tasks(root, Places(root, None))


def test_jobs() -> None:
    """Setup and service last together; ``amount`` is an old name of what is delivered."""
    (job,) = _tasks(jobs=[{"id": "A", "location_index": 1, "amount": [4], "setup": 3, "service": 4}]).stops
    assert (job.client, job.delivery, job.service_s, job.task.setup_s) == ("A", (4,), 7, 3)


def test_windows_in_any_order() -> None:
    """VROOM sorts them itself."""
    (job,) = _tasks(jobs=[{"id": 1, "location_index": 1, "time_windows": [[7, 9], [0, 5]]}]).stops
    assert job.windows == ((0, 5), (7, 9))


def test_names_of_a_shipment() -> None:
    """Its ends have the ids that count; one of its own, and a description, are for people."""
    ends = {"pickup": {"id": 1, "location_index": 1}, "delivery": {"id": 2, "location_index": 2}}
    tasks = _tasks(shipments=[{**ends, "id": 1, "description": "two chairs"}])
    assert [stop.client for stop in tasks.stops] == ["pickup-1", "delivery-2"]


def test_the_same_id_in_three_places() -> None:
    """Jobs, pickups and deliveries are numbered apart, and told apart by name."""
    ends = {"pickup": {"id": 1, "location_index": 1}, "delivery": {"id": 1, "location_index": 2}}
    tasks = _tasks(jobs=[{"id": 1, "location_index": 0}], shipments=[{**ends, "skills": [4], "priority": 2}])
    assert tasks.by_name() == {
        ("job", 1): "1",
        ("pickup", 1): "pickup-1",
        ("delivery", 1): "delivery-1",
    }
    assert [stop.skills for stop in tasks.stops[1:]] == [frozenset({"4"})] * 2
    assert [stop.task.priority for stop in tasks.stops] == [0, 2, 2]


def test_setup_is_once_per_visit() -> None:
    """Two tasks at one place would share it, which no service duration says; alone it is part of the service."""
    jobs = [{"id": 1, "location_index": 1, "setup": 5}, {"id": 2, "location_index": 2, "setup": 5}]
    assert [stop.service_s for stop in _tasks(jobs=jobs).stops] == [5, 5]
    for setups in ((5, 5), (5, 0), (0, 5)):
        jobs = [{"id": i, "location_index": 1, "setup": setup} for i, setup in enumerate(setups)]
        with pytest.raises(InputError, match="due once for both") as caught:
            _tasks(jobs=jobs)
        assert caught.value.findings[0].code == "route-file-unsupported"


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"jobs": [{"id": 1, "location_index": 1}] * 2}, "jobs[1].id"),
        ({"jobs": [{"id": 1, "location_index": 1, "amount": [1], "delivery": [1]}]}, "jobs[0].amount"),
        ({"jobs": [{"id": 1, "location_index": 1, "amount": [1], "pickup": [1]}]}, "jobs[0].amount"),
        (
            {"jobs": [{"id": 1, "location_index": 1, "time_windows": [[0, 5], [5, 9]]}]},
            "jobs[0].time_windows[1]",
        ),
        (
            {"jobs": [{"id": 1, "location_index": 1, "time_windows": [[5, 9], [0, 5]]}]},
            "jobs[0].time_windows[0]",
        ),
        ({"jobs": [{"location_index": 1}]}, "jobs[0]"),
        ({"jobs": {"id": 1}}, "jobs"),
        ({"jobs": [5]}, "jobs[0]"),
        ({"shipments": [{"pickup": {"id": 1, "location_index": 1}}]}, "shipments[0]"),
        (
            {"shipments": [{"pickup": {"id": 1, "location_index": 1, "skills": []}}]},
            "shipments[0].pickup.skills",
        ),
    ],
)
def test_refused_by_path(document: dict[str, Any], path: str) -> None:
    """Ids used twice, two names for one thing, windows that overlap, and what is missing or of another kind."""
    with pytest.raises(InputError) as caught:
        _tasks(**document)
    assert caught.value.findings[0].place.column == path
