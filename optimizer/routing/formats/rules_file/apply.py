"""The planner's rules put into the problem of a routing file."""

from dataclasses import replace
from pathlib import Path

from optimizer.core.errors import Finding, InputError
from optimizer.routing.formats.out import read_tours
from optimizer.routing.formats.routing_file import EarlierTours, RoutingFile
from optimizer.routing.formats.rules_file.checks import Checks, ends
from optimizer.routing.formats.rules_file.fleet import told_apart, type_name, vehicles_of
from optimizer.routing.formats.rules_file.models import Rules
from optimizer.routing.formats.rules_file.models import Traffic as TrafficRule
from optimizer.routing.formats.rules_file.prices import RulePrices, in_finer_units, still_first
from optimizer.routing.formats.rules_file.read import RULES_VALUE, read_rules
from optimizer.routing.formats.units import in_problem_units
from optimizer.routing.matrix import FREE_FLOW, Matrix, Traffic
from optimizer.routing.problem import Client, Stability, VehicleType


def with_rules(file: RoutingFile, path: Path, start: Path | None = None) -> RoutingFile:
    """Return a routing file with the planner's rules in its problem.

    A vehicle that a rule names becomes a type of its own, with a count of 1, so that the plan says which vehicle it
    is; so does one that a client of the earlier plan is to be kept on. The others stay together.

    Parameters
    ----------
    file
        The file as read.
    path
        The rules file: JSON if its name ends so, else YAML.
    start
        An earlier plan, to which rules may want to keep.

    Raises
    ------
    InputError
        With everything that is wrong with the rules, each by the path of its key.
    """
    written, found = read_rules(path)
    if written is None:
        raise InputError(found)
    earlier, unread = _earlier(file, written.rules, start)
    found += [*unread, *Checks(written, file, start is not None, earlier).findings()]
    if found:
        raise InputError(found)
    try:
        return _applied(file, written.rules, earlier)
    except OverflowError as error:
        finding = written.finding(RULES_VALUE, (), str(error), "Write smaller or rounder prices")
        raise InputError([finding]) from error


def _earlier(
    file: RoutingFile, rules: Rules, start: Path | None
) -> tuple[EarlierTours | None, tuple[Finding, ...]]:
    """Read the plan to keep to, every vehicle of which counts as a type of its own; or say what is wrong with it."""
    if rules.keep is None or start is None:
        return None, ()
    try:
        return read_tours(start, told_apart(file, vehicles_of(file))), ()
    except InputError as error:
        return None, error.findings


def _applied(file: RoutingFile, rules: Rules, earlier: EarlierTours | None) -> RoutingFile:
    prices = RulePrices.of(rules, file.problem.scale)
    file = in_finer_units(told_apart(file, _named(file, rules, earlier)), prices.finer)
    problem = file.problem
    matrices = {
        name: _in_traffic(matrix, file, rules.traffic, file.profiles.get(name))
        for name, matrix in problem.matrices.items()
    }
    balance = rules.balance
    longest = 0 if balance is None else prices.per_distance(balance.cost_per_distance_of_longest_route)
    ruled = problem.replace(
        matrices=matrices,
        vehicle_types=_vehicle_types(file, rules, prices),
        clients=_clients(file, rules),
        stability=_stability(file, rules, prices, earlier),
        longest_route_cost=longest,
    )
    return still_first(replace(file, problem=ruled))


def _named(file: RoutingFile, rules: Rules, earlier: EarlierTours | None) -> set[str]:
    """Vehicles that must be told from others."""
    named = {*rules.vehicles, *rules.locks.values()}
    if earlier is not None and rules.keep is not None and rules.keep.cost_per_changed_vehicle:
        used = {one.vehicle_type for one in earlier.routes}
        named |= {vehicle for vehicle in vehicles_of(file) if type_name(vehicle) in used}
    return named


def _in_traffic(
    matrix: Matrix, file: RoutingFile, rules: tuple[TrafficRule, ...], profile: str | None
) -> Matrix:
    by_profile = {one.profile: one for one in rules}
    rule = by_profile.get(profile) or by_profile.get(None)
    if rule is None or all(period.rate == 1 for period in rule.periods):
        return matrix
    starts = [in_problem_units(file, one.start) for one in rule.periods]
    rates = [round(FREE_FLOW * one.rate) for one in rule.periods]
    if starts[0]:
        starts, rates = [0, *starts], [FREE_FLOW, *rates]
    return Matrix(matrix.distance, matrix.duration, Traffic(tuple(starts), tuple(rates)))


def _vehicle_types(file: RoutingFile, rules: Rules, prices: RulePrices) -> tuple[VehicleType, ...]:
    own = {type_name(vehicle): one for vehicle, one in rules.vehicles.items()}
    found = []
    for kind in file.problem.vehicle_types:
        one = own.get(kind.id)
        overtime = one.overtime if one is not None and one.overtime is not None else rules.overtime
        if overtime is not None:
            after = in_problem_units(file, overtime.after)
            kind = replace(
                kind, overtime_after=after, cost_per_overtime=prices.per_time(overtime.cost_per_time)
            )
        found.append(kind if one is None else replace(kind, prefix=one.begins_with))
    return tuple(found)


def _clients(file: RoutingFile, rules: Rules) -> tuple[Client, ...]:
    """Clients, those that are locked with their vehicle alone; both ends of a shipment are."""
    vehicle_of = {
        end: vehicle for client, vehicle in rules.locks.items() for end in ends(file.problem, client)
    }
    return tuple(
        replace(client, vehicle_types=frozenset({type_name(vehicle_of[client.id])}))
        if client.id in vehicle_of
        else client
        for client in file.problem.clients
    )


def _stability(
    file: RoutingFile, rules: Rules, prices: RulePrices, earlier: EarlierTours | None
) -> Stability | None:
    keep = rules.keep
    if keep is None or earlier is None or not (keep.cost_per_changed_vehicle or keep.cost_per_time_moved):
        return None
    previous = {
        stop: (route.vehicle_type, earlier.arrivals.get(stop, 0))
        for route in earlier.routes
        for stop in route.stops
        if isinstance(stop, str)
    }
    return Stability(
        previous,
        prices.once(keep.cost_per_changed_vehicle),
        prices.per_time(keep.cost_per_time_moved),
        in_problem_units(file, keep.tolerance),
    )
