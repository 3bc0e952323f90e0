"""What rules cost, in whole cost units of a problem, and how vehicles or tasks still come before cost."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from optimizer.core.yaml_values import Path_
from optimizer.routing.engines.bounds import COST_CEILING, dearest_plan
from optimizer.routing.formats.routing_file import Objective, RoutingFile
from optimizer.routing.formats.rules_file.models import Keep, Overtime, Rules, exact
from optimizer.routing.formats.vroom_prices import TIME_AND_DISTANCE
from optimizer.routing.matrix import UNLIMITED
from optimizer.routing.problem import Problem, Scale


@dataclass(frozen=True)
class RulePrices:
    """Turns prices of a rules file into cost units of a problem.

    Parameters
    ----------
    scale
        The problem's.
    finer
        By how much cost units are smaller than the problem's.
    """

    scale: Scale
    finer: int = 1

    @classmethod
    def of(cls, rules: Rules, scale: Scale) -> "RulePrices":
        """Choose the largest cost units in which all prices of the rules are whole."""
        return cls(scale, lcm(*(price.denominator for price in cls(scale).each(rules).values())))

    def once(self, price: float) -> int:
        """Cost units of a price that is due once."""
        return int(self._once(price))

    def per_time(self, price: float) -> int:
        """Cost units for each unit of time of the problem."""
        return int(self._per_unit(price))

    def per_distance(self, price: float) -> int:
        """Cost units for each unit of distance of the problem."""
        return int(self._per_distance(price))

    def each(self, rules: Rules) -> dict[Path_, Fraction]:
        """Return every price of the rules in cost units, by its path of keys."""
        keep, balance = rules.keep or Keep(), rules.balance
        longest = 0 if balance is None else balance.cost_per_distance_of_longest_route
        return {
            ("keep", "cost_per_changed_vehicle"): self._once(keep.cost_per_changed_vehicle),
            ("keep", "cost_per_time_moved"): self._per_unit(keep.cost_per_time_moved),
            ("balance", "cost_per_distance_of_longest_route"): self._per_distance(longest),
            **{
                (*path, "cost_per_time"): self._per_unit(one.cost_per_time)
                for path, one in overtimes(rules).items()
            },
        }

    def _once(self, price: float) -> Fraction:
        return exact(price) * self.scale.cost_per_minor_unit * self.finer

    def _per_unit(self, price: float) -> Fraction:
        return self._once(price) / self.scale.distance_factor

    def _per_distance(self, price: float) -> Fraction:
        """Price of a unit; where vehicles pay for time and distance, distances of the problem are cost units."""
        if TIME_AND_DISTANCE in self.scale.profile_units.values():
            return exact(price) * self.finer
        return self._per_unit(price)


def overtimes(rules: Rules) -> dict[Path_, Overtime]:
    """Return all overtimes of rules, by their paths of keys."""
    every: dict[Path_, Overtime | None] = {("overtime",): rules.overtime}
    every |= {("vehicles", vehicle, "overtime"): one.overtime for vehicle, one in rules.vehicles.items()}
    return {path: one for path, one in every.items() if one is not None}


def in_finer_units(file: RoutingFile, finer: int) -> RoutingFile:
    """Count all costs of a problem in cost units that are so many times smaller.

    Raises
    ------
    OverflowError
        If a price is too large for it.
    """
    if finer == 1:
        return file
    problem = file.problem
    scale = replace(problem.scale, cost_per_minor_unit=problem.scale.cost_per_minor_unit * finer)
    kinds = tuple(
        replace(
            kind,
            fixed_cost=finer * kind.fixed_cost,
            cost_per_distance=finer * kind.cost_per_distance,
            cost_per_duration=finer * kind.cost_per_duration,
        )
        for kind in problem.vehicle_types
    )
    clients = tuple(replace(client, prize=finer * client.prize) for client in problem.clients)
    for kind in kinds:
        _refuse_beyond_whole_numbers((kind.fixed_cost, kind.cost_per_distance, kind.cost_per_duration))
    _refuse_beyond_whole_numbers(client.prize for client in clients)
    return replace(
        file,
        problem=problem.replace(scale=scale, vehicle_types=kinds, clients=clients),
        outweighs=finer * file.outweighs,
    )


def still_first(file: RoutingFile) -> RoutingFile:
    """Let vehicles or tasks that come before cost also come before what rules cost.

    Raises
    ------
    OverflowError
        If no whole number is large enough for it.
    """
    added = 0 if file.objective is Objective.COST else _most(file.problem)
    if not added:
        return file
    kinds, clients = file.problem.vehicle_types, file.problem.clients
    if file.objective is Objective.TASKS_FIRST:
        most = file.outweighs + added
        clients = tuple(replace(one, prize=one.prize // file.outweighs * most) for one in clients)
        _refuse_beyond_whole_numbers(one.prize for one in clients)
        _refuse_beyond_whole_numbers([sum(one.prize for one in clients)], COST_CEILING // 2)
        return replace(file, problem=file.problem.replace(clients=clients), outweighs=most)
    kinds = tuple(replace(kind, fixed_cost=kind.fixed_cost + added) for kind in kinds)
    _refuse_beyond_whole_numbers(kind.fixed_cost for kind in kinds)
    problem = file.problem.replace(vehicle_types=kinds)
    return replace(file, problem=problem, objective=Objective.VEHICLES_THEN_COST)


def _refuse_beyond_whole_numbers(values: Iterable[int], limit: int = UNLIMITED) -> None:
    if max(values, default=0) > limit:
        msg = "the prices are so large, or so fine, that costs could not be counted exactly"
        raise OverflowError(msg)


def _most(problem: Problem) -> int:
    """Most that overtime, the longest route and changes to an earlier plan add to what a plan costs."""
    kinds = tuple(replace(kind, cost_per_overtime=0) for kind in problem.vehicle_types)
    without = problem.replace(vehicle_types=kinds, stability=None, longest_route_cost=0)
    return dearest_plan(problem) - dearest_plan(without)
