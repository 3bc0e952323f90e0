"""One small edit of `tiny` per check that needs distances or options."""

from tests.unit.cli.bad_input.tiny import Case, add, column, error, settings, swap, swap_all, warning

_MIXED = "options: [parcel, van, collect_store, collect_locker]\n"

CASES: tuple[Case, ...] = (
    error(
        "coordinates-swapped",
        "customers.csv row 3, column lat",
        swap_all("sites.csv", ",127.", ",7."),
        swap_all("customers.csv", ",127.", ",7."),
        swap("customers.csv", "37.500,7.050", "7.050,37.500"),
    ),
    error(
        "coordinates-implausible",
        "customers.csv row 3, column lat",
        swap("customers.csv", "37.500,127.050", "0,0"),
    ),
    error(
        "coordinates-implausible", "sites.csv row 3, column lat", swap("sites.csv", "37.505,127.060", "0,0")
    ),
    warning(
        "matrix-too-short",
        "matrix.csv row 2, column distance_m",
        swap("matrix.csv", "W,S,van,7000", "W,S,van,7"),
    ),
    warning("missing-matrix-pairs", "matrix.csv, profile", swap("matrix.csv", "W,S,van,7000,840\n", "")),
    warning(
        "orders-not-served",
        "scenario.yaml, strategies.parcel",
        settings("carrier: post", "carrier: post\n    max_weight_kg: 7"),
    ),
    error(
        "nothing-served",
        "scenario.yaml, strategies.parcel",
        settings("carrier: post", "carrier: post\n    max_weight_kg: 0.5"),
    ),
    warning(
        "order-not-served",
        "orders.csv row 6, column id",
        column("products.csv", "temperature", "ambient", "frozen"),
        also=["orders-not-served"],
    ),
    warning(
        "unreachable-customer",
        "customers.csv row 7, column id",
        settings("segments:\n", "segments:\n  dock_user: {accepts: [dock]}\n"),
        swap("customers.csv", "C6,homebody", "C6,dock_user"),
        also=["orders-not-served"],
    ),
    warning(
        "strategy-without-vehicle",
        "scenario.yaml, strategies.mixed",
        add("sites.csv", "W2,warehouse,Second,37.500,127.010,,,,,,,\n"),
        settings(_MIXED, _MIXED + "    exclude_sites: [W]\n"),
        also=["missing-matrix-pairs"],
    ),
    warning(
        "vehicle-too-small-for-orders",
        "vehicle_types.csv row 3, column capacity_kg",
        add("vehicle_types.csv", "icy,W,1,20,100,4000,250,15000,09:00,19:00,van,frozen\n"),
    ),
    warning(
        "site-not-replenished", "sites.csv row 3, column id", settings("replenish: false", "replenish: true")
    ),
)
