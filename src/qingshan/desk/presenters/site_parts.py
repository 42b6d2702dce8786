"""The other panels of the site file: slots, records, two days compared, what runs beside the main line, money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from qingshan.desk.shapes import (
    CompareLine,
    EvidenceLine,
    FactLine,
    FundLine,
    Funds,
    Mark,
    RecordGroup,
    RecordLine,
    SlotLine,
    Slots,
    TrackLine,
)
from qingshan.desk.words import OUTCOME_WORDS, PROGRESS_MARKS, hectares, ledger_words, partial, wan
from qingshan.rulebook.exceptions import InForce
from qingshan.rulebook.facts import RETRACTED, Fact, beijing_day
from qingshan.rulebook.funding import DEPOSIT, Funding, funding_of
from qingshan.rulebook.holds import complaints_open
from qingshan.rulebook.ledger_figures import done_area_m2, treatable_area_m2
from qingshan.rulebook.lineage import act_words, founding_of, founding_words, register_act
from qingshan.rulebook.lists import LISTS
from qingshan.rulebook.programme import Slot
from qingshan.rulebook.rhythm import before_first, period, report_name
from qingshan.rulebook.status import Outcome, SlotState

from .record_words import BY_KIND, WEIGHTY, text_of, title_of, tone_of
from .sight import Sight, clock

RECORDS_SHOWN = 12
WEEKLY = "weekly"
HAVE, OWED, PROMISED, LATER, NOT_APPLICABLE, NEVER = "have", "owed", "promised", "later", "not_applicable", "never"
DUE = frozenset({HAVE, OWED, PROMISED})


# ── exceptions and descent


def exceptions_of(sight: Sight) -> tuple[FactLine, ...]:
    """What is in force on the day, in the words of the ledgers, with who allowed it and why."""
    clause = sight.programme.clause_of("exception")
    found = sorted(sight.context.exceptions, key=lambda one: (one.fact.subject, one.fact.id))
    return tuple(FactLine(f"编号 {one.fact.subject}", _exception_text(sight, one), clause) for one in found)


def _exception_text(sight: Sight, one: InForce) -> str:
    payload = one.fact.payload
    approver = "、".join(str(payload[key]) for key in ("approver", "approver_person") if payload.get(key))
    until = f"有效至 {one.until.isoformat()}" if one.until else "不限期"
    granted = f"{one.fact.happened_on.isoformat()} {approver}批准"
    reason = str(payload.get("reason") or "")
    return "，".join(w for w in (sight.context.exception_words(one), granted, until, reason and f"理由：{reason}") if w)


def lineage_of(sight: Sight, names: Mapping[str, str]) -> tuple[FactLine, ...]:
    """From which split the site came and by which act it left. `names`: code of a site → its name."""
    clause = sight.programme.clause_of("lineage")
    founding, act = founding_of(sight.context.facts), register_act(sight.context.facts)
    lines = [FactLine("来源", founding_words(founding, sight.dossier.site), clause)] if founding else []
    return tuple([*lines, FactLine("去向", act_words(act, names), clause)] if act else lines)


# ── slots


def slots_of(sight: Sight) -> Slots:
    """The folders of the file. What is due by now is the denominator, never the final total."""
    known = {s.code: s for s in sight.programme.slots}
    states = [s for s in sight.status.slots if s.state != NEVER and s.code in known and s.needed > 0]
    folders: dict[str, list[tuple[Slot, SlotState]]] = {}
    for state in states:
        slot = known[state.code]
        folders.setdefault(slot.folder or "其他", []).append((slot, state))
    due = [s for s in states if s.state in DUE and not (s.state == HAVE and _is_ahead(sight, s))]
    have = sum(s.state == HAVE for s in due)
    short = len(due) - have
    return Slots(
        have=have,
        due=len(due),
        sentence=f"现阶段应有，差 {short} 件" if short else "现阶段应有，都齐了" if due else "现阶段还不要求文件",
        category=_category(sight),
        lines=tuple(_folder(name, found) for name, found in sorted(folders.items())),
    )


def _is_ahead(sight: Sight, state: SlotState) -> bool:
    """A document filed before its stage asks for it counts for nothing yet."""
    codes = [s.code for s in sight.status.stages]
    place = codes.index(sight.status.place) if sight.status.place in codes else len(codes)
    return state.stage in codes and codes.index(state.stage) >= place


def _category(sight: Sight) -> str:
    code = sight.register.get("category")
    found = next((c for c in sight.programme.categories if c.code == code), None)
    return f"{found.name}" if found else "类别未定"


def _folder(name: str, found: Sequence[tuple[Slot, SlotState]]) -> SlotLine:
    short = [(slot, s) for slot, s in found if s.state in (OWED, PROMISED)]
    label = _numbered(name)
    pieces = sum(s.count for _, s in found)
    clause = found[0][0].clause
    if short:
        note = "；".join(_short(slot, s) for slot, s in short)
        is_promised = all(s.state == PROMISED for _, s in short)
        mark = Mark("s-debt", "欠", "soon") if is_promised else Mark("s-block", "缺", "late")
        missing = sum(max(s.needed - s.count, 1) for _, s in short)
        return SlotLine(label, mark, note, f"差 {missing}", "soon" if is_promised else "late", short[0][0].clause)
    having = [slot.name for slot, s in found if s.state == HAVE]
    if having:
        waiting = [slot.name for slot, s in found if s.state == LATER]
        note = "、".join(having) + (f"；到时再收：{'、'.join(waiting)}" if waiting else "")
        return SlotLine(label, Mark("s-done", "有", "ok"), note, f"{pieces} 件", "", clause)
    if all(s.state == NOT_APPLICABLE for _, s in found):
        return SlotLine(
            label, Mark("s-na", "不适用", "idle"), "、".join(x.name for x, _ in found), "不适用", "", clause
        )
    note = "到时再收：" + "、".join(slot.name for slot, s in found if s.state == LATER)
    return SlotLine(label, Mark("s-todo", "未到", "idle"), note, "未到", "", clause)


def _short(slot: Slot, state: SlotState) -> str:
    have = f"要 {state.needed} 件，有 {state.count} 件" if state.needed > 1 else ""
    promised = f"承诺 {state.promised_on.isoformat()} 补齐" if state.promised_on else ""
    notes = "，".join(w for w in (have, promised) if w)
    return slot.name + (f"（{notes}）" if notes else "")


def _numbered(folder: str) -> str:
    """`01 基本情况` reads 1 基本情况."""
    number, _, rest = folder.partition(" ")
    return f"{int(number)} {rest}" if number.isdigit() and rest else folder


# ── records


def record_groups(
    sight: Sight, by: str = "happened", *, everything: bool = False
) -> tuple[int, int, list[RecordGroup]]:
    """How many records there are, how many are not shown, and those shown, newest first, by month.

    Weekly reports are shown only with everything: the track of them has the last.

    Known on the day and happened by it; what was corrected or taken back stays, struck, with the reason.
    """
    seen = [f for f in sight.dossier.facts if _is_seen(sight, f)]
    followers = {f.replaces: f for f in seen if f.replaces}
    shown = [f for f in seen if f.result != RETRACTED and (everything or f.kind != WEEKLY)]
    if by == "entered":
        shown.sort(key=lambda f: (f.recorded_at, f.happened_on, f.id), reverse=True)
    else:
        shown.sort(key=lambda f: (f.happened_on, f.at.isoformat() if f.at else "", f.recorded_at, f.id), reverse=True)
    kept = shown if everything else shown[:RECORDS_SHOWN]
    groups: dict[str, list[RecordLine]] = {}
    for fact in kept:
        day = beijing_day(fact.recorded_at) if by == "entered" else fact.happened_on
        groups.setdefault(f"{day.year} 年 {day.month} 月", []).append(record_line(sight, fact, followers.get(fact.id)))
    return len(shown), len(shown) - len(kept), [RecordGroup(t, tuple(lines)) for t, lines in groups.items()]


def weekly_count(sight: Sight) -> int:
    return sum(f.kind == WEEKLY and _is_seen(sight, f) for f in sight.dossier.facts)


def _is_seen(sight: Sight, fact: Fact) -> bool:
    known_at = sight.day.known_at
    return (known_at is None or fact.recorded_at <= known_at) and fact.happened_on <= sight.status.on


def record_line(sight: Sight, fact: Fact, follower: Fact | None = None) -> RecordLine:
    noun = BY_KIND.get(fact.kind)
    stage = next(
        (s for s in sight.programme.stages if fact.kind in (s.evidence.kind, s.begins.kind if s.begins else "")), None
    )
    reopened = sight.reopened_by(fact)
    entered_on = beijing_day(fact.recorded_at)
    late = (entered_on - fact.happened_on).days
    happened = fact.payload.get("happened")
    notes = [f"此后{'、'.join(reopened)}重开"] if reopened and follower is None else []
    if fact.replaces:
        notes.append("更正件" + (f"：{sight.reasons[fact.id]}" if sight.reasons.get(fact.id) else ""))
    return RecordLine(
        id=fact.id[:12],
        key=fact.id,
        name=fact.name,
        day=partial(happened) if happened else fact.happened_on.isoformat(),
        clock=fact.at.strftime("%H:%M") if fact.at else "",
        title=title_of(fact),
        text=text_of(sight.programme, fact),
        tone="" if follower else tone_of(fact),
        stage=stage.name if stage else noun.name if noun else "",
        clause=stage.clause if stage else sight.programme.clause_of(noun.code) if noun else "",
        note="；".join(notes),
        who=_who(sight, fact),
        entered=clock(fact.recorded_at),
        late=f"补录 {late} 天" if late > 0 else "",
        evidence=tuple(_evidence(fact)),
        is_struck=follower is not None,
        struck_note=_struck_note(sight, follower),
        is_strong=fact.name in WEIGHTY,
    )


def _struck_note(sight: Sight, follower: Fact | None) -> str:
    if follower is None:
        return ""
    verb = "撤回" if follower.result == RETRACTED else "更正"
    reason = sight.reasons.get(follower.id, "")
    return f"{beijing_day(follower.recorded_at).isoformat()} 已{verb}" + (f"：{reason}" if reason else "")


def _who(sight: Sight, fact: Fact) -> str:
    """Body and post of who entered it; the name on the paper when nobody signed in did."""
    label = str(fact.payload.get("recorded_by") or "")
    if label in sight.people:
        return sight.people[label]
    filled = str(fact.payload.get("filled_by") or "")
    return filled or ("控制台" if label.startswith("console") else label)


def _evidence(fact: Fact) -> Iterable[EvidenceLine]:
    for item in fact.payload.get("evidence") or ():
        if not isinstance(item, dict):
            continue
        title = str(item.get("title") or item.get("slot") or "文件")
        icon = "n-image" if "photo" in str(item.get("slot")) else "n-paper"
        if item.get("sha256"):
            yield EvidenceLine(title, icon, f"SHA-256 {str(item['sha256'])[:16]}…")
        elif item.get("promised_on"):
            yield EvidenceLine(f"{title}（{item['promised_on']} 补）", "s-debt", "承诺补交，还没有")
        else:
            yield EvidenceLine(title, icon, "只登记了名称")
    if fact.name == "document.filed":
        sha = str(fact.payload.get("sha256") or "")
        yield EvidenceLine(str(fact.payload.get("title") or "文件"), "n-paper", f"SHA-256 {sha[:16]}…" if sha else "")


# ── two days


def compare_lines(before: Sight, after: Sight) -> tuple[CompareLine, ...]:
    """What differs between two sights of one site."""
    one, two = dict(_figures(before)), dict(_figures(after))
    return tuple(CompareLine(label, one[label], two[label]) for label in one if one[label] != two[label])


def _figures(sight: Sight) -> Iterable[tuple[str, str]]:
    status = sight.status
    funds = funding_of(sight.dossier, status.on)
    own = [a for a in status.next_actions if a.stage == status.place]
    yield "停在", sight.stage_name(status.place) if status.place else OUTCOME_WORDS.get(str(status.outcome), "")
    yield "台账", ledger_words(sight.programme).get(status.ledger, "")
    yield "年度名单", f"{status.batch} 年度" if status.batch else "未列入"
    yield "序时状态", PROGRESS_MARKS[status.progress].word if status.progress in PROGRESS_MARKS else status.progress
    yield "差几项", f"{len(own[0].blockers)} 项" if own else "—"
    yield "应治理（公顷）", hectares(treatable_area_m2(sight.context))
    yield "完成治理（公顷）", hectares(done_area_m2(sight.context))
    yield "累计到位（万元）", wan(funds.total("received"))
    yield "累计支出（万元）", wan(funds.total("spent"))
    yield "档案现有", f"{sum(s.state == HAVE for s in status.slots)} 项"
    yield "欠账", f"{len(status.debts)} 件"
    yield "投诉未办结", f"{len(complaints_open(sight.programme, status))} 件"
    yield "名称", sight.name
    yield sight.programme.called("role", "属地"), sight.street


# ── beside the main line


def tracks_of(sight: Sight) -> tuple[TrackLine, ...]:
    return (_money_track(sight), *_package_track(sight), _complaint_track(sight), _weekly_track(sight))


def _money_track(sight: Sight) -> TrackLine:
    funds = funding_of(sight.dossier, sight.status.on)
    planned = funds.total("planned") or int(sight.context.plan.get("investment") or 0)
    received, spent = funds.total("received"), funds.total("spent")
    if not planned and not funds.by_source:
        return TrackLine("资金", "没有登记资金", Mark("s-todo", "未到", "idle"), sight.programme.clause_of("funding"))
    text = f"计划 {wan(planned)}，到位 {wan(received)}，支出 {wan(spent)} 万元"
    gap = planned - received
    mark = Mark("s-soon", f"差 {wan(gap)}", "soon") if gap > 0 else Mark("s-done", "到位", "ok")
    return TrackLine("资金", text, mark, sight.programme.clause_of("funding"))


def _package_track(sight: Sight) -> Iterable[TrackLine]:
    latest = {k: f for k, f in sight.context.latest_by_subject("works").items() if k}
    if len(latest) < 2:
        return
    done = sum(f.result == "completed" for f in latest.values())
    text = "；".join(f"{subject}：{title_of(f)}" for subject, f in sorted(latest.items()))
    mark = Mark("s-done", "都完成", "ok") if done == len(latest) else Mark("s-here", f"{done} / {len(latest)}")
    yield TrackLine("标段", text, mark, sight.programme.clause_of("works"))


def _complaint_track(sight: Sight) -> TrackLine:
    received = sight.context.all("complaint", "received")
    if not received:
        return TrackLine("投诉", "没有收到", Mark("s-na", "无", "idle"), sight.programme.clause_of("complaint"))
    still = len(complaints_open(sight.programme, sight.status))
    text = f"收到 {len(received)} 件，最近 {received[-1].happened_on.isoformat()}"
    mark = Mark("s-hold", f"{still} 件未办结", "wait") if still else Mark("s-done", "办结", "ok")
    return TrackLine("投诉", text, mark, sight.programme.clause_of("complaint"))


def _weekly_track(sight: Sight) -> TrackLine:
    weekly = sight.programme.weekly
    name, clause = report_name(weekly), sight.programme.clause_of("weekly")
    last = sight.context.last("weekly", "reported")
    is_over = sight.status.outcome is not Outcome.ACTIVE
    if last is None:
        return TrackLine(name, "还没有填报", Mark("s-na" if is_over else "s-wait", "无", "idle"), clause)
    days = (sight.status.on - last.happened_on).days
    text = f"{last.happened_on.isoformat()}：{last.payload.get('progress') or '无进展'}"
    is_new = last.happened_on > before_first(weekly, sight.status.on)
    mark = Mark("s-done", f"{period(weekly)}已填", "ok") if is_new else Mark("s-wait", f"{days} 天前", "soon")
    return TrackLine(name, text, Mark("s-na", "不再填", "idle") if is_over else mark, clause)


def funds_of(sight: Sight) -> Funds | None:
    """Money by source; nothing without a record and without a deposit."""
    funds = funding_of(sight.dossier, sight.status.on)
    if not funds.by_source:
        return None
    lines = tuple(_fund_line(funds, source, LISTS["fund_source"].get(source, source)) for source in funds.sources)
    notes = []
    if funds.deposit_available:
        notes.append(
            f"采矿权人灭失，保证金余额 {wan(funds.deposit_available)} 万元不退，列为资金来源（财建〔2017〕638号）。"
        )
    elif DEPOSIT in funds.by_source:
        notes.append("保证金（基金）为采矿权人缴存。")
    return Funds(lines, _fund_line(funds, "", "合计"), tuple(notes), sight.programme.clause_of("funding"))


def _fund_line(funds: Funding, source: str, name: str) -> FundLine:
    planned, allotted, received, spent = (
        wan(funds.total(k, source)) for k in ("planned", "allotted", "received", "spent")
    )
    return FundLine(name, planned, allotted, received, spent)


def first_day(sight: Sight) -> date:
    """The day of the first record, for a comparison from the start."""
    days = [f.happened_on for f in sight.context.facts]
    return min(days) if days else sight.status.on
