"""The day a page looks at: read from the query, shown by the control of the bar (design principle "a date is always in force")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from qingshan.desk.shapes import AsOf, Link
from qingshan.desk.words import weekday
from qingshan.rulebook.facts import beijing_instant

EARLIEST = date(1949, 10, 1)
LATEST = date(2100, 1, 1)
THEN = "then"
"""Value of `known` that means: by what had been entered on the day looked at."""


@dataclass(frozen=True, slots=True)
class Day:
    """`known_at` is the last instant of the day of knowledge, None for all that is known now."""

    on: date
    today: date
    known_on: date | None = None
    error: str = ""

    @property
    def known_at(self) -> datetime | None:
        if self.known_on is None:
            return None
        return beijing_instant(self.known_on + timedelta(days=1)) - timedelta(microseconds=1)

    @property
    def is_today(self) -> bool:
        return self.on == self.today and self.known_on is None

    @property
    def query(self) -> dict[str, str]:
        """What a link must carry to stay on this day; nothing for today."""
        carried: dict[str, str] = {}
        if self.on != self.today:
            carried["on"] = self.on.isoformat()
        if self.known_on is not None:
            carried["known"] = THEN if self.known_on == self.on else self.known_on.isoformat()
        return carried


def parse_day(text: str) -> date | None:
    """A day as typed: 2019-10-24, 2019.10.24, 2019/10/24, 2019年10月24日, 20191024; None when it is none."""
    plain = text.strip().translate(str.maketrans("０１２３４５６７８９．／－", "0123456789./-"))
    for mark in "./年月":
        plain = plain.replace(mark, "-")
    plain = plain.rstrip("日-")
    parts = [plain[:4], plain[4:6], plain[6:]] if len(plain) == 8 and plain.isdigit() else plain.split("-")
    if len(parts) != 3 or not all(p.isdigit() for p in parts):
        return None
    try:
        day = date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def read_day(params: Mapping[str, str], today: date) -> Day:
    """The day asked for by `on` and `known`; today, with the reason, when what was typed is not a day."""
    asked, known = params.get("on", ""), params.get("known", "")
    error = ""
    on = today
    if asked:
        found = parse_day(asked)
        if found is None:
            error = f"“{asked[:20]}”不是日期，写成 2019-10-24。"
        else:
            on = found
    known_on = on if known == THEN else parse_day(known) if known else None
    if known and known_on is None:
        error = error or f"“{known[:20]}”不是日期，写成 2019-10-24。"
    return Day(on, today, known_on, error)


def with_query(path: str, **params: str | int | None) -> str:
    """A link with the parameters that have a value."""
    kept = [(k, str(v)) for k, v in params.items() if v not in (None, "")]
    return f"{path}?{urlencode(kept)}" if kept else path


def asof_control(day: Day, path: str, params: Mapping[str, str], issue_weekday: int) -> AsOf:
    """The control for a page at `path`; other parameters of the page are kept by its links and its form.

    `issue_weekday` is 0 where the ledgers are not due every week.
    """
    kept = {k: v for k, v in params.items() if k not in ("on", "known", "page") and v}

    def to(on: date) -> str:
        known = THEN if day.known_on is not None else ""
        return with_query(path, **kept, on="" if on == day.today and not known else on.isoformat(), known=known)

    today = day.today
    last_issue = today - timedelta(days=(today.isoweekday() - issue_weekday) % 7 or 7)
    quick = (
        *([(f"上个{weekday(last_issue)} {last_issue:%m-%d}", last_issue)] if issue_weekday else []),
        (f"上月末 {_month_end(today):%m-%d}", _month_end(today)),
        (f"去年末 {today.year - 1}-12-31", date(today.year - 1, 12, 31)),
    )
    return AsOf(
        on=day.on,
        today=today,
        mode="then" if day.known_on is not None else "fact",
        weekday=weekday(day.on),
        is_today=day.is_today,
        prev_url=to(day.on - timedelta(days=1)),
        next_url=to(day.on + timedelta(days=1)) if day.on < today else "",
        today_url=with_query(path, **kept),
        quick=tuple(Link(text, to(on)) for text, on in quick),
        keep=tuple(kept.items()),
        sentence=_sentence(day),
        error=day.error,
    )


def _month_end(day: date) -> date:
    return day.replace(day=1) - timedelta(days=1)


def _sentence(day: Day) -> str:
    if day.is_today:
        return ""
    shown = f"{day.on.isoformat()} {weekday(day.on)}"
    if day.on > day.today:
        return f"你在看 {shown} 的情况，按今天已有的记录推算；只能看，不能办。"
    if day.known_on is None:
        return f"你在看 {shown} 的情况，按当天实情；只能看，不能办。"
    known = "按当天所知" if day.known_on == day.on else f"按 {day.known_on.isoformat()} 所知"
    return f"你在看 {shown} 的情况，{known}；只能看，不能办。"
