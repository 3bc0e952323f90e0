"""How a peer says that it is not made for a problem or its limits."""


class PassedOverError(Exception):
    """A peer is not asked for this; its text says why."""
