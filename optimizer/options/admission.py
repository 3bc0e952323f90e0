"""Who may be served by an option from a source, to which point, with which lines: everything but time."""

import numpy as np

from optimizer.options import reasons
from optimizer.options.calendar import IntArray
from optimizer.options.drafts import Attempt
from optimizer.options.loads import Load
from optimizer.options.offer import ALL_CLASSES, POINT_KINDS, temperature_bits, whole
from optimizer.options.rates import MG_PER_KG
from optimizer.options.screen import Screen
from optimizer.options.vehicles import VanLoads, van_loads
from optimizer.scenario.settings import CarryOutOption, CollectOption, Option, ParcelOption, VanOption


def admit(screen: Screen, attempt: Attempt) -> IntArray:
    """Keep the orders that the source and its collection points may serve by where they are.

    Returns
    -------
    numpy.ndarray
        Position of the collection point of each order of the screen, -1 where there is none.
    """
    offer, orders = screen.offer, screen.orders
    option, source = offer.options[attempt.option], attempt.source
    points = np.full(len(orders), -1, dtype=np.int64)
    if isinstance(option, CarryOutOption):
        attempt.keep(orders.requested_point[attempt.who] == source, reasons.NOT_AT_SITE)
        points[attempt.who] = source
    elif isinstance(option, CollectOption):
        _find_points(screen, attempt, option, points)
        walk = screen.distance_m[points[attempt.who], attempt.who]
        beyond = walk - screen.collect_max_m[attempt.who]
        attempt.keep(beyond <= 0, reasons.POINT_TOO_FAR, beyond)
    if option.max_distance_km is not None:
        beyond = screen.distance_m[source, attempt.who] - round(option.max_distance_km * 1000, 6)
        attempt.keep(beyond <= 0, reasons.TOO_FAR, beyond)
    if isinstance(option, ParcelOption) and offer.settings.policies.delivery.keep_windows:
        attempt.keep(~orders.windowed[attempt.who], reasons.WINDOW_NOT_KEPT)
    return points


def _find_points(screen: Screen, attempt: Attempt, option: CollectOption, points: IntArray) -> None:
    """Write the collection point of each order into ``points``; the requested one, else the nearest."""
    offer, source = screen.offer, attempt.source
    served = np.array([source], dtype=np.int64)
    if option.transport == "linehaul":
        known = offer.points(option).tolist()
        served = np.array(
            [point for point in known if (source, point) in offer.lanes_between], dtype=np.int64
        )
    if not len(served):
        attempt.keep(np.zeros(len(attempt.who), dtype=bool), reasons.NO_POINT)
        return
    kind = POINT_KINDS[option.hand_over]
    of_kind = np.array([site.kind == kind for site in offer.sites])
    requested = screen.orders.requested_point[attempt.who]
    asks = (requested >= 0) & of_kind[requested]
    attempt.keep(~asks | np.isin(requested, served), reasons.POINT_NOT_SERVED)
    requested = screen.orders.requested_point[attempt.who]
    asks = (requested >= 0) & of_kind[requested]
    # points come by id and argmin takes the first, so that equal distances go to the smaller id
    nearest = served[np.argmin(screen.distance_m[served[:, None], attempt.who], axis=0)]
    points[attempt.who] = np.where(asks, requested, nearest)


def load_shipments(screen: Screen, attempt: Attempt, points: IntArray) -> tuple[Load, VanLoads | None]:
    """Find what each shipment may carry, and keep the orders for which that is enough and not too heavy."""
    offer = screen.offer
    option = offer.options[attempt.option]
    classes = temperature_bits(option.temperatures) & int(offer.site_bits[attempt.source])
    _keep_enough(
        screen, attempt, screen.loads.under(attempt.option, ALL_CLASSES), reasons.PRODUCT_NOT_ELIGIBLE
    )
    load, vans = _load(screen, attempt, option, classes, points), None
    _keep_enough(screen, attempt, load, reasons.TEMPERATURE)
    if isinstance(option, VanOption):
        vans = _van_loads(screen, attempt, classes)
        load = load if vans is None else vans.load
    if option.max_weight_kg is not None:
        over = load.milligrams[attempt.who] - whole(option.max_weight_kg, MG_PER_KG)
        attempt.keep(over <= 0, reasons.TOO_HEAVY, over)
    return load, vans


def _keep_enough(screen: Screen, attempt: Attempt, load: Load, reason: str) -> None:
    attempt.keep(load.lines[attempt.who] >= screen.loads.needed[attempt.who], reason)


def _load(screen: Screen, attempt: Attempt, option: Option, classes: int, points: IntArray) -> Load:
    if not isinstance(option, CollectOption):
        return screen.loads.under(attempt.option, classes)
    kept = np.zeros(len(screen.orders), dtype=np.int64)
    among = points[attempt.who]
    if len(np.unique(screen.offer.site_bits[among])) == 1:
        return screen.loads.under(attempt.option, classes & int(screen.offer.site_bits[among[0]]))
    kept[attempt.who] = classes & screen.offer.site_bits[among]
    return screen.loads.under_each(attempt.option, kept)


def _van_loads(screen: Screen, attempt: Attempt, classes: int) -> VanLoads | None:
    vehicles = screen.offer.vehicles.get(attempt.source, ())
    if not vehicles:
        attempt.keep(np.zeros(len(attempt.who), dtype=bool), reasons.NO_VEHICLE)
        return None
    vans = van_loads(screen.loads, attempt.option, classes, vehicles, screen.orders.line_order)
    attempt.keep(vans.kept[attempt.who], reasons.NO_VEHICLE)
    over = vans.excess[attempt.who]
    attempt.keep(over <= 0, reasons.VEHICLE_TOO_SMALL, over)
    return vans
