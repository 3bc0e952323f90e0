"""What the fulfilment stage decided, by row of the candidates."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from optimizer.fulfilment.solution import Assignment
from optimizer.options.candidates import Candidates
from optimizer.strategy.context import Context
from optimizer.strategy.plan import PlannedLine


@dataclass(frozen=True)
class ChosenShipment:
    """A shipment that is made: its candidate and the units of each of its lines.

    Parameters
    ----------
    row
        Row of the candidates.
    quantities
        Units by position of the line in the order book.
    """

    row: int
    quantities: dict[int, int]


class CandidateIndex:
    """Finds candidates by the planner's ids."""

    def __init__(self, context: Context, candidates: Candidates) -> None:
        self._context = context
        self._candidates = candidates
        orders, sites = context.book.ids, context.scenario.sites
        self._rows = {
            (orders[order], sites[source].id, option, departure): row
            for row, (order, source, option, departure) in enumerate(
                zip(
                    candidates.order.tolist(),
                    candidates.source.tolist(),
                    candidates.option,
                    candidates.departure,
                    strict=True,
                )
            )
        }
        lines = context.book.lines
        self._lines = {
            (orders[order], line): position
            for position, (order, line) in enumerate(zip(lines.order.tolist(), lines.id, strict=True))
        }

    def chosen(self, assignments: Iterable[Assignment]) -> dict[int, ChosenShipment]:
        """Group assignments into shipments, by candidate row."""
        found: dict[int, ChosenShipment] = {}
        for one in assignments:
            row = self._rows[one.order, one.source, one.option, one.departure]
            shipment = found.setdefault(row, ChosenShipment(row, {}))
            shipment.quantities[self._lines[one.order, one.line]] = one.quantity
        return found

    def key(self, row: int) -> str:
        """Return a candidate's reference ``order|source|option|departure``."""
        return "|".join(self.ids(row))

    def ids(self, row: int) -> tuple[str, str, str, str]:
        """Order, source, option and departure of a candidate."""
        candidates = self._candidates
        return (
            self._context.book.ids[candidates.order[row]],
            self._context.scenario.sites[candidates.source[row]].id,
            candidates.option[row],
            candidates.departure[row],
        )

    def lines(self, shipment: ChosenShipment) -> list[PlannedLine]:
        """Write a shipment's lines in the planner's ids."""
        order, source, option, departure = self.ids(shipment.row)
        names = self._context.book.lines.id
        return [
            PlannedLine(order, names[line], source, option, departure, quantity)
            for line, quantity in shipment.quantities.items()
        ]


def load_of(context: Context, shipment: ChosenShipment) -> tuple[int, int]:
    """Weight in grams and volume in millilitres, each unit rounded up."""
    lines, products = context.book.lines, context.book.products
    index = np.array(list(shipment.quantities), dtype=np.int64)
    units = np.array(list(shipment.quantities.values()), dtype=np.int64)
    product = lines.product[index]
    return int(products.weight_g[product] @ units), int(products.volume_ml[product] @ units)
