"""What the customer was told, and by how much a hand-over misses it."""

from optimizer.scenario.settings import Option, ParcelOption, VanOption
from optimizer.strategy.check.clock import later, whole_seconds
from optimizer.strategy.check.context import Context, OrderFacts


def promised_by(context: Context, order: OrderFacts, option: Option) -> int | None:
    """Return the earliest of the promises made by the option and to the segment; None if there is none."""
    instants = []
    if option.promise is not None and option.promise.hours is not None:
        instants.append(order.placed_at + whole_seconds(option.promise.hours, 3600))
    if option.promise is not None and option.promise.days is not None:
        day = later(context.clock.date(order.placed_at), option.promise.days)
        instants.append(context.clock.at(day, option.promise.by))
    if order.segment.promise_hours is not None:
        instants.append(order.placed_at + whole_seconds(order.segment.promise_hours, 3600))
    return min(instants, default=None)


def deviation_s(order: OrderFacts, option: Option, handed_over_at: int) -> int:
    """Seconds by which a hand-over lies outside the order's window; collecting early is never outside."""
    early = late = 0
    if order.window_end is not None:
        late = handed_over_at - order.window_end
    if order.window_start is not None and isinstance(option, ParcelOption | VanOption):
        early = order.window_start - handed_over_at
    return max(early, late, 0)
