"""``optimizer route --objective``."""

import json
from pathlib import Path

from tests.helpers.cli import found_by, invoke, invoke_json
from tests.helpers.routing_files import LILIM, SOLOMON, VROOM

#: Windows by which one vehicle goes from one side to the other and back again, and two stay on their sides.
ZIGZAG = SOLOMON.replace(
    "    1      1         1         10         12         50          9",
    "1 5 0 1 5 6 0\n2 -5 0 1 15 16 0\n3 5 0 1 25 26 0\n4 -5 0 1 35 36 0",
)


def test_fewest_vehicles(tmp_path: Path) -> None:
    """Are told apart from the distance, in words, in the document and in the plan; by default distance is all."""
    path, out = tmp_path / "zigzag.txt", tmp_path / "plan.sol"
    path.write_text(ZIGZAG, encoding="utf-8")
    asked = ("route", path, "--iterations", "50")
    assert "cost 20, 2 routes" in invoke(*asked).stdout
    assert "1 vehicle, distance 40" in invoke(*asked, "--objective", "vehicles", "--out", out).stdout
    assert out.read_text(encoding="utf-8").splitlines()[-1] == "Cost 40.0"
    told = invoke_json(*asked, "--objective", "vehicles")[1]
    assert (told["objective"], told["vehicles"], told["cost"]) == ("vehicles, then distance", 1, 40.0)


def test_distance_alone_where_the_format_has_vehicles_first(tmp_path: Path) -> None:
    """Or the format's own objective where no other can be asked for."""
    path = tmp_path / "pairs.txt"
    path.write_text(LILIM, encoding="utf-8")
    told = invoke_json("route", path, "--iterations", "20", "--objective", "cost")[1]
    assert told["objective"] == "cost"
    path.write_text(json.dumps(VROOM), encoding="utf-8")
    assert found_by("route", path, "--objective", "vehicles") == (
        2,
        [("route-file-contradiction", "pairs.txt")],
    )
