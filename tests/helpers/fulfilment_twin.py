"""The mathematics of a fulfilment problem once more, written to be read: PuLP, one constraint family each."""

import math

import pulp

from optimizer.fulfilment.problem import Problem, Split


class Twin:
    """The model of :class:`optimizer.fulfilment.problem.Problem`, term by term."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = pulp.LpProblem("fulfilment", pulp.LpMinimize)
        lines, ships = range(len(problem.line_ids)), range(len(problem.shipments.option))
        self.entries = list(zip(problem.entry_line.tolist(), problem.entry_shipment.tolist(), strict=True))
        self.x = {
            (k, n): self.model.add_variable(f"x_{k}_{n}", 0, int(problem.line_quantity[k]), "Integer")
            for k, n in self.entries
        }
        self.z = {n: self.model.add_variable(f"z_{n}", 0, 1, "Integer") for n in ships}
        self.v = {
            (g, t): self.model.add_variable(f"v_{g}_{t}", 0, van.count, "Integer")
            for g, pool in enumerate(problem.pools)
            for t, van in enumerate(pool.vehicles)
        }
        self.w = {u: self.model.add_variable(f"w_{u}", 0, 1, "Integer") for u in range(len(problem.openings))}
        self.served = {k: pulp.lpSum(self.x[k2, n] for k2, n in self.entries if k2 == k) for k in lines}
        self._objective()
        self._lines()
        self._shipment_cost_once()
        self._stock()
        self._site_throughput()
        self._vans()
        self._openings()
        self._split()
        if not problem.partial:
            self._all_or_none()

    def optimum(self) -> float:
        """Solve to proven optimality and return the value."""
        self.model.solve(pulp.HiGHS(msg=False, gapRel=0.0))
        assert pulp.LpStatus[self.model.status] == "Optimal"
        return float(pulp.value(self.model.objective))

    def _objective(self) -> None:
        problem = self.problem
        fixed = pulp.lpSum(float(problem.shipments.fixed_cost[n]) * z for n, z in self.z.items())
        unit = pulp.lpSum(
            float(cost) * self.x[pair]
            for pair, cost in zip(self.entries, problem.entry_unit_cost, strict=True)
        )
        unserved = pulp.lpSum(
            float(problem.unserved_cost[k]) * (1 - served * (1 / int(problem.line_quantity[k])))
            for k, served in self.served.items()
        )
        vans = pulp.lpSum(problem.pools[g].vehicles[t].fixed_cost * v for (g, t), v in self.v.items())
        openings = pulp.lpSum(problem.openings[u].fixed_cost * w for u, w in self.w.items())
        self.model += fixed + unit + unserved + vans + openings

    def _lines(self) -> None:
        for k, served in self.served.items():
            if any(k2 == k for k2, _ in self.entries):
                self.model += served <= int(self.problem.line_quantity[k])

    def _shipment_cost_once(self) -> None:
        for (k, n), x in self.x.items():
            self.model += x <= int(self.problem.line_quantity[k]) * self.z[n]

    def _stock(self) -> None:
        problem, ships = self.problem, self.problem.shipments
        for s in range(len(problem.sources)):
            for p in range(len(problem.products)):
                for d in range(problem.days):
                    left = [
                        x
                        for (k, n), x in self.x.items()
                        if ships.source[n] == s and problem.line_product[k] == p and ships.day[n] <= d
                    ]
                    if left:
                        self.model += pulp.lpSum(left) <= int(problem.available[s, p, d])

    def _site_throughput(self) -> None:
        problem, ships = self.problem, self.problem.shipments
        for s in range(len(problem.sources)):
            for d in range(problem.days):
                units = [x for (_, n), x in self.x.items() if ships.source[n] == s and ships.day[n] == d]
                if units and math.isfinite(problem.capacity[s, d]):
                    self.model += pulp.lpSum(units) <= float(problem.capacity[s, d])

    def _vans(self) -> None:
        problem, ships = self.problem, self.problem.shipments
        for g, pool in enumerate(problem.pools):
            vans = list(enumerate(pool.vehicles))
            for m in range(problem.load.shape[1]):
                load = pulp.lpSum(
                    float(problem.load[problem.line_product[k], m]) * x
                    for (k, n), x in self.x.items()
                    if ships.pool[n] == g
                )
                self.model += load <= pulp.lpSum(van.capacity[m] * self.v[g, t] for t, van in vans)
            time_s = pulp.lpSum(
                float(ships.pool_time_s[n]) * z for n, z in self.z.items() if ships.pool[n] == g
            )
            self.model += time_s <= pulp.lpSum(van.time_s * self.v[g, t] for t, van in vans)

    def _openings(self) -> None:
        for u, opening in enumerate(self.problem.openings):
            users = [z for n, z in self.z.items() if u in self.problem.opens[n]]
            for z in users:
                self.model += z <= self.w[u]
            if users and math.isfinite(opening.limit):
                self.model += pulp.lpSum(users) <= opening.limit

    def _split(self) -> None:
        problem = self.problem
        if problem.split is Split.LINE:
            return
        for k, n in self.entries:
            whole = self.model.add_variable(f"whole_{k}_{n}", 0, 1, "Integer")
            self.model += self.x[k, n] == int(problem.line_quantity[k]) * whole
        if problem.split is Split.NONE:
            for o in range(len(problem.orders)):
                mine = [z for n, z in self.z.items() if problem.shipments.order[n] == o]
                if mine:
                    self.model += pulp.lpSum(mine) <= 1

    def _all_or_none(self) -> None:
        problem = self.problem
        for o in range(len(problem.orders)):
            whole = self.model.add_variable(f"order_{o}", 0, 1, "Integer")
            for k, served in self.served.items():
                if problem.line_order[k] == o:
                    self.model += served == int(problem.line_quantity[k]) * whole
