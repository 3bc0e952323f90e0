import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.fulfilment.engines.candidates import candidates
from optimizer.fulfilment.engines.pricing import Prices, price
from optimizer.fulfilment.problem import Split
from tests.helpers.fulfilment_random import random_problem
from tests.helpers.fulfilment_twin import Twin


@settings(max_examples=20, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    split=st.sampled_from(list(Split)),
    partial=st.booleans(),
    height=st.floats(0.0, 20.0),
)
def test_any_prices_bound_the_optimum(seed: int, split: Split, partial: bool, height: float) -> None:
    """Whatever the prices, even random ones, the Lagrangian bound is at most the optimum."""
    random = np.random.default_rng(seed)
    problem = random_problem(random, 4, split, partial)
    cand = candidates(problem)
    prices = Prices(
        random.uniform(-height, height, cand.covers),
        random.uniform(-height, height, len(cand.resources.limit)),
    )
    optimum = Twin(problem).optimum()
    assert price(cand, prices).bound <= optimum + 1e-6 * max(1.0, abs(optimum))
