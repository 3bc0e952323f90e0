"""Makes the changes that a reason names, word by word, so that a test can see whether they serve the client."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from optimizer.routing.problem import UNLIMITED, Backhauls, Client, Matrix, Problem, VehicleType, Window

Change = Callable[..., Problem]


def cured(problem: Problem, fix: str, client: str) -> Problem:
    """Return the problem with every change made that a fix names for a client.

    Distances are in m, durations in s, as they are in the problem.

    Raises
    ------
    AssertionError
        If the fix says more than changes.
    """
    fix = fix.replace("its window", f"the window of {client}")
    found = list(_ANY.finditer(fix))
    assert re.sub(r"(further | and |^\w[\w ]*: )", "", _ANY.sub("", fix)) == "", fix
    for one in found:
        change, pattern = next((c, p) for p, c in _CHANGES.items() if re.fullmatch(p, one[0]))
        words = re.fullmatch(pattern, one[0])
        assert words is not None
        problem = change(problem, *words.groups())
    return problem


def _of_kind(problem: Problem, name: str, change: Callable[[VehicleType], dict[str, Any]]) -> Problem:
    kinds = (replace(one, **change(one)) if one.id == name else one for one in problem.vehicle_types)
    return problem.replace(vehicle_types=tuple(kinds))


def _of_clients(problem: Problem, change: Callable[[Client], dict[str, Any]]) -> Problem:
    return problem.replace(clients=tuple(replace(one, **change(one)) for one in problem.clients))


def _more_capacity(problem: Problem, measure: str, kind: str, amount: str) -> Problem:
    def change(one: VehicleType) -> dict[str, Any]:
        pairs = zip(problem.measures, one.capacity, strict=True)
        return {"capacity": tuple(held + int(amount) * (name == measure) for name, held in pairs)}

    return _of_kind(problem, kind, change)


def _longer(limit: str) -> Change:
    return lambda problem, kind, amount: _of_kind(
        problem, kind, lambda one: {limit: getattr(one, limit) + int(amount)}
    )


def _later_window(problem: Problem, client: str, amount: str) -> Problem:
    def change(one: Client) -> dict[str, Any]:
        if client != one.id:
            return {}
        return {"windows": (*one.windows[:-1], _ending_later(one.windows[-1], amount))}

    return _of_clients(problem, change)


def _ending_later(window: Window, amount: str) -> Window:
    return window[0], min(window[1] + int(amount), UNLIMITED)


def _later_shift(problem: Problem, kind: str, amount: str) -> Problem:
    return _of_kind(problem, kind, lambda one: {"shift": _ending_later(one.shift, amount)})


def _later_end(problem: Problem, kind: str, amount: str) -> Problem:
    vehicle = problem.vehicle_type_by_id[kind]
    depots = (
        replace(one, window=_ending_later(one.window, amount))
        if one.id in (vehicle.start_depot, vehicle.last_depot)
        else one
        for one in problem.depots
    )
    return _later_shift(problem.replace(depots=tuple(depots)), kind, amount)


def _new_way(problem: Problem, what: str, start: str, whither: str, end: str, kind: str) -> Problem:
    """Give a way, of no length, as is promised of ways that are given."""
    profile = problem.vehicle_type_by_id[kind].profile
    known: dict[str, Any] = {"depot": problem.depot_by_id, "client": problem.client_by_id}
    ends = known[what][start].location, known[whither][end].location
    old = problem.matrices[profile]
    distance, duration = np.array(old.distance), np.array(old.duration)
    distance[ends] = duration[ends] = 0
    return problem.replace(matrices={**problem.matrices, profile: Matrix(distance, duration, old.traffic)})


def _drop_breaks(problem: Problem, kind: str, names: str) -> Problem:
    gone = names.split(", ")
    return _of_kind(
        problem, kind, lambda one: {"breaks": tuple(rest for rest in one.breaks if rest.id not in gone)}
    )


def _skills(problem: Problem, kind: str, names: str) -> Problem:
    return _of_kind(problem, kind, lambda one: {"skills": one.skills | set(names.split(", "))})


def _allow(problem: Problem, kind: str) -> Problem:
    return _of_clients(
        problem,
        lambda one: {} if one.vehicle_types is None else {"vehicle_types": one.vehicle_types | {kind}},
    )


_WAY = r"from (depot|client) (\w+) to (depot|client) (\w+)"
_CHANGES: dict[str, Change] = {
    r"raise the (\w+) capacity of (\w+) by (\d+)": _more_capacity,
    r"let routes of (\w+) be (\d+) m longer": _longer("max_distance"),
    r"raise the maximum duration of (\w+) by (\d+) s": _longer("max_duration"),
    r"let the window of (\w+) end (\d+) s later": _later_window,
    r"let the shift of (\w+) end (\d+) s later": _later_shift,
    r"let the shift of (\w+) and the opening of its depots end (\d+) s later": _later_end,
    rf"give the way {_WAY} a distance and a duration for (\w+)": _new_way,
    r"drop or move \d+ breaks? of (\w+) \(([\w, ]+)\)": _drop_breaks,
    r"allow deliveries and collections of \w+ in any order": lambda problem: problem.replace(
        backhauls=Backhauls.MIXED
    ),
    r"allow trips that only collect, or add 1 delivery on its way": lambda problem: problem.replace(
        backhauls=Backhauls.LAST
    ),
    r"give (\w+) the skills? (\w+(?:, \w+)*)": _skills,
    r"allow 1 vehicle type \((\w+)\)": _allow,
    r"let (\w+) visit it": _allow,
    r"add 1 vehicle of type (\w+)": lambda problem, kind: _longer("count")(problem, kind, "1"),
}
_ANY = re.compile("|".join(re.sub(r"\((?!\?)", "(?:", one.replace(r"\(", r"\x28")) for one in _CHANGES))
