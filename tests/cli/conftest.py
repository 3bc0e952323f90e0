"""A scenario large enough to be interrupted."""

from pathlib import Path

import pytest

from tests.helpers.cli import invoke


@pytest.fixture(scope="session")
def retailer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a Seoul retailer with 300 orders; not to be changed."""
    folder = tmp_path_factory.mktemp("cli") / "retailer"
    assert invoke("new", folder, "--orders", 300, "-q").exit_code == 0
    return folder
