"""Template words of the desk: icons, clause tags, areas, money, slack, weekdays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from qingshan.desk import words
from qingshan.desk.shapes import Mark

register = template.Library()

register.filter("ha", words.hectares)
register.filter("mu", words.mu)
register.filter("wan", words.wan)
register.filter("weekday", words.weekday)
register.filter("partial_date", words.partial)
register.filter("slack", words.slack_words)
register.filter("clause_label", words.clause_label)


@register.filter
def slack_mark(days: int | None) -> Mark:
    """The status mark of a slack in whole days."""
    return words.slack_mark(days)


@register.filter
def iso(day: date | None) -> str:
    return words.iso(day)


@register.filter
def beside(cells: Sequence[str], heads: Sequence[str]) -> list[tuple[str, str]]:
    """Each cell of a row with the head it stands under."""
    return list(zip(heads, cells, strict=True))


@register.simple_tag
def icon(name: str, cls: str = "ic") -> SafeString:
    """A drawing of the sprite, hidden from screen readers: the word beside it says the same."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', cls, static("desk/icons.svg"), name
    )


@register.simple_tag
def status(mark: Mark | None) -> SafeString | str:
    """Shape and word of a status in its tone. Nothing without a mark."""
    if mark is None:
        return ""
    return format_html('<span class="st {}">{}{}</span>', mark.tone, icon(mark.shape), mark.word)


@register.simple_tag
def clause(code: str) -> SafeString | str:
    """The clause tag, always a link to the clause's own page. Nothing without a code."""
    if not code:
        return ""
    return format_html(
        '<a class="clause" href="{}" title="依据 {}">{}</a>',
        reverse("desk:clause", args=[code]),
        code,
        words.clause_label(code),
    )


@register.simple_tag
def bar(count: int, total: int, cls: str = "hbar") -> SafeString:
    """A flat bar of `count` out of `total`; the number stands beside it, so the drawing is hidden from readers."""
    full = max(total, 1)
    return format_html(
        '<svg class="{}" viewBox="0 0 {} 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="8" class="b-bg"/><rect width="{}" height="8" class="b-on"/></svg>',
        cls,
        full,
        full,
        min(max(count, 0), full),
    )


RULER_PAST, RULER_AHEAD, RULER_DAY = 10, 20, 3


@register.inclusion_tag("desk/parts/slack.html")
def slack_ruler(days: int | None) -> dict[str, Any]:
    """Slack with its ruler: 3 units a day from ten days late to twenty ahead, an arrow when beyond, a tick at today."""
    mark = words.slack_mark(days)
    shown = max(-RULER_PAST, min(RULER_AHEAD, days or 0))
    zero = RULER_PAST * RULER_DAY
    start = zero + min(shown, 0) * RULER_DAY
    return {
        "mark": mark,
        "days": days,
        "zero": zero,
        "x": start,
        "width": abs(shown) * RULER_DAY,
        "beyond": "" if days is None else "left" if days < -RULER_PAST else "right" if days > RULER_AHEAD else "",
    }
