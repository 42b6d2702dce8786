"""Which exceptions are in force on a day: waivers, lifted checks, extensions, less what was revoked (rule 11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .facts import Fact
from .standing import day_of, is_later

WAIVER, GATE_WAIVER, EXTENSION = "waiver.granted", "gate_waiver.granted", "extension.granted"
GRANTED = (WAIVER, GATE_WAIVER, EXTENSION)
REVOKED = "exception.revoked"


def is_revoked(granted: Fact, revocations: Iterable[Fact], day: date, horizon: Fact | None = None) -> bool:
    """A revocation of the same number is on file, up to `day` (its own day included) and not after the horizon.

    It ends the exception from its day on; what the exception carried before stays carried.
    """
    return any(
        r.subject == granted.subject
        and granted.subject != ""
        and granted.happened_on <= r.happened_on <= day
        and not (horizon and is_later(r, horizon))
        for r in revocations
    )


def runs_on(granted: Fact, day: date) -> bool:
    """Granted by `day` and not run out: the last day of `until` is included, none is without end."""
    until = day_of(granted.payload.get("until"))
    return granted.happened_on <= day and (until is None or day <= until)


@dataclass(frozen=True, slots=True)
class InForce:
    """`stages` are the steps waived or put off; `action` and `check` those of a lifted condition."""

    fact: Fact
    stages: tuple[str, ...]
    action: str
    check: str
    until: date | None
    document_no: str


def exceptions_in_force(facts: Sequence[Fact], on: date) -> tuple[InForce, ...]:
    """The exceptions of a site on a day, from its standing facts; of two extensions of a step the last counts."""
    revocations = [f for f in facts if f.name == REVOKED]
    found: dict[str, InForce] = {}
    for fact in facts:
        if fact.name not in GRANTED or fact.happened_on > on or is_revoked(fact, revocations, on):
            continue
        if fact.name != EXTENSION and not runs_on(fact, on):
            continue
        key = f"{EXTENSION} {fact.payload.get('stage')}" if fact.name == EXTENSION else fact.id
        found[key] = _in_force(fact)
    return tuple(found.values())


def _in_force(fact: Fact) -> InForce:
    payload = fact.payload
    named = payload.get("stages") if fact.name == WAIVER else [payload.get("stage")]
    stages = tuple(str(s) for s in named if s) if isinstance(named, (list, tuple)) else ()
    return InForce(
        fact,
        stages,
        str(payload.get("action") or ""),
        str(payload.get("check") or ""),
        day_of(payload.get("until")),
        str(payload.get("document_no") or ""),
    )


def words_of(exception: InForce, names: Mapping[str, str], checks: Mapping[str, str]) -> str:
    """延期至…（文号）, 豁免…（文号，至…）. `names`: stage → its name; `checks`: check → its name."""
    stages = "、".join(names.get(s, s) for s in exception.stages)
    number = exception.document_no
    if exception.fact.name == EXTENSION:
        return f"{stages}延期至{exception.until or '…'}（{number}）"
    told = f"豁免{stages}" if exception.fact.name == WAIVER else f"放宽{checks.get(exception.check, exception.check)}"
    ends = f"，至{exception.until}" if exception.until else ""
    return f"{told}（{number}{ends}）"
