"""A notice as an earlier state of the product wrote it, in today's keys (decision 0030).

A store keeps the notice it adopted byte for byte for ever, so what was once written has to stay readable. `[notice]`
may say `format = N`; without it a stored notice is of the first. Each upgrade leads from one format to the next over
the tables as they were read, and leaves alone what the later format says already. A folder somebody hands in is never
upgraded: there `validate` teaches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from .duties import ANY_WORK, USUAL
from .toml_source import Source

FORMAT = 2
"""The format this software writes and teaches."""

ASKED_BY_NUMBER = {"C-02": "target_measure", "C-10": "deadline_day", "C-26": "public_days"}
"""Readings the first format asked for by their number; every other one was only printed."""
ONLY_PRINTED = "按此份通知写定时的格式，只作文字列出，不参与计算"
RENAMED_CHOICES = {("city_money", "allotted_first"): "applied_for"}
DROPPED_CHECKS = frozenset({"allotted_first", "persons_named", "street_moves_by_paper"})
RENAMED_OUTCOMES = {"pending": "active"}
HOLDS = ("included", "excluded")
"""What the ledgers of the first format held, by their place."""

Tables = dict[str, Any]


def format_of(source: Source) -> int:
    """The number a notice says, or 1."""
    for tables in source.files.values():
        head = tables.get("notice")
        if isinstance(head, dict) and isinstance(head.get("format"), int) and not isinstance(head["format"], bool):
            return int(head["format"])
    return 1


def upgraded(source: Source) -> Source:
    """The same files in today's keys; the source itself where it is of today's format."""
    start = format_of(source)
    if start not in UPGRADES:
        return source
    files = deepcopy(source.files)
    for number in range(start, FORMAT):
        UPGRADES[number](files)
    return Source(files, source.broken, source.guessed_tables, source.guessed_codes)


def _rows(files: dict[str, Tables], table: str) -> Iterator[Tables]:
    for tables in files.values():
        found = tables.get(table)
        yield from (row for row in found if isinstance(row, dict)) if isinstance(found, list) else ()


def _from_first(files: dict[str, Tables]) -> None:
    """Readings asked by number, bodies with `named_in`, ledgers without `holds`, permissions kept by the software."""
    for reading in _rows(files, "reading"):
        _reading(reading)
    for number, ledger in enumerate(_rows(files, "ledger")):
        if number < len(HOLDS):
            ledger.setdefault("holds", HOLDS[number])
    for gate in _rows(files, "gate"):
        _gate(gate)
    _seats(files)
    _permissions(files)


def _reading(reading: Tables) -> None:
    was_printed = reading.pop("text_only", False) is True
    by_number = reading.pop("judged_on", None) is not None
    if by_number and "governs" not in reading and "reason" not in reading:
        question = ASKED_BY_NUMBER.get(str(reading.get("code")))
        reading |= {"reason": ONLY_PRINTED} if was_printed or question is None else {"governs": question}
    for (question, old), new in RENAMED_CHOICES.items():
        meanings = reading.get("alternatives")
        if reading.get("governs") != question or not isinstance(meanings, dict) or old not in meanings:
            continue
        reading["alternatives"] = {new if value == old else value: words for value, words in meanings.items()}
        for line in reading.get("lines", ()):
            if isinstance(line, dict) and line.get("chosen") == old:
                line["chosen"] = new


def _gate(gate: Tables) -> None:
    uses = gate.get("requires")
    if not isinstance(uses, list):
        return
    gate["requires"] = [use for use in uses if not (isinstance(use, dict) and use.get("check") in DROPPED_CHECKS)]
    for use in gate["requires"]:
        if isinstance(use, dict) and isinstance(use.get("outcomes"), list):
            renamed = (RENAMED_OUTCOMES.get(str(one), one) for one in use["outcomes"])
            use["outcomes"] = list(dict.fromkeys(renamed))


def _seats(files: dict[str, Tables]) -> None:
    """`named_in`: `support` became a mark of its own, `group` a seat; a body with seats already has no other."""
    seated = {seat.get("body") for seat in _rows(files, "seat")}
    for tables in list(files.values()):
        made = []
        for party in _rows({"": tables}, "party"):
            named = party.pop("named_in", ())
            if not isinstance(named, list):
                continue
            if "support" in named:
                party["supports"] = True
            if "group" in named and party.get("code") not in seated:
                code, clause = party.get("code", ""), party.get("clause", "")
                name = party.get("name", "")
                made.append({"code": f"seat_{code}", "name": name, "kind": "member", "body": code, "clause": clause})
        if made:
            tables["seat"] = [*tables.get("seat", ()), *made]


def _permissions(files: dict[str, Tables]) -> None:
    """A permission nobody holds goes to who has the step, else to the office: once the software itself gave it out."""
    parties = {party.get("code"): party for party in _rows(files, "party")}
    office = next((party for party in parties.values() if party.get("kind") == "office"), None)
    held = {permission for party in parties.values() for permission in _records(party)}
    bearer = {stage.get("action"): parties.get(stage.get("party")) for stage in _rows(files, "stage")}
    for gate in _rows(files, "gate"):
        permission, holder = gate.get("permission"), bearer.get(gate.get("action")) or office
        if isinstance(permission, str) and permission not in held and holder is not None:
            holder["records"] = [*_records(holder), permission]
            held.add(permission)


def _records(party: Tables) -> list[str]:
    """What the clerks of a body record: what it names, else what its kind usually does."""
    named = party.get("records")
    return named if isinstance(named, list) and named else sorted(USUAL.get(str(party.get("kind")), ANY_WORK))


UPGRADES: dict[int, Callable[[dict[str, Tables]], None]] = {1: _from_first}
