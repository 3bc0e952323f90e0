"""When a site is open, and when goods of an order are ready there."""

from optimizer.scenario.rows import Site
from optimizer.strategy.check.clock import Clock, later, weekday, whole_seconds


def is_open(clock: Clock, site: Site, instant: int) -> bool:
    """Whether the site is open: its weekday is no closing day and ``opens <= local time <= closes``."""
    return first_open(clock, site, instant) == instant


def first_open(clock: Clock, site: Site, instant: int) -> int | None:
    """Return the first instant at or after ``instant`` at which the site is open; None if it never opens."""
    if site.opens > site.closes:
        return None
    today = clock.date(instant)
    for days in range(9):
        day = later(today, days)
        if weekday(day) in site.closed_days:
            continue
        if instant <= clock.at(day, site.closes):
            return max(instant, clock.at(day, site.opens))
    return None


def ready_at(clock: Clock, site: Site, placed_at: int) -> int | None:
    """Instant at which goods of an order placed at ``placed_at`` are ready at the site; None if never.

    ``open(s, open(s, t1) + handling_time_min)``, where ``t1`` is the next local midnight if the order came
    after the site's cut-off.
    """
    today = clock.date(placed_at)
    after_cut_off = site.cut_off is not None and placed_at > clock.at(today, site.cut_off)
    begin = first_open(clock, site, clock.at(later(today, 1), 0) if after_cut_off else placed_at)
    if begin is None:
        return None
    return first_open(clock, site, begin + whole_seconds(site.handling_time_min, 60))
