"""The plan's cost, booked a second time from the plan and the scenario alone."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from optimizer.core.cost import Component, CostLine, Ledger
from optimizer.core.errors import Violation
from optimizer.core.units import major_text, minor_digits
from optimizer.scenario.base import SiteKind
from optimizer.scenario.settings import CarryOutOption, CollectOption, ParcelOption
from optimizer.strategy.check.carriers import find_rate
from optimizer.strategy.check.consignments import UNLIMITED_KINDS, Consignment, Resolved
from optimizer.strategy.check.context import Context
from optimizer.strategy.check.emissions import emissions
from optimizer.strategy.check.levels import Levels
from optimizer.strategy.check.moves import hauled, moved
from optimizer.strategy.check.promise import promised_by

_Name = tuple[Component, str, str]


def check_cost(context: Context, plan: Resolved, levels: Levels) -> Iterator[Violation]:
    """Compare the plan's cost lines with own ones, one by one, and their sums."""
    try:
        own = {(line.component, line.kind, line.ref): line.amount for line in book(context, plan, levels)}
    except OverflowError as error:
        yield Violation("total", "plan", f"a cost cannot be booked: {error}")
        return
    claimed: defaultdict[_Name, list[CostLine]] = defaultdict(list)
    for line in plan.plan.cost_lines:
        claimed[line.component, line.kind, line.ref].append(line)
    digits = minor_digits(context.settings.currency)
    for name in sorted(own.keys() | claimed.keys()):
        due, amounts = own.get(name), [line.amount for line in claimed.get(name, [])]
        if amounts == [due]:
            continue
        component, kind, ref = name
        booked = " and ".join(major_text(amount, digits) for amount in amounts) or "nothing"
        detail = f"{component}: booked {booked}, due {'nothing' if due is None else major_text(due, digits)}"
        yield Violation("cost-line", f"{kind} {ref}", detail)
    if plan.plan.total != sum(own.values()):
        shown = [major_text(amount, digits) for amount in (plan.plan.total, sum(own.values()))]
        yield Violation("total", "plan", f"the plan has {shown[0]}; recomputed: {shown[1]}")


def book(context: Context, plan: Resolved, levels: Levels) -> tuple[CostLine, ...]:
    """All cost lines of the plan."""
    ledger = Ledger(context.settings.currency)
    for load in plan.consignments:
        _shipment(context, ledger, load)
    _lanes(context, ledger, plan)
    _unserved(context, ledger, plan)
    _open_sites(context, ledger, plan)
    _holding(context, ledger, levels)
    _fleet(ledger, plan)
    price = context.settings.policies.co2_price_per_t
    for kind, ref, grams in emissions(context, plan):
        ledger.book(Component.CO2, kind, ref, grams / 1e6 * price)
    return ledger.lines()


def _shipment(context: Context, ledger: Ledger, load: Consignment) -> None:
    source, option, ref = load.source, load.option, load.shipment.key

    def book(component: Component, amount: float) -> None:
        ledger.book(component, "shipment", ref, amount)

    per_order = source.handling_cost_per_order + option.extra_cost_per_order
    book(Component.SITE_HANDLING, per_order + source.handling_cost_per_unit * load.units)
    if isinstance(option, CollectOption) and load.point is not None:
        book(Component.PICKUP_HANDLING, load.point.pickup_cost_per_order)
    if isinstance(option, ParcelOption):
        rate = find_rate(context, option.carrier, load.order.district, load.weight_kg)
        book(Component.CARRIER, 0.0 if rate is None else rate.price + rate.surcharge)
    if source.kind is SiteKind.PARTNER:
        value = sum(units * line.product.value_per_unit for line, units in load.cargo)
        book(Component.PARTNER_COMMISSION, source.commission_rate * value)
    returns = context.settings.policies.returns
    per_unit = returns.cost_per_unit_by_hand_over.get(option.hand_over, returns.cost_per_unit)
    expected = sum(units * line.product.return_rate for line, units in load.cargo)
    book(Component.EXPECTED_RETURNS, expected * per_unit * (1 - returns.customer_pays_share))
    promise = promised_by(context, load.order, option)
    if promise is not None and option.late_cost_per_hour is not None:
        late_s = max(load.shipment.handed_over_at - promise, 0)
        book(Component.LATENESS, late_s / 3600 * option.late_cost_per_hour)


def _lanes(context: Context, ledger: Ledger, plan: Resolved) -> None:
    for ref, departure in moved(context, plan).items():
        bought = context.sites[departure.lane.from_site].kind in UNLIMITED_KINDS
        component = Component.PROCUREMENT_FREIGHT if bought else Component.REPLENISHMENT
        ledger.book(component, "lane", ref, departure.cost)
    for ref, departure in hauled(plan).items():
        ledger.book(Component.LINEHAUL, "lane", ref, departure.cost)


def _unserved(context: Context, ledger: Ledger, plan: Resolved) -> None:
    left: defaultdict[str, int] = defaultdict(int)
    for row in plan.plan.unserved:
        left[row.order] += row.quantity
    penalty = context.settings.policies.unserved.penalty_per_order
    for name, units in left.items():
        order = context.orders[name]
        margin = sum(line.quantity * line.product.margin_per_unit for line in order.lines.values())
        whole = margin + penalty if order.unserved_cost is None else order.unserved_cost
        ledger.book(Component.UNSERVED, "order", name, whole * units / order.units)


def _open_sites(context: Context, ledger: Ledger, plan: Resolved) -> None:
    days: set[tuple[str, date]] = {(load.source.id, load.day) for load in plan.consignments}
    for load in plan.consignments:
        if isinstance(load.option, CollectOption | CarryOutOption) and load.point is not None:
            days.add((load.point.id, context.clock.date(load.shipment.handed_over_at)))
    for site, day in days:
        ledger.book(Component.SITE_FIXED, "site", f"{site}|{day}", context.sites[site].fixed_cost_per_day)


def _holding(context: Context, ledger: Ledger, levels: Levels) -> None:
    sums: defaultdict[str, float] = defaultdict(float)
    for (site, name), units in sorted(levels.items()):
        product = context.products[name]
        rate = (product.value_per_unit - product.margin_per_unit) * product.holding_rate_per_year / 365
        sums[site] += sum(units) * rate
    for site, amount in sums.items():
        if context.sites[site].kind is not SiteKind.PARTNER:
            ledger.book(Component.HOLDING, "site", site, amount)


def _fleet(ledger: Ledger, plan: Resolved) -> None:
    for tour in plan.tours:
        route, vehicle = tour.route, tour.vehicle
        ledger.book(Component.FLEET_FIXED, "route", route.id, vehicle.fixed_cost)
        ledger.book(
            Component.FLEET_DISTANCE, "route", route.id, vehicle.cost_per_km * route.distance_m / 1000
        )
        ledger.book(
            Component.FLEET_TIME, "route", route.id, vehicle.cost_per_h * (route.end - route.start) / 3600
        )
