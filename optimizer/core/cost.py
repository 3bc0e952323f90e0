"""Cost components and the lines a plan's cost is made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from optimizer.core.units import to_minor


class Component(StrEnum):
    """What a cost line pays for; every line has exactly one."""

    PROCUREMENT_FREIGHT = "procurement_freight"
    REPLENISHMENT = "replenishment"
    LINEHAUL = "linehaul"
    SITE_HANDLING = "site_handling"
    SITE_FIXED = "site_fixed"
    HOLDING = "holding"
    FLEET_FIXED = "fleet_fixed"
    FLEET_DISTANCE = "fleet_distance"
    FLEET_TIME = "fleet_time"
    FLEET_OVERTIME = "fleet_overtime"
    CARRIER = "carrier"
    PICKUP_HANDLING = "pickup_handling"
    PARTNER_COMMISSION = "partner_commission"
    EXPECTED_RETURNS = "expected_returns"
    LATENESS = "lateness"
    UNSERVED = "unserved"
    CO2 = "co2"


@dataclass(frozen=True, order=True)
class CostLine:
    """One booked cost.

    Parameters
    ----------
    component
        What it pays for.
    kind
        What ``ref`` names: ``order``, ``shipment``, ``route``, ``site``, ``product``, ``lane``.
    ref
        The id, or ids joined by ``|``.
    amount
        Integer minor units of the scenario's currency.
    """

    component: Component
    kind: str
    ref: str
    amount: int


class Ledger:
    """Collects cost lines; each amount is rounded once, when booked.

    Parameters
    ----------
    currency
        ISO 4217 code; decides the minor unit.
    """

    def __init__(self, currency: str) -> None:
        self.currency = currency
        self._lines: list[CostLine] = []

    def book(self, component: Component, kind: str, ref: str, amount: float) -> None:
        """Round ``amount`` (major units) to the minor unit and book it, unless it rounds to zero."""
        minor = to_minor(amount, self.currency)
        if minor:
            self._lines.append(CostLine(component, kind, ref, minor))

    def lines(self) -> tuple[CostLine, ...]:
        """All lines, sorted, so that two ledgers of the same plan are equal."""
        return tuple(sorted(self._lines))


def total(lines: Iterable[CostLine]) -> int:
    """Sum of the lines' amounts in minor units."""
    return sum(line.amount for line in lines)


def by_component(lines: Iterable[CostLine]) -> dict[Component, int]:
    """Sum per component in the order of :class:`Component`; components without a line are left out."""
    sums: dict[Component, int] = {}
    for line in lines:
        sums[line.component] = sums.get(line.component, 0) + line.amount
    return {component: sums[component] for component in Component if component in sums}
