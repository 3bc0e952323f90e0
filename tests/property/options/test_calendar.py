"""Opening hours for any hours, days and zone."""

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.options.calendar import DAY_S, NEVER, Calendar
from optimizer.scenario.base import SiteKind, Weekday
from optimizer.scenario.clock import LocalClock
from optimizer.scenario.rows import Site

ZONES = ("Asia/Seoul", "Europe/Berlin", "America/Havana", "Australia/Lord_Howe")
CALENDARS = {zone: Calendar(zone, date(2026, 3, 20), 30) for zone in ZONES}
INSTANTS = st.lists(st.integers(1_770_000_000, 1_800_000_000), min_size=1, max_size=20)
MINUTES = st.integers(0, 1440)


@settings(max_examples=60, deadline=None)
@given(zone=st.sampled_from(ZONES), instants=INSTANTS, minute=MINUTES)
def test_local_time_is_that_of_the_scenarios_clock(zone: str, instants: list[int], minute: int) -> None:
    """Days, and the instants of their minutes, agree with the clock that loading uses."""
    calendar, clock, times = CALENDARS[zone], LocalClock(zone), np.array(instants, dtype=np.int64)
    origin = (date(2026, 3, 20) - date(1970, 1, 1)).days
    days = calendar.day(times)
    assert (days == clock.local_seconds(times) // DAY_S - origin).all()
    shown = (days + origin) * DAY_S + minute * 60
    assert (calendar.instant(days, minute) == clock.utc_seconds(shown)).all()


@settings(max_examples=60, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    instants=INSTANTS,
    hours=st.tuples(MINUTES, MINUTES).map(sorted),
    closed=st.sets(st.sampled_from(list(Weekday)), max_size=6),
)
def test_opening_is_never_before_and_stays_open(
    zone: str, instants: list[int], hours: list[int], closed: set[Weekday]
) -> None:
    """The first open instant is at or after the one asked for, and is open itself; a later one opens no earlier."""
    opens, closes = min(hours[0], 1439), max(hours[1], 1)
    site = Site(
        id="S",
        kind=SiteKind.STORE,
        lat=0,
        lon=0,
        opens=opens,
        closes=closes,
        closed_days=tuple(sorted(closed)),
    )
    calendar, times = CALENDARS[zone], np.sort(np.array(instants, dtype=np.int64))
    first = calendar.open_at(site, times)
    assert (first >= times).all()
    assert (first < NEVER).all()
    assert (calendar.open_at(site, first) == first).all()
    assert (np.diff(first) >= 0).all()
