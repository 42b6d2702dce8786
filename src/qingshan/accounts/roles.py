"""The roles of the desk and what each may do (design §2). A programme's gate names a permission; who holds it is here.

A permission is `noun.verb`. `own` roles act for the sites of their own street only; the others for the district.
Bureau officers hold what the notice gives their body, by the party code of their organisation.
"""

from __future__ import annotations

from dataclasses import dataclass

from qingshan.foundation.problems import Problem


@dataclass(frozen=True, slots=True)
class Role:
    """`reach`: street (sites of the own organisation), district, none. `is_admin` roles exclude each other and business."""

    code: str
    name: str
    reach: str
    permissions: frozenset[str] = frozenset()
    may_approve: bool = False
    is_admin: bool = False
    reads: bool = True


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
        "procedure.record",
        "patrol.record",
        "patrol.confirm",
        "recheck.record",
        "recheck.handle",
        "responsibility.substitute",
        "responsibility.recover",
        "funding.apply",
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
    },
)

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role("street_clerk", "街道填报岗", "street", STREET_WORK),
        Role("street_approver", "街道审核岗", "street", frozenset(), may_approve=True),
        Role("office_clerk", "区专项办经办岗", "district", OFFICE_WORK),
        Role(
            "office_head",
            "区专项办负责人",
            "district",
            frozenset({"ledger.issue", "complaint.decide", "programme.adopt", "archive.sign"}),
            may_approve=True,
        ),
        Role("bureau_officer", "部门承办岗", "district"),
        Role(
            "group_leader", "专项工作组领导", "district", frozenset({"ledger.issue", "archive.sign"}), may_approve=True
        ),
        Role("inspector", "督察（核查）人员", "district"),
        Role("city_observer", "市级观察岗", "district"),
        Role("system_admin", "系统管理员", "none", frozenset({"system.manage"}), is_admin=True, reads=False),
        Role("security_admin", "安全管理员", "none", frozenset({"security.manage"}), is_admin=True, reads=False),
        Role("audit_admin", "审计管理员", "none", frozenset({"audit.read"}), is_admin=True, reads=False),
    )
}

BUREAU_WORK: dict[str, frozenset[str]] = {
    "epb": frozenset(
        {
            "review.request",
            "review.draw",
            "review.record",
            "acceptance.record",
            "recognition.record",
            "plan.commission",
            "document.file",
            "patrol.record",
            "patrol.confirm",
            "recheck.record",
            "recheck.handle",
        }
    ),
    "land": frozenset(
        {
            "plan.commission",
            "site.amend",
            "responsibility.order",
            "responsibility.substitute",
            "responsibility.recover",
            "document.file",
            "patrol.record",
            "patrol.confirm",
            "recheck.record",
            "recheck.handle",
        }
    ),
    "finance": frozenset(
        {
            "funding.record",
            "funding.budget",
            "funding.apply",
            "funding.decide",
            "procedure.record",
            "document.file",
        }
    ),
    "enforcement": frozenset(
        {
            "responsibility.determine",
            "responsibility.order",
            "responsibility.substitute",
            "responsibility.recover",
            "enforcement.open",
            "enforcement.decide",
            "enforcement.link",
            "enforcement.close",
            "document.file",
        }
    ),
    "development": frozenset({"procedure.record", "document.file"}),
    "construction": frozenset({"procedure.record", "patrol.record", "patrol.confirm", "document.file"}),
    "publicity_group": frozenset({"publicity.post", "publicity.check", "publicity.interrupt"}),
}
"""Party code → what a bureau's officer records. Any bureau may file documents for its step."""


OF_ITS_OWN = frozenset({"receipt.sign", "meeting.finish", "media.publish"})
"""What any bureau's officer records in the bureau's own file."""


def permissions_of(role: str, organisation: str) -> frozenset[str]:
    """What a role in an organisation may do."""
    found = ROLES.get(role)
    if found is None:
        return frozenset()
    if role == "bureau_officer":
        return BUREAU_WORK.get(organisation, frozenset({"document.file"})) | OF_ITS_OWN
    return found.permissions


def conflict(held: set[str], role: str) -> str:
    """The held role that excludes `role`, or "" (三员分立, GB/T 22239-2019)."""
    new = ROLES[role]
    for code in sorted(held - {role}):
        if new.is_admin or ROLES[code].is_admin:
            return code
    return ""


def role_code(text: str) -> str:
    """A role by its code or its Chinese name; "" stays "". Problem for a word that is neither."""
    if not text or text in ROLES:
        return text
    found = next((r.code for r in ROLES.values() if r.name == text), "")
    if not found:
        known = "、".join(r.name for r in ROLES.values())
        raise Problem("bad_value", field="岗位角色", value=text, why=f"不在可选项里：{known}。")
    return found
