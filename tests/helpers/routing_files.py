"""Small routing files of every format, made up for tests."""

import json
from pathlib import Path
from typing import Any

from optimizer.routing.formats import RoutingFile, read_file

#: Two clients at (3, 4) and (-1, 1).
VRP = """NAME : small
COMMENT : "made up"
TYPE : CVRP
DIMENSION : 3
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 3 4
3 -1 1
DEMAND_SECTION
1 0
2 7
3 5
DEPOT_SECTION
1
-1
EOF
"""

#: Two depots, four clients of which two are alternatives, three vehicles of two types, one of which loads again.
RICH = """NAME : rich
TYPE : MIXED
DIMENSION : 6
VEHICLES : 3
VEHICLES_MAX_DURATION : 900
SERVICE_TIME : 2
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 10 0
3 3 4
4 6 8
5 0 5
6 10 5
LINEHAUL_SECTION
1 0 0
2 0 0
3 4 1
4 5 0
5 1 1
6 0 0
BACKHAUL_SECTION
1 0 0
2 0 0
3 0 0
4 0 0
5 0 0
6 3 2
CAPACITY_SECTION
1 9 9
2 9 9
3 5 2
TIME_WINDOW_SECTION
1 0 500
2 0 400
3 0 90
4 5 95
5 0 500
6 20 500
RELEASE_TIME_SECTION
1 0
2 0
3 0
4 7
5 0
6 0
PRIZE_SECTION
1 0
2 0
3 0
4 30
5 0
6 11
VEHICLES_DEPOT_SECTION
1 1
2 1
3 2
VEHICLES_RELOAD_DEPOT_SECTION
1 1 2
2 1 2
3
VEHICLES_MAX_RELOADS_SECTION
1 1
2 1
3 0
VEHICLES_MAX_DISTANCE_SECTION
1 80
2 80
3 70
VEHICLES_FIXED_COST_SECTION
1 6
2 6
3 4
VEHICLES_UNIT_DISTANCE_COST_SECTION
1 1
2 1
3 2
VEHICLES_ALLOWED_CLIENTS_SECTION
1 3 4 5 6
2 3 4 5 6
3 5 6
MUTUALLY_EXCLUSIVE_GROUP_SECTION
1 5 6
2 3
DEPOT_SECTION
1
2
-1
EOF
"""

#: Two shipments of three and of four units, and a client with a delivery of its own.
PAIRS = """NAME : pairs
TYPE : PDPTW
DIMENSION : 6
VEHICLES : 2
CAPACITY : 10
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 3 4
3 -1 1
4 6 8
5 0 5
6 5 0
PICKUP_AND_DELIVERY_SECTION
1 0 0 500 0 0 0
2 3 0 100 2 0 3
3 -3 0 200 2 2 0
4 4 0 100 2 0 5
5 -4 0 200 2 4 0
6 2 0 300 2 0 0
DEPOT_SECTION
1
-1
EOF
"""

EXPLICIT = """NAME : explicit
TYPE : ACVRP
DIMENSION : 3
VEHICLES : 2
CAPACITY : 10
EDGE_WEIGHT_TYPE : EXPLICIT
EDGE_WEIGHT_FORMAT : FULL_MATRIX
EDGE_WEIGHT_SECTION
0 4 9
5 0 inf
9 2 0
DEMAND_SECTION
1 0
2 7
3 5
DEPOT_SECTION
1
-1
EOF
"""

SOLOMON = """S1

VEHICLE
NUMBER     CAPACITY
  2         20

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME

    0      0         0          0          0        100          0
    1      1         1         10         12         50          9
"""

#: Fetched at (3, 4) and brought to (6, 8), and fetched at (0, 5) and brought to (0, 1).
LILIM = """3 10 1
0 0 0 0 0 500 0 0 0
1 3 4 6 0 100 2 0 2
2 6 8 -6 0 200 2 1 0
3 0 5 5 10 300 1 0 4
4 0 1 -5 0 400 1 3 0
"""

#: Three jobs, a shipment and two vehicles on a matrix of five places.
VROOM: dict[str, Any] = {
    "vehicles": [
        {
            "id": 7,
            "description": "van",
            "start_index": 0,
            "start": [126.9, 37.5],
            "end_index": 0,
            "capacity": [4, 9],
            "skills": [1, 2],
            "time_window": [0, 5000],
            "costs": {"fixed": 10, "per_hour": 3600},
            "speed_factor": 1.0,
            "max_travel_time": 4000,
            "steps": [{"type": "start"}, {"type": "job", "id": 3}, {"type": "job", "id": 1}, {"type": "end"}],
        },
        {"id": 8, "start_index": 0, "end_index": 0, "capacity": [3, 9], "profile": "car", "skills": [2]},
    ],
    "jobs": [
        {"id": 1, "location_index": 1, "location": [127.0, 37.5], "delivery": [1, 2], "service": 30},
        {"id": 2, "location_index": 2, "pickup": [1, 0], "priority": 10, "setup": 5, "skills": [1]},
        {"id": 3, "location_index": 1, "delivery": [2, 1], "time_windows": [[0, 900], [1000, 2000]]},
    ],
    "shipments": [
        {
            "amount": [1, 1],
            "priority": 5,
            "pickup": {"id": 1, "location_index": 3, "service": 20, "description": "shop"},
            "delivery": {"id": 1, "location_index": 4, "service": 20, "time_windows": [[0, 4000]]},
        }
    ],
    "matrices": {
        "car": {
            "durations": [
                [0, 100, 200, 300, 400],
                [100, 0, 110, 210, 310],
                [210, 110, 0, 120, 220],
                [300, 210, 120, 0, 130],
                [400, 310, 220, 130, 0],
            ]
        }
    },
}


def parsed(
    folder: Path, text: str, rounding: str | None = None, speed_km_h: float | None = None
) -> RoutingFile:
    """Read a text as a routing file named ``problem.vrp`` in a folder."""
    path = folder / "problem.vrp"
    path.write_text(text, encoding="utf-8")
    return read_file(path, rounding, speed_km_h)


def parsed_json(folder: Path, document: object, speed_km_h: float | None = None) -> RoutingFile:
    """Read a document as a routing file named ``problem.vrp`` in a folder."""
    return parsed(folder, json.dumps(document), None, speed_km_h)
