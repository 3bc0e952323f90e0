import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Deadline
from optimizer.fulfilment.engines.ascent import search_prices
from optimizer.fulfilment.engines.candidates import candidates
from optimizer.fulfilment.engines.pricing import Prices, price
from optimizer.fulfilment.engines.relaxation import relax
from optimizer.fulfilment.engines.solver import Control
from optimizer.fulfilment.problem import Split
from tests.helpers.fulfilment import Case
from tests.helpers.fulfilment_random import random_problem

CONTROL = Control(Params(), Deadline(None), SILENT)


@pytest.mark.parametrize("split", list(Split))
@pytest.mark.parametrize("partial", [False, True])
def test_prices_prove_most_of_the_relaxation(split: Split, partial: bool) -> None:
    """Of what the relaxation proves beyond no prices at all, the ascent proves nine tenths at least."""
    cand = candidates(random_problem(np.random.default_rng(5), 40, split, partial, 3, 8))
    nothing = price(cand, Prices(np.zeros(cand.covers), np.zeros(len(cand.resources.limit)))).bound
    found = price(cand, search_prices(cand, CONTROL)).bound
    best = relax(cand, CONTROL).bound
    assert found <= best + 1e-6 * abs(best)
    assert found - nothing >= 0.9 * (best - nothing)


def test_stops_when_time_is_up() -> None:
    """Without time the prices are those it starts with; the bound they prove is valid all the same."""
    cand = candidates(random_problem(np.random.default_rng(5), 10))
    prices = search_prices(cand, Control(Params(), Deadline(0.0), SILENT))
    assert not prices.resource.any()


def test_no_candidates() -> None:
    """Nothing to price."""
    cand = candidates(Case({"A": {"1": ("P", 1, 1.0)}}, [], {("W", "P"): [1]}).problem())
    assert len(search_prices(cand, CONTROL).cover) == 0
