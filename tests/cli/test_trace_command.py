"""`qingshan trace`: a clause told with its files, sheets, columns and tests; of another notice without the table."""

from __future__ import annotations

from tests.cli.command import done, qingshan
from tests.second_notice.golden import NOTICE


def test_a_clause_is_told_from_the_file_to_the_sheet_and_the_test():
    said = done("trace", "五(四)2c")
    assert [c["code"] for c in said["clauses"]] == ["五(四)2c"]
    assert ("clauses_of.toml", "complaint.channel") in {(k["file"], k["key"]) for k in said["keys"]}
    assert [(r["sheet"], r["columns"]) for r in said["records"]] == [("投诉", ["来源渠道"])]
    assert [row["row"] for row in said["rows"]] == ["五(四)2c"]
    assert said["rows"][0]["test"].startswith("tests/")
    assert said["rows"][0]["sheets"] == [
        {
            "record": "complaint.receive_complaint",
            "sheet": "投诉",
            "results": ["收到投诉"],
            "columns": ["投诉号", "来源渠道"],
        }
    ]


def test_seats_are_entered_on_the_sheet_of_appointments():
    assert done("trace", "四-1")["sheets"] == ["人员任职"]


def test_another_notice_is_traced_by_its_own_clauses_and_has_no_rows():
    said = done("trace", "第六条", "--programme", NOTICE)
    assert said["programme"]["code"] == "qinghe-2021"
    assert "record_review" in {r["action"] for r in said["records"]}
    assert said["rows"] == []
    assert "安装的程序不带测试" in qingshan("trace", "第六条", "--programme", NOTICE, as_json=False).out


def test_a_word_nobody_knows_is_refused_with_what_may_be_written():
    said = qingshan("trace", "九(九)9")
    assert (said.code, said.error) == (1, "unknown_clause")
