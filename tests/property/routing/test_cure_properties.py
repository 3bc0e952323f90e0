"""On random clients that cannot be served, making every change that is named lets each be served."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimizer.routing.check import check
from optimizer.routing.marginal import InsertionTable
from optimizer.routing.problem import (
    UNLIMITED,
    Backhauls,
    Break,
    Client,
    Depot,
    Matrix,
    Problem,
    Shipment,
    Traffic,
    VehicleType,
    Window,
)
from optimizer.routing.reasons import NO_VEHICLE_LEFT, SEARCH_TIME, explain
from optimizer.routing.schedule import schedule, timed_solution
from optimizer.routing.solution import Solution
from tests.helpers.routing_cures import cured
from tests.helpers.routing_every_feature import Mixture
from tests.property.routing.test_insertion_properties import Tours, added, insertions, units

PLACES = 4
#: Features of which other reasons tell before that no vehicle is left, and alternatives that share one.
OTHER_CAUSES = frozenset({"prefix", "groups"})


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from((0.2, 0.5)), st.integers(1, 2))
def test_all_changes_named_serve_the_client(seed: int, share: float, count: int) -> None:
    """Whatever keeps a client or a shipment from being served: with the changes a route of its own holds every rule."""
    sick = Lacking(seed, share).problem(count)
    ids = tuple(client.id for client in sick.clients)
    told = explain(sick, Solution((), ids))[0]
    assume(told.reason != SEARCH_TIME)
    well = cured(sick, told.fix, told.id)
    assert any(served_alone(well, kind, ids) for kind in well.vehicle_types), told


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from((0.1, 0.3, 0.5)))
def test_each_alternative_to_a_vehicle_serves_the_client(seed: int, share: float) -> None:
    """Where a route of the plan is short of one limit, raising it by the amount makes room; by less does not.

    The latter holds where timing is simple: waiting, breaks, traffic and several windows leave estimates only; and for
    single clients, since ends of a shipment are looked at one after the other, and may fit apart with less.
    """
    problem = Mixture(seed, clients=10, share=share, without=OTHER_CAUSES).problem()
    plan = filled(problem)
    simple = not any(
        (
            any(kind.breaks for kind in problem.vehicle_types),
            any(matrix.traffic for matrix in problem.matrices.values()),
            any(len(client.windows) > 1 for client in problem.clients),
            any(kind.max_duration < UNLIMITED for kind in problem.vehicle_types),
        )
    )
    for told in explain(problem, plan):
        if told.reason == NO_VEHICLE_LEFT:
            for fix in told.fix.split(", or ")[1:]:
                assert fits(problem, plan, fix, told.id), (told.id, fix)
                amount = "duration" not in fix and "visit it" not in fix
                least = simple and amount and told.id not in problem.shipment_of
                assert not (least and fits(problem, plan, one_less(fix), told.id)), (told.id, fix)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6))
def test_another_vehicle_that_is_named_serves_a_locked_client(seed: int) -> None:
    """Who is kept to a full vehicle fits on the one named, in the plan as it is."""
    rng = np.random.default_rng(seed)
    problem = Mixture(seed, clients=10, share=0.2, without=OTHER_CAUSES).problem()
    kinds = [kind.id for kind in problem.vehicle_types[:2]]
    locked = tuple(
        replace(one, vehicle_types=frozenset({kinds[rng.integers(len(kinds))]})) for one in problem.clients
    )
    problem = problem.replace(clients=locked)
    plan = filled(problem)
    for told in explain(problem, plan):
        for fix in told.fix.split(", or ")[1:]:
            assert "visit it" not in fix or fits(problem, plan, fix, told.id), told


def one_less(fix: str) -> str:
    """Return a change by one unit less."""
    return re.sub(r"(?<= )\d+(?= s| m|$)", lambda amount: str(int(amount[0]) - 1), fix)


def fits(problem: Problem, plan: Solution, fix: str, client: str) -> bool:
    """Whether a client fits on a route of a plan once a change is made."""
    well = cured(problem, fix, client)
    unit = next(unit for unit in units(well) if client in [one.id for one in unit])
    return InsertionTable(well, plan).search(unit).insertion is not None


def filled(problem: Problem) -> Solution:
    """Return a plan to which no client can be added."""
    tours: Tours = []
    for unit in units(problem):
        plan = timed_solution(problem, tours)
        longer = (way for way in insertions(problem, tours, unit) if added(problem, plan, way) is not None)
        tours = next(longer, tours)
    return timed_solution(problem, tours)


def served_alone(problem: Problem, kind: VehicleType, ids: tuple[str, ...]) -> bool:
    """Whether a vehicle of the type can visit the clients on one route, by the checker."""
    if schedule(problem, kind.id, ids) is None:
        return False
    return check(problem, timed_solution(problem, [(kind.id, ids)])) == ()


class Lacking:
    """Draws problems of one client, or of one shipment, that often lack several things; ``share`` is how often each."""

    def __init__(self, seed: int, share: float) -> None:
        self.rng, self.share = np.random.default_rng(seed), share

    def chance(self) -> bool:
        """Whether a thing is used."""
        return bool(self.rng.random() < self.share)

    def upto(self, most: int, least: int = 0) -> int:
        """Return any number up to the largest."""
        return int(self.rng.integers(least, most + 1))

    def window(self) -> Window:
        """Return when something is open, often for too short a time."""
        opens = self.upto(20) if self.chance() else 0
        return opens, opens + self.upto(60) if self.chance() else UNLIMITED

    def problem(self, clients: int) -> Problem:
        """Return a problem of one client, or of the two of a shipment."""
        shipped = clients == 2
        return Problem(
            tuple(
                Depot(name, self.upto(PLACES - 1), self.window(), self.upto(5) if self.chance() else 0)
                for name in "DE"
            ),
            tuple(self.client(name, shipped) for name in "ab"[:clients]),
            tuple(self.kind(name) for name in ("van", "bike")[: self.upto(2, 1)]),
            {"default": self.matrix()},
            measures=("kg", "m3"),
            shipments=(Shipment("a", "b", (self.upto(9), self.upto(9))),) if shipped else (),
            backhauls=Backhauls.LAST_AFTER_DELIVERY if self.chance() else Backhauls.MIXED,
        )

    def matrix(self) -> Matrix:
        """Return a matrix of which some ways are shut, perhaps under traffic."""
        ways = self.rng.integers(0, 30, (2, PLACES, PLACES))
        shut = self.rng.random((PLACES, PLACES)) < self.share * 0.7
        ways[:, shut] = UNLIMITED
        ways[:, range(PLACES), range(PLACES)] = 0
        jam = Traffic((0, 10, 40), (1000, self.upto(900, 100), 1000)) if self.chance() else None
        return Matrix(ways[0], ways[1], jam)

    def client(self, name: str, shipped: bool) -> Client:
        """Return a client; without amounts of its own if it is an end of a shipment."""
        amounts: dict[str, Any] = {}
        if not shipped:
            amounts[("delivery", "pickup")[self.upto(1)]] = (self.upto(9), self.upto(9))
        first = self.upto(20)
        windows: tuple[Window, ...] = ((first, first + self.upto(20)),)
        if self.chance():
            windows = (*windows, (first + 30, first + 30 + self.upto(20)))
        return Client(
            name,
            self.upto(PLACES - 1),
            service_s=self.upto(9),
            windows=windows if self.chance() else (),
            release_s=self.upto(40) if self.chance() else 0,
            vehicle_types=frozenset(("van",)[: self.upto(1)]) if self.chance() else None,
            skills=frozenset({"cold", "lift"}) if self.chance() else frozenset(),
            **amounts,
        )

    def kind(self, name: str) -> VehicleType:
        """Return a vehicle type with limits, breaks and few skills."""
        noon = self.upto(20, 5)
        breaks = (Break("noon", self.upto(9, 1), (noon, noon + 5)), Break("late", 5, (noon + 10, noon + 20)))
        return VehicleType(
            name,
            int(not self.chance()),
            (self.upto(9, 3), self.upto(9, 3)),
            "D",
            end_depot="E" if self.chance() else None,
            cost_per_duration=self.upto(1),
            shift=self.window(),
            max_distance=self.upto(40) if self.chance() else UNLIMITED,
            max_duration=self.upto(50) if self.chance() else UNLIMITED,
            open_end=self.chance(),
            skills=frozenset({"cold", "lift"}) if self.chance() else frozenset({"cold"}),
            breaks=breaks[: self.upto(2)] if self.chance() else (),
        )
