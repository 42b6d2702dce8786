"""What a reading of boundary files is: one row a feature, with what it says it belongs to, and the complaints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..register.complaints import Complaint

LICENCE, DAMAGE = "licence", "damage"
FIELDS = {LICENCE: "licence_area", DAMAGE: "damage_area"}
KIND_NAMES = {LICENCE: "矿区范围", DAMAGE: "破坏范围"}
_KIND_WORDS = ((DAMAGE, r"破坏|损毁|治理|damage"), (LICENCE, r"矿区|采矿权|许可|矿界|licen[cs]e"))


@dataclass(frozen=True, slots=True)
class PolygonRow:
    """One feature: `spot` is where it stands in its file, `value` the payload of its polygon."""

    file: str
    layer: str
    spot: str
    row_no: int
    kind: str
    code: str
    name: str
    licence_no: str
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PolygonReading:
    rows: tuple[PolygonRow, ...]
    complaints: tuple[Complaint, ...]


def kind_in(*words: str) -> str:
    """Which area the words of a feature, its layer or its file speak of; "" when none or both."""
    for text in words:
        found = [kind for kind, pattern in _KIND_WORDS if re.search(pattern, text, re.IGNORECASE)]
        if len(found) == 1:
            return found[0]
    return ""
