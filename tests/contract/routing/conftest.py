"""Engines under contract."""

import pytest

from optimizer.routing.engines import engine_names


@pytest.fixture(params=engine_names())
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    name: str = request.param
    return name
