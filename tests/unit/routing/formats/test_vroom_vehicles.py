"""Vehicles of problems in VROOM's format."""

from typing import Any

import pytest

from optimizer.core.errors import InputError
from optimizer.routing.formats.json_keys import Key
from optimizer.routing.formats.vroom_places import Places
from optimizer.routing.formats.vroom_vehicles import Vehicle, read_vehicles
from optimizer.routing.problem import Break


def _vehicle(**keys: Any) -> Vehicle:  # noqa: ANN401 (keys of an object)
    vehicle = {"id": 1, "start_index": 0, **keys}
    root = Key("f", "", {"matrix": [[0, 1], [1, 0]], "vehicles": [vehicle]})
    (found,) = read_vehicles(root, Places(root, None))
    return found


def test_breaks_are_in_the_order_of_their_windows() -> None:
    """Each with one window in which it begins."""
    late = {"id": 4, "time_windows": [[50, 60]], "service": 5}
    early = {"id": 9, "time_windows": [[10, 20]], "description": "coffee"}
    assert _vehicle(breaks=[late, early]).terms.breaks == (Break("9", 0, (10, 20)), Break("4", 5, (50, 60)))


def test_speeds_have_two_digits() -> None:
    """As VROOM documents it."""
    assert _vehicle(speed_factor=1.256).terms.speed == 126
    assert _vehicle().terms.speed == 100


def test_steps_are_an_earlier_route() -> None:
    """Starts, ends and breaks are not; times of steps are heeded by VROOM only in its plan mode."""
    steps = [{"type": "start"}, {"type": "job", "id": 5, "service_after": 9}, {"type": "break", "id": 1}]
    assert [(kind, key.value) for kind, key in _vehicle(steps=steps).steps] == [("job", 5)]


def test_terms_do_not_name_the_vehicle() -> None:
    """So that vehicles alike are one type."""
    assert _vehicle(id=1, description="a").terms == _vehicle(id=2, description="b").terms
    assert _vehicle(id=1).terms != _vehicle(id=1, capacity=[1]).terms


@pytest.mark.parametrize(
    ("keys", "code", "path"),
    [
        ({"start_index": 5}, "route-file-contradiction", ".start_index"),
        ({"costs": {"per_mile": 1}}, "route-file-unknown-field", ".costs.per_mile"),
        ({"costs": {"per_hour": 2**32}}, "route-file-number", ".costs.per_hour"),
        ({"costs": {"per_task_hour": 1}}, "route-file-unsupported", ".costs.per_task_hour"),
        ({"breaks": [{"id": 1}]}, "route-file-unsupported", ".breaks[0]"),
        ({"breaks": [{"id": 1, "time_windows": [[0, 1], [3, 4]]}]}, "route-file-unsupported", ".breaks[0]"),
        (
            {"breaks": [{"id": 1, "time_windows": [[0, 1]], "max_load": [1]}]},
            "route-file-unsupported",
            ".breaks[0].max_load",
        ),
        ({"breaks": [{"id": 1, "time_windows": [[0, 1]]}] * 2}, "route-file-contradiction", ".breaks"),
        (
            {"breaks": [{"id": i, "time_windows": [[0, 1]]} for i in range(5)]},
            "route-file-unsupported",
            ".breaks",
        ),
        ({"steps": [{"type": "rest"}]}, "route-file-format", ".steps[0].type"),
        ({"steps": [{"type": "job"}]}, "route-file-format", ".steps[0]"),
        ({"speed_factor": 0.001}, "route-file-format", ".speed_factor"),
        ({"speed_factor": 6}, "route-file-number", ".speed_factor"),
        ({"profile": 5}, "route-file-format", ".profile"),
    ],
)
def test_refused_by_path(keys: dict[str, Any], code: str, path: str) -> None:
    """What cannot be held, is unknown, or is none of its kind."""
    with pytest.raises(InputError) as caught:
        _vehicle(**keys)
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.column) == (code, f"vehicles[0]{path}")


def test_a_vehicle_is_somewhere_at_some_time() -> None:
    """It has a start or an end; and an id of its own."""
    root = Key("f", "", {"matrix": [[0]], "vehicles": [{"id": 1}]})
    with pytest.raises(InputError, match="neither a start nor an end"):
        read_vehicles(root, Places(root, None))
    root = Key(
        "f", "", {"matrix": [[0]], "vehicles": [{"id": 1, "end_index": 0}, {"id": "1", "end_index": 0}]}
    )
    with pytest.raises(InputError, match="id is also that of"):
        read_vehicles(root, Places(root, None))
