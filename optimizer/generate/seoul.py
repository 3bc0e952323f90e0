"""Facts about Seoul: its districts, the places where sites stand.

Districts: latitude and longitude of each district's centroid, weighted by the electors of its precincts, and its
adults (electors) at the 2022 election; figures of the National Election Commission of Korea. Adults stand for the
size of a district's market. Station areas and logistics parks: public places, read off a map, good to about 300 m.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class District:
    """A district (gu) of Seoul.

    Parameters
    ----------
    name
        Korean name, as written in the tables.
    english
        Official romanisation.
    lat, lon
        Elector-weighted centroid in degrees (WGS 84).
    adults
        Adults in 2022.
    """

    name: str
    english: str
    lat: float
    lon: float
    adults: int


@dataclass(frozen=True)
class Spot:
    """Where a site of the template stands.

    Parameters
    ----------
    id
        Site id.
    name
        Name of the site.
    district
        District, or city outside Seoul.
    lat, lon
        Degrees (WGS 84).
    chilled
        Whether the site can hold chilled goods.
    """

    id: str
    name: str
    district: str
    lat: float
    lon: float
    chilled: bool = False


DISTRICTS = (
    District("종로구", "Jongno-gu", 37.58378, 126.98777, 114_542),
    District("중구", "Jung-gu", 37.55914, 127.00565, 98_321),
    District("용산구", "Yongsan-gu", 37.53461, 126.97616, 174_846),
    District("성동구", "Seongdong-gu", 37.55315, 127.03564, 224_535),
    District("광진구", "Gwangjin-gu", 37.54627, 127.08433, 271_893),
    District("동대문구", "Dongdaemun-gu", 37.58047, 127.05636, 266_794),
    District("중랑구", "Jungnang-gu", 37.59724, 127.08976, 314_404),
    District("성북구", "Seongbuk-gu", 37.60350, 127.02592, 333_332),
    District("강북구", "Gangbuk-gu", 37.63099, 127.02064, 242_574),
    District("도봉구", "Dobong-gu", 37.65890, 127.03675, 253_321),
    District("노원구", "Nowon-gu", 37.64812, 127.06941, 395_831),
    District("은평구", "Eunpyeong-gu", 37.60942, 126.92167, 372_801),
    District("서대문구", "Seodaemun-gu", 37.57769, 126.93589, 236_100),
    District("마포구", "Mapo-gu", 37.55356, 126.92359, 285_388),
    District("양천구", "Yangcheon-gu", 37.52609, 126.85676, 339_990),
    District("강서구", "Gangseo-gu", 37.55382, 126.84010, 453_582),
    District("구로구", "Guro-gu", 37.49557, 126.86232, 312_022),
    District("금천구", "Geumcheon-gu", 37.46147, 126.90193, 187_560),
    District("영등포구", "Yeongdeungpo-gu", 37.51551, 126.90548, 297_360),
    District("동작구", "Dongjak-gu", 37.49804, 126.94882, 299_051),
    District("관악구", "Gwanak-gu", 37.47722, 126.93962, 397_283),
    District("서초구", "Seocho-gu", 37.48813, 127.01340, 304_145),
    District("강남구", "Gangnam-gu", 37.49876, 127.05727, 402_690),
    District("송파구", "Songpa-gu", 37.50309, 127.11637, 509_730),
    District("강동구", "Gangdong-gu", 37.54701, 127.14342, 358_563),
)

WAREHOUSES = (
    Spot("dc_gimpo", "김포센터 (고촌)", "김포시", 37.600, 126.772, chilled=True),
    Spot("dc_hanam", "하남센터 (초이)", "하남시", 37.530, 127.180, chilled=True),
    Spot("dc_gunpo", "군포센터 (부곡)", "군포시", 37.335, 126.948),
)

STORES = (
    Spot("st_gangnam", "강남역점", "강남구", 37.498, 127.028, chilled=True),
    Spot("st_jamsil", "잠실점", "송파구", 37.513, 127.100, chilled=True),
    Spot("st_cheonho", "천호점", "강동구", 37.539, 127.124, chilled=True),
    Spot("st_konkuk", "건대입구점", "광진구", 37.540, 127.070),
    Spot("st_wangsimni", "왕십리점", "성동구", 37.561, 127.037, chilled=True),
    Spot("st_myeongdong", "명동점", "중구", 37.561, 126.986),
    Spot("st_hongdae", "홍대입구점", "마포구", 37.557, 126.924),
    Spot("st_yeonsinnae", "연신내점", "은평구", 37.619, 126.921, chilled=True),
    Spot("st_yeongdeungpo", "영등포점", "영등포구", 37.516, 126.907, chilled=True),
    Spot("st_mokdong", "목동점", "양천구", 37.526, 126.864, chilled=True),
    Spot("st_magok", "마곡나루점", "강서구", 37.567, 126.829, chilled=True),
    Spot("st_sillim", "신림점", "관악구", 37.484, 126.930, chilled=True),
    Spot("st_sadang", "사당점", "동작구", 37.477, 126.982),
    Spot("st_miasageori", "미아사거리점", "성북구", 37.613, 127.030, chilled=True),
    Spot("st_nowon", "노원점", "노원구", 37.655, 127.061, chilled=True),
)

LOCKERS = (
    Spot("lk_yeoksam", "역삼역 보관함", "강남구", 37.501, 127.036),
    Spot("lk_munjeong", "문정역 보관함", "송파구", 37.486, 127.122, chilled=True),
    Spot("lk_gubeundari", "굽은다리역 보관함", "강동구", 37.545, 127.143),
    Spot("lk_seongsu", "성수역 보관함", "성동구", 37.545, 127.056),
    Spot("lk_sangbong", "상봉역 보관함", "중랑구", 37.597, 127.085),
    Spot("lk_jonggak", "종각역 보관함", "종로구", 37.570, 126.983),
    Spot("lk_sinchon", "신촌역 보관함", "서대문구", 37.555, 126.937),
    Spot("lk_yeouido", "여의도역 보관함", "영등포구", 37.522, 126.924, chilled=True),
    Spot("lk_gasan", "가산디지털단지역 보관함", "금천구", 37.482, 126.883),
    Spot("lk_balsan", "발산역 보관함", "강서구", 37.559, 126.838),
    Spot("lk_seouluniv", "서울대입구역 보관함", "관악구", 37.481, 126.953),
    Spot("lk_suyu", "수유역 보관함", "강북구", 37.638, 127.026, chilled=True),
)

PARTNERS = (
    Spot("pt_living", "생활·디지털 도매 (부천)", "부천시", 37.503, 126.766),
    Spot("pt_food", "식품 제조사 (남양주)", "남양주시", 37.636, 127.217, chilled=True),
)

SUPPLIER = Spot("sup_icheon", "이천 공급물류", "이천시", 37.272, 127.435, chilled=True)
