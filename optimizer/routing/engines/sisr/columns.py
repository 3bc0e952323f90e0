"""Where everything lies in the flat arrays of integers that kernels work on.

Passing many arrays to many functions would make compiling take minutes, so there are three: the facts of a problem,
a plan, and a chain's scratch memory. Each begins with single figures and the offsets of its tables, which follow each
other; the last offset is the end.
"""

NEVER = 2**61
#: More than any insertion costs, and less than one that cannot hold, whatever it saves besides.
ANY_PRICE = 2**60

# --- facts: single figures and offsets of tables
MEASURES = 0
DEPOTS = 1  #: number of depots, which are the first nodes
NODES = 2  #: depots, clients, and one for nowhere if some routes are open
CLIENTS = 3
KINDS = 4
UNITS = 5
BACKHAULS = 6  #: 0 mixed, 1 last, 2 last and after a delivery
LONGEST_COST = 7
SHIFT_COST = 8
TOLERANCE = 9
BARRED = 10  #: a leg of this length or more cannot be travelled
PLAIN_LOADS = 11  #: 1 if all clients receive, or all hand over, on a single trip
TURNED = 12  #: how many layers further the transposed matrices lie
NEAR_WIDTH = 13  #: length of the rows of the near table
ORDERS = 14  #: number of orders by which units are sorted
NODE_TABLE = 15
AMOUNT_TABLE = 16
KIND_TABLE = 17
CAPACITY_TABLE = 18
UNIT_TABLE = 19
ALLOWED_TABLE = 20
EXTRA_TABLE = 21
NEAR_TABLE = 22
RANK_TABLE = 23
FACT_END = 24
RELEASES = 25  #: 1 if some goods are released later than at 0
ONE_WAY = 26  #: DELIVERS if no goods are collected, COLLECTS if none are delivered, else 0
FACT_HEAD = 27

# a node
SERVICE = 0  #: duration of service, or of loading
RELEASE = 1  #: earliest departure from the depot with its goods
UNIT = 2  #: -1 for depots
HAUL = 3  #: DELIVERS, COLLECTS, both or 0
EARLIER = 4  #: arrival in the earlier plan; -1 if none
LOCKED = 5  #: 1 if fixed to the beginning of a route
WINDOW_AT = 6  #: offset of its windows: opening, close, opening, ...
WINDOW_END = 7
NODE_COLUMNS = 8

DELIVERS = 1
COLLECTS = 2

# its amounts, each per measure
DELIVERY = 0
PICKUP = 1
SHIPMENT = 2  #: taken on board (positive) or handed over (negative)

# a unit: what is inserted and removed as one
MEMBER_AT = 0  #: offset of its nodes
MEMBER_END = 1
PAIR = 2  #: 1 for a pickup and its delivery, 0 for alternatives of which one is visited
REQUIRED = 3
FORGONE = 4  #: cost of leaving it out, for those that may be left out
UNIT_COLUMNS = 5

# a vehicle type
COUNT = 0
START = 1
END = 2
PROFILE = 3
FIXED = 4
PER_DISTANCE = 5
PER_DURATION = 6
OVERTIME_AFTER = 7
PER_OVERTIME = 8
MAX_DISTANCE = 9
MAX_DURATION = 10
START_OPEN = 11
START_CLOSE = 12
END_OPEN = 13
END_CLOSE = 14
CLOCK = 15
MAX_RELOADS = 16
RELOAD_AT = 17  #: offset of the depots where it may load again
RELOAD_END = 18
BREAK_AT = 19  #: offset of its breaks: duration, opening, close, duration, ...
BREAK_END = 20
RETURNS = 21  #: 0 if the route ends with its last client
FIRST = 22  #: position before which nothing is inserted or removed, less one
TRAFFIC_AT = 23  #: offset of its traffic: start, rate, progress, start, ...
TRAFFIC_END = 24
FAMILY = 25  #: of types between which a route may change; -1 if there is no other
BASES = 26  #: of types that differ in their depots only; -1 if there is no other
KIND_COLUMNS = 27

# values of CLOCK
TIMELESS = 0  #: nothing depends on time
BRISK = 1  #: time limits what is feasible, and costs nothing; neither traffic nor releases
DEADLINES = 2  #: likewise, with traffic or releases
SPANS = 3  #: duration has a price or a limit
REPLAYED = 4  #: only replaying the whole route tells

#: Slot of a client that another chain has.
ELSEWHERE = -2

# --- plan: single figures and offsets of tables
SLOTS = 0  #: slots in use lie below this number
ABSENT = 1  #: number of units on no route
MISSING = 2  #: number of required ones among them
TOTAL = 3  #: cost of routes and prizes forgone
ROUTES = 4
CROWDED = 5  #: 1 if a position was lacking, 2 if a slot was, 3 if both
SLOT_LIMIT = 6
LENGTH = 7  #: positions of a slot
STOP_WIDTH = 8
ROUTE_WIDTH = 9
STOP_TABLE = 10
ROUTE_TABLE = 11
WHERE_TABLE = 12  #: per node: slot (-1 if on no route) and position
USED_TABLE = 13  #: routes per vehicle type
ABSENT_TABLE = 14
PLAN_END = 15
PLAN_HEAD = 16

# a position of a slot
NODE = 0
LEG = 1  #: distance to the next
EARLY = 2  #: earliest departure
LATE = 3  #: latest arrival such that the rest holds
BEFORE = 4  #: the part of the route up to here: duration, earliest and latest start
AFTER = 7  #: the part from here
LOADS = 10  #: then per measure LOAD, UNTIL, ONWARD
STOP_COLUMNS = 10

LOAD = 0  #: on the leg to the next
UNTIL = 1  #: highest on the trip's legs up to that one
ONWARD = 2  #: highest on the trip's legs from that one

# a slot
KIND = 0
SIZE = 1  #: number of nodes, depots included; 0 if the slot is free
DISTANCE = 2
COST = 3
SPAN = 4  #: duration
HELD = 5  #: latest release of its first trip's goods
TRIPS = 6
TOUCHED = 7  #: 1 if changed since the plan was kept
BEHIND = 8  #: in the kept plan: 1 if changed since the best was noted
ROOM = 9  #: then per measure the most that a delivery, and that a pickup, may be
ROUTE_COLUMNS = 9

# --- scratch: single figures and offsets
RANDOM = 0  #: state of the random numbers
BLINK = 1  #: positions to the next one that is overlooked
PRICE = 2  #: the cheapest insertion so far
ROUTE = 3  #: slot; -1 for a new route
AT = 4  #: position after which to insert
CLIENT = 5  #: -1 if none
UNTIL_AT = 6  #: position after which its delivery is inserted
RELOAD = 7  #: depot to load at; -1 for none
RELOAD_FIRST = 8  #: 1 if the vehicle loads before the visit
NEW_KIND = 9
VISIT = 10  #: three nodes to be inserted next to each other
INSTANT = 13  #: five instants, by the number of breaks taken
TAKEN = 18  #: four breaks taken
CHOICE = 22  #: what was chosen for each of four breaks
START_FROM = 26  #: bounds in the way of resting that is tried
START_BY = 27
END_BY = 28
BREAKS_TAKEN = 29
LONGEST = 30  #: distance of the longest route
MOST_ROUTES = 31  #: routes there may be
SHRINKING = 32  #: 1 while the fleet is made smaller
CURRENT = 33  #: objective of the plan that is kept
BEST = 34  #: objective of the best
BEST_MISSING = 35  #: required units the best lacks
LEAST = 36  #: duration of the path without waiting, and without rests
RESTING = 37  #: duration of the breaks taken
VENTURE = 38  #: slot of a route opened on trial; -1 for none, -2 if none may be
SPOILED = 39  #: 1 if a route that is bound to clients cannot hold with them alone
PATH = 40  #: offset of the nodes of the route that is replayed, or of a figure per position of a route
TRIP_RELEASE = 41  #: offset of the releases of trips that begin at its positions
RUINED = 42  #: offset of slots that lose clients, or are looked at
HIT = 43  #: offset of marks per slot
DOOMED = 44  #: offset of marks per node
ALONE = 45  #: offset of costs of a route to nothing but a node, per vehicle type and node
SORT_KEY = 46  #: offset of keys per unit
ABSENCES = 47  #: offset of how often each unit was left out
DUE = 48  #: offset of whether the next recreating looks at a unit: 0, NEARBY, FRESH
POOL = 49  #: offset of routes of plans on the way
SCRATCH_END = 50
SCRATCH_HEAD = 51

# values of DUE
NEARBY = 1  #: found no place before, and is near what is ruined: only changed routes are looked at
FRESH = 2  #: every route may have a place for it

# a route of a plan on the way
MARK = 0  #: a number by which the same stops are known
POOL_COST = 1
POOL_KIND = 2
POOL_SIZE = 3  #: number of stops; 0 if the place is free
FIRST_STOP = 4
POOL_STOPS = 60  #: longer routes are not noted
POOL_COLUMNS = 64
