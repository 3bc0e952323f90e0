"""How many cores this process may use."""

import os


def usable_cores() -> int:
    """Return the cores that the operating system lets this process run on, at least 1.

    They may be fewer than the machine has: ``taskset``, a batch system or a container says which. Where that is not
    known, all of the machine are counted.
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
