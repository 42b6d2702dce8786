"""The roles of the desk and what each may do (design §2). A programme's gate names a permission, its parties hold it.

A permission is `noun.verb`. A clerk holds what the notice gives a body; `{office}` and `{street}` in a name are the notice's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qingshan.foundation.problems import Problem
from qingshan.rulebook.duties import work_of
from qingshan.rulebook.programme import Party, Programme


@dataclass(frozen=True, slots=True)
class Role:
    """`reach`: street (sites of the own organisation), district, none. `is_admin` roles exclude each other and business.

    `clerk_of`: whose work a clerk does: own (the body of the appointment), street, office; "" for others.
    """

    code: str
    name: str
    reach: str
    permissions: frozenset[str] = frozenset()
    may_approve: bool = False
    is_admin: bool = False
    reads: bool = True
    clerk_of: str = ""

    def title(self, words: Mapping[str, str]) -> str:
        """The name with a notice's words in its places."""
        return self.name.format_map(words)


ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role("street_clerk", "{street}填报岗", "street", clerk_of="street"),
        Role("street_approver", "{street}审核岗", "street", may_approve=True),
        Role("office_clerk", "{office}经办岗", "district", clerk_of="office"),
        Role(
            "office_head",
            "{office}负责人",
            "district",
            frozenset({"ledger.issue", "complaint.decide", "programme.adopt", "archive.sign"}),
            may_approve=True,
        ),
        Role("bureau_officer", "部门承办岗", "district", clerk_of="own"),
        Role("group_leader", "分管领导", "district", frozenset({"ledger.issue", "archive.sign"}), may_approve=True),
        Role("inspector", "督察（核查）人员", "district"),
        Role("city_observer", "上级观察岗", "district"),
        Role("system_admin", "系统管理员", "none", frozenset({"system.manage"}), is_admin=True, reads=False),
        Role("security_admin", "安全管理员", "none", frozenset({"security.manage"}), is_admin=True, reads=False),
        Role("audit_admin", "审计管理员", "none", frozenset({"audit.read"}), is_admin=True, reads=False),
    )
}


def permissions_of(role: str, organisation: str, parties: Iterable[Party]) -> frozenset[str]:
    """What a role in an organisation may do: clerks what the notice gives their body, others what their role has."""
    found = ROLES.get(role)
    if found is None:
        return frozenset()
    if found.clerk_of == "own":
        return work_of(parties, organisation)
    if found.clerk_of:
        return work_of(parties, organisation, found.clerk_of)
    return found.permissions


def role_names(programme: Programme) -> dict[str, str]:
    """Role code → its title, with the notice's own short names of its office and of its streets."""
    words = {"office": programme.called("office", "办公室"), "street": programme.called("role", "街道")}
    return {code: role.title(words) for code, role in ROLES.items()}


def conflict(held: set[str], role: str) -> str:
    """The held role that excludes `role`, or "" (三员分立, GB/T 22239-2019)."""
    new = ROLES[role]
    for code in sorted(held - {role}):
        if new.is_admin or ROLES[code].is_admin:
            return code
    return ""


def role_code(text: str, names: Mapping[str, str]) -> str:
    """A role by its code or its title; "" stays "". Problem for a word that is neither."""
    if not text or text in ROLES:
        return text
    found = next((code for code, name in names.items() if name == text), "")
    if not found:
        raise Problem("bad_value", field="岗位角色", value=text, why=f"不在可选项里：{'、'.join(names.values())}。")
    return found
