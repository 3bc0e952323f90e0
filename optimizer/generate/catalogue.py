"""The assortment of the template: 60 made-up products in 4 categories."""

from dataclasses import dataclass

from optimizer.scenario.base import Temperature
from optimizer.scenario.rows import Product


@dataclass(frozen=True)
class Category:
    """What the products of a category have in common.

    Parameters
    ----------
    name
        Name shown in reports.
    margin
        Margin as a share of the price without tax.
    return_rate
        Expected share of units returned.
    holding_rate
        Cost of holding per year as a share of the purchase cost.
    temperature
        Temperature class.
    shelf_life_days
        Days a unit keeps; None for ever.
    """

    name: str
    margin: float
    return_rate: float
    holding_rate: float = 0.2
    temperature: Temperature = Temperature.AMBIENT
    shelf_life_days: int | None = None


CATEGORIES = {
    "fresh": Category("신선식품", 0.24, 0.005, 0.35, Temperature.CHILLED, 10),
    "living": Category("생활용품", 0.30, 0.02),
    "beauty": Category("뷰티·건강", 0.42, 0.05),
    "office": Category("디지털·사무", 0.26, 0.06, 0.25),
}

#: Category, name, weight in kg, volume in litres, price in won without tax, popularity within the category.
_GOODS = (
    ("fresh", "우유 1L 2입", 2.1, 2.6, 5400, 10),
    ("fresh", "무항생제 달걀 30구", 2.0, 6.0, 8900, 9),
    ("fresh", "국산콩 두부 4모", 1.3, 1.8, 5200, 7),
    ("fresh", "한우 불고기 500g", 0.6, 1.2, 24900, 4),
    ("fresh", "삼겹살 1kg", 1.1, 1.8, 23800, 6),
    ("fresh", "연어 필렛 400g", 0.5, 1.0, 19800, 3),
    ("fresh", "포기김치 3kg", 3.2, 4.2, 22900, 5),
    ("fresh", "플레인 요거트 1.8L", 1.9, 2.3, 6900, 6),
    ("fresh", "샐러드 믹스 4팩", 0.8, 4.5, 11800, 5),
    ("fresh", "딸기 1kg", 1.2, 3.2, 15900, 4),
    ("fresh", "감귤 3kg", 3.2, 6.5, 13900, 5),
    ("fresh", "밀키트 부대찌개", 1.2, 2.4, 12900, 4),
    ("fresh", "밀키트 스키야키", 1.1, 2.4, 17900, 2),
    ("fresh", "숙성 치즈 세트", 0.7, 1.1, 16900, 2),
    ("fresh", "착즙 주스 6입", 1.8, 2.4, 14900, 3),
    ("living", "생수 2L 6입", 12.3, 13.5, 4900, 4),
    ("living", "화장지 30롤", 4.2, 38.0, 21900, 8),
    ("living", "키친타월 12롤", 2.4, 24.0, 14900, 5),
    ("living", "액체세제 3L 2입", 6.4, 7.6, 18900, 6),
    ("living", "섬유유연제 3L", 3.2, 3.8, 9900, 5),
    ("living", "주방세제 리필 3입", 3.3, 3.9, 8900, 5),
    ("living", "쌀 10kg", 10.1, 12.5, 33900, 3),
    ("living", "즉석밥 24입", 5.4, 11.0, 25900, 7),
    ("living", "라면 20입", 2.7, 14.0, 16900, 7),
    ("living", "반려견 사료 5kg", 5.1, 9.5, 28900, 2),
    ("living", "고양이 모래 7L 2입", 11.6, 15.0, 19900, 1),
    ("living", "수납함 3단", 2.6, 42.0, 24900, 2),
    ("living", "프라이팬 28cm", 1.1, 6.5, 26900, 2),
    ("living", "수건 10매", 1.6, 7.5, 23900, 3),
    ("living", "물티슈 10팩", 5.6, 8.5, 12900, 6),
    ("beauty", "수분크림 50ml", 0.2, 0.4, 28900, 6),
    ("beauty", "선크림 2입", 0.2, 0.4, 21900, 6),
    ("beauty", "마스크팩 30매", 0.9, 2.2, 19900, 8),
    ("beauty", "쿠션 파운데이션", 0.15, 0.3, 32900, 4),
    ("beauty", "립 틴트 2입", 0.1, 0.2, 17900, 4),
    ("beauty", "클렌징폼 3입", 0.6, 1.0, 14900, 5),
    ("beauty", "샴푸 1L 2입", 2.3, 2.9, 23900, 5),
    ("beauty", "바디로션 2입", 1.1, 1.5, 16900, 3),
    ("beauty", "홍삼정 100포", 1.4, 3.2, 79000, 2),
    ("beauty", "종합비타민 6개월", 0.5, 1.1, 36900, 4),
    ("beauty", "유산균 3개월", 0.3, 0.8, 32900, 4),
    ("beauty", "단백질 쉐이크 2kg", 2.3, 5.2, 44900, 3),
    ("beauty", "칫솔 12입", 0.3, 1.2, 11900, 5),
    ("beauty", "전동칫솔모 8입", 0.1, 0.4, 24900, 2),
    ("beauty", "헤어드라이어", 0.8, 4.5, 59000, 1),
    ("office", "A4 용지 1000매", 5.0, 6.2, 11900, 8),
    ("office", "토너 카트리지", 1.1, 5.5, 62000, 3),
    ("office", "볼펜 50자루", 0.5, 1.0, 13900, 5),
    ("office", "파일 보관함 10입", 3.8, 18.0, 19900, 3),
    ("office", "믹스커피 180입", 2.4, 6.0, 25900, 8),
    ("office", "종이컵 1000입", 3.1, 24.0, 13900, 5),
    ("office", "건전지 40입", 1.0, 0.8, 18900, 4),
    ("office", "멀티탭 2입", 0.9, 3.0, 19900, 3),
    ("office", "USB-C 충전기 65W", 0.2, 0.5, 29900, 5),
    ("office", "무선 마우스", 0.15, 0.8, 24900, 4),
    ("office", "기계식 키보드", 1.1, 4.5, 69000, 2),
    ("office", "24인치 모니터", 4.8, 38.0, 139000, 1),
    ("office", "무선 이어폰", 0.2, 0.6, 89000, 3),
    ("office", "보조배터리 20000mAh", 0.4, 0.5, 27900, 4),
    ("office", "데스크 스탠드", 1.9, 12.0, 45900, 1),
)

#: Products of which the warehouses hold too few for the expected demand; a partner has them too.
SCARCE = frozenset({"P07", "P27", "P55"})
#: Relative demand for each product within its category, in the order of :func:`products`.
POPULARITY = tuple(float(good[5]) for good in _GOODS)


def category_keys() -> tuple[str, ...]:
    """Key of :data:`CATEGORIES` of each product, in the order of :func:`products`."""
    return tuple(good[0] for good in _GOODS)


def products() -> tuple[Product, ...]:
    """All products, ids ``P01`` to ``P60``."""
    rows = []
    for number, (key, name, weight, volume, price, _) in enumerate(_GOODS, start=1):
        category = CATEGORIES[key]
        rows.append(
            Product(
                id=f"P{number:02d}",
                name=name,
                category=category.name,
                weight_kg=weight,
                volume_l=volume,
                value_per_unit=price,
                margin_per_unit=round(price * category.margin, -1),
                holding_rate_per_year=category.holding_rate,
                temperature=category.temperature,
                shelf_life_days=category.shelf_life_days,
                return_rate=category.return_rate,
            )
        )
    return tuple(rows)
