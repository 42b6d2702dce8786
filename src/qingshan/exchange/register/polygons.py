"""Vertices of a boundary as text, in a cell or a file, to a polygon's payload; what is wrong is named by ring and vertex."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import shapely
from shapely.geometry import shape as shape_of
from shapely.geometry.base import BaseGeometry

from qingshan.rulebook.geometry import Built, Remark, as_payload, build, polygons_of, rings_of
from qingshan.rulebook.projections import Fault, Said, System, assumptions, placed, said_in, system_of

from .complaints import Problem
from .coordinates import Metres, read_pair
from .parsed import Parsed, bad

_SYSTEM_WORDS = re.compile(r"坐标系|度带|°带|分带|带号|中央|EPSG|西安|北京|CGCS|投影|高斯", re.IGNORECASE)
_RING_END = re.compile(r"[*#/\-=]+|第?[一二三四五六七八九十\d]+圈[:]?|[内外]圈[:]?|扣除[:]?|挖空[:]?")
_LABEL = re.compile(r"^(?:拐点|界址点|点号|点|[A-Za-z]{1,2})?(\d{1,5})[号点#]?(?:[,:、.)\s]+)(?=\D*\d)")
_PLAIN = re.compile(r"[\d.,\sJjXxYyEeNn=:()、拐界址点号#]*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Corner:
    """One vertex as it stands: its number on the paper and two figures, in the order written."""

    label: str
    first: float
    second: float


@dataclass(slots=True)
class Corners:
    """The rings of a text, and what could not be read."""

    rings: list[list[Corner]] = field(default_factory=lambda: [[]])
    problems: list[Problem] = field(default_factory=list)

    def add(self, corner: Corner) -> None:
        ring = self.rings[-1]
        is_again = len(ring) > 2 and corner.label == ring[0].label != ""
        if is_again and (corner.first, corner.second) != (ring[0].first, ring[0].second):
            self.cut()
        self.rings[-1].append(corner)

    def cut(self) -> None:
        if self.rings[-1]:
            self.rings.append([])


def read_polygon(text: str, said: Said) -> Parsed:
    """A cell of vertices, GeoJSON or WKT as a polygon's payload."""
    said = said_in(text).under(said)
    stripped = text.strip()
    if stripped.startswith("{") or re.match(r"(multi)?polygon", stripped, re.IGNORECASE):
        geometry = _written_shape(stripped)
        if geometry is None:
            return bad("polygon_unreadable", text=stripped[:40])
        rings = [[Corner("", x, y) for x, y in ring] for ring in rings_of(geometry)]
        return polygon_from(rings, said, text=stripped if len(stripped) < 2000 else "")
    corners = corners_in(text)
    if corners.problems:
        return Parsed(problems=tuple(corners.problems))
    return polygon_from([ring for ring in corners.rings if ring], said, text=stripped)


def _written_shape(text: str) -> BaseGeometry | None:
    try:
        if not text.startswith("{"):
            found = shapely.from_wkt(text)
        else:
            tree = json.loads(text)
            found = shape_of(tree.get("geometry") or tree)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, shapely.errors.ShapelyError):
        return None
    return found if found is not None and polygons_of(found) else None


# -- the text of vertices


def corners_in(text: str) -> Corners:
    """`1,4855277.489,29551667.868；2,…`, one vertex a line, X= and Y=, degrees; an empty line or * ends a ring."""
    found = Corners()
    plain = unicodedata.normalize("NFKC", text.replace("º", "°").replace("˚", "°"))
    for piece in re.split(r"[;\n\r|。]", plain):
        words = piece.strip().strip(",、")
        if not words or _RING_END.fullmatch(words):
            if not words and ";" in plain:
                continue  # a separator at the end of a line
            found.cut()
        elif not (_SYSTEM_WORDS.search(words) and not _has_pair(words)):
            _take_piece(words, found)
    return found


def _has_pair(words: str) -> bool:
    return len([n for n in _NUMBER.findall(words) if "." in n or len(n) > 5]) > 1


def _take_piece(words: str, found: Corners) -> None:
    if _PLAIN.fullmatch(words):
        numbers = _NUMBER.findall(words)
        if len(numbers) > 1 and _take_numbers(numbers, found):
            return
    match = _LABEL.match(words)
    label, rest = (match.group(1), words[match.end() :]) if match else ("", words)
    pair = read_pair(rest)
    if pair is None or isinstance(pair, Problem):
        params = {"text": words[:40], "vertex": label or str(len(found.rings[-1]) + 1), "ring": str(len(found.rings))}
        found.problems.append(Problem("vertex_unreadable", params))
        return
    first, second = pair
    if isinstance(first, Metres):
        found.add(Corner(label, float(first.text), float(second.text)))
    else:
        found.add(Corner(label, float(second.text), float(first.text)))  # latitude first, as papers write


def _take_numbers(numbers: Sequence[str], found: Corners) -> bool:
    """One vertex, with or without its number, or a whole row of them: 1,x,y,2,x,y …"""
    count = len(numbers)
    if count == 2:
        found.add(Corner("", float(numbers[0]), float(numbers[1])))
        return True
    if count % 3 == 0 and all(n.isdecimal() and len(n) < 6 for n in numbers[::3]):
        for i in range(0, count, 3):
            found.add(Corner(numbers[i], float(numbers[i + 1]), float(numbers[i + 2])))
        return True
    if count % 2 == 0:
        for i in range(0, count, 2):
            found.add(Corner("", float(numbers[i]), float(numbers[i + 1])))
        return True
    return False


# -- from figures to a polygon


def polygon_from(rings: Sequence[Sequence[Corner]], said: Said, *, text: str = "") -> Parsed:
    """The payload of rings of corners; all corners must be in one system."""
    first = next((corner for ring in rings for corner in ring), None)
    if first is None:
        return bad("polygon_unreadable", text=text[:40])
    system = system_of(first.first, first.second, said)
    if isinstance(system, Fault):
        return Parsed(problems=(_of_fault(system, 1, first, 1),))
    problems: list[Problem] = []
    placed_rings: list[list[tuple[float, float]]] = []
    for number, ring in enumerate(rings, 1):
        points = []
        for index, corner in enumerate(ring, 1):
            own = system_of(corner.first, corner.second, said)
            if own != system:
                fault = own if isinstance(own, Fault) else Fault("vertex_other_system")
                problems.append(_of_fault(fault, number, corner, index))
                continue
            at = placed(corner.first, corner.second, system, said)
            if isinstance(at, Fault):
                problems.append(_of_fault(at, number, corner, index))
                continue
            points.append((at.longitude, at.latitude))
        placed_rings.append(points)
    if problems:
        return Parsed(problems=tuple(problems))
    return payload_of(build(placed_rings), system, assumptions(system, said), text=text)


def payload_of(built: Built, system: System, assumed: Iterable[str], *, text: str = "", crs: str = "") -> Parsed:
    """A built polygon as payload, with what was assumed and repaired as remarks that do not block."""
    if built.geometry is None:
        return Parsed(problems=tuple(_of_remark(remark) for remark in built.faults))
    notes = list(dict.fromkeys(assumed))
    value = as_payload(built.geometry, crs=crs or f"EPSG:{system.epsg}", datum=system.datum, assumed=notes, text=text)
    problems = [Problem("polygon_assumed", {"assumed": "；".join(notes)})] if notes else []
    done = [repair_words(remark) for remark in built.repaired]
    if done:
        problems.append(Problem("polygon_repaired", {"done": "；".join(done)}))
    return Parsed(value, problems=tuple(problems))


REPAIRS = {
    "ring_point_twice": "第 {ring} 圈第 {vertex} 点与前一点相同，已略去",
    "ring_closed": "第 {ring} 圈首尾没有相接，已接上",
    "ring_turned": "第 {ring} 圈原为顺时针，已改为逆时针存放",
}


def repair_words(remark: Remark) -> str:
    return REPAIRS[remark.code].format(ring=remark.ring, vertex=remark.vertex)


def _of_remark(remark: Remark) -> Problem:
    params = {"ring": str(remark.ring), "vertex": str(remark.vertex), **dict(remark.params)}
    return Problem(remark.code, params)


def _of_fault(fault: Fault, ring: int, corner: Corner, index: int) -> Problem:
    spot = f"第 {ring} 圈第 {corner.label or index} 点" if ring > 1 else f"第 {corner.label or index} 点"
    return Problem(fault.code, {"spot": spot, "ring": str(ring), "vertex": str(index), **dict(fault.params)})
