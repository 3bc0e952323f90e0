"""The command line as tests call it: in this process, or as a planner does."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from optimizer.cli.app import app
from optimizer.core.errors import Place

REPOSITORY = Path(__file__).parents[2]
TINY = REPOSITORY / "scenarios" / "tiny"

#: A routing problem: from the depot to (3, 4) and (-1, 1), both fit on one vehicle.
VRP = """NAME : small
TYPE : CVRP
DIMENSION : 3
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 20
NODE_COORD_SECTION
1 0 0
2 3 4
3 -1 1
DEMAND_SECTION
1 0
2 7
3 5
DEPOT_SECTION
1
-1
EOF
"""


def invoke(*arguments: str | Path | float, columns: int = 200) -> Result:
    """Run a command in this process, as wide as told."""
    runner = CliRunner(env={"COLUMNS": str(columns), "TERM": "dumb"})
    return runner.invoke(app, [str(argument) for argument in arguments])


def invoke_json(*arguments: str | Path | float) -> tuple[int, Any]:
    """Run a command with ``--json`` in this process; exit code and document."""
    result = invoke(*arguments, "--json")
    return result.exit_code, json.loads(result.stdout)


def found_by(*arguments: str | Path | float) -> tuple[int, list[tuple[str, str]]]:
    """Exit code, and code and place of each finding."""
    exit_code, document = invoke_json(*arguments)
    return exit_code, [
        (one["code"], str(Place(one["file"], one["row"], one["column"]))) for one in document["findings"]
    ]


def environment(**changes: str) -> dict[str, str]:
    """Environment of a command: this one's, with changes, and nothing of a terminal's width."""
    return {**{name: value for name, value in os.environ.items() if name != "COLUMNS"}, **changes}


def command(
    *arguments: str | Path | float, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the real command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "optimizer", *map(str, arguments)],
        cwd=cwd,
        env=environment(**(env or {})),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
