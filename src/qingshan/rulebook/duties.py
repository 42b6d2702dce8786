"""What the bodies of a notice record: the permissions a party names, else what its kind usually does (design §2).

A permission is `noun.verb`; a gate names the one its action asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .programme import Party

STREET_WORK = frozenset(
    {
        "survey.record",
        "responsibility.determine",
        "responsibility.order",
        "plan.commission",
        "plan.submit",
        "plan.withdraw",
        "batch.list",
        "funding.record",
        "works.start",
        "works.report",
        "works.suspend",
        "works.complete",
        "works.reopen",
        "acceptance.apply",
        "complaint.receive",
        "complaint.investigate",
        "document.file",
        "weekly.report",
        "procedure.record",
        "patrol.record",
        "patrol.confirm",
        "recheck.record",
        "recheck.handle",
        "responsibility.substitute",
        "responsibility.recover",
        "funding.apply",
        "unit_plan.submit",
        "coverage.declare",
        "receipt.sign",
        "meeting.finish",
        "media.publish",
    },
)
OFFICE_WORK = STREET_WORK | frozenset(
    {
        "site.register",
        "site.amend",
        "verification.record",
        "scope.decide",
        "publicity.post",
        "publicity.check",
        "publicity.interrupt",
        "publicity.certify",
        "complaint.decide",
        "closure.report",
        "closure.audit",
        "closure.sign",
        "closure.file",
        "closure.revoke",
        "recognition.record",
        "ledger.prepare",
        "funding.budget",
        "funding.decide",
        "exception.grant",
        "exception.revoke",
        "lineage.merge",
        "lineage.split",
        "lineage.transfer",
        "lineage.hand_over",
        "lineage.void",
        "review.request",
        "review.draw",
        "unit_plan.review",
        "meeting.record",
        "meeting.assign",
        "meeting.cancel",
        "coverage.reconcile",
        "dispatch.record",
        "dispatch.answer",
        "policy.record",
        "district_archive.record",
        "reading_decision.record",
    },
)
OF_ITS_OWN = frozenset({"receipt.sign", "meeting.finish", "media.publish"})
"""What the officer of any body records in the body's own file."""

ANY_WORK = frozenset({"document.file"}) | OF_ITS_OWN
"""Any other body may file documents for its step."""

USUAL: Mapping[str, frozenset[str]] = {"role": STREET_WORK, "street": STREET_WORK, "office": OFFICE_WORK}
"""Kind of party → what it records where the notice's party names nothing."""

OWN = frozenset({"ledger.prepare", "ledger.issue", "archive.sign"})
"""Permissions of the product itself, which no gate names."""


def work_of(parties: Iterable[Party], code: str, kind: str = "") -> frozenset[str]:
    """What the clerks of a body record; a body the notice does not name works as one of `kind`.

    A street without `records` of its own has those of the role of streets.
    """
    known = tuple(parties)
    found = next((p for p in known if p.code == code), None)
    if found is not None and found.records:
        return frozenset(found.records) | OF_ITS_OWN
    kind = found.kind if found is not None and kind in ("", found.kind) else kind
    shared = {"street": ("role",), "office": ("office",)}.get(kind, ())
    named = [frozenset(p.records) for p in known if p.kind in shared and p.records]
    return frozenset().union(*named) if named else USUAL.get(kind, ANY_WORK)


def all_work(parties: Iterable[Party]) -> frozenset[str]:
    """Every permission somebody holds under a notice."""
    known = tuple(parties)
    return OWN.union(*(work_of(known, p.code) for p in known))
