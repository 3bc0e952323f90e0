"""Plans as GeoJSON."""

import json
from pathlib import Path
from typing import Any

from optimizer.core.result import Result, Unserved
from optimizer.core.status import Status
from optimizer.routing.formats import RoutingFile, geojson
from optimizer.routing.schedule import schedule
from optimizer.routing.solution import Solution
from tests.helpers.routing_files import VROOM, VRP, parsed, parsed_json


def _features(file: RoutingFile, kind: str, *stops: str, left: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    route = schedule(file.problem, kind, stops)
    assert route is not None
    result: Result[Solution] = Result(
        "routing",
        Status.FEASIBLE,
        "x",
        "1",
        solution=Solution((route,), left),
        unserved=tuple(Unserved("client", one, "client-capacity", "too much", "less") for one in left),
    )
    document = json.loads(geojson.write(file, result))
    assert document["type"] == "FeatureCollection"
    features: list[dict[str, Any]] = document["features"]
    return features


def test_a_line_and_its_stops(tmp_path: Path) -> None:
    """From the depot and back, with what the route costs; and a point for whom nobody visits, with the reason."""
    line, *points = _features(parsed(tmp_path, VRP), "vehicle1", "1", left=("2",))
    assert line["geometry"] == {"type": "LineString", "coordinates": [[0, 0], [3, 4], [0, 0]]}
    assert (line["properties"]["cost"], line["properties"]["stops"]) == (10, 1)
    assert [point["properties"]["type"] for point in points] == ["start", "client", "end", "unserved"]
    assert points[1]["geometry"] == {"type": "Point", "coordinates": [3, 4]}
    assert (points[1]["properties"]["arrival"], points[1]["properties"]["id"]) == (5, "1")
    assert points[3]["geometry"]["coordinates"] == [-1, 1]
    assert points[3]["properties"]["reason"] == "client-capacity"


def test_places_without_coordinates(tmp_path: Path) -> None:
    """Are features of no geometry, and no part of the line."""
    line, *points = _features(parsed_json(tmp_path, VROOM), "vehicle7", "1", "2")
    assert line["geometry"]["coordinates"] == [[126.9, 37.5], [127.0, 37.5], [126.9, 37.5]]
    assert [point["geometry"] is None for point in points] == [False, False, True, False]
