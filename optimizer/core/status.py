"""What became of an optimisation."""

from enum import StrEnum


class Status(StrEnum):
    """Outcome of one solve.

    OPTIMAL
        Proven best within the stated gap tolerance.
    FEASIBLE
        A checked solution; the search ended by its own rule (iterations, no improvement).
    TIME_LIMIT
        A checked solution; the search ended because its time was up or it was interrupted.
    INFEASIBLE
        No solution serves everything required; ``Result.solution`` is the best partial one, if any.
    ERROR
        The engine failed; there is no solution.
    """

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    TIME_LIMIT = "time_limit"
    INFEASIBLE = "infeasible"
    ERROR = "error"
