import pytest

from optimizer.fulfilment.solution import Assignment
from optimizer.strategy.decision import CandidateIndex, ChosenShipment, load_of, whole_order
from optimizer.strategy.plan import PlannedLine
from tests.helpers.plan_scenario import hand_made_scenario, with_row
from tests.helpers.strategy import candidates_of, hand_made_context, row_of

EVENING = "2025-03-03@evening"


def test_assignments_are_gathered_into_shipments() -> None:
    """The two lines of O2 go by one van; O1 goes by parcel; written back, every line keeps its units."""
    context = hand_made_context()
    found = candidates_of(context)
    index = CandidateIndex(context, found)
    chosen = index.chosen(
        [
            Assignment("O2", "1", "W", "van", EVENING, 1),
            Assignment("O1", "1", "W", "parcel", "2025-03-03T17:00", 2),
            Assignment("O2", "2", "W", "van", EVENING, 2),
        ]
    )
    van, parcel = row_of(found, "O2", "van"), row_of(found, "O1", "parcel")
    assert set(chosen) == {van, parcel}
    assert index.lines(chosen[van]) == [
        PlannedLine("O2", "1", "W", "van", EVENING, 1),
        PlannedLine("O2", "2", "W", "van", EVENING, 2),
    ]
    assert index.lines(chosen[parcel]) == [PlannedLine("O1", "1", "W", "parcel", "2025-03-03T17:00", 2)]


def test_an_assignment_to_no_candidate_is_refused() -> None:
    """What no candidate stands for cannot have been decided."""
    context = hand_made_context()
    index = CandidateIndex(context, candidates_of(context))
    with pytest.raises(KeyError):
        index.chosen([Assignment("O2", "1", "S", "carry", "2025-03-03", 1)])


def test_a_whole_order_takes_all_its_units() -> None:
    """O2 is one A and two B."""
    context = hand_made_context()
    found = candidates_of(context)
    shipment = whole_order(found, row_of(found, "O2", "van"))
    first = int(context.book.line_start[context.book.index["O2"]])
    assert shipment.quantities == {first: 1, first + 1: 2}


def test_loads_are_rounded_up_by_the_unit() -> None:
    """B at 0.5001 kg counts 501 g a unit: 2000 + 2 * 501 g; and 4000 + 2 * 1000 ml."""
    context = hand_made_context(with_row(hand_made_scenario(), "products", "B", weight_kg=0.5001))
    first = int(context.book.line_start[context.book.index["O2"]])
    shipment = ChosenShipment(0, {first: 1, first + 1: 2})
    assert load_of(context, shipment) == (3002, 6000)
