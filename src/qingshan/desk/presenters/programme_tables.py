"""The notice as tables: every rule once, with its sentence, its clause and where it bites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from qingshan.desk.programme_shapes import Rule, RuleTable, VersionLine
from qingshan.desk.shapes import Link
from qingshan.desk.words import joined, weekday
from qingshan.exchange.facts_book.people import KINDS
from qingshan.rulebook.lists import LISTS
from qingshan.rulebook.nouns import BY_CODE
from qingshan.rulebook.nouns.site import SITE
from qingshan.rulebook.programme import BodyTask, LedgerColumn, LedgerLayout, Parameter, Programme, Reading
from qingshan.rulebook.questions import ASKED, EVIDENCE, QUESTIONS
from qingshan.rulebook.rhythm import cutoff_words, words_of
from qingshan.rulebook.seats import KINDS as SEATS
from qingshan.rulebook.values import as_printed

from .programme_checks import evidence_words, stage_name
from .programme_course import course_tables
from .programme_places import CONFIDENCE, TO_CHECK, Places, link_to, party_name, rules_of
from .sight import action_title

PARTY_KINDS = KINDS | {"role": "每处矿山的属地"}
HOLIDAYS = {"same_day": "照报", "previous_workday": "提前到前一工作日", "next_workday": "顺延到后一工作日"}
TOGETHER = {"merge": "两期并报", "next_free_workday": "后一期顺延到下一个空的工作日"}
JUDGED = {EVIDENCE: "按依据发生之日", ASKED: "按查询之日"}
ITEM_KINDS = {"chapter": "章", "table": "表", "map": "图", "annex": "附件"}
DAY_KINDS = {"calendar": "天", "working": "个工作日"}
TARGETS = {"floor": "底线", "stretch": "争取"}


def tables_of(programme: Programme, places: Places, versions: Sequence[VersionLine] = ()) -> tuple[RuleTable, ...]:
    """Every table of the notice that has rules, in the order of the parts."""
    made: list[RuleTable] = []
    for part in (_deadlines, _bodies, course_tables, _papers, _figures, _standards, _numbers, _ledgers):
        made += part(programme, places)
    made += _readings(programme, places)
    made += _versions(versions)
    return tuple(table for table in made if table.rules)


# ── deadlines


def _deadlines(p: Programme, places: Places) -> Iterable[RuleTable]:
    yield RuleTable(
        "phases", "阶段", "阶段", "deadlines", ("阶段", "起", "止"),
        rules_of("phase", ((x.name, (x.name, _iso(x.starts_on), _iso(x.ends_on)), f"{x.starts_on} 至 {x.ends_on}",
                          x.clause, ()) for x in p.phases)),
    )  # fmt: skip
    yield RuleTable(
        "batches", "年度期限", "期限", "deadlines", ("年度", "期限", "口径"),
        rules_of("batch", ((f"{x.batch} 年度", (x.batch, _iso(x.on), x.reading), f"{x.on} 前销号", x.clause,
                          (*link_to(f"{x.batch} 年度的矿山", places.sites(batch=x.batch)), *places.reading(x.reading)))
                         for x in p.batches)),
    )  # fmt: skip
    yield RuleTable(
        "deadlines", "各步期限", "期限", "deadlines", ("步骤", "年度", "起", "期限", "口径"),
        rules_of("deadline", ((stage_name(p, x.stage), (stage_name(p, x.stage), x.batch, _iso(x.starts_on), _iso(x.on), x.reading),
                             _until(x.starts_on, x.on, x.batch), x.clause,
                             (*places.at(p, x.stage), *places.reading(x.reading))) for x in p.deadlines)),
    )  # fmt: skip
    yield RuleTable(
        "steps", "从期限倒排", "倒排", "deadlines", ("步骤", "用时", "可信程度", "口径"),
        tuple(
            Rule(f"step-{x.stage}", stage_name(p, x.stage),
                 (stage_name(p, x.stage), _lead(x.workdays, x.days), CONFIDENCE.get(x.confidence, x.confidence), x.reading),
                 f"留 {_lead(x.workdays, x.days)}", x.clause,
                 (*places.at(p, x.stage), *places.reading(x.reading)), x.confidence in TO_CHECK)
            for x in p.backplan
        ),
        note="各步互不占用同一天。",
    )  # fmt: skip
    yield _clocks(p, places)


def _clocks(p: Programme, places: Places) -> RuleTable:
    """The weekly report, the public period and the complaints, each a table of the file with one row."""
    w, n, c = p.weekly, p.publicity, p.complaints
    cutoff = f"；{p.called('role', '属地')}{by} 前报齐" if (by := cutoff_words(w)) else ""
    weekly = (
        f"{words_of(w)}报{party_name(p, w.sent_to)}，{w.first_on} 起，{w.last_on} 止；遇节假日{HOLIDAYS.get(w.holiday_policy, w.holiday_policy)}，"
        f"两期碰在一天{TOGETHER.get(w.when_two_fall_together, w.when_two_fall_together)}{cutoff}"
    )
    start = "发布当天算第 1 天" if n.counts_posting_day else "发布次日算第 1 天"
    again = "，中断的重新计算" if n.restart_on_interruption else ""
    public = f"{n.days} {DAY_KINDS.get(n.day_kind, n.day_kind)}，{start}{again}；至少 {n.channels_at_least} 个渠道"
    reworks = joined([c.conclusions.get(x, x) for x in c.reworks])
    complaint = (
        f"{c.acknowledge_days} 天内受理，{c.decide_workdays} 个工作日内处理，{party_name(p, c.countersigned_by)}会签；"
        f"结论：{joined(list(c.conclusions.values()))}；{reworks}的默认返工"
    )
    stage = next((s.code for s in p.stages if s.evidence.kind == "publicity"), "")
    rows = (
        ("每周报送" if w.is_weekly else "定期报送", ("每周报送" if w.is_weekly else "定期报送", weekly, w.reading), weekly, w.clause,
         (*link_to("工作台账", places.ledgers), *places.reading(w.reading))),
        ("公示期", ("公示期", public, n.reading), public, n.clause, (*places.at(p, stage), *places.reading(n.reading))),
        ("投诉处理", ("投诉处理", complaint, ""), complaint, c.clause, link_to("有事未了结的矿山", places.sites(held="1"))),
    )  # fmt: skip
    return RuleTable(
        "clocks", "报送、公示、投诉", "期限", "deadlines", ("事项", "怎样算", "口径"), rules_of("clock", rows)
    )


# ── bodies


def _bodies(p: Programme, places: Places) -> Iterable[RuleTable]:
    yield RuleTable(
        "parties", "单位和职责", "职责", "parties", ("单位", "类别", "职责", "别名", "负责的步骤"),
        tuple(
            Rule(f"party-{x.code}", x.name,
                 (x.name, PARTY_KINDS.get(x.kind, x.kind), joined(x.duties), joined(x.aliases),
                  joined([s.name for s in p.stages if s.party == x.code])),
                 joined(x.duties) or PARTY_KINDS.get(x.kind, x.kind), x.clause,
                 tuple(link for s in p.stages if s.party == x.code for link in places.here(s.name, "stages", f"stage-{s.code}")))
            for x in p.parties
        ),
    )  # fmt: skip

    yield RuleTable(
        "tasks", "单位自己的事", "单位任务", "parties", ("事项", "谁的档案", "谁欠", "凭什么算办了", "期限"),
        tuple(_task(p, places, x) for x in p.body_tasks), note="不属于任何一处矿山的任务。",
    )  # fmt: skip
    yield RuleTable(
        "seats", "工作组席位", "席位", "parties", ("席位", "单位", "职务", "种类"),
        tuple(
            Rule(f"seat-{x.code}", x.name, (x.name, party_name(p, x.body), x.post, SEATS.get(x.kind, x.kind)),
                 x.post or SEATS.get(x.kind, x.kind), x.clause,
                 places.here(party_name(p, x.body), "parties", f"party-{x.body}"))
            for x in p.seats
        ),
    )  # fmt: skip


def _task(p: Programme, places: Places, x: BodyTask) -> Rule:
    whose = joined([*(party_name(p, code) for code in x.parties), *(PARTY_KINDS.get(kind, kind) for kind in x.kinds)])
    done = evidence_words(p, x.evidence)
    due = x.due_on.isoformat() if x.due_on else f"{p.parameter(x.within)}（见参数）" if x.within else ""
    due = due or ("每个报送日" if x.repeats else "没有写")
    owed = party_name(p, x.owed_by) if x.owed_by else "本单位"
    links = link_to("单位的欠办", places.bodies)
    return Rule(
        f"task-{x.code}", x.name, (x.name, whose, owed, done, due), f"{whose}，凭{done}；期限{due}", x.clause, links
    )


# ── papers


def _papers(p: Programme, places: Places) -> Iterable[RuleTable]:
    subtotals = {code: name for layout in p.ledgers for code, name in layout.subtotals.items()}
    yield RuleTable(
        "categories", "档案类别", "类别", "slots", ("编码", "类别", "台账小计"),
        tuple(
            Rule(f"category-{x.code}", x.name, (x.code, x.name, subtotals.get(x.subtotal, x.subtotal)),
                 f"台账上计入{subtotals[x.subtotal]}" if x.subtotal in subtotals else "按持证与矿种归组", x.clause,
                 link_to("这一类的矿山", places.sites(category=x.code)))
            for x in p.categories
        ),
    )  # fmt: skip
    names = {c.code: c.name for c in p.categories}
    yield RuleTable(
        "slots", "档案位", "档案位", "slots", ("档案位", "到哪一步要有", "件数", "适用类别", "有其一即可", "返工后重新提供", "文件夹"),
        tuple(
            Rule(f"slot-{x.code}", x.name,
                 (x.name, stage_name(p, x.stage) if x.stage else "一开始", str(x.at_least),
                  joined([names.get(c, c) for c in x.categories]), joined(x.examples), "是" if x.fresh else "", x.folder),
                 f"{stage_name(p, x.stage)}时要有" if x.stage else "一开始就要有", x.clause,
                 places.here(stage_name(p, x.stage), "stages", f"stage-{x.stage}") if x.stage else ())
            for x in p.slots
        ),
    )  # fmt: skip


# ── figures


def _figures(p: Programme, places: Places) -> Iterable[RuleTable]:
    levels = {"district": p.district, "street": f"各{p.called('role', '属地')}"}
    yield RuleTable(
        "targets", "目标", "目标", "figures", ("目标", "性质", "到哪天", "完成多少", "按什么考核", "口径"),
        tuple(
            Rule(f"target-{x.code}", x.name,
                 (x.name, TARGETS.get(x.kind, x.kind), _iso(x.by), x.asked, levels.get(x.level, x.level), x.reading),
                 f"{x.by} 前 {x.asked}，{TARGETS.get(x.kind, x.kind)}，{levels.get(x.level, x.level)}", x.clause,
                 (*link_to("已销号的矿山", places.sites(place="closed")), *places.reading(x.reading)))
            for x in p.targets
        ),
    )  # fmt: skip
    control = link_to("逐项对账", places.ledger(tab="control"))
    yield RuleTable(
        "totals", "底数", "底数", "figures", ("底数", "数", "怎样数"),
        tuple(
            Rule(f"total-{x.code}", x.name, (x.name, str(x.count), _where(p, x.where)), f"{x.count} 处", x.clause, control)
            for x in p.control_totals
        ),
    )  # fmt: skip


def _where(p: Programme, where: Mapping[str, tuple[Any, ...]]) -> str:
    """The register fields counted by; a key that ends in "!" counts when none of its values is named."""
    words = []
    for key, values in where.items():
        given = "或".join(_site_word(p, key.rstrip("!"), value) for value in values)
        words.append(f"{_site_field(key.rstrip('!'))}{'不是' if key.endswith('!') else '是'}{given}")
    return "，且".join(words) or "全部"


def _site_word(p: Programme, key: str, value: Any) -> str:
    """The word of a code of a register field: of the notice's list, else of the domain's."""
    if isinstance(value, bool):
        return "是" if value else "否"
    field = SITE.field(key)
    owner, _, name = (field.list if field else "").partition(":")
    if name == "categories":
        return next((c.name for c in p.categories if c.code == value), str(value))
    own = p.code_list(name) if owner == "programme" else None
    items = own.items if own else LISTS.get(name, {})
    return items.get(str(value), str(value))


# ── standards


def _standards(p: Programme, places: Places) -> Iterable[RuleTable]:
    accept = tuple(
        link for g in p.gates if any(u.check == "mandatory_criteria_met" for u in g.requires)
        for link in places.here(action_title(g.action), "stages", f"gate-{g.action}")
    )  # fmt: skip
    yield RuleTable(
        "criteria", "验收分项", "标准", "standards", ("编号", "要求", "标准", "必须达到", "可信程度"),
        tuple(
            Rule(f"criterion-{x.code}", x.code,
                 (x.code, x.text, x.standard, "是" if x.mandatory else "", CONFIDENCE.get(x.confidence, x.confidence)),
                 f"{x.text}（{x.standard}）" + ("，不符合不得通过" if x.mandatory else ""), x.clause, accept,
                 x.confidence in TO_CHECK)
            for x in p.criteria
        ),
    )  # fmt: skip
    plan = tuple(
        link for g in p.gates if any(u.check == "plan_checklist_complete" for u in g.requires)
        for link in places.here(action_title(g.action), "stages", f"gate-{g.action}")
    )  # fmt: skip
    yield RuleTable(
        "plan_items", "方案自查表", "自查表", "standards", ("编号", "种类", "内容", "标准", "可信程度"),
        tuple(
            Rule(f"item-{x.code}", x.code,
                 (x.code, ITEM_KINDS.get(x.kind, x.kind), x.text, x.standard, CONFIDENCE.get(x.confidence, x.confidence)),
                 f"{x.text}（{ITEM_KINDS.get(x.kind, x.kind)}，{x.standard}）", x.clause, plan, x.confidence in TO_CHECK)
            for x in p.plan_items
        ),
    )  # fmt: skip


# ── numbers and words


def _numbers(p: Programme, places: Places) -> Iterable[RuleTable]:
    yield RuleTable(
        "parameters", "参数", "参数", "parameters", ("参数", "数", "可信程度", "用在"),
        tuple(_parameter(p, places, x) for x in p.parameters),
        note="通知没有给出、规则要用的数。",
    )  # fmt: skip
    yield RuleTable(
        "lists", "代码表", "代码表", "parameters", ("代码表", "编码", "写法"),
        tuple(
            Rule(f"list-{x.code}-{code}", x.name, (x.name, code, word), f"{code} {word}", x.clause)
            for x in p.lists
            for code, word in x.items.items()
        ),
    )  # fmt: skip
    yield RuleTable(
        "fields", "记录项的依据", "记录项", "parameters", ("事项", "项目"),
        tuple(_field(key, clause) for key, clause in p.clauses_of.items()),
    )  # fmt: skip
    r = p.register
    rows = [
        ("没有就不收的栏", joined([_site_field(f) for f in r.required])),
        ("没有名称的叫", r.unnamed),
        ("档号", r.code_format),
        ("坐标范围（西、南、东、北）", joined([str(b) for b in r.bounds])),
        *((f"也认作“{_site_field(k)}”的列名", joined(heads)) for k, heads in r.headers.items()),
        *((f"“{_site_field(k)}”的缺省值", str(value)) for k, value in r.defaults.items()),
    ]
    yield RuleTable(
        "register", "登记表怎样读", "登记", "parameters", ("规定", "值"),
        rules_of("register", ((name, (name, value), value, "", ()) for name, value in rows if value)),
    )  # fmt: skip
    c = p.calendar
    days = [*((d, "放假") for d in c.days_off), *((d, "上班") for d in c.days_worked)]
    yield RuleTable(
        "calendar", "放假和调休", "日历", "parameters", ("日期", "星期", "安排"),
        rules_of("day", ((_iso(d), (_iso(d), weekday(d), word), word, "", ()) for d, word in sorted(days))),
        note=f"{c.version}；没有列出的周一至周五上班。",
    )  # fmt: skip


def _parameter(p: Programme, places: Places, x: Parameter) -> Rule:
    value = " ".join(as_printed(x.value, x.unit)).strip()
    used = _uses(p, places, x.code)
    cells = (x.note or x.code, value, CONFIDENCE.get(x.confidence, x.confidence), joined([u.text for u in used]))
    return Rule(f"parameter-{x.code}", x.note or x.code, cells, value, "", used, x.confidence in TO_CHECK)


def _field(key: str, clause: str) -> Rule:
    """A noun, or `noun.field`, and the clause it carries out."""
    code, _, name = key.partition(".")
    noun = BY_CODE.get(code)
    field = noun.field(name) if noun and name else None
    words = (noun.name if noun else code, field.name if field else name or "整张记录")
    return Rule(f"field-{key}", words[0], words, f"工作表“{words[0]}”的{words[1]}", clause)


def _site_field(key: str) -> str:
    field = SITE.field(key)
    return field.name if field else key


def _uses(p: Programme, places: Places, code: str) -> tuple[Link, ...]:
    """The procedure steps a parameter bounds."""
    found = [
        x for x in p.procedure_steps
        if code in (x.within_percent, *x.tender.values(), *(b for one in x.periods for b in (one.at_least, one.at_most)))
    ]  # fmt: skip
    return tuple(link for x in found for link in places.here(x.name, "stages", f"procedure-{x.code}"))


# ── ledgers


def _ledgers(p: Programme, places: Places) -> Iterable[RuleTable]:
    for layout in p.ledgers:
        yield RuleTable(
            f"ledger-{layout.code}", f"{layout.sheet}的栏", layout.sheet, "ledgers",
            ("列号", "栏", "小栏", "栏组", "单位", "打印", "规定"),
            tuple(_column(layout, column, places) for column in layout.columns),
            note=f"{layout.title}。{layout.units_line}",
        )  # fmt: skip


def _column(layout: LedgerLayout, x: LedgerColumn, places: Places) -> Rule:
    name = x.head + (f"·{x.sub}" if x.sub else "")
    held = (("只增不减", x.monotone), ("每期必填", x.weekly), ("列入合计", x.total))
    words = joined([word for word, holds in held if holds])
    cells = (str(x.no), x.head, x.sub, x.band, x.unit, "是" if x.printed else "", words)
    link = link_to("看这一栏", places.ledger(tab=layout.code, bands=x.band))
    said = "，".join(w for w in (f"第 {x.no} 列", x.unit, words) if w)
    return Rule(f"column-{layout.code}-{x.key}", name, cells, said, layout.clause, link)


# ── readings, versions


def _readings(p: Programme, places: Places) -> Iterable[RuleTable]:
    """One row a dated line of a reading; on the page they stand in the register of readings."""
    rules = []
    for x in p.readings:
        for line in x.lines:
            chosen = x.alternatives.get(line.chosen, line.chosen)
            others = "；".join(words for code, words in x.alternatives.items() if code != line.chosen)
            cells = (
                x.code,
                x.title,
                chosen,
                others,
                _iso(line.effective_from),
                line.decided_by,
                line.document_no,
                x.note,
            )
            rules.append(
                Rule(
                    x.code,
                    f"{x.code} {x.title}",
                    (*cells, *reading_effect(x)),
                    chosen,
                    x.clause,
                    places.reading(x.code),
                )
            )
    yield RuleTable(
        "readings", "口径", "口径", "readings",
        ("编号", "问题", "采用", "未采用", "自", "决定", "文号", "说明", "判断日", "作用"), tuple(rules),
    )  # fmt: skip


def reading_effect(x: Reading) -> tuple[str, str]:
    """The day a reading is judged on, and what it decides."""
    question = QUESTIONS.get(x.governs)
    if question is None:
        return "", f"仅作说明（{x.reason}）" if x.reason else "仅作说明"
    return JUDGED.get(question.judged_on, ""), question.title


def _versions(versions: Sequence[VersionLine]) -> Iterable[RuleTable]:
    rows = ((x.version, (x.version, x.since, x.by, x.reason, x.digest), x.reason, "", ()) for x in versions)
    yield RuleTable(
        "versions", "启用过的版本", "版本", "versions", ("版本", "启用", "谁启用", "原因", "校验码"), rules_of("version", rows),
        note="最后一行是现行版本；启用过的版本不再改动。",
    )  # fmt: skip


# ── words


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _until(starts: date | None, on: date, batch: str) -> str:
    begins = f"{starts} 起，" if starts else ""
    return f"{begins}{on} 前" + (f"（{batch} 年度）" if batch else "")


def _lead(workdays: int, days: int) -> str:
    return f"{workdays} 个工作日" if workdays else f"{days} 天"
