"""Which street or area committee a name means: full names, aliases, and names with their suffixes or region dropped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from .tidy import flat, likeness

OFFICES = re.compile(r"(?<=[镇乡])(?:人民)?政府$")
"""A township is called by its government too: 红山乡人民政府 is 红山乡."""
SUFFIXES = (
    "片区管理委员会",
    "管理委员会",
    "片区管委会",
    "街道办事处",
    "片区管委",
    "管委会",
    "街道办",
    "办事处",
    "片区街道",
    "片区",
    "街道",
    "管委",
    "镇",
    "乡",
)
TOWNSHIPS = {"镇", "乡"}
_REGION = re.compile(
    r"^(?:新疆维吾尔自治区|新疆)?(?:[\u4e00-\u9fff]{2,8}?市)?(?:[\u4e00-\u9fff]{2,6}?(?:区|县)(?!管))?"
)

_DISTRICT = re.compile(r"^(?:新疆维吾尔自治区|新疆)?(?:[\u4e00-\u9fff]{2,8}?市)?([\u4e00-\u9fff]{2,6}?(?:区|县))(?!管)")


class Streets:
    """A directory: code → its names and aliases."""

    def __init__(self, streets: Mapping[str, Sequence[str]], district: str = "") -> None:
        self._district = flat(district)
        self.names = {code: tuple(names) for code, names in streets.items()}
        self._exact: dict[str, set[str]] = {}
        self._root: dict[str, set[str]] = {}
        for code, names in self.names.items():
            self._exact.setdefault(flat(code), set()).add(code)
            for name in names:
                self._exact.setdefault(_form(name), set()).add(code)
                for root in roots(name):
                    self._root.setdefault(root, set()).add(code)

    def find(self, raw: str) -> tuple[str, ...]:
        """The codes a name may mean: one when it is known, several when it is not clear, none when unknown."""
        form = _form(raw)
        if form in self._exact:
            return tuple(sorted(self._exact[form]))
        elsewhere = self.elsewhere(raw)
        for root in roots(raw)[: 1 if elsewhere else None]:
            if root in self._root:
                return self._of_kind(raw, sorted(self._root[root]))
        return ()

    def elsewhere(self, raw: str) -> str:
        """The other district (区、县) that stands before a street's name; "" when it is ours, none, or ours is unknown."""
        found = _DISTRICT.match(_form(raw)) if self._district else None
        if found is None or found[1].endswith(self._district) or found[1].endswith("片区"):
            return ""
        return found[1]

    def _of_kind(self, raw: str, codes: list[str]) -> tuple[str, ...]:
        """Of several with one root, those of the kind the name says; 青河街道 is never 青河镇."""
        said = kind_of(raw)
        kinds = {code: {kind_of(name) for name in self.names[code]} for code in codes}
        same = [code for code in codes if said and said in kinds[code]]
        others = [code for code in codes if not said or not ({said, *kinds[code]} & TOWNSHIPS)]
        return tuple(same or others)

    def first_name(self, code: str) -> str:
        names = self.names.get(code, ())
        return names[0] if names else code

    def nearest(self, raw: str, count: int = 3) -> tuple[str, ...]:
        word = roots(raw)[0] if roots(raw) else flat(raw)
        scores: dict[str, float] = {}
        for code, names in self.names.items():
            forms = [root for name in names for root in roots(name)] or [code]
            scores[code] = max(likeness(word, form) for form in forms)
        best = sorted(scores, key=lambda code: -scores[code])[:count]
        return tuple(self.first_name(code) for code in best)

    def all_names(self) -> tuple[str, ...]:
        return tuple(self.first_name(code) for code in self.names)


def kind_of(name: str) -> str:
    """What a name says of its body: 街道, 管委会, 镇, 乡, or nothing."""
    form = _form(name)
    if form.endswith(("镇", "乡")) and len(form) > 2:
        return form[-1]
    if form.endswith(("管委会", "管理委员会", "管委", "片区")):
        return "管委会"
    return "街道" if form.endswith(("街道", "街道办", "办事处")) else ""


def _form(name: str) -> str:
    form = flat(name).strip("。,;、.").replace("(街道)", "").replace("(片区)", "")
    return OFFICES.sub("", form)


def roots(name: str) -> tuple[str, ...]:
    """The name without suffixes, then also without the region before it."""
    found: list[str] = []
    for whole in (_form(name), _REGION.sub("", _form(name))):
        bare = re.sub(r"\(.*?\)", "", whole)
        suffix = next((s for s in SUFFIXES if bare.endswith(s) and len(bare) > max(len(s), 2 * (s in TOWNSHIPS))), "")
        root = bare.removesuffix(suffix)
        if root and root not in found:
            found.append(root)
    return tuple(found)
