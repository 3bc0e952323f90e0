"""VRPLIB ``.sol`` files."""

from optimizer.routing.problem import Problem
from optimizer.routing.solution import Solution


def cost_text(cost: int, problem: Problem) -> str:
    """Cost in the file's own units: ``27591``, or ``827.3`` where distances are in tenths."""
    factor = problem.scale.cost_per_minor_unit
    return str(cost) if factor == 1 else f"{cost / factor:.{len(str(factor)) - 1}f}"


def write(problem: Problem, solution: Solution, cost: int) -> str:
    """Text of a ``.sol`` file: one line per route with client ids, then the cost in the file's units."""
    routes = [
        f"Route #{number}: {' '.join(visit.client for visit in route.visits)}"
        for number, route in enumerate(solution.routes, 1)
    ]
    return "\n".join([*routes, f"Cost {cost_text(cost, problem)}"]) + "\n"
