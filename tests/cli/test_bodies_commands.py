"""bodies, seats, duties, policies, archive, and the workbook's sheets of bodies, as an office types them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.cli.command import done, qingshan
from tests.cli.form import Form
from tests.cli.offices import Office


@pytest.fixture
def form(office: Office, tmp_path: Path) -> Form:
    done("import", "template", "--data", office.data, "--out", tmp_path / "空表.xlsx")
    return Form(tmp_path / "空表.xlsx")


PLAN = {
    "事项": "实施方案已报", "发生日期": date(2018, 10, 8), "实施方案文号": "方案1号", "重点任务": "回填", "措施": "招标",
    "时限": "每年11月底", "监管措施": "每周巡查", "填报人": "甲", "审核人": "乙",
}  # fmt: skip


def fill(form: Form, body: str) -> None:
    form.write("属地实施方案", 记录号="P1", 单位名称=body, **PLAN)
    form.write("属地实施方案-年度目标", 记录号="P1", 年度="2019年度", 治理处数=3, 治理面积=2)
    for duty, name in (("第一责任人", "丙"), ("直接责任人", "丁")):
        form.write("属地实施方案-责任人", 记录号="P1", 责任=duty, 姓名=name, 职务="领导")
    form.write("政策文件", 记录号="Z1", 单位代码="office", 事项="文件已登记", 发生日期=date(2018, 6, 20), 文号="市1号",
               文件标题="市文件", 发文机关="市", 成文日期=date(2018, 6, 20), 整改任务项="第七十一项")  # fmt: skip
    form.write("政策文件", 记录号="Z2", 单位代码="office", 事项="文件已登记", 发生日期=date(2018, 7, 14), 文号="区1号",
               文件标题="区文件", 发文机关="区", 成文日期=date(2018, 7, 14), 上级文件文号="市1号")  # fmt: skip


def streets(office: Office) -> list[str]:
    return [one["name"] for one in done("bodies", "--data", office.data)["bodies"] if one["kind"] == "street"]


def test_a_workbook_of_bodies_is_entered_and_told_by_the_commands(office: Office, form: Form, tmp_path: Path):
    street = streets(office)[0]
    fill(form, street)

    entered = done("import", "facts", form.save(tmp_path / "单位.xlsx"), "--data", office.data)

    assert (entered["stored"], entered["refused"]) == (3, [])
    told = done("bodies", street, "--on", "2018-11-05", "--data", office.data)
    (one,) = told["bodies"]
    assert [t | {} for t in one["targets"]] == [
        {"year": "2019", "count": 3, "area_m2": "20000", "investment": None, "plan": "方案1号"}
    ]
    assert [d["code"] for d in one["owed"]] == ["coverage", "receipt"]
    assert told["promised"][0] | {"promised": 3, "listed": 0, "closed": 0} == told["promised"][0]
    other = done("bodies", streets(office)[1], "--on", "2018-11-05", "--data", office.data)["bodies"][0]
    late = next(d for d in other["owed"] if d["code"] == "unit_plan")
    assert (late["state"], late["due_on"], late["slack"], late["clause"]) == ("overdue", "2018-10-31", -5, "五(二)1")
    (root,) = done("policies", "--data", office.data)["policies"]
    assert (root["number"], root["task_item"], [b["number"] for b in root["below"]]) == (
        "市1号",
        "第七十一项",
        ["区1号"],
    )
    assert done("check", "--data", office.data)["ok"] is True


def test_a_signed_roll_up_and_a_confirmed_reading_are_lines_of_the_workbook(office: Office, form: Form, tmp_path: Path):
    reading = done("programme", "readings", "--data", office.data)["readings"][0]
    paper = {
        "单位代码": "office",
        "事项": "口径已确认",
        "发生日期": date(2018, 9, 3),
        "确认单位": "区政府",
        "确认文号": "1号",
    }
    form.write("口径确认", 记录号="K1", 口径编号=reading["code"], 所选=reading["meaning"], **paper)
    form.write("口径确认", 记录号="K2", 口径编号=reading["code"], 所选="别的", **paper)
    form.write("摸底档案汇总", 记录号="D1", 单位代码="office", 事项="摸底档案已签字", 发生日期=date(2018, 8, 30),
               档案编号="DA-1", 汇总截至=date(2018, 8, 30), 矿山总数=26, 签字人="主任")  # fmt: skip

    entered = qingshan(
        "import", "facts", form.save(tmp_path / "口径.xlsx"), "--data", office.data, "--accept-good"
    ).data

    assert (entered["stored"], [r["code"] for r in entered["refused"]]) == (2, ["blocked"])
    told = done("programme", "readings", "--data", office.data)["readings"][0]["confirmed"]
    assert [(one["on"], one["decided_by"], one["document_no"]) for one in told] == [("2018-09-03", "区政府", "1号")]
    assert done("check", "--data", office.data)["ok"] is True


def test_a_body_nobody_knows_is_said_with_its_cell_and_nothing_is_stored(office: Office, form: Form, tmp_path: Path):
    fill(form, "没有的街道")
    said = qingshan("import", "facts", form.save(tmp_path / "单位.xlsx"), "--data", office.data)
    assert said.code == 1
    (complaint,) = [c for c in said.data["complaints"] if c["blocking"]]
    assert (complaint["code"], complaint["sheet"], complaint["cell"]) == ("body_unknown", "属地实施方案", "C2")
    assert office.select("SELECT COUNT(*) FROM casework_factrow") == [(0,)]


def test_a_body_of_the_workbook_s_own_sheet_may_be_named_on_the_others(office: Office, form: Form, tmp_path: Path):
    form.write("单位", 单位编码="water", 单位名称="区水务局", 单位类别="职能部门")
    form.write("宣传", 记录号="X1", 单位名称="区水务局", 事项="已宣传", 发生日期=date(2019, 1, 5), 宣传渠道="报刊",
               媒体名称="日报", 宣传标题="绿了")  # fmt: skip
    entered = done("import", "facts", form.save(tmp_path / "单位.xlsx"), "--data", office.data)
    assert (entered["stored"], entered["organisations"]) == (1, 1)


def test_an_unknown_body_is_refused(office: Office):
    said = qingshan("bodies", "没有的单位", "--data", office.data)
    assert (said.code, said.error) == (1, "unknown_organisation")


def test_seats_and_duties_say_who_has_work_and_no_seat(office: Office):
    seats = done("seats", "--data", office.data)
    assert [d["party"] for d in seats["duties_without_seat"]] == ["enforcement"]
    duties = {line["party"]: line for line in done("duties", "--data", office.data)["bodies"]}
    assert duties["enforcement"]["seated"] is False
    assert "unit_plan" in [t["code"] for t in duties["street"]["tasks"]]


def test_an_archive_is_signed_by_a_person_and_verified(office: Office, form: Form, tmp_path: Path):
    out = tmp_path / "档案"
    said = qingshan("archive", "snapshot", "--on", "2018-08-30", "--by", "admin", "--out", out, "--data", office.data)
    assert (said.code, said.error) == (1, "not_allowed")
    form.write("人员任职", 账号="head", 姓名="负责人甲", 单位="office", 职务="办公室主任", 角色="区专项办负责人",
               任职起=date(2018, 6, 1))  # fmt: skip
    done("import", "facts", form.save(tmp_path / "人员.xlsx"), "--data", office.data)

    made = done("archive", "snapshot", "--on", "2018-08-30", "--by", "head", "--out", out, "--data", office.data)

    assert (made["number"], made["signed_name"]) == ("DA-20180830", "负责人甲")
    assert sorted(p.suffix for p in out.iterdir()) == [".json", ".xlsx"]
    found = done("archive", "verify", "--data", office.data)
    assert found["archives"] == [{"number": "DA-20180830", "ok": True, "findings": [], "notes": []}]
    assert qingshan("archive", "verify", "DA-1", "--data", office.data).error == "unknown_archive"
    seats = done("seats", "--on", "2019-01-01", "--data", office.data)["seats"]
    assert next(s for s in seats if s["code"] == "office_head")["holders"] == [
        {"name": "负责人甲", "post": "办公室主任"}
    ]
