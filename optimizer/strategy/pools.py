"""Names of vehicle pools: ``depot/YYYY-MM-DD@wave``."""


def split_pool(name: str) -> tuple[str, str, str]:
    """Depot, date and wave of a van pool; a depot's id may hold ``/`` and ``@`` itself."""
    depot, _, rest = name.rpartition("/")
    date, _, wave = rest.partition("@")
    return depot, date, wave
