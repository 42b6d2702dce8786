"""Registers through the browser: the same report as the command's, and an import of exactly what was shown."""

from __future__ import annotations

import io
import json
import re
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from qingshan.casework.actions.site import amend_site
from qingshan.casework.entry import Line, Paper
from qingshan.casework.register_intake import report_of, take_in
from qingshan.foundation.models import AuditRow
from qingshan.register.models import RegisterImport, SavedHead, Site
from qingshan.rulebook.facts import RETRACTED
from tests.desk.uploads import BAD, GOOD, book, uploaded


def page(client, key: str) -> str:
    return client.get(f"/imports/{key}/").content.decode()


def store(client, key: str, **more: str):
    digest = RegisterImport.objects.get(key=key).digest
    return client.post(f"/imports/{key}/store/", {"digest": digest, **more}, follow=True)


def test_the_page_says_what_is_there_and_what_to_do_when_nothing_was_imported(district, as_login):
    text = as_login("office").get("/imports/").content.decode()
    assert "还没有导入过名册" in text
    assert "上传一份，看过预览再导入" in text
    assert 'name="file"' in text


def test_the_preview_is_the_report_of_the_command(district, as_login, tmp_path):
    file = tmp_path / "登记.xlsx"
    file.write_bytes(book(BAD))
    key = uploaded(as_login("office"), file.read_bytes())
    report = json.loads(json.dumps(report_of(take_in([file]))))
    shown = RegisterImport.objects.get(key=key).report
    assert {k: v for k, v in shown.items() if k != "counts"} == report


def test_a_bad_cell_is_shown_with_sheet_row_column_reason_and_clause(district, as_login):
    client = as_login("office")
    text = page(client, uploaded(client, BAD))
    assert "没有叫“没有的街道”的属地单位" in text
    assert re.search(r'>登记表</td><td class="num pos">2<.*?class="pos">C<', text)
    assert "五(一)1a" in text
    assert "导入·差 2 处" in text
    assert Site.objects.filter(name="壬子矿").count() == 0


def test_what_was_previewed_is_what_is_imported_and_its_records_are_listed(district, as_login):
    client = as_login("office")
    key = uploaded(client)
    before = Site.objects.count()
    text = store(client, key).content.decode()
    assert Site.objects.count() == before + 2
    run = RegisterImport.objects.get(key=key)
    assert (run.state, run.stored_by) == ("stored", "office")
    assert "新登记 2 处" in text
    for name in ("壬子矿", "癸丑矿"):
        fact = Site.objects.get(name=name).facts.get()
        assert fact.key in text
    assert AuditRow.objects.filter(action="register.import").count() == 1
    assert store(client, key).status_code == 409


def test_a_register_that_changed_since_the_preview_is_said_so_and_nothing_is_written(district, as_login):
    client = as_login("office")
    key = uploaded(client)
    district.register("壬子矿", street="650105004", on=date(2018, 8, 1))
    before = Site.objects.count()
    text = store(client, key).content.decode()
    assert "没有导入：预览之后，名册有了新的内容" in text
    assert Site.objects.count() == before
    assert "重新预览" in text


def test_a_page_that_was_read_again_meanwhile_imports_nothing(district, as_login):
    client = as_login("office")
    key = uploaded(client)
    answer = client.post(f"/imports/{key}/store/", {"digest": "0" * 64})
    assert answer.status_code == 409
    assert "这一页重新读过" in answer.content.decode()


def test_changes_are_written_only_after_they_were_looked_at(district, as_login):
    client = as_login("office")
    store(client, uploaded(client))
    changed = [("壬子矿", "甲公司", "八道湾街道", "否", "4", 45)]
    key = uploaded(client, changed)
    assert "破坏面积：" in page(client, key)
    assert "要先勾选" in store(client, key).content.decode()
    assert "变更 1 处" in store(client, key, confirmed="1").content.decode()


def test_what_an_import_changed_is_taken_back_by_the_record_it_lists(district, as_login):
    client = as_login("office")
    store(client, uploaded(client))
    key = uploaded(client, [("壬子矿", "甲公司", "八道湾街道", "否", "4", 45)])
    text = store(client, key, confirmed="1").content.decode()
    site = Site.objects.get(name="壬子矿")
    fact = site.facts.get(result="amended")
    assert fact.key in text
    paper = Paper(happened_on=date(2018, 8, 1), correct_reason="录错了")
    amend_site(district.session("office", date(2018, 8, 1)), paper, [Line(site.code, RETRACTED, corrects=fact.key)])
    key = uploaded(client, [("壬子矿", "甲公司", "八道湾街道", "否", "4", 15)])
    assert "变化" in page(client, key)
    assert RegisterImport.objects.get(key=key).report["same"] == 1


def test_a_head_is_explained_once_and_known_the_next_time(district, as_login):
    client = as_login("office")
    key = uploaded(client, sender="甲单位")
    assert 'name="field-0"' in page(client, key)
    client.post(f"/imports/{key}/heads/", {"field-0": "owner"})
    text = page(client, key)
    assert "“承包人”读作采矿权人" in text
    assert 'name="field-0"' not in text
    assert "“承包人”读作采矿权人" in page(client, uploaded(client, sender="甲单位", name="第二次.xlsx"))
    assert 'name="field-0"' in page(client, uploaded(client, sender="乙单位", name="别处.xlsx"))
    assert SavedHead.objects.get().told_by == "office"


def test_a_head_is_not_remembered_for_nobody(district, as_login):
    client = as_login("office")
    key = uploaded(client)
    text = client.post(f"/imports/{key}/heads/", {"field-0": "owner"}, follow=True).content.decode()
    assert "请写明来文单位" in text
    assert not SavedHead.objects.exists()


def test_the_annotated_copy_has_the_bad_cells_red_with_their_reason(district, as_login):
    client = as_login("office")
    answer = client.get(f"/imports/{uploaded(client, BAD)}/annotated.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["登记表"]
    assert sheet["C2"].fill.fgColor.rgb == "FFF6C6BC"
    assert "没有叫“没有的街道”的属地单位" in sheet["C2"].comment.text
    assert sheet["A2"].comment is None


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("说明.pdf", b"%PDF-1.7 not a table", "其实是一份 PDF 文件"),
        ("坏.xlsx", b"PK\x03\x04 broken", "打不开"),
        ("别的.csv", "甲,乙\n1,2\n".encode(), "不是矿山登记表"),
    ],
    ids=["pdf", "broken", "other"],
)
def test_a_file_that_cannot_be_read_is_explained(district, as_login, name, content, said):
    client = as_login("office")
    text = page(client, uploaded(client, content, name=name))
    assert said in text
    assert "还不能导入" in text


def test_an_empty_upload_is_refused_on_the_page(district, as_login):
    client = as_login("office")
    answer = client.post("/imports/", {"file": SimpleUploadedFile("空.xlsx", b"")})
    assert answer.status_code == 422
    assert "0 字节" in answer.content.decode()
    assert client.post("/imports/", {}).status_code == 422


def test_a_name_of_the_file_is_only_a_name(district, as_login):
    client = as_login("office")
    key = uploaded(client, name="../../<b>登记</b>.xlsx")
    assert "<b>登记" not in page(client, key)
    assert RegisterImport.objects.get(key=key).state == "ready"


def test_others_can_neither_post_nor_look(district, as_login):
    key = uploaded(as_login("office"))
    for login in ("street", "other", "inspector", "head"):
        client = as_login(login)
        assert client.post("/imports/", {"file": SimpleUploadedFile("登记.xlsx", book(GOOD))}).status_code == 403
        assert client.get(f"/imports/{key}/annotated.xlsx").status_code == 403
        answer = store(client, key)
        assert answer.status_code == 403
        assert "壬子" not in answer.content.decode()
        assert "/imports/" not in client.get("/sites/").content.decode()
    assert as_login("office").get("/imports/nothing/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_long_file_is_read_beside_the_request_and_its_page_refreshes(world, as_login, django_user_model):
    from threading import enumerate as threads

    from qingshan.desk.import_jobs import SHORT

    django_user_model.objects.update(must_change_password=False)
    client = as_login("office")
    lines = ["矿山名称,街道,持证,类别,备注", *(f"长{n}矿,八道湾街道,否,4,{'备注' * 90}" for n in range(1100))]
    content = "\n".join(lines).encode()
    assert len(content) > SHORT
    key = uploaded(client, content, name="长.csv")
    while job := next((t for t in threads() if t.name == f"import-{key}"), None):
        answer = client.get(f"/imports/{key}/")
        assert answer.status_code == 200
        job.join()
    text = page(client, key)
    assert "读到 1100 处" in text
    assert "http-equiv" not in text
