"""The stored distances and durations between the places of the routes."""

from collections import Counter
from collections.abc import Iterator
from itertools import permutations

from optimizer.core.errors import Violation
from optimizer.strategy.check.consignments import Resolved
from optimizer.strategy.check.context import Context


def check_legs(context: Context, plan: Resolved) -> Iterator[Violation]:
    """Check that all pairs of each route's places are stored, once, with the recomputed figures."""
    due = {
        (start, end, tour.vehicle.profile)
        for tour in plan.tours
        for start, end in permutations(dict.fromkeys(tour.places), 2)
    }
    stored = Counter((leg.from_id, leg.to_id, leg.profile) for leg in plan.plan.legs)
    for start, end, profile in sorted(due - stored.keys()):
        yield Violation("leg", f"leg {start} to {end}", f"missing for profile {profile}")
    for (start, end, profile), times in stored.items():
        if times > 1:
            yield Violation("duplicate", f"leg {start} to {end}", f"{times} rows for profile {profile}")
    for leg in plan.plan.legs:
        subject = f"leg {leg.from_id} to {leg.to_id}"
        if (leg.from_id, leg.to_id, leg.profile) not in due:
            yield Violation("leg", subject, f"joins no two places of a route with profile {leg.profile}")
            continue
        metres = context.roads.metres(leg.from_id, leg.to_id, leg.profile)
        seconds = context.roads.seconds(leg.from_id, leg.to_id, leg.profile)
        if (leg.distance_m, leg.duration_s) != (metres, seconds):
            detail = f"the plan has {leg.distance_m} m in {leg.duration_s} s; recomputed: {metres} m in {seconds} s"
            yield Violation("leg", subject, detail)
