"""Prices of excess follow how often the constraints were held."""

from dataclasses import dataclass

import pyvrp

from optimizer.routing.engines.decomposed.penalties import VARIETY, Penalties


@dataclass
class Seen:
    """What penalties look at in a solution."""

    load: int = 0
    warp: int = 0
    distance: int = 0

    def excess_load(self) -> list[int]:
        """Excess of the only measure."""
        return [self.load]

    def time_warp(self) -> int:
        """Excess of time."""
        return self.warp

    def excess_distance(self) -> int:
        """Excess of distance."""
        return self.distance


def prices(penalties: Penalties) -> tuple[int, int, int]:
    """Return the prices of one unit of load, time and distance."""
    evaluator = penalties.evaluator()
    return evaluator.load_penalty(1, 0, 0), evaluator.tw_penalty(1), evaluator.dist_penalty(1, 0)


def after(*solutions: Seen) -> tuple[int, int, int]:
    """Prices after a window of these solutions in turn, from 500 of at most 1000."""
    penalties = Penalties.high(1, 1000.0)
    for number in range(500):
        penalties.register(solutions[number % len(solutions)])  # type: ignore[arg-type]
    return prices(penalties)


def test_price_rises_where_its_constraint_is_broken() -> None:
    """Excess load makes load dearer and, time and distance being held, these cheaper."""
    load, time, distance = after(Seen(load=1))
    assert load > 500 > time
    assert time == distance


def test_price_stays_at_the_wished_share() -> None:
    """With two of three solutions in time the price of time stays."""
    assert after(Seen(warp=1), Seen(), Seen())[1] == 500


def test_price_never_exceeds_the_largest() -> None:
    """However often a constraint is broken, its price is bounded."""
    penalties = Penalties.high(1, 1000.0)
    for _ in range(5000):
        penalties.register(Seen(load=1, warp=1, distance=1))  # type: ignore[arg-type]
    assert prices(penalties) == (1000, 1000, 1000)


def test_evaluators_charge_the_prices() -> None:
    """The cost of excess is the price now, or the largest."""
    penalties = Penalties.high(1, 1000.0)
    assert penalties.evaluator().load_penalty(3, 1, 0) == 2 * 500
    assert penalties.strictest().tw_penalty(2) == 2 * 1000
    assert isinstance(penalties.evaluator(), pyvrp.CostEvaluator)


def test_prices_begin_where_they_are_told() -> None:
    """A first price beyond the largest begins there, and the pace of change is that of the steering."""
    penalties = Penalties([5.0, 2000.0, 1.0], 1000.0, VARIETY)
    assert penalties.prices.tolist() == [5.0, 1000.0, 1.0]
    for _ in range(VARIETY.window):
        penalties.register(Seen(load=1))  # type: ignore[arg-type]
    assert penalties.prices.tolist() == [
        5.0 * VARIETY.raised,
        1000.0 * VARIETY.lowered,
        1.0 * VARIETY.lowered,
    ]
