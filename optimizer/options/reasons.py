"""Why an option cannot serve an order from a source, and the smallest change after which it could."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.core.errors import code
from optimizer.options.calendar import IntArray

FloatArray = npt.NDArray[np.float64]

OPTION_NOT_OFFERED = code(
    "option-not-offered",
    "The strategy does not offer the option the order asks for.",
    "Name the option in the strategy's options.",
)
BOUND_TO_REQUEST = code(
    "bound-to-requested-option",
    "Requests are binding and the order asks for another option.",
    "Set policies.delivery.requested to preferred.",
)
NO_SOURCE = code(
    "no-source",
    "No site is of a kind, and among the sites, that the option names.",
    "Correct the option's source_kinds and sites.",
)
SEGMENT_REFUSES = code(
    "segment-does-not-accept",
    "The customer's segment does not accept the option's hand-over.",
    "Add the hand-over to the segment's accepts.",
)
SOURCE_NOT_IN_USE = code(
    "source-not-in-use",
    "The strategy does not use the site.",
    "Add its kind to the strategy's site_kinds, or take it out of exclude_sites.",
)
POINT_NOT_SERVED = code(
    "requested-point-not-served",
    "The order is to be collected at a point that this option and source do not serve.",
    "Use the point, lead a lane to it, or leave requested_point empty.",
)
NOT_AT_SITE = code(
    "not-at-site",
    "Goods are carried out only from the site where the customer is, and requested_point names another or none.",
    "Offer an option that brings the goods, or set requested_point.",
)
NO_POINT = code(
    "no-collection-point",
    "No lane leads from the source to a collection point in use of the option's kind.",
    "Add a lane from the source to such a point.",
)
POINT_TOO_FAR = code(
    "point-too-far",
    "The collection point is farther from the address than the segment goes to collect.",
    "Raise the segment's collect_max_km, or add a nearer point.",
)
TOO_FAR = code(
    "too-far",
    "The address is farther from the source than the option goes.",
    "Raise the option's max_distance_km, or add a nearer source.",
)
PRODUCT_NOT_ELIGIBLE = code(
    "product-not-eligible",
    "A product of the order may not be sent by the option.",
    "Add the option to the product's eligible_options, or allow the order to be split.",
)
TEMPERATURE = code(
    "temperature",
    "The option, the source or the collection point does not keep a product's temperature class.",
    "Add the class to their temperatures, or allow the order to be split.",
)
NO_VEHICLE = code(
    "no-vehicle-at-source",
    "No vehicle that keeps the order's temperature classes is based at the source.",
    "Base a vehicle type at the source, or add the class to its temperatures.",
)
TOO_HEAVY = code(
    "too-heavy",
    "The shipment is heavier than the option allows.",
    "Raise the option's max_weight_kg, or allow the order to be split.",
)
VEHICLE_TOO_SMALL = code(
    "vehicle-too-small",
    "The shipment does not fit in a vehicle of the source.",
    "Base a larger vehicle type at the source, or allow the order to be split.",
)
NO_RATE = code(
    "no-carrier-rate",
    "The rate card has no row for the carrier, the district's zone and the weight.",
    "Add a row to carrier_rates.",
)
BEYOND_RANGE = code(
    "beyond-vehicle-range",
    "There and back is longer than a vehicle of the source may drive on one route.",
    "Raise max_distance_km of the vehicle type.",
)
WINDOW_NOT_KEPT = code(
    "window-not-kept",
    "The option cannot keep the order's window.",
    "Offer an option or wave that does, or set policies.delivery.keep_windows to false.",
)
NEVER_OPEN = code(
    "site-not-open",
    "The site is not open when it would have to be.",
    "Correct the site's opens, closes and closed_days.",
)
NO_DEPARTURE = code(
    "no-departure-in-horizon",
    "Nothing leaves the source by the option within the horizon.",
    "Correct the option's days and the site's closed_days, or lengthen the horizon.",
)
CUT_OFF_MISSED = code(
    "cut-off-missed",
    "The order is placed, or its goods are ready, too late for the departure that would serve it.",
    "Take orders until later, prepare them faster, or leave later.",
)
WAVE_TOO_SHORT = code(
    "wave-too-short",
    "A van cannot go to the address, serve it and return within the wave.",
    "Let the wave start earlier or end later.",
)
PROMISE_MISSED = code(
    "promise-missed",
    "The hand-over would be after a promise that is hard.",
    "Promise more time, deliver faster, or name a late_cost_per_hour.",
)


@dataclass(frozen=True)
class _Wording:
    """How a reason reads; ``{amount}`` is the shortfall in ``unit``s of ``per`` base units each."""

    code: str
    detail: str
    fix: str
    unit: str = ""
    per: float = 1.0


#: From the least telling to the most: the later a check comes, the nearer the option was to serving the order.
_WORDINGS = (
    _Wording(OPTION_NOT_OFFERED, "asks for {option}, which is not offered", "offer {option}"),
    _Wording(NO_SOURCE, "no site can be a source of {option}", "widen source_kinds or sites of {option}"),
    _Wording(SOURCE_NOT_IN_USE, "{source} is not in use", "use {source}"),
    _Wording(BOUND_TO_REQUEST, "bound to another option than {option}", "do not bind orders to requests"),
    _Wording(SEGMENT_REFUSES, "its segment does not accept {option}", "accept the hand-over of {option}"),
    _Wording(
        NO_POINT, "no point for {option} has a lane from {source}", "add a lane from {source} to a point"
    ),
    _Wording(
        POINT_NOT_SERVED, "{option} from {source} does not serve its point", "serve the requested point"
    ),
    _Wording(NOT_AT_SITE, "the customer is not at {source}", "offer another option than {option}"),
    _Wording(
        TOO_FAR,
        "{amount} km too far from {source} for {option}",
        "let {option} go {amount} km farther",
        "km",
        1e3,
    ),
    _Wording(
        POINT_TOO_FAR,
        "{amount} km too far to a point of {option}",
        "let the segment go {amount} km farther to collect",
        "km",
        1e3,
    ),
    _Wording(
        PRODUCT_NOT_ELIGIBLE, "a product may not go by {option}", "make its products eligible for {option}"
    ),
    _Wording(
        TEMPERATURE,
        "{option} from {source} does not keep a product's temperature",
        "add the class to {option}, {source} and its points",
    ),
    _Wording(
        TOO_HEAVY, "{amount} kg too heavy for {option}", "allow {amount} kg more for {option}", "kg", 1e6
    ),
    _Wording(NO_VEHICLE, "{source} has no vehicle for the order", "base a vehicle for it at {source}"),
    _Wording(
        VEHICLE_TOO_SMALL,
        "{amount} kg or l more than a vehicle of {source} holds",
        "base a vehicle at {source} that holds {amount} kg or l more",
        "kg or l",
        1e3,
    ),
    _Wording(
        NO_RATE, "no rate for {option} to its district and weight", "add a rate for the carrier of {option}"
    ),
    _Wording(
        BEYOND_RANGE,
        "{amount} km beyond a vehicle of {source}",
        "let a vehicle of {source} drive {amount} km more",
        "km",
        1e3,
    ),
    _Wording(NEVER_OPEN, "{source} or its point is not open for {option}", "open it for {option}"),
    _Wording(
        WINDOW_NOT_KEPT,
        "{option} misses its window by {amount} h",
        "move the window, or when {option} delivers, by {amount} h",
        "h",
        3600.0,
    ),
    _Wording(NO_DEPARTURE, "no departure of {option} from {source}", "add a departure of {option}"),
    _Wording(
        WAVE_TOO_SHORT,
        "{amount} min too short by {option} from {source}",
        "let the wave be {amount} min longer",
        "min",
        60.0,
    ),
    _Wording(
        CUT_OFF_MISSED,
        "{amount} min too late for {option} from {source}",
        "take orders for {option} {amount} min longer",
        "min",
        60.0,
    ),
    _Wording(
        PROMISE_MISSED,
        "{amount} h after the promise by {option} from {source}",
        "promise {amount} h more for {option}",
        "h",
        3600.0,
    ),
)
#: How telling each code is: the higher, the nearer the option was to serving the order.
RANK = {wording.code: rank for rank, wording in enumerate(_WORDINGS)}
#: The last two say the same in two ways; the one with the smaller shortfall comes first.
_TIMES = (RANK[CUT_OFF_MISSED], RANK[PROMISE_MISSED])


@dataclass(frozen=True)
class Reason:
    """Why an order is not served by an option from a source.

    Parameters
    ----------
    code
        Registered code.
    option, source
        Ids; ``source`` is empty where no single site is meant.
    amount, unit
        By how much it falls short; None and empty where that has no measure.
    detail, fix
        The reason, and the smallest change, in words.
    """

    code: str
    option: str
    source: str
    amount: float | None
    unit: str
    detail: str
    fix: str


class Log:
    """Keeps, per order and code, the attempt that came nearest to serving the order.

    Parameters
    ----------
    orders
        Number of orders.
    """

    def __init__(self, orders: int) -> None:
        self._shortfall = np.full((orders, len(_WORDINGS)), np.inf)
        self._option = np.full((orders, len(_WORDINGS)), -1, dtype=np.int32)
        self._source = np.full((orders, len(_WORDINGS)), -1, dtype=np.int32)

    def record(
        self, reason: str, option: int, source: int, orders: IntArray, shortfall: FloatArray | None = None
    ) -> None:
        """Note that ``reason`` keeps ``orders`` (unique positions) from the option and source (-1: none).

        ``shortfall`` is in metres, milligrams, grams or millilitres, or seconds, shape of ``orders``.
        """
        column = RANK[reason]
        amount = np.full(len(orders), np.inf) if shortfall is None else shortfall
        nearer = (amount < self._shortfall[orders, column]) | (self._option[orders, column] < 0)
        chosen = orders[nearer]
        self._shortfall[chosen, column] = amount[nearer]
        self._option[chosen, column] = option
        self._source[chosen, column] = source

    def telling(self) -> list[str]:
        """Return the code of each order's most telling reason; empty where nothing was noted."""
        noted = self._option >= 0
        column = len(_WORDINGS) - 1 - np.argmax(noted[:, ::-1], axis=1)
        both = noted[:, _TIMES[0]] & noted[:, _TIMES[1]]
        sooner = self._shortfall[:, _TIMES[0]] <= self._shortfall[:, _TIMES[1]]
        column = np.where(both, np.where(sooner, *_TIMES), column)
        something = np.flatnonzero(np.any(noted, axis=1))
        codes = [""] * len(noted)
        for order in something.tolist():
            codes[order] = _WORDINGS[column[order]].code
        return codes

    def only(self, codes: Collection[str]) -> npt.NDArray[np.bool_]:
        """Whether everything noted for each order is among ``codes``, shape (N,)."""
        others = [column for column, wording in enumerate(_WORDINGS) if wording.code not in codes]
        return np.asarray(np.all(self._option[:, others] < 0, axis=1))

    def reasons(self, order: int, options: Sequence[str], sources: Sequence[str]) -> tuple[Reason, ...]:
        """Return what was noted for an order, the most telling first."""
        columns = [int(column) for column in np.flatnonzero(self._option[order] >= 0)]
        columns.sort(key=lambda column: self._rank(order, column))
        return tuple(self._reason(order, column, options, sources) for column in columns)

    def _rank(self, order: int, column: int) -> tuple[int, float]:
        if column in _TIMES:
            return (-len(_WORDINGS), float(self._shortfall[order, column]))
        return (-column, 0.0)

    def _reason(self, order: int, column: int, options: Sequence[str], sources: Sequence[str]) -> Reason:
        wording = _WORDINGS[column]
        option = options[self._option[order, column]]
        source = sources[self._source[order, column]] if self._source[order, column] >= 0 else ""
        shortfall = float(self._shortfall[order, column])
        amount = shortfall / wording.per if np.isfinite(shortfall) and wording.unit else None
        shown = "unknown" if amount is None else _text(amount)
        words = {"option": option, "source": source or "any site", "amount": shown}
        return Reason(
            wording.code,
            option,
            source,
            amount,
            wording.unit,
            wording.detail.format(**words),
            wording.fix.format(**words),
        )


def _text(amount: float) -> str:
    """Two decimals, rounded up so that the fix suffices."""
    return f"{math.ceil(round(amount * 100, 6)) / 100:.2f}".rstrip("0").rstrip(".")
