"""``optimizer compare``."""

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

HELP = "Solve every strategy of a scenario and compare cost, delivery time and service."
EXAMPLE = "Example: optimizer compare scenarios/seoul-omnichannel --time 60"


def command(
    scenario: ScenarioFolder,
    time_s: Time = None,
    seed: Seed = None,
    threads: Threads = None,
    engine: Engine = None,
    out: Out = None,
    force: Force = False,
    as_json: Json = False,
    quiet: QuietRun = False,
) -> None:
    """Compare all strategies."""
    run(
        SolveRequest(
            "compare",
            scenario=scenario,
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
