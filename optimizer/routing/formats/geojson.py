"""Plans as GeoJSON (RFC 7946): a line per route, a point per stop and per unserved client.

Coordinates are those of the file: longitude and latitude, or places on a plane as they are.
"""

import json
from typing import Any

from optimizer.core.result import Result
from optimizer.routing.formats.routing_file import RoutingFile
from optimizer.routing.formats.timeline import steps
from optimizer.routing.formats.units import in_cost_units, in_file_units
from optimizer.routing.solution import Solution


def write(file: RoutingFile, result: Result[Solution]) -> str:
    """Text of a feature collection; ``result`` has a solution, and the file coordinates."""
    solution = result.solution or Solution(())
    features = []
    for number, (route, vehicle) in enumerate(zip(solution.routes, file.vehicles(solution), strict=True), 1):
        walked = steps(file, route)
        line = [point for step in walked if (point := file.point(step.location)) is not None]
        figures: dict[str, Any] = {
            "route": number,
            "vehicle": vehicle,
            "vehicle_type": route.vehicle_type,
            "stops": len(route.visits),
            "cost": in_cost_units(file, file.route_cost(route)),
            "start": in_file_units(file, route.start),
            "end": in_file_units(file, route.end),
            "duration": in_file_units(file, walked[-1].duration),
        }
        if walked[-1].distance is not None:
            figures["distance"] = in_file_units(file, walked[-1].distance)
        geometry = {"type": "LineString", "coordinates": line} if len(line) > 1 else None
        features.append(_feature(geometry, figures))
        for order, step in enumerate(walked):
            times = {
                name: in_file_units(file, getattr(step, name)) for name in ("arrival", "start", "departure")
            }
            stop = {"route": number, "vehicle": vehicle, "stop": order, "type": step.kind, "id": step.name}
            features.append(_feature(_point(file, step.location), {**stop, **times}))
    for one in result.unserved:
        told = {"type": "unserved", "id": one.id, "reason": one.reason, "detail": one.detail, "fix": one.fix}
        features.append(_feature(_point(file, file.problem.client_by_id[one.id].location), told))
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False) + "\n"


def _point(file: RoutingFile, row: int) -> dict[str, Any] | None:
    point = file.point(row)
    return None if point is None else {"type": "Point", "coordinates": point}


def _feature(geometry: dict[str, Any] | None, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}
