"""What today's plan pays for departing from yesterday's."""

from optimizer.routing.problem import Problem, Stability
from optimizer.routing.solution import Solution


def stability_of(
    problem: Problem,
    earlier: Solution,
    *,
    vehicle_change_cost: int = 0,
    shift_cost: int = 0,
    tolerance_s: int = 0,
) -> Stability:
    """Return the prices of changing an earlier plan, for a problem to be planned with them.

    A plan knows vehicle types, not the vehicles of a type: where it matters which van comes, each van is a type of its
    own with a ``count`` of 1, named for the van. Then a price keeps a client with its van as long as it pays, and a
    lock keeps it there whatever it costs: ``Client.vehicle_types`` with that van alone (this client on this vehicle),
    or ``VehicleType.prefix`` (this route begins so). A lock on another van than before pays the price.

    Parameters
    ----------
    problem
        The problem now, in the units and with the clock of the earlier plan.
    earlier
        The earlier plan, timed, as a search returns it. Clients that the problem does not have are left out; those
        whose vehicle type it does not have pay for the change on any.
    vehicle_change_cost
        Cost units for each client visited by another vehicle type than before.
    shift_cost
        Cost units per duration unit by which an arrival moves, beyond ``tolerance_s``, to either side.
    tolerance_s
        Duration units by which an arrival moves for free.

    Returns
    -------
    Stability
        To be set by ``problem.replace(stability=...)``.
    """
    previous = {
        visit.client: (route.vehicle_type, visit.arrival)
        for route in earlier.routes
        for visit in route.visits
        if visit.client in problem.client_by_id
    }
    return Stability(previous, vehicle_change_cost, shift_cost, tolerance_s)
