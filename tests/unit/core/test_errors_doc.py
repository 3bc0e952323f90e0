"""The page of all codes."""

from optimizer.core.errors import code, registered_codes
from optimizer.core.errors_doc import errors_markdown


def test_every_registered_code_is_a_row() -> None:
    """Code, meaning and action, by code, with bars escaped."""
    code("zz-test-code", "It means\n  a|b.", "Do this.")
    page = errors_markdown()
    assert "| `zz-test-code` | It means a\\|b. | Do this. |\n" in page
    rows = [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")]
    assert rows == [entry.code for entry in registered_codes()]
    assert rows == sorted(rows)
