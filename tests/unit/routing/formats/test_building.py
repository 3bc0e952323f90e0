"""The last step of every reader."""

import pytest

from optimizer.core.errors import InputError, Place
from optimizer.routing.formats.building import build


def test_a_contradiction_becomes_a_coded_error() -> None:
    """With the problem's own words, the file's name, and the line by which all of it was read."""
    with pytest.raises(InputError, match="at least one profile") as caught:
        build("file.vrp", 7, depots=(), clients=(), vehicle_types=(), matrices={})
    (finding,) = caught.value.findings
    assert (finding.code, finding.place) == ("route-file-contradiction", Place("file.vrp", 7))
