from optimizer.core.cost import Component, CostLine
from optimizer.strategy.plan import Plan, PlannedShipment


def test_the_key_of_a_shipment_names_its_decision() -> None:
    """Cost lines refer to a shipment by order, source, option and departure."""
    shipment = PlannedShipment("O1", "W", "van", "2025-03-03@evening", "", 1, 2, "W/2025-03-03@evening/1")
    assert shipment.key == "O1|W|van|2025-03-03@evening"


def test_the_total_is_the_sum_of_the_lines() -> None:
    """There is no cost of a plan beside its lines, and an empty plan costs nothing."""
    lines = (CostLine(Component.CARRIER, "shipment", "x", 30), CostLine(Component.HOLDING, "site", "W", 12))
    assert Plan("all").total == 0
    assert Plan("all").replace(cost_lines=lines).total == 42
