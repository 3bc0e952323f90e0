"""Which lines of an order may travel together, and what they weigh."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.core.units import scale_array
from optimizer.options.calendar import IntArray
from optimizer.options.offer import Offer
from optimizer.options.orders import Orders
from optimizer.options.rates import MG_PER_KG


@dataclass(frozen=True, eq=False)
class Load:
    """What a shipment of each order may carry.

    Parameters
    ----------
    carried
        Whether each line may go, shape (L,).
    lines
        Number of such lines per order, shape (N,).
    milligrams
        Their weight per order, shape (N,).
    """

    carried: npt.NDArray[np.bool_]
    lines: IntArray
    milligrams: IntArray


class Loads:
    """Loads of a set of orders under the options on offer; each kind is computed once.

    Parameters
    ----------
    offer
        What is offered.
    orders
        The orders.
    """

    def __init__(self, offer: Offer, orders: Orders) -> None:
        self._orders = orders
        self._count = len(orders)
        self._eligible = offer.eligible
        product = orders.line_product
        self._class = offer.products.temperature[product]
        self._kilograms = offer.products.weight_kg[product] * orders.line_quantity
        self._grams = offer.products.weight_g[product] * orders.line_quantity
        self._millilitres = offer.products.volume_ml[product] * orders.line_quantity
        self._known: dict[tuple[int, int], Load] = {}
        #: Lines a shipment must carry at least: all of them, or one where orders may be split.
        whole = offer.settings.policies.delivery.split == "none"
        self.needed: IntArray = orders.lines if whole else np.minimum(orders.lines, 1)

    def under(self, option: int, classes: int) -> Load:
        """Lines eligible for the option, of the temperature ``classes`` (bits)."""
        key = (option, classes)
        if key not in self._known:
            self._known[key] = self._load(option, np.right_shift(classes, self._class))
        return self._known[key]

    def under_each(self, option: int, classes: IntArray) -> Load:
        """Lines eligible for the option, of the temperature ``classes`` (bits) of each order, shape (N,)."""
        kinds = np.unique(classes)
        if len(kinds) == 1:
            return self.under(option, int(kinds[0]))
        return self._load(option, np.right_shift(classes[self._orders.line_order], self._class))

    def _load(self, option: int, shifted: IntArray) -> Load:
        carried = self._eligible[option, self._orders.line_product] & ((shifted & 1) == 1)
        kilograms = self._sum(self._kilograms * carried)
        return Load(carried, scale_array(self._sum(carried)), scale_array(kilograms, MG_PER_KG))

    def size(self, load: Load) -> tuple[IntArray, IntArray]:
        """Grams and millilitres of a load per order, each unit rounded up, each of shape (N,)."""
        return (
            scale_array(self._sum(self._grams * load.carried)),
            scale_array(self._sum(self._millilitres * load.carried)),
        )

    def _sum(self, per_line: npt.NDArray[np.generic]) -> npt.NDArray[np.float64]:
        weights = per_line.astype(np.float64)
        return np.asarray(
            np.bincount(self._orders.line_order, weights=weights, minlength=self._count), np.float64
        )
