"""How a peer says that it is not made for a problem or its limits."""

from collections.abc import Collection


class PassedOverError(Exception):
    """A peer is not asked for this; its text says why."""


def refuse(lacking: Collection[str]) -> None:
    """Pass a peer over that would be judged on a problem it was not given.

    Parameters
    ----------
    lacking
        Features that the problem uses and the peer is not given.

    Raises
    ------
    PassedOverError
        If there is any, naming each.
    """
    if lacking:
        msg = f"is not given {', '.join(sorted(lacking))}"
        raise PassedOverError(msg)
