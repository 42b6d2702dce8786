"""Made-up boundaries for the tests, and files of them as GIS programs and land offices write them."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from shapely import Polygon

from qingshan.rulebook.projections import from_degrees, to_degrees

EAST, NORTH = 551_667.868, 4_855_277.489
"""87.64237°E 43.83129°N in CGCS2000 Gauss-Krüger without zone, 87°E."""


def square(side: float = 500, east: float = EAST, north: float = NORTH, epsg: int = 4538) -> Polygon:
    """A square in metres of a system, its south-west corner there, in degrees."""
    corners = ((0, 0), (side, 0), (side, side), (0, side))
    return Polygon([to_degrees(epsg, east + a, north + b) for a, b in corners])


def in_system(polygon: Polygon, epsg: int) -> Polygon:
    """The polygon as figures (east, north) of a system."""
    rings = [polygon.exterior, *polygon.interiors]
    made = [[from_degrees(epsg, x, y) for x, y in ring.coords] for ring in rings]
    return Polygon(made[0], made[1:])


def write_file(
    path: Path, shapes: Sequence[Polygon], fields: Mapping[str, Sequence[str]], crs: str | None, encoding: str = "UTF-8"
) -> Path:
    """A vector file of the driver its suffix names; `shapes` are in the figures of `crs`."""
    drivers = {".shp": "ESRI Shapefile", ".gpkg": "GPKG", ".kml": "KML", ".geojson": "GeoJSON"}
    if crs is None:
        warnings.filterwarnings("ignore", message="'crs' was not provided")
    pyogrio.raw.write(
        path,
        np.array([shapely.to_wkb(s) for s in shapes], dtype=object),
        [np.array(list(values), dtype=object) for values in fields.values()],
        list(fields),
        geometry_type=shapes[0].geom_type,
        crs=crs,
        driver=drivers[path.suffix],
        **({"encoding": encoding} if path.suffix == ".shp" else {}),
    )
    return path


def write_txt(path: Path, plots: Mapping[str, Sequence[Sequence[tuple[float, float]]]], **head: object) -> Path:
    """A 界址点 file: plot name → rings of (north, east) figures."""
    told = {
        "格式版本号": "1.01版本",
        "坐标系": "2000国家大地坐标系",
        "几度分带": 3,
        "投影类型": "高斯克吕格",
        "计量单位": "米",
    }
    lines = ["[属性描述]", *(f"{key}={value}" for key, value in {**told, **head}.items() if value), "[地块坐标]"]
    for number, (name, rings) in enumerate(plots.items(), 1):
        lines.append(f"{sum(map(len, rings))},25.0,{number},{name},面,,,,@")
        for ring_no, ring in enumerate(rings, 1):
            lines += [f"J{i},{ring_no},{north:.3f},{east:.3f}" for i, (north, east) in enumerate(ring, 1)]
    path.write_text("\r\n".join(lines), encoding="gb18030")
    return path
