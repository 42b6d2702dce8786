"""Registers through the command: what becomes a site, what changes nothing, what is asked, what is refused."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cli.command import done, qingshan
from tests.cli.offices import Office, one_blocking, write_book
from tests.messy import expected
from tests.messy.generator import write_messy_register
from tests.shared_data import shared_data
from tests.stores import copied

FORMS = ("Dormant Sites - Evidence of Cost.xlsx", "IRT_Template 2024_April.xlsx", "payment_request_form.xlsx")
NEEDED = "矿山登记表须有一行表头，至少有“矿山名称”（或经度、纬度）以及“属地单位”等列"


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("messy")
    write_messy_register(folder)
    return folder


# ---- forms that are no register --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_refused_in_one_sentence_that_names_its_sheet_and_what_a_register_needs(county: Office, name: str):
    answer = county.refuses(shared_data(f"spreadsheets/{name}"))

    assert len(answer["complaints"]) == 1
    complaint = one_blocking(answer)
    assert complaint["file"] == name
    assert complaint["sheet"]
    assert all(f"“{sheet}”" in complaint["reason"] for sheet in complaint["sheet"].split("”“"))
    assert NEEDED in complaint["reason"]
    assert "。" not in complaint["reason"]


# ---- a district with a notice of its own -----------------------------------------------------------------------------


def usmin() -> list[dict[str, str]]:
    text = shared_data("mines/usmin-selected-trinity.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def eamlis() -> list[dict[str, str]]:
    text = shared_data("mines/eamlis_sample.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter="\t"))


@pytest.fixture(scope="module")
def surveyed(county_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office that has imported the survey: to be read, not written."""
    path = shared_data("mines/usmin-selected-trinity.csv")
    office = Office(copied(county_store, tmp_path_factory.mktemp("surveyed") / "store"))
    answer = office.stored(path)
    assert (answer["rows"], answer["new"], answer["same"]) == (531, 531, 0)
    return office


def test_every_row_of_a_foreign_survey_becomes_a_site_with_exactly_its_coordinates(surveyed: Office):
    rows = usmin()
    assert len(rows) == 531

    stored = {p["source_no"]: (p["longitude"], p["latitude"]) for p in surveyed.payloads()}
    assert stored == {row["gid"]: (row["longitude"], row["latitude"]) for row in rows}
    columns = surveyed.select("SELECT source_no, longitude, latitude FROM register_site")
    assert {no: (float(x), float(y)) for no, x, y in columns} == {
        row["gid"]: (float(row["longitude"]), float(row["latitude"])) for row in rows
    }


def test_unnamed_rows_are_numbered_in_their_order_and_flagged_and_named_rows_are_not(surveyed: Office):
    rows = usmin()

    payloads = {p["source_no"]: p for p in surveyed.payloads()}
    unnamed = [row["gid"] for row in rows if not row["ftr_name"].strip()]
    assert len(unnamed) == 371
    assert [payloads[gid]["name"] for gid in unnamed] == [f"无名采点{n}" for n in range(1, 372)]
    assert {gid for gid, p in payloads.items() if "unnamed" in p.get("flags", ())} == set(unnamed)
    assert {p["street"] for p in payloads.values()} == {"990101001", "990101002"}


def test_a_survey_separated_by_tabs_becomes_sites_with_exactly_its_coordinates(county: Office):
    rows = eamlis()
    county.stored(shared_data("mines/eamlis_sample.csv"))

    stored = {p["source_no"]: (p["name"], p["longitude"], p["latitude"]) for p in county.payloads()}
    assert stored == {row["AMLIS Key"]: (row["Problem Area Name"], row["Longitude"], row["Latitude"]) for row in rows}


def test_the_districts_own_notice_is_found_in_the_data_folder_alone(county: Office):
    """The folder it was founded from is gone by now."""
    assert (county.data / "programmes" / "far-counties-2018" / "register.toml").is_file()
    county.stored(shared_data("mines/eamlis_sample.csv"))

    answer = done("status", "--on", "2019-10-24", "--data", county.data)
    assert [site["code"] for site in answer["sites"]] == [f"990101-YX-{n:04d}" for n in range(1, 16)]


def test_coordinates_of_many_digits_stand_the_check_of_the_store(county: Office):
    county.stored(shared_data("mines/eamlis_sample.csv"))
    said = qingshan("check", "--data", county.data)
    assert [check["name"] for check in said.data["checks"] if not check["ok"]] == []


def test_a_second_store_is_founded_by_the_name_of_a_notice_that_lies_in_its_data_folder(county: Office, tmp_path: Path):
    programmes = tmp_path / "other" / "programmes"
    (programmes / "far-counties-2018").mkdir(parents=True)
    for file in (county.data / "programmes" / "far-counties-2018").iterdir():
        (programmes / "far-counties-2018" / file.name).write_bytes(file.read_bytes())

    answer = done("init", "--programme", "far-counties-2018", "--data", tmp_path / "other")
    assert answer["programme"] == "far-counties-2018"


def test_the_same_survey_in_another_order_changes_nothing_though_unnamed_sites_were_numbered(
    surveyed: Office, tmp_path: Path
):
    head, *lines = shared_data("mines/usmin-selected-trinity.csv").read_text(encoding="utf-8").splitlines()
    turned = tmp_path / "turned.csv"
    turned.write_text("\n".join([head, *reversed(lines)]), encoding="utf-8")

    answer = surveyed.stored(turned)
    assert (answer["new"], answer["changed"], answer["same"]) == (0, [], 531)


def test_unnamed_sites_of_a_second_file_go_on_counting(county: Office, tmp_path: Path):
    head = "gid,county,ftr_name,longitude,latitude\n"
    (tmp_path / "one.csv").write_text(f"{head}1,Trinity,,-122.5,41.5\n2,Trinity,,-122.6,41.6\n", encoding="utf-8")
    (tmp_path / "two.csv").write_text(f"{head}3,Trinity,,-122.7,41.7\n4,Siskiyou,,-122.8,41.8\n", encoding="utf-8")
    county.stored(tmp_path / "one.csv")
    county.stored(tmp_path / "two.csv")

    assert county.names() == ["无名采点1", "无名采点2", "无名采点3", "无名采点4"]


def test_an_unnamed_site_that_gets_its_name_is_a_change_and_no_longer_flagged(county: Office, tmp_path: Path):
    head = "gid,county,ftr_name,longitude,latitude\n"
    (tmp_path / "one.csv").write_text(f"{head}1,Trinity,,-122.5,41.5\n", encoding="utf-8")
    (tmp_path / "two.csv").write_text(f"{head}1,Trinity,Jiazi Mine,-122.5,41.5\n", encoding="utf-8")
    county.stored(tmp_path / "one.csv")
    answer = county.stored(tmp_path / "two.csv", "--yes")

    assert [(c["field"], c["before"], c["after"]) for c in answer["changed"]] == [("name", "无名采点1", "Jiazi Mine")]
    assert county.names() == ["Jiazi Mine"]
    assert county.site("Jiazi Mine")["flags"] == []


# ---- a messy register ------------------------------------------------------------------------------------------------


def test_the_good_files_of_a_messy_register_are_imported_whole(office: Office, messy: Path):
    answer = office.stored(messy / "good")

    assert answer["new"] == len(answer["created"]) == len(expected.GOOD_ROWS)
    assert sorted(office.names()) == sorted(name for _, _, name in expected.GOOD_ROWS)
    assert [u["head"] for u in answer["unplaced"]] == ["治理完成比例"]
    assert answer["unplaced"][0]["guesses"]


def test_the_same_files_again_change_nothing_not_even_the_audit_chain(office: Office, messy: Path):
    office.stored(messy / "good")
    before = office.state()
    answer = office.stored(messy / "good")

    assert (answer["new"], answer["changed"], answer["same"]) == (0, [], len(expected.GOOD_ROWS))
    assert office.state() == before


def test_a_zip_of_the_files_is_the_same_register(office: Office, messy: Path, tmp_path: Path):
    office.stored(messy / "good")
    bundle = tmp_path / "名册.zip"
    with zipfile.ZipFile(bundle, "w") as made:
        for path in sorted((messy / "good").iterdir()):
            if path.suffix != ".zip":
                made.write(path, path.name)
    answer = office.stored(bundle)

    assert (answer["new"], answer["changed"]) == (0, [])
    assert (
        answer["same"]
        == answer["rows"]
        == sum(file.endswith(("表.xlsx", "台账.xls", ".csv")) for file, _, _ in expected.GOOD_ROWS)
    )


def test_one_row_by_approximation_keeps_its_text(office: Office, messy: Path):
    office.stored(messy / "good")

    site = office.site("己巳石料场")
    assert Decimal(site["damage_area_m2"]) == 30000
    assert {"key": "damage_area_m2", "text": "约3公顷"} in site["as_read"]


def test_every_bad_cell_is_listed_at_once_and_nothing_is_stored(office: Office, messy: Path):
    answer = office.refuses(messy / "bad")

    found = {(c["file"].rsplit("/", 1)[-1], c["cell"]) for c in answer["complaints"]}
    assert {(e.file, e.cell) for e in expected.BAD} <= found
    for complaint in answer["complaints"]:
        assert complaint["sheet"]
        assert re.search(r"[一-鿿]", complaint["reason"])
        assert re.search(r"[一-鿿]", complaint["hint"])
    valued = {(e.file, e.cell) for e in expected.BAD if e.raw is not None}
    assert all(c["value"] for c in answer["complaints"] if (c["file"], c["cell"]) in valued and c["blocking"])


def test_one_bad_file_among_good_ones_keeps_all_out(office: Office, messy: Path):
    office.refuses(messy / "good", messy / "bad")
    assert office.names() == []


# ---- a changed file --------------------------------------------------------------------------------------------------

FIRST = [
    ("甲子砂石料场", "甲岭街道", "15", "A01", "沟口", None),
    ("乙丑砖瓦粘土矿", "乙泉街道", "约30", "A02", "坡上", "已停"),
]
SECOND = [
    ("甲子砂石料场", "甲岭街道", "15.0", "A01", None, None),
    ("乙丑砖瓦粘土矿", "乙泉街道", "约45", "A02", "坡下", "已停"),
    ("丙寅石料矿", "丁湾街道", "3", "A03", None, None),
]


@pytest.fixture
def changed(office: Office, tmp_path: Path) -> Path:
    """A second version of a file that is on file; the first row says nothing new."""
    office.stored(write_book(tmp_path / "一.xlsx", FIRST))
    return write_book(tmp_path / "二.xlsx", SECOND)


CHANGES = {("damage_area_m2", "20000", "30000"), ("place", "坡上", "坡下")}


def shown_changes(answer) -> set[tuple[str, str, str]]:
    return {(c["field"], c["before"], c["after"]) for c in answer["changed"]}


def test_a_changed_file_without_a_terminal_shows_what_would_change_and_stops(office: Office, changed: Path):
    answer = office.refuses(changed)

    assert answer["error"]["code"] == "not_confirmed"
    assert shown_changes(answer) == CHANGES
    assert {c["name"] for c in answer["changed"]} == {"乙丑砖瓦粘土矿"}
    assert (answer["new"], answer["same"]) == (1, 1)


def test_a_trial_run_shows_the_same_and_stores_nothing(office: Office, changed: Path):
    before = office.state()
    answer = done("import", "register", changed, "--dry-run", "--data", office.data)

    assert shown_changes(answer) == CHANGES
    assert answer["stored"] is False
    assert office.state() == before


def test_a_change_is_stored_when_it_is_answered_yes_and_is_then_the_same(office: Office, changed: Path):
    answer = office.stored(changed, "--yes")
    assert (len(answer["created"]), len(answer["amended"])) == (1, 1)
    site = office.site("乙丑砖瓦粘土矿")
    assert (site["damage_area_m2"], site["place"], site["note"]) == ("30000", "坡下", "已停")
    assert site["as_read"] == [{"key": "damage_area_m2", "text": "约45亩"}]

    again = office.stored(changed)
    assert (again["new"], again["changed"], again["same"]) == (0, [], 3)


def test_a_person_reads_changes_in_words(office: Office, changed: Path):
    said = qingshan("import", "register", changed, "--data", office.data, as_json=False)
    assert said.code == 1
    assert "破坏面积：20000 平方米 → 30000 平方米" in said.out
    assert "damage_area_m2" not in said.out
    assert "--yes" in said.out


def test_an_empty_cell_takes_nothing_away(office: Office, changed: Path):
    office.stored(changed, "--yes")
    assert office.site("甲子砂石料场")["place"] == "沟口"


def test_a_default_of_the_notice_does_not_overrule_what_a_file_said(office: Office, tmp_path: Path):
    heads = ("矿山名称", "街道", "档案类别", "是否持证")
    row = ("甲子煤矿", "甲岭街道", "政策性关闭小煤矿", "否")
    office.stored(write_book(tmp_path / "一.xlsx", [row], heads))
    answer = office.stored(write_book(tmp_path / "二.xlsx", [row[:2]], heads[:2]))

    assert (answer["changed"], answer["same"]) == ([], 1)
    assert (office.site("甲子煤矿")["category"], office.site("甲子煤矿")["is_licensed"]) == ("1", False)


def test_two_sites_of_one_name_in_two_streets_stay_two(office: Office, tmp_path: Path):
    rows = [("甲子砂场", "甲岭街道", "1", None, "东", None), ("甲子砂场", "乙泉街道", "2", None, "西", None)]
    office.stored(write_book(tmp_path / "一.xlsx", rows))
    answer = office.stored(write_book(tmp_path / "二.xlsx", rows[::-1]))

    assert office.names() == ["甲子砂场", "甲子砂场"]
    assert (answer["new"], answer["changed"], answer["same"]) == (0, [], 2)


def test_two_lists_that_both_number_from_one_do_not_overwrite_each_other(office: Office, tmp_path: Path):
    office.stored(write_book(tmp_path / "一.xlsx", [("甲子砂场", "甲岭街道", "1", "1", None, None)]))
    answer = office.stored(write_book(tmp_path / "二.xlsx", [("乙丑砂场", "乙泉街道", "2", "1", None, None)]))

    assert (answer["new"], answer["changed"]) == (1, [])
    assert office.names() == ["甲子砂场", "乙丑砂场"]


def test_a_site_known_by_its_source_number_moves_to_another_street(office: Office, tmp_path: Path):
    office.stored(write_book(tmp_path / "一.xlsx", [("甲子砂场", "甲岭街道", "1", "A1", None, None)]))
    answer = office.stored(write_book(tmp_path / "二.xlsx", [("甲子砂场", "乙泉街道", "1", "A1", None, None)]), "--yes")

    assert [(c["field"], c["before"], c["after"]) for c in answer["changed"]] == [("street", "s01", "s02")]
    assert office.select("SELECT o.code FROM register_site s JOIN accounts_organisation o ON o.id = s.street_id") == [
        ("s02",)
    ]


def test_a_site_that_nothing_but_its_name_ties_to_another_street_is_new_and_said_to_be_alike(
    office: Office, tmp_path: Path
):
    office.stored(write_book(tmp_path / "一.xlsx", [("甲子砂场", "甲岭街道", "1", None, None, None)]))
    answer = office.stored(write_book(tmp_path / "二.xlsx", [("甲子砂场", "乙泉街道", "1", None, None, None)]))

    assert answer["new"] == 1
    assert [(a["name"], a["site"]) for a in answer["alike"]] == [("甲子砂场", "990105-KS-3-001")]


def test_a_list_that_gains_source_numbers_later_is_still_the_same_list(office: Office, tmp_path: Path):
    office.stored(write_book(tmp_path / "一.xlsx", [("甲子砂场", "甲岭街道", "1", None, None, None)]))
    answer = office.stored(write_book(tmp_path / "二.xlsx", [("甲子砂场", "甲岭街道", "1", "A1", None, None)]), "--yes")

    assert (answer["new"], [c["field"] for c in answer["changed"]]) == (0, ["source_no"])


def test_an_import_leaves_one_line_in_the_audit_chain_beside_those_of_its_sites(office: Office, changed: Path):
    office.stored(changed, "--yes")
    rows = office.select("SELECT action, data FROM foundation_auditrow WHERE action = 'register.import' ORDER BY seq")
    assert [json.loads(data) for _, data in rows] == [
        {"created": "2", "amended": "0", "same": "0"},
        {"created": "1", "amended": "1", "same": "1"},
    ]
    assert done("audit", "verify", "--data", office.data)["ok"] is True
