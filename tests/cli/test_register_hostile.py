"""Files that are no register, and registers made to break a reader: one sentence in Chinese, and a store left as it was."""

from __future__ import annotations

import struct
import time
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest

from tests.cli.command import done
from tests.cli.offices import HEADS, Office, one_blocking, write_book

GOOD = ("甲子砂石料场", "甲岭街道", "15", "A01", "沟口", "无")
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\x00" * 400 + b"\xff\xd9"


def empty(path: Path) -> None:
    path.write_bytes(b"")


def photograph(path: Path) -> None:
    path.write_bytes(JPEG)


def letter(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<w:document/>")


def cut(path: Path) -> None:
    write_book(path, [GOOD] * 40)
    path.write_bytes(path.read_bytes()[:-900])


def cut_archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("登记.csv", "矿山名称,街道\n" + "".join(f"{n}号矿,甲岭街道\n" for n in range(300)))
    path.write_bytes(path.read_bytes()[:-40])


def bomb(path: Path) -> None:
    """Thirty megabytes of blanks in thirty kilobytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("登记.csv", "矿山名称,街道\n" + " " * 30_000_000)


def bomb_that_lies(path: Path) -> None:
    """Its directory promises ten bytes; thirty megabytes come out."""
    bomb(path)
    packed = path.read_bytes()
    size = len(("矿山名称,街道\n" + " " * 30_000_000).encode())
    path.write_bytes(packed.replace(struct.pack("<L", size), struct.pack("<L", 10)))


def locked(path: Path) -> None:
    """As a workbook with an opening password begins: a compound file that holds EncryptedPackage."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
    path.write_bytes(header + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 1024)


def broken_compound(path: Path) -> None:
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + "Workbook".encode("utf-16-le") + b"\xff" * 600
    )


def noise(path: Path) -> None:
    path.write_bytes(zlib.compress(bytes(range(256)) * 50))


def bad_crc(path: Path) -> None:
    """A workbook whose sheet was changed behind its checksum."""
    write_book(path, [GOOD] * 5)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    sheet = parts["xl/worksheets/sheet1.xml"]
    path.write_bytes(path.read_bytes().replace(sheet, sheet[:-30] + b"X" * 30))


NOT_TABLES = [
    ("空.xlsx", empty, "空"),
    ("空.csv", empty, "空"),
    ("照片.xlsx", photograph, "照片"),
    ("照片.xls", photograph, "照片"),
    ("照片.csv", photograph, "照片"),
    ("来函.xlsx", letter, "Word"),
    ("断.xlsx", cut, "打不开"),
    ("断.zip", cut_archive, "损坏"),
    ("炸弹.zip", bomb, "过大"),
    ("说谎.zip", bomb_that_lies, "损坏"),
    ("有密码.xlsx", locked, "密码"),
    ("坏.xls", broken_compound, "打不开"),
    ("乱码.xlsx", noise, ""),
    ("校验.xlsx", bad_crc, "打不开"),
]


@pytest.mark.parametrize(("name", "make", "says"), NOT_TABLES, ids=lambda v: v if isinstance(v, str) else "")
def test_a_file_that_is_no_table_is_refused_in_one_sentence(office: Office, tmp_path: Path, name, make, says):
    make(tmp_path / name)
    complaint = one_blocking(office.refuses(tmp_path / name))

    assert name in complaint["file"]
    assert says in complaint["reason"]
    assert complaint["hint"]


def test_a_path_that_does_not_exist(office: Office, tmp_path: Path):
    complaint = one_blocking(office.refuses(tmp_path / "没有.xlsx"))
    assert complaint["code"] == "file_missing"
    assert "没有.xlsx" in complaint["reason"]


def test_a_folder_without_registers(office: Office, tmp_path: Path):
    folder = tmp_path / "照片"
    folder.mkdir()
    (folder / "一.jpg").write_bytes(JPEG)
    assert one_blocking(office.refuses(folder))["code"] == "nothing_to_read"


def test_an_archive_cut_behind_an_uncompressed_workbook_is_not_taken_for_that_workbook(office: Office, tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "包.zip", "w") as package:
        for name in ("甲子砂场", "乙丑砂场"):
            package.write(write_book(tmp_path / f"{name}.xlsx", [(name, *GOOD[1:])]), f"{name}.xlsx")
    (tmp_path / "包.zip").write_bytes((tmp_path / "包.zip").read_bytes()[:-40])
    office.refuses(tmp_path / "包.zip")


def test_an_archive_that_would_write_outside_itself_writes_nothing(office: Office, tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "包.zip", "w") as package:
        package.writestr("../../外面.csv", "矿山名称,街道\n甲矿,甲岭街道\n")
    complaints = office.refuses(tmp_path / "包.zip")["complaints"]
    assert "zip_escape" in {c["code"] for c in complaints}
    assert not list(tmp_path.rglob("外面.csv"))


def test_the_longest_cell_a_workbook_can_hold(office: Office, tmp_path: Path):
    long = "长" * 32_767
    office.stored(write_book(tmp_path / "一.xlsx", [(*GOOD[:5], long)]))
    assert office.site(GOOD[0])["note"] == long
    answer = office.stored(tmp_path / "一.xlsx")
    assert answer["same"] == 1


def test_the_longest_cell_as_a_name_never_breaks_the_store(office: Office, tmp_path: Path):
    said = office.imports(write_book(tmp_path / "一.xlsx", [("名" * 32_767, *GOOD[1:])]))
    assert said.code in (0, 1)
    assert any(c["code"] == "text_long" and c["cell"] == "A2" for c in said.data["complaints"])
    assert all(check["ok"] for check in done("check", "--data", office.data)["checks"])


def test_two_hundred_columns_that_are_empty(office: Office, tmp_path: Path):
    heads = [*HEADS, *[None] * 100, *[" "] * 100]
    rows = [(*GOOD, *[None] * 150, *[""] * 50), ("乙丑砂场", *GOOD[1:3], "A02", *[None] * 202)]
    answer = office.stored(write_book(tmp_path / "一.xlsx", rows, heads))
    assert answer["new"] == 2
    assert answer["unplaced"] == []


def test_two_hundred_columns_that_nobody_knows_are_shown_and_the_rest_is_read(office: Office, tmp_path: Path):
    heads = [*HEADS, *(f"指标{n}" for n in range(200))]
    answer = office.stored(write_book(tmp_path / "一.xlsx", [(*GOOD, *range(200))], heads))
    assert len(answer["unplaced"]) == 200


# ---- what a text may hold --------------------------------------------------------------------------------------------

FORMULAS = ["=1+1", "+86矿", "-7号井", "@甲子矿", '=HYPERLINK("http://x")']
RARE = ["𠮷田砂场", "⛏️矿山🏔", "㐀㐁采石场", "é\u0301合成矿", "甲\u200d子\u200b矿"]


@pytest.fixture
def issued(office: Office, tmp_path: Path) -> tuple[Office, list[openpyxl.Workbook]]:
    """Sites whose names are made to run or to be lost, and the two workbooks issued of them."""
    rows = [
        (name, "甲岭街道", f"{n}", f"=A{n}", f"@{name}", f"+{name}") for n, name in enumerate([*FORMULAS, *RARE], 1)
    ]
    office.stored(write_book(tmp_path / "一.xlsx", rows))
    files = done("ledger", "issue", "--on", "2019-10-24", "--out", tmp_path / "out", "--data", office.data)["files"]
    assert len(files) == 2
    return office, [openpyxl.load_workbook(file["path"]) for file in files]


def cells_of(books):
    return [
        cell for book in books for page in book for row in page.iter_rows() for cell in row if cell.value is not None
    ]


def test_text_that_looks_like_a_formula_is_stored_and_issued_as_text(issued):
    office, books = issued
    assert office.names()[: len(FORMULAS)] == FORMULAS
    cells = cells_of(books)
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    written = " ".join(str(cell.value) for cell in cells)
    for name in FORMULAS:
        assert name in written


def test_rare_characters_go_in_and_come_out_in_the_issued_workbook(issued):
    office, books = issued
    stored = office.names()[len(FORMULAS) :]
    assert stored[:3] == RARE[:3]
    values = {str(cell.value) for cell in cells_of(books)}
    for name in stored:
        assert any(name in value for value in values), name


# ---- many ------------------------------------------------------------------------------------------------------------


@pytest.mark.long
def test_ten_thousand_rows_are_imported_and_again_change_nothing(office: Office, tmp_path: Path, capsys):
    """Prints rows a second; the bounds are those a person waits for on a slow machine."""
    rows = [
        (f"{n}号矿点", ("甲岭街道", "乙泉街道", "丁湾街道")[n % 3], f"{n % 90 + 1}.5", f"A{n:06d}", "沟口", "无")
        for n in range(10_000)
    ]
    path = write_book(tmp_path / "一.xlsx", rows)
    seconds = {}
    for what, expected in (("first", (10_000, 0)), ("again", (0, 10_000))):
        began = time.perf_counter()
        answer = office.stored(path)
        seconds[what] = time.perf_counter() - began
        assert (answer["new"], answer["same"]) == expected
        assert answer["changed"] == []
    with capsys.disabled():
        print({what: f"{10_000 / taken:.0f} rows/s" for what, taken in seconds.items()})  # noqa: T201 - a measurement
    assert seconds["first"] < 600
    assert seconds["again"] < 120
    assert office.select("SELECT max(code) FROM register_site") == [("990105-KS-3-9999",)]
