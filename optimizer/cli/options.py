"""Options that several commands share."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class RoutingEngine(StrEnum):
    """Engines for vehicle routing."""

    AUTO = "auto"
    DECOMPOSED = "decomposed"
    PYVRP = "pyvrp"
    ORTOOLS = "ortools"
    SISR = "sisr"
    PORTFOLIO = "portfolio"
    GENETIC = "genetic"


Engine = Annotated[
    RoutingEngine | None,
    typer.Option("--engine", help="Engine for vehicle routing; default: the scenario's, or auto."),
]
ScenarioFolder = Annotated[Path, typer.Argument(help="Folder with scenario.yaml and its tables.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only the result.")]
QuietRun = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print only what is recommended and where the report is.")
]
Time = Annotated[
    float | None,
    typer.Option(
        "--time",
        min=0.1,
        help="Wall-clock limit of the whole command, seconds: reading, searching, checking, writing. Every strategy "
        "gets a plan all the same, so that a limit too short for this is overrun (six strategies of 600 orders take "
        "about 10 s on two cores). Default: the scenario's, or none.",
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(
        "--seed", min=0, max=2**31 - 1, help="Seed of every random choice; default: the scenario's, or 1."
    ),
]
Threads = Annotated[
    int | None,
    typer.Option("--threads", min=1, max=256, help="Cores to use; default: the scenario's, or all."),
]
Out = Annotated[Path | None, typer.Option("--out", help="Folder of the run; default: runs/<time>-<name>.")]
Force = Annotated[bool, typer.Option("--force", help="Replace what is already there.")]
