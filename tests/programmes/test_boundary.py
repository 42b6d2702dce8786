"""The district's boundary as a file of the programme: read, part of the digest, every fault told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qingshan.rulebook.load import load_programme, validate_programme

from .copies import write_copy

SQUARE = [[87.5, 43.7], [88.1, 43.7], [88.1, 44.0], [87.5, 44.0], [87.5, 43.7]]
BOW = [[87.5, 43.7], [88.1, 44.0], [88.1, 43.7], [87.5, 44.0], [87.5, 43.7]]


def of(kind: str, coordinates: object) -> str:
    return json.dumps({"type": "Feature", "properties": {}, "geometry": {"type": kind, "coordinates": coordinates}})


def with_boundary(folder: Path, text: str) -> Path:
    write_copy(folder)
    (folder / "boundary.geojson").write_text(text, encoding="utf-8")
    return folder


def test_a_boundary_belongs_to_the_programme_and_its_digest(tmp_path):
    plain = load_programme(write_copy(tmp_path / "plain"))
    bounded = load_programme(with_boundary(tmp_path / "a", of("Polygon", [SQUARE])))
    several = load_programme(with_boundary(tmp_path / "b", of("MultiPolygon", [[SQUARE]])))
    assert plain.boundary == ()
    assert bounded.boundary == several.boundary == ((tuple(map(tuple, SQUARE)),),)
    assert plain.digest != bounded.digest == several.digest


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "boundary_unreadable"),
        ("[]", "boundary_empty"),
        ('{"type": "FeatureCollection", "features": []}', "boundary_empty"),
        (of("Point", [87.5, 43.7]), "boundary_not_area"),
        (of("Polygon", [SQUARE[:3]]), "boundary_bad_ring"),
        (of("Polygon", [SQUARE[:4]]), "boundary_bad_ring"),
        (of("Polygon", [[[551667.8, 4855277.4]] * 4]), "boundary_bad_ring"),
        (of("Polygon", "x"), "boundary_not_area"),
        (of("Polygon", [[["87", 43], ["87", 44], ["88", 44], ["87", 43]]]), "boundary_bad_ring"),
        (of("Polygon", [BOW]), "boundary_crosses"),
    ],
)
def test_a_boundary_that_encloses_nothing_is_told(tmp_path, text, code):
    found = validate_programme(with_boundary(tmp_path / "a", text))
    assert code in [f.code for f in found]
    assert {f.file for f in found} == {"boundary.geojson"}
    assert all(f.message and f.hint for f in found)
