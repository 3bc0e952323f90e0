from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.strategy.attribution import order_costs, share_out
from tests.helpers.plans import hand_made_plan
from tests.helpers.strategy import hand_made_context

CONTEXT = hand_made_context()
PLAN = hand_made_plan()
WEIGHTS = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3), st.floats(1e-6, 1e6), min_size=1, max_size=9
)


@settings(max_examples=200, deadline=None)
@given(st.integers(-(10**12), 10**12), WEIGHTS)
def test_shares_add_up_and_are_within_a_unit_of_their_part(amount: int, weights: dict[str, float]) -> None:
    """Nothing is lost, and nobody pays a whole unit more or less than their part."""
    shares = dict(share_out(amount, weights))
    assert sum(shares.values()) == amount
    assert shares.keys() == weights.keys()
    whole = sum(weights.values())
    slack = 1 + 1e-9 * abs(amount)
    assert all(abs(shares[key] - amount * weight / whole) <= slack for key, weight in weights.items())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-50_000, 50_000), min_size=len(PLAN.cost_lines), max_size=len(PLAN.cost_lines)))
def test_orders_pay_for_the_whole_plan(amounts: list[int]) -> None:
    """Whatever the lines of the hand-made plan come to, the shares of its orders add up to its total."""
    lines = tuple(replace(line, amount=amount) for line, amount in zip(PLAN.cost_lines, amounts, strict=True))
    plan = PLAN.replace(cost_lines=lines)
    assert sum(order_costs(CONTEXT, plan).values()) == plan.total
