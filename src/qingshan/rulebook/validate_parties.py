"""Judgements on the bodies of a notice: who they are, what they record, and which clause a record carries out (四)."""

from __future__ import annotations

from collections.abc import Mapping

from .draft import CLAUSES_OF, Draft
from .duties import OWN, all_work
from .findings import Report, nearest
from .nouns import BY_CODE, of_no_step
from .toml_reader import Row


def judge_parties(draft: Draft, report: Report) -> None:
    """Reports every fault of parties, of permissions and of the clauses of nouns."""
    rows = draft.rows["party"]
    _judge_kinds(rows, report)
    _judge_street_names(rows, report)
    _judge_records(draft, report)
    _judge_clauses_of(draft, report)


def _judge_kinds(rows: list[Row], report: Report) -> None:
    """One body runs the desk; there are streets for the sites to belong to."""
    offices = [row for row in rows if row.value.kind == "office"]
    for row in offices[1:]:
        told = f"牵头办公室已经有了：{offices[0].value.code}"
        report.judge(
            row.file, f"{row.key}.kind", "duplicate_code", told, "只能有一个 office，别的写 bureau 或 district"
        )
    for kind, what in (("office", "牵头办公室"), ("street", "街道（乡镇、管委会）")):
        if rows and not any(row.value.kind == kind for row in rows):
            hint = f'给它的 [[party]] 写 kind = "{kind}"'
            report.judge(rows[0].file, f"party.{kind}", "missing_party", f"各方里没有{what}", hint)


def _judge_street_names(rows: list[Row], report: Report) -> None:
    """No name or alias means two streets: a register says the street by name."""
    owner: dict[str, Row] = {}
    for row in rows:
        if row.value.kind != "street":
            continue
        for place, name in (
            ("name", row.value.name),
            *((f"aliases[{i}]", a) for i, a in enumerate(row.value.aliases, 1)),
        ):
            first = owner.setdefault(name.strip(), row)
            if first is not row and name.strip():
                told = f"“{name}”同时是“{first.value.code}”的名称"
                report.judge(
                    row.file,
                    f"{row.key}.{place}",
                    "ambiguous_name",
                    told,
                    "登记表靠名称认街道：两家写不同的 name，重了的从 aliases 里去掉，如 aliases = []",
                )


def _judge_records(draft: Draft, report: Report) -> None:
    """Bodies hold permissions that are asked for, and every permission a gate asks for is held by somebody."""
    asked = {row.value.permission for row in draft.rows["gate"]}
    known = asked | OWN
    for row in draft.rows["party"]:
        for index, permission in enumerate(row.value.records, 1):
            if permission not in known and draft.rows["gate"] and not draft.guessed:
                told = f"没有哪道关口要权限“{permission}”"
                at = f"{row.key}.records[{index}]"
                report.judge(row.file, at, "unknown_permission", told, nearest(permission, known))
    held = all_work(draft.values("party"))
    reached = {stage.evidence.kind for stage in draft.values("stage")}
    for row in draft.rows["gate"]:
        if of_no_step(row.value.action, reached):
            continue
        if row.value.permission not in held and draft.rows["party"] and not draft.guessed:
            told = f"权限“{row.value.permission}”谁也没有，这个动作没人能办"
            hint = (
                f'在办这件事的 [[party]] 的 records 里加上 "{row.value.permission}"；'
                "牵头办公室和属地单位写了 records 就不再照惯例，要写全"
            )
            report.judge(row.file, f"{row.key}.permission", "permission_unheld", told, hint)


def _judge_clauses_of(draft: Draft, report: Report) -> None:
    """Every key is a noun or one of its fields, every value a clause or a reading of this notice."""
    row = draft.singles.get(CLAUSES_OF)
    if row is None:
        return
    given: Mapping[str, str] = row.value
    known = set(BY_CODE) | {f"{noun.code}.{field.key}" for noun in BY_CODE.values() for field in noun.fields}
    known |= {f"{n.code}.{f.key}.{x.key}" for n in BY_CODE.values() for f in n.fields for x in f.rows}
    clauses = draft.codes("clause") | draft.codes("reading")
    for key, clause in given.items():
        if key not in known:
            told = f"没有这类记录或这一项“{key}”"
            report.judge(row.file, f"{row.key}.{key}", "unknown_field", told, nearest(key, known))
        if clause not in clauses:
            told = f"条款清单里没有“{clause}”"
            report.judge(row.file, f"{row.key}.{key}", "unknown_clause", told, nearest(clause, clauses))
