"""Names of vehicle pools: ``depot/YYYY-MM-DD@wave``."""

import re

_POOL = re.compile(r"(.*)/(\d{4}-\d{2}-\d{2})@(.*)", re.DOTALL)


def split_pool(name: str) -> tuple[str, str, str]:
    """Depot, date and wave of a van pool; the ids of depot and wave may hold ``/`` and ``@`` themselves.

    Raises
    ------
    ValueError
        If it is no such name.
    """
    match = _POOL.fullmatch(name)
    if match is None:
        msg = f"{name!r} names no pool"
        raise ValueError(msg)
    return match[1], match[2], match[3]
