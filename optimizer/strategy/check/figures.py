"""The main figures of a plan, recomputed from its rows."""

import math
from collections import defaultdict
from collections.abc import Iterator

from optimizer.core.cost import by_component
from optimizer.core.errors import Violation
from optimizer.core.units import major_text, minor_digits
from optimizer.scenario.scenario import Scenario
from optimizer.strategy.check.consignments import Consignment, Resolved, resolve
from optimizer.strategy.check.context import Context, OrderFacts, build_context
from optimizer.strategy.check.emissions import emissions
from optimizer.strategy.check.promise import deviation_s, promised_by
from optimizer.strategy.check.references import check_references
from optimizer.strategy.figures import Figures, Hours
from optimizer.strategy.plan import Plan

_TOLERANCE = 1e-6


def check_figures(scenario: Scenario, plan: Plan, figures: Figures) -> tuple[Violation, ...]:
    """Recompute a plan's figures and compare them, money exactly, all else to 1e-6.

    Parameters
    ----------
    scenario
        The effective scenario of the plan's strategy.
    plan
        A plan that :func:`optimizer.strategy.check.check_plan` accepts.
    figures
        What is claimed of it.

    Returns
    -------
    tuple[Violation, ...]
        One ``figure`` violation per figure that differs; the dangling references of a plan that has any.
    """
    context = build_context(scenario, ())
    dangling = tuple(check_references(context, plan))
    if dangling:
        return dangling
    own = _recompute(context, resolve(context, plan))
    return tuple(_compare(own, figures, minor_digits(scenario.settings.currency)))


def _compare(own: dict[str, float | None], figures: Figures, digits: int) -> Iterator[Violation]:
    claimed: dict[str, float | None] = {}
    for name in own:
        group, _, key = name.partition(".")
        value = getattr(figures, group)
        if isinstance(value, Hours):
            value = getattr(value, key)
        claimed[name] = value.get(key, 0) if isinstance(value, dict) else value
    for component in figures.components:
        claimed.setdefault(f"components.{component}", figures.components[component])
    for name, value in claimed.items():
        due = own.get(name, 0)
        money = name == "total" or name.startswith("components.")
        same = value == due
        if value is not None and due is not None and not money:
            same = math.isclose(value, due, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE)
        if not same:
            shown = [
                major_text(one, digits) if money and isinstance(one, int) else one for one in (value, due)
            ]
            yield Violation("figure", name, f"the plan has {shown[0]}; recomputed: {shown[1]}")


def _recompute(context: Context, plan: Resolved) -> dict[str, float | None]:
    loads: defaultdict[str, list[Consignment]] = defaultdict(list)
    for load in plan.consignments:
        loads[load.order.id].append(load)
    units = sum(order.units for order in context.orders.values())
    units_served = sum(load.units for load in plan.consignments)
    served = {
        order.id: loads[order.id]
        for order in context.orders.values()
        if sum(load.units for load in loads[order.id]) == order.units
    }
    orders = len(context.orders)
    split = sum(len(parts) > 1 for parts in served.values())
    figures: dict[str, float | None] = {
        "total": plan.plan.total,
        "orders": orders,
        "orders_served": len(served),
        "units": units,
        "units_served": units_served,
        "order_fill_rate": _share(len(served), orders),
        "unit_fill_rate": _share(units_served, units),
        "split_rate": _share(split, len(served)),
        "on_time_rate": _share(sum(_on_time(context, parts) for parts in served.values()), orders),
        "co2_kg": sum(grams for _, _, grams in emissions(context, plan)) / 1000,
        "routes": len(plan.tours),
        "stops": sum(len(tour.stops) for tour in plan.tours),
        "km": sum(tour.route.distance_m for tour in plan.tours) / 1000,
        "units_moved": sum(move.quantity for move, *_ in plan.moves),
    }
    for component, amount in by_component(plan.plan.cost_lines).items():
        figures[f"components.{component}"] = amount
    return figures | _hours(context, served) | _windows(context, served)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _on_time(context: Context, loads: list[Consignment]) -> bool:
    promises = [(load, promised_by(context, load.order, load.option)) for load in loads]
    return all(due is None or load.shipment.handed_over_at <= due for load, due in promises)


def _hours(context: Context, served: dict[str, list[Consignment]]) -> dict[str, float | None]:
    hours = sorted(
        _hours_of(order, served.get(order.id)) for order in context.orders.values() if not order.has_window
    )
    count, finite = len(hours), [value for value in hours if math.isfinite(value)]
    figures: dict[str, float | None] = {
        "hours.orders": count,
        "hours.mean": sum(finite) / len(finite) if finite else None,
    }
    for percent in (50, 90, 95):
        # ceil(q n) in integers: 0.95 * 20 must not become 19.000000000000004
        rank = -(-percent * count // 100)
        figures[f"hours.p{percent}"] = _finite(hours[rank - 1]) if count else None
    return figures


def _hours_of(order: OrderFacts, loads: list[Consignment] | None) -> float:
    if not loads:
        return math.inf
    return (max(load.shipment.handed_over_at for load in loads) - order.placed_at) / 3600


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _met_at(load: Consignment) -> int:
    """Instant that a window is held against: by van the start of service, else the hand-over."""
    return load.stops[0].start if load.stops else load.shipment.handed_over_at


def _windows(context: Context, served: dict[str, list[Consignment]]) -> dict[str, float | None]:
    wanted = [order for order in context.orders.values() if order.has_window]
    deviations = [
        max(deviation_s(order, load.option, _met_at(load)) for load in served[order.id])
        for order in wanted
        if order.id in served
    ]
    return {
        "windows": len(wanted),
        "kept_windows": deviations.count(0),
        "window_deviation_h": sum(deviations) / len(deviations) / 3600 if deviations else None,
    }
