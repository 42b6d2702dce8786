"""Bodies and posts of the demonstration district. People are known by their post alone; streets by heavenly stems."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PASSWORD = "Qingshan-2019"  # noqa: S105 - printed at every start of the demonstration, good for nothing else
APPOINTED_ON = date(2018, 7, 1)


@dataclass(frozen=True, slots=True)
class Street:
    """`key` is the stem the site table names it by, and the first part of its sign-ins."""

    key: str
    code: str
    name: str

    @property
    def clerk(self) -> str:
        return f"{self.key}.clerk"

    @property
    def approver(self) -> str:
        return f"{self.key}.approver"

    @property
    def clerk_name(self) -> str:
        return f"{self.name}填报岗"

    @property
    def approver_name(self) -> str:
        return f"{self.name}审核岗"


# Streets have the nine digits of a made-up region; a 片区管委会 has no such code (domain §6.5).
STREETS = (
    Street("jia", "650199001", "甲岭街道"),
    Street("yi", "650199002", "乙泉街道"),
    Street("bing", "650199003", "丙沟街道"),
    Street("ding", "650199004", "丁湾街道"),
    Street("wu", "650199005", "戊坪街道"),
    Street("ji", "pq-ji", "己湖片区管委会"),
    Street("geng", "pq-geng", "庚台片区管委会"),
)
STREET_OF = {street.key: street for street in STREETS}


@dataclass(frozen=True, slots=True)
class Seat:
    """A person of the demonstration. `signs_in`: listed with the password at the start."""

    login: str
    name: str
    organisation: str
    role: str
    signs_in: bool = True


OFFICE_CLERK = "区专项办经办岗"
OFFICE_HEAD = "区专项办负责人"

SEATS = (
    *(
        Seat(street.clerk, street.clerk_name, street.code, "street_clerk", signs_in=street.key in {"jia", "wu"})
        for street in STREETS
    ),
    *(
        Seat(street.approver, street.approver_name, street.code, "street_approver", signs_in=street.key == "jia")
        for street in STREETS
    ),
    Seat("office", OFFICE_CLERK, "office", "office_clerk"),
    Seat("head", OFFICE_HEAD, "office", "office_head"),
    Seat("epb", "区环保局验收岗", "epb", "bureau_officer"),
    Seat("finance", "区财政局资金岗", "finance", "bureau_officer"),
    Seat("land", "区国土资源分局业务岗", "land", "bureau_officer", signs_in=False),
    Seat("enforcement", "区行政执法局办案岗", "enforcement", "bureau_officer", signs_in=False),
    Seat("leader", "区专项工作组组长", "group", "group_leader"),
    Seat("inspector", "督察人员", "government_office", "inspector"),
    Seat("city", "市专项办观察岗", "city_office", "city_observer"),
    Seat("admin", "系统管理员", "office", "system_admin"),
    Seat("security", "安全管理员", "government_office", "security_admin"),
    Seat("audit", "审计管理员", "government_office", "audit_admin"),
)

# The reform of 2019 renamed bodies while the programme ran (C-23).
RENAMED_ON = date(2019, 3, 1)
RENAMED = {"safety": "区应急管理局", "agriculture": "区农业农村局"}
