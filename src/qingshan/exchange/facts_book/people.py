"""The sheets of organisations and appointments: their columns and their reading."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from qingshan.rulebook.nouns.base import Field

from ..register.codes import read_number_text
from ..register.complaints import ComplaintBook, Problem
from ..register.grid import Grid, address
from ..register.parsed import Context
from ..register.tidy import clean
from ..register.units import unit_in
from ..register.values import read_value
from ..register.words import split_list
from .columns import ORGANISATIONS_SHEET, Column
from .result import AppointmentLine, OrganisationLine
from .tools import SheetTools, day_of, number_of

KINDS = {
    "district": "党委政府",
    "office": "牵头办公室",
    "street": "属地单位",
    "bureau": "职能部门",
    "city": "上级机构",
    "institute": "专业机构",
    "holder": "采矿权人",
    "public": "公众",
}
ROLES = {
    "street_clerk": "属地填报岗",
    "street_approver": "属地审核岗",
    "office_clerk": "办公室经办岗",
    "office_head": "办公室负责人",
    "bureau_officer": "部门承办岗",
    "group_leader": "分管领导",
    "inspector": "督察（核查）人员",
    "city_observer": "上级观察岗",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "audit_admin": "审计管理员",
}
"""Titles where the caller gives none of a notice's own."""

ORGANISATION_FIELDS = (
    Field("code", "单位编码", required=("*",), note="通知中的单位用程序里的编码；同一单位更名，编码不变，另起一行"),
    Field("name", "单位名称", required=("*",)),
    Field("kind", "单位类别", "enum", list="people:kinds", required=("*",)),
    Field("parent", "上级单位编码"),
    Field("valid_from", "名称生效日期", "date", note="空着即自始有效"),
    Field("valid_to", "名称失效日期", "date", note="最后一个有效的日子；空着即至今有效"),
    Field("aliases", "别名", note="几个用顿号隔开"),
)
APPOINTMENT_FIELDS = (
    Field("login", "账号", note="不登录系统的人留空"),
    Field("name", "姓名", required=("*",)),
    Field("organisation", "单位", required=("*",), note="单位编码或名称"),
    Field("post", "职务"),
    Field("role", "角色", "enum", list="people:roles", note="登录系统的人必填"),
    Field("starts_on", "任职起", "date", required=("*",)),
    Field("ends_on", "任职止", "date", note="空着即在任"),
)


class PeopleReader(SheetTools):
    """Gathers the lines of both sheets."""

    def __init__(self, context: Context, book: ComplaintBook, blocked: set[tuple[str, int]]) -> None:
        super().__init__(context, book, blocked)
        self.organisations: list[OrganisationLine] = []
        self.appointments: list[AppointmentLine] = []

    def read(self, grid: Grid, title: str) -> None:
        """Adds the lines of one sheet; `title` says which of the two it is."""
        fields = ORGANISATION_FIELDS if title == ORGANISATIONS_SHEET else APPOINTMENT_FIELDS
        columns = tuple(Column(f.key, f.name, f.note, _known(f)) for f in fields)
        head, placed = self.table(grid, columns, ("name",))
        if not head:
            return
        for row in self.lines(grid, head, placed):
            values: dict[str, Any] = {}
            faulty: set[str] = set()
            for number, column in placed.items():
                self._cell(grid, row, number, column, values, faulty)
            for target in fields:
                if target.is_required("*") and target.key not in values and target.key not in faulty:
                    self.say("required", grid, (row, number_of(placed, target.key)), field=target.name)
            if title == ORGANISATIONS_SHEET:
                self._organisation(grid, row, values)
            else:
                self._appointment(grid, row, values)

    def _cell(
        self, grid: Grid, row: int, number: int, column: Column, values: dict[str, Any], faulty: set[str]
    ) -> None:
        cell = grid.at(*grid.origin(row, number))
        target = column.field
        if target is None or cell.is_empty:
            return
        is_code = target.key in {"code", "parent", "login"} and cell.kind == "number"
        unit = unit_in(column.head)
        parsed = (
            read_number_text(cell)
            if is_code
            else read_value(target, cell, replace(self.context, unit=unit, day_zero=grid.day_zero))
        )
        if parsed.value is not None:
            values[target.key] = parsed.value
        for problem in parsed.problems:
            faulty.add(target.key)
            named = Problem(problem.code, {"field": target.name, **problem.params}, problem.blocking)
            self.take_problem(named, grid, (row, number), cell.shown)

    def _organisation(self, grid: Grid, row: int, values: dict[str, Any]) -> None:
        start, end = day_of(values.get("valid_from")), day_of(values.get("valid_to"))
        if start and end and end < start:
            self.say("dates_reversed", grid, self.spot(grid, row, "valid_to"))
        if (grid.sheet, row) in self.blocked:
            return
        aliases = tuple(clean(part) for part in split_list(values.get("aliases", "")))
        twin = next((o for o in self.organisations if o.code == values["code"] and o.name == values["name"]), None)
        if twin is not None:
            self.book.add(
                "organisation_twice",
                grid.file,
                grid.sheet,
                address(*self.spot(grid, row, "code")),
                values["code"],
                organisation=values["code"],
            )
        self.organisations.append(
            OrganisationLine(
                grid.sheet,
                row,
                values["code"],
                values["name"],
                values["kind"],
                values.get("parent", ""),
                start,
                end,
                aliases,
            )
        )

    def _appointment(self, grid: Grid, row: int, values: dict[str, Any]) -> None:
        start, end = day_of(values.get("starts_on")), day_of(values.get("ends_on"))
        if start and end and end < start:
            self.say("dates_reversed", grid, self.spot(grid, row, "ends_on"))
        if values.get("login") and not values.get("role"):
            self.say("required", grid, self.spot(grid, row, "role"), field="角色")
        if (grid.sheet, row) in self.blocked:
            return
        self.appointments.append(
            AppointmentLine(
                grid.sheet,
                row,
                values.get("login", ""),
                values["name"],
                values["organisation"],
                values.get("post", ""),
                values.get("role", ""),
                start,
                end,
            )
        )


def _known(target: Field) -> Field:
    """A field of people with its list under the domain's lists, where the context holds it."""
    if not target.list:
        return target
    code = target.list.partition(":")[2]
    return Field(target.key, target.name, target.type, list=f"lists:{code}", required=target.required)
