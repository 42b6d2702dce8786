"""Coordinate systems of Chinese surveys: which one a pair of figures is in, and from it to CGCS2000 degrees (domain §6.7).

Chinese Gauss-Krüger papers call north X and east Y, most software the other way round: figures are told apart by size.
An easting with its zone in front has eight digits, a northing in China seven, an easting without zone six.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pyproj import CRS, Transformer

CGCS2000, XIAN80, BEIJING54, WGS84 = "CGCS2000", "西安80", "北京54", "WGS84"
GEOGRAPHIC = {CGCS2000: 4490, XIAN80: 4610, BEIJING54: 4214, WGS84: 4326}
APPROXIMATE = "±数十米，需转换"
"""What is said of a position from 西安80 or 北京54: the exact parameters of a place are not public."""

_CODES = {
    # datum: (3° with zone, from zone 25), (3° by meridian, from 75°E), (6° with zone, from zone 13), (6° by meridian)
    CGCS2000: (4513, 4534, 4491, 4502),
    XIAN80: (2349, 2370, 2327, 2338),
    BEIJING54: (2401, 2422, 21413, 21453),
}
NORTHINGS = (1_800_000, 6_000_000)  # 16° to 54° north
EASTINGS = (100_000, 900_000)  # a zone is at most ±4° wide around its 500 km
ZONES = {3: range(25, 46), 6: range(13, 24)}
CHINA = (73.0, 3.0, 136.0, 54.0)


@dataclass(frozen=True, slots=True)
class System:
    """A coordinate system: `width` 3 or 6 degrees a zone, 0 for degrees; `zoned`: the zone stands before the easting."""

    datum: str = CGCS2000
    width: int = 0
    meridian: int = 0
    zoned: bool = False

    @property
    def zone(self) -> int:
        return self.meridian // 3 if self.width == 3 else (self.meridian + 3) // 6

    @property
    def epsg(self) -> int:
        if not self.width:
            return GEOGRAPHIC[self.datum]
        zoned3, plain3, zoned6, plain6 = _CODES[self.datum]
        if self.width == 3:
            return zoned3 + self.zone - 25 if self.zoned else plain3 + (self.meridian - 75) // 3
        return zoned6 + self.zone - 13 if self.zoned else plain6 + (self.meridian - 75) // 6

    @property
    def is_approximate(self) -> bool:
        return self.datum in {XIAN80, BEIJING54}

    @property
    def name(self) -> str:
        if not self.width:
            return f"{self.datum} 经纬度"
        zone = f"第 {self.zone} 带，横坐标带带号" if self.zoned else "横坐标不带带号"
        return f"{self.datum} 高斯-克吕格 {self.width}° 带，中央经线 {self.meridian}°，{zone}"


@dataclass(frozen=True, slots=True)
class Said:
    """What a file, a head or a person says of the system; "" and 0 where nothing is said. `home` is a longitude of the
    district, from which the central meridian is taken when figures have no zone."""

    datum: str = ""
    width: int = 0
    meridian: int = 0
    home: float | None = None

    def under(self, other: Said) -> Said:
        """What is said here, and of the rest what is said around it."""
        width = self.width or other.width
        meridian = self.meridian or other.meridian
        return Said(self.datum or other.datum, width, meridian, self.home if self.home is not None else other.home)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why figures are no position: `code` of the catalogue of complaints with the params of its sentence."""

    code: str
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees on CGCS2000, the system they came from, and in words what was assumed because nobody said it."""

    longitude: float
    latitude: float
    system: System
    assumed: tuple[str, ...] = ()


def meridian_of(longitude: float, width: int = 3) -> int:
    """The central meridian of the zone a longitude lies in: 87 for 87.64."""
    if width == 3:
        return math.floor((longitude + 1.5) / 3) * 3
    return math.floor(longitude / 6) * 6 + 3


_EPSG_WORD = re.compile(r"EPSG\s*[:：]?\s*(\d{4,5})", re.IGNORECASE)
_DATUM_WORDS = (
    (CGCS2000, r"CGCS\s*2000|2000\s*(?:国家)?(?:大地)?坐标系?|国家\s*2000|2000国家"),
    (XIAN80, r"西安\s*(?:19)?80|(?:19)?80\s*西安|(?:19)?80\s*(?:国家)?(?:大地)?坐标系?|Xi'?an[ _]*(?:19)?80"),
    (BEIJING54, r"北京\s*(?:19)?54|(?:19)?54\s*北京|(?:19)?54\s*(?:国家)?(?:大地)?坐标系?|Beijing[ _]*(?:19)?54"),
    (WGS84, r"WGS[ _]*(?:19)?84|GPS"),
)


def said_in(text: str) -> Said:
    """What words such as “1980西安坐标系，3度带，带号29” or “EPSG:4517” say of the system."""
    code = _EPSG_WORD.search(text)
    system = system_of_epsg(int(code.group(1))) if code else None
    if system is not None:
        return Said(system.datum, system.width, system.meridian)
    datum = next((name for name, words in _DATUM_WORDS if re.search(words, text, re.IGNORECASE)), "")
    found = re.search(r"([36三六])\s*[°度]\s*(?:分?带)|几度分带\s*[=＝:：]\s*([36])", text)
    width = {"三": 3, "六": 6}.get(found.group(1) or "", 0) or int(found.group(1) or found.group(2)) if found else 0
    central = re.search(r"中央(?:子午线|经线)\D{0,6}(\d{2,3})", text)
    zone = re.search(r"带号\D{0,4}(\d{2})|第?\s*(\d{2})\s*带", text)
    meridian = int(central.group(1)) if central else 0
    if zone and not meridian:
        number = int(zone.group(1) or zone.group(2))
        width = width or next((w for w, zones in ZONES.items() if number in zones), 0)
        meridian = number * 3 if width == 3 else number * 6 - 3 if width == 6 else 0
    return Said(datum, width, meridian)


def system_of_epsg(code: int) -> System | None:
    """The system of an EPSG code that Chinese surveys use; None for any other."""
    for datum, number in GEOGRAPHIC.items():
        if code == number:
            return System(datum)
    for datum, (zoned3, plain3, zoned6, plain6) in _CODES.items():
        for width, first, count, is_zoned in (
            (3, zoned3, 21, True), (3, plain3, 21, False), (6, zoned6, 11, True), (6, plain6, 11, False),
        ):  # fmt: skip
            if first <= code < first + count:
                return System(datum, width, 75 + (code - first) * width, is_zoned)
    return None


def system_of(first: float, second: float, said: Said) -> System | Fault:
    """The system a pair of figures is in, by their size and by what is said of it. Order does not matter."""
    small, large = sorted((abs(first), abs(second)))
    datum = said.datum or CGCS2000
    if large <= 180:
        return System(datum)
    if datum == WGS84:
        return Fault("coordinate_not_gauss", (("datum", datum),))
    is_zoned = NORTHINGS[0] <= small <= NORTHINGS[1] and large >= 13_000_000
    if is_zoned:
        return _zoned(datum, large, said)
    if not (EASTINGS[0] <= small <= EASTINGS[1] and NORTHINGS[0] <= large <= NORTHINGS[1]):
        code = "coordinate_web_mercator" if _is_mercator(small, large) else "coordinate_no_pair"
        return Fault(code, (("first", f"{first:.10g}"), ("second", f"{second:.10g}")))
    width = said.width or 3
    meridian = said.meridian or (meridian_of(said.home, width) if said.home is not None else 0)
    if not meridian:
        return Fault("coordinate_no_meridian")
    if meridian % 3 or not 75 <= meridian <= 135 or (width == 6 and (meridian - 3) % 6):
        return Fault("coordinate_bad_meridian", (("meridian", str(meridian)), ("width", str(width))))
    return System(datum, width, meridian)


WEB_MERCATOR = 3857


def _is_mercator(small: float, large: float) -> bool:
    """Whether a pair, in either order, is a place in China in the metres of web maps, which are no survey's."""
    return any(_is_in_china(*to_degrees(WEB_MERCATOR, *pair)) for pair in ((large, small), (small, large)))


def _is_in_china(longitude: float, latitude: float) -> bool:
    return CHINA[0] <= longitude <= CHINA[2] and CHINA[1] <= latitude <= CHINA[3]


def outside_china(longitude: float, latitude: float) -> Fault | None:
    """Why degrees are no place in China, and whether they would be one the other way round; None when they are."""
    if _is_in_china(longitude, latitude):
        return None
    code = "coordinate_axes_swapped" if _is_in_china(latitude, longitude) else "coordinate_not_in_china"
    return Fault(code, (("longitude", f"{longitude:.5f}"), ("latitude", f"{latitude:.5f}")))


def _zoned(datum: str, easting: float, said: Said) -> System | Fault:
    zone, rest = divmod(easting, 1_000_000)
    number = int(zone)
    width = next((w for w, zones in ZONES.items() if number in zones), 0)
    if not width or not EASTINGS[0] <= rest <= EASTINGS[1]:
        return Fault("coordinate_bad_zone", (("easting", f"{easting:.3f}"),))
    meridian = number * 3 if width == 3 else number * 6 - 3
    if said.meridian and said.meridian != meridian:
        return Fault("coordinate_zone_differs", (("zone", str(number)), ("meridian", str(said.meridian))))
    return System(datum, width, meridian, zoned=True)


def position(first: float, second: float, said: Said) -> Position | Fault:
    """The place of a pair of figures in either order. For degrees the larger is the longitude, as everywhere in China."""
    system = system_of(first, second, said)
    if isinstance(system, Fault):
        return system
    return placed(first, second, system, said)


def placed(first: float, second: float, system: System, said: Said) -> Position | Fault:
    """The place of a pair of figures in a known system."""
    north, east = (first, second) if is_north_first(first, second, system) else (second, first)
    longitude, latitude = to_degrees(system.epsg, east, north)
    if fault := outside_china(longitude, latitude):
        return fault
    return Position(longitude, latitude, system, assumptions(system, said))


def is_north_first(first: float, second: float, system: System) -> bool:
    """Whether the first figure is the northing or latitude: without zone the northing is the larger one."""
    if not system.width or system.zoned:
        return first < second
    return first > second


def assumptions(system: System, said: Said) -> tuple[str, ...]:
    """What had to be taken for granted, each as a sentence."""
    found = []
    if not said.datum and system.datum == CGCS2000:
        found.append(f"没有写坐标系，按 {system.datum} 读")
    if system.width and not system.zoned and not said.meridian:
        found.append(f"横坐标没有带号，按本区所在的 {system.width}° 带、中央经线 {system.meridian}° 读")
    if system.is_approximate:
        found.append(f"{system.datum} 坐标没有本地转换参数，位置{APPROXIMATE}")
    return tuple(found)


@lru_cache(maxsize=64)
def transformer(source: int | str, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def to_degrees(epsg: int, east: float, north: float) -> tuple[float, float]:
    """East and north (or longitude and latitude) of a system to CGCS2000 (longitude, latitude)."""
    longitude, latitude = transformer(epsg, GEOGRAPHIC[CGCS2000]).transform(east, north)
    return longitude, latitude


def from_degrees(epsg: int, longitude: float, latitude: float) -> tuple[float, float]:
    """CGCS2000 degrees to (east, north) of a system."""
    east, north = transformer(GEOGRAPHIC[CGCS2000], epsg).transform(longitude, latitude)
    return east, north


def points_to_degrees(source: int | str, points: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
    """Points (east, north) of any system, by its EPSG code or WKT, to CGCS2000 degrees."""
    if not points:
        return []
    xs, ys = transformer(source, GEOGRAPHIC[CGCS2000]).transform([p[0] for p in points], [p[1] for p in points])
    return list(zip(xs, ys, strict=True))


def system_of_wkt(wkt: str) -> tuple[System, str]:
    """The system nearest to a file's own, for its datum, and the name it is known by: EPSG:4517, or its own words."""
    crs = CRS.from_user_input(wkt)
    code = crs.to_epsg()
    known = system_of_epsg(code) if code else None
    if known is not None:
        return known, f"EPSG:{code}"
    geodetic = crs.geodetic_crs
    words = f"{geodetic.name} {geodetic.datum.name if geodetic.datum else ''}" if geodetic is not None else ""
    for datum, pattern in ((XIAN80, "Xian"), (BEIJING54, "Beijing"), (WGS84, "WGS")):
        if re.search(pattern, words, re.IGNORECASE):
            return System(datum), f"EPSG:{code}" if code else crs.name
    return System(CGCS2000), f"EPSG:{code}" if code else crs.name
