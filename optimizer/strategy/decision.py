"""What the fulfilment stage decided, by row of the candidates."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from optimizer.fulfilment.solution import Assignment
from optimizer.options.table import Candidates
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
        self._rows = {candidates.key(row): row for row in range(len(candidates))}
        lines, orders = context.book.lines, context.book.ids
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

    def lines(self, shipment: ChosenShipment) -> list[PlannedLine]:
        """Write a shipment's lines in the planner's ids."""
        order, source, option, departure = self._candidates.key(shipment.row)
        names = self._context.book.lines.id
        return [
            PlannedLine(order, names[line], source, option, departure, quantity)
            for line, quantity in shipment.quantities.items()
        ]


def whole_order(candidates: Candidates, row: int) -> ChosenShipment:
    """Choose a candidate with every unit of every line it may carry."""
    entries = slice(int(candidates.first_entry[row]), int(candidates.first_entry[row + 1]))
    lines = candidates.entry_line[entries]
    units = candidates.book.lines.quantity[lines]
    return ChosenShipment(row, dict(zip(lines.tolist(), units.tolist(), strict=True)))


def load_of(context: Context, shipment: ChosenShipment) -> tuple[int, int]:
    """Weight in grams and volume in millilitres, each unit rounded up."""
    lines, products = context.book.lines, context.book.products
    index = np.array(list(shipment.quantities), dtype=np.int64)
    units = np.array(list(shipment.quantities.values()), dtype=np.int64)
    product = lines.product[index]
    return int(products.weight_g[product] @ units), int(products.volume_ml[product] @ units)
