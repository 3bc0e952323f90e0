"""Routes drawn to scale, as SVG."""

import colorsys
import math
from html import escape

import numpy as np

from optimizer.core.result import Result
from optimizer.routing.formats import RoutingFile
from optimizer.routing.formats.timeline import steps
from optimizer.routing.matrix import FloatArray
from optimizer.routing.solution import Solution

_WIDTH, _MARGIN = 1000.0, 24.0
#: Share of the colour circle from one route to the next, so that neighbours in the list differ.
_GOLDEN = 0.618033988749895
_KM_PER_DEGREE = 111.195


def colour(number: int) -> str:
    """Colour of the route of this number from 0."""
    red, green, blue = colorsys.hls_to_rgb(number * _GOLDEN % 1, 0.34 + 0.12 * (number % 3), 0.7)
    return f"#{round(255 * red):02x}{round(255 * green):02x}{round(255 * blue):02x}"


def drawing(file: RoutingFile, result: Result[Solution]) -> str:
    """Draw routes, depots, clients and unserved clients; empty if no place has coordinates.

    Equal axes; longitude is shortened by the cosine of the middle's latitude.
    """
    plane, solution = _Plane.of(file), result.solution or Solution(())
    if plane is None:
        return ""
    parts = [
        f'<svg viewBox="0 0 {_WIDTH:.0f} {plane.height:.0f}" role="img" aria-label="Routes drawn to scale">',
        *_routes(file, solution, plane),
        *_clients(file, result, solution, plane),
        *_depots(file, plane),
        plane.scale_bar(),
        "</svg>",
    ]
    return "\n".join(parts)


class _Plane:
    """Turns rows of the matrices into places on the drawing."""

    def __init__(self, points: FloatArray, *, geographic: bool) -> None:
        self._geographic = geographic
        known = points[~np.isnan(points[:, 0])]
        self._shorten = math.cos(math.radians(float(known[:, 1].mean()))) if geographic else 1.0
        points = points * (self._shorten, 1.0)
        low, high = np.nanmin(points, axis=0), np.nanmax(points, axis=0)
        wide, tall = (float(one) for one in high - low)
        inner = _WIDTH - 2 * _MARGIN
        # no drawing is taller than it is wide, so that it fits on a screen
        self.per_unit = inner / max(wide, tall) if max(wide, tall) else 1.0
        self.height = max(tall * self.per_unit, inner / 4) + 2 * _MARGIN + 24
        left = (_WIDTH - wide * self.per_unit) / 2
        top = (self.height - 24 - tall * self.per_unit) / 2
        self._x = left + (points[:, 0] - low[0]) * self.per_unit
        self._y = top + (high[1] - points[:, 1]) * self.per_unit

    @classmethod
    def of(cls, file: RoutingFile) -> "_Plane | None":
        """Lay out a file's places; None if none is known."""
        points = file.coordinates
        if points is None or not len(points) or bool(np.isnan(points[:, 0]).all()):
            return None
        return cls(points, geographic=file.geographic)

    def at(self, row: int) -> tuple[float, float] | None:
        """Place of a row; None if unknown."""
        x = float(self._x[row])
        return None if math.isnan(x) else (x, float(self._y[row]))

    def scale_bar(self) -> str:
        """Draw a length of a round number of units."""
        per_unit = self.per_unit / _KM_PER_DEGREE if self._geographic else self.per_unit
        longest = _WIDTH / 5 / per_unit
        power = 10.0 ** math.floor(math.log10(longest))
        length = max(one for one in (1, 2, 5) if one * power <= longest) * power
        y = self.height - 12
        end = _MARGIN + length * per_unit
        unit = "km" if self._geographic else "units"
        return (
            f'<g class="bar"><path d="M{_MARGIN:.1f} {y:.1f}H{end:.1f}"/>'
            f'<text x="{end + 8:.1f}" y="{y + 4:.1f}">{length:,.6g} {unit}</text></g>'
        )


def _routes(file: RoutingFile, solution: Solution, plane: _Plane) -> list[str]:
    drawn = []
    for number, (route, vehicle) in enumerate(zip(solution.routes, file.vehicles(solution), strict=True)):
        walked = [place for step in steps(file, route) if (place := plane.at(step.location)) is not None]
        line = "L".join(f"{x:.1f} {y:.1f}" for x, y in walked)
        title = f"Route {number + 1}, vehicle {vehicle}: {len(route.visits)} stops"
        drawn.append(
            f'<path class="route" stroke="{colour(number)}" d="M{line}"><title>{escape(title)}</title></path>'
        )
    return drawn


def _clients(file: RoutingFile, result: Result[Solution], solution: Solution, plane: _Plane) -> list[str]:
    route_of = {
        visit.client: number for number, route in enumerate(solution.routes) for visit in route.visits
    }
    unserved = {one.id for one in result.unserved}
    drawn = []
    for client in file.problem.clients:
        place = plane.at(client.location)
        if place is None:
            continue
        number = route_of.get(client.id)
        told = "another of its group is visited" if number is None else f"route {number + 1}"
        told = "unserved" if client.id in unserved else told
        title = f"<title>{escape(client.id)}: {told}</title>"
        x, y = place
        if client.id in unserved:
            cross = f"M{x - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10"
            drawn.append(f'<path class="unserved" d="{cross}">{title}</path>')
        else:
            style = 'class="other"' if number is None else f'fill="{colour(number)}"'
            drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" {style}>{title}</circle>')
    return drawn


def _depots(file: RoutingFile, plane: _Plane) -> list[str]:
    drawn = []
    for depot in file.problem.depots:
        if (place := plane.at(depot.location)) is not None:
            x, y = place
            drawn.append(
                f'<rect class="depot" x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10">'
                f"<title>{escape(depot.id)}</title></rect>"
            )
    return drawn
