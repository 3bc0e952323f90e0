"""Places and matrices of problems in VROOM's format."""

from typing import Any

import numpy as np
import pytest

from optimizer.core.errors import InputError
from optimizer.routing.formats.json_keys import Key
from optimizer.routing.formats.vroom_places import Places
from optimizer.routing.problem import UNLIMITED

CAR = {"durations": [[0, 5], [6, 0]]}


def _places(speed: float | None = None, **document: Any) -> Places:  # noqa: ANN401 (keys of a document)
    return Places(Key("f", "", document), speed)


def _owner(**keys: Any) -> Key:  # noqa: ANN401 (keys of an object)
    return Key("f", "jobs[0]", keys)


def test_rows_of_given_matrices() -> None:
    """Are named by index; coordinates only tell where they are."""
    places = _places(matrices={"car": CAR})
    assert len(places) == 2
    assert places.row(_owner(location_index=1, location=[3.0, 4.0])) == 1
    found = places.coordinates(1)
    assert found is not None
    assert np.isnan(found[0]).all()
    assert found[1].tolist() == [3.0, 4.0]
    assert len(found) == 3
    with pytest.raises(InputError, match="has no location_index"):
        places.row(_owner(location=[3.0, 4.0]))


def test_rows_without_matrices() -> None:
    """One for each pair of coordinates, however often it comes."""
    places = _places(36.0)
    rows = [places.row(_owner(location=point)) for point in ([0, 0], [0, 1], [0, 0])]
    assert rows == [0, 1, 0]
    travel = places.travel("car", _owner())
    assert travel.distances is not None
    assert travel.durations[0, 1] == round(travel.distances[0, 1] / 10)
    for wrong in ([0], [0, 91], [181, 0], ["0", 0], 5):
        with pytest.raises(InputError):
            places.row(_owner(location=wrong))
    with pytest.raises(InputError, match="has no location"):
        places.row(_owner())


def test_ways_as_the_crow_flies_are_found_once() -> None:
    """However many vehicles travel them."""
    places = _places(36.0)
    places.row(_owner(location=[0, 0]))
    assert places.travel("car", _owner()) is places.travel("bike", _owner())


def test_no_way() -> None:
    """``null`` in one array of a profile blocks the pair in all of them."""
    kinds = {"durations": [[0, None], [6, 0]], "distances": [[0, 7], [8, 0]], "costs": [[0, 1], [2, 0]]}
    places = _places(matrices={"car": kinds})
    travel = places.travel("car", _owner())
    for array in (travel.durations, travel.distances, travel.costs):
        assert array is not None
        assert array[0, 1] == UNLIMITED
        assert array[1, 0] < UNLIMITED


@pytest.mark.parametrize(
    "matrices",
    [
        {"car": {"distances": [[0]]}},
        {"car": {"durations": [[0, 1]]}},
        {"car": {"durations": [[0, True], [1, 0]]}},
        {"car": {"durations": [[0, "1"], [1, 0]]}},
        {"car": {"durations": [[0, 2**43 + 1], [1, 0]]}},
        {"car": {"durations": [[None]]}},
        {"car": {"durations": 5}},
        {"car": {"durations": [5]}},
        {"car": {"seconds": [[0]]}},
        {"car": CAR, "bike": {"durations": [[0]]}},
        {"car": []},
        [],
    ],
)
def test_wrong_matrices(matrices: object) -> None:
    """Without durations, not square, of no numbers, of numbers too large, of other sizes than each other."""
    with pytest.raises(InputError):
        _places(matrices=matrices)


def test_one_kind_of_matrices_and_of_speed() -> None:
    """Two names for one thing, or a speed beside durations, contradict each other."""
    with pytest.raises(InputError, match="matrix and matrices"):
        _places(matrix=[[0]], matrices={"car": CAR})
    with pytest.raises(InputError, match="a speed is for files without"):
        _places(30.0, matrix=[[0]])
    slow = _places(1e-9)
    for point in ([0, 0], [90, 0]):
        slow.row(_owner(location=point))
    with pytest.raises(InputError, match="for ever"):
        slow.travel("car", _owner())
