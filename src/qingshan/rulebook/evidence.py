"""Which evidence counts: endings, what falls with what, parts, waivers (design §1a, rules 3 to 5 and 11)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from .checks.registry import CONDITIONS, EVIDENCE
from .exceptions import REVOKED, WAIVER, is_revoked, runs_on
from .facts import Fact
from .programme import Ending, Programme
from .standing import REGISTER_NAMES, Known, is_later, order_key, precedes, register_data, rounds_differ
from .tables import SPACE_OF, StageRow, Tables

ASKED_FOR = "recognition"
"""The noun whose stage is an outside body's act that somebody of the district asks for."""
CASE, WORKS = "enforcement", "works"
"""The nouns of the case against who dug without a licence, and of the restoration."""


class End(NamedTuple):
    """An ending on file, for one of the stages it ends."""

    fact: Fact
    rule: Ending


class Course:
    """What can be asked of a site's standing facts as of one day.

    `shaken` are the stages that were ever ended, or fall with one that was: of all others every fact counts.

    Facts after `day` are left out. With an `entry`, so are those of the same day
    that the clocks show to be later, and the entry itself unless `with_entry`: an entry is judged by the others.
    """

    def __init__(
        self,
        tables: Tables,
        standing: Known,
        day: date,
        entry: Fact | None = None,
        *,
        with_entry: bool = False,
    ) -> None:
        self.tables = tables
        self.day = day
        until = bisect_right(standing.days, day)
        facts, names = standing.facts[:until], standing.names[:until]
        if entry is not None:
            kept = [
                (fact, name)
                for fact, name in zip(facts, names, strict=True)
                if (with_entry if fact is entry else not (fact.at and is_later(fact, entry)))
            ]
            facts, names = [fact for fact, _ in kept], [name for _, name in kept]
        by_name: dict[str, list[Fact]] = {}
        for fact, name in zip(facts, names, strict=True):
            same = by_name.get(name)
            if same is None:
                by_name[name] = [fact]
            else:
                same.append(fact)
        self.facts = facts
        self.by_name = by_name
        self.memo: dict[Any, Any] = {}
        self.ends = self._ends()
        self.shaken = {r.code for r in tables.rows if not self.ends.keys().isdisjoint(r.chain)} if self.ends else set()
        self.waivers = by_name.get(WAIVER, [])
        self.revocations = by_name.get(REVOKED, [])

    @property
    def programme(self) -> Programme:
        return self.tables.programme

    def answer(self, question: str) -> str:
        """How the notice is read on the day of this course."""
        return self.tables.answers_on(self.day)[question]

    def party_of(self, row: StageRow) -> str:
        """Who owes a step: the stage's own party; the office where it is read as the one to ask for recognition
        (C-25); who restores, where the sites without a licence are theirs too (C-18)."""
        if row.stage.evidence.kind == ASKED_FOR and self.answer("recognition_asked_by") == "office":
            return self.tables.office or row.stage.party
        if row.stage.evidence.kind == CASE and self.answer("enforcement_lead") == "street":
            return next((r.stage.party for r in self.tables.rows if r.stage.evidence.kind == WORKS), row.stage.party)
        return row.stage.party

    # -- looking facts up ----------------------------------------------------------------------------------------

    def of(self, names: Sequence[str]) -> list[Fact]:
        """The facts of these `kind.result` names, in the order of happening."""
        if len(names) == 1:
            return self.by_name.get(names[0], [])
        key = tuple(names)
        kept: list[Fact] | None = self.memo.get(key)
        if kept is None:
            kept = [f for name in key for f in self.by_name.get(name, ())]
            kept.sort(key=order_key)
            self.memo[key] = kept
        return kept

    def latest(self, *names: str) -> Fact | None:
        found = self.of(names)
        return found[-1] if found else None

    def site(self) -> Mapping[str, Any]:
        """The register data in force: the registration, overlaid by every amendment in turn."""
        merged: dict[str, Any] | None = self.memo.get("site")
        if merged is None:
            merged = self.memo["site"] = register_data(self.of(REGISTER_NAMES))
        return merged

    # -- endings -------------------------------------------------------------------------------------------------

    def _ends(self) -> dict[str, list[End]]:
        ends: dict[str, list[End]] = {}
        rules = self.tables.ending_rules
        for name in self.by_name.keys() & rules.keys():
            for fact in self.by_name[name]:
                for rule in rules[name]:
                    for code in ended_stages(rule, fact):
                        if code in self.tables.by_code:
                            ends.setdefault(code, []).append(End(fact, rule))
        return ends

    def undone_by(
        self,
        row: StageRow,
        fact: Fact,
        part: str | None = None,
        horizon: Fact | None = None,
        *,
        begins: bool = False,
    ) -> Fact | None:
        """The first ending that makes `fact` count no longer for `row` (or for its `part`), None when it counts.

        Only endings up to `horizon` are looked at. A fact that merely begins the stage outlives the endings of the
        stage itself, unless they spend its subject: a stage that is re-opened has begun all the same.
        """
        if row.code not in self.shaken:
            return None
        key = (row.code, fact.id, part, horizon.id if horizon else None, begins)
        if key not in self.memo:
            found = [
                x.fact
                for code in row.chain
                for x in self.ends.get(code, ())
                if x.fact.id != fact.id
                and not (horizon and is_later(x.fact, horizon))
                and self._undoes(x, code, row, fact, part, begins)
            ]
            self.memo[key] = min(found, key=order_key) if found else None
        undone: Fact | None = self.memo[key]
        return undone

    def _undoes(self, x: End, code: str, row: StageRow, fact: Fact, part: str | None, begins: bool) -> bool:
        if code == row.code:
            if x.rule.for_good and x.fact.subject and x.fact.subject == fact.subject:
                return True
            if begins or rounds_differ(x.fact, fact) or precedes(x.fact, fact):
                return False
            return self._is_about(x, code, row, fact, part) is not False
        about = self._is_about(x, code, row, fact, part)
        if about is False:
            return False
        if precedes(x.fact, fact):
            return fact.name != WAIVER and not self._rests(code, row, fact, part, x)  # a waiver rests on nothing
        if about is None or (x.fact.happened_on == fact.happened_on and rounds_differ(x.fact, fact)):
            return not self.is_satisfied(code, horizon=x.fact)
        return True

    def _is_about(self, x: End, code: str, row: StageRow, fact: Fact, part: str | None) -> bool | None:
        """Whether an ending of stage `code` concerns this evidence; None when that hangs on the stage as a whole.

        An ending of one plan, package or notice leaves the others alone. Evidence about something else, such as the
        recognition of the whole site after a package failed, falls when the stage as a whole is no longer reached.
        """
        if not x.rule.same_subject or not x.fact.subject:
            return True
        ended = self.tables.by_code[code]
        if SPACE_OF.get(x.fact.name, ended.space) != ended.space:
            return True
        if ended.stage.each and ended.stage.each == row.stage.each:
            return x.fact.subject == part if part is not None else fact.subject in ("", x.fact.subject)
        if code == row.code:
            return fact.subject == x.fact.subject
        if ended.space and ended.space == row.space and fact.subject:
            return fact.subject == x.fact.subject
        return None

    def _rests(self, code: str, row: StageRow, fact: Fact, part: str | None, x: End) -> bool:
        """The ended stage has been reached again, not later than `fact`, or does not ask to be."""
        ended = self.tables.by_code[code]
        scope: str | None = None
        if ended.stage.each and ended.stage.each == row.stage.each:
            scope = part
        elif x.rule.same_subject and ended.space and ended.space == row.space:
            scope = fact.subject or None
        return self.is_satisfied(code, scope, fact)

    def outlives(self, row: StageRow, fact: Fact) -> bool:
        """No ending of the stage, or of what it falls with, came after the fact (a document, for one)."""
        for code in row.chain:
            for x in self.ends.get(code, ()):
                if precedes(x.fact, fact) or (code == row.code and rounds_differ(x.fact, fact)):
                    continue
                about = self._is_about(x, code, row, fact, None)
                if fact.kind == "document" and x.rule.same_subject:
                    about = None  # the subject of a document is its slot, which says nothing about plans or packages
                if about is True or (about is None and not self.is_satisfied(code, horizon=x.fact)):
                    return False
        return True

    # -- parts ---------------------------------------------------------------------------------------------------

    def live_parts(self, kind: str, horizon: Fact | None = None) -> tuple[str, ...]:
        """The plans or packages opened and not cancelled, as of the horizon."""
        if not kind or kind not in self.tables.parts:
            return ()
        key = ("parts", kind, horizon.id if horizon else None)
        if key not in self.memo:
            table = self.tables.parts[kind]
            opened = [f for f in self.of(table.opened) if f.subject and not (horizon and is_later(f, horizon))]
            cancelled = [f for f in self.of(table.cancelled) if not (horizon and is_later(f, horizon))]
            self.memo[key] = tuple(
                dict.fromkeys(
                    o.subject for o in opened if all(c.subject != o.subject or precedes(c, o) for c in cancelled)
                )
            )
        live: tuple[str, ...] = self.memo[key]
        return live

    def _existed(self, kind: str, subject: str, day: date) -> bool:
        return any(f.subject == subject and f.happened_on <= day for f in self.of(self.tables.parts[kind].opened))

    def _was_cancelled(self, kind: str, subject: str) -> bool:
        table = self.tables.parts.get(kind)
        return bool(table and subject and any(f.subject == subject for f in self.of(table.cancelled)))

    def _speaks_for(self, row: StageRow, fact: Fact, part: str | None) -> bool:
        """Evidence that names no part speaks for the parts that existed on its day."""
        kind = row.stage.each
        if part is None:
            return not (kind and self._was_cancelled(kind, fact.subject))
        if fact.subject:
            return fact.subject == part
        return not kind or not self.live_parts(kind) or self._existed(kind, part, fact.happened_on)

    # -- reaching ------------------------------------------------------------------------------------------------

    def on_file(self, row: StageRow, part: str | None = None, horizon: Fact | None = None) -> Iterator[Fact]:
        """The evidence of a stage, whether it counts or not."""
        for fact in self.of(row.names):
            if horizon is not None and is_later(fact, horizon):
                continue
            if (part is None and not row.stage.each) or self._speaks_for(row, fact, part):
                yield fact

    def counting(self, row: StageRow, part: str | None = None, horizon: Fact | None = None) -> list[Fact]:
        """The evidence that counts, earliest first."""
        is_plain = part is None and horizon is None and not row.stage.each and not row.stage.evidence.check
        if is_plain and row.code not in self.shaken:
            return self.of(row.names)
        return [
            f
            for f in self.on_file(row, part, horizon)
            if self.undone_by(row, f, part, horizon) is None and self.passes(row, f, horizon)
        ]

    def passes(self, row: StageRow, fact: Fact, horizon: Fact | None = None) -> bool:
        evidence = row.stage.evidence
        return not evidence.check or EVIDENCE[evidence.check](self, row, fact, evidence.params, horizon)

    def begun_by(self, row: StageRow, horizon: Fact | None = None) -> list[Fact]:
        """The facts that began the stage and still stand."""
        return [
            f
            for f in self.of(row.begin_names)
            if not (horizon and is_later(f, horizon))
            and self.undone_by(row, f, (f.subject or None) if row.stage.each else None, horizon, begins=True) is None
        ]

    def is_reached(self, code: str, part: str | None = None, horizon: Fact | None = None) -> bool:
        """Evidence counts, for the part or for every live part."""
        key = ("reached", code, part, horizon.id if horizon else None)
        if key not in self.memo:
            row = self.tables.by_code[code]
            asked: tuple[str | None, ...] = (part,)
            if part is None and row.stage.each:
                asked = self.live_parts(row.stage.each, horizon) or (None,)
            self.memo[key] = all(self.counting(row, p, horizon) for p in asked)
        reached: bool = self.memo[key]
        return reached

    def is_satisfied(self, code: str, part: str | None = None, horizon: Fact | None = None) -> bool:
        """Reached, or nothing that could be asked: exempt or not applicable."""
        if self.is_reached(code, part, horizon):
            return True
        day = horizon.happened_on if horizon else self.day
        return not self.applies(self.tables.by_code[code]) or self.is_exempt(code, day, horizon)

    def applies(self, row: StageRow) -> bool:
        if not row.stage.applies:
            return True
        key = ("applies", row.code)
        if key not in self.memo:
            self.memo[key] = all(CONDITIONS[use.check](self, use.params) for use in row.stage.applies)
        found: bool = self.memo[key]
        return found

    def is_exempt(self, code: str, day: date, horizon: Fact | None = None) -> bool:
        """A waiver names the stage and runs on `day` (its last day included). The closing stage is never waived."""
        return any(
            runs_on(w, day)
            and not (horizon and is_later(w, horizon))
            and not is_revoked(w, self.revocations, day, horizon)
            for w in self.waivers_of(code, horizon)
        )

    def waivers_of(self, code: str, horizon: Fact | None = None) -> list[Fact]:
        """The waivers of a stage that were not undone. A waiver falls like evidence, unless it is standing."""
        if not self.waivers:
            return []
        row = self.tables.by_code[code]
        if row.stage.closing:
            return []
        return [
            w
            for w in self.waivers
            if code in _strings(w.payload.get("stages"))
            and (w.payload.get("standing") is True or self.undone_by(row, w, None, horizon) is None)
        ]


def ended_stages(rule: Ending, fact: Fact) -> tuple[str, ...]:
    """The stages a record ends: those it always ends and the one its `to` names.

    Without `to` it is the first choice of the programme; with "" nothing. A `to` the programme does not offer counts
    as none given.
    """
    if not rule.may_end:
        return rule.ends
    chosen = rule.may_end[0] if fact.to is None else fact.to
    if chosen not in ("", *rule.may_end):
        chosen = rule.may_end[0]
    return (*rule.ends, chosen) if chosen else rule.ends


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(str(v) for v in value) if isinstance(value, (list, tuple)) else ()
