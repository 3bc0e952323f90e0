"""Amounts of a problem in VROOM's format: as given, and tasks counted as goods where their number is limited."""

from dataclasses import dataclass

from optimizer.routing.formats.json_keys import Key
from optimizer.routing.formats.vroom_tasks import Stop, Tasks
from optimizer.routing.formats.vroom_vehicles import Terms, Vehicle


@dataclass(frozen=True)
class Amounts:
    """Capacity measures.

    Parameters
    ----------
    given
        How many amounts the file gives everything.
    limited
        Whether a vehicle limits its number of tasks: each task then is a unit of one more measure.
    """

    given: int
    limited: bool

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures; at least one."""
        names = tuple(f"amount{number}" for number in range(1, self.given + 1))
        return (*names, "tasks") if self.limited else names or ("amount",)

    def delivery(self, stop: Stop) -> tuple[int, ...]:
        """Amounts brought to a client."""
        if self.limited:
            return (*self._filled(stop.delivery), 1)
        return stop.delivery

    def pickup(self, stop: Stop) -> tuple[int, ...]:
        """Amounts collected from a client."""
        return (*stop.pickup, 0) if stop.pickup and self.limited else stop.pickup

    def capacity(self, terms: Terms, tasks: int) -> tuple[int, ...]:
        """Capacity of a vehicle; ``tasks`` is the number of all tasks."""
        if self.limited:
            return (*self._filled(terms.capacity), tasks if terms.max_tasks is None else terms.max_tasks)
        return terms.capacity or (0,) * len(self.measures)

    def _filled(self, amounts: tuple[int, ...]) -> tuple[int, ...]:
        return amounts or (0,) * self.given


def read_amounts(vehicles: list[Vehicle], tasks: Tasks) -> Amounts:
    """Find out which measures there are.

    Raises
    ------
    FormatError
        If two things have different numbers of amounts, tasks have some and a vehicle has no capacity, or the
        number of tasks is limited where there are shipments.
    """
    demands = [(stop.key, amounts) for stop in tasks.stops for amounts in (stop.delivery, stop.pickup)]
    demands += list(zip(tasks.shipment_keys, (one.amount for one in tasks.shipments), strict=True))
    capacities = [(vehicle.key, vehicle.terms.capacity) for vehicle in vehicles]
    first: tuple[Key, int] | None = None
    for key, amounts in (*capacities, *demands):
        if not amounts:
            continue
        if first is not None and len(amounts) != first[1]:
            cause = f"it has {len(amounts)} amounts, and {first[0].path} has {first[1]}"
            raise key.contradiction(cause, "Give everything as many.")
        first = first or (key, len(amounts))
    if any(amounts for _, amounts in demands):
        for key, capacity in capacities:
            if not capacity:
                cause = "it has no capacity, and tasks have amounts"
                raise key.contradiction(cause, "Add capacity.")
    return Amounts(0 if first is None else first[1], _limited(vehicles, tasks))


def _limited(vehicles: list[Vehicle], tasks: Tasks) -> bool:
    for vehicle in vehicles:
        if vehicle.terms.max_tasks is not None:
            if tasks.shipments:
                cause = "tasks of shipments are not counted"
                raise vehicle.key.need("max_tasks").unsupported(cause, "Do without max_tasks, or shipments.")
            return True
    return False
