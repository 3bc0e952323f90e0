"""Currency codes."""

import pytest

from optimizer.scenario.currencies import meant_currency


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("WON", "KRW"),
        ("원", "KRW"),
        (" ₩ ", "KRW"),
        ("krw", "KRW"),
        ("KRX", "KRW"),
        ("Euro", "EUR"),
        ("RMB", "CNY"),
        ("USA", "USD"),
        ("XYZ", None),
        ("US", None),
        ("", None),
    ],
)
def test_what_is_meant(written: str, meant: str | None) -> None:
    """Everyday names, small letters and codes of the right country are understood; the rest is not guessed."""
    assert meant_currency(written) == meant
