"""Orders that nothing can serve."""

from pathlib import Path
from typing import Any

import pytest

from optimizer.core.errors import Finding, Severity
from optimizer.scenario.load import load
from optimizer.validate.run import validate
from tests.helpers.scenarios import changed, small_rows, small_settings, write_small_scenario


def parcels(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """Offer parcels alone, changed."""
    options = small_settings()["options"][:1]
    options[0].update(changes)
    return {"options": options, "strategies": {"parcels": {"options": ["parcel"]}}}


def plain_orders() -> list[dict[str, object]]:
    """Orders that request nothing."""
    rows = small_rows("orders")
    for row in rows:
        row.pop("requested_option", None)
    return rows


def found(folder: Path, settings: dict[str, Any] | None = None, **tables: Any) -> dict[str, list[Finding]]:  # noqa: ANN401
    """Group findings by code."""
    tables.setdefault("orders", plain_orders())
    result: dict[str, list[Finding]] = {}
    for finding in validate(load(write_small_scenario(folder / "scenario", settings=settings, **tables))):
        result.setdefault(finding.code, []).append(finding)
    return result


def test_an_order_that_no_strategy_serves_is_named_with_reason_and_fix(tmp_path: Path) -> None:
    """O1 weighs 10.4 kg and parcels may weigh 10 kg: 0.4 kg too heavy, and one of five orders."""
    findings = found(tmp_path, parcels(max_weight_kg=10), vehicle_types=None, lanes=None)
    (order,) = findings["order-not-served"]
    assert (order.place.file, order.place.row, order.place.column) == ("orders.csv", 2, "id")
    assert order.severity == Severity.WARNING
    assert "0.4 kg too heavy for parcel (too-heavy)" in order.cause
    assert "allow 0.4 kg more" in order.action
    (strategy,) = findings["orders-not-served"]
    assert strategy.place.column == "strategies.parcels"
    assert "no shipment for 1 of 5 orders (too-heavy 1)" in strategy.cause


def test_an_order_served_by_another_strategy_is_only_counted(tmp_path: Path) -> None:
    """O1 may go by van under `all`; under `parcels` it is too heavy."""
    options = small_settings()["options"]
    options[0]["max_weight_kg"] = 10
    findings = found(tmp_path, {"options": options})
    assert set(findings) == {"orders-not-served"}
    assert [finding.place.column for finding in findings["orders-not-served"]] == ["strategies.parcels"]


def test_a_strategy_that_serves_nobody_is_an_error(tmp_path: Path) -> None:
    """Parcels go to docks, and no segment accepts docks."""
    findings = found(tmp_path, parcels(hand_over="dock"), vehicle_types=None, lanes=None)
    (finding,) = findings["nothing-served"]
    assert finding.severity == Severity.ERROR
    assert "no shipment for any order (segment-does-not-accept 5)" in finding.cause


def test_errors_come_first(tmp_path: Path) -> None:
    """Nobody is served: an error before the warnings."""
    scenario = load(
        write_small_scenario(
            tmp_path / "s",
            settings=parcels(hand_over="dock"),
            vehicle_types=None,
            lanes=None,
            orders=plain_orders(),
        )
    )
    severities = [finding.severity for finding in validate(scenario)]
    assert severities == sorted(severities, key=lambda severity: severity != Severity.ERROR)
    assert severities[0] == Severity.ERROR


def test_a_customer_out_of_reach_is_named_instead_of_the_orders(tmp_path: Path) -> None:
    """C1 moves 300 km away and parcels go 100 km: O1 and O5 are C1's; the customer is named once."""
    customers = changed("customers", "C1", lat=35.1, lon=129.0)
    findings = found(
        tmp_path, parcels(max_distance_km=100), customers=customers, vehicle_types=None, lanes=None
    )
    (customer,) = findings["unreachable-customer"]
    assert (customer.place.file, customer.place.row) == ("customers.csv", 2)
    assert "km too far from" in customer.cause
    assert "order-not-served" not in findings


def test_an_orders_own_address_out_of_reach_is_the_orders_fault(tmp_path: Path) -> None:
    """O4 is to be delivered 300 km away; its customer lives near."""
    orders = plain_orders()
    orders[3].update(lat=35.1, lon=129.0)
    findings = found(tmp_path, parcels(max_distance_km=100), orders=orders, vehicle_types=None, lanes=None)
    assert "unreachable-customer" not in findings
    assert [finding.place.row for finding in findings["order-not-served"]] == [5]


@pytest.mark.parametrize("explained", [1000, 2])
def test_beyond_the_explained_orders_the_others_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, explained: int
) -> None:
    """No rate for anybody: five orders are named, with their reason as far as it was looked for."""
    monkeypatch.setattr("optimizer.validate.service.EXPLAINED", explained)
    rates = [{"carrier": "post", "zone": "*", "max_weight_kg": 0.01, "price": 1}]
    findings = found(tmp_path, parcels(), carrier_rates=rates, vehicle_types=None, lanes=None)
    causes = [finding.cause for finding in findings["order-not-served"]]
    assert len(causes) == 5
    assert sum("no-carrier-rate" in cause for cause in causes) == min(explained, 5)
    (strategy,) = findings["nothing-served"]
    assert ("of the first 2: no-carrier-rate 2" in strategy.cause) == (explained == 2)


def test_an_order_bound_to_an_option_that_cannot_serve_it_names_what_is_missing(tmp_path: Path) -> None:
    """Requests bind: O2 may go by locker alone under `all`, and no lane leads there; `parcels` serves it."""
    findings = found(
        tmp_path,
        {"policies": {"delivery": {"requested": "binding"}}},
        orders=small_rows("orders"),
        lanes=[lane for lane in small_rows("lanes") if lane["to_site"] == "S1"],
    )
    assert "order-not-served" not in findings
    (strategy,) = findings["orders-not-served"]
    assert "no shipment for 1 of 5 orders (no-collection-point 1); for example O2" in strategy.cause
    assert "add a lane from W1 to a point" in strategy.action
