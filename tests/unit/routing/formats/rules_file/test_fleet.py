"""Vehicles by name."""

from pathlib import Path

import pytest

from optimizer.routing.formats.rules_file.fleet import MOST_NUMBERED, told_apart, vehicles_of
from tests.helpers.routing_files import LILIM, RICH, SOLOMON, VROOM, VRP, parsed, parsed_json


def test_vehicles_have_the_names_of_the_outputs(tmp_path: Path) -> None:
    """Those of the file, or numbers from 1; where the file does not say how many, as many as no plan can need."""
    assert vehicles_of(parsed(tmp_path, RICH)) == {"1": "vehicle1", "2": "vehicle1", "3": "vehicle3"}
    assert list(vehicles_of(parsed_json(tmp_path, VROOM))) == ["7", "8"]
    assert vehicles_of(parsed(tmp_path, SOLOMON)) == {"1": "vehicle", "2": "vehicle"}
    assert list(vehicles_of(parsed(tmp_path, VRP))) == ["1", "2"]
    many = VRP.replace("CAPACITY", "VEHICLES : 1000000000000\nCAPACITY")
    assert list(vehicles_of(parsed(tmp_path, many)))[-1] == str(MOST_NUMBERED)
    none = VRP.replace("CAPACITY", "VEHICLES : 0\nCAPACITY")
    assert vehicles_of(parsed(tmp_path, none)) == {}


@pytest.mark.parametrize(
    ("text", "names", "types", "fleet"),
    [
        (LILIM, ["2"], [("vehicle1", 2), ("vehicle2", 1)], ["vehicle1", "vehicle2", "vehicle1"]),
        (LILIM, ["1"], [("vehicle1", 1), ("vehicle2", 2)], ["vehicle1", "vehicle2", "vehicle2"]),
        (SOLOMON, ["2", "1"], [("vehicle1", 1), ("vehicle2", 1)], ["vehicle1", "vehicle2"]),
        (RICH, ["3"], [("vehicle1", 2), ("vehicle3", 1)], ["vehicle1", "vehicle1", "vehicle3"]),
        (
            RICH,
            ["1"],
            [("vehicle1", 1), ("vehicle2", 1), ("vehicle3", 1)],
            ["vehicle1", "vehicle2", "vehicle3"],
        ),
    ],
)
def test_named_vehicles_are_types_of_their_own(
    tmp_path: Path, text: str, names: list[str], types: list[tuple[str, int]], fleet: list[str]
) -> None:
    """The others stay together, under the name of the first of them, and are in all else what they were."""
    before = parsed(tmp_path, text)
    after = told_apart(before, names)
    assert [(kind.id, kind.count) for kind in after.problem.vehicle_types] == types
    assert [kind for _, kind in after.fleet] == fleet
    known = before.problem.vehicle_type_by_id
    for vehicle, old in vehicles_of(before).items():
        kind = after.problem.vehicle_type_by_id[dict(after.fleet)[vehicle]]
        assert (kind.capacity, kind.fixed_cost) == (known[old].capacity, known[old].fixed_cost)


def test_who_might_visit_a_client_still_may(tmp_path: Path) -> None:
    """Whatever the types are called now; and the only one that might not, still may not."""
    before = parsed(tmp_path, RICH)
    after = told_apart(before, ["2"])
    allowed = {client.id: client.vehicle_types for client in after.problem.clients}
    assert allowed["2"] == frozenset({"vehicle1", "vehicle2"})
    assert allowed["4"] == frozenset({"vehicle1", "vehicle2", "vehicle3"})


def test_nobody_named(tmp_path: Path) -> None:
    """Nothing changes, also where a name is nobody's."""
    file = parsed(tmp_path, RICH)
    assert told_apart(file, ["77"]) is file


def test_steps_of_vroom_stay_with_their_vehicle(tmp_path: Path) -> None:
    """The plan in the file itself is that of the vehicles it names."""
    vehicles = [{**VROOM["vehicles"][0], "id": ident, "steps": []} for ident in (1, 2)]
    vehicles[1]["steps"] = [{"type": "job", "id": 1}]
    file = parsed_json(tmp_path, {**VROOM, "vehicles": vehicles})
    assert [tour.vehicle_type for tour in file.tours] == ["vehicle1"]
    assert [tour.vehicle_type for tour in told_apart(file, ["2"]).tours] == ["vehicle2"]
