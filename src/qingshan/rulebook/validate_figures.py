"""Judgements on days, percentages and counts: phases, targets, deadlines, the weekly issue, the calendar (五, C-01, C-07)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from .calendar import CalendarUnknown, issue_days, plan_back
from .draft import Draft
from .findings import Report, nearest
from .nouns.publicity import PUBLICITY
from .programme import Calendar, Programme, Publicity, Target
from .questions import AS_WRITTEN
from .rhythm import DAYS, Weekly, in_month
from .toml_reader import NO_DAY, Row
from .validate_ledgers import judge_format

HUNDRED = Decimal(100)
MOST_DAYS = 3660
"""Ten years: no term of a notice is longer, and no reckoning of days runs away."""


def judge_figures(draft: Draft, report: Report) -> None:
    """Reports every fault of days and numbers."""
    _judge_phases(draft, report)
    _judge_targets(draft, report)
    _judge_deadlines(draft, report)
    _judge_steps(draft, report)
    _judge_panel(draft, report)
    _judge_publicity(draft, report)
    _judge_complaints(draft, report)
    _judge_weekly(draft, report)
    _judge_calendar(draft, report)


# ── phases


def _judge_phases(draft: Draft, report: Report) -> None:
    """Each phase ends after it starts; two phases share no day unless one says how many (C-12)."""
    rows = draft.rows["phase"]
    for index, row in enumerate(rows):
        phase = row.value
        reversed_days(report, row, "starts_on", phase.starts_on, "ends_on", phase.ends_on)
        for code in phase.overlaps:
            if code not in {r.value.code for r in rows[:index]}:
                hint = nearest(code, (r.value.code for r in rows[:index]))
                report.judge(row.file, f"{row.key}.overlaps.{code}", "unknown_phase", f"前面没有阶段“{code}”", hint)
        for earlier in rows[:index]:
            _judge_overlap(report, row, earlier)


def _judge_overlap(report: Report, row: Row, earlier: Row) -> None:
    one, other = earlier.value, row.value
    if NO_DAY in (one.starts_on, one.ends_on, other.starts_on, other.ends_on):
        return
    shared = max((min(one.ends_on, other.ends_on) - max(one.starts_on, other.starts_on)).days + 1, 0)
    stated = other.overlaps.get(one.code, 0)
    if shared == stated:
        return
    what = f"阶段“{other.code}”与“{one.code}”重叠 {shared} 天，写明的是 {stated} 天"
    hint = f"改正日期；确是通知本意的，写 overlaps = {{ {one.code} = {shared} }}"
    report.judge(row.file, f"{row.key}.starts_on", "dates_overlap", what, hint)


def reversed_days(report: Report, row: Row, first: str, start: date | None, last: str, end: date) -> None:
    if start is not None and NO_DAY not in (start, end) and start > end:
        report.judge(
            row.file,
            f"{row.key}.{last}",
            "dates_reversed",
            f"{last} {end} 早于 {first} {start}",
            f"写 {last} = {start} 或更晚的日期",
        )


# ── targets


def _judge_targets(draft: Draft, report: Report) -> None:
    """A target is a share in 0…100 or a count of sites; neither falls as the days go on, a share ends at 100, and a
    floor is not above its stretch (C-01)."""
    rows = draft.rows["target"]
    sound = [row for row in rows if _is_sound_target(report, row)]
    for kind in ("floor", "stretch"):
        for key in ("percent", "count"):
            line = (row for row in sound if row.value.kind == kind and getattr(row.value, key))
            _judge_line(report, sorted(line, key=lambda r: r.value.by), key)
        _judge_end(report, sorted((r for r in sound if r.value.kind == kind), key=lambda r: r.value.by))
    for row in sound:
        for other in sound:
            if (row.value.kind, other.value.kind) == ("floor", "stretch") and row.value.by == other.value.by:
                _judge_pair(report, row, other.value)


def _is_sound_target(report: Report, row: Row) -> bool:
    target: Target = row.value
    told = hint = ""
    if target.count and target.percent:
        told, hint = "既写了百分比，又写了处数", "percent 和 count 只留一行"
    elif target.count < 0:
        told, hint = f"{target.count} 不是处数", "写 count = 12 这样的累计处数"
    elif target.count and target.level != "district":
        told, hint = "处数是全县（市、区）的", '写 level = "district"；各属地单位的写百分比'
    elif not target.count and not 0 < target.percent <= HUNDRED:
        told = f"百分比 {target.percent} 不在 0 到 100 之间"
        hint = "写 percent = 60 这样 0 以上、100 以内的累计数；通知写处数的，写 count = 12"
    if not told:
        return not report.is_bad(row.file, f"{row.key}.percent")
    report.judge(row.file, f"{row.key}.{'count' if target.count else 'percent'}", "bad_percentage", told, hint)
    return False


def _judge_line(report: Report, rows: list[Row], key: str) -> None:
    """`key`: percent or count, whichever these targets are written in."""
    for before, row in pairwise(rows):
        said, last = getattr(row.value, key), getattr(before.value, key)
        if said < last:
            told = f"{row.value.by} 的 {said} 小于 {before.value.by} 的 {last}"
            total = last + said if key == "count" else min(HUNDRED, last + said)
            hint = f"写累计数，不写当年的份额，如 {key} = {total}"
            report.judge(row.file, f"{row.key}.{key}", "bad_percentage", told, hint)
        elif said == last and row.value.level == before.value.level:
            told = f"{row.value.by} 的 {said} 与 {before.value.by} 的一样，没有增加"
            report.judge(row.file, f"{row.key}.{key}", "bad_percentage", told, "写累计值，一次比一次大")
        elif row.value.by == before.value.by and row.value.level == before.value.level:
            report.judge(row.file, f"{row.key}.by", "duplicate_code", f"{row.value.by} 已有一条同类目标", "只留一条")


def _judge_end(report: Report, rows: list[Row]) -> None:
    if rows and not rows[-1].value.count and rows[-1].value.percent != HUNDRED:
        told, hint = f"最后一年只到 {rows[-1].value.percent}", "最后一年的累计数写 percent = 100"
        report.judge(rows[-1].file, f"{rows[-1].key}.percent", "bad_percentage", told, hint)


def _judge_pair(report: Report, row: Row, stretch: Target) -> None:
    if stretch.percent and row.value.percent > stretch.percent:
        told = f"底线 {row.value.percent} 高于争取 {stretch.percent}"
        report.judge(
            row.file,
            f"{row.key}.percent",
            "bad_percentage",
            told,
            f"不高于“{stretch.code}”，写 percent = {stretch.percent}",
        )


# ── deadlines and planning back


def _judge_deadlines(draft: Draft, report: Report) -> None:
    stages, batches = draft.codes("stage"), draft.codes("batch")
    seen: set[tuple[str, str]] = set()
    for row in draft.rows["deadline"]:
        one = row.value
        if one.stage not in stages:
            report.judge(
                row.file, f"{row.key}.stage", "unknown_stage", f"没有这一步“{one.stage}”", nearest(one.stage, stages)
            )
        if one.batch and one.batch not in batches:
            told = f"没有这一批次“{one.batch}”"
            report.judge(row.file, f"{row.key}.batch", "unknown_batch", told, nearest(one.batch, batches))
        reversed_days(report, row, "starts_on", one.starts_on, "on", one.on)
        if (one.stage, one.batch) in seen:
            told = f"步骤“{one.stage}”的期限写了两次"
            report.judge(row.file, f"{row.key}.on", "dates_overlap", told, "同一步同一批次只写一次")
        seen.add((one.stage, one.batch))
    for before, row in pairwise(draft.rows["batch"]):
        if NO_DAY not in (before.value.on, row.value.on) and row.value.on <= before.value.on:
            told = f"不晚于批次“{before.value.batch}”的 {before.value.on}"
            report.judge(
                row.file,
                f"{row.key}.on",
                "dates_overlap",
                told,
                f"各批次按先后写，写 on = 晚于 {before.value.on} 的日期",
            )
    _judge_within_phases(draft, report)
    _judge_after_issue(draft, report)


def _judge_after_issue(draft: Draft, report: Report) -> None:
    """Nothing falls due before the notice was issued."""
    head = draft.singles.get("notice")
    issued = head.value.issued_on if head else NO_DAY
    for table, name in (("batch", "on"), ("target", "by")):
        for row in draft.rows[table]:
            day = getattr(row.value, name)
            if NO_DAY not in (day, issued) and day < issued:
                told = f"{day} 早于通知成文的 {issued}"
                report.judge(
                    row.file,
                    f"{row.key}.{name}",
                    "before_issue",
                    told,
                    f"写 {name} = {issued} 或更晚的日期，或改 [notice] 的 issued_on",
                )


def _judge_within_phases(draft: Draft, report: Report) -> None:
    """Deadlines, batches and targets lie within the days of the phases taken together (五)."""
    phases = draft.values("phase")
    if not phases or NO_DAY in {day for p in phases for day in (p.starts_on, p.ends_on)}:
        return
    first, last = min(p.starts_on for p in phases), max(p.ends_on for p in phases)
    for table, names in (("deadline", ("starts_on", "on")), ("batch", ("on",)), ("target", ("by",))):
        for row in draft.rows[table]:
            for name in names:
                day = getattr(row.value, name)
                if day is not None and day != NO_DAY and not first <= day <= last:
                    told = f"{day} 不在各阶段的 {first} 至 {last} 之内"
                    report.judge(
                        row.file,
                        f"{row.key}.{name}",
                        "outside_phases",
                        told,
                        f"写 {name} = {last} 或更早，不早于 {first}；或改 [[phase]] 的 starts_on、ends_on",
                    )


def _judge_steps(draft: Draft, report: Report) -> None:
    """Steps follow the main line, take working days or days, and the last is the closing stage."""
    order = [stage.code for stage in draft.values("stage")]
    steps = {step.stage for step in draft.values("step")}
    in_order = ", ".join(f'"{code}"' for code in order if code in steps)
    last = -1
    for row in draft.rows["step"]:
        step = row.value
        if step.stage not in draft.codes("stage"):
            told = f"没有这一步“{step.stage}”"
            report.judge(row.file, f"{row.key}.stage", "unknown_stage", told, nearest(step.stage, order))
        if not 0 <= step.workdays + step.days <= MOST_DAYS or min(step.workdays, step.days) != 0:
            told = f"workdays {step.workdays}、days {step.days} 不成立"
            report.judge(
                row.file,
                f"{row.key}.workdays",
                "bad_number",
                told,
                "只写工作日或自然日之一，不能是负数，如 workdays = 10 或 days = 60",
            )
        if step.stage in order:
            if order.index(step.stage) < last:
                told = f"“{step.stage}”在主线上排在前一步之前"
                report.judge(
                    row.file,
                    f"{row.key}.stage",
                    "steps_out_of_order",
                    told,
                    f"按主线的先后写；有样板的，在 [base.order] 写 step = [{in_order}]",
                )
            last = order.index(step.stage)
    _judge_public_step(draft, report)


def _judge_public_step(draft: Draft, report: Report) -> None:
    """The public days stand in [publicity]; a step of planning back that repeats them says the same."""
    rule = draft.single("publicity")
    public = {stage.code for stage in draft.values("stage") if stage.evidence.kind == "publicity"}
    for row in draft.rows["step"]:
        step = row.value
        given = (step.days, step.workdays)
        wanted = (0, rule.days) if rule and rule.day_kind == "working" else (rule.days if rule else 0, 0)
        if rule and step.stage in public and given not in ((0, 0), wanted):
            word = {"working": "个工作日"}.get(rule.day_kind, "天")
            told = f"倒排中公示写 days = {step.days}、workdays = {step.workdays}，[publicity] 是 {rule.days} {word}"
            report.judge(row.file, f"{row.key}.days", "bad_number", told, "写 days = 0、workdays = 0，就随 [publicity]")


# ── panel, publicity, complaints


def _judge_panel(draft: Draft, report: Report) -> None:
    row = draft.singles.get("panel")
    if row is None:
        return
    panel = row.value
    if panel.at_least < max(len(panel.specialities), 1):
        told = f"{panel.at_least} 人不够 {len(panel.specialities)} 个专业"
        report.judge(
            row.file,
            "panel.at_least",
            "bad_number",
            told,
            f"至少每个专业一人，写 at_least = {max(len(panel.specialities), 1)} 或更大",
        )
    if panel.odd and panel.at_least % 2 == 0:
        report.judge(
            row.file,
            "panel.at_least",
            "bad_number",
            f"{panel.at_least} 不是单数",
            f"写 at_least = {panel.at_least + 1}；不要求单数的写 odd = false",
        )


def _judge_publicity(draft: Draft, report: Report) -> None:
    row = draft.singles.get("publicity")
    if row is None:
        return
    rule: Publicity = row.value
    for name in ("days", "channels_at_least"):
        if not 1 <= getattr(rule, name) <= MOST_DAYS:
            report.judge(
                row.file,
                f"publicity.{name}",
                "bad_number",
                f"不合适：{getattr(rule, name)}",
                f"写 {name} = 7 这样 1 或更大的数",
            )
    reading = next((r.value for r in draft.rows["reading"] if r.value.governs == "public_days"), None)
    chosen = [line.chosen.partition("_")[0] for line in reading.lines] if reading else []
    if reading and chosen and rule.day_kind not in chosen and all(kind in ("calendar", "working") for kind in chosen):
        told = f"公示写的是 {rule.day_kind}，口径“{reading.code}”选的是 {chosen[0]}，以口径为准"
        hint = f'写 day_kind = "{chosen[0]}"，或删去这条口径'
        report.judge(row.file, "publicity.day_kind", "day_kind_disagrees", told, hint)
    known = [field.key for field in PUBLICITY.fields]
    for index, part in enumerate(rule.parts, 1):
        if part not in known:
            told = f"公示没有“{part}”这一项"
            report.judge(row.file, f"publicity.parts[{index}]", "unknown_field", told, nearest(part, known))


def _judge_complaints(draft: Draft, report: Report) -> None:
    row = draft.singles.get("complaints")
    if row is None:
        return
    rules = row.value
    for name in ("acknowledge_days", "decide_workdays"):
        if not 1 <= getattr(rules, name) <= MOST_DAYS:
            report.judge(
                row.file,
                f"complaints.{name}",
                "bad_number",
                f"不合适：{getattr(rules, name)}",
                f"写 {name} = 7 这样 1 或更大的数",
            )
    for index, word in enumerate(rules.reworks, 1):
        if word not in rules.conclusions:
            told = f"没有这种结论“{word}”"
            report.judge(
                row.file, f"complaints.reworks[{index}]", "unknown_choice", told, nearest(word, rules.conclusions)
            )


# ── the weekly issue and the calendar


def _judge_weekly(draft: Draft, report: Report) -> None:
    row = draft.singles.get("weekly")
    if row is None:
        return
    weekly: Weekly = row.value
    for name in ("weekday", "street_cutoff_weekday"):
        if not 1 <= getattr(weekly, name) <= 7:
            report.judge(
                row.file,
                f"weekly.{name}",
                "bad_number",
                f"{getattr(weekly, name)} 不是星期几",
                f"写 {name} = 4，1 是周一，7 是周日",
            )
    reversed_days(report, row, "first_on", weekly.first_on, "last_on", weekly.last_on)
    for name, known, example in (
        ("every_weeks", range(1, 54), "2，即每两周"),
        ("day_of_month", range(32), "15，即每月15日；31 是每月最后一日"),
        ("street_cutoff_day", range(32), "20，即每月20日前报齐；31 是每月最后一日"),
    ):
        if getattr(weekly, name) not in known:
            told, hint = f"不合适：{getattr(weekly, name)}", f"写 {name} = {example}"
            report.judge(row.file, f"weekly.{name}", "bad_number", told, hint)
    if weekly.day_of_month and weekly.every_weeks != 1:
        told = "既写了每几周，又写了每月哪一日"
        report.judge(row.file, "weekly.day_of_month", "rhythm_twice", told, "every_weeks 和 day_of_month 只留一行")
    _judge_first_report(report, row, weekly)
    reading = next((r.value for r in draft.rows["reading"] if r.value.governs == "weekly_day"), None)
    chosen = [line.chosen for line in reading.lines] if reading else []
    if reading and chosen and not {AS_WRITTEN, weekly.holiday_policy} & {*chosen}:
        told = f"[weekly] 写的是 {weekly.holiday_policy}，口径“{reading.code}”选的是 {chosen[0]}，以口径为准"
        hint = f'写 holiday_policy = "{chosen[0]}"，或删去这条口径'
        report.judge(row.file, "weekly.holiday_policy", "holiday_policy_disagrees", told, hint)
    by_month = weekly.day_of_month and "{year" in weekly.number_format and "{month" in weekly.number_format
    params = {"year": 2018, "month": 1, "n": 1}
    judge_format(report, row, "weekly.number_format", weekly.number_format, params, "month" if by_month else "n")


def _judge_first_report(report: Report, row: Row, weekly: Weekly) -> None:
    """The first report falls on the day the rhythm says."""
    first, at = weekly.first_on, "weekly.first_on"
    if first == NO_DAY:
        return
    if weekly.day_of_month in range(1, 32):
        wanted = in_month(weekly.day_of_month, first.year, first.month)
        if first != wanted:
            told = f"每月 {weekly.day_of_month} 日报，第一期却写 {first}"
            report.judge(row.file, at, "wrong_day_of_month", told, f"写 first_on = {wanted}")
    elif not weekly.day_of_month and weekly.weekday in range(1, 8) and first.isoweekday() != weekly.weekday:
        told = f"{first} 是周{DAYS[first.weekday()]}"
        near = first + timedelta(days=(weekly.weekday - first.isoweekday()) % 7)
        hint = f"第一期要落在周{DAYS[weekly.weekday - 1]}，写 first_on = {near}"
        report.judge(row.file, at, "wrong_weekday", told, hint)


def _judge_calendar(draft: Draft, report: Report) -> None:
    """No day is both off and worked, and the table covers the weekly issue and the batches."""
    row = draft.singles.get("calendar")
    if row is None:
        return
    cal: Calendar = row.value
    reversed_days(report, row, "first", cal.first, "last", cal.last)
    for day in sorted(cal.days_off & cal.days_worked):
        if day != NO_DAY:
            report.judge(
                row.file,
                "calendar.days_worked",
                "dates_overlap",
                f"{day} 既放假又上班",
                "days_off、days_worked 只留一处",
            )
    for name, days in (("days_off", cal.days_off), ("days_worked", cal.days_worked)):
        for day in sorted(days):
            if day != NO_DAY and not cal.first <= day <= cal.last:
                told = f"{day} 不在 {cal.first} 至 {cal.last} 之内"
                report.judge(
                    row.file,
                    f"calendar.{name}",
                    "outside_calendar",
                    told,
                    f"写 first = {min(cal.first, day)}、last = {max(cal.last, day)}，或删去这一天",
                )
    _judge_cover(draft, report, cal)


def _judge_cover(draft: Draft, report: Report, cal: Calendar) -> None:
    if report.is_bad("", "calendar") or NO_DAY in (cal.first, cal.last):
        return
    told = [(row, "on", row.value.on) for row in draft.rows["batch"]]
    weekly = draft.singles.get("weekly")
    if weekly:
        told += [(weekly, name, getattr(weekly.value, name)) for name in ("first_on", "last_on")]
    for row, name, day in told:
        if day != NO_DAY and not cal.first + timedelta(days=31) <= day <= cal.last:
            what = f"节假日表只有 {cal.first} 至 {cal.last}，够不到 {day}"
            report.judge(
                row.file,
                f"{row.key}.{name}",
                "outside_calendar",
                what,
                f"补上那些年份的放假安排，写 first = {min(cal.first, day.replace(day=1) - timedelta(days=60))}、last = {max(cal.last, day)}",
            )


def days_of_change(programme: Programme) -> list[date]:
    """Every day from which the notice is read otherwise, the first included."""
    lines = [line.effective_from for reading in programme.governing.values() for line in reading.lines]
    return sorted({programme.issued_on, *lines})


def try_days(programme: Programme, draft: Draft, report: Report) -> None:
    """Reckons every plan and issue day once, so that a table of holidays too short is told here and nowhere later."""
    for row in draft.rows["batch"]:
        try:
            for on in days_of_change(programme):
                plan_back(programme, row.value.batch, on)
        except (CalendarUnknown, OverflowError):
            told = "倒排要用到节假日表以外的年份"
            report.judge(
                row.file, f"{row.key}.on", "outside_calendar", told, "补上那些年份的放假安排，或减少倒排的天数"
            )
    try:
        issue_days(programme)
    except (CalendarUnknown, OverflowError):
        row = draft.singles["weekly"]
        told = "各期上报日要用到节假日表以外的年份"
        report.judge(row.file, "weekly.last_on", "outside_calendar", told, "补上那些年份的放假安排")
