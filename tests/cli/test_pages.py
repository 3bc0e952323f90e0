"""The generated pages."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.helpers.cli import REPOSITORY

GENERATED = ("errors.md", "routing-engines.md", "scenario-format.md", "scenario-schema.json")


def test_generated_pages_are_up_to_date(tmp_path: Path) -> None:
    """Otherwise run `python docs/generate.py`: every code, feature and column is on its page."""
    shutil.copytree(REPOSITORY / "docs", tmp_path / "docs")
    script = REPOSITORY / "docs" / "generate.py"
    subprocess.run([sys.executable, script, tmp_path], cwd=REPOSITORY, check=True)
    for name in GENERATED:
        written = (tmp_path / "docs" / name).read_text(encoding="utf-8")
        assert (REPOSITORY / "docs" / name).read_text(encoding="utf-8") == written, name


def test_codes_of_all_rooms_are_on_the_page() -> None:
    """Errors, warnings and reasons."""
    page = (REPOSITORY / "docs" / "errors.md").read_text(encoding="utf-8")
    for code in ("folder-exists", "unknown-customer", "too-heavy", "client-capacity", "unknown-template"):
        assert f"| `{code}` |" in page
