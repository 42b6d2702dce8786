"""A version cannot lead out of its folder, go backwards, or forget what records name (design §1a, rule 14)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from qingshan.casework.adoption import Relief, adopt_version, preview_adoption
from qingshan.casework.models import SiteStatus
from qingshan.casework.queries import dossier_of
from qingshan.foundation.models import AdoptedVersion, AuditRow
from qingshan.foundation.notice import keep_folder, programme_in_force
from qingshan.foundation.problems import Problem
from qingshan.issuance.selfcheck import all_checks
from qingshan.register.models import Site
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Dossier, Fact
from qingshan.rulebook.findings import ProgrammeInvalid
from qingshan.rulebook.load import load_programme
from qingshan.rulebook.nouns import NOUNS
from qingshan.rulebook.references import FIELDS, OF_NOTICE, Fitting
from tests.casework.histories import CHECKED, HISTORY, PANEL, enter
from tests.casework.test_adoption import version
from tests.world import SCAN, World, at_noon

ON = date(2019, 12, 3)
FIVE = ("survey", "verification", "scope", "responsibility", "plan", "review", "batch")


def adopt(world: World, folder: Path, **more) -> None:
    adopt_version(world.session("", ON), world.data, folder, reason="市里来文", **more)


def refused(call) -> Problem:
    with pytest.raises(Problem) as caught:
        call()
    return caught.value


def edited(folder: Path, file: str, pattern: str, by: str = "") -> Path:
    path = folder / f"{file}.toml"
    text, count = re.subn(pattern, by, path.read_text("utf-8"), flags=re.MULTILINE)
    assert count, pattern
    path.write_text(text, "utf-8")
    return folder


@pytest.fixture
def listed(world: World) -> World:
    """A site entered up to its year's list, with a document in its slot."""
    code, keys = world.register("甲子砂石矿", end_state="C"), {}
    for number, entry in enumerate(e for e in HISTORY if e.name in FIVE):
        assert enter(code, entry, keys, at_noon(date(2019, 1, 1 + number)))
    return world


# ── versions


@pytest.mark.parametrize("number", ["../../../ESCAPED", "..", "", "a/b", "2018 2", "第二版", "-1", "1.", "9" * 41])
def test_a_version_is_a_plain_word(world: World, tmp_path: Path, number: str) -> None:
    folder = version(tmp_path / "new", number)
    with pytest.raises(ProgrammeInvalid) as caught:
        adopt(world, folder)
    assert ("notice.version", True) in {
        (f.key, f.code in ("bad_version", "empty_value")) for f in caught.value.findings
    }
    assert AdoptedVersion.objects.count() == 1


def test_a_folder_is_never_kept_outside_the_data_folder(world: World, tmp_path: Path) -> None:
    folder = version(tmp_path / "new", "2018.2")
    assert refused(lambda: keep_folder(folder, world.data, "x@../../../ESCAPED")).code == "programme_outside"
    assert not list(tmp_path.rglob("ESCAPED"))


@pytest.mark.parametrize("number", ["0.9", "1.00", "1.0-", "01.0"])
def test_versions_go_up(world: World, tmp_path: Path, number: str) -> None:
    folder = version(tmp_path / "new", number, {"goals.toml": ("percent = 50", "percent = 40")})
    with pytest.raises((Problem, ProgrammeInvalid)) as caught:
        adopt(world, folder)
    if isinstance(caught.value, Problem):
        assert caught.value.code == "version_not_later"
        assert number in caught.value.sentence


def test_numbers_of_a_version_are_compared_as_numbers(world: World, tmp_path: Path) -> None:
    adopt(world, version(tmp_path / "nine", "2018.9"))
    adopt(world, version(tmp_path / "ten", "2018.10"))
    assert refused(lambda: adopt(world, version(tmp_path / "last", "2018.9.9"))).code == "version_not_later"


def test_a_folder_left_by_an_adoption_cut_short_does_not_stand_in_the_way(world: World, tmp_path: Path) -> None:
    code = programme_in_force().code
    left = world.data.programmes / f"{code}@2018.2"
    left.mkdir()
    (left / "notice.toml").write_text("half", "utf-8")
    adopt(world, version(tmp_path / "new", "2018.2"))
    assert programme_in_force().version == "2018.2"


# ── what records name


def without_purchases(folder: Path) -> Path:
    """The notice without the code of sites bought up."""
    edited(folder, "goals", r'end_state = \["A", "B", "C"\]', 'end_state = ["A", "B"]')
    return edited(folder, "lists", r'^C = "已被征购"\n')


def test_every_field_of_a_list_of_the_notice_is_looked_at() -> None:
    for noun in NOUNS:
        wanted = {f.key for f in noun.fields for x in (f, *f.rows) if x.list.startswith(OF_NOTICE) or x.names}
        for action in noun.actions:
            assert wanted <= {f.key for f in FIELDS[action.kind]}


def test_a_code_that_records_name_is_not_dropped(listed: World, tmp_path: Path) -> None:
    folder = without_purchases(version(tmp_path / "new", "2018.3"))
    problem = refused(lambda: adopt(listed, folder))
    assert problem.code == "version_unfit"
    [line] = problem.lines
    assert all(word in line for word in ("C（已被征购）", "1 处", "甲子砂石矿", "停用"))
    [dropped] = preview_adoption(folder, ON).dropped
    assert (dropped.table, dropped.code, dropped.facts) == ("end_states", "C", 1)


def test_a_code_within_a_row_of_a_record_is_not_dropped(listed: World, tmp_path: Path) -> None:
    assert {row["speciality"] for row in PANEL} >= {"water_soil"}
    folder = version(tmp_path / "new", "2018.3")
    edited(folder, "process", r"water_soil = ", "water_land = ")
    dropped = preview_adoption(folder, ON).dropped
    assert [(d.table, d.code) for d in dropped] == [("specialities", "water_soil")]


def test_a_code_nobody_used_may_go(listed: World, tmp_path: Path) -> None:
    folder = edited(version(tmp_path / "new", "2018.3"), "lists", r'^A = "已治理完成（有验收文件）"\n')
    assert preview_adoption(folder, ON).unfit == ()
    adopt(listed, folder)
    assert programme_in_force().version == "2018.3"


def test_a_corrected_record_no_longer_names_its_code(world: World, tmp_path: Path) -> None:
    folder = without_purchases(version(tmp_path / "new", "2018.3"))
    first = Fact("1", "site", "registered", ON, at_noon(ON), payload={"end_state": "C"})
    second = replace(first, id="2", replaces="1", payload={"end_state": "B"})
    for facts, count in (((first,), 1), ((first, second), 0)):
        fitting = Fitting(programme_in_force(), load_programme(folder), ON)
        fitting.add(Dossier("甲", facts), "甲")
        assert len(fitting.dropped()) == count


def without_verification(folder: Path) -> Path:
    """The notice without the step of verification."""
    stages = folder / "stages.toml"
    parts = re.split(r"(?=^\[\[)", stages.read_text("utf-8"), flags=re.MULTILINE)
    gone = [p for p in parts if p.startswith("[[stage]]") and 'code = "verification"' in p]
    assert len(gone) == 1
    stages.write_text("".join(p for p in parts if p not in gone), "utf-8")
    for path in folder.glob("*.toml"):
        text = path.read_text("utf-8")
        text = re.sub(r'^\s*\{ check = "satisfied", stage = "verification"[^\n]*\n', "", text, flags=re.MULTILINE)
        text = re.sub(r'"verification", |, "verification"(?=[\],])', "", text)
        text = re.sub(r'(falls_with|ends|may_end) = \["verification"\]\n', "", text)
        parts = re.split(r"(?=^\[\[)", text, flags=re.MULTILINE)
        kinds = ("[[step]]", "[[deadline]]", "[[ending]]", "[[slot]]")
        kept = [p for p in parts if not (p.startswith(kinds) and '"verification"' in p)]
        path.write_text("".join(kept), "utf-8")
    return folder


def test_a_stage_with_records_goes_only_when_it_is_said_so(listed: World, tmp_path: Path) -> None:
    folder = without_verification(version(tmp_path / "new", "2018.3"))
    problem = refused(lambda: adopt(listed, folder))
    assert problem.code == "version_unfit"
    assert all(word in problem.lines[0] for word in ("verification（区级核查）", "--drop verification"))
    assert refused(lambda: adopt(listed, folder, drop=["plan"])).code == "bad_value"
    adopt(listed, folder, drop=["verification"])
    assert AuditRow.objects.get(action="programme.adopt").data["dropped_stages"] == ["verification"]
    assert [c.findings for c in all_checks() if c.findings] == []


def test_a_waived_stage_that_is_renamed_is_told(listed: World, tmp_path: Path) -> None:
    folder = version(tmp_path / "new", "2018.3")
    for path in folder.glob("*.toml"):
        path.write_text(path.read_text("utf-8").replace('"recognition"', '"approval"'), "utf-8")
    text = (folder / "stages.toml").read_text("utf-8")
    (folder / "stages.toml").write_text(text.replace('kind = "approval"', 'kind = "recognition"'), "utf-8")
    for file in ("stages", "process", "gates", "deadlines", "files"):
        path = folder / f"{file}.toml"
        again = re.sub(r'(kind|fact) = "approval"', r'\1 = "recognition"', path.read_text("utf-8"))
        path.write_text(again, "utf-8")
    paper = {"approver": "市专项办", "document_no": "5号", "reason": "已并入验收"}
    listed.act(
        "grant_waiver",
        listed.sites["甲子砂石矿"],
        "granted",
        ON,
        subject="E1",
        evidence=(SCAN,),
        stages=["recognition"],
        **paper,
    )
    assert [(d.table, d.code, d.facts) for d in preview_adoption(folder, ON).dropped] == [("stages", "recognition", 1)]
    listed.act("revoke_exception", listed.sites["甲子砂石矿"], "revoked", ON, subject="E1", evidence=(SCAN,), **paper)
    assert preview_adoption(folder, ON).dropped == ()


def test_a_body_with_people_in_office_is_not_dropped(listed: World, tmp_path: Path) -> None:
    folder = version(tmp_path / "new", "2018.3")
    for path in folder.glob("*.toml"):
        path.write_text(path.read_text("utf-8").replace('"epb"', '"environment"'), "utf-8")
    dropped = preview_adoption(folder, ON).dropped
    assert ("parties", "epb") in {(d.table, d.code) for d in dropped}


# ── relief


BEHIND = """
[[stage]]
code = "registration"
name = "登记建档"
clause = "五(一)1i"
party = "office"
action = "file_document"
falls_with = ["verification"]
evidence = { kind = "document", results = ["filed"] }

"""


def test_relief_holds_although_the_new_stage_falls_with_a_reopened_one(listed: World, tmp_path: Path) -> None:
    """A waiver rests on nothing: it falls with what is ended after it, not with what was open when it was given."""
    site = listed.sites["甲子砂石矿"]
    listed.act(
        "record_verification",
        site,
        "returned",
        date(2019, 1, 20),
        verified_by="核查岗",
        checks=CHECKED,
        opinion="面积不符",
    )
    folder = version(tmp_path / "new", "2018.3")
    edited(folder, "stages", r'^\[\[stage\]\]\ncode = "scope"', BEHIND.lstrip() + '[[stage]]\ncode = "scope"')
    [moved] = preview_adoption(folder, ON).moved
    assert moved.missing == ("registration",)
    before = SiteStatus.objects.get().debt_count
    scan = tmp_path / "批复.pdf"
    scan.write_bytes(b"a scan of the approval")
    adopt(listed, folder, relief=Relief("市专项办〔2019〕9号", "市专项办", scan))
    status = evaluate(programme_in_force(), dossier_of(Site.objects.get()), ON)
    assert (status.stage("verification").state, status.stage("registration").state) == ("open", "exempt")
    assert SiteStatus.objects.get().debt_count == before


def test_relief_falls_when_its_stage_is_reopened_later(listed: World, tmp_path: Path) -> None:
    site = listed.sites["甲子砂石矿"]
    folder = version(tmp_path / "new", "2018.3")
    edited(folder, "stages", r'^\[\[stage\]\]\ncode = "scope"', BEHIND.lstrip() + '[[stage]]\ncode = "scope"')
    scan = tmp_path / "批复.pdf"
    scan.write_bytes(b"a scan of the approval")
    adopt(listed, folder, relief=Relief("市专项办〔2019〕9号", "市专项办", scan))
    later = date(2019, 12, 9)
    listed.act("record_verification", site, "returned", later, verified_by="核查岗", opinion="面积不符", checks=CHECKED)
    status = evaluate(programme_in_force(), dossier_of(Site.objects.get()), later)
    assert status.stage("registration").state == "open"


def test_what_was_recorded_while_a_version_was_looked_through_is_asked_too(
    listed: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look and the turn to write, another process enters a record that names what the version drops."""
    code = listed.sites["甲子砂石矿"]
    owed = '    { slot = "photos_before", at_least = 4 },\n'
    with_slot = version(tmp_path / "one", "2018.2", {"stages.toml": (owed, owed + '    { slot = "aerial" },\n')})
    slot = '\n[[slot]]\ncode = "aerial"\nname = "航拍影像"\nclause = "五(一)1d"\nstage = "survey"\n'
    files = with_slot / "files.toml"
    files.write_text(files.read_text("utf-8") + slot, "utf-8")
    adopt(listed, with_slot)
    without = version(tmp_path / "two", "2018.3")

    def meanwhile(*told):
        listed.act("file_document", code, "filed", ON, login="office", slot="aerial", title="航拍", evidence=(SCAN,))
        return keep_folder(*told)

    monkeypatch.setattr("qingshan.casework.adoption.keep_folder", meanwhile)

    assert refused(lambda: adopt(listed, without)).code == "version_unfit"
    assert programme_in_force().version == "2018.2"
