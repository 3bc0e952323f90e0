"""The same scenario and seed give the same run."""

import json
from pathlib import Path
from typing import Any

from tests.helpers.cli import invoke


def _plans(run: Path) -> dict[str, Any]:
    """Hashes of all files but those that hold times, as the run recorded them."""
    recorded = json.loads((run / "run.json").read_text(encoding="utf-8"))["sha256"]
    timed = ("report.html", "trust.json")
    return {name: digest for name, digest in recorded.items() if not name.endswith(timed)}


def test_runs_repeat(tmp_path: Path) -> None:
    """Without a time limit, whether strategies are solved one after the other or side by side."""
    assert invoke("new", tmp_path / "seoul", "--orders", 40, "--seed", 5, "-q").exit_code == 0
    for name, threads in (("a", 1), ("b", 1), ("c", 2)):
        done = invoke("compare", tmp_path / "seoul", "--threads", threads, "--out", tmp_path / name, "-q")
        assert done.exit_code == 0
    plans = [_plans(tmp_path / name) for name in "abc"]
    assert plans[0] == plans[1]
    settings = "scenario/scenario.yaml"  # holds the number of threads
    assert {**plans[0], settings: ""} == {**plans[2], settings: ""}
