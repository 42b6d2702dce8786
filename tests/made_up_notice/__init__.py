"""Notices of districts that do not exist: the shipped programme's text with another district, streets, register rules.

Made from the text of the TOML files alone, as an office would write its own folder with an editor.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SHIPPED = Path(__file__).resolve().parents[2] / "src" / "qingshan" / "programmes" / "shuimogou-2018"


@dataclass(frozen=True)
class District:
    """`streets`: code → names, the official one first. `headers`: site field → the heads of the district's own files.

    `defaults` are TOML literals. `totals` is the number of sites the notice speaks of; the other figures go.
    """

    code: str
    name: str
    region: str
    streets: Mapping[str, Sequence[str]]
    headers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    unnamed: str = "未命名采矿点{n}"
    required: Sequence[str] = ("name", "street")
    code_format: str = "{region}-KS-{category}-{n:03d}"
    bounds: Sequence[float] = ()
    total: int = 31


def write_district(folder: Path, district: District) -> Path:
    """The district's programme in `folder`."""
    folder.mkdir(parents=True)
    for path in SHIPPED.glob("*.toml"):
        text = path.read_text(encoding="utf-8").replace("水磨沟区", district.name)
        (folder / path.name).write_text(_of(district, path.stem, text), encoding="utf-8")
    return folder


def _of(district: District, stem: str, text: str) -> str:
    if stem == "notice":
        text = _replaced(text, 'code = "shuimogou-2018"', f'code = "{district.code}"')
        return _replaced(text, 'region = "650105"', f'region = "{district.region}"')
    if stem == "organisation":
        return _without_streets(text) + "".join(_party(code, names) for code, names in district.streets.items())
    if stem == "register":
        return _register(district)
    if stem == "goals":
        before, _, rest = text.partition("[[control_total]]")
        assert rest
        return f'{before}[[control_total]]\ncode = "total"\nname = "合计"\nclause = "二"\ncount = {district.total}\n'
    return text


def _replaced(text: str, old: str, new: str) -> str:
    assert old in text, f"the shipped programme holds no {old!r}"
    return text.replace(old, new, 1)


def _without_streets(text: str) -> str:
    """Every table but the parties that are streets."""
    parts = re.split(r"(?m)^(?=\[)", text)
    assert any('kind = "street"' in part for part in parts)
    return "".join(part for part in parts if 'kind = "street"' not in part) + "\n"


def _party(code: str, names: Sequence[str]) -> str:
    aliases = f"aliases = {_strings(names[1:])}\n" if names[1:] else ""
    return f'\n[[party]]\ncode = "{code}"\nname = "{names[0]}"\nkind = "street"\nclause = "三(一)-1"\n{aliases}'


def _register(district: District) -> str:
    lines = [
        "[register]",
        f"required = {_strings(district.required)}",
        f'unnamed = "{district.unnamed}"',
        f'code_format = "{district.code_format}"',
        f"bounds = {list(district.bounds)}",
        "",
        "[register.headers]",
        *(f"{key} = {_strings(heads)}" for key, heads in district.headers.items()),
        "",
        "[register.defaults]",
        *(f"{key} = {value}" for key, value in district.defaults.items()),
    ]
    return "\n".join(lines) + "\n"


def _strings(words: Sequence[str]) -> str:
    return json.dumps(list(words), ensure_ascii=False)
