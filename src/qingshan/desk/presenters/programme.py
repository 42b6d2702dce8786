"""The pages of the notice: clause by clause in the paper's order, one part of its rules, one clause."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from qingshan.desk.programme_shapes import (
    ClauseEntry,
    ClauseGroup,
    ClausePage,
    ClauseRule,
    ProgrammePage,
    ReadingEntry,
    Rule,
    RuleTable,
)
from qingshan.desk.shapes import Link
from qingshan.desk.words import clause_label
from qingshan.rulebook.programme import Clause, Programme

from .ledger import readings_on
from .programme_tables import reading_effect

PARTS = {
    "": "逐条",
    "deadlines": "期限",
    "parties": "单位",
    "stages": "步骤与关口",
    "slots": "档案位",
    "figures": "目标与底数",
    "readings": "口径",
    "standards": "标准",
    "parameters": "参数与代码表",
    "ledgers": "台账栏",
    "versions": "版本",
}
QUIET = frozenset({"lists", "calendar", "fields"})
"""Tables whose every row would drown the clauses; they stand in their own part, and answer a search."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of the page. `link` answers its address with other parameters."""

    part: str
    search: str
    on: date
    link: Callable[..., str]
    file_url: str
    keep: tuple[tuple[str, str], ...] = ()


def programme_page(programme: Programme, tables: Sequence[RuleTable], asked: Asked) -> ProgrammePage:
    part = asked.part if asked.part in PARTS else ""
    words = asked.search.lower().split()
    shown = [found_in(t, words) for t in tables if part and t.part == part and t.code != "readings"]
    groups = tuple(_groups(programme, tables, words)) if not part else ()
    loose = _unclaimed(programme, tables, words) if not part else ()
    readings = tuple(_readings(programme, tables, asked, words)) if part == "readings" else ()
    shown_tables = tuple(t for t in shown if t.rules)
    clauses = sum(len(g.clauses) for g in groups)
    rules = sum(len(t.rules) for t in shown_tables) + len(readings)
    return ProgrammePage(
        title=programme.title,
        sentence=f"{programme.document_no}，{programme.issuer} {programme.issued_on} 印发，"
        f"{len(programme.clauses)} 条，{len(programme.readings)} 项口径。摘要是本系统自拟的，不是原文。",
        part=part,
        search=asked.search,
        parts=tuple(
            Link(text, asked.link(part=code, q=asked.search), current=code == part)
            for code, text in PARTS.items()
            if not code or any(t.part == code for t in tables)
        ),
        groups=groups,
        unclaimed=loose,
        tables=shown_tables,
        readings=readings,
        file_url=asked.file_url,
        clear_url=asked.link(part=part, q=""),
        found=f"{rules} 条规则" if part else f"{clauses} 条",
        facts=_facts(programme),
        keep=asked.keep,
    )


def _facts(programme: Programme) -> tuple[tuple[str, str], ...]:
    return (
        ("版本", programme.version),
        ("校验码", programme.digest[:16]),
        ("文号", programme.document_no),
        ("印发", f"{programme.issued_on} {programme.issuer}"),
    )


# ── search


def found_in(table: RuleTable, words: Sequence[str]) -> RuleTable:
    """The table with the rules that hold every word, in any of its cells or in its clause."""
    return replace(table, rules=tuple(r for r in table.rules if _holds(_text(table, r), words))) if words else table


def _text(table: RuleTable, rule: Rule) -> str:
    return " ".join((table.kind, rule.name, rule.said, rule.clause, clause_label(rule.clause), *rule.cells)).lower()


def _holds(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)


def _readings(
    programme: Programme, tables: Sequence[RuleTable], asked: Asked, words: Sequence[str]
) -> Iterator[ReadingEntry]:
    """The register of readings, each as it is read on the day, with the rules that name it."""
    effects = {x.code: x for x in programme.readings}
    for x in readings_on(programme.readings, asked.on):
        parts = (x.code, x.clause, clause_label(x.clause), x.title, x.meaning, x.decided, x.note, *x.others)
        if _holds(" ".join(parts).lower(), words):
            judged, decides = reading_effect(effects[x.code])
            effect = "，".join(w for w in (decides, judged) if w) if judged else ""
            yield ReadingEntry(x, effect, tuple(_governed(tables, x.code, asked)))


def _governed(tables: Sequence[RuleTable], code: str, asked: Asked) -> Iterator[Link]:
    """The rules that are read by a reading: those of the other tables that lead to it."""
    for table in tables:
        for rule in table.rules:
            if table.code != "readings" and any(link.url.endswith(f"#{code}") for link in rule.links):
                yield Link(f"{table.kind} {rule.name}", f"{asked.link(part=table.part)}#{rule.key}")


# ── clause by clause


def _groups(programme: Programme, tables: Sequence[RuleTable], words: Sequence[str]) -> Iterator[ClauseGroup]:
    """The parts of the notice with their clauses; a search leaves what holds every word, in the clause or in a rule."""
    names = {p.code: p.name for p in programme.parties}
    under = _by_clause(tables)
    entries: dict[str, list[ClauseEntry]] = {}
    for clause in programme.clauses:
        party = names.get(clause.party, clause.party)
        rules = under.get(clause.code, [])
        own = " ".join((clause.code, clause_label(clause.code), clause.summary, party)).lower()
        if words and not _holds(own, words):
            rules = [(t, r) for t, r in rules if _holds(f"{own} {_text(t, r)}", words)]
            if not rules:
                continue
        entry = ClauseEntry(clause.code, clause.summary, party, tuple(_shown(rules)))
        entries.setdefault(part_of(clause.code), []).append(entry)
    heads = {c.code: c.summary for c in programme.clauses}
    for number, (part, listed) in enumerate(entries.items(), 1):
        title = f"{part}　{heads[part]}" if part in heads else part
        yield ClauseGroup(f"part-{number}", title, tuple(listed))


def _by_clause(tables: Iterable[RuleTable]) -> dict[str, list[tuple[RuleTable, Rule]]]:
    under: dict[str, list[tuple[RuleTable, Rule]]] = {}
    for table in tables:
        for rule in table.rules:
            if rule.clause:
                under.setdefault(rule.clause, []).append((table, rule))
    return under


def _shown(rules: Iterable[tuple[RuleTable, Rule]]) -> Iterator[ClauseRule]:
    """The rules of a clause as lines; the columns of a ledger and the codes of a list are one line each."""
    listed = list(rules)
    seen: set[str] = set()
    for table, rule in listed:
        if table.part == "ledgers" or table.code in QUIET:
            if table.code not in seen:
                seen.add(table.code)
                yield _whole(table, [r for t, r in listed if t.code == table.code])
            continue
        yield ClauseRule(table.kind, rule)


def _whole(table: RuleTable, mine: Sequence[Rule]) -> ClauseRule:
    """Rules of a table under one clause, told as one."""
    names = list(dict.fromkeys(r.name for r in mine))
    told = "、".join(names[:8]) + (f"等 {len(names)} 项" if len(names) > 8 else "")
    links = next((r.links for r in mine if r.links), ())
    name = table.title if table.part == "ledgers" else told
    return ClauseRule(table.kind, Rule(f"all-{table.code}", name, (), told, mine[0].clause, links))


def _unclaimed(programme: Programme, tables: Sequence[RuleTable], words: Sequence[str]) -> tuple[ClauseRule, ...]:
    """Rules under no clause of the notice: the parameters; and of a search, whatever else it finds."""
    known = {c.code for c in programme.clauses}
    return tuple(
        ClauseRule(table.kind, rule)
        for table in tables
        if table.code == "parameters" or (words and table.code not in ("versions", "calendar"))
        for rule in found_in(table, words).rules
        if rule.clause not in known
    )


def part_of(code: str) -> str:
    """The part of the notice a clause belongs to: 五(四), 附件, 第三章; what is numbered otherwise is of the head."""
    if code.startswith("附件"):
        return "附件"
    numbered = re.match(r"[一二三四五六七八九十]+(\([一二三四五六七八九十]+\))?|第[一二三四五六七八九十百\d]+章", code)
    if numbered:
        return numbered[0]
    return "文件与序言" if re.match(r"[A-Z]-|序-|印发", code) else "条文"


# ── one clause


def clause_page(
    programme: Programme, tables: Sequence[RuleTable], code: str, link: Callable[[str], str], list_url: str
) -> ClausePage | None:
    """A clause and its rules; None when the notice has no such clause and nothing cites it.

    The code of a reading answers the reading; a number without its letter means all its rows.
    """
    clause = programme.clause(code)
    own = [c for c in programme.clauses if c.code != code and clause_label(c.code) == clause_label(code)]
    found = [(t, r) for t in tables for r in t.rules if code in (r.clause, r.key if t.code == "readings" else "")]
    if clause is None and not found and not own:
        return None
    return ClausePage(
        code=code,
        label=clause_label(code),
        summary=_summary(clause, own),
        party=_party(programme, clause),
        rules=tuple(_shown(found)),
        siblings=tuple(Link(c.code, link(c.code), count=c.summary) for c in own),
        list_url=list_url,
    )


def _summary(clause: Clause | None, own: Sequence[Clause]) -> str:
    return clause.summary if clause else "、".join(c.summary for c in own) or "口径，见下。"


def _party(programme: Programme, clause: Clause | None) -> str:
    names: Mapping[str, str] = {p.code: p.name for p in programme.parties}
    return names.get(clause.party, clause.party) if clause else ""
