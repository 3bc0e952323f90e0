"""Bring the generated pages up to date: ``python docs/generate.py`` in the repository."""

import importlib
import pkgutil
import sys
from pathlib import Path

import optimizer
from optimizer.core.errors_doc import errors_markdown
from optimizer.routing.engines.feature_table import feature_table
from optimizer.scenario.document import write_pages


def import_everything() -> None:
    """Import every module, so that every code is registered."""
    for module in pkgutil.walk_packages(optimizer.__path__, "optimizer."):
        importlib.import_module(module.name)


def main(repository: Path) -> None:
    """Write the pages into ``docs`` of the repository."""
    import_everything()
    for name, page in (("errors.md", errors_markdown()), ("routing-engines.md", feature_table())):
        (repository / "docs" / name).write_text(page, encoding="utf-8", newline="\n")
    write_pages(repository)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path.cwd())
