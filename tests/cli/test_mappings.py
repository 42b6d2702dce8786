"""What a sender's heads mean, through the command: told once, applied again, carried to another district as a file."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import openpyxl
import pytest

from tests.cli.command import Said, done, qingshan
from tests.cli.offices import Office, write_book

HEADS = ("矿山名称", "街道", "承包人", "破坏面积（亩）")
ROWS = (("甲子砂石料场", "甲岭街道", "甲公司", 12.5), ("乙丑石料矿", "乙泉街道", "乙公司", 8))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_book(tmp_path / "来文.xlsx", ROWS, HEADS)


def mapping(office: Office, *words: object) -> Said:
    return qingshan("mapping", *words, "--data", office.data)


def heads(answer: dict) -> dict[str, tuple[str, str]]:
    return {p["head"]: (p["field"], p["by"]) for p in answer["understood"]}


def test_a_head_told_once_is_known_when_the_sender_sends_again(office: Office, book: Path):
    first = office.imports(book, "--dry-run").data
    assert [u["head"] for u in first["unplaced"]] == ["承包人"]
    told = office.stored(book, "--from", "甲局", "--map", "承包人=采矿权人")
    assert (told["remembered"], heads(told)["承包人"]) == (1, ("owner", "mapping"))
    assert office.site("甲子砂石料场")["owner"] == "甲公司"
    again = office.imports(book, "--from", "甲局", "--dry-run").data
    assert (again["unplaced"], again["same"]) == ([], 2)
    assert office.imports(book, "--from", "乙局", "--dry-run").data["unplaced"]


def test_a_trial_and_an_import_without_a_sender_remember_nothing(office: Office, book: Path):
    assert office.imports(book, "--dry-run", "--from", "甲局", "--map", "承包人=owner").data["remembered"] == 0
    assert office.stored(book, "--map", "承包人=owner")["remembered"] == 0
    assert mapping(office, "list").data["mappings"] == []


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("承包人=业主方", "没有“业主方”这一项"),
        ("承包方=owner", "是不是想写“承包人”"),
        ("承包人", "应写成 表头=项目"),
        ("=owner", "表头是空的"),
    ],
)
def test_a_map_that_cannot_be_is_refused_with_a_hint(office: Office, book: Path, word: str, said: str):
    answer = office.imports(book, "--from", "甲局", "--map", word)
    assert (answer.code, answer.error) == (1, "bad_mapping")
    assert said in answer.data["error"]["message"]
    assert office.names() == []


@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_mappings_go_to_another_district_as_a_file(office: Office, book: Path, tmp_path: Path, suffix):
    office.stored(book, "--from", "甲局", "--map", "承包人=owner")
    file = tmp_path / f"对照.{suffix}"
    assert mapping(office, "export", file).data["mappings"] == 1
    text = file.read_text("utf-8")
    assert "甲公司" not in text
    found = json.loads(text) if suffix == "json" else tomllib.loads(text)
    assert found["version"] == 1
    assert found["mapping"] == [{"sender": "甲局", "head": "承包人", "field": "owner"}]
    data = tmp_path / "其他区"
    done("init", "--data", data)
    other = Office(data)
    assert mapping(other, "import", file, "--dry-run").data["stored"] is False
    assert mapping(other, "import", file, "--from", "区局").data["changed"] == 1
    assert mapping(other, "import", file, "--from", "区局").data["changed"] == 0
    assert [m["name"] for m in mapping(other, "show", "区局").data["mappings"]] == ["采矿权人"]


def test_every_fault_of_a_file_is_told_with_its_key_and_nothing_is_stored(office: Office, tmp_path: Path):
    file = tmp_path / "坏.toml"
    file.write_text(
        """
format = "qingshan-mappings"
version = 2
sites = ["甲矿"]
[[mapping]]
sender = "甲局"
head = "承包人"
field = "ownr"
[[mapping]]
sender = "甲局"
head = ""
field = "owner"
name = "甲矿"
[[mapping]]
sender = "甲局"
head = "电话13912345678"
field = "note"
[[mapping]]
sender = "甲局"
head = "业主 方"
field = "owner"
[[mapping]]
sender = "甲局"
head = "业主方"
field = "note"
""",
        "utf-8",
    )
    said = mapping(office, "import", file)
    assert said.code == 1
    assert {(f["key"], f["code"]) for f in said.data["findings"]} == {
        ("sites", "unknown_key"),
        ("version", "other_version"),
        ("mapping[0].field", "unknown_field"),
        ("mapping[1].head", "missing"),
        ("mapping[1].name", "unknown_key"),
        ("mapping[2].head", "bad_head"),
        ("mapping[4].head", "twice"),
    }
    assert all(f["file"] == "坏.toml" and f["message"] for f in said.data["findings"])
    assert "owner" in next(f["hint"] for f in said.data["findings"] if f["code"] == "unknown_field")
    assert mapping(office, "list").data["mappings"] == []


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.toml", b"= ="), ("a.json", b"[1]"), ("a.json", b"{"), ("a.toml", b"\xff\xfe"), ("a.toml", b""), ("a.json", b"[" * 9000)],
    ids=range(6),
)  # fmt: skip
def test_a_file_that_is_none_is_said_to_be_none(office: Office, tmp_path: Path, name: str, content: bytes):
    (tmp_path / name).write_bytes(content)
    said = mapping(office, "import", tmp_path / name)
    assert said.code == 1
    assert said.data["findings"]


def test_a_mapping_is_forgotten_when_told_to(office: Office, book: Path):
    office.stored(book, "--from", "甲局", "--map", "承包人=不读")
    assert mapping(office, "forget", "甲局", "--head", "没有的").error == "unknown_mapping"
    assert mapping(office, "forget", "甲局", "--head", " 承包人 ").data["forgotten"] == 1
    assert mapping(office, "forget", "甲局").error == "unknown_mapping"


def test_the_annotated_copy_is_written_beside_a_refusal_and_a_trial(office: Office, tmp_path: Path):
    bad = write_book(tmp_path / "坏.xlsx", [("甲子砂石料场", "没有街道", "=1+1", "许多")], HEADS)
    out = tmp_path / "批注.xlsx"
    for words in ((), ("--dry-run",)):
        out.unlink(missing_ok=True)
        said = office.imports(bad, "--annotated", out, *words)
        assert (said.code, said.data["annotated"]) == (1, str(out))
        sheet = openpyxl.load_workbook(out)["登记表"]
        assert sheet["B2"].comment is not None
        assert (sheet["C2"].value, sheet["C2"].data_type) == ("=1+1", "s")
    assert office.imports(bad, "--annotated", bad).code == 2


def test_a_cell_emptied_in_a_later_file_is_told_and_changes_nothing(office: Office, tmp_path: Path):
    office.stored(write_book(tmp_path / "一.xlsx", ROWS, HEADS), "--map", "承包人=owner")
    emptied = [(*ROWS[0][:3], None), (*ROWS[1][:2], "", 8)]
    answer = office.stored(write_book(tmp_path / "二.xlsx", emptied, HEADS), "--map", "承包人=owner")
    told = {(e["name"], e["field"], e["cell"]) for e in answer["emptied"]}
    assert told == {("甲子砂石料场", "damage_area_m2", "D2"), ("乙丑石料矿", "owner", "C3")}
    assert (answer["same"], answer["changed"]) == (2, [])
    assert office.site("乙丑石料矿")["owner"] == "乙公司"


def test_words_in_place_of_an_end_stay_in_the_file_of_the_site(office: Office, tmp_path: Path):
    rows = [(*ROWS[0][:2], "自2010年5月1日至长期")]
    office.stored(write_book(tmp_path / "一.xlsx", rows, ("矿山名称", "街道", "许可证有效期")))
    assert {"key": "licence_to", "text": "长期"} in office.site("甲子砂石料场")["as_read"]
    again = office.stored(tmp_path / "一.xlsx")
    assert (again["same"], again["emptied"]) == (1, [])


def test_an_import_and_what_it_wrote_can_be_listed(office: Office, book: Path):
    made = office.stored(book)
    (one,) = qingshan("import", "list", "--data", office.data).data["imports"]
    assert (one["key"], one["created"], one["file"]) == (made["import"], 2, "来文.xlsx")
    shown = done("import", "show", one["key"], "--data", office.data)
    assert [f["name"] for f in shown["facts"]] == ["甲子砂石料场", "乙丑石料矿"]
    assert all(f["fact"] for f in shown["facts"])
    assert qingshan("import", "show", "nothing", "--data", office.data).error == "unknown_import"
