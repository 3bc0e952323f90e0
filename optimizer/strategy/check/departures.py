"""When a shipment may leave and when it is handed over: departures, cut-offs, readiness, promise, window."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from optimizer.core.errors import Violation
from optimizer.scenario.base import Weekday, clock_text
from optimizer.scenario.settings import CarryOutOption, ParcelOption, VanOption
from optimizer.strategy.check.carriers import delivered_at, find_rate
from optimizer.strategy.check.clock import later, weekday, whole_seconds
from optimizer.strategy.check.consignments import Consignment
from optimizer.strategy.check.context import Context
from optimizer.strategy.check.hours import first_open, is_open, ready_at
from optimizer.strategy.check.promise import promised_by


@dataclass(frozen=True)
class _Slot:
    """A departure that recurs: minutes after midnight, who still makes it, on which weekdays.

    ``order_by`` None: whoever is ready. ``back_by`` is the end of a van's wave.
    """

    tag: str
    at: int
    days: frozenset[Weekday]
    order_by: int | None = None
    days_before: int = 0
    back_by: int | None = None


def check_departure(context: Context, load: Consignment) -> Iterator[Violation]:
    """Check one shipment's departure, its instants, its promise and, unless by van, its window."""
    if not context.in_horizon(load.day):
        horizon = context.settings.horizon
        detail = f"leaves on {load.day}, the horizon is {horizon.days} days from {horizon.start}"
        yield Violation("horizon", load.subject, detail)
    slots = _slots(context, load)
    if slots is None:
        yield from _own_stock(context, load)
    else:
        yield from _scheduled(context, load, slots)
    yield from _promise(context, load)
    yield from _window(context, load)


def _slots(context: Context, load: Consignment) -> list[_Slot] | None:
    """Departures of the option at the source; None where the goods leave when they are ready."""
    option, days = load.option, frozenset(load.option.days)
    if isinstance(option, ParcelOption):
        return [
            _Slot(f"T{clock_text(leave.at)}", leave.at, days, leave.order_by, leave.days_before)
            for leave in option.departures
        ]
    if isinstance(option, VanOption):
        waves = context.settings.waves
        return [
            _Slot(
                f"@{leave.wave}",
                waves[leave.wave].departs,
                days,
                leave.order_by,
                leave.days_before,
                waves[leave.wave].back_by,
            )
            for leave in option.waves
        ]
    if isinstance(option, CarryOutOption) or option.transport == "none":
        return None
    return [
        _Slot(f"T{clock_text(lane.departs)}", lane.departs, days & frozenset(lane.days))
        for lane in context.links.get((load.source.id, load.shipment.point), ())
    ]


def _own_stock(context: Context, load: Consignment) -> Iterator[Violation]:
    """Goods that the customer takes from where they lie."""
    clock, placed = context.clock, load.order.placed_at
    if isinstance(load.option, CarryOutOption):
        leaves: int | None = placed
        if not is_open(clock, load.source, placed):
            yield Violation("closed", load.subject, f"{load.source.id} is closed at {clock.text(placed)}")
    else:
        leaves = ready_at(clock, load.source, placed)
    if leaves is None:
        yield Violation("ready", load.subject, f"{load.source.id} never opens")
        return
    if load.day != clock.date(leaves):
        detail = f"labelled {load.shipment.departure}, leaves on {clock.date(leaves)}"
        yield Violation("departure", load.subject, detail)
    if weekday(load.day) not in load.option.days:
        yield Violation("operating-day", load.subject, f"{load.day} is a {weekday(load.day)}")
    yield from _instants(context, load, leaves, leaves)


def _scheduled(context: Context, load: Consignment, slots: list[_Slot]) -> Iterator[Violation]:
    """Goods that leave with a carrier, a van or a lane's truck."""
    chosen = [slot for slot in slots if slot.tag == load.label.tag]
    if not chosen:
        known = ", ".join(slot.tag for slot in slots) or "none"
        yield Violation("departure", load.subject, f"{load.label.tag!r}; departures: {known}")
        return
    clock = context.clock
    leaves = clock.at(load.day, chosen[0].at)
    if weekday(load.day) not in chosen[0].days or weekday(load.day) in load.source.closed_days:
        detail = f"{load.day} is a {weekday(load.day)}, on which nothing leaves {load.source.id} so"
        yield Violation("operating-day", load.subject, detail)
    if not any(_in_time(context, load, slot, load.day) for slot in chosen):
        detail = f"ordered {clock.text(load.order.placed_at)}, too late for {load.shipment.departure}"
        yield Violation("cut-off", load.subject, detail)
    ready = ready_at(clock, load.source, load.order.placed_at)
    if ready is None or ready > leaves:
        shown = "never" if ready is None else clock.text(ready)
        yield Violation("ready", load.subject, f"ready {shown}, leaves {clock.text(leaves)}")
        return
    yield from _instants(context, load, leaves, _handed_over(context, load, leaves))
    if context.in_horizon(load.day):
        yield from _choices(context, load, slots, ready, leaves)


def _in_time(context: Context, load: Consignment, slot: _Slot, day: date) -> bool:
    if slot.order_by is None:
        return True
    return load.order.placed_at <= context.clock.at(later(day, -slot.days_before), slot.order_by)


def _handed_over(context: Context, load: Consignment, leaves: int) -> int | None:
    """Instant that follows from the departure; None where there is none."""
    option, clock = load.option, context.clock
    if isinstance(option, ParcelOption):
        rate = find_rate(context, option.carrier, load.order.district, load.weight_kg)
        return None if rate is None else delivered_at(context, option, rate, load.day, leaves)
    if isinstance(option, VanOption):
        return load.stops[0].end if load.stops else load.shipment.handed_over_at
    lane, point = load.lane, load.point
    arrives = leaves + (0 if lane is None else whole_seconds(lane.transit_h, 3600))
    return None if point is None else first_open(clock, point, arrives)


def _instants(
    context: Context, load: Consignment, leaves: int, handed_over: int | None
) -> Iterator[Violation]:
    text = context.clock.text
    if load.shipment.leaves_at != leaves:
        detail = f"{text(load.shipment.leaves_at)}, leaves {text(leaves)}"
        yield Violation("leaves-at", load.subject, detail)
    if handed_over is None:
        what = "no rate for its weight and district, or no delivery on any day"
        if not isinstance(load.option, ParcelOption):
            what = "the point never opens"
        yield Violation("hand-over-time", load.subject, what)
    elif load.shipment.handed_over_at != handed_over:
        detail = f"{text(load.shipment.handed_over_at)}, handed over {text(handed_over)}"
        yield Violation("hand-over-time", load.subject, detail)


def _choices(
    context: Context, load: Consignment, slots: list[_Slot], ready: int, leaves: int
) -> Iterator[Violation]:
    """Count the possible departures before the chosen one."""
    limit = context.settings.policies.delivery.departure_choices
    day = max(context.settings.horizon.start, later(context.clock.date(ready), -1))
    earlier: set[tuple[date, str]] = set()
    while day <= load.day and len(earlier) < limit:
        for slot in slots:
            at = context.clock.at(day, slot.at)
            if ready <= at < leaves and _possible(context, load, slot, day):
                earlier.add((day, slot.tag))
        day = later(day, 1)
    if len(earlier) >= limit:
        detail = f"{limit} departures are possible earlier, the first {limit} are considered"
        yield Violation("departure-choice", load.subject, detail)


def _possible(context: Context, load: Consignment, slot: _Slot, day: date) -> bool:
    if weekday(day) not in slot.days or weekday(day) in load.source.closed_days:
        return False
    if not _in_time(context, load, slot, day):
        return False
    order = load.order
    if slot.back_by is None or not order.has_window:
        return True
    meets_end = order.window_end is None or context.clock.at(day, slot.at) <= order.window_end
    return meets_end and (
        order.window_start is None or context.clock.at(day, slot.back_by) >= order.window_start
    )


def _promise(context: Context, load: Consignment) -> Iterator[Violation]:
    promise = promised_by(context, load.order, load.option)
    handed_over = load.shipment.handed_over_at
    if promise is not None and load.option.late_cost_per_hour is None and handed_over > promise:
        detail = f"handed over {context.clock.text(handed_over)}, promised by {context.clock.text(promise)}"
        yield Violation("promise", load.subject, detail)


def _window(context: Context, load: Consignment) -> Iterator[Violation]:
    order = load.order
    if not context.settings.policies.delivery.keep_windows or not order.has_window:
        return
    if isinstance(load.option, ParcelOption):
        yield Violation("window", load.subject, "a parcel cannot keep the order's window")
    elif not isinstance(load.option, VanOption) and order.window_end is not None:
        handed_over = load.shipment.handed_over_at
        if handed_over > order.window_end:
            text = context.clock.text
            yield Violation("window", load.subject, f"{text(handed_over)}, until {text(order.window_end)}")
