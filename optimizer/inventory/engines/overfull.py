"""Names the stores that cannot hold the stock, with the least room they lack."""

from optimizer.core.errors import code
from optimizer.core.result import Unserved
from optimizer.inventory.problem import Problem

STORAGE_OVERFULL = code(
    "stock-storage-overfull",
    "Opening stock and receipts do not fit a site's storage, however much is served and moved away.",
    "Give the site more storage, reschedule the receipt, or add a lane that takes stock away in time.",
)

#: Litres below which an overflow is rounding.
_NOTHING = 1e-6


def overfull(problem: Problem) -> tuple[Unserved, ...]:
    """Site-days whose storage must overflow when the total overflow is least.

    Solves the linear model with elastic storage, so the litres named are together the smallest fix.
    """
    from optimizer.inventory.engines.highs import run
    from optimizer.inventory.engines.model import build_elastic

    model = build_elastic(problem)
    run(model.program)
    return tuple(
        Unserved(
            kind="site",
            id=problem.sites[site],
            reason=STORAGE_OVERFULL,
            detail=f"day {day}: stock exceeds the storage of {problem.storage_l[site]:g} l by {litres:g} l",
            fix=f"{litres:g} l more storage at {problem.sites[site]} on day {day}",
        )
        for (site, day), variable in model.overflow.items()
        if (litres := float(variable.varValue)) > _NOTHING
    )
