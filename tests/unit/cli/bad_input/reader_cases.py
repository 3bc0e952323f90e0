"""One small edit of `tiny` per code of the readers of settings and tables."""

from tests.unit.cli.bad_input.tiny import (
    Case,
    add,
    error,
    make_folder,
    parquet,
    recoded,
    remove,
    settings,
    swap,
    swap_all,
    warning,
    write,
)

_FORECAST = "district,product_id,date,quantity\n"

FOLDERS = (
    Case("missing-folder", "{folder}/nowhere", (), path="nowhere"),
    Case("not-a-folder", "{folder}/scenario.yaml", (), path="scenario.yaml"),
)

FILES = (
    error("missing-file", "stock.csv", remove("stock.csv")),
    error("missing-file", "scenario.yaml", remove("scenario.yaml")),
    error("duplicate-table", "stock.parquet", write("stock.parquet", "")),
    error("no-rows", "stock.csv", write("stock.csv", "site_id,product_id,on_hand\n")),
    error("empty-file", "stock.csv", write("stock.csv", "")),
    error("unreadable-file", "stock.csv", remove("stock.csv"), make_folder("stock.csv")),
    warning("unknown-file", "vehicle_type.csv", write("vehicle_type.csv", "id\n")),
    error(
        "wrong-encoding",
        "customers.csv row 4",
        recoded("customers.csv", "cp949", "C3,store_user,East", "C3,store_user,동"),
    ),
    warning(
        "ambiguous-encoding",
        "customers.csv",
        settings("currency: KRW", "currency: KRW\nencoding: cp949"),
        swap_all("customers.csv", "East", "é"),
    ),
)

CELLS = (
    error("bad-csv", "customers.csv row 7", swap("customers.csv", "C1,locker_user", 'C1,"locker_user')),
    error("no-header", "products.csv row 1", swap("products.csv", "id,name", "\nid,name")),
    error("ragged-row", "products.csv row 2", swap("products.csv", "1,2,20000", "1,2,20,000")),
    error("wrong-delimiter", "customers.csv row 1", swap_all("customers.csv", ",", ";")),
    error("duplicate-column", "customers.csv row 1, column lat", swap("customers.csv", "lat,lon", "lat,lat")),
    error("bad-parquet", "stock.parquet", remove("stock.csv"), write("stock.parquet", "PAR1 and no more")),
    error("bad-column-type", "stock.parquet, site_id", parquet("stock", [{"site_id": {"id": "W"}}])),
    error(
        "missing-column",
        "customers.csv row 1, column segment",
        swap("customers.csv", "segment", "segmnt"),
        also=["unknown-column"],
    ),
    error("unknown-column", "products.csv row 1, column nam", swap("products.csv", "id,name", "id,nam")),
    error("empty-cell", "customers.csv row 5, column segment", swap("customers.csv", "C4,homebody", "C4,")),
    error("bad-number", "products.csv row 2, column value_per_unit", swap("products.csv", "20000", "20k")),
    error(
        "out-of-range",
        "order_lines.csv row 3, column quantity",
        swap("order_lines.csv", "O2,1,A,1", "O2,1,A,-1"),
    ),
    error("bad-id", "customers.csv row 7, column id", swap("customers.csv", "C6", "C|6")),
    error("bad-time", "lanes.csv row 2, column departs", swap("lanes.csv", "14:00", "2 pm")),
    error("unknown-value", "sites.csv row 3, column kind", swap("sites.csv", "S,store", "S,stoer")),
    error(
        "bad-date",
        "demand_forecast.csv row 2, column date",
        write("demand_forecast.csv", _FORECAST + "East,A,23/11/2026,3\n"),
    ),
    error(
        "bad-instant",
        "orders.csv row 3, column placed_at",
        swap("orders.csv", "2026-11-23T09:30", "23/11/2026 09:30"),
    ),
    error(
        "unclear-instant",
        "orders.csv row 3, column placed_at",
        settings("Asia/Seoul", "Europe/Berlin"),
        swap("orders.csv", "2026-11-23T09:30", "2026-10-25T02:30"),
    ),
)

SETTINGS = (
    error("bad-yaml", "scenario.yaml row 6", settings("currency: KRW", "currency: [KRW")),
    error("duplicate-key", "scenario.yaml, currency", add("scenario.yaml", "\ncurrency: EUR\n")),
    error("unknown-encoding", "scenario.yaml, encoding", add("scenario.yaml", "\nencoding: cp-korean\n")),
    error("unknown-time-zone", "scenario.yaml, zone", settings("Asia/Seoul", "Asia/Soul")),
    error("unknown-key", "scenario.yaml, limits.p95_hour", settings("p95_hours", "p95_hour")),
    error("missing-key", "scenario.yaml, currency", settings("currency: KRW\n", "")),
    error(
        "bad-value", "scenario.yaml, options[1].service_min", settings("service_min: 4", "service_min: four")
    ),
    error(
        "setting-out-of-range",
        "scenario.yaml, options[1].service_min",
        settings("service_min: 4", "service_min: -4"),
    ),
    error(
        "bad-override",
        "scenario.yaml, strategies.mixed.override.horizon",
        settings(
            "collect_store, collect_locker]",
            "collect_store, collect_locker]\n    override: {horizon: {days: 3}}",
        ),
    ),
)

STRATEGY = Case(
    "unknown-strategy",
    "scenario.yaml, strategies",
    (),
    command=("solve", "--strategy", "van", "--out", "out"),
)

CASES: tuple[Case, ...] = (STRATEGY, *FOLDERS, *FILES, *CELLS, *SETTINGS)
