"""What of a rules file does not go with the routing file, or with itself: one function per block."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

from optimizer.core.errors import Finding, code
from optimizer.core.yaml_values import Path_, written
from optimizer.routing.formats.routing_file import EarlierTours, RoutingFile
from optimizer.routing.formats.rules_file.fleet import vehicles_of
from optimizer.routing.formats.rules_file.models import Overtime, Traffic
from optimizer.routing.formats.rules_file.prices import RulePrices
from optimizer.routing.formats.rules_file.read import RULES_VALUE, WrittenRules, hint
from optimizer.routing.formats.units import in_file_units, in_problem_units
from optimizer.routing.matrix import UNLIMITED
from optimizer.routing.problem import Problem, Shipment, VehicleType

RULES_UNKNOWN = code(
    "route-rules-unknown",
    "A rules file names a client or vehicle that the routing file does not have, or a profile that no vehicle has.",
    "Name it as the routing file and the plans written of it do.",
)
RULES_CONTRADICTION = code(
    "route-rules-contradiction",
    "Rules contradict each other or the routing file, or need a plan to start from that is not given.",
    "Make them agree, or give what is lacking.",
)


def ends(problem: Problem, client: str) -> tuple[str, ...]:
    """Return the clients that the vehicle of a client visits with it: both ends of its shipment, or itself."""
    shipment = problem.shipment_of.get(client)
    return (client,) if shipment is None else (shipment.pickup, shipment.delivery)


@dataclass(frozen=True)
class Checks:
    """Rules, and what they are for; ``earlier`` is the plan that ``--start`` names, if it could be read."""

    written: WrittenRules
    file: RoutingFile
    started: bool
    earlier: EarlierTours | None

    def findings(self) -> list[Finding]:
        """Find everything that is wrong."""
        return [
            *self._traffic(),
            *self._prices(),
            *self._balance(),
            *self._keep(),
            *self._vehicles(),
            *self._locks(),
            *self._ties(),
        ]

    @cached_property
    def fleet(self) -> dict[str, str]:
        """Vehicle type of each vehicle."""
        return vehicles_of(self.file)

    @cached_property
    def fixed(self) -> dict[str, tuple[str, Path_]]:
        """Vehicle of each client that is known and fixed in advance, and where that is first said."""
        rules = self.written.rules
        begun = (
            (client, vehicle, ("vehicles", vehicle, "begins_with", at))
            for vehicle, one in rules.vehicles.items()
            for at, client in enumerate(one.begins_with)
        )
        locked = ((client, vehicle, ("locks", client)) for client, vehicle in rules.locks.items())
        found: dict[str, tuple[str, Path_]] = {}
        for client, vehicle, path in chain[tuple[str, str, Path_]](begun, locked):
            if client in self.file.problem.client_by_id and vehicle in self.fleet:
                found.setdefault(client, (vehicle, path))
        return found

    def _contradiction(self, path: Path_, cause: str, action: str) -> Finding:
        return self.written.finding(RULES_CONTRADICTION, path, cause, action)

    def _unknown(self, path: Path_, what: str, name: str, known: Mapping[str, object]) -> Iterator[Finding]:
        if name not in known:
            cause = f"the routing file has no {what} {name!r}"
            action = f"{hint(name, known)}Name it as the routing file does"
            yield self.written.finding(RULES_UNKNOWN, path, cause, action)

    def _traffic(self) -> Iterator[Finding]:
        seen: set[str | None] = set()
        for at, one in enumerate(self.written.rules.traffic):
            path = ("traffic", at)
            if one.profile in seen:
                whose = "all other profiles" if one.profile is None else f"profile {one.profile!r}"
                yield self._contradiction(path, f"there is another entry for {whose}", "Keep one of them")
            seen.add(one.profile)
            yield from self._profile(path, one)
            yield from self._periods(path, one)
        if seen and any(matrix.computed for matrix in self.file.problem.matrices.values()):
            cause = "there are so many places given by coordinates that distances are computed when looked at"
            yield self._contradiction(
                ("traffic",), cause, "Do without traffic, or plan fewer clients at once"
            )

    def _profile(self, path: Path_, one: Traffic) -> Iterator[Finding]:
        named = dict.fromkeys(self.file.profiles.values())
        if one.profile is not None and not named:
            cause = "the routing file has one profile, which has no name"
            yield self.written.finding(RULES_UNKNOWN, (*path, "profile"), cause, "Leave profile out")
        elif one.profile is not None and one.profile not in named:
            cause = f"no vehicle of the routing file has the profile {one.profile!r}"
            action = f"{hint(one.profile, named)}Name that of a vehicle, or delete the entry"
            yield self.written.finding(RULES_UNKNOWN, (*path, "profile"), cause, action)

    def _periods(self, path: Path_, one: Traffic) -> Iterator[Finding]:
        starts = [in_problem_units(self.file, period.start) for period in one.periods]
        for at, (before, after) in enumerate(pairwise(starts), 1):
            if after <= before:
                cause = "the period does not begin after the one before it"
                yield self._contradiction(
                    (*path, "periods", at, "from"), cause, "Write periods in order of time"
                )

    def _prices(self) -> Iterator[Finding]:
        """Find prices that are no whole numbers of a problem, in units in which all prices are whole."""
        rules, scale = self.written.rules, self.file.problem.scale
        for path, price in RulePrices.of(rules, scale).each(rules).items():
            if price > UNLIMITED:
                cause = "the price is too large to be counted exactly in units as small as all prices need"
                action = "Write a smaller price, or prices with fewer decimals"
                yield self.written.finding(RULES_VALUE, path, cause, action)

    def _balance(self) -> Iterator[Finding]:
        balance, units = self.written.rules.balance, set(self.file.problem.scale.profile_units.values())
        if balance is not None and balance.cost_per_distance_of_longest_route and len(units) > 1:
            cause = (
                f"vehicles pay for different things ({', '.join(sorted(units))}), so that none is the longest"
            )
            yield self._contradiction(("balance",), cause, "Let all pay by the hour, or all by the kilometre")

    def _keep(self) -> Iterator[Finding]:
        keep = self.written.rules.keep
        if keep is None:
            return
        if not self.started:
            yield self._contradiction(("keep",), "there is no plan to keep to", "Name it by --start")
        if keep.cost_per_time_moved and self.earlier is not None:
            visited = [stop for one in self.earlier.routes for stop in one.stops if isinstance(stop, str)]
            untold = [client for client in visited if client not in self.earlier.arrivals]
            if untold:
                cause = f"the start plan does not say when the vehicle comes to client {untold[0]}"
                path = ("keep", "cost_per_time_moved")
                yield self._contradiction(
                    path, cause, "Start from the plan written as .json, or leave this out"
                )

    def _vehicles(self) -> Iterator[Finding]:
        types = self.file.problem.vehicle_type_by_id
        rules = self.written.rules
        for vehicle, one in rules.vehicles.items():
            path = ("vehicles", vehicle)
            yield from self._unknown(path, "vehicle", vehicle, self.fleet)
            for at, client in enumerate(one.begins_with):
                yield from self._visit((*path, "begins_with", at), client, vehicle)
            if vehicle in self.fleet and one.overtime is not None:
                yield from self._overtime((*path, "overtime"), one.overtime, [types[self.fleet[vehicle]]])
        if rules.overtime is not None:
            own = {name for name, one in rules.vehicles.items() if one.overtime is not None}
            left = {kind for vehicle, kind in self.fleet.items() if vehicle not in own}
            yield from self._overtime(("overtime",), rules.overtime, [types[kind] for kind in left])

    def _overtime(self, path: Path_, one: Overtime, kinds: list[VehicleType]) -> Iterator[Finding]:
        after = in_problem_units(self.file, one.after)
        longest = max(
            (min(kind.shift[1] - kind.shift[0], kind.max_duration) for kind in kinds), default=UNLIMITED
        )
        if longest < after:
            most = in_file_units(self.file, longest)
            cause = f"no route may last so long: the shift or the longest duration allows {most:.12g}"
            yield self._contradiction((*path, "after"), cause, "Write less, or delete the block")

    def _locks(self) -> Iterator[Finding]:
        for client, vehicle in self.written.rules.locks.items():
            path = ("locks", client)
            yield from self._unknown(path, "vehicle", vehicle, self.fleet)
            yield from self._visit(path, client, vehicle)

    def _visit(self, path: Path_, client: str, vehicle: str) -> Iterator[Finding]:
        """Find out whether the vehicle may visit the client, and is the only one that is to."""
        yield from self._unknown(path, "client", client, self.file.problem.client_by_id)
        if client not in self.fixed or vehicle not in self.fleet:
            return
        problem = self.file.problem
        kind = problem.vehicle_type_by_id[self.fleet[vehicle]]
        for end in ends(problem, client):
            if not kind.may_visit(problem.client_by_id[end]):
                cause = f"by the routing file vehicle {vehicle} may not visit client {end}"
                yield self._contradiction(path, cause, "Name another vehicle")
        other, said = self.fixed[client]
        if other != vehicle:
            cause = f"client {client} is vehicle {other}'s already ({written(said)})"
            yield self._contradiction(path, cause, "Name one vehicle")
        elif _begins(path) and said != path:
            cause = f"client {client} is named twice ({written(said)})"
            yield self._contradiction(path, cause, "Name it once")

    def _ties(self) -> Iterator[Finding]:
        """Find shipments and alternatives that are torn apart."""
        for shipment in self.file.problem.shipments:
            pickup, delivery = self.fixed.get(shipment.pickup), self.fixed.get(shipment.delivery)
            if delivery is not None:
                yield from self._shipment(shipment, pickup, *delivery)
        for group in self.file.problem.groups:
            begun = [
                client for client in group.clients if client in self.fixed and _begins(self.fixed[client][1])
            ]
            for client in begun[1:]:
                cause = f"client {client} is an alternative to {begun[0]}, and one of them is visited at most"
                yield self._contradiction(self.fixed[client][1], cause, "Keep one of them")

    def _shipment(
        self, shipment: Shipment, pickup: tuple[str, Path_] | None, vehicle: str, path: Path_
    ) -> Iterator[Finding]:
        which = f"from {shipment.pickup} to {shipment.delivery}"
        order = self.written.rules.vehicles[vehicle].begins_with if _begins(path) else ()
        if pickup is not None and pickup[0] != vehicle:
            cause = f"the shipment {which} is fetched by vehicle {pickup[0]} ({written(pickup[1])})"
            yield self._contradiction(path, cause, "Name one vehicle for both ends")
        elif order and shipment.pickup not in order[: order.index(shipment.delivery)]:
            cause = f"the shipment {which} is brought before it is fetched"
            yield self._contradiction(path, cause, "Name its pickup before it")


def _begins(path: Path_) -> bool:
    """Whether a client is named among those with which a route begins, and not among the locks."""
    return path[0] == "vehicles"
