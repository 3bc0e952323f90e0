"""Parts of a route, joined in constant time.

References
----------
.. [1] Vidal, T., T.G. Crainic, M. Gendreau and C. Prins (2013). A hybrid genetic algorithm with adaptive diversity
   management for a large class of vehicle routing problems with time-windows. *Computers & Operations Research*
   40(1), 475-489. https://doi.org/10.1016/j.cor.2012.07.018
"""

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.access import node_fact, stops_at
from optimizer.routing.engines.sisr.compiled import inlined
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.problem import IntArray

#: Duration, earliest and latest start of a part of a route; a duration of NEVER if it cannot hold.
Segment = tuple[int, int, int]


@inlined
def joined(one: Segment, leg: int, other: Segment) -> Segment:
    """Return two parts of a route one after the other [1]_."""
    reach = one[0] + leg
    if one[0] >= col.NEVER or other[0] >= col.NEVER or one[1] + reach > other[2]:
        return col.NEVER, 0, 0
    wait = max(other[1] - reach - one[2], 0)
    early = max(other[1] - reach, one[1]) - wait
    return reach + other[0] + wait, early, min(other[2] - reach, one[2])


@inlined
def single(data: Data, node: int, release: int) -> Segment:
    """Return the part that is one stop; ``release`` binds where a trip begins."""
    at, service = node_fact(data, node, col.WINDOW_AT), node_fact(data, node, col.SERVICE)
    return service, max(data.fact[at], release - service), data.fact[at + 1]


@inlined
def stored(plan: IntArray, slot: int, at: int, column: int) -> Segment:
    """Return the part that was stored at a position, BEFORE or AFTER."""
    here = stops_at(plan, slot) + at * plan[col.STOP_WIDTH] + column
    return plan[here], plan[here + 1], plan[here + 2]


@inlined
def store(plan: IntArray, here: int, part: Segment) -> None:
    """Store a part."""
    plan[here], plan[here + 1], plan[here + 2] = part
