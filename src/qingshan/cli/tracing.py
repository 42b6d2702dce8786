"""trace: clause → programme → checks → records → readings → tests."""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qingshan.rulebook.values import cited

from .answer import REFUSED, Answer

if TYPE_CHECKING:
    from qingshan.rulebook.programme import Reading
    from qingshan.rulebook.trace import RecordPlace, Trace


def trace(args: argparse.Namespace) -> Answer:
    """Keys: word, clauses: [{code, summary, party}], keys: [{file, table, key, clause, by}], checks: [{check, asked,
    clause, function, where, says}], records: [{noun, action, title, sheet, columns, fields, results}], sheets: [those
    of no noun], readings: [{code, title, clause, chosen, governs, bites, reason}], rows (of docs/trace.toml, where the
    source tree is there and the notice is the table's): [{row, records, sheets: [{record, sheet, results, columns}], rule,
    test, why, later}]."""
    from qingshan.exchange.facts_book.columns import SHEET_OF_TABLE
    from qingshan.rulebook.load import written_in
    from qingshan.rulebook.trace import trace as traced

    from .notice import asked, nowhere, read

    folder = asked(args)
    if folder is None:
        return nowhere(args.folder)
    programme = read(folder)
    found = traced(programme, args.word)
    if found.is_empty():
        text = f"通知数据里没有 {args.word}。写条款（如 {programme.clauses[0].code}）、口径、条件、事项或步骤的代码。"
        return Answer([text], {"error": {"code": "unknown_clause", "message": text}}, REFUSED)
    files = written_in(folder)
    codes = {c.code for c in found.clauses}
    rows = [
        row | {"sheets": carried(traced(programme, row["row"]), row["records"])}
        for row in table_rows(programme.code)
        if row["row"] in codes
    ]
    told = {place.action.name for place in found.records}
    beside = [place for place in _named_by(rows) if place.action.name not in told]
    data = {
        "word": args.word,
        "programme": {"code": programme.code, "version": programme.version},
        "clauses": [{"code": c.code, "summary": c.summary, "party": c.party} for c in found.clauses],
        "keys": [
            {"file": files.get(k.root, ""), "table": k.table, "key": k.key, "clause": k.clause, "by": k.by}
            for k in found.keys
        ],
        "checks": [
            {
                "check": c.check,
                "asked": c.asked,
                "clause": c.clause,
                "function": c.function,
                "where": c.where,
                "says": c.says,
            }
            for c in found.checks
        ],
        "records": [_record_json(place) for place in (*found.records, *beside)],
        "sheets": list(dict.fromkeys(SHEET_OF_TABLE[k.root[0]] for k in found.keys if k.root[0] in SHEET_OF_TABLE)),
        "readings": [_reading_json(reading) for reading in found.readings],
        "rows": rows,
    }
    return Answer(trace_lines(data, has_tests=bool(table_rows(programme.code))), data)


def _record_json(place: RecordPlace) -> dict[str, Any]:
    from qingshan.exchange.facts_book.columns import columns_of, sheet_title

    heads = {c.key: c.title for c in columns_of(place.noun)}
    own = [heads[key] for key in place.fields if key in heads]
    return {
        "noun": place.noun.code,
        "action": place.action.name,
        "title": place.action.title,
        "sheet": sheet_title(place.noun),
        "columns": own or [heads[f.key] for f in place.noun.fields_of(place.action) if f.key in heads],
        "fields": list(place.fields),
        "results": list(place.action.results.values()),
    }


def carried(found: Trace, records: Sequence[str]) -> list[dict[str, Any]]:
    """The sheets of the facts workbook that carry a row's records, with the words of the column 事项 and the columns that
    bear the clause, or all of the action's. What the store alone keeps has no sheet."""
    from qingshan.rulebook.nouns import BY_ACTION
    from qingshan.rulebook.trace import RecordPlace

    bearing = {place.action.name: place for place in found.records}
    told: list[dict[str, Any]] = []
    for record in records:
        kind, _, name = record.partition(":")
        action = record.partition(".")[2]
        if kind == "sheet":
            told.append({"record": record, "sheet": name, "results": [], "columns": []})
        elif action in BY_ACTION:
            place = bearing.get(action) or RecordPlace(*BY_ACTION[action], ())
            one = _record_json(place)
            number = [place.action.subject_name] if place.action.subject_name else []
            told.append(
                {
                    "record": record,
                    "sheet": one["sheet"],
                    "results": one["results"],
                    "columns": [*number, *one["columns"]],
                }
            )
    return told


def carried_words(one: dict[str, Any]) -> str:
    """口径确认（事项：口径已确认；列：所选、确认单位、确认文号）"""
    parts = [f"{head}：{'、'.join(one[key])}" for key, head in (("results", "事项"), ("columns", "列")) if one[key]]
    return f"{one['sheet']}（{'；'.join(parts)}）" if parts else str(one["sheet"])


def _reading_json(reading: Reading) -> dict[str, Any]:
    from qingshan.rulebook.questions import QUESTIONS

    return {
        "code": reading.code,
        "title": reading.title,
        "clause": reading.clause,
        "chosen": reading.lines[-1].chosen,
        "governs": reading.governs,
        "bites": list(QUESTIONS[reading.governs].bites) if reading.governs else [],
        "reason": reading.reason,
    }


def _named_by(rows: list[dict[str, Any]]) -> list[RecordPlace]:
    """The records the table of rows names."""
    from qingshan.rulebook.nouns import BY_ACTION
    from qingshan.rulebook.trace import RecordPlace

    names = dict.fromkeys(record.partition(".")[2] for row in rows for record in row["records"])
    return [RecordPlace(*BY_ACTION[name], ()) for name in names if name in BY_ACTION]


def table_rows(programme: str) -> list[dict[str, Any]]:
    """The rows of the trace table of this notice where the source tree is there; an installed product has no tests."""
    page = Path(__file__).resolve().parents[3] / "docs" / "trace.toml"
    if not page.is_file():
        return []
    table = tomllib.loads(page.read_text("utf-8"))
    rows: list[dict[str, Any]] = table["row"] if table["programme"] == programme else []
    return rows


def trace_lines(data: dict[str, Any], *, has_tests: bool) -> list[str]:
    lines = [f"{c['code']} {c['summary']}" for c in data["clauses"]]
    lines += ["通知数据："] if data["keys"] else []
    lines += [f"  {k['file']} {k['table']} {k['key']}{cited(k['clause'])} {k['by']}".rstrip() for k in data["keys"]]
    lines += ["条件："] if data["checks"] else []
    lines += [
        f"  {c['check']} 在 {c['asked']}{cited(c['clause'])} {c['where']} {c['function']}" for c in data["checks"]
    ]
    lines += ["记录（事项工作簿的工作表）："] if data["records"] or data["sheets"] else []
    lines += [f"  {sheet}" for sheet in data["sheets"]]
    lines += [f"  {r['sheet']}：{r['title']}（{r['action']}） {'、'.join(r['columns'][:8])}" for r in data["records"]]
    lines += ["口径："] if data["readings"] else []
    lines += [
        f"  {r['code']} {r['title']}：{r['chosen']} {'；'.join(r['bites']) or '仅作说明：' + r['reason']}"
        for r in data["readings"]
    ]
    lines += ["规则与测试："] if data["rows"] else []
    for row in data["rows"]:
        lines.append(f"  {row['row']} {row.get('rule') or row['why']} {row.get('test', '')}".rstrip())
        lines += [f"    事项工作簿：{carried_words(one)}" for one in row["sheets"]]
        lines += [f"    后续：{row['later']}"] if "later" in row else []
    if not has_tests:
        lines.append("安装的程序不带测试，别的通知也没有对照表；在源码目录里运行可以看到随附通知每条对应的测试。")
    return lines
