"""The course of a case as tables: stages, gates with each check in words, holds, endings, waivers, panel, procedure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qingshan.desk.programme_shapes import Rule, RuleTable
from qingshan.desk.words import joined
from qingshan.rulebook.nouns import BY_ACTION
from qingshan.rulebook.programme import Programme
from qingshan.rulebook.sentences import fact_name

from .programme_checks import check_words, evidence_words, stage_name
from .programme_places import CONFIDENCE, TO_CHECK, Places, link_to, party_name, rules_of
from .sight import action_title


def course_tables(p: Programme, places: Places) -> Iterable[RuleTable]:
    yield RuleTable(
        "stages", "步骤", "步骤", "stages",
        ("步骤", "谁办", "用什么办", "凭什么算完成", "一起重开", "只在", "到时要有的文件"),
        tuple(_stage(p, places, number) for number in range(len(p.stages))),
        note="停在最远一步之后第一个没有完成的步骤。",
    )  # fmt: skip
    yield RuleTable(
        "gates", "办理条件", "办理条件", "stages", ("办什么", "前提", "记在工作表"), tuple(_gates(p, places)),
        note="各项前提都要满足，不满足的一起列出。记录现在用事项工作簿导入，表名在最后一栏。",
    )  # fmt: skip
    yield RuleTable(
        "holds", "暂停", "暂停", "stages", ("事由", "由什么引起", "由什么了结", "期内挡住", "期外挡住"),
        tuple(
            Rule(f"hold-{x.code}", x.name,
                 (x.name, evidence_words(p, x.opened_by), evidence_words(p, x.closed_by), _actions(x.blocks),
                  _actions(x.late_blocks)),
                 f"{evidence_words(p, x.opened_by)}到{evidence_words(p, x.closed_by)}之间，"
                 + (f"挡{_actions(x.blocks)}" if x.blocks else "只提示"), x.clause,
                 link_to("有事未了结的矿山", places.sites(held="1")))
            for x in p.holds
        ),
    )  # fmt: skip
    yield RuleTable(
        "endings", "终止", "终止", "stages", ("什么结果", "一定重开", "可以退回到（第一个是默认）", "只涉及同一编号", "编号作废"),
        tuple(_endings(p, places)), note="从那一天起，被终止的步骤的依据不再算数。",
    )  # fmt: skip
    yield RuleTable(
        "waivable", "凭文件可以放宽的前提", "可放宽", "stages", ("办什么", "前提"),
        rules_of("waivable", ((x.name, (action_title(x.action), x.name), f"{action_title(x.action)}的前提，凭文件可以放宽",
                             x.clause, places.here("办理条件", "stages", f"gate-{x.action}")) for x in p.waivable)),
        note="没有列出的一律不能放宽。",
    )  # fmt: skip
    if p.gate("record_review") is not None:
        yield RuleTable(
            "panel", "评审专家", "评审", "stages", ("人数", "专业", "抽取", "口径"),
            rules_of("panel", [("评审专家", _panel(p), f"{_panel(p)[0]}，覆盖{_panel(p)[1]}", p.panel.clause,
                              places.reading(p.panel.reading))]),
        )  # fmt: skip
    yield RuleTable(
        "procedure", "政府投资项目的手续", "手续", "stages", ("手续", "审批单位", "开工前办结", "可以简化的情形", "天数", "可信程度"),
        tuple(
            Rule(f"procedure-{x.code}", x.name,
                 (x.name, x.authority, "是" if x.before_works else "", x.may_be_skipped_under, _periods(p, x.periods),
                  CONFIDENCE.get(x.confidence, x.confidence)),
                 f"{x.authority}办" + ("，开工前办结" if x.before_works else ""), x.clause,
                 tuple(link for s in p.stages if s.evidence.kind == "procedure" for link in places.at(p, s.code)),
                 x.confidence in TO_CHECK)
            for x in p.procedure_steps
        ),
    )  # fmt: skip


def _stage(p: Programme, places: Places, number: int) -> Rule:
    x = p.stages[number]
    part = next((f"每个{one.name}" for one in p.parts if one.code == x.each), "")
    only = "；".join(w for w in (part, *(check_words(p, use) for use in x.applies)) if w)
    owed = joined([f"{_slot(p, o.slot)}{f'（{o.at_least} 件）' if o.at_least > 1 else ''}" for o in x.owes])
    falls = joined([stage_name(p, s) for s in x.falls_with])
    reached = evidence_words(p, x.evidence) + (f"；{evidence_words(p, x.begins)}算开始" if x.begins else "")
    cells = (x.name, party_name(p, x.party), action_title(x.action), reached, falls, only, owed)
    said = f"{party_name(p, x.party)}办，凭{evidence_words(p, x.evidence)}算完成" + (
        f"；{falls}重开时一起重开" if falls else ""
    )
    links = (*places.at(p, x.code), *places.here("办理条件", "stages", f"gate-{x.action}"))
    return Rule(f"stage-{x.code}", x.name, cells, said, x.clause, links)


def _gates(p: Programme, places: Places) -> Iterable[Rule]:
    """One rule a gate and one a check of it, each under its own clause."""
    for gate in p.gates:
        title = action_title(gate.action)
        noun = BY_ACTION[gate.action][0].name if gate.action in BY_ACTION else ""
        stages = [s.code for s in p.stages if s.action == gate.action]
        links = tuple(link for code in stages for link in places.at(p, code))
        own = [use for use in gate.requires if use.clause in ("", gate.clause)]
        asked = "；".join(check_words(p, use, gate.action) for use in own)
        words = asked or "没有前提" if not gate.requires else asked or "前提见别的条款"
        yield Rule(f"gate-{gate.action}", title, (title, words, noun), words, gate.clause, links)
        others = [use for use in gate.requires if use not in own]
        for number, use in enumerate(others, 1):
            said = check_words(p, use, gate.action)
            yield Rule(f"gate-{gate.action}-{number}", title, (title, said, noun), said, use.clause, links)


def _endings(p: Programme, places: Places) -> Iterable[Rule]:
    for x in p.endings:
        name = fact_name(f"{x.fact}.{x.result}")
        ends = joined([stage_name(p, s) for s in x.ends])
        offered = [stage_name(p, s) if s else "都不退" for s in x.may_end]
        said = "；".join(
            w for w in (ends and f"{ends}重开", offered and f"可以退回到{joined(offered)}，默认{offered[0]}") if w
        )
        cells = (name, ends, joined(offered), "是" if x.same_subject else "", "是" if x.for_good else "")
        links = tuple(
            link for s in (*x.ends, *x.may_end) if s for link in places.here(stage_name(p, s), "stages", f"stage-{s}")
        )
        yield Rule(f"ending-{x.fact}-{x.result}", name, cells, said, x.clause, links)


def _panel(p: Programme) -> tuple[str, ...]:
    odd = "，单数" if p.panel.odd else ""
    drawn = "必须有抽取记录" if p.panel.must_be_drawn else "有抽取记录的要对得上"
    return f"至少 {p.panel.at_least} 人{odd}", joined(list(p.panel.specialities.values())), drawn, p.panel.reading


def _periods(p: Programme, periods: Iterable[Any]) -> str:
    words = []
    for one in periods:
        bounds = ((word, p.parameter(code)) for word, code in (("至少", one.at_least), ("至多", one.at_most)) if code)
        words.append(one.name + "".join(f"{word} {value} 天" for word, value in bounds))
    return "；".join(words)


# ── words


def _slot(p: Programme, code: str) -> str:
    return next((s.name for s in p.slots if s.code == code), code)


def _actions(names: Iterable[str]) -> str:
    return joined([action_title(name) for name in names])
