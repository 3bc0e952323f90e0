"""The last step of every reader."""

import pytest

from optimizer.core.errors import InputError
from optimizer.routing.formats.building import build


def test_a_contradiction_becomes_a_coded_error() -> None:
    """With the problem's own words and the file's name."""
    with pytest.raises(InputError, match="at least one profile") as caught:
        build("file.vrp", depots=(), clients=(), vehicle_types=(), matrices={})
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.file) == ("route-file-contradiction", "file.vrp")
