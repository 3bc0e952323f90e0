"""How the search divides its effort; what each value is worth is told in ``docs/decisions``."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Parameters of the search.

    Parameters
    ----------
    whole_share
        Share of the limit given to searching the whole problem, before the rounds over its parts; for problems larger
        than a part less in proportion. More than 0.
    part_clients
        Clients of a part. Where there would be fewer parts than workers they are smaller, but half of it at least:
        parts of 150 clients measured worse.
    least_clients
        Problems of fewer clients are not parted.
    districts_from, district_clients, district_share
        Problems of more clients are planned in districts at first; clients of a district, and the share of the limit.
    largest_whole
        Problems of more clients are not searched as a whole unless their plan has one route, so that their full
        matrix is not needed; others are if districts leave someone out.
    rounds, round_s
        Rounds under a time limit; fewer if the search of a part would be shorter than so many seconds.
    round_iterations
        Length of a search of a part under an iteration limit.
    history
        Length of the history of late acceptance.
    workers
        Most searches side by side under an iteration limit, whatever the number of threads that execute them; one
        alone where the limit is below ``round_iterations``.
    """

    whole_share: float = 0.4
    part_clients: int = 250
    least_clients: int = 200
    districts_from: int = 2000
    district_clients: int = 1000
    district_share: float = 0.1
    largest_whole: int = 5000
    rounds: int = 8
    round_s: float = 2.0
    round_iterations: int = 5000
    history: int = 300
    workers: int = 2

    @property
    def least_part(self) -> float:
        """Clients of a part at least, on average: workers search the same part rather than smaller ones."""
        return self.part_clients / 2


STANDARD = Settings()
