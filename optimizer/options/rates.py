"""The carriers' rate card: which row holds for a shipment, and when the carrier delivers."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from optimizer.core.units import scale_array
from optimizer.options.calendar import NEVER, Calendar, IntArray, weekday_mask
from optimizer.scenario.rows import CarrierRate

#: Milligrams in a kilogram: weights are rounded to whole milligrams before they meet a limit.
MG_PER_KG = 1e6


class RateCard:
    """Rates of all carriers.

    The row for a shipment: among the carrier's rows, those of the most specific zone (the district, else a named
    zone that holds it in the order of the settings, else ``*``) that has any row; there the smallest
    ``max_weight_kg`` not below the weight.

    Parameters
    ----------
    rates
        Rows of carrier_rates.
    zones
        Named groups of districts of the settings.

    Attributes
    ----------
    amount
        Price and surcharge of each row.
    co2_g
        Emission of each row.
    """

    def __init__(self, rates: Sequence[CarrierRate], zones: Mapping[str, Sequence[str]]) -> None:
        self.rates = tuple(rates)
        self._zones = {name: frozenset(districts) for name, districts in zones.items()}
        self._rows: dict[tuple[str, str], list[int]] = {}
        for row, rate in enumerate(self.rates):
            self._rows.setdefault((rate.carrier, rate.zone), []).append(row)
        for rows in self._rows.values():
            rows.sort(key=lambda row: self.rates[row].max_weight_kg)
        self.amount = np.array([rate.price + rate.surcharge for rate in self.rates], dtype=np.float64)
        self.co2_g = np.array([rate.co2_g for rate in self.rates], dtype=np.float64)
        services = [(rate.transit_days, frozenset(rate.no_service_days)) for rate in self.rates]
        self._services = list(dict.fromkeys(services))
        self._service = np.array([self._services.index(service) for service in services], dtype=np.int64)

    def zone(self, carrier: str, district: str) -> str | None:
        """Most specific zone of the carrier that holds the district and has a row; None if there is none."""
        named = (name for name, districts in self._zones.items() if district in districts)
        for zone in (district, *named, "*"):
            if (carrier, zone) in self._rows:
                return zone
        return None

    def rows(
        self,
        carrier: str,
        districts: Sequence[str],
        district: IntArray,
        weight_kg: npt.NDArray[np.float64],
    ) -> IntArray:
        """Row of the card for each shipment, -1 where the carrier does not take it, shape (N,).

        Parameters
        ----------
        carrier
            Carrier of the option.
        districts
            Names of the districts.
        district
            Each shipment's district as position in ``districts``, shape (N,).
        weight_kg
            Weight of each shipment, compared in whole milligrams, shape (N,).
        """
        result = np.full(len(district), -1, dtype=np.int64)
        milligrams = scale_array(weight_kg, MG_PER_KG)
        zones = [self.zone(carrier, name) for name in districts]
        for zone in dict.fromkeys(zones):
            if zone is None:
                continue
            inside = np.flatnonzero(np.array([other == zone for other in zones])[district])
            rows = np.array([*self._rows[carrier, zone], -1], dtype=np.int64)
            breaks = scale_array([self.rates[row].max_weight_kg for row in rows[:-1]], MG_PER_KG)
            result[inside] = rows[np.searchsorted(breaks, milligrams[inside], side="left")]
        return result

    def price(self, carrier: str, district: str, weight_kg: float) -> float | None:
        """Price and surcharge of one shipment; None if the carrier does not take it."""
        weight = np.array([weight_kg], dtype=np.float64)
        row = int(self.rows(carrier, [district], np.zeros(1, dtype=np.int64), weight)[0])
        return None if row < 0 else float(self.amount[row])

    def delivered_at(
        self, calendar: Calendar, row: IntArray, day: IntArray, leaves: IntArray, delivered_by: int
    ) -> IntArray:
        """Instant of delivery of shipments that leave on ``day`` at ``leaves``; :data:`NEVER` without day of service.

        The ``transit_days``-th day of service after the day of leaving (0: the first from that day on) at
        ``delivered_by``; if that is before the shipment leaves, the next day of service.

        Parameters
        ----------
        calendar
            Local days.
        row
            Rows of the card, shape (N,).
        day, leaves
            Day index and instant of leaving, shape (N,).
        delivered_by
            Minutes after midnight.
        """
        result = np.full(len(row), NEVER, dtype=np.int64)
        service = self._service[row]
        for number, (transit, closed) in enumerate(self._services):
            among = np.flatnonzero(service == number)
            works = ~weekday_mask(closed)
            if not (len(among) and works.any()):
                continue
            leaving = day[among]
            days = _service_days(calendar, works, (int(leaving.min()), int(leaving.max())), transit)
            first = np.searchsorted(days, leaving, side="right" if transit else "left") + max(transit - 1, 0)
            arrival = calendar.instant(days[first], delivered_by)
            late = arrival < leaves[among]
            arrival[late] = calendar.instant(days[first[late] + 1], delivered_by)
            result[among] = arrival
        return result


def _service_days(
    calendar: Calendar, works: npt.NDArray[np.bool_], leaving: tuple[int, int], transit: int
) -> IntArray:
    """Days of service from the first day of ``leaving`` until well after the delivery of the last."""
    days = np.arange(leaving[0], leaving[1] + 7 * (transit + 2) + 1, dtype=np.int64)
    service: IntArray = days[works[calendar.weekday(days)]]
    return service
