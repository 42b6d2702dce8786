"""Reads boundary files of any kind into polygon rows, complaining of every bad feature, ring and vertex at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qingshan.rulebook.projections import Said

from ..register.complaints import ComplaintBook, Problem
from .boundary_points import read_boundary_points
from .result import PolygonReading, PolygonRow
from .vectors import SUFFIXES, read_vectors


def read_polygons(paths: Sequence[Path], *, home: float | None = None, kind: str = "") -> PolygonReading:
    """All polygons of the files. `home` is a longitude of the district; `kind` overrides what files say of themselves.

    Never raises for what stands in a file.
    """
    book = ComplaintBook()
    said = Said(home=home)
    rows: list[PolygonRow] = []
    for path in paths:
        if not path.is_file():
            book.add("file_missing", path.name)
        elif path.suffix.lower() == ".txt":
            rows += read_boundary_points(path, said, kind, book)
        elif path.suffix.lower() in SUFFIXES:
            rows += read_vectors(path, said, kind, book)
        else:
            book.add("polygon_file_kind", path.name)
    for row in rows:
        if not row.kind:
            book.take(Problem("polygon_no_kind"), row.file, row.layer, row.spot, row.name or row.code)
    return PolygonReading(tuple(rows), book.all())
