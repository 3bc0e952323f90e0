"""Demand zones: a district's customers of one segment, with their expected demand and position."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.demand.forecast import demand_zones, forecast_quantity, whole_units
from optimizer.strategy.context import Context

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Zones:
    """Z demand zones.

    Parameters
    ----------
    names
        ``district/segment``.
    district, segment
        Of each zone.
    lat, lon
        Mean position of the zone's customers, shape (Z,).
    demand
        Expected demand in whole units, shape (Z, P, D).
    """

    names: tuple[str, ...]
    district: tuple[str, ...]
    segment: tuple[str, ...]
    lat: FloatArray
    lon: FloatArray
    demand: IntArray


def expected_zones(context: Context) -> Zones:
    """Split the forecast of each district over segments in proportion to the customers who live there.

    Whole units by largest remainder, so that each product keeps its total. A district of the forecast without
    customers is left out: nobody there can order.
    """
    customers = context.scenario.customers
    groups = customers.groupby(["district", "segment"], sort=True)
    means = groups[["lat", "lon"]].mean()
    counts = groups.size()
    district = tuple(str(key[0]) for key in means.index)
    segment = tuple(str(key[1]) for key in means.index)
    position = {name: index for index, name in enumerate(demand_zones(context.scenario))}
    people = customers.groupby("district").size()
    share = counts.to_numpy(dtype=np.float64) / people.loc[list(district)].to_numpy(dtype=np.float64)
    forecast = forecast_quantity(context.scenario)[[position[name] for name in district]]
    return Zones(
        names=tuple(f"{one}/{other}" for one, other in zip(district, segment, strict=True)),
        district=district,
        segment=segment,
        lat=means["lat"].to_numpy(dtype=np.float64),
        lon=means["lon"].to_numpy(dtype=np.float64),
        demand=whole_units(forecast * share[:, None, None]),
    )
