from optimizer.report.goods import Goods
from tests.unit.report.samples import KOREAN, scenario


def test_names_stand_for_ids_where_there_are_any() -> None:
    """A thing without a name is shown by its id."""
    goods = Goods(scenario())
    assert (goods.site_name("S"), goods.site_name("W")) == (KOREAN, "W")
    assert goods.product_name("A") == "A"
    assert (goods.option_name["van"], goods.segment_name["people"]) == ("van", "people")


def test_lines_weigh_what_their_products_weigh() -> None:
    """O2's second line is half a kilogram a unit."""
    goods = Goods(scenario())
    assert (goods.line_kg["O2", "1"], goods.line_kg["O2", "2"]) == (2, 0.5)
    assert goods.vehicle_type["V"].capacity_kg == 30
