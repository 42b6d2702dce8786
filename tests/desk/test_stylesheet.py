"""The stylesheet keeps to its budget, to old browsers and to what the templates use."""

import gzip
import re
from pathlib import Path

import pytest

import qingshan.desk

DESK = Path(qingshan.desk.__file__).parent
SHEET = (DESK / "static/desk/qs.css").read_text("utf-8")
SPRITE = (DESK / "static/desk/icons.svg").read_text("utf-8")
TEMPLATES = {p: p.read_text("utf-8") for p in (DESK / "templates").rglob("*.html")}
CODE = "\n".join(p.read_text("utf-8") for p in DESK.rglob("*.py"))


def minified(sheet: str) -> str:
    plain = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    return re.sub(r"\s*([{};:,])\s*", r"\1", re.sub(r"\s+", " ", plain)).replace(";}", "}")


def test_the_sheet_stays_within_54_kilobytes_and_12_compressed():
    small = minified(SHEET).encode()
    assert len(small) <= 54_000
    assert len(gzip.compress(small)) <= 12_000


@pytest.mark.parametrize(
    "new", [":has(", ":is(", ":where(", "inset:", "@container", "color-mix(", "oklch(", "@layer", "&:", "aspect-ratio"]
)
def test_the_sheet_uses_nothing_that_office_browsers_lack(new):
    assert new not in SHEET


def test_every_class_of_the_sheet_is_used_by_a_template_or_the_code():
    used = "\n".join(TEMPLATES.values()) + CODE
    classes = set(
        re.findall(r"\.([a-z][a-z0-9-]*)", re.sub(r"/\*.*?\*/|\d\.\d|url\([^)]*\)", "", SHEET, flags=re.DOTALL))
    )
    built = {
        f"is-{word}"
        for word in ("done", "here", "next", "na", "owed", "blocked", "late", "free", "held", "closed", "out")
    }
    built |= {f"note-{word}" for word in ("late", "soon", "info")} | {f"tag-{word}" for word in ("warn", "wait")}
    missing = {c for c in classes - built if not re.search(rf"(?<![a-z-]){re.escape(c)}(?![a-z-])", used)}
    assert missing == set()


def test_every_icon_asked_for_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', SPRITE))
    asked = {
        m
        for text in TEMPLATES.values()
        for m in re.findall(r'{% icon "([^"]+)"|icons\.svg\' %}#([\w-]+)', text)
        for m in m
        if m
    }
    asked |= set(re.findall(r'"((?:s|n)-[a-z]+)"', CODE))
    assert asked - drawn == set()


def test_no_template_has_an_inline_style_script_or_handler():
    for path, text in TEMPLATES.items():
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text), path.name
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), path.name


def test_every_part_says_what_it_takes():
    for path, text in TEMPLATES.items():
        if path.parent.name == "parts":
            assert re.search(r"{#.*Variables: .*#}", text), path.name


def test_colours_of_text_have_contrast_on_their_grounds():
    """WCAG 2.2 AA: 4.5 for text, on paper and on the tinted grounds they stand on."""
    tokens = dict(re.findall(r"--([a-z0-9-]+):(#[0-9a-f]{3,6})", SHEET))
    pairs = [("ink", "paper"), ("ink-2", "mist"), ("ink-3", "wash"), ("ink-3", "mist"), ("hill-700", "hill-50"),
             ("cinnabar", "cinnabar-50"), ("ochre", "ochre-50"), ("ochre", "ochre-100"), ("malachite", "paper"),
             ("azurite", "paper"), ("hill-700", "hill-100")]  # fmt: skip
    assert {
        pair: round(contrast(*(tokens[p] for p in pair)), 1)
        for pair in pairs
        if contrast(*(tokens[p] for p in pair)) < 4.5
    } == {}


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
