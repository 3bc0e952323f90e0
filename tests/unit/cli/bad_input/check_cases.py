"""One small edit of `tiny` per check of the tables and of the settings."""

from tests.unit.cli.bad_input.tiny import Case, add, column, error, remove, settings, swap, warning, write

_FORECAST = "district,product_id,date,quantity\n"
_PARCEL = "    options: [parcel]\n"
_MIXED = "options: [parcel, van, collect_store, collect_locker]\n"
_VEHICLE = "20,100,4000,250,15000,09:00,19:00,van,ambient\n"


def _option(text: str) -> tuple[str, str]:
    """Put an option before the others, which no strategy offers."""
    return "options:\n  - id: parcel", f"options:\n  - {{{text}}}\n  - id: parcel"


GOODS = (
    error(
        "margin-above-value",
        "products.csv row 2, column margin_per_unit",
        swap("products.csv", "20000,8000", "20000,28000"),
    ),
    warning(
        "short-shelf-life",
        "products.csv row 2, column shelf_life_days",
        settings("days: 1}", "days: 2}"),
        column("products.csv", "shelf_life_days", "1"),
    ),
    error(
        "stock-or-receipt", "stock.csv row 2, column receipt", swap("stock.csv", "W,A,,10,0,0", "W,A,,10,0,5")
    ),
    warning(
        "protected-stock", "stock.csv row 4, column protected", swap("stock.csv", "S,A,,4,1", "S,A,,4,9")
    ),
    warning(
        "stock-above-storage", "sites.csv row 2, column storage_l", column("sites.csv", "storage_l", "69")
    ),
    error("incomplete-address", "orders.csv row 2, column lat", column("orders.csv", "lat", "37.5")),
    error(
        "lane-to-itself",
        "lanes.csv row 2, column to_site",
        swap("lanes.csv", "S,L", "S,S"),
        also=["option-without-lane"],
    ),
    warning(
        "small-vehicle",
        "vehicle_types.csv row 3, column capacity_kg",
        add("vehicle_types.csv", "bag,W,1,0.5," + _VEHICLE.split(",", 1)[1]),
    ),
    warning(
        "matrix-speed",
        "matrix.csv row 2, column duration_s",
        swap("matrix.csv", "W,S,van,7000,840", "W,S,van,7000,14"),
    ),
    error("missing-matrix", "scenario.yaml, network.method", remove("matrix.csv")),
)

IDS = (
    error("duplicate-id", "order_lines.csv row 8, column order_id", add("order_lines.csv", "O2,1,A,1\n")),
    error(
        "duplicate-option",
        "scenario.yaml, options[1].id",
        settings("- id: van", "- id: parcel"),
        also=["unknown-option"],
    ),
    error("reserved-id", "scenario.yaml, zones.*", add("scenario.yaml", "\nzones: {'*': [East]}\n")),
    error("reserved-id", "sites.csv row 5, column id", add("sites.csv", "order:1,hub,Hub,37.5,127,,,,,,,\n")),
    error("unsafe-name", "scenario.yaml, name", settings("name: tiny", "name: ../tiny")),
)

OPTIONS = (
    error("wave-times", "scenario.yaml, waves.day.back_by", settings('back_by: "18:00"', 'back_by: "12:00"')),
    error(
        "waves-overlap",
        "scenario.yaml, waves.day.departs",
        settings("waves:\n  day:", 'waves:\n  noon: {departs: "12:00", back_by: "14:00"}\n  day:'),
    ),
    error("unknown-wave", "scenario.yaml, options[1].waves[0].wave", settings("wave: day", "wave: dya")),
    error(
        "promise-form",
        "scenario.yaml, options[0].promise",
        settings('{days: 1, by: "18:00"}', "{days: 1, hours: 24}"),
    ),
    error(
        "unknown-option-site",
        "scenario.yaml, options[0].sites[1]",
        settings("carrier: post", "carrier: post\n    sites: [W, X]"),
    ),
    warning(
        "site-of-other-kind",
        "scenario.yaml, options[0].sites[1]",
        settings("carrier: post", "carrier: post\n    sites: [W, S]"),
    ),
    error(
        "collect-source-kind",
        "scenario.yaml, options[2].source_kinds",
        settings("none\n    source_kinds: [store]", "none\n    source_kinds: [hub]"),
        also=["option-without-source"],
    ),
    error(
        "carrier-without-rates",
        "scenario.yaml, options[0].carrier",
        settings("carrier: post", "carrier: pots"),
    ),
    warning(
        "option-without-source",
        "scenario.yaml, options[0].source_kinds",
        settings(*_option("id: x, hand_over: carry_out, source_kinds: [hub]")),
    ),
    warning("option-without-lane", "scenario.yaml, options[3].transport", remove("lanes.csv")),
    warning(
        "option-without-vehicle",
        "scenario.yaml, options[0].source_kinds",
        settings(
            *_option(
                "id: x, hand_over: home, transport: own_van, source_kinds: [store], waves: [{wave: day}]"
            )
        ),
    ),
)

REFERENCES = (
    error("unknown-site", "stock.csv row 4, column site_id", swap("stock.csv", "S,A", "X,A")),
    error(
        "unknown-site",
        "lanes.csv row 2, column from_site",
        swap("lanes.csv", "-L,S,", "-L,X,"),
        also=["option-without-lane"],
    ),
    error(
        "vehicle-without-depot",
        "vehicle_types.csv row 2, column home_site",
        swap("vehicle_types.csv", "van,W", "van,X"),
        also=["option-without-vehicle"],
    ),
    error(
        "unknown-product",
        "order_lines.csv row 3, column product_id",
        swap("order_lines.csv", "O2,1,A", "O2,1,C"),
    ),
    error("unknown-customer", "orders.csv row 3, column customer_id", swap("orders.csv", "O2,C2", "O2,C9")),
    error("unknown-order", "order_lines.csv row 8, column order_id", add("order_lines.csv", "O9,1,A,1\n")),
    error("order-without-lines", "orders.csv row 7, column id", swap("order_lines.csv", "O6,1,B,2\n", "")),
    error(
        "unknown-segment",
        "customers.csv row 5, column segment",
        swap("customers.csv", "C4,homebody", "C4,homebuddy"),
    ),
    error(
        "unknown-option",
        "orders.csv row 4, column requested_option",
        swap("orders.csv", "collect_store", "collect_shop"),
    ),
    error(
        "unknown-option",
        "scenario.yaml, strategies.parcel.options[0]",
        settings(_PARCEL, "    options: [parcels]\n"),
    ),
    error(
        "unknown-profile",
        "vehicle_types.csv row 2, column profile",
        swap("vehicle_types.csv", "19:00,van", "19:00,truck"),
    ),
    error("unknown-place", "matrix.csv row 2, column to_id", swap("matrix.csv", "W,S,van", "W,X,van")),
    warning(
        "unknown-district",
        "demand_forecast.csv, district",
        write("demand_forecast.csv", _FORECAST + "Est,A,2026-11-23,3\n"),
    ),
    warning(
        "unknown-district", "scenario.yaml, zones.east[0]", add("scenario.yaml", "\nzones: {east: [Est]}\n")
    ),
    warning("unknown-zone", "carrier_rates.csv, zone", add("carrier_rates.csv", "post,Nrth,5,4500,1\n")),
)

STRATEGIES = (
    error("unknown-currency", "scenario.yaml, currency", settings("currency: KRW", "currency: WON")),
    error("unknown-baseline", "scenario.yaml, baseline", settings("baseline: parcel", "baseline: parcels")),
    error(
        "unknown-excluded-site",
        "scenario.yaml, strategies.parcel.exclude_sites[0]",
        settings(_PARCEL, _PARCEL + "    exclude_sites: [X]\n"),
    ),
    warning(
        "strategy-without-source",
        "scenario.yaml, strategies.mixed.options[2]",
        settings(_MIXED, _MIXED + "    exclude_sites: [S]\n"),
    ),
    warning(
        "idle-vehicles",
        "vehicle_types.csv row 3, column home_site",
        add("vehicle_types.csv", "bike,S,1," + _VEHICLE),
    ),
    warning(
        "unused-override",
        "scenario.yaml, strategies.parcel.override.options.van",
        settings(_PARCEL, _PARCEL + "    override: {options: {van: {service_min: 3}}}\n"),
    ),
    error(
        "unknown-wave",
        "scenario.yaml, strategies.mixed.override.options.van.waves[0].wave",
        settings(_MIXED, _MIXED + "    override: {options: {van: {waves: [{wave: night}]}}}\n"),
    ),
)

TIMES = (
    error("opening-hours", "sites.csv row 3, column closes", swap("sites.csv", "10:00,20:00", "20:00,10:00")),
    error(
        "shift-times",
        "vehicle_types.csv row 2, column shift_end",
        swap("vehicle_types.csv", "09:00,19:00", "19:00,09:00"),
    ),
    error(
        "window-times",
        "orders.csv row 2, column window_end",
        column("orders.csv", "window_start", "2026-11-23T15:00"),
        column("orders.csv", "window_end", "2026-11-23T14:00"),
    ),
    error(
        "window-before-order",
        "orders.csv row 2, column window_start",
        column("orders.csv", "window_start", "2026-11-23T08:00"),
    ),
    error(
        "order-after-horizon",
        "orders.csv row 3, column placed_at",
        swap("orders.csv", "2026-11-23T09:30", "2026-11-24T00:00"),
    ),
    warning(
        "order-before-horizon",
        "orders.csv, placed_at",
        swap("orders.csv", "2026-11-23T09:30", "2026-11-22T09:30"),
        also=["orders-not-served", "order-not-served"],
    ),
    warning(
        "window-after-horizon",
        "orders.csv row 2, column window_start",
        column("orders.csv", "window_start", "2026-11-24T08:00"),
        also=["orders-not-served"],
    ),
    warning(
        "date-outside-horizon",
        "demand_forecast.csv, date",
        write("demand_forecast.csv", _FORECAST + "East,A,2026-12-01,3\n"),
    ),
)

CASES: tuple[Case, ...] = (*GOODS, *IDS, *OPTIONS, *REFERENCES, *STRATEGIES, *TIMES)
