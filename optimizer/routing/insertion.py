"""Where one more client fits at what cost."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Insertion:
    """Where one more client, or shipment, fits at what cost.

    Parameters
    ----------
    cost
        Cost units added.
    vehicle_type
        Id of the type that visits it.
    route
        Index of the route in the solution; None for a new route.
    position
        Number of clients visited before it, or before the place where a shipment is fetched.
    """

    cost: int
    vehicle_type: str
    route: int | None
    position: int
