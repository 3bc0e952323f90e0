"""Sites, vehicles, lanes and rate cards of the Seoul template.

Costs and times are the tariffs reasoned in ``scenarios/seoul-omnichannel/README.md``. What limits volume (throughput,
staff, compartments, vehicles) grows with the number of orders (:func:`scale`).
"""

import math
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from optimizer.generate import seoul
from optimizer.generate.seoul import Spot
from optimizer.scenario.base import SiteKind, Temperature, Weekday, clock_minutes
from optimizer.scenario.rows import CarrierRate, LaneRow, Site, VehicleTypeRow

AMBIENT = (Temperature.AMBIENT,)
COOL = (Temperature.AMBIENT, Temperature.CHILLED)
WORKDAYS = (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI)

#: Orders for which the figures of this module are written.
USUAL_ORDERS = 600
_EARTH_KM = 6371.0088

#: Stores that run own vans.
VAN_STORES = (
    "st_gangnam",
    "st_jamsil",
    "st_wangsimni",
    "st_yeonsinnae",
    "st_yeongdeungpo",
    "st_magok",
    "st_sillim",
    "st_nowon",
)

#: Carrier: price, grams of CO2 by heaviest shipment in kg.
_TARIFFS: dict[str, dict[float, tuple[int, int]]] = {
    "contract": {
        2: (2600, 300),
        5: (3100, 350),
        10: (3800, 450),
        20: (5200, 650),
        30: (7000, 900),
        60: (14000, 1800),
        120: (28000, 3600),
    },
    "express": {2: (5600, 350), 5: (6300, 400), 10: (7600, 500), 20: (9800, 750)},
    "courier": {5: (5500, 250), 10: (7000, 350), 20: (9500, 600), 40: (15000, 1000)},
    "freight": {
        30: (8000, 1000),
        60: (12000, 1800),
        120: (19000, 3200),
        250: (30000, 6000),
        500: (48000, 11000),
    },
    "partner": {2: (3000, 300), 5: (3500, 350), 10: (4300, 450), 20: (5800, 650), 60: (12000, 1800)},
}

#: Courier's surcharge in the zone ``outer``.
_OUTER_SURCHARGE = 1000


def scale(orders: int) -> float:
    """Size of a retailer with so many orders against one of 600, for which the figures are written.

    With more orders it is their ratio. With fewer it is its root: what is kept ready for chance grows no faster,
    and where orders are few, one bulk order is a day's usual work.
    """
    ratio = orders / USUAL_ORDERS
    return math.sqrt(ratio) if ratio < 1 else ratio


def scaled(usual: float, orders: int) -> int:
    """Scale a figure written for 600 orders, rounded up, at least 1."""
    return max(1, math.ceil(usual * scale(orders)))


def distances_km(from_spots: Iterable[Spot], to: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Great-circle distances in km from spots (rows) to points given as (lat, lon) in degrees (columns)."""
    start = np.radians([(spot.lat, spot.lon) for spot in from_spots])[:, None, :]
    end = np.radians(to)[None, :, :]
    half = np.sin((end - start) / 2) ** 2
    chord = half[..., 0] + np.cos(start[..., 0]) * np.cos(end[..., 0]) * half[..., 1]
    distances: npt.NDArray[np.float64] = 2 * _EARTH_KM * np.arcsin(np.sqrt(chord))
    return distances


def points(spots: Iterable[Spot]) -> npt.NDArray[np.float64]:
    """(lat, lon) of spots in degrees, one row each."""
    return np.array([(spot.lat, spot.lon) for spot in spots], dtype=np.float64)


def sites(orders: int) -> tuple[Site, ...]:
    """All sites: supplier, warehouses, stores, lockers, partners."""
    return (
        _site(seoul.SUPPLIER, SiteKind.SUPPLIER),
        *(_warehouse(spot, orders) for spot in seoul.WAREHOUSES),
        *(_store(spot, orders) for spot in seoul.STORES),
        *(_locker(spot, orders) for spot in seoul.LOCKERS),
        *(_partner(spot) for spot in seoul.PARTNERS),
    )


def _site(spot: Spot, kind: SiteKind, **figures: object) -> Site:
    values = {
        "id": spot.id,
        "kind": kind,
        "lat": spot.lat,
        "lon": spot.lon,
        "name": spot.name,
        "district": spot.district,
        "temperatures": COOL if spot.chilled else AMBIENT,
    }
    return Site.model_validate(values | figures)


def _warehouse(spot: Spot, orders: int) -> Site:
    return _site(
        spot,
        SiteKind.WAREHOUSE,
        handling_time_min=90,
        handling_cost_per_order=1300,
        handling_cost_per_unit=200,
        throughput_units_per_day=scaled(450, orders),
        fixed_cost_per_day=80000,
    )


def _store(spot: Spot, orders: int) -> Site:
    return _site(
        spot,
        SiteKind.STORE,
        opens="10:00",
        closes="22:00",
        handling_time_min=60,
        handling_cost_per_order=2500,
        handling_cost_per_unit=400,
        pickup_cost_per_order=700,
        staff_per_hour=scaled(5, orders) / 10,
        units_per_staff_hour=16,
        pickup_orders_per_day=scaled(40, orders),
        fixed_cost_per_day=12000,
        closed_days=(Weekday.MON,) if spot.id == "st_myeongdong" else (),
    )


def _locker(spot: Spot, orders: int) -> Site:
    return _site(
        spot,
        SiteKind.LOCKER,
        opens="05:30",
        closes="24:00",
        pickup_cost_per_order=600,
        pickup_orders_per_day=scaled(16, orders),
        fixed_cost_per_day=2500,
    )


def _partner(spot: Spot) -> Site:
    return _site(
        spot,
        SiteKind.PARTNER,
        opens="09:00",
        closes="18:00",
        closed_days=(Weekday.SAT, Weekday.SUN),
        cut_off="13:00",
        handling_time_min=240,
        commission_rate=0.12,
    )


def vehicle_types(orders: int) -> tuple[VehicleTypeRow, ...]:
    """Vans at the warehouses, by night and by day, and small vans at some stores."""
    night = [
        _van(
            f"{spot.id}_night",
            spot.id,
            scaled(5, orders),
            fixed_cost=43000,
            cost_per_h=28000,
            shift_start="02:00",
            shift_end="08:00",
            profile="van_night",
        )
        for spot in seoul.WAREHOUSES
    ]
    day = [
        _van(
            f"{spot.id}_day",
            spot.id,
            scaled(5, orders),
            cost_per_h=20000,
            shift_start="09:00",
            shift_end="21:00",
        )
        for spot in seoul.WAREHOUSES
    ]
    return (*night, *day, *(_small_van(store, scaled(2, orders)) for store in VAN_STORES))


def _small_van(store: str, count: int) -> VehicleTypeRow:
    return _van(
        f"{store}_small",
        store,
        count,
        capacity_kg=300,
        capacity_l=1500,
        max_stops=20,
        fixed_cost=23500,
        cost_per_km=180,
        cost_per_h=19000,
        shift_start="09:00",
        shift_end="21:00",
        co2_g_per_km=190,
    )


def _van(identity: str, home: str, count: int, **figures: object) -> VehicleTypeRow:
    values = {
        "id": identity,
        "home_site": home,
        "count": count,
        "capacity_kg": 800,
        "capacity_l": 4000,
        "max_stops": 45,
        "fixed_cost": 37000,
        "cost_per_km": 250,
        "max_distance_km": 160,
        "temperatures": COOL,
        "co2_g_per_km": 310,
    }
    return VehicleTypeRow.model_validate(values | figures)


def lanes() -> tuple[LaneRow, ...]:
    """Supplier to warehouses, warehouses to their stores by night, stores to the lockers nearby by day."""
    return (*_procurement(), *_nightly(), *_locker_runs())


def _procurement() -> Iterator[LaneRow]:
    for spot in seoul.WAREHOUSES:
        yield LaneRow(
            id=f"in_{spot.id.removeprefix('dc_')}",
            from_site=seoul.SUPPLIER.id,
            to_site=spot.id,
            mode="truck_2.5t",
            cost_per_kg=20,
            cost_per_truck=160000,
            truck_kg=2500,
            departs=clock_minutes("10:00"),
            transit_h=20,
            days=WORKDAYS,
            co2_g_per_kg=40,
        )


def _nightly() -> Iterator[LaneRow]:
    nearest = distances_km(seoul.WAREHOUSES, points(seoul.STORES)).argmin(axis=0)
    for spot, home in zip(seoul.STORES, nearest.tolist(), strict=True):
        warehouse = seoul.WAREHOUSES[home].id
        yield LaneRow(
            id=f"night_{spot.id.removeprefix('st_')}",
            from_site=warehouse,
            to_site=spot.id,
            mode="truck_1t",
            cost_per_kg=60,
            cost_per_truck=6000,
            truck_kg=800,
            departs=clock_minutes("02:30"),
            transit_h=2.5,
            co2_g_per_kg=60,
        )


def _locker_runs() -> Iterator[LaneRow]:
    nearest = distances_km(seoul.STORES, points(seoul.LOCKERS)).argmin(axis=0)
    for spot, home in zip(seoul.LOCKERS, nearest.tolist(), strict=True):
        for hour in ("11:30", "15:00", "18:30"):
            yield LaneRow(
                id=f"run_{spot.id.removeprefix('lk_')}_{hour[:2]}",
                from_site=seoul.STORES[home].id,
                to_site=spot.id,
                mode="cargo_bike",
                cost_per_truck=3500,
                truck_kg=60,
                trucks=2,
                departs=clock_minutes(hour),
                transit_h=1,
            )


def carrier_rates() -> tuple[CarrierRate, ...]:
    """Rate cards of the five carriers; the courier charges more in the zone ``outer``."""
    rows = []
    for carrier, breaks in _TARIFFS.items():
        for zone, surcharge in (("*", 0), ("outer", _OUTER_SURCHARGE)):
            if surcharge and carrier != "courier":
                continue
            for weight, (price, grams) in breaks.items():
                rows.append(
                    CarrierRate(
                        carrier=carrier,
                        zone=zone,
                        max_weight_kg=weight,
                        price=price,
                        surcharge=surcharge,
                        transit_days=0 if carrier == "courier" else 1,
                        no_service_days=() if carrier == "courier" else (Weekday.SUN,),
                        co2_g=grams,
                    )
                )
    return tuple(rows)
