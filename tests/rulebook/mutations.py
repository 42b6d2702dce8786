"""Small mistakes put into a copy of the rulebook, and the property of design §1a that has to notice each one.

`old` must be found in the module exactly once, or the line no longer says anything and the run fails.
"""

from __future__ import annotations

from typing import NamedTuple


class Mutation(NamedTuple):
    caught_by: str  # the number of a property, or the name of a test module without test_
    module: str
    old: str
    new: str
    why: str


MUTATIONS = (
    Mutation("01", "place.py", "if act is not None:", "if act is None:", "register acts turned round"),
    Mutation(
        "01",
        "evaluate.py",
        "place.at.code if outcome is Outcome.ACTIVE and place.at else",
        "place.at.code if place.at else",
        "a place for cases off the chain",
    ),
    Mutation("02", "standing.py", "    standing.sort(key=order_key)\n", "", "facts as they are listed"),
    Mutation(
        "02",
        "standing.py",
        "    standing.sort(key=order_key)\n",
        "    standing.sort(key=lambda f: f.recorded_at)\n",
        "facts in the order of entry",
    ),
    Mutation("03", "standing.py", "known_at is None or f.recorded_at <= known_at", "True", "recorded_at ignored"),
    Mutation(
        "03",
        "standing.py",
        "{f.replaces for f in known if f.replaces}",
        "{f.replaces for f in facts if f.replaces}",
        "corrections nobody knew of yet",
    ),
    Mutation("04", "evidence.py", "until = bisect_right(standing.days, day)", "until = None", "facts of days to come"),
    Mutation("05", "standing.py", "f.id not in replaced and", "", "what was replaced still speaks"),
    Mutation(
        "06", "evidence.py", "for code in row.chain\n", "for code in row.chain[:1]\n", "nothing falls with its stage"
    ),
    Mutation("06", "tables.py", "        waiting += stages[other].falls_with\n", "", "falling that is not passed on"),
    Mutation("06", "evidence.py", "rule.may_end[0] if fact.to is None", '"" if fact.to is None', "no default target"),
    Mutation(
        "07",
        "evidence.py",
        "return fact.name != WAIVER and not self._rests(code, row, fact, part, x)",
        "return False",
        "rule 3 (b) left out",
    ),
    Mutation(
        "07",
        "evidence.py",
        "            if horizon is not None and is_later(fact, horizon):\n                continue\n",
        "",
        "reached again only after the evidence that rests on it",
    ),
    Mutation(
        "08",
        "standing.py",
        "return 0 < ending.round < evidence.round",
        "return True",
        "evidence beats its day's ending",
    ),
    Mutation(
        "08",
        "standing.py",
        "ending.at < evidence.at:\n        return True",
        "ending.at < evidence.at:\n        return False",
        "clocks ignored",
    ),
    Mutation(
        "08",
        "evidence.py",
        "if begins or rounds_differ(x.fact, fact) or precedes",
        "if begins or precedes",
        "rounds ignored",
    ),
    Mutation(
        "09",
        "place.py",
        "if s.state == OPEN), None)",
        "if s.state == OPEN), None)\n    place.at = next((s.row for s in place.standings if s.state == OPEN), None)",
        "the case stands at the first open stage of all",
    ),
    Mutation(
        "09",
        "place.py",
        "        if standing.state == REACHED:\n",
        "        if standing.state == REACHED and place.position == row.index - 1:\n",
        "only an unbroken chain carries a case",
    ),
    Mutation(
        "10",
        "place.py",
        "    act = course.latest(*_OFF)\n",
        '    act = course.latest(*_OFF, "complaint.received")\n    act = act if act and act.name in _OFF else None\n    course.ends.clear() if "complaint.received" in course.by_name else None\n',
        "a complaint that moves something",
    ),
    Mutation(
        "10", "holds.py", "all(c.subject != fact.subject or precedes(c, fact) for c in closed)", "True", "never decided"
    ),
    Mutation(
        "11",
        "tables.py",
        "    waiting = list(stages[code].falls_with)\n",
        "    waiting = list(stages[code].falls_with) or list(order)[max(order[code] - 1, 0) : order[code]]\n",
        "a filing that falls with what went before",
    ),
    Mutation(
        "11",
        "place.py",
        "        return Outcome.CLOSED, Ledger.IN\n",
        "        if scope_decision(course) is None or scope_decision(course).result != 'excluded':\n            return Outcome.CLOSED, Ledger.IN\n",
        "a decision on the scope that un-closes",
    ),
    Mutation(
        "11",
        "place.py",
        "return _OFF[act.name], Ledger.OFF",
        "return _OFF[act.name], Ledger.IN",
        "a merged site that stays on the ledger",
    ),
    Mutation(
        "11", "place.py", '"lineage.split": Outcome.SPLIT', '"lineage.split": Outcome.MERGED', "split taken for merged"
    ),
    Mutation("12", "holds.py", "day <= days[1]):", "day < days[1]):", "the last day left out"),
    Mutation(
        "12", "holds.py", "posted.happened_on <= day and", "posted.happened_on < day and", "the day of posting left out"
    ),
    Mutation(
        "12",
        "checks/publicity.py",
        "fact.happened_on >= days[2]",
        "fact.happened_on >= days[1]",
        "certified on day seven",
    ),
    Mutation(
        "13",
        "publicity.py",
        'programme.answer("public_days", posted_on)',
        'programme.answer("public_days", date.max)',
        "the reading of today for a notice of then",
    ),
    Mutation(
        "13",
        "evidence.py",
        "self.tables.answers_on(self.day)[question]",
        "self.tables.answers_on(date.max)[question]",
        "a line of a reading that speaks before its day",
    ),
    Mutation(
        "13",
        "checks/publicity.py",
        'course.programme.answer("objection", posted.happened_on)',
        'course.programme.answer("objection", course.day)',
        "complaints of then as they are read today",
    ),
    Mutation("14", "evidence.py", 'w.payload.get("standing") is True or ', "", "a standing waiver that falls"),
    Mutation("14", "evidence.py", "self.undone_by(row, w, None, horizon) is None", "True", "every waiver stands"),
    Mutation("14", "exceptions.py", "day <= until)\n", "day < until)\n", "until is exclusive"),
    Mutation(
        "14", "evidence.py", "        if row.stage.closing:\n            return []\n", "", "the closing stage waived"
    ),
    Mutation(
        "14",
        "place.py",
        "    if all(by_part):\n",
        "    if all(by_part) and not course.is_exempt(row.code, course.day):\n",
        "a waiver that hides what is reached",
    ),
    Mutation("14", "judging.py", "and runs_on(w, look.day)", "", "a gate waiver that never runs out"),
    Mutation(
        "14",
        "judging.py",
        "and not is_revoked(w, look.course.revocations, look.day)",
        "",
        "a gate waiver that cannot be revoked",
    ),
    Mutation(
        "14",
        "exceptions.py",
        "granted.happened_on <= r.happened_on <= day",
        "granted.happened_on <= r.happened_on < day",
        "a revocation that waits a day",
    ),
    Mutation(
        "14",
        "judging.py",
        "if not waived or waived.isdisjoint(names_of(use)):",
        "if not waived or not waived.isdisjoint(names_of(use)):",
        "a gate waiver lifts all but the check it names",
    ),
    Mutation("15", "place.py", "    if all(by_part):\n", "    if any(by_part):\n", "one part is enough"),
    Mutation(
        "15",
        "evidence.py",
        "all(c.subject != o.subject or precedes(c, o) for c in cancelled)",
        "True",
        "cancelled parts live",
    ),
    Mutation(
        "16", "calendar.py", "            end = first - ONE_DAY\n", "            end = first\n", "steps share a day"
    ),
    Mutation(
        "16",
        "calendar.py",
        "return add_workdays(cal, last, 1 - step.workdays), last",
        "return add_workdays(cal, last, -step.workdays), last",
        "a step a day too long",
    ),
    Mutation(
        "17",
        "validity.py",
        "            yield _after(due.done_by)\n",
        "            pass\n",
        "overdue without anybody told",
    ),
    Mutation("17", "validity.py", "yield _after(until)", "pass", "a waiver that runs out unseen"),
    Mutation("17", "validity.py", "    yield from course.tables.switch_days\n", "", "another reading to come unseen"),
    Mutation(
        "17",
        "validity.py",
        'course.answer("phases") == "global"',
        "False",
        "the first day of a phase all wait for unseen",
    ),
    Mutation("17", "validity.py", "            yield days[2]\n", "            pass\n", "the end of a notice forgotten"),
    Mutation(
        "18",
        "checks/publicity.py",
        "fact.happened_on >= days[2]",
        "course.day >= days[2]",
        "a certificate that ripens on file",
    ),
    Mutation("19", "timeline.py", "if d <= until):", "if d < until):", "the last day missing from the timeline"),
    Mutation(
        "19",
        "timeline.py",
        "days.add(runs_until + timedelta(days=1))",
        "pass",
        "a waiver's end left out of the timeline",
    ),
    Mutation(
        "20",
        "judging.py",
        "    return (*blockers, undone) if undone else tuple(blockers)\n",
        "    return tuple(blockers)\n",
        "not asked whether it would count",
    ),
    Mutation(
        "21",
        "lineage.py",
        "for fact in standing_facts(parent.facts)",
        "for fact in parent.facts",
        "corrected records copied",
    ),
    Mutation("21", "lineage.py", "and fact.kind != LINEAGE_KIND", "", "the register act copied"),
    Mutation(
        "21", "lineage.py", "if fact.happened_on <= on and", "if", "what befell the parent after the split copied"
    ),
    Mutation(
        "22",
        "place.py",
        "place.standings[place.position + 1 :]",
        "place.standings[place.position + 2 :]",
        "a step passed over",
    ),
    Mutation(
        "22",
        "debts.py",
        "for s in behind if s.state == OPEN]",
        "for s in behind if s.reopened_by]",
        "missing is no debt",
    ),
    Mutation(
        "23",
        "place.py",
        "epochs.add(sum(precedes(x, fact) for x in chain))",
        "epochs.add(fact.id)",
        "counted by records",
    ),
    Mutation("known_at", "standing.py", "known_at is None or f.recorded_at <= known_at", "True", "recorded_at ignored"),
)
