"""The site file: header, stage line, where it stands and why (一矿一档)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from qingshan.desk.shapes import (
    BlockerLine,
    DebtLine,
    FactLine,
    HoldLine,
    NextLine,
    StageNode,
    Standing,
    Tag,
)
from qingshan.desk.words import OUTCOME_WORDS, hectares, iso, ledger_words, mu, partial, slack_mark, slack_words, wan
from qingshan.rulebook.consistency import consistency
from qingshan.rulebook.facts import Fact
from qingshan.rulebook.funding import funding_of
from qingshan.rulebook.holds import complaints_open
from qingshan.rulebook.ledger_figures import damage_area_m2, treatable_area_m2
from qingshan.rulebook.nouns.site import SITE
from qingshan.rulebook.sentences import fact_name, say
from qingshan.rulebook.status import Blocker, Debt, Ledger, Outcome, StageState

from .record_words import value_words
from .sight import Sight, action_title

REACHED, NOT_APPLICABLE, EXEMPT = "reached", "not_applicable", "exempt"
HELD = "held"
"""The blocker of an open hold: the panel shows the hold itself, in a line of its own."""


# ── the stage line


def stage_line(sight: Sight) -> tuple[tuple[StageNode, ...], int]:
    """One node a stage, stages of a group under one; and how many done nodes come before the last done one."""
    states = {s.code: s for s in sight.status.stages}
    groups: dict[str, list[StageState]] = {}
    for stage in sight.programme.stages:
        if stage.code in states:
            groups.setdefault(stage.group or stage.code, []).append(states[stage.code])
    nodes = [_node(sight, members) for members in groups.values()]
    here = next((i for i, n in enumerate(nodes) if n.state == "here"), len(nodes))
    before = [i for i, n in enumerate(nodes[:here]) if n.state == "done"]
    if not before:
        return tuple(nodes), 0
    nodes[before[-1]] = _as_last(nodes[before[-1]])
    return tuple(nodes), len(before) - 1


def _as_last(node: StageNode) -> StageNode:
    return StageNode(node.name, node.state, node.shape, node.word, node.when, node.clause, is_last_done=True)


def _node(sight: Sight, members: list[StageState]) -> StageNode:
    place = next((m for m in members if m.code == sight.status.place), None)
    if place is not None:
        return _here(sight, place)
    last = members[-1]
    if all(m.state in (REACHED, NOT_APPLICABLE, EXEMPT) for m in members) and any(m.state == REACHED for m in members):
        return _done(sight, last if last.state == REACHED else next(m for m in reversed(members) if m.state == REACHED))
    if all(m.state in (NOT_APPLICABLE, EXEMPT) for m in members):
        word = "豁免" if last.state == EXEMPT else "不适用"
        return StageNode(sight.stage_name(last.code), "na", "s-na", word, "", _clause(sight, last))
    return _ahead(sight, next(m for m in members if m.state not in (REACHED, NOT_APPLICABLE, EXEMPT)), last)


def _here(sight: Sight, state: StageState) -> StageNode:
    shape = "s-reopen" if state.reopened_by or _was_redone(sight, state) else "s-here"
    word = f"停在这里·{slack_words(state.slack)}" if state.slack is not None else "停在这里"
    when = f"最迟 {iso(state.done_by)}" if state.done_by else "没有定期限"
    return StageNode(sight.stage_name(state.code), "here", shape, word, when, _clause(sight, state))


def _was_redone(sight: Sight, place: StageState) -> bool:
    """Something before the place had to be done again."""
    for state in sight.status.stages:
        if state.code == place.code:
            return False
        if state.times > 1:
            return True
    return False


def _done(sight: Sight, state: StageState) -> StageNode:
    times = {2: "（二次）", 3: "（三次）"}.get(state.times, f"（{state.times} 次）" if state.times > 3 else "")
    return StageNode(
        sight.stage_name(state.code), "done", "s-done", f"完成{times}", iso(state.reached_on), _clause(sight, state)
    )


def _ahead(sight: Sight, state: StageState, last: StageState) -> StageNode:
    is_behind = _is_behind(sight, state)
    name = sight.stage_name(last.code if state is not last and not is_behind else state.code)
    due = last.done_by or state.done_by
    if is_behind:
        shape, word = ("s-reopen", "重开") if state.reopened_by else ("s-debt", "欠账")
        return StageNode(name, "owed", shape, word, iso(state.done_by) if state.done_by else "", _clause(sight, state))
    if sight.status.outcome is not Outcome.ACTIVE:
        return StageNode(name, "next", "s-todo", "未到", "", _clause(sight, state))
    return StageNode(name, "next", "s-todo", "最迟" if due else "未到", iso(due) if due else "", _clause(sight, state))


def _is_behind(sight: Sight, state: StageState) -> bool:
    return any(d.stage == state.code and d.kind in ("missing", "reopened") for d in sight.status.debts)


def _clause(sight: Sight, state: StageState) -> str:
    stage = sight.stage(state.code)
    return stage.clause if stage else ""


# ── where it stands and why


def standing_of(sight: Sight) -> Standing:
    status = sight.status
    if status.outcome is Outcome.ACTIVE and status.place:
        return _active(sight)
    title, reason, tone, shape = _settled(sight)
    debts = _debt_lines(sight)
    note = f"{len(debts)} 件，销号后仍欠" if status.outcome is Outcome.CLOSED and debts else ""
    return Standing(title, reason, tone, shape, (), _next_lines(sight), debts, _hold_lines(sight), debt_note=note)


def _settled(sight: Sight) -> tuple[str, str, str, str]:
    """Title, reason, tone and shape of a case that is not on the chain."""
    status = sight.status
    if status.outcome is Outcome.CLOSED:
        filed = [s for s in status.stages if s.state == REACHED and s.reached_on]
        day = max((s.reached_on for s in filed if s.reached_on), default=None)
        fact = sight.context.last("filing", "filed")
        number = str(fact.payload.get("document_no") or "") if fact else ""
        return "已销号", f"{iso(day)} 审核备案" + (f"，{number}" if number else ""), "closed", "s-seal"
    if status.outcome is Outcome.NOT_INCLUDED:
        fact = sight.context.last("scope", "excluded")
        reason = ""
        if fact is not None:
            word = sight.context.word("exclusion_reasons", fact.payload.get("reason"))
            reason = f"{fact.happened_on.isoformat()} 核定：{word}"
        return "未纳入治理范围", reason, "out", "s-na"
    if status.outcome is Outcome.ACTIVE:
        return "各步都已完成", "等审核备案的结果", "free", "s-done"
    return OUTCOME_WORDS.get(str(status.outcome), str(status.outcome)), "不再列入台账", "out", "s-na"


def _active(sight: Sight) -> Standing:
    status = sight.status
    place = status.stage(status.place)
    own = [a for a in status.next_actions if a.stage == status.place]
    blockers = own[0].blockers if own else ()
    party = own[0].party if own else ""
    holds = _hold_lines(sight)
    lines = tuple(
        BlockerLine(say(b), _owed_until(b), b.clause, sight.who_owes(b, party))
        for b in _each_once(blockers)
        if b.code != HELD
    )
    is_late = place is not None and place.slack is not None and place.slack < 0
    is_held = bool(own) and any(own[0].action in hold.blocks for hold in status.holds)
    tone = "blocked" if lines else "held" if is_held else "late" if is_late else "free"
    shape = {"held": "s-hold", "late": "s-late"}.get(tone, "s-here")
    if place and (place.reopened_by or _was_redone(sight, place)):
        shape = "s-reopen"
    free = ""
    if own and not own[0].blockers:
        free = f"没有挡着的，可以{action_title(own[0].action)}，由{sight.party(party)}办。"
    return Standing(
        title=f"停在{sight.stage_name(status.place)}",
        reason=_why(sight, place),
        tone=tone,
        shape=shape,
        blockers=lines,
        next=_next_lines(sight),
        debts=_debt_lines(sight),
        holds=holds,
        debt_note=f"{len(status.debts)} 件，不挡本步，挡销号" if status.debts else "",
        free=free,
    )


def _each_once(blockers: tuple[Blocker, ...]) -> Iterator[Blocker]:
    seen: set[str] = set()
    for blocker in blockers:
        key = say(blocker)
        if key not in seen:
            seen.add(key)
            yield blocker


def _owed_until(blocker: Blocker) -> str:
    promised = str(blocker.params.get("promised_on") or "")
    return f"承诺 {promised} 补齐" if promised else ""


def _why(sight: Sight, place: StageState | None) -> str:
    """What brought the case here: the ending that re-opened it, or since when it stands."""
    if place is None:
        return ""
    ending = sight.standing.get(place.reopened_by)
    if ending is not None:
        return f"因 {ending.happened_on.isoformat()} {_named(ending)}，{sight.stage_name(place.code)}要重做"
    redone = _last_redone(sight, place)
    if redone is not None:
        state, ending = redone
        return (
            f"因 {ending.happened_on.isoformat()} {_named(ending)}，{sight.stage_name(state.code)}重做，"
            f"已于 {iso(state.reached_on)} 再次完成"
        )
    if place.begun_on:
        return f"{place.begun_on.isoformat()} 开始，还没有完成"
    before = [s for s in sight.status.stages if s.state == REACHED and s.reached_on]
    if not before:
        return "登记后还没有办"
    last = max(before, key=lambda s: s.reached_on or date.min)
    return f"{iso(last.reached_on)} {sight.stage_name(last.code)}完成"


def _named(fact: Fact) -> str:
    return fact_name(fact.name)


def _last_redone(sight: Sight, place: StageState) -> tuple[StageState, Fact] | None:
    """The last stage before the place that was reached again, with the ending before its second time."""
    found: tuple[StageState, Fact] | None = None
    for state in sight.status.stages:
        if state.code == place.code:
            break
        if state.state != REACHED or state.times < 2 or state.reached_on is None:
            continue
        endings = [
            f
            for f in sight.context.facts
            if f.happened_on <= state.reached_on and sight.stage_name(state.code) in sight.reopened_by(f)
        ]
        if endings:
            found = (state, endings[-1])
    return found


def _next_lines(sight: Sight) -> tuple[NextLine, ...]:
    status = sight.status
    lines = [
        NextLine(
            day=iso(a.by) if a.by else "未定期限",
            what=action_title(a.action),
            who=sight.party(a.party),
            slack=slack_mark(a.slack),
            clause=a.clause,
            blocked=len(list(_each_once(a.blockers))),
            action=a.action,
        )
        for a in sorted(status.next_actions, key=lambda a: a.by or date.max)
    ]
    codes = [s.code for s in status.stages]
    if status.place in codes:
        listed = {a.stage for a in status.next_actions}
        ahead = [s for s in status.stages[codes.index(status.place) + 1 :] if s.code not in listed]
        due = [s for s in ahead if s.done_by and s.state not in (REACHED, NOT_APPLICABLE, EXEMPT)]
        lines += [_later_line(sight, s) for s in due[:2]]
    return tuple(lines)


def _later_line(sight: Sight, state: StageState) -> NextLine:
    stage = sight.stage(state.code)
    slack = (state.done_by - sight.status.on).days if state.done_by else None
    return NextLine(
        day=iso(state.done_by),
        what=f"以后：{sight.stage_name(state.code)}",
        who=sight.party(stage.party) if stage else "",
        slack=slack_mark(slack),
        clause=stage.clause if stage else "",
    )


def _debt_lines(sight: Sight) -> tuple[DebtLine, ...]:
    return tuple(_debt_line(sight, debt) for debt in sight.status.debts)


def _debt_line(sight: Sight, debt: Debt) -> DebtLine:
    who = sight.party(debt.party)
    stage = sight.stage_name(debt.stage) if debt.stage else ""
    match debt.kind:
        case "document":
            slot = next((s.name for s in sight.programme.slots if s.code == debt.slot), debt.slot)
            what = slot + (f"，差 {debt.count} 件" if debt.count > 1 else "")
            note = f"承诺 {debt.promised_on.isoformat()} 补齐" if debt.promised_on else f"{stage}时就该有"
            return DebtLine(what, f"{who}欠，{note}", debt.clause)
        case "reopened":
            return DebtLine(
                f"{stage}要重新办", f"{who}欠，{say(debt.blocker) if debt.blocker else ''}", debt.clause, "s-reopen"
            )
        case "dated_before":
            return DebtLine(say(debt.blocker) if debt.blocker else stage, f"{who}核对", debt.clause, "s-wait")
    note = "，后面的步骤以它为据" if debt.unfounded else ""
    return DebtLine(f"没有{stage}的记录", f"{who}欠{note}", debt.clause, is_unfounded=debt.unfounded)


def _hold_lines(sight: Sight) -> tuple[HoldLine, ...]:
    rules = {h.code: h for h in sight.programme.holds}
    lines = []
    for hold in sight.status.holds:
        rule = rules.get(hold.code)
        name = rule.name if rule else hold.code
        blocked = "、".join(action_title(a) for a in hold.blocks)
        window = "起" if not rule or not rule.window else "公示期内收到" if hold.in_window else "公示期外收到"
        said = f"办结前不能{blocked}" if blocked else "办结前一直提示"
        lines.append(HoldLine(f"{name}。", f"{hold.since.isoformat()} {window}，{said}。", hold.clause))
    return tuple(lines)


def _holds_by_name(sight: Sight) -> dict[str, int]:
    """What is open over the case, complaints first: its name → how many."""
    names = {rule.code: rule.name for rule in sight.programme.holds}
    complaints = complaints_open(sight.programme, sight.status)
    found = {"投诉未办结": len(complaints)} if complaints else {}
    for hold in sight.status.holds:
        if hold not in complaints:
            name = names.get(hold.code, hold.code)
            found[name] = found.get(name, 0) + 1
    return found


# ── the header


def sentence_of(sight: Sight, standing: Standing) -> str:
    """The situation in one sentence: where it stands, what is missing, how long is left."""
    status = sight.status
    if status.outcome is not Outcome.ACTIVE or not status.place:
        owed = f"还有欠账 {len(status.debts)} 件。" if status.debts else ""
        return f"{standing.title}，{standing.reason}。{owed}" if standing.reason else f"{standing.title}。{owed}"
    said = [standing.title]
    if standing.blockers:
        said.append(f"差 {len(standing.blockers)} 项")
    if standing.holds:
        said += [f"有{name}" for name in _holds_by_name(sight)]
    place = status.stage(status.place)
    text = "，".join(said)
    if place and place.done_by:
        text += f"；最迟 {place.done_by.isoformat()} 完成，{slack_words(place.slack)}"
    closing = _closing(sight)
    if closing and closing.done_by and closing is not place:
        text += f"；{closing.done_by.isoformat()} 前销号，{slack_words((closing.done_by - status.on).days)}"
    return text + "。"


def _closing(sight: Sight) -> StageState | None:
    code = next((s.code for s in sight.programme.stages if s.closing), "")
    return sight.status.stage(code)


def tags_of(sight: Sight) -> tuple[Tag, ...]:
    status, words = sight.status, ledger_words(sight.programme)
    ledger = {
        Ledger.IN: Tag(f"纳入治理（{words[Ledger.IN]}）"),
        Ledger.OUT: Tag(f"未纳入（{words[Ledger.OUT]}）"),
        Ledger.PENDING: Tag(f"待核定，暂列{words[Ledger.IN]}", "warn"),
    }.get(status.ledger, Tag(words.get(status.ledger, "")))
    tags = [ledger]
    if status.batch:
        tags.append(Tag(f"{status.batch} 年度名单"))
    if status.debts:
        tags.append(Tag(f"欠账 {len(status.debts)} 件", "warn"))
    tags += [Tag(f"{name} {count} 件", "wait") for name, count in _holds_by_name(sight).items()]
    return tuple(tags)


def header_facts(sight: Sight) -> tuple[FactLine, ...]:
    """The eight lines of the header, each with the clause that asks for it."""
    ctx, register, responsible = sight.context, sight.register, sight.context.responsibility
    clause = sight.programme.clause_of
    category = next((c.name for c in sight.programme.categories if c.code == register.get("category")), "")
    minerals = "、".join(ctx.words("mineral", register.get("minerals")))
    method = ctx.word("mining_method", register.get("mining_method"))
    heads = [str(responsible.get(k) or "") for k in ("first_responsible", "direct_responsible")]
    return (
        FactLine("类别·矿种·开采方式", "·".join(w for w in (category, minerals, method) if w) or "没有登记"),
        FactLine("采矿权人", _holder(sight)),
        FactLine("治理责任主体", _body(sight), clause("responsibility", "body")),
        FactLine("应治理面积", _areas(sight), clause("survey", "treatable_area_m2")),
        FactLine("位置", _place(sight)),
        FactLine("计划 / 到位 / 支出（万元）", _money(sight), clause("funding")),
        FactLine(
            "第一责任人 / 直接责任人",
            " / ".join(h or "未填" for h in heads) if any(heads) else "没有填",
            clause("responsibility", "first_responsible"),
        ),
        FactLine("销号期限", _deadline(sight), next((b.clause for b in sight.programme.batches), "")),
    )


def _place(sight: Sight) -> str:
    place = str(sight.register.get("place") or "")
    return (
        place
        if sight.street and place.startswith(sight.street)
        else "，".join(w for w in (sight.street, place) if w) or "没有登记"
    )


def _holder(sight: Sight) -> str:
    register = sight.register
    owner = str(register.get("owner") or "")
    if not owner and register.get("is_licensed") is False:
        return "无证，没有采矿权人"
    notes = ["灭失"] if sight.context.is_lost else []
    cancelled = partial(register.get("cancelled_on"))
    if cancelled:
        notes.append(f"{cancelled} 注销")
    elif register.get("licence_state"):
        notes.append("证件" + sight.context.word("licence_state", register.get("licence_state")))
    return (owner or "没有登记") + (f"（{'，'.join(notes)}）" if notes else "")


def _body(sight: Sight) -> str:
    found = sight.context.responsibility
    if not found:
        return "还没有认定"
    body, executor = str(found.get("body") or ""), str(found.get("executor") or "")
    return body + (f"，{executor}实施" if executor and executor != body else "")


def _areas(sight: Sight) -> str:
    area = treatable_area_m2(sight.context)
    if area is None:
        damage = damage_area_m2(sight.context)
        return f"还没有摸底；登记破坏 {hectares(damage)} 公顷" if damage is not None else "还没有摸底"
    counts = [
        f"{name} {sight.context.survey[key]} {unit}"
        for key, name, unit in (
            ("pit_count", "采坑", "个"),
            ("collapse_count", "塌陷坑", "个"),
            ("fissure_count", "地裂缝", "条"),
        )
        if sight.context.survey.get(key)
    ]
    return "，".join([f"{hectares(area)} 公顷（{mu(area)} 亩）", *counts])


def _money(sight: Sight) -> str:
    funds = funding_of(sight.dossier, sight.status.on)
    planned = funds.total("planned") or sight.context.plan.get("investment")
    if not planned and not funds.by_source:
        return "没有登记"
    return " / ".join(wan(v) if v else "0.00" for v in (planned, funds.total("received"), funds.total("spent")))


def _deadline(sight: Sight) -> str:
    status = sight.status
    if status.outcome is Outcome.CLOSED:
        return "已销号"
    if status.outcome is not Outcome.ACTIVE:
        return "不适用"
    closing = _closing(sight)
    if closing is None or closing.done_by is None:
        return "还没有列入年度名单"
    return f"{closing.done_by.isoformat()}，{slack_words((closing.done_by - status.on).days)}"


SHOWN_ABOVE = frozenset({"name", "category", "owner", "street", "place", "minerals", "mining_method", "source_no"})


def register_lines(sight: Sight) -> tuple[FactLine, ...]:
    """The register data that the header does not show, those that are filled."""
    lines = []
    for field in SITE.fields:
        value = sight.register.get(field.key)
        if field.key in SHOWN_ABOVE or field.secret or value in (None, "", []):
            continue
        words = value_words(sight.programme, field, value)
        unit = field.unit if isinstance(value, (str, int, Decimal)) and field.unit else ""
        lines.append(FactLine(field.name, words + unit, sight.programme.clauses_of.get(f"{SITE.code}.{field.key}", "")))
    return tuple(lines)


def entered_against(sight: Sight) -> tuple[BlockerLine, ...]:
    """Facts on file that could not be entered today as of their own day; they inform and move nothing (rule 10)."""
    return tuple(
        BlockerLine(say(b), "", b.clause, "", shape="s-wait", tone="soon")
        for b in _each_once(sight.status.entered_against)
    )


def warnings_of(sight: Sight) -> tuple[BlockerLine, ...]:
    """Figures that disagree with each other (domain §1.4)."""
    found = consistency(sight.programme, sight.dossier, sight.status.on)
    return tuple(
        BlockerLine(
            say(one.blocker),
            "",
            one.blocker.clause,
            "",
            shape="s-block" if one.level == "block" else "s-wait",
            tone="late" if one.level == "block" else "soon",
        )
        for one in found
    )
