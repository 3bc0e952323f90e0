"""How the search divides its effort; what each value is worth is told in ``docs/decisions``."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Parameters of the search.

    Parameters
    ----------
    whole_share
        Share of the limit given to searching the whole problem, before the rounds over its parts.
    part_clients
        Clients of a part.
    round_s, round_iterations
        Length of a search of one part, under a time limit and under an iteration limit.
    least_clients
        Problems of fewer clients are not parted.
    history
        Length of the history of late acceptance.
    workers
        Searches side by side under an iteration limit, whatever the number of threads that execute them.
    """

    whole_share: float = 0.4
    part_clients: int = 250
    least_clients: int = 400
    round_s: float = 3.0
    round_iterations: int = 5000
    history: int = 300
    workers: int = 2


STANDARD = Settings()
