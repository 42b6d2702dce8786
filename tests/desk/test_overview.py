"""The overview: its numbers are those of the lists behind them, of the day, and of the streets one may see."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from qingshan.casework.models import SiteStatus
from qingshan.casework.projection import columns_of
from qingshan.desk.asof import read_day
from qingshan.desk.overview_reading import overview, status_of
from qingshan.desk.presenters.burn_up import MEASURES, Course, Track, burn_up, forecast
from qingshan.desk.presenters.overview import Overview, closing_day, over_page
from qingshan.desk.presenters.sites import ListContext, brief_of
from qingshan.desk.visit import Visit
from qingshan.foundation.models import Store
from qingshan.foundation.notice import programme_in_force
from qingshan.rulebook.calendar import issue_days
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.funding import funding_of, gap_of
from qingshan.rulebook.status import Ledger, Outcome
from qingshan.rulebook.targets import counted_sites
from tests.casework.histories import FIRST, HISTORY, enter_all
from tests.desk import story
from tests.world import OTHER_STREET, STREET, at_noon

ON = story.TODAY
STORIES = [make() for make in story.ALL]


def made(on: date = ON, measure: str = "sites", whole: bool = True, dossiers=STORIES) -> Overview:
    sights = [s for d in dossiers if (s := story.sight(d, on)).context.facts]
    day = read_day({"on": on.isoformat()}, ON)
    return Overview(
        ListContext(story.programme(), story.NAMES, "/sites/", day), [brief_of(s) for s in sights], sights, sights,
        MEASURES[measure], whole, "/overview/", lambda code: f"/sites/{code}/", lambda due: f"/ledgers/{due}/",
        lambda code: f"/programme/{code}/",
    )  # fmt: skip


def cells(table, row: str) -> list[str]:
    return [c.text for c in next(r for r in table.rows if r.name == row).cells]


# -- figures against an independent count


@pytest.mark.parametrize("back", [0, 30, 60, 120, 400])
def test_closed_and_due_are_what_every_site_by_itself_says(back):
    on = ON - timedelta(days=back)
    alone = [evaluate(story.programme(), d, on) for d in STORIES if any(f.happened_on <= on for f in d.facts)]
    due = [s for s in alone if s.ledger == Ledger.IN]
    over = made(on)
    assert over.course.total == len(due)
    assert over.course.closed.at(on) == sum(s.outcome == Outcome.CLOSED for s in due)
    assert len(over.briefs) == len(alone)


@pytest.mark.parametrize("measure", ["sites", "area", "investment"])
def test_the_curve_of_closed_sites_ends_where_the_targets_stand(measure):
    over = made(measure=measure)
    assert {t.reached for t in over.progress} == {over.course.closed.at(ON)}
    assert {t.total for t in over.progress} == {over.course.total}


def test_the_curve_of_a_month_is_what_that_day_itself_shows():
    table = burn_up(made().course, (), None, [d.due_on for d in issue_days(story.programme())], str).table
    for row in table.rows:
        on = date.fromisoformat(row.name)
        closed = sum(evaluate(story.programme(), d, on).outcome == Outcome.CLOSED for d in STORIES)
        assert row.cells[2].text == str(closed)


def test_money_by_year_is_the_sum_of_the_sites_of_that_year():
    page = over_page(made())
    listed = [s for s in made().sights if s.status.batch == "2019"]
    gaps = [gap_of(s.dossier, ON) for s in listed]
    wanted = [
        sum(g.investment for g in gaps if g), sum(funding_of(s.dossier, ON).sources_total for s in listed),
        sum(funding_of(s.dossier, ON).total("received") for s in listed),
        sum(funding_of(s.dossier, ON).total("spent") for s in listed), sum(g.missing for g in gaps if g),
    ]  # fmt: skip
    assert cells(page.years, "2019 年度")[:5] == [f"{Decimal(n) / 1_000_000:,.2f}" for n in wanted]
    by_source = sum(Decimal(r.cells[-2].text.replace(",", "")) for r in page.sources.rows)
    assert by_source == Decimal(page.years.foot.cells[1].text.replace(",", ""))


def test_reports_missed_are_the_issues_in_which_a_site_was_silent():
    """One report on 2019-10-22 for one site; the last issue before 2019-10-24 and eleven more had none."""
    page = over_page(made(dossiers=[story.redone()]))
    assert cells(page.units, "甲岭街道")[-2] == "12"
    later = over_page(made(on=ON + timedelta(days=1), dossiers=[story.redone()]))
    assert cells(later.units, "甲岭街道")[-2] == "11"


def test_a_step_is_late_by_its_latest_start_and_once_begun_by_its_last_day():
    over = made()
    lines = over_page(over)
    late = {b.code for b in over.briefs if b.due_on and b.due_on < ON and b.outcome == "active"}
    shown = {line.url.split("/")[2] for line in (*lines.passed, *lines.more_passed)}
    assert late <= shown


def test_a_closed_site_of_the_stored_status_has_the_day_of_its_filing():
    dossier = story.closed()
    status = evaluate(story.programme(), dossier, ON)
    kept = status_of(story.programme(), dossier, SiteStatus(**columns_of(status)), ON)
    both = [counted_sites(story.programme(), [(dossier, s)], ON, "sites") for s in (status, kept)]
    assert both[0] == both[1]
    assert both[0][0].closed_on == closing_day(story.sight(dossier)) == date(2019, 9, 12)


# -- the pace

steps = st.lists(st.tuples(st.integers(0, 400).map(lambda n: ON - timedelta(n)), st.integers(0, 50)), max_size=12)


@given(steps, st.integers(0, 500))
def test_a_track_is_the_sum_of_what_was_added_by_the_day(listed, back):
    day = ON - timedelta(back)
    assert Track.of(listed).at(day) == sum(n for on, n in listed if on <= day)


@given(steps, st.integers(0, 200), st.integers(0, 800))
def test_the_pace_leads_neither_back_nor_past_the_whole(listed, open_left, ahead):
    closed = Track.of(listed)
    total = closed.at(ON) + open_left
    course = Course(MEASURES["sites"], ON, total, closed, closed, closed)
    found = forecast(course, ON + timedelta(ahead))
    assert closed.at(ON) <= found.by_then <= total
    if found.ends_on is not None:
        assert forecast(course, found.ends_on).by_then == total
        if found.ends_on > ON:
            assert forecast(course, found.ends_on - timedelta(2)).by_then < total or found.pace > 3


@given(steps, st.integers(1, 2_000_000))
def test_no_drawing_leaves_its_frame(listed, total):
    track = Track.of(listed)
    course = Course(MEASURES["area"], ON, total, track, track, track)
    for chart in burn_up(course, (), None, [], str).drawings:
        numbers = [tuple(map(float, p.split(","))) for area in chart.areas for p in area.path.split()]
        assert all(0 <= x <= chart.width and 0 <= y <= chart.height for x, y in numbers)


# -- the page over HTTP


@pytest.fixture
def along(district):
    enter_all(district.register("庚午砂石矿"), HISTORY, FIRST)
    return district


def figures(text: str) -> list[tuple[str, str]]:
    """Every whole number of a table of the page with the address of the list behind it."""
    found = re.findall(r'<a href="(/sites/\?[^"]*)">(\d+)</a>', text)
    return [(unescape(url), number) for url, number in found]


def panel(text: str, name: str) -> str:
    return text.split(f'id="{name}"')[1].split("</section>", maxsplit=1)[0]


@pytest.mark.parametrize("on", ["2018-07-01", "2018-08-20", "2019-07-01", ""])
def test_a_number_is_the_length_of_the_list_it_leads_to(on, along, as_login):
    office = as_login("office")
    text = office.get(f"/overview/?on={on}").content.decode()
    links = [pair for name in ("h-st", "h-ca") for pair in figures(panel(text, name))]
    assert links
    for url, number in links:
        listed = office.get(url).content.decode()
        assert len(re.findall(r'<tr><td class="slack-cell">', listed)) == int(number), url


def test_a_street_sees_its_own_sites_alone(along, as_login):
    page = as_login("other").get("/overview/?on=2018-08-20").content.decode()
    assert sum(int(n) for _, n in figures(panel(page, "h-ca"))[:1]) == 1
    assert f"street={OTHER_STREET}" in page
    assert f"street={STREET}" not in page
    assert "甲子" not in page
    assert "底数对账" not in page
    assert "底数对账" in as_login("office").get("/overview/?on=2018-08-20").content.decode()


def test_a_past_day_knows_nothing_of_what_came_later(along, as_login):
    office = as_login("office")
    before, after = (office.get(f"/overview/?on={d}").content.decode() for d in ("2018-06-21", "2019-07-01"))
    assert "已开工 1" in after
    assert "已开工" not in before
    then = office.get("/overview/?on=2019-07-01&known=then").content.decode()
    assert "已开工 1" not in then


def test_every_drawing_has_a_name_and_a_table(along, as_login):
    page = as_login("office").get("/overview/?on=2019-07-01").content.decode()
    for drawn in re.findall(r'<svg class="chart.*?</svg>', page):
        assert 'role="img"' in drawn
        for ref in re.search(r'aria-labelledby="([^"]+)"', drawn)[1].split():
            assert re.search(rf'<(?:title|desc) id="{ref}">[^<]+<', drawn)
    assert "看表" in page
    assert " style=" not in page


def test_more_sites_cost_no_more_queries(along, as_login):
    office = as_login("office")
    for url in ("/overview/", "/overview/?on=2018-08-20"):
        office.get(url)
        counts = []
        for extra in (0, 3):
            for n in range(extra):
                along.register(f"戊{n}{len(along.sites)}砂石矿")
            with CaptureQueriesContext(connection) as seen:
                assert office.get(url).status_code == 200
            counts.append(len(seen))
        assert counts[0] == counts[1]
        assert counts[0] <= 15


def test_of_very_many_sites_the_stored_status_says_the_same(along):
    on = date(2019, 11, 2)
    session = along.session("office", on)
    visit = Visit(session.actor, Store.objects.get(), programme_in_force(), read_day({}, on), at_noon(on))
    for measure in MEASURES:
        assert overview(visit, measure, few=0) == overview(visit, measure)
