"""Files of boundaries in: 界址点 TXT, shapefile, GeoPackage, KML, GeoJSON; polygons with what they belong to out."""

from .reader import read_polygons
from .result import DAMAGE, LICENCE, PolygonReading, PolygonRow

__all__ = ["DAMAGE", "LICENCE", "PolygonReading", "PolygonRow", "read_polygons"]
