"""A worker's search goes on where it stopped, and never loses its best."""

import pyvrp

from optimizer.core.params import Params
from optimizer.core.progress import SILENT
from optimizer.routing.engines.decomposed.ils import Searcher
from optimizer.routing.engines.decomposed.penalties import Penalties
from optimizer.routing.engines.decomposed.settings import STANDARD
from optimizer.routing.engines.decomposed.watch import Allowance, Watch
from optimizer.routing.engines.pyvrp_data import translate
from tests.helpers.routing_spread import square

DATA = translate(square(60)).data


def searcher(seed: int = 1, initial: pyvrp.Solution | None = None) -> Searcher:
    """Return a worker on the common problem."""
    return Searcher(DATA, seed, Penalties.high(1, 1e5), STANDARD, initial)


def some(iterations: int) -> Allowance:
    """Return an allowance of iterations."""
    return Watch(Params(), SILENT).allow_each(float("inf"), iterations, 1)[0]


def test_two_halves_are_one_whole() -> None:
    """Interrupting a search changes nothing."""
    whole, halves = searcher(), searcher()
    whole.run(some(60))
    halves.run(some(25))
    halves.run(some(35))
    assert halves.best == whole.best
    assert halves.iterations == whole.iterations == 60


def test_search_improves_what_it_began_with() -> None:
    """The best is feasible and cheaper than the first local optimum."""
    worker = searcher()
    first = worker.best
    worker.run(some(200))
    assert worker.best.is_feasible()
    assert worker.best.distance() < first.distance()


def test_good_start_is_kept() -> None:
    """A start is never made worse, not even by searches without iterations."""
    good = searcher()
    good.run(some(300))
    for seed in range(5):
        assert searcher(seed, good.best).best.distance() <= good.best.distance()


def test_seed_decides() -> None:
    """Different seeds search differently."""
    found = []
    for seed in range(4):
        worker = searcher(seed)
        worker.run(some(5))
        found.append(worker.best)
    assert any(one != found[0] for one in found)
