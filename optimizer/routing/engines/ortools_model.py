"""Builds an OR-Tools routing model: one method per family of costs and constraints."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from ortools.constraint_solver import pywrapcp

from optimizer.routing.engines.bounds import (
    between,
    cost_bound,
    depot_windows,
    horizon,
    longest_leg,
    usable_types,
)
from optimizer.routing.problem import UNLIMITED, Backhauls, Client, IntArray, Problem, VehicleType
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import Solution


class RoutingModel:
    """A problem as an OR-Tools routing model.

    Nodes are the depots in use, nowhere if routes are open, then the clients; nowhere is where open routes end, with
    no way to it from anywhere. Every client is in a disjunction, so that the model always has a solution: an optional
    client's penalty is its prize, a required one's exceeds the cost of any plan.

    Parameters
    ----------
    problem
        Has a client, and a vehicle that can leave and return.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.horizon = horizon(problem)
        self.penalty = cost_bound(problem) + 1
        self.vehicles = [
            kind for kind in usable_types(problem) for _ in range(min(kind.count, len(problem.clients)))
        ]
        # a depot that no vehicle uses would be one more place to visit
        starts = [problem.depot_by_id[kind.start_depot] for kind in self.vehicles]
        ends = [None if kind.open_end else problem.depot_by_id[kind.last_depot] for kind in self.vehicles]
        self._depots = list(dict.fromkeys([*starts, *(one for one in ends if one is not None), *ends]))
        self._number = {client.id: number for number, client in enumerate(problem.clients)}
        self.manager = pywrapcp.RoutingIndexManager(
            len(self._depots) + len(problem.clients),
            len(self.vehicles),
            [self._depots.index(one) for one in starts],
            [self._depots.index(one) for one in ends],
        )
        self.routing = pywrapcp.RoutingModel(self.manager)
        self._rows = [0 if depot is None else depot.location for depot in self._depots]
        self._rows += [client.location for client in problem.clients]
        self._barred = max(longest_leg(problem, kind) for kind in self.vehicles)
        self._add_costs()
        self._add_time()
        self._add_distance()
        self._add_loads()
        self._add_clients()
        self._add_shipments()
        self._add_backhauls()

    def node(self, client: str) -> int:
        """Index in the routing model of the client of this id."""
        return int(self.manager.NodeToIndex(len(self._depots) + self._number[client]))

    def _distances(self, kind: VehicleType) -> IntArray:
        distance = between(self.problem.matrices[kind.profile].distance, self._rows)
        distance[distance == UNLIMITED] = self._barred
        return self._idle(distance)

    def _durations(self, kind: VehicleType) -> IntArray:
        duration = between(self.problem.matrices[kind.profile].duration, self._rows)
        duration[duration == UNLIMITED] = self.horizon + 1
        self._idle(duration)
        services = [0 if depot is None else depot.service_s for depot in self._depots]
        services += [client.service_s for client in self.problem.clients]
        duration += np.array(services, dtype=np.int64)[:, None]
        return self._idle(duration, nowhere=False)

    def _idle(self, matrix: IntArray, *, nowhere: bool = True) -> IntArray:
        # only an unused vehicle goes from depot to depot, and it stays where it is
        depots = len(self._depots)
        matrix[:depots, :depots] = 0
        if nowhere and None in self._depots:
            matrix[:, self._depots.index(None)] = 0
        return matrix

    def _transits(self, matrix_of: Callable[[VehicleType], IntArray]) -> list[int]:
        """Register one matrix per vehicle type; return the transit index of each vehicle."""
        registered: dict[str, int] = {}
        for kind in self.vehicles:
            if kind.id not in registered:
                registered[kind.id] = self.routing.RegisterTransitMatrix(matrix_of(kind).tolist())
        return [registered[kind.id] for kind in self.vehicles]

    def _add_costs(self) -> None:
        """Charge the fixed cost of each vehicle used, the distance it drives, and the lesser prizes it collects.

        The way to an alternative costs what is forgone by visiting just that one of its group.
        """
        forgone = np.zeros(len(self._rows), dtype=np.int64)
        for group in self.problem.groups:
            prizes = [self.problem.client_by_id[client].prize for client in group.clients]
            places = [len(self._depots) + self._number[client] for client in group.clients]
            forgone[places] = max(prizes) - np.array(prizes, dtype=np.int64)
        transits = self._transits(lambda kind: kind.cost_per_distance * self._distances(kind) + forgone)
        for vehicle, (kind, transit) in enumerate(zip(self.vehicles, transits, strict=True)):
            self.routing.SetArcCostEvaluatorOfVehicle(transit, vehicle)
            self.routing.SetFixedCostOfVehicle(kind.fixed_cost, vehicle)

    def _add_time(self) -> None:
        """Shift and depot windows, waiting, maximum duration, and cost of the duration ``end - start``.

        A route starts when the vehicle begins to load.
        """
        transits = self._transits(self._durations)
        self.routing.AddDimensionWithVehicleTransits(transits, self.horizon, self.horizon, False, "time")
        self.time = self.routing.GetDimensionOrDie("time")
        for vehicle, kind in enumerate(self.vehicles):
            start, end = self.routing.Start(vehicle), self.routing.End(vehicle)
            for node, window in zip((start, end), depot_windows(self.problem, kind), strict=True):
                self.time.CumulVar(node).SetRange(window[0], min(window[1], self.horizon))
            if kind.max_duration < self.horizon:
                self.time.SetSpanUpperBoundForVehicle(kind.max_duration, vehicle)
            if kind.cost_per_duration:
                self.time.SetSpanCostCoefficientForVehicle(kind.cost_per_duration, vehicle)
            if kind.cost_per_overtime and kind.overtime_after < self.horizon:
                overtime = pywrapcp.BoundCost(kind.overtime_after, kind.cost_per_overtime)
                self.time.SetSoftSpanUpperBoundForVehicle(overtime, vehicle)
            self.routing.AddVariableMinimizedByFinalizer(self.time.CumulVar(end))
            self.routing.AddVariableMaximizedByFinalizer(self.time.CumulVar(start))

    def _add_distance(self) -> None:
        """Maximum distance of each route, and cost of the longest one: all begin at 0, so it is the largest end."""
        price = self.problem.longest_route_cost
        if not price and all(kind.max_distance == UNLIMITED for kind in self.vehicles):
            return
        limits = [kind.max_distance for kind in self.vehicles]
        self.routing.AddDimensionWithVehicleTransitAndCapacity(
            self._transits(self._distances), 0, limits, True, "distance"
        )
        self.routing.GetDimensionOrDie("distance").SetGlobalSpanCostCoefficient(price)

    def _add_loads(self) -> None:
        """Load per measure along each route: deliveries from the start, collections to the end, shipments between.

        The delivered total is the load at the start; from there the load falls by each delivery, rises by each
        collection, and never exceeds the capacity.
        """
        for index, measure in enumerate(self.problem.measures):
            capacities = [kind.capacity[index] for kind in self.vehicles]
            delivery = [client.delivery[index] if client.delivery else 0 for client in self.problem.clients]
            taken = [client.pickup[index] if client.pickup else 0 for client in self.problem.clients]
            for shipment in self.problem.shipments:
                amount = shipment.amount[index] if shipment.amount else 0
                taken[self._number[shipment.pickup]] = amount
                taken[self._number[shipment.delivery]] = -amount
            delivered = self._load(f"delivered {measure}", delivery, capacities, fixed=True)
            if not any(taken):
                continue
            change = [more - less for more, less in zip(taken, delivery, strict=True)]
            load = self._load(f"load {measure}", change, capacities, fixed=False)
            solver = self.routing.solver()
            for vehicle in range(len(self.vehicles)):
                total = delivered.CumulVar(self.routing.End(vehicle))
                solver.Add(load.CumulVar(self.routing.Start(vehicle)) == total)

    def _load(self, name: str, change: list[int], capacities: list[int], *, fixed: bool) -> Any:  # noqa: ANN401
        transit = self.routing.RegisterUnaryTransitVector([0] * len(self._depots) + change)
        self.routing.AddDimensionWithVehicleCapacity(transit, 0, capacities, fixed, name)
        return self.routing.GetDimensionOrDie(name)

    def _add_clients(self) -> None:
        """Time windows, release times, allowed vehicles; prizes as penalties."""
        for client in self.problem.clients:
            node = self.node(client.id)
            if client.id not in self.problem.group_of:
                self.routing.AddDisjunction([node], self.penalty if client.required else client.prize)
            self._add_windows(client, self.time.CumulVar(node))
            if client.release_s > 0:
                self._add_release(client, node)
            if not all(kind.may_visit(client) for kind in self.vehicles):
                self._add_allowed(client, node)
        for group in self.problem.groups:
            prize = max(self.problem.client_by_id[client].prize for client in group.clients)
            nodes = [self.node(client) for client in group.clients]
            self.routing.AddDisjunction(nodes, self.penalty if group.required else prize)

    def _add_windows(self, client: Client, start: Any) -> None:  # noqa: ANN401
        if client.windows:
            start.SetRange(client.windows[0][0], min(client.windows[-1][1], self.horizon))
        for before, after in pairwise(client.windows):
            if after[0] - before[1] > 1:
                start.RemoveInterval(before[1] + 1, after[0] - 1)

    def _add_release(self, client: Client, node: int) -> None:
        solver = self.routing.solver()
        for vehicle, kind in enumerate(self.vehicles):
            carried = solver.IsEqualCstVar(self.routing.VehicleVar(node), vehicle)
            begins = self.time.CumulVar(self.routing.Start(vehicle))
            loading = self.problem.depot_by_id[kind.start_depot].service_s
            solver.Add(begins >= max(client.release_s - loading, 0) * carried)

    def _add_allowed(self, client: Client, node: int) -> None:
        vehicles = [vehicle for vehicle, kind in enumerate(self.vehicles) if kind.may_visit(client)]
        # -1 stands for no vehicle; SetAllowedVehiclesForIndex takes no Python list
        self.routing.VehicleVar(node).SetValues([-1, *vehicles])

    def _add_shipments(self) -> None:
        """Both ends of a shipment are on the same route, the pickup first, or on none."""
        if not self.problem.shipments:
            return
        solver = self.routing.solver()
        self.routing.AddConstantDimension(1, len(self.problem.clients) + 1, True, "position")
        position = self.routing.GetDimensionOrDie("position")
        for shipment in self.problem.shipments:
            pickup, delivery = self.node(shipment.pickup), self.node(shipment.delivery)
            self.routing.AddPickupAndDelivery(pickup, delivery)
            solver.Add(self.routing.VehicleVar(pickup) == self.routing.VehicleVar(delivery))
            solver.Add(position.CumulVar(pickup) <= position.CumulVar(delivery))

    def _add_backhauls(self) -> None:
        """No collection before a delivery, and where it is asked for, a delivery before each collection."""
        order = self.problem.backhauls
        if order is Backhauls.MIXED:
            return
        delivers = [any(client.delivery) for client in self.problem.clients]
        collects = [any(client.pickup) for client in self.problem.clients]
        collected, delivered = self._count("collections", collects), self._count("deliveries", delivers)
        for client, is_delivery, is_collection in zip(self.problem.clients, delivers, collects, strict=True):
            node = self.node(client.id)
            if is_delivery:
                collected.CumulVar(node).SetMax(0)
            elif is_collection and order is Backhauls.LAST_AFTER_DELIVERY:
                delivered.CumulVar(node).SetMin(1)

    def _count(self, name: str, counted: list[bool]) -> Any:  # noqa: ANN401
        """Dimension that holds how many of the clients counted were visited before."""
        most = [len(counted)] * len(self.vehicles)
        return self._load(name, [int(one) for one in counted], most, fixed=True)

    def locks(self) -> list[list[int]]:
        """Nodes with which the route of each vehicle begins, fixed in advance."""
        return [[self.node(client) for client in kind.prefix] for kind in self.vehicles]

    def warm_start(self, start: Solution) -> list[list[int]]:
        """Return what fits of ``start``: nodes per vehicle, known clients once each."""
        left = set(self._number)
        free: dict[str, list[int]] = {}
        for vehicle, kind in enumerate(self.vehicles):
            free.setdefault(kind.id, []).append(vehicle)
        tours: list[list[int]] = [[] for _ in self.vehicles]
        for route in start.routes:
            if free.get(route.vehicle_type):
                known = [visit.client for visit in route.visits if visit.client in left]
                left.difference_update(known)
                tours[free[route.vehicle_type].pop(0)] = [self.node(client) for client in known]
        return tours

    def written(self, assignment: Any) -> Solution:  # noqa: ANN401
        """Return an assignment in the planner's ids."""
        tours = []
        for vehicle, kind in enumerate(self.vehicles):
            clients = []
            node = assignment.Value(self.routing.NextVar(self.routing.Start(vehicle)))
            while not self.routing.IsEnd(node):
                number = self.manager.IndexToNode(node) - len(self._depots)
                clients.append(self.problem.clients[number].id)
                node = assignment.Value(self.routing.NextVar(node))
            if clients:
                tours.append((kind.id, clients))
        return timed_solution(self.problem, tours)
