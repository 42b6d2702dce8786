"""The 界址点 TXT that land offices exchange: a head of key=value, then plots of 点号,圈号,X,Y lines (X is north)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qingshan.rulebook.geometry import area_m2, shape_in
from qingshan.rulebook.projections import Said, said_in

from ..register.complaints import ComplaintBook, Problem
from ..register.polygons import Corner, polygon_from
from .result import KIND_NAMES, PolygonRow, kind_in

AREA_AGREES = 0.01  # of the stated area


@dataclass(slots=True)
class Plot:
    """A plot: the line its head stands on, its parts, and its corners by ring, each with its line."""

    line: int
    stated: str
    number: str
    name: str
    rings: dict[str, list[tuple[int, Corner]]] = field(default_factory=dict)
    is_area: bool = True


def read_boundary_points(path: Path, said: Said, kind: str, book: ComplaintBook) -> Iterator[PolygonRow]:
    """The polygons of a TXT file, one a plot."""
    text = _decoded(path.read_bytes())
    if text is None:
        book.add("encoding_unknown", path.name)
        return
    head, plots = _plots(path.name, text.splitlines(), book)
    said = said_in("\n".join(head)).under(said)
    if not plots:
        book.add("polygon_no_rows", path.name)
    for number, plot in enumerate(plots, 1):
        spot = f"第 {plot.line} 行"
        own = kind or kind_in(plot.name, path.stem)
        if not plot.is_area:
            book.add("polygon_not_area", path.name, "", spot, plot.name, row=number, what="点或线")
            continue
        parsed = polygon_from([[c for _, c in ring] for ring in plot.rings.values()], said)
        for problem in parsed.problems:
            _blame(book, path.name, plot, problem, KIND_NAMES.get(own, "范围"))
        if parsed.value is None:
            continue
        _compare_area(book, path.name, spot, plot, parsed.value)
        yield PolygonRow(path.name, "", spot, number, own, plot.number, plot.name, plot.number, parsed.value)


def _decoded(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _plots(file: str, lines: Sequence[str], book: ComplaintBook) -> tuple[list[str], list[Plot]]:
    """Head lines, and the plots below [地块坐标]. A plot's own line ends in @."""
    head: list[str] = []
    plots: list[Plot] = []
    for number, raw in enumerate(lines, 1):
        line = raw.strip().replace("，", ",")
        if not line or line.startswith("["):
            continue
        if "=" in line and not plots:
            head.append(line)
        elif line.endswith("@"):
            parts = [part.strip() for part in line.split(",")]
            parts += [""] * (9 - len(parts))
            plots.append(Plot(number, parts[1], parts[2], parts[3], is_area=parts[4] in {"", "面"}))
        else:
            _corner(file, number, line, plots, book)
    return head, plots


def _corner(file: str, number: int, line: str, plots: list[Plot], book: ComplaintBook) -> None:
    parts = [part.strip() for part in line.split(",")]
    figures = r"-?\d+(?:\.\d+)?"
    if len(parts) < 4 or not all(re.fullmatch(figures, part) for part in parts[2:4]) or not plots:
        spot = f"第 {number} 行"
        params = {"field": plots[-1].name if plots else "地块", "ring": parts[1] if len(parts) > 1 else "1"}
        book.add("vertex_unreadable", file, "", spot, line, vertex=parts[0], text=line[:40], **params)
        return
    corner = Corner(parts[0], float(parts[2]), float(parts[3]))
    plots[-1].rings.setdefault(parts[1], []).append((number, corner))


def _blame(book: ComplaintBook, file: str, plot: Plot, problem: Problem, field_name: str) -> None:
    """A problem of a ring or vertex at the line it stands on."""
    rings = list(plot.rings.values())
    ring, vertex = int(problem.params.get("ring", 0) or 0), int(problem.params.get("vertex", 0) or 0)
    line = plot.line
    if 0 < ring <= len(rings) and rings[ring - 1]:
        corners = rings[ring - 1]
        line = corners[vertex - 1][0] if 0 < vertex <= len(corners) else corners[0][0]
    name = f"{plot.name or plot.number}{field_name}"
    book.take(Problem(problem.code, {"field": name, **problem.params}, problem.blocking), file, "", f"第 {line} 行")


def _compare_area(book: ComplaintBook, file: str, spot: str, plot: Plot, value: object) -> None:
    """A plot's head states its hectares: more than a hundredth off is worth a look."""
    geometry = shape_in(value)
    try:
        stated = float(plot.stated)
    except ValueError:
        return
    if geometry is None or stated <= 0:
        return
    found = area_m2(geometry) / 10_000
    if abs(found - stated) > AREA_AGREES * stated:
        book.add(
            "polygon_area_stated",
            file,
            "",
            spot,
            plot.stated,
            name=plot.name,
            stated=f"{stated:g}",
            found=f"{found:.4f}",
        )
