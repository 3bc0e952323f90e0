"""The figures of a plan, as reports show them."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Hours:
    """Hours from order to last hand-over.

    ``mean`` is over the orders served in full (None: none is). In the quantiles, which are nearest-rank, an unserved
    order counts as infinite (None: infinite or none). ``orders`` is how many orders count (those without a
    requested window).
    """

    orders: int
    mean: float | None
    p50: float | None
    p90: float | None
    p95: float | None


@dataclass(frozen=True)
class GroupFigures:
    """Figures of the orders of one channel, segment or district.

    ``cost`` is what serving them was booked or shared at.
    """

    orders: int
    served: int
    hours: Hours
    cost: int
    revenue: float
    margin: float


@dataclass(frozen=True)
class Figures:
    """Figures of one plan.

    Money is in minor units where ``int``; rates are shares; ``kept_windows`` counts orders whose
    hand-over lies in their window, ``window_deviation_h`` is the mean deviation over the served ones with a
    window.
    """

    total: int
    cost_per_order: float
    components: dict[str, int]
    orders: int
    orders_served: int
    units: int
    units_served: int
    order_fill_rate: float
    unit_fill_rate: float
    split_rate: float
    on_time_rate: float
    same_day_rate: float
    next_day_rate: float
    requested: int
    requested_met: int
    requested_not_offered: int
    windows: int
    kept_windows: int
    window_deviation_h: float | None
    hours: Hours
    revenue: float
    margin: float
    co2_kg: float
    routes: int
    stops: int
    km: float
    load_utilisation: float | None
    time_utilisation: float | None
    units_moved: int
    on_hand_start: int
    on_hand_end: int
    by_channel: dict[str, GroupFigures] = field(default_factory=dict)
    by_segment: dict[str, GroupFigures] = field(default_factory=dict)
    by_district: dict[str, GroupFigures] = field(default_factory=dict)
    by_option: dict[str, GroupFigures] = field(default_factory=dict)
    site_workload: dict[str, float | None] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)
