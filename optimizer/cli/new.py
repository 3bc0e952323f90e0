"""``optimizer new``."""

from pathlib import Path
from typing import Annotated

import typer

from optimizer.cli.frame import framed, say
from optimizer.cli.options import Force, Quiet

HELP = "Write a new scenario from a template, with a size and a seed."
EXAMPLE = "Example: optimizer new my-retailer --orders 5000 --seed 7"


def command(
    folder: Annotated[Path, typer.Argument(help="Folder to write.")],
    template: Annotated[str, typer.Option(help="Template: seoul.")] = "seoul",
    orders: Annotated[int, typer.Option(min=1, max=1_000_000, help="Orders.")] = 600,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Seed.")] = 1,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Write a scenario."""
    with framed(as_json=False):
        from optimizer.generate.template import TEMPLATES, generate
        from optimizer.scenario.write import write
        from optimizer.store.files import new_folder, writing

        if template not in TEMPLATES:
            msg = f"there is no template {template}; there are {', '.join(sorted(TEMPLATES))}"
            raise typer.BadParameter(msg)
        with new_folder(folder, marker="scenario.yaml", force=force) as new:
            scenario = generate(template, orders=orders, seed=seed)
            with writing(folder):
                write(scenario, new.path)
        typer.echo(str(folder))
        say(f"{orders} orders. Next: optimizer compare {folder}", quiet=quiet)
