"""When the ledgers are due: every so many weeks, or on a day of the month, whatever the month's length."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qingshan.rulebook.ledger_cells import Cell, area_cell, mu_cell
from qingshan.rulebook.rhythm import cutoff_words, in_month, nominal_days, report_name, words_of
from qingshan.rulebook.values import cited
from tests.rulebook.readings import shipped

WEEKLY = shipped().weekly
DAYS = st.dates(date(2018, 1, 1), date(2022, 12, 31))


@given(first=DAYS, weeks=st.integers(1, 8))
def test_a_report_every_so_many_weeks_keeps_its_day_of_the_week(first, weeks):
    days = list(nominal_days(replace(WEEKLY, first_on=first, last_on=first + timedelta(days=400), every_weeks=weeks)))
    assert days[0] == first
    assert {after - before for before, after in pairwise(days)} == {timedelta(weeks=weeks)}


@given(start=DAYS, day=st.integers(1, 31))
def test_a_monthly_report_is_due_once_in_every_month_and_never_past_its_day(start, day):
    first = in_month(day, start.year, start.month)
    weekly = replace(WEEKLY, first_on=first, last_on=first + timedelta(days=800), day_of_month=day)
    days = list(nominal_days(weekly))
    months = [found.year * 12 + found.month for found in days]
    assert months == list(range(months[0], months[0] + len(days)))
    for found in days:
        assert found.day == day or (found.day < day and (found + timedelta(days=1)).day == 1)


def test_a_rhythm_is_said_in_words():
    assert words_of(WEEKLY) == "每周四"
    assert words_of(replace(WEEKLY, every_weeks=2)) == "每2周的周四"
    assert words_of(replace(WEEKLY, day_of_month=15)) == "每月15日"
    assert words_of(replace(WEEKLY, day_of_month=31)) == "每月最后一日"


@given(st.decimals(0, 10**9, places=2))
def test_an_area_in_mu_is_fifteen_times_that_in_hectares_rounded_once(m2):
    cell = mu_cell(area_cell(m2))
    assert cell.raw == area_cell(m2).raw
    assert abs(m2 * 15 - 10_000 * type(m2)(cell.text)) <= 50


def test_one_hectare_is_fifteen_mu_and_nothing_stays_nothing():
    assert mu_cell(area_cell(Decimal(10_000))).text == "15.00"
    assert mu_cell(Cell()) == Cell()


def test_the_streets_day_is_of_the_week_of_the_month_or_not_said():
    monthly = replace(WEEKLY, day_of_month=25)
    assert cutoff_words(WEEKLY) == "周三 12:00"
    assert cutoff_words(monthly) == ""
    assert cutoff_words(replace(monthly, street_cutoff_day=20)) == "每月20日 12:00"
    assert cutoff_words(replace(monthly, street_cutoff_day=31)) == "每月最后一日 12:00"


def test_a_streets_report_is_called_by_its_rhythm():
    found = [report_name(replace(WEEKLY, **change)) for change in ({}, {"every_weeks": 2}, {"day_of_month": 25})]
    assert found == ["周报", "定期报送", "月报"]


def test_a_clause_is_put_in_brackets_once():
    assert [cited(clause) for clause in ("第六条", "（六）", "（六）2（一）", "")] == [
        "（第六条）",
        "（六）",
        "（（六）2（一））",
        "",
    ]
