"""What evaluating one strategy gave: plan, figures, and what they may be trusted for."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.strategy.figures import Figures
from optimizer.strategy.plan import Plan

#: From the surest on.
_DOUBT = (Status.OPTIMAL, Status.FEASIBLE, Status.TIME_LIMIT, Status.INFEASIBLE, Status.ERROR)


def least_sure(results: Iterable[Result[Any]]) -> Status:
    """Give the status of the least sure of at least one result."""
    return max((one.status for one in results), key=_DOUBT.index)


@dataclass(frozen=True)
class StageTrust:
    """Bound, gap and origin of one optimisation stage of the round that was kept.

    ``objective``, ``bound`` and ``gap`` belong to ``stage`` alone; the objective is no reported cost.
    """

    stage: str
    engine: str
    engine_version: str
    status: str
    objective: float | None
    bound: float | None
    gap: float | None
    runtime_s: float
    seed: int
    solves: int = 1

    @classmethod
    def of(cls, result: Result[Any]) -> Self:
        """Take over what ``result`` says."""
        return cls(
            stage=result.stage,
            engine=result.engine,
            engine_version=result.engine_version,
            status=str(result.status),
            objective=result.objective,
            bound=result.bound,
            gap=result.gap,
            runtime_s=result.runtime_s,
            seed=result.seed,
        )


@dataclass(frozen=True)
class Round:
    """One round of fulfilment, routing and feedback."""

    number: int
    total: int
    unserved_orders: int
    routes: int
    runtime_s: float


@dataclass(frozen=True)
class Outcome:
    """A strategy's plan, its figures, and how they came about.

    Parameters
    ----------
    strategy
        Name.
    status
        ``feasible``: rounds and stages ended by their rules. ``time_limit``: time or an interrupt ended the rounds
        or a stage of the plan that is kept.
    plan, figures
        The best round's, checked.
    order_costs
        Minor units per order id: its own lines plus its share of routes, lanes, sites and stock.
    hours
        Hours from order to last hand-over of each order served in full.
    naive_total
        Cost in minor units of what people do today: nearest site with stock, in order of arrival.
    stages, rounds
        How the plan was found.
    adopted_from
        Strategy whose plan is kept since it is cheaper and this strategy includes it; empty for its own.
    runtime_s
        Seconds.
    """

    strategy: str
    status: Status
    plan: Plan
    figures: Figures
    order_costs: Mapping[str, int]
    hours: Mapping[str, float]
    naive_total: int
    stages: tuple[StageTrust, ...] = ()
    rounds: tuple[Round, ...] = ()
    adopted_from: str = ""
    runtime_s: float = 0.0
    expected_shortage_units: int = field(default=0)

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 (mirrors dataclasses.replace)
        """Return a copy with ``changes`` applied."""
        return replace(self, **changes)

    def trust(self) -> dict[str, Any]:
        """Plain values for JSON: everything but plan and figures."""
        return {
            "strategy": self.strategy,
            "status": str(self.status),
            "adopted_from": self.adopted_from,
            "naive_total": self.naive_total,
            "expected_shortage_units": self.expected_shortage_units,
            "runtime_s": round(self.runtime_s, 3),
            "stages": [asdict(stage) for stage in self.stages],
            "rounds": [asdict(one) for one in self.rounds],
        }
