"""Own vans: routes, stops, times, capacities."""

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from optimizer.core.errors import Violation
from optimizer.scenario.settings import VanOption
from optimizer.strategy.check.clock import whole_seconds
from optimizer.strategy.check.consignments import Consignment, Resolved, Tour
from optimizer.strategy.check.context import Context


def check_tours(context: Context, plan: Resolved) -> Iterator[Violation]:
    """Check who is delivered by which route, every route, and the number of vehicles."""
    for load in plan.consignments:
        yield from _carried_once(load)
    for tour in plan.tours:
        yield from _names(tour)
        if not tour.stops:
            yield Violation("empty-route", tour.subject, "has no stop")
            continue
        yield from _stops(tour)
        yield from _times(context, tour)
        yield from _slots(context, tour)
        yield from _loads(tour)
        yield from _distances(context, tour)
    yield from _vehicles(context, plan)


def _carried_once(load: Consignment) -> Iterator[Violation]:
    expected = 1 if isinstance(load.option, VanOption) else 0
    if len(load.stops) != expected:
        detail = f"{len(load.stops)} stops, {expected} by option {load.option.id}"
        yield Violation("stop", load.subject, detail)
    routes = {stop.route for stop in load.stops} or {""}
    if load.shipment.route not in routes:
        detail = f"route {load.shipment.route!r}, stops on {', '.join(map(repr, sorted(routes)))}"
        yield Violation("route", load.subject, detail)


def _names(tour: Tour) -> Iterator[Violation]:
    route = tour.route
    prefix = f"{route.depot}/{route.date}@{route.wave}/"
    number = route.id.removeprefix(prefix)
    if not route.id.startswith(prefix) or not re.fullmatch(r"[1-9][0-9]*", number):
        yield Violation("route-id", tour.subject, f"expected {prefix} and a number from 1")
    if tour.vehicle.home_site != route.depot:
        detail = f"starts at {route.depot}, {tour.vehicle.id} is based at {tour.vehicle.home_site}"
        yield Violation("depot", tour.subject, detail)


def _stops(tour: Tour) -> Iterator[Violation]:
    sequence = [stop.sequence for stop, _ in tour.stops]
    if sequence != list(range(1, len(sequence) + 1)):
        yield Violation("sequence", tour.subject, f"stops {sequence}, expected 1 to {len(sequence)}")
    route = tour.route
    for stop, load in tour.stops:
        if load.source.id != route.depot:
            detail = f"stop {stop.sequence}: goods lie at {load.source.id}, the route starts at {route.depot}"
            yield Violation("depot", tour.subject, detail)
        if load.shipment.departure != f"{route.date}@{route.wave}":
            detail = f"stop {stop.sequence} leaves {load.shipment.departure}, route {route.date}@{route.wave}"
            yield Violation("wave", tour.subject, detail)
        if stop.place != load.order.place:
            detail = f"stop {stop.sequence} at {stop.place}, the address is {load.order.place}"
            yield Violation("place", tour.subject, detail)


def _times(context: Context, tour: Tour) -> Iterator[Violation]:
    profile, text = tour.vehicle.profile, context.clock.text
    legs = [context.roads.seconds(start, end, profile) for start, end in pairwise(tour.places)]
    left = [tour.route.start, *(stop.end for stop, _ in tour.stops)]
    reached = [*(stop.arrival for stop, _ in tour.stops), tour.route.end]
    for leaves, travel, arrives, place in zip(left, legs, reached, tour.places[1:], strict=True):
        if arrives != leaves + travel:
            due = text(leaves + travel)
            detail = (
                f"{place}: the plan has {text(arrives)}; recomputed: {due}, {travel} s after {text(leaves)}"
            )
            yield Violation("travel-time", tour.subject, detail)
    for stop, load in tour.stops:
        service = 0
        if isinstance(load.option, VanOption):
            service = whole_seconds(load.option.service_min, 60)
        if stop.start < stop.arrival or stop.end != stop.start + service:
            detail = f"stop {stop.sequence}: arrival {text(stop.arrival)}, service {text(stop.start)} to "
            yield Violation("service", tour.subject, f"{detail}{text(stop.end)}, takes {service} s")
        opening, close = load.order.window_start, load.order.window_end
        if opening is not None and stop.start < opening:
            detail = f"stop {stop.sequence} starts {text(stop.start)}, not before {text(opening)}"
            yield Violation("window", tour.subject, detail)
        if close is not None and stop.start > close:
            detail = f"stop {stop.sequence} starts {text(stop.start)}, not after {text(close)}"
            yield Violation("window", tour.subject, detail)


def _slots(context: Context, tour: Tour) -> Iterator[Violation]:
    text = context.clock.text
    limits = (
        ("wave", tour.wave.departs, tour.wave.back_by),
        ("shift", tour.vehicle.shift_start, tour.vehicle.shift_end),
    )
    for rule, opens, closes in limits:
        first, last = context.clock.at(tour.day, opens), context.clock.at(tour.day, closes)
        if tour.route.start < first or tour.route.end > last:
            detail = (
                f"{text(tour.route.start)} to {text(tour.route.end)}, {rule} {text(first)} to {text(last)}"
            )
            yield Violation(rule, tour.subject, detail)


def _loads(tour: Tour) -> Iterator[Violation]:
    vehicle = tour.vehicle
    cargo = [(line.product, units) for _, load in tour.stops for line, units in load.cargo]
    for product, _ in cargo:
        if product.temperature not in vehicle.temperatures:
            detail = f"{product.id} is {product.temperature}; {vehicle.id}: {', '.join(vehicle.temperatures)}"
            yield Violation("temperature", tour.subject, detail)
    grams = sum(units * _thousandths(product.weight_kg) for product, units in cargo)
    millilitres = sum(units * _thousandths(product.volume_l) for product, units in cargo)
    for unit, amount, limit in (
        ("g", grams, vehicle.capacity_kg * 1000),
        ("ml", millilitres, None if vehicle.capacity_l is None else vehicle.capacity_l * 1000),
        ("stops", len(tour.stops), vehicle.max_stops),
    ):
        if limit is not None and amount > round(limit, 6):
            yield Violation("capacity", tour.subject, f"{amount} {unit}, at most {limit:g}")


def _thousandths(amount: float) -> int:
    """Grams of kilograms, millilitres of litres, rounded up; 16.1 kg are 16100 g whatever binary makes of it."""
    return math.ceil(round(amount * 1000, 6))


def _distances(context: Context, tour: Tour) -> Iterator[Violation]:
    profile = tour.vehicle.profile
    metres = sum(context.roads.metres(start, end, profile) for start, end in pairwise(tour.places))
    if tour.route.distance_m != metres:
        yield Violation(
            "route-distance", tour.subject, f"the plan has {tour.route.distance_m} m; recomputed: {metres} m"
        )
    limit = tour.vehicle.max_distance_km
    if limit is not None and metres > round(limit * 1000, 6):
        yield Violation("max-distance", tour.subject, f"{metres} m, at most {limit:g} km")


def _vehicles(context: Context, plan: Resolved) -> Iterator[Violation]:
    used = Counter((tour.route.date, tour.route.wave, tour.vehicle.id) for tour in plan.tours)
    for (day, wave, vehicle), routes in sorted(used.items()):
        count = context.vehicle_types[vehicle].count
        if routes > count:
            detail = f"{routes} routes on {day} in wave {wave}, {count} vehicles"
            yield Violation("vehicle-count", f"vehicle type {vehicle}", detail)
