"""``optimizer solve``."""

from typing import Annotated

import typer

from optimizer.cli.options import (
    Engine,
    Force,
    Json,
    Out,
    QuietRun,
    ScenarioFolder,
    Seed,
    Threads,
    Time,
)
from optimizer.cli.solving import SolveRequest, run

HELP = (
    "Solve one strategy of a scenario: stock to place, source and hand-over of each order, each van's route."
)
EXAMPLE = "Example: optimizer solve scenarios/seoul-omnichannel --strategy omnichannel"


def command(
    scenario: ScenarioFolder,
    strategy: Annotated[str | None, typer.Option(help="Strategy; default: the scenario's baseline.")] = None,
    time_s: Time = None,
    seed: Seed = None,
    threads: Threads = None,
    engine: Engine = None,
    out: Out = None,
    force: Force = False,
    as_json: Json = False,
    quiet: QuietRun = False,
) -> None:
    """Solve one strategy."""
    run(
        SolveRequest(
            "solve",
            scenario=scenario,
            strategy=strategy,
            time_s=time_s,
            seed=seed,
            threads=threads,
            engine=engine,
            out=out,
            force=force,
            as_json=as_json,
            quiet=quiet,
        )
    )
