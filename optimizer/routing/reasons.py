"""Why clients are left out, and the smallest change that would serve each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from optimizer.core.errors import code
from optimizer.core.result import Unserved
from optimizer.routing.alone import likeliest_types, whole_fleet
from optimizer.routing.marginal import Insertion, InsertionTable
from optimizer.routing.problem import Backhauls, Client, Group, Problem, VehicleType
from optimizer.routing.reach import Reach
from optimizer.routing.shortfalls import (
    BACKHAUL_ORDER,
    BREAKS,
    CAPACITY,
    MAX_DISTANCE,
    MAX_DURATION,
    SHIFT_TOO_SHORT,
    TRAFFIC,
    UNREACHABLE,
    WINDOW_UNREACHABLE,
    Shortfall,
    shortfalls,
)
from optimizer.routing.solution import Solution

__all__ = [
    "BACKHAUL_ORDER",
    "BREAKS",
    "CAPACITY",
    "MAX_DISTANCE",
    "MAX_DURATION",
    "NOT_WORTH_PRIZE",
    "NO_VEHICLE_LEFT",
    "NO_VEHICLE_TYPE",
    "PREFIX",
    "RELOADS",
    "SEARCH_TIME",
    "SHIFT_TOO_SHORT",
    "SKILL",
    "TRAFFIC",
    "UNREACHABLE",
    "WINDOW_UNREACHABLE",
    "Shortfall",
    "explain",
    "servable",
    "shortfalls",
]

NO_VEHICLE_TYPE = code(
    "client-no-vehicle-type",
    "No vehicle that may visit the client is in the fleet.",
    "Add a vehicle of an allowed type, or allow another type.",
)
SKILL = code(
    "client-skill",
    "No vehicle that may visit the client has the skills it asks for.",
    "Give a vehicle the skill, or add one that has it.",
)
NOT_WORTH_PRIZE = code(
    "client-not-worth-prize",
    "The client is optional, and the cheapest way to serve it costs more than its prize.",
    "Raise the prize, or accept that it is left out.",
)
NO_VEHICLE_LEFT = code(
    "client-no-vehicle-left",
    "The client fits on no route of the plan, or in none of the likeliest places, and every vehicle that could serve "
    "it alone is in use.",
    "Add a vehicle, let the one that is named visit the client, or raise one of the limits named by the amount that a "
    "route is short of.",
)
PREFIX = code(
    "client-prefix",
    "The client fits on a route only if what is fixed of its beginning is given up.",
    "Free the beginning of the route, or add a vehicle.",
)
RELOADS = code(
    "client-reloads",
    "The client fits on one more trip only, and the vehicle may not load again so often.",
    "Allow one more reload, or add a vehicle.",
)
SEARCH_TIME = code(
    "client-search-time",
    "The client could still be inserted at a gain; the search ended before it was.",
    "Give the search more time or iterations.",
)

#: Effort of timing to explain one plan, see :func:`~optimizer.routing.trials.timing_effort`: less than 0.2 s of work,
#: told in legs so that it is the same everywhere.
_EFFORT = 40_000
#: Of the effort for one question, one part in so many may be spent once more for each limit that is missed.
_SHARE = 20


def servable(problem: Problem) -> tuple[Client, ...]:
    """Clients that some vehicle can serve, alone or perhaps on the way to others; shipments at both ends."""
    ways = _Ways(problem)
    return tuple(client for client in problem.clients if ways.serve(_unit(problem, client.id)))


class _Ways:
    """Ways of serving clients, alone or on the way to others."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._reach = Reach(problem)

    def serve(self, clients: tuple[Client, ...]) -> bool:
        """Whether some vehicle can serve them, or may be able to on the way to others."""
        kinds = _allowed(self._problem, clients)
        # most can be served alone by the first
        if kinds and not shortfalls(self._problem, kinds[0], *clients):
            return True
        if kinds[1:] and self._fleet.search(clients, 1).insertion is not None:
            return True
        return any(not any(self._reach.excludes(kind, one) for one in clients) for kind in kinds)

    @cached_property
    def _fleet(self) -> InsertionTable:
        return InsertionTable(whole_fleet(self._problem), Solution(()))


def explain(problem: Problem, solution: Solution) -> tuple[Unserved, ...]:
    """Return each unserved client's reason and the smallest change that would serve it.

    Parameters
    ----------
    problem, solution
        A problem and a checked solution of it.

    Returns
    -------
    tuple[Unserved, ...]
        In the order of ``solution.unserved``. Both ends of a shipment have the shipment's reason; alternatives of a
        group have that of the one that is nearest to being served, and none if one of them is visited.
    """
    if not solution.unserved:
        return ()
    case = _Case(problem, solution)
    left_out = set(solution.unserved)
    verdicts: dict[str, _Verdict] = {}
    told = []
    for client in solution.unserved:
        group = problem.group_of.get(client)
        alternatives = (client,) if group is None else group.clients
        if left_out.issuperset(alternatives):
            first = alternatives[0] if group else _unit(problem, client)[0].id
            if first not in verdicts:
                verdicts[first] = case.verdict(client) if group is None else case.nearest(group)
            told.append(verdicts[first].told(client))
    return tuple(told)


@dataclass(frozen=True)
class _Verdict:
    """What is lacking for ``whom``; the smaller ``rank``, the nearer it is to being served."""

    rank: int
    lacking: tuple[Shortfall, ...]
    whom: str = ""

    @property
    def order(self) -> tuple[int, int, int]:
        return self.rank, len(self.lacking), sum(one.amount for one in self.lacking)

    def told(self, client: str) -> Unserved:
        detail = self.whom + "; ".join(one.detail for one in self.lacking)
        fix = self.whom + " and ".join(one.fix for one in self.lacking)
        return Unserved("client", client, self.lacking[0].reason, detail, fix)


class _Case:
    """One solution, of which clients are explained."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self._problem = problem
        self._solution = solution
        self._table = InsertionTable(problem, solution)

    def verdict(self, client: str) -> _Verdict:
        """Judge a client, or the shipment of which it is an end."""
        clients = _unit(self._problem, client)
        found = self._judged(clients)
        if len(clients) == 1:
            return found
        return replace(found, whom=f"shipment from {clients[0].id} to {clients[1].id}: ")

    def nearest(self, group: Group) -> _Verdict:
        """Judge a group by the alternative that is nearest to being served."""
        known = self._problem.client_by_id
        verdicts = (
            replace(
                self._judged((replace(known[client], required=group.required),)),
                whom=f"group {group.id} at {client}: ",
            )
            for client in group.clients
        )
        return min(verdicts, key=lambda one: one.order)

    def _judged(self, clients: tuple[Client, ...]) -> _Verdict:
        problem = self._problem
        kinds = _allowed(problem, clients)
        if not kinds:
            return _Verdict(3, self._not_allowed(clients))
        found = self._table.search(clients, self._most)
        if found.insertion is not None:
            return _Verdict(0, (_insertable(problem, clients, found.insertion, found.complete),))
        in_the_way = next(self._in_the_way(clients), None)
        if in_the_way is not None:
            return _Verdict(1, (in_the_way,))
        alone = self._fleet.search(clients, self._most).insertion
        if alone is not None:
            # ends of a shipment one after the other: pairs of gaps would be too many
            others = *self._elsewhere(clients), *self._table.misses(clients, self._nearest)
            only = sum(kind.count for kind in kinds) == 1
            lacking = _no_vehicle_left(problem, alone, others, complete=found.complete, only=only)
            return _Verdict(1, (lacking,))
        # the type that needs the fewest and smallest changes
        looked = (
            shortfalls(problem, kind, *clients)
            for kind in likeliest_types(problem, kinds, clients, self._most)
        )
        return _Verdict(
            2, min(looked, key=lambda lacking: (len(lacking), sum(one.amount for one in lacking)))
        )

    def _not_allowed(self, clients: tuple[Client, ...]) -> tuple[Shortfall, ...]:
        """No vehicle may visit the clients: return all that the type lacks that is nearest to serving them."""
        problem = self._problem
        known = frozenset(kind.id for kind in problem.vehicle_types)
        named = known.intersection(*(one.vehicle_types for one in clients if one.vehicle_types is not None))
        skills = frozenset[str]().union(*(one.skills for one in clients))
        choices = []
        for kind in likeliest_types(
            problem,
            problem.vehicle_types,
            clients,
            self._most,
            lambda kind: (kind.id not in named, not kind.count, len(skills - kind.skills)),
        ):
            missing = skills - kind.skills
            lacking = [] if kind.id in named else [_not_named(kind)]
            lacking += [] if kind.count else [_no_vehicle(problem, kind, named, skills)]
            lacking += [_no_skill(kind, skills, missing)] if missing else []
            lacking += shortfalls(problem, kind, *clients)
            # a type at hand before one to add, and that before one to allow
            rank = kind.id not in named, not kind.count, len(lacking), len(missing)
            choices.append((rank, sum(one.amount for one in lacking), kind.id, tuple(lacking)))
        if not choices:
            return (Shortfall(NO_VEHICLE_TYPE, 1, "there are no vehicles at all", "add 1 vehicle"),)
        return min(choices)[-1]

    @cached_property
    def _fleet(self) -> InsertionTable:
        """Where clients fit alone on a vehicle more."""
        return InsertionTable(whole_fleet(self._problem), Solution(()))

    def _in_the_way(self, clients: tuple[Client, ...]) -> Iterator[Shortfall]:
        """Yield each rule of order without which the clients could be inserted."""
        for reason, (table, detail, fix) in self._eased.items():
            found = table.search(clients, self._most).insertion
            if found is not None:
                kind = found.vehicle_type
                # what it must be free of is its own beginning, or that which it is fixed to itself
                fixed = (one.id for one in self._problem.vehicle_types if clients[0].id in one.prefix)
                words = {"kind": kind, "begun": next(fixed, kind)}
                yield Shortfall(reason, 1, detail.format(**words), fix.format(**words))

    def _elsewhere(self, clients: tuple[Client, ...]) -> Iterator[str]:
        """Yield the vehicle type that could serve them in the plan as it is, were they not kept to others."""
        if all(one.vehicle_types is None for one in clients):
            return
        free = tuple(replace(one, vehicle_types=None) for one in clients)
        found = self._table.search(free, self._most).insertion
        if found is not None:
            yield f"let {found.vehicle_type} visit it"

    @cached_property
    def _most(self) -> int:
        """Return the effort of timing for one question."""
        return max(1, _EFFORT // (len(self._solution.unserved) * (1 + len(self._eased))))

    @property
    def _nearest(self) -> int:
        """Return the effort of timing for each limit that a client misses by little."""
        return max(1, self._most // _SHARE)

    @cached_property
    def _eased(self) -> dict[str, tuple[InsertionTable, str, str]]:
        """Where clients fit without each rule of order that the problem has, and how that is told."""
        return {
            reason: (InsertionTable(eased, self._solution), detail, fix)
            for reason, eased, detail, fix in _eased(self._problem)
        }


def _eased(problem: Problem) -> Iterator[tuple[str, Problem, str, str]]:
    """Yield the problem without each rule of order that it has, and how that is told."""
    kinds = problem.vehicle_types
    if problem.backhauls_ordered:
        yield (
            BACKHAUL_ORDER,
            problem.replace(backhauls=Backhauls.MIXED),
            "{kind} could serve it if deliveries and collections came in any order",
            "allow deliveries and collections of {kind} in any order",
        )
    limited = {kind.id for kind in kinds if kind.reload_depots and kind.max_reloads < len(problem.clients)}
    if limited:
        more = (replace(one, max_reloads=one.max_reloads + 1) if one.id in limited else one for one in kinds)
        yield (
            RELOADS,
            problem.replace(vehicle_types=tuple(more)),
            "{kind} could serve it on one more trip, for which it may not load again",
            "raise the number of reloads of {kind} by 1",
        )
    if any(kind.prefix for kind in kinds):
        yield (
            PREFIX,
            problem.replace(vehicle_types=tuple(replace(kind, prefix=()) for kind in kinds)),
            "{kind} could serve it if the beginning of the route of {begun} were not fixed",
            "free the beginning of the route of {begun}",
        )


def _unit(problem: Problem, client: str) -> tuple[Client, ...]:
    """Return the client, or both ends of its shipment in order."""
    shipment = problem.shipment_of.get(client)
    if shipment is None:
        return (problem.client_by_id[client],)
    return problem.client_by_id[shipment.pickup], problem.client_by_id[shipment.delivery]


def _allowed(problem: Problem, clients: tuple[Client, ...]) -> list[VehicleType]:
    return [
        kind
        for kind in problem.vehicle_types
        if kind.count > 0 and all(kind.may_visit(client) for client in clients)
    ]


def _not_named(kind: VehicleType) -> Shortfall:
    detail, fix = "no vehicle type may visit it", f"allow 1 vehicle type ({kind.id})"
    return Shortfall(NO_VEHICLE_TYPE, 1, detail, fix)


def _no_vehicle(
    problem: Problem, kind: VehicleType, named: frozenset[str], skills: frozenset[str]
) -> Shortfall:
    able = sorted(one for one in named if skills <= problem.vehicle_type_by_id[one].skills) or sorted(named)
    told = f"of the vehicle types that may visit it ({', '.join(able)})" if able else f"of {kind.id}"
    return Shortfall(NO_VEHICLE_TYPE, 1, f"{told} there is no vehicle", f"add 1 vehicle of type {kind.id}")


def _no_skill(kind: VehicleType, skills: frozenset[str], missing: frozenset[str]) -> Shortfall:
    lacks = sorted(missing)
    detail = f"it asks for {_skills(sorted(skills))}, and {kind.id} lacks {', '.join(lacks)}"
    return Shortfall(SKILL, len(missing), detail, f"give {kind.id} {_skills(lacks)}")


def _skills(names: list[str]) -> str:
    return f"the skill{'s' if len(names) > 1 else ''} {', '.join(names)}"


def _no_vehicle_left(
    problem: Problem, alone: Insertion, others: tuple[str, ...], *, complete: bool, only: bool
) -> Shortfall:
    kind = alone.vehicle_type
    fixed = problem.vehicle_type_by_id[kind].fixed_cost
    whole = "the only vehicle" if only else "every vehicle"
    nowhere = "on no route" if complete else "in none of the likeliest places on routes"
    detail = f"it fits {nowhere}, and {whole} that could serve it alone is in use"
    besides = " besides its fixed cost" if fixed else ""
    add = f"add 1 vehicle of type {kind}, which would serve it for {_money(problem, alone.cost - fixed)}{besides}"
    return Shortfall(NO_VEHICLE_LEFT, 1, detail, ", or ".join((add, *others)))


def _insertable(
    problem: Problem, clients: tuple[Client, ...], insertion: Insertion, complete: bool
) -> Shortfall:
    worth = sum(client.prize for client in clients)
    short = insertion.cost - worth
    fixed = {client for kind in problem.vehicle_types for client in kind.prefix}
    required = clients[0].required or any(client.id in fixed for client in clients)
    if required or short < 0:
        gain = "" if required else ", less than its prize"
        detail = f"{insertion.vehicle_type} could serve it for {_money(problem, insertion.cost)}{gain}"
        return Shortfall(SEARCH_TIME, 0, detail, "give the search more time or iterations")
    prize = _money(problem, worth)
    where = "" if complete else " in the likeliest places"
    detail = f"serving it{where} costs at least {_money(problem, insertion.cost)}, its prize is {prize}"
    return Shortfall(NOT_WORTH_PRIZE, short, detail, f"raise its prize by more than {_money(problem, short)}")


def _money(problem: Problem, amount: int) -> str:
    return f"{amount / problem.scale.cost_per_minor_unit:.12g} units of cost"
