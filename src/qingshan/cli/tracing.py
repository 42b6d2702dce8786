"""trace: clause → programme → checks → records → readings → tests."""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path
from typing import Any

from .answer import REFUSED, Answer


def trace(args: argparse.Namespace) -> Answer:
    """Keys: word, clauses: [{code, summary, party}], keys: [{table, key, clause, by}], checks: [{check, asked, clause,
    where, says}], records: [{noun, action, title, sheet, columns, fields}], readings: [{code, title, clause, chosen,
    governs, bites, reason}], rows (of docs/trace.toml, where the source tree is there): [{row, record, rule, test,
    later}]."""
    from qingshan.exchange.facts_book.columns import columns_of, sheet_title
    from qingshan.rulebook.load import load_programme
    from qingshan.rulebook.questions import QUESTIONS
    from qingshan.rulebook.trace import trace as traced

    from .notice import asked, nowhere

    folder = asked(args)
    if folder is None:
        return nowhere(args.folder)
    programme = load_programme(folder)
    found = traced(programme, args.word)
    if found.is_empty():
        text = f"通知数据里没有 {args.word}。写条款（如 {programme.clauses[0].code}）、口径、条件、事项或步骤的代码。"
        return Answer([text], {"error": {"code": "unknown_clause", "message": text}}, REFUSED)
    records = []
    for place in found.records:
        heads = {c.key: c.title for c in columns_of(place.noun)}
        own = [heads[key] for key in place.fields if key in heads]
        records.append(
            {
                "noun": place.noun.code,
                "action": place.action.name,
                "title": place.action.title,
                "sheet": sheet_title(place.noun),
                "columns": own or [heads[f.key] for f in place.noun.fields_of(place.action) if f.key in heads],
                "fields": list(place.fields),
                "results": list(place.action.results.values()),
            }
        )
    readings = [
        {
            "code": r.code,
            "title": r.title,
            "clause": r.clause,
            "chosen": r.lines[-1].chosen,
            "governs": r.governs,
            "bites": list(QUESTIONS[r.governs].bites) if r.governs else [],
            "reason": r.reason,
        }
        for r in found.readings
    ]
    clauses = {c.code for c in found.clauses}
    data = {
        "word": args.word,
        "programme": {"code": programme.code, "version": programme.version},
        "clauses": [{"code": c.code, "summary": c.summary, "party": c.party} for c in found.clauses],
        "keys": [{"table": k.table, "key": k.key, "clause": k.clause, "by": k.by} for k in found.keys],
        "checks": [
            {"check": c.check, "asked": c.asked, "clause": c.clause, "where": c.where, "says": c.says}
            for c in found.checks
        ],
        "records": records,
        "readings": readings,
        "rows": [row for row in table_rows() if row["row"] in clauses],
    }
    return Answer(trace_lines(data), data)


def table_rows() -> list[dict[str, Any]]:
    """The rows of the trace table where the source tree is there; an installed product carries no tests."""
    page = Path(__file__).resolve().parents[3] / "docs" / "trace.toml"
    if not page.is_file():
        return []
    rows: list[dict[str, Any]] = tomllib.loads(page.read_text("utf-8"))["row"]
    return rows


def trace_lines(data: dict[str, Any]) -> list[str]:
    lines = [f"{c['code']} {c['summary']}" for c in data["clauses"]]
    lines += ["通知数据："] if data["keys"] else []
    lines += [f"  {k['table']} {k['key']}（{k['clause']}） {k['by']}".rstrip() for k in data["keys"]]
    lines += ["条件："] if data["checks"] else []
    lines += [f"  {c['check']} 在 {c['asked']}（{c['clause']}） {c['where']}" for c in data["checks"]]
    lines += ["记录（事项工作簿的工作表）："] if data["records"] else []
    lines += [f"  {r['sheet']}：{r['title']}（{r['action']}） {'、'.join(r['columns'][:8])}" for r in data["records"]]
    lines += ["口径："] if data["readings"] else []
    lines += [
        f"  {r['code']} {r['title']}：{r['chosen']} {'；'.join(r['bites']) or '仅作说明：' + r['reason']}"
        for r in data["readings"]
    ]
    lines += ["测试："] if data["rows"] else []
    lines += [f"  {row['row']} {row.get('test') or row.get('later', '')}" for row in data["rows"]]
    if not table_rows():
        lines.append("安装的程序不带测试；在源码目录里运行可以看到每条对应的测试。")
    return lines
