"""The facts workbook: written empty, filled in as an office would, and read back as records."""

import io
from datetime import date, time
from pathlib import Path

import openpyxl
import pytest

from qingshan.exchange.facts_book import read_facts, write_template
from qingshan.exchange.facts_book.columns import choices, columns_of, row_fields, sheet_title
from qingshan.exchange.register import read_register
from qingshan.rulebook.lists import LISTS as DOMAIN
from qingshan.rulebook.nouns import NOUNS
from qingshan.rulebook.programme import RegisterRules
from tests.exchange.made_up import LISTS, STREETS, TODAY


@pytest.fixture(scope="module")
def template() -> bytes:
    return write_template(NOUNS, DOMAIN, LISTS, STREETS, sites={"KS-1": "甲子砂场", "KS-2": "乙丑砂场"})


class Filled:
    """A template being filled in: `put("摸底", 记录号="M1", …)` writes one line."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))

    def put(self, sheet: str, **values: object) -> None:
        page = self.book[sheet]
        heads = {cell.value.split("（")[0]: cell.column for cell in page[1] if cell.value}
        row = next(n for n in range(2, 999) if all(page.cell(n, c).value is None for c in heads.values()))
        for head, value in values.items():
            page.cell(row, heads[head]).value = value

    def read(self, folder: Path):
        path = folder / "补录.xlsx"
        self.book.save(path)
        return read(path)


def cell_of(filled: Filled, sheet: str, head: str, row: int = 2) -> str:
    """The address of a cell by the head of its column."""
    column = next(cell for cell in filled.book[sheet][1] if str(cell.value).split("（")[0] == head)
    return f"{column.column_letter}{row}"


def read(path: Path):
    return read_facts(path, NOUNS, DOMAIN, LISTS, STREETS, today=TODAY)


@pytest.fixture
def filled(template) -> Filled:
    return Filled(template)


SURVEY = {
    "记录号": "M1", "矿山编号": "KS-1", "事项": "摸底完成", "发生日期": "2018-08-20", "破坏总面积": 12.5, "应治理面积": 10,
    "填表人": "甲", "审核人": "乙",
}  # fmt: skip


def test_the_empty_workbook_reads_as_nothing_and_without_complaint(template, tmp_path):
    path = tmp_path / "空表.xlsx"
    path.write_bytes(template)
    found = read(path)
    assert (found.lines, found.complaints, found.organisations, found.appointments) == ((), (), (), ())


def test_the_same_template_is_the_same_bytes(template):
    assert template == write_template(NOUNS, DOMAIN, LISTS, STREETS, sites={"KS-1": "甲子砂场", "KS-2": "乙丑砂场"})


def test_every_noun_and_sub_table_has_its_sheet_and_every_column_is_explained(template):
    book = openpyxl.load_workbook(io.BytesIO(template))
    explained = {(row[0], row[1]) for row in book["说明"].iter_rows(values_only=True)}
    for noun in NOUNS:
        heads = [cell.value for cell in book[sheet_title(noun)][1]]
        assert heads == [column.title for column in columns_of(noun)]
        assert len(heads) == len(set(heads))
        assert {(sheet_title(noun), column.head) for column in columns_of(noun)} <= explained
        for field in row_fields(noun):
            assert book[sheet_title(noun, field)]["A1"].value == "记录号"
    assert book["摸底"].freeze_panes == "E2"
    assert book["选项"].sheet_state == "hidden"


def test_excel_takes_every_sheet_name_and_every_drop_down(template):
    book = openpyxl.load_workbook(io.BytesIO(template))
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in book.sheetnames)
    rules = [rule for page in book for rule in page.data_validations.dataValidation]
    assert len(rules) > 300
    for rule in rules:
        assert rule.type in (None, "none") or rule.formula1.startswith("选项!$"), (
            "words by reference: 255 characters are few"
        )
        assert len(rule.promptTitle or "") <= 32
        assert len(rule.prompt or "") <= 255
        assert len(rule.error or "") <= 255


def test_only_the_sheets_asked_for_are_written_with_their_sub_tables_and_the_explanation():
    nouns = [noun for noun in NOUNS if noun.code in {"survey", "weekly"}]
    content = write_template(nouns, DOMAIN, LISTS, STREETS, people=())
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == ["说明", "摸底", "摸底-破坏单元", "周报", "选项"]


def test_sites_are_offered_by_code_and_by_name(template):
    book = openpyxl.load_workbook(io.BytesIO(template))
    rules = {str(rule.sqref).split(":")[0]: rule for rule in book["周报"].data_validations.dataValidation}
    for cell, offered in (("B2", ["KS-1", "KS-2"]), ("C2", ["甲子砂场", "乙丑砂场"])):
        letter = rules[cell].formula1.split("$")[1]
        assert [x.value for x in book["选项"][letter] if x.value] == offered


def test_the_explanation_says_how_evidence_is_named_and_where_files_lie(template):
    book = openpyxl.load_workbook(io.BytesIO(template))
    (how,) = {row[2] for row in book["说明"].iter_rows(values_only=True) if row[1] == "证据（文件名）"}
    assert "档案位：文件名" in how
    assert "本工作簿旁边" in how
    assert "“证据”的文件夹" in how
    assert book["说明"].row_dimensions[12].height is not None, "wrapped text is shown whole"


@pytest.mark.parametrize(
    ("sheet", "head"),
    [
        ("方案", "方案版本"), ("评审", "方案版本"), ("治理", "标段"), ("验收", "标段"), ("公示", "公示号"), ("投诉", "投诉号"),
        ("销号", "销号申请号"), ("摸底", None), ("周报", None), ("矿山（采矿点）", None), ("档案件", None),
    ],
)  # fmt: skip
def test_what_a_record_speaks_of_is_asked_in_its_own_word_and_only_where_there_is_something(template, sheet, head):
    noun = next(n for n in NOUNS if n.name == sheet)
    assert [c.head for c in columns_of(noun) if c.key == "subject"] == ([head] if head else [])
    heads = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(template))[sheet][1]]
    assert "主体" not in heads
    assert heads.count("档案位") == (sheet == "档案件")


def test_drop_downs_offer_the_words_of_the_lists(template):
    book = openpyxl.load_workbook(io.BytesIO(template))
    page = book["摸底"]
    rules = {str(rule.sqref).split(":")[0]: rule for rule in page.data_validations.dataValidation}
    column = next(cell for cell in page[1] if cell.value == "地貌形态")
    source = rules[f"{column.column_letter}2"].formula1
    letter = source.split("$")[1]
    offered = [cell.value for cell in book["选项"][letter] if cell.value]
    assert offered == list(DOMAIN["landform"].values())


def test_each_result_of_a_noun_has_one_word_of_its_own():
    for noun in NOUNS:
        assert len(choices(noun)) == sum(len(action.results) for action in noun.actions)


def test_a_line_comes_back_as_a_record(filled, tmp_path):
    filled.put(
        "摸底",
        **SURVEY,
        时间="09:30",
        地貌形态="山区",
        威胁对象="公路、居民地",
        严重影响群众生产生活="√",
        采坑数量="2",
        补录="是",
        证据="摸底表、照片",
        证据补齐期限="2019-12-31",
    )
    filled.put(
        "摸底-破坏单元", 记录号="M1", 矿山编号="KS-1", 单元号="1", 单元属性="采坑", 土地破坏方式="挖损", 面积="30亩"
    )
    filled.put(
        "摸底-破坏单元", 记录号="M1", 矿山编号="KS-1", 单元号="2", 单元属性="排土场", 土地破坏方式="占用", 面积=1
    )
    found = filled.read(tmp_path)
    assert not found.is_blocked
    (line,) = found.lines
    assert (line.noun, line.action, line.result) == ("survey", "record_survey", "completed")
    assert (line.happened_on, line.precision, line.at) == (date(2018, 8, 20), "day", time(9, 30))
    assert (line.record_no, line.site_code, line.filled_by, line.approved_by) == ("M1", "KS-1", "甲", "乙")
    assert (line.is_backfill, line.evidence, line.promised_on) == (True, ("摸底表", "照片"), date(2019, 12, 31))
    assert dict(line.values) == {
        "total_area_m2": "125000",
        "treatable_area_m2": "100000",
        "landform": "mountain",
        "threatened": ["road", "residents"],
        "affects_residents": True,
        "pit_count": 2,
        "filled_by": "甲",
        "approved_by": "乙",
        "units": [
            {"unit_no": "1", "unit_type": "pit", "damage_way": "excavated", "area_m2": "20000"},
            {"unit_no": "2", "unit_type": "spoil", "damage_way": "occupied", "area_m2": "10000"},
        ],
    }


@pytest.mark.parametrize(
    ("written", "files"),
    [
        ("摸底和核查.pdf", ("摸底和核查.pdf",)),
        ("摸底及核查.pdf、甲与乙.jpg", ("摸底及核查.pdf", "甲与乙.jpg")),
        ("a & b.pdf；c，d.pdf;e 1.pdf", ("a & b.pdf", "c，d.pdf", "e 1.pdf")),
        ("关闭文件：一.pdf\n摸底/核查.pdf", ("关闭文件：一.pdf", "摸底/核查.pdf")),
    ],
)
def test_only_marks_that_cannot_belong_to_a_name_part_the_files(filled, tmp_path, written, files):
    filled.put("摸底", **SURVEY, 证据=written)
    (line,) = filled.read(tmp_path).lines
    assert line.evidence == files


def test_the_older_head_of_the_subject_is_still_read(filled, tmp_path):
    page = filled.book["治理"]
    next(cell for cell in page[1] if cell.value == "标段").value = "主体"
    filled.put("治理", 记录号="1", 矿山编号="KS-1", 事项="开工", 发生日期="2019-04-01", 主体="一标", 填报人="甲")
    (line,) = filled.read(tmp_path).lines
    assert line.subject == "一标"


def test_a_subject_beside_the_slot_of_a_document_is_not_read_and_said_so(filled, tmp_path):
    filled.book["档案件"]["Z1"] = "主体"
    filled.book["档案件"]["Z2"] = "别的"
    filled.put(
        "档案件", 记录号="1", 矿山编号="KS-1", 事项="不适用", 发生日期="2019-04-01", 档案位="采矿许可证", 原因="无证",
        填报人="甲",
    )  # fmt: skip
    found = filled.read(tmp_path)
    assert [(c.cell, c.code, c.blocking) for c in found.complaints if c.cell == "Z1"] == [
        ("Z1", "column_foreign", False)
    ]
    (line,) = found.lines
    assert (line.subject, line.values["slot"]) == ("", "licence")


@pytest.mark.parametrize("head", ["填表人", "填报人"])
def test_who_filled_in_is_one_column_by_either_word(filled, tmp_path, head):
    page = filled.book["摸底"]
    next(cell for cell in page[1] if cell.value == "填表人").value = head
    filled.put("摸底", **{**{k: v for k, v in SURVEY.items() if k != "填表人"}, head: "甲"})
    (line,) = filled.read(tmp_path).lines
    assert (line.filled_by, line.values["filled_by"]) == ("甲", "甲")


def test_a_retraction_asks_only_for_the_record_and_the_reason(filled, tmp_path):
    filled.put("治理", 事项="录入作废", 更正记录号="WG-1", 更正原因="录到了别的矿山")
    filled.put("治理", 记录号="Z2", 矿山编号="KS-1", 事项="录入作废", 更正记录号="WG-2")
    filled.put("摸底", **{**SURVEY, "事项": "录入作废"}, 更正记录号="M0", 更正原因="重复录入")
    found = filled.read(tmp_path)
    assert [(c.sheet, c.cell, c.code, c.blocking) for c in found.complaints] == [
        ("摸底", cell_of(filled, "摸底", "事项"), "retraction_reads_little", False),
        ("治理", cell_of(filled, "治理", "更正原因", 3), "required", True),
    ]
    assert [(x.noun, x.action, x.result, x.corrects, dict(x.values)) for x in found.lines] == [
        ("survey", "", "retracted", "M0", {}),
        ("works", "", "retracted", "WG-1", {}),
    ]
    assert [x.happened_on for x in found.lines] == [date(2018, 8, 20), TODAY]


@pytest.mark.parametrize("head", ["记录号", "矿山编号", "事项", "发生日期", "破坏总面积", "审核人"])
def test_an_empty_cell_that_must_be_filled_is_named_itself(filled, tmp_path, head):
    filled.put("摸底", **{k: v for k, v in SURVEY.items() if k != head})
    (said,) = filled.read(tmp_path).complaints
    assert (said.cell, said.blocking) == (cell_of(filled, "摸底", head), True)


def test_what_a_retraction_a_correction_and_a_body_lack_is_named_in_its_own_cell(filled, tmp_path):
    filled.put("摸底", **SURVEY, 更正记录号="M0")
    filled.put("摸底", **{**SURVEY, "记录号": "M2", "审核人": "甲"})
    filled.put("人员任职", 账号="a", 姓名="甲", 单位="coal", 任职起="2018-01-01")
    found = filled.read(tmp_path)
    assert {(c.code, c.cell) for c in found.complaints} == {
        ("correct_reason_missing", cell_of(filled, "摸底", "更正原因")),
        ("same_person", cell_of(filled, "摸底", "审核人", 3)),
        ("required", cell_of(filled, "人员任职", "角色")),
    }


PATROL = {"矿山编号": "KS-1", "事项": "巡查未发现问题", "发生日期": "2018-08-20", "巡查人": "甲", "审核人": "乙"}


def test_a_number_given_twice_in_one_paper_is_refused_with_both_rows(filled, tmp_path):
    for no, number, site in (
        ("X1", "XC1", "KS-1"),
        ("X1", "XC1", "KS-1"),
        ("X1", "XC1", "KS-2"),
        ("X1", "XC2", "KS-1"),
    ):
        filled.put(
            "巡查", **{**PATROL, "记录号": no, "巡查号": number, "矿山编号": site, "巡查情况": f"{no}{number}{site}"}
        )
    filled.book["巡查"].cell(3, 9).value = "又一次"
    found = filled.read(tmp_path)
    (said,) = [c for c in found.complaints if c.code in {"number_twice", "line_twice"}]
    assert (said.cell[-1], said.blocking) == ("3", True)
    assert "第 2 行" in said.reason


@pytest.mark.parametrize("written", ["治理、验收", "治理/验收", "治理 验收"])
def test_a_step_to_go_back_to_is_one(filled, tmp_path, written):
    filled.put("验收", 记录号="Y1", 矿山编号="KS-1", 事项="验收不通过", 发生日期="2019-08-20", 重开到=written)
    said = next(c for c in filled.read(tmp_path).complaints if c.code == "word_several")
    assert (said.cell, said.blocking) == (cell_of(filled, "验收", "重开到"), True)
    assert "治理、验收" in said.reason


def test_a_bad_line_is_shown_in_the_words_of_its_cell_not_in_codes(filled, tmp_path):
    filled.put("延期与豁免", 记录号="W1", 矿山编号="KS-1", 事项="步骤豁免", 发生日期="2019-08-20", 延期的步骤="治理")
    said = next(c for c in filled.read(tmp_path).complaints if c.code == "field_not_of_action")
    assert said.value == "治理"


@pytest.mark.parametrize("title", ["现状图.dwg", "现场.heic", "D:\\图\\验收表", "/资料/图"])
def test_a_document_called_like_a_file_is_that_file(filled, tmp_path, title):
    line = {
        "记录号": "D1",
        "矿山编号": "KS-1",
        "事项": "已归档",
        "发生日期": "2018-08-20",
        "档案位": "采矿许可证",
        "审核人": "乙",
    }
    filled.put("档案件", **line, 文件名称=title)
    filled.put("档案件", **{**line, "记录号": "D2"}, 文件名称="采矿许可证复印件")
    assert [x.evidence for x in filled.read(tmp_path).lines] == [(title,), ()]


def test_words_where_a_day_is_asked_are_told_and_kept_where_the_register_keeps_them(filled, tmp_path):
    register = sheet_title(next(noun for noun in NOUNS if noun.code == "site"))
    exception = {"记录号": "W1", "矿山编号": "KS-1", "事项": "步骤豁免", "发生日期": "2019-08-20", "有效至": "长期"}
    filled.put("延期与豁免", **exception)
    filled.put(register, 记录号="R1", 矿山名称="甲矿", 事项="已登记", 发生日期="2018-08-20", 许可证终止="长期有效")
    told = [(c.sheet, c.code, c.blocking) for c in filled.read(tmp_path).complaints if c.code == "words_for_a_day"]
    assert told == [("延期与豁免", "words_for_a_day", False)]


def test_every_sheet_offers_the_retraction(template):
    book = openpyxl.load_workbook(io.BytesIO(template))
    explained = [row for row in book["说明"].iter_rows(values_only=True) if row[1] == "事项"]
    assert len(explained) == len(NOUNS)
    assert all(row[5].endswith("、录入作废") for row in explained)


def test_lines_of_one_record_share_their_paper_and_keep_their_own_results(filled, tmp_path):
    filled.put(
        "评审",
        记录号="P1",
        矿山编号="KS-1",
        事项="评审通过",
        发生日期="2018-10-20",
        方案版本="v1",
        评审会="第一次会",
        填报人="甲",
    )
    filled.put(
        "评审", 记录号="P1", 矿山编号="KS-2", 事项="修改后复核", 发生日期="2018-10-20", 方案版本="v1", 综合意见="补充"
    )
    for name in ("甲", "乙", "丙"):
        filled.put("评审-评审专家", 记录号="P1", 姓名=name, 专业="生态环境保护", 工作单位="某院")
    found = filled.read(tmp_path)
    assert not found.is_blocked
    one, two = found.lines
    assert (one.result, two.result) == ("passed", "revise")
    assert (one.values["meeting"], two.values["meeting"]) == ("第一次会", "第一次会")
    assert one.values["panel"] == two.values["panel"]
    assert len(one.values["panel"]) == 3
    assert (two.values["opinion"], two.filled_by) == ("补充", "甲")
    assert "opinion" not in one.values


def test_money_dates_and_codes_are_payload_typed(filled, tmp_path):
    filled.put(
        "资金", 记录号=7, 矿山编号="KS-1", 事项="下达", 发生日期="2019年3月", 资金文号="某财〔2019〕1号", 资金年度=2019,
        资金级次="县区级", 资金来源="区财政", 金额="120.5",
    )  # fmt: skip
    (line,) = filled.read(tmp_path).lines
    assert line.record_no == "7"
    assert (line.happened_on, line.precision, line.text) == (date(2019, 3, 31), "month", "2019年3月")
    assert dict(line.values) == {
        "document_no": "某财〔2019〕1号", "year": 2019, "level": "district", "source": "district_budget", "amount": 120500000,
    }  # fmt: skip


def test_a_word_that_two_actions_share_names_its_action(filled, tmp_path):
    line = {"矿山编号": "KS-1", "发生日期": "2019-10-08", "办理机构": "市办", "意见": "补材料"}
    filled.put("销号", 记录号="A", 事项="退回（记录上级审核）", 重开到="验收", **line)
    filled.put("销号", 记录号="B", 事项="退回", **line)
    filled.put("销号", 记录号="C", 事项="退回（记录组长签字）", 重开到="无", **line)
    found = filled.read(tmp_path)
    assert [(x.action, x.result, x.to) for x in found.lines] == [
        ("record_city_audit", "returned", "acceptance"),
        ("record_signature", "returned", ""),
    ]
    assert [(c.cell, c.code) for c in found.complaints] == [("D3", "result_unknown")]
    assert found.blocked == {("销号", 3)}


def test_a_new_site_can_be_registered_by_the_workbook(filled, tmp_path):
    filled.put(
        "矿山（采矿点）", 记录号="1", 事项="登记", 发生日期="2018-07-20", 矿山名称="甲矿", 档案类别="政策性关闭小煤矿", 持证="是",
        属地单位="六道湾",
    )  # fmt: skip
    found = filled.read(tmp_path)
    assert not found.is_blocked
    (line,) = found.lines
    assert (line.site_name, line.values["street"], line.values["category"]) == ("甲矿", "650105002", "1")


def test_a_correction_names_what_it_corrects_and_why(filled, tmp_path):
    filled.put("摸底", **SURVEY, 更正记录号="M0")
    found = filled.read(tmp_path)
    assert [c.code for c in found.complaints] == ["correct_reason_missing"]
    assert found.lines == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"破坏总面积": "一些"}, "not_a_number"),
        ({"破坏总面积": None}, "required"),
        ({"发生日期": "2018-02-30"}, "date_impossible"),
        ({"发生日期": "2031-01-01"}, "date_future"),
        ({"发生日期": None}, "required"),
        ({"记录号": None}, "record_no_missing"),
        ({"矿山编号": None}, "site_missing"),
        ({"事项": "摸完了"}, "result_unknown"),
        ({"事项": None}, "required"),
        ({"审核人": "甲"}, "same_person"),
        ({"地貌形态": "山坡坡"}, "word_unknown"),
        ({"采坑数量": "1.5"}, "not_whole"),
        ({"时间": "25:00"}, "time_unknown"),
        ({"破坏总面积": "#N/A"}, "error_cell"),
    ],
)
def test_a_bad_cell_of_a_line_is_said_and_the_line_held_back(filled, tmp_path, change, code):
    filled.put("摸底", **{**SURVEY, **change})
    found = filled.read(tmp_path)
    assert [c.code for c in found.complaints if c.blocking] == [code]
    assert found.lines == ()
    assert found.blocked == {("摸底", 2)}


def test_a_field_of_another_action_is_refused(filled, tmp_path):
    filled.put(
        "治理",
        记录号="1",
        矿山编号="KS-1",
        事项="开工",
        发生日期="2019-04-01",
        标段="一标",
        施工单位="某公司",
        进展="很好",
    )
    found = filled.read(tmp_path)
    assert [(c.code, c.cell[-1]) for c in found.complaints] == [("field_not_of_action", "2")]


def test_papers_that_differ_within_a_record_are_refused(filled, tmp_path):
    line = {"记录号": "P", "事项": "列入年度名单", "发生日期": "2018-12-01", "治理年度": "2019年度"}
    filled.put("年度名单", 矿山编号="KS-1", 名单文号="一号", **line)
    filled.put("年度名单", 矿山编号="KS-2", 名单文号="二号", **line)
    found = filled.read(tmp_path)
    assert [c.code for c in found.complaints] == ["paper_differs"]
    assert len(found.lines) == 1


def test_rows_of_a_sub_table_without_their_line_are_refused(filled, tmp_path):
    filled.put("摸底", **SURVEY)
    filled.put("摸底-破坏单元", 记录号="M9", 矿山编号="KS-1", 单元号="1", 单元属性="采坑", 土地破坏方式="挖损", 面积=1)
    found = filled.read(tmp_path)
    assert [(c.sheet, c.code) for c in found.complaints] == [("摸底-破坏单元", "row_orphan")]


def test_a_row_of_a_sub_table_that_finds_no_line_is_no_line_set_aside(filled, tmp_path):
    """Without it some record would be stored incomplete."""
    filled.put("摸底", **SURVEY)
    filled.put("摸底-破坏单元", 记录号="M9", 矿山编号="KS-1", 单元号="1", 单元属性="采坑", 土地破坏方式="挖损", 面积=1)
    filled.put("摸底", **{**SURVEY, "记录号": "M2", "矿山编号": "KS-2", "采坑数量": "许多"})
    assert filled.read(tmp_path).blocked == {("摸底", 3)}


def test_the_same_line_twice_is_refused(filled, tmp_path):
    filled.put("摸底", **SURVEY)
    filled.put("摸底", **{**SURVEY, "记录号": "M2"})
    found = filled.read(tmp_path)
    assert [(c.cell, c.code) for c in found.complaints] == [("A3", "line_twice")]


def test_organisations_and_appointments_are_read(filled, tmp_path):
    filled.put(
        "单位",
        单位编码="land",
        单位名称="国土资源分局",
        单位类别="职能部门",
        名称失效日期="2018-12-31",
        别名="国土局、国土分局",
    )
    filled.put("单位", 单位编码="land", 单位名称="自然资源局", 单位类别="职能部门", 名称生效日期="2019-01-01")
    filled.put("人员任职", 账号="a01", 姓名="某甲", 单位="land", 职务="科员", 角色="部门承办岗", 任职起="2019-01-01")
    filled.put("人员任职", 姓名="某乙", 单位="land", 任职起="2019年1月")
    found = filled.read(tmp_path)
    assert [(o.code, o.name, o.kind, o.valid_from, o.valid_to, o.aliases) for o in found.organisations] == [
        ("land", "国土资源分局", "bureau", None, date(2018, 12, 31), ("国土局", "国土分局")),
        ("land", "自然资源局", "bureau", date(2019, 1, 1), None, ()),
    ]
    assert [(a.login, a.name, a.organisation, a.role, a.starts_on) for a in found.appointments] == [
        ("a01", "某甲", "land", "bureau_officer", date(2019, 1, 1))
    ]
    assert [(c.cell, c.code) for c in found.complaints] == [("F3", "date_needed_whole")]


def test_foreign_sheets_and_heads_are_named(filled, tmp_path):
    filled.book.create_sheet("草稿")["A1"] = "x"
    filled.book["周报"]["Z1"] = "天气"
    found = filled.read(tmp_path)
    assert [(c.sheet, c.code) for c in found.complaints] == [("周报", "column_foreign"), ("草稿", "noun_unknown")]


def test_a_file_that_is_no_facts_workbook_is_refused(tmp_path):
    path = tmp_path / "别的.xlsx"
    openpyxl.Workbook().save(path)
    assert [c.blocking for c in read(path).complaints] == [True]
    path.write_bytes(b"\xff\xd8\xff\xe0")
    assert [c.code for c in read(path).complaints] == ["not_a_table"]


def test_a_register_is_sent_to_the_other_command_in_one_sentence(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "摸底"
    book.active.append(["序号", "矿山名称", "属地管委会（街道）", "档案类别", "破坏面积（亩）"])
    book.active.append([1, "甲子砂场", "六道湾", "已闭坑矿山", 12])
    book.create_sheet("草稿")["A1"] = "x"
    path = tmp_path / "名册.xlsx"
    book.save(path)
    (said,) = read(path).complaints
    assert (said.code, said.blocking) == ("is_register", True)
    assert "import register 名册.xlsx" in said.hint


def test_a_facts_workbook_is_no_register_and_says_so_in_one_sentence(filled, tmp_path):
    filled.put("摸底", **SURVEY)
    path = tmp_path / "事项.xlsx"
    filled.book.save(path)
    rules = RegisterRules(("name", "street"), {}, {}, "未命名{n}", "{region}-KS-{category}-{n:03d}", ())
    found = read_register([path], rules, LISTS, STREETS, today=TODAY)
    assert [(c.code, c.blocking) for c in found.complaints] == [("is_facts_book", True)]
    assert "import facts 事项.xlsx" in found.complaints[0].hint
    assert (found.rows, found.unplaced) == ((), ())


@pytest.mark.parametrize("name", ["事项.xlsx", "事项.pdf", "事项.docx"])
def test_a_text_under_the_name_of_another_kind_of_file_is_no_spreadsheet(tmp_path, name):
    path = tmp_path / name
    path.write_text("记录号,事项,发生日期\n1,摸底完成,2018-08-20\n", encoding="utf-8")
    (said,) = read(path).complaints
    assert (said.code, said.blocking) == ("not_a_table", True)
    assert "不是电子表格" in said.reason


@pytest.mark.parametrize(
    ("level", "source", "codes"),
    [
        ("省级", "省级以上专项资金", ("region", "special")),
        ("自治区", "自治区及以上专项", ("region", "special")),
        ("县级", "县财政", ("district", "district_budget")),
        ("县区级", "区财政", ("district", "district_budget")),
    ],
)
def test_money_of_a_province_and_of_a_county_is_read_in_their_words(filled, tmp_path, level, source, codes):
    filled.put("资金", 记录号=7, 矿山编号="KS-1", 事项="下达", 发生日期="2019-03-04", 资金文号="某财〔2019〕1号",
               资金年度=2019, 资金级次=level, 资金来源=source, 金额="1")  # fmt: skip
    (line,) = filled.read(tmp_path).lines
    assert (line.values["level"], line.values["source"]) == codes


def test_a_notice_board_is_a_channel_of_publicity(filled, tmp_path):
    filled.put("公示", 记录号="G", 矿山编号="KS-1", 事项="公示开始", 发生日期="2019-10-08", 公示号="公示1", 公示媒体="村委会",
               媒体类型="村务公示栏", 整改任务="甲", 整改目标="乙", 整改措施="丙", 整改效果="丁")  # fmt: skip
    (line,) = filled.read(tmp_path).lines
    assert line.values["channel_kind"] == "board"
