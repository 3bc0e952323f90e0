"""Facts about Seoul."""

from optimizer.generate import seoul


def test_there_are_25_districts_with_millions_of_adults() -> None:
    """Seoul has 25 districts and between 7 and 8.5 million electors."""
    assert len({district.name for district in seoul.DISTRICTS}) == 25
    assert all(district.name.endswith("구") for district in seoul.DISTRICTS)
    assert 7_000_000 < sum(district.adults for district in seoul.DISTRICTS) < 8_500_000


def test_sites_stand_in_or_around_the_city() -> None:
    """Districts, stores and lockers lie in Seoul's bounding box, the rest at most 50 km away from it."""
    inside = [(district.lat, district.lon) for district in seoul.DISTRICTS]
    inside += [(spot.lat, spot.lon) for spot in (*seoul.STORES, *seoul.LOCKERS)]
    assert all(37.42 < lat < 37.71 and 126.76 < lon < 127.19 for lat, lon in inside)
    around = (*seoul.WAREHOUSES, *seoul.PARTNERS, seoul.SUPPLIER)
    assert all(37.2 < spot.lat < 37.8 and 126.5 < spot.lon < 127.6 for spot in around)


def test_stores_and_lockers_name_a_district_they_are_near() -> None:
    """A station area is within 5 km of the centroid of the district it is said to be in."""
    centre = {district.name: district for district in seoul.DISTRICTS}
    for spot in (*seoul.STORES, *seoul.LOCKERS):
        district = centre[spot.district]
        north, east = (spot.lat - district.lat) * 111.2, (spot.lon - district.lon) * 88.2
        assert north**2 + east**2 < 5**2, spot.id
