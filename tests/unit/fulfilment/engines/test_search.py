import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Deadline
from optimizer.fulfilment.engines.candidates import Candidates, candidates
from optimizer.fulfilment.engines.mip import cost_of, empty
from optimizer.fulfilment.engines.relaxation import relax
from optimizer.fulfilment.engines.search import Search, losses
from optimizer.fulfilment.engines.solver import Control
from optimizer.fulfilment.problem import Split
from tests.helpers.fulfilment_random import random_problem


def search(split: Split, params: Params, seconds: float | None = None) -> tuple[Candidates, Search]:
    """Return a search that starts from nothing served."""
    cand = candidates(random_problem(np.random.default_rng(13), 80, split, False, 2, 6))
    relaxation = relax(cand, Control(params, Deadline(None), SILENT))
    return cand, Search(cand, Control(params, Deadline(seconds), SILENT), relaxation, empty(cand))


@pytest.mark.parametrize("split", [Split.NONE, Split.ORDER])
def test_neighbourhoods_improve(split: Split) -> None:
    """From nothing served a few neighbourhoods close half the gap to the bound."""
    cand, found = search(split, Params(seed=1))
    begun = found.cost
    found.run(8, 1.0)
    assert found.cost == pytest.approx(cost_of(cand, found.best))
    bound = found._relaxation.bound
    assert found.cost - bound < 0.5 * (begun - bound)
    assert found.rounds <= 8


def test_limits() -> None:
    """Without rounds or time nothing is done; at a wide gap the search is over before it begins."""
    for params, seconds, rounds in (
        (Params(), None, 0),
        (Params(), 0.0, None),
        (Params(gap=99.0), None, None),
    ):
        _, found = search(Split.NONE, params, seconds)
        found.run(rounds, 1.0)
        assert found.rounds == 0


def test_losses_are_what_the_plan_lacks() -> None:
    """At the prices of the bound, losses add up to no more than the gap; nothing served loses most."""
    cand, found = search(Split.NONE, Params())
    begun = losses(cand, found._relaxation.priced, found.best).sum()
    assert begun <= found.cost - found._relaxation.bound + 1e-6 * found.cost
    found.run(2, 1.0)
    assert losses(cand, found._relaxation.priced, found.best).sum() < begun


def test_accept_keeps_the_best() -> None:
    """A choice that costs more is not kept."""
    cand, found = search(Split.NONE, Params())
    found.run(1, 1.0)
    best = found.cost
    found.accept(empty(cand))
    assert found.cost == best
