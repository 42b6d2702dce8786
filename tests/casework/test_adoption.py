"""A new version of the notice is taken over for every site at once, shown before it is done (design §1a, rule 14)."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from qingshan.casework.adoption import Relief, adopt_version, preview_adoption
from qingshan.casework.models import FactRow, PlaceChange, SiteStatus
from qingshan.casework.projection import stale_statuses
from qingshan.foundation.models import AdoptedVersion, AuditRow
from qingshan.foundation.notice import programme_in_force, programme_known_at
from qingshan.foundation.problems import Problem
from qingshan.issuance.selfcheck import programme_valid
from qingshan.register.models import Site
from qingshan.rulebook.load import shipped_programmes
from tests.world import World, at_noon

ON = date(2018, 9, 3)
NEW_STAGE = """
[[stage]]
code = "registration"
name = "登记建档"
clause = "五(一)1i"
party = "office"
action = "file_document"
evidence = { kind = "document", results = ["filed"] }

"""


def version(folder: Path, number: str, changes: dict[str, tuple[str, str]] | None = None) -> Path:
    """The shipped notice under another number, with texts replaced in some of its files."""
    shutil.copytree(shipped_programmes()["shuimogou-2018"], folder)
    for name, (old, new) in {"notice.toml": (own_number(), f'version = "{number}"'), **(changes or {})}.items():
        path = folder / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
    return folder


def own_number() -> str:
    text = (shipped_programmes()["shuimogou-2018"] / "notice.toml").read_text("utf-8")
    return next(line for line in text.splitlines() if line.startswith("version = "))


@pytest.fixture
def surveyed(world: World) -> World:
    world.register("甲子砂石矿")
    world.act(
        "record_survey",
        world.sites["甲子砂石矿"],
        "completed",
        date(2018, 7, 5),
        login="street",
        entered=date(2018, 7, 5),
        filled_by="调查员",
        approved_by="街道审核岗",
        total_area_m2="100",
        treatable_area_m2="100",
    )
    return world


def with_a_stage_in_front(folder: Path) -> Path:
    first = '[[stage]]\ncode = "survey"'
    return version(folder, "2018.2", {"stages.toml": (first, NEW_STAGE.lstrip() + first)})


def test_a_preview_shows_every_site_that_changes_and_writes_nothing(surveyed: World, tmp_path: Path) -> None:
    rows = AuditRow.objects.count()
    found = preview_adoption(with_a_stage_in_front(tmp_path / "new"), ON)
    assert [(m.site, m.missing) for m in found.moved] == [(surveyed.sites["甲子砂石矿"], ("registration",))]
    assert [(d.table, d.key, d.what) for d in found.lines if d.what == "added"] == [
        ("stages", "registration.file_document", "added")
    ]
    assert AuditRow.objects.count() == rows
    assert programme_in_force().version != "2018.2"


def test_a_version_taken_over_moves_every_site_and_keeps_the_old_one(surveyed: World, tmp_path: Path) -> None:
    before = programme_in_force()
    adopt_version(surveyed.session("", ON), surveyed.data, with_a_stage_in_front(tmp_path / "new"), reason="市里来文")
    assert programme_in_force().version == "2018.2"
    assert programme_known_at(at_noon(date(2018, 8, 1))).digest == before.digest
    assert programme_known_at(at_noon(date(2018, 9, 4))).version == "2018.2"
    row = AuditRow.objects.get(action="programme.adopt")
    assert (row.data["to"], row.data["reason"], row.data["changed_sites"]) == ("2018.2", "市里来文", "1")
    assert stale_statuses(programme_in_force(), Site.objects.all()) == []
    assert programme_valid().findings == []


def test_what_follows_is_judged_by_the_new_version(surveyed: World, tmp_path: Path) -> None:
    debts = SiteStatus.objects.get().debt_count
    adopt_version(surveyed.session("", ON), surveyed.data, with_a_stage_in_front(tmp_path / "new"), reason="市里来文")
    assert SiteStatus.objects.get().debt_count == debts + 1
    changes = PlaceChange.objects.filter(cause="programme")
    assert all(one.programme_version == "2018.2" for one in changes)


def test_one_paper_exempts_every_site_from_what_is_new_behind_it(surveyed: World, tmp_path: Path) -> None:
    debts = SiteStatus.objects.get().debt_count
    scan = tmp_path / "批复.pdf"
    scan.write_bytes(b"a scan of the approval")
    relief = Relief("市专项办〔2018〕9号", "市专项办", scan)
    path = with_a_stage_in_front(tmp_path / "new")
    _, exempted = adopt_version(surveyed.session("", ON), surveyed.data, path, reason="市里来文", relief=relief)
    assert exempted == 1
    assert SiteStatus.objects.get().debt_count == debts
    assert FactRow.objects.get(kind="waiver").payload["stages"] == ["registration"]


def test_a_published_version_is_never_another_one(surveyed: World, tmp_path: Path) -> None:
    path = version(tmp_path / "new", "2018.9")
    adopt_version(surveyed.session("", ON), surveyed.data, path, reason="试行")
    changed = version(tmp_path / "again", "2018.9", {"goals.toml": ("percent = 50", "percent = 40")})
    with pytest.raises(Problem) as refused:
        preview_adoption(changed, ON)
    assert refused.value.code == "version_published"
    own = surveyed.data.programmes / AdoptedVersion.objects.last().folder / "goals.toml"
    own.write_text(own.read_text("utf-8").replace("percent = 50", "percent = 40", 1), "utf-8")
    with pytest.raises(Problem) as refused:
        programme_in_force()
    assert refused.value.code == "programme_changed"


def test_a_version_that_forgets_a_street_with_mines_is_refused(surveyed: World, tmp_path: Path) -> None:
    path = version(tmp_path / "new", "2018.3")
    organisation = path / "organisation.toml"
    text = organisation.read_text("utf-8")
    organisation.write_text(text.replace('code = "650105001"', 'code = "650105099"'), "utf-8")
    with pytest.raises(Problem) as refused:
        adopt_version(surveyed.session("", ON), surveyed.data, path, reason="试行")
    assert refused.value.code == "version_unfit"
    assert "650105001" in "".join(refused.value.lines)
    assert AdoptedVersion.objects.count() == 1


def test_only_who_answers_for_the_figures_takes_a_version_over(surveyed: World, tmp_path: Path) -> None:
    path = version(tmp_path / "new", "2018.4")
    with pytest.raises(Problem) as refused:
        adopt_version(surveyed.session("street", ON), surveyed.data, path, reason="试行")
    assert refused.value.code == "not_allowed"
    with pytest.raises(Problem):
        adopt_version(surveyed.session("head", ON), surveyed.data, path, reason=" ")
    adopt_version(surveyed.session("head", ON), surveyed.data, path, reason="试行")
