"""Judgements on the main line: stages, evidence, endings, holds, gates and document slots (design §1a)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from .checks import vocabulary
from .draft import Draft
from .findings import Report, nearest
from .lists import LISTS
from .nouns import BY_ACTION, BY_CODE, NOUNS, of_no_step
from .programme import CheckUse, Ending, Evidence, Gate, HoldRule, Stage
from .status import Outcome
from .toml_reader import Row, shown
from .waivable import check_in, names_of, uses_named

RESULTS: dict[str, set[str]] = {}
for _noun in NOUNS:
    for _action in _noun.actions:
        RESULTS.setdefault(_action.kind, set()).update(_action.results)

PERSONS = frozenset({"filled_by", "approved_by", "recorded_by"})
"""What every record may hold beside the fields of its noun."""

TYPES: dict[str, tuple[type, str]] = {
    "str": (str, "文字"),
    "stage": (str, "步骤代码"),
    "action": (str, "动作"),
    "field": (str, "项目的键"),
    "kind": (str, "记录种类"),
    "slot": (str, "档案位代码"),
    "int": (int, "整数"),
    "bool": (bool, "true 或 false"),
    "strs": (tuple, "一组文字"),
    "stages": (tuple, "一组步骤代码"),
    "steps": (tuple, "一组前期手续代码"),
    "levels": (tuple, "一组资金级次"),
    "fields": (tuple, "一组项目的键"),
}


PARAMETER_EXAMPLES = {str: '"代码"', int: "1", bool: "true", tuple: '["代码"]'}


class Judge:
    """Judges one row after another with the draft's codes at hand."""

    def __init__(self, draft: Draft, report: Report) -> None:
        self.draft = draft
        self.report = report
        self.stages = draft.codes("stage")
        self.slots = draft.codes("slot")

    def word(self, row: Row, key: str, word: str, known: Iterable[str], what: str, told: str) -> bool:
        words = set(known)
        if isinstance(word, str) and word in words:
            return True
        self.report.judge(row.file, key, f"unknown_{what}", f"{told}“{word}”", nearest(word, words))
        return False

    def stage_named(self, row: Row, key: str, code: str) -> None:
        self.word(row, key, code, self.stages, "stage", "没有这一步")

    # ── facts

    def facts(self, row: Row, key: str, kind: str, results: Iterable[str]) -> None:
        if not self.word(row, f"{key}.kind", kind, RESULTS, "kind", "没有这种记录"):
            return
        found = tuple(results)
        if not found:
            self.report.judge(row.file, f"{key}.results", "empty_value", "至少要有一种结果", nearest("", RESULTS[kind]))
        for index, result in enumerate(found, 1):
            told = f"“{kind}”没有这种结果"
            self.word(row, f"{key}.results[{index}]", result, RESULTS[kind], "result", told)

    def evidence(self, row: Row, key: str, evidence: Evidence | None) -> None:
        if evidence is None:
            return
        self.facts(row, key, evidence.kind, evidence.results)
        self.use(row, key, evidence.check, evidence.params, vocabulary.EVIDENCE, None, may_be_absent=True)

    # ── checks and their parameters

    def uses(
        self, row: Row, key: str, uses: tuple[CheckUse, ...], known: Mapping[str, Any], action: str | None
    ) -> None:
        for index, use in enumerate(uses, 1):
            self.use(row, f"{key}[{index}]", use.check, use.params, known, action)

    def use(
        self,
        row: Row,
        key: str,
        check: str,
        params: Mapping[str, Any],
        known: Mapping[str, Mapping[str, str]],
        action: str | None,
        *,
        may_be_absent: bool = False,
    ) -> None:
        """A check that exists, with the parameters it takes and no others, each of its type."""
        if not check and may_be_absent:
            for name in params:
                self.report.judge(
                    row.file, f"{key}.{name}", "unknown_key", f"不认识的键“{name}”", nearest(name, EVIDENCE_KEYS)
                )
            return
        if not self.word(row, f"{key}.check", check, known, "check", "没有这种检查"):
            return
        takes = {name: kind.rstrip("?") for name, kind in known[check].items()}
        for name, kind in known[check].items():
            if name not in params and not kind.endswith("?"):
                told = f"检查“{check}”缺少参数“{name}”"
                hint = f"应为{TYPES[takes[name]][1]}，写 {name} = {PARAMETER_EXAMPLES[TYPES[takes[name]][0]]}"
                self.report.judge(row.file, f"{key}.{name}", "missing_parameter", told, hint)
        for name, value in params.items():
            if name not in takes:
                told = f"检查“{check}”没有参数“{name}”"
                self.report.judge(row.file, f"{key}.{name}", "unknown_parameter", told, nearest(name, takes))
            else:
                self.parameter(row, f"{key}.{name}", takes[name], value, params, action)

    def parameter(
        self, row: Row, key: str, kind: str, value: Any, params: Mapping[str, Any], action: str | None
    ) -> None:
        wanted, words = TYPES[kind]
        is_whole = isinstance(value, wanted) and not (wanted is int and isinstance(value, bool))
        if not is_whole or (wanted is tuple and not all(isinstance(one, str) for one in value)):
            self.report.judge(row.file, key, "wrong_type", f"类型不对：{shown(value)}", f"应为{words}")
            return
        one_of: dict[str, tuple[Collection[str], str]] = {
            "slot": (self.slots, "没有这个档案位"),
            "action": (BY_ACTION, "没有这个动作"),
            "kind": (RESULTS, "没有这种记录"),
            "steps": (self.draft.codes("procedure_step"), "没有这项前期手续"),
            "levels": (LISTS["fund_level"], "没有这个资金级次"),
        }
        for index, one in enumerate(value if wanted is tuple else (), 1):
            at = f"{key}[{index}]"
            if kind == "stages":
                self.stage_named(row, at, one)
            elif kind == "fields":
                self.field(row, at, one, None, action)
            elif kind in one_of:
                self.word(row, at, one, one_of[kind][0], kind.rstrip("s"), one_of[kind][1])
        if kind == "stage":
            self.stage_named(row, key, value)
        elif kind == "field":
            self.field(row, key, value, params.get("kind"), action)
        elif kind == "strs":
            self.strings(row, key, value, params)
        elif kind in one_of and wanted is not tuple:
            self.word(row, key, value, one_of[kind][0], kind, one_of[kind][1])

    def field(self, row: Row, key: str, value: str, kind: Any, action: str | None) -> None:
        """A field of the noun the action is about, or of the kind of record the check looks back at."""
        noun = BY_ACTION[action][0] if action in BY_ACTION else BY_CODE.get(str(kind))
        if noun is not None:
            known = {field.key for field in noun.fields} | PERSONS
            self.word(row, key, value, known, "field", f"“{noun.name}”没有这一项")

    def strings(self, row: Row, key: str, values: tuple[str, ...], params: Mapping[str, Any]) -> None:
        if not values:
            self.report.judge(
                row.file,
                key,
                "empty_value",
                "一个也没有写，谁也满足不了",
                f'至少写一个，如 {key.rpartition(".")[2]} = ["代码"]',
            )
        if key.endswith(".outcomes"):
            for index, one in enumerate(values, 1):
                self.word(row, f"{key}[{index}]", one, list(Outcome), "outcome", "没有这种去向")
        elif key.endswith(".results") and isinstance(params.get("kind"), str) and params["kind"] in RESULTS:
            for index, one in enumerate(values, 1):
                told = f"“{params['kind']}”没有这种结果"
                self.word(row, f"{key}[{index}]", one, RESULTS[params["kind"]], "result", told)


EVIDENCE_KEYS = ("kind", "results", "check")


def judge_stages(draft: Draft, report: Report) -> None:
    """Reports every fault of the main line."""
    judge = Judge(draft, report)
    for row in draft.rows["stage"]:
        _judge_stage(judge, row, row.value)
    _judge_order(judge)
    for row in draft.rows["part"]:
        judge.evidence(row, f"{row.key}.opened_by", row.value.opened_by)
        judge.evidence(row, f"{row.key}.cancelled_by", row.value.cancelled_by)
    for row in draft.rows["ending"]:
        _judge_ending(judge, row, row.value)
    for row in draft.rows["hold"]:
        _judge_hold(judge, row, row.value)
    for row in draft.rows["gate"]:
        _judge_gate(judge, row, row.value)
    _judge_gates_complete(judge)
    _judge_waivable(judge)
    _judge_slots(judge)


def _judge_stage(judge: Judge, row: Row, stage: Stage) -> None:
    if judge.word(row, f"{row.key}.action", stage.action, BY_ACTION, "action", "没有这个动作"):
        made = {f"{BY_ACTION[stage.action][1].kind}.{r}" for r in BY_ACTION[stage.action][1].results}
        reached = {f"{stage.evidence.kind}.{r}" for r in stage.evidence.results}
        if reached and not reached & made:
            told = f"动作“{stage.action}”记不出这一步的依据 {'、'.join(sorted(reached))}"
            judge.report.judge(row.file, f"{row.key}.action", "action_elsewhere", told, _other_action(stage, made))
    judge.evidence(row, f"{row.key}.evidence", stage.evidence)
    judge.evidence(row, f"{row.key}.begins", stage.begins)
    if stage.each:
        judge.word(row, f"{row.key}.each", stage.each, judge.draft.codes("part"), "part", "没有这种分项")
    judge.uses(row, f"{row.key}.applies", stage.applies, vocabulary.CONDITIONS, None)
    for index, one in enumerate(stage.owes, 1):
        told = "档案位清单里没有"
        judge.word(row, f"{row.key}.owes[{index}].slot", one.slot, judge.slots, "slot", told)
        if one.at_least < 1:
            judge.report.judge(
                row.file, f"{row.key}.owes[{index}].at_least", "bad_number", "至少为 1", "写 at_least = 1 或更大的数"
            )


def _other_action(stage: Stage, made: Collection[str]) -> str:
    """The action that records the evidence, else what this one records."""
    wanted = set(stage.evidence.results)
    fitting = [name for name, (_, a) in BY_ACTION.items() if a.kind == stage.evidence.kind and wanted & set(a.results)]
    return (
        f'写 action = "{fitting[0]}"'
        if fitting
        else f"它记的是 {'、'.join(sorted(made))}，改 evidence 的 kind 和 results"
    )


def _judge_order(judge: Judge) -> None:
    """`falls_with` names earlier stages only, which leaves no circle; one stage, the last, closes."""
    rows = judge.draft.rows["stage"]
    order = {row.value.code: index for index, row in enumerate(rows)}
    falls = {row.value.code: row.value.falls_with for row in rows}
    for row in rows:
        for index, code in enumerate(row.value.falls_with, 1):
            key = f"{row.key}.falls_with[{index}]"
            if code in order and _reaches(falls, code, row.value.code):
                told = f"“{row.value.code}”与“{code}”互相牵连，绕成了圈"
                judge.report.judge(
                    row.file, key, "falls_in_circle", told, f"去掉一个方向：从这一步的 falls_with 里删去“{code}”"
                )
            elif code in order and order[code] > order[row.value.code]:
                told = f"“{code}”排在“{row.value.code}”之后"
                earlier = ", ".join(
                    f'"{one}"' for one in row.value.falls_with if order.get(one, len(order)) < order[row.value.code]
                )
                judge.report.judge(
                    row.file, key, "falls_forward", told, f"只能随排在前面的步骤失效：写 falls_with = [{earlier}]"
                )
            else:
                judge.stage_named(row, key, code)
    closing = [row for row in rows if row.value.closing]
    for row in closing[1:]:
        judge.report.judge(
            row.file,
            f"{row.key}.closing",
            "closing_twice",
            "只能有一步是销号",
            "这一步写 closing = false，只留最后一步",
        )
    if rows and not closing and not judge.draft.guessed:
        judge.report.judge(
            rows[-1].file, f"{rows[-1].key}.closing", "missing_closing", "没有一步是销号", "最后一步写 closing = true"
        )


def _reaches(falls: Mapping[str, tuple[str, ...]], start: str, goal: str) -> bool:
    waiting, seen = [start], set()
    while waiting:
        code = waiting.pop()
        if code == goal:
            return True
        if code not in seen:
            seen.add(code)
            waiting += falls.get(code, ())
    return False


def _judge_ending(judge: Judge, row: Row, ending: Ending) -> None:
    if judge.word(row, f"{row.key}.fact", ending.fact, RESULTS, "kind", "没有这种记录"):
        told = f"“{ending.fact}”没有这种结果"
        judge.word(row, f"{row.key}.result", ending.result, RESULTS[ending.fact], "result", told)
    for name in ("ends", "may_end"):
        for index, code in enumerate(getattr(ending, name), 1):
            if code or name == "ends":
                judge.stage_named(row, f"{row.key}.{name}[{index}]", code)
    if not ending.ends and not ending.may_end:
        judge.report.judge(
            row.file,
            f"{row.key}.ends",
            "empty_value",
            "什么也没有终止",
            '写 ends = ["works"]，或 may_end = ["", "works"]',
        )


def _judge_hold(judge: Judge, row: Row, hold: HoldRule) -> None:
    judge.evidence(row, f"{row.key}.opened_by", hold.opened_by)
    judge.evidence(row, f"{row.key}.closed_by", hold.closed_by)
    for name in ("blocks", "late_blocks"):
        for index, action in enumerate(getattr(hold, name), 1):
            judge.word(row, f"{row.key}.{name}[{index}]", action, BY_ACTION, "action", "没有这个动作")
    if hold.window:
        judge.stage_named(row, f"{row.key}.window", hold.window)
    if hold.due:
        judge.field(row, f"{row.key}.due", hold.due, hold.opened_by.kind, None)


def _judge_gate(judge: Judge, row: Row, gate: Gate) -> None:
    if judge.word(row, f"{row.key}.action", gate.action, BY_ACTION, "action", "没有这个动作"):
        noun = BY_ACTION[gate.action][0].code
        if not gate.permission.startswith(f"{noun}.") or len(gate.permission) <= len(noun) + 1:
            told = f"权限“{gate.permission}”不合写法"
            judge.report.judge(
                row.file, f"{row.key}.permission", "bad_permission", told, f'写 permission = "{noun}.record"'
            )
    judge.uses(row, f"{row.key}.requires", gate.requires, vocabulary.GATES, gate.action)


NEVER_WAIVED = frozenset({"scan_attached", "two_persons", "other_person", "exception_in_bounds", "exception_running"})
"""Checks no paper lifts: the evidence itself, who may check whose work, and the rules of exceptions."""


def _judge_waivable(judge: Judge) -> None:
    """What may be lifted is a condition the action has, and not one that no paper lifts."""
    uses = {row.value.action: row.value.requires for row in judge.draft.rows["gate"]}
    asked = {action: {use.check for use in listed} for action, listed in uses.items()}
    for row in judge.draft.rows["waivable"]:
        told = f"“{row.value.action}”没有这个条件"
        is_known = judge.word(row, f"{row.key}.action", row.value.action, BY_ACTION, "action", "没有这个动作")
        # A condition misspelt in the gate is told there.
        if is_known and asked.get(row.value.action, set()) <= vocabulary.GATES.keys() and row.value.action in asked:
            names = {name for use in uses[row.value.action] for name in names_of(use)}
            meant = uses_named(row.value.check, uses[row.value.action])
            if judge.word(row, f"{row.key}.check", row.value.check, names, "check", told) and len(meant) > 1:
                kinds = "、".join(sorted(name for use in meant for name in names_of(use) if ":" in name))
                told = f"“{row.value.action}”有 {len(meant)} 处“{row.value.check}”，一份文件只放宽其中一处"
                judge.report.judge(row.file, f"{row.key}.check", "several_uses", told, f"写明是哪一处：{kinds}")
        if check_in(row.value.check) in NEVER_WAIVED:
            judge.report.judge(
                row.file, f"{row.key}.check", "never_waived", f"“{row.value.check}”不能放宽", "删去这一条"
            )


def _judge_gates_complete(judge: Judge) -> None:
    rows = judge.draft.rows["gate"]
    known = judge.draft.codes("gate")
    if not rows:
        return
    needed = {row.value.action for row in judge.draft.rows["stage"]}
    reached = {row.value.evidence.kind for row in judge.draft.rows["stage"]}
    for action, (_, declared) in BY_ACTION.items():
        may_lack = declared.beside or of_no_step(action, reached)
        if action not in known and (action in needed or not may_lack):
            told = f"动作“{action}”没有关口"
            judge.report.judge(
                rows[0].file,
                f"gate[{action}]",
                "missing_gate",
                told,
                f'写 [[gate]]，action = "{action}"，permission = "{BY_ACTION[action][0].code}.record"，clause = "第三条"',
            )


def _judge_slots(judge: Judge) -> None:
    draft = judge.draft
    categories = draft.codes("category")
    owed = {(row.value.code, one.slot): one for row in draft.rows["stage"] for one in row.value.owes}
    for row in draft.rows["slot"]:
        slot = row.value
        for index, code in enumerate(slot.categories, 1):
            judge.word(row, f"{row.key}.categories[{index}]", code, categories, "category", "没有这种档案类别")
        if not slot.stage:
            continue
        judge.stage_named(row, f"{row.key}.stage", slot.stage)
        one = owed.get((slot.stage, slot.code))
        if one is None and slot.stage in {s.code for s in draft.values("stage")}:
            told = f"步骤“{slot.stage}”的 owes 里没有档案位“{slot.code}”"
            hint = f'在那一步的 owes 里加上 {{ slot = "{slot.code}" }}'
            judge.report.judge(row.file, f"{row.key}.stage", "missing_slot", told, hint)
        elif one is not None and (one.at_least, one.fresh) != (slot.at_least, slot.fresh):
            told = f"与步骤“{slot.stage}”的 owes 不一致（at_least、fresh）"
            fresh = "true" if slot.fresh else "false"
            hint = f'那一步的 owes 里写 {{ slot = "{slot.code}", at_least = {slot.at_least}, fresh = {fresh} }}'
            judge.report.judge(row.file, f"{row.key}.at_least", "slot_disagrees", told, hint)
    _judge_categories(judge, owed)


def _judge_categories(judge: Judge, owed: Mapping[tuple[str, str], Any]) -> None:
    """Every file category has slots, and each stage that owes documents owes some of every category (附件1)."""
    slots = {slot.code: slot for slot in judge.draft.values("slot")}
    stages = dict.fromkeys(stage for stage, _ in owed)
    for row in judge.draft.rows["category"]:
        code = row.value.code
        for stage in stages:
            of_stage = [slots[slot] for where, slot in owed if where == stage and slot in slots]
            if of_stage and not any(code in slot.categories for slot in of_stage):
                told = f"档案类别“{code}”在步骤“{stage}”没有档案位"
                judge.report.judge(
                    row.file,
                    f"{row.key}.code",
                    "missing_slot",
                    told,
                    f'那一步的档案位写 categories = [..., "{code}"]，或不写 categories',
                )
                break
