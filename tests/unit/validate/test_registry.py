"""Registration of checks."""

import pytest

from optimizer.validate.registry import CHECKS, check


def test_a_code_has_one_meaning() -> None:
    """Registering a known code with another meaning is refused, and the known check stays."""
    before = dict(CHECKS)
    with pytest.raises(ValueError, match="registered twice"):
        check("missing-matrix-pairs", "Something else.", "Do something else.")
    assert before == CHECKS
