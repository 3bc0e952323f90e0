"""``optimizer new``."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from optimizer.cli.frame import emit_json, framed, say
from optimizer.cli.options import Force, Json, Quiet
from optimizer.cli.progress import elapsed
from optimizer.core.errors import Finding, InputError, Place, code
from optimizer.report.counting import counted

if TYPE_CHECKING:
    from optimizer.scenario.scenario import Scenario

HELP = "Write a new scenario from a template, with a size and a seed."
EXAMPLE = "Example: optimizer new my-retailer --orders 5000 --seed 7"
UNKNOWN_TEMPLATE = code("unknown-template", "There is no template of that name.", "Name one that there is.")


def command(
    folder: Annotated[Path, typer.Argument(help="Folder to write.")],
    template: Annotated[str, typer.Option(help="Template: seoul.")] = "seoul",
    orders: Annotated[int, typer.Option(min=20, max=1_000_000, help="Number of orders.")] = 600,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Seed of every random choice.")] = 1,
    force: Force = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write a scenario."""
    with framed(as_json=as_json):
        from optimizer.generate.template import TEMPLATES, generate
        from optimizer.scenario.findings import did_you_mean, sentences
        from optimizer.scenario.write import write
        from optimizer.store.files import new_folder, writing

        if template not in TEMPLATES:
            cause = f"there is no template {template!r}"
            action = sentences(did_you_mean(template, TEMPLATES), f"Name one of {', '.join(TEMPLATES)}.")
            raise InputError([Finding(UNKNOWN_TEMPLATE, Place("--template"), cause, action)])
        with (
            new_folder(folder, marker="scenario.yaml", force=force) as new,
            elapsed(enabled=not (quiet or as_json)),
        ):
            scenario = _named(generate(template, orders=orders, seed=seed), folder.resolve().name)
            with writing(folder):
                write(scenario, new.path)
        if as_json:
            emit_json({"folder": str(folder), "template": template, "orders": orders, "seed": seed})
            return
        typer.echo(str(folder))
        say(f"{counted(orders, 'order')}. Next: optimizer compare {shlex.quote(str(folder))}", quiet=quiet)


def _named(scenario: "Scenario", name: str) -> "Scenario":
    """Call the scenario as its folder, where that is a name."""
    from pydantic import ValidationError

    from optimizer.scenario.checks.ids import names_a_folder
    from optimizer.scenario.settings import Settings

    try:
        settings = Settings.model_validate({**scenario.settings.model_dump(), "name": name})
    except ValidationError:
        return scenario
    return scenario.replace(settings=settings) if names_a_folder(settings.name) else scenario
