from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshan.desk.asof import asof_control, parse_day, read_day, with_query
from qingshan.rulebook.facts import BEIJING

TODAY = date(2019, 10, 24)


@pytest.mark.parametrize(
    "typed",
    ["2019-10-24", "2019.10.24", "2019/10/24", "2019年10月24日", "20191024", " ２０１９-10-24 ", "2019-10-24日"],
)
def test_a_day_is_read_as_people_type_it(typed):
    assert parse_day(typed) == TODAY


@pytest.mark.parametrize(
    "typed", ["", "昨天", "2019-13-01", "2019-02-30", "2019-10", "1066-10-14", "9999-12-31", "2019-10-24-1"]
)
def test_what_is_no_day_is_not_taken(typed):
    assert parse_day(typed) is None


@given(st.text(max_size=30))
def test_any_text_is_answered(typed):
    found = parse_day(typed)
    assert found is None or date(1949, 10, 1) <= found <= date(2100, 1, 1)


def test_without_a_day_it_is_today():
    day = read_day({}, TODAY)
    assert (day.on, day.known_at, day.is_today, day.query) == (TODAY, None, True, {})


def test_a_wrong_day_shows_today_and_says_why():
    day = read_day({"on": "昨天"}, TODAY)
    assert day.on == TODAY
    assert day.error == "“昨天”不是日期，写成 2019-10-24。"


def test_known_then_is_the_last_instant_of_that_day_in_beijing():
    day = read_day({"on": "2019-09-26", "known": "then"}, TODAY)
    assert day.known_at == datetime(2019, 9, 26, 23, 59, 59, 999999, BEIJING)
    assert day.query == {"on": "2019-09-26", "known": "then"}


def test_known_may_be_another_day():
    day = read_day({"on": "2019-09-26", "known": "2019-10-01"}, TODAY)
    assert day.known_at == datetime(2019, 10, 1, 23, 59, 59, 999999, BEIJING)
    assert day.query == {"on": "2019-09-26", "known": "2019-10-01"}


def test_the_control_keeps_the_filters_and_drops_the_page():
    params = {"street": "a", "page": "3", "on": "2019-09-26"}
    control = asof_control(read_day(params, TODAY), "/sites/", params, 4)
    assert control.keep == (("street", "a"),)
    assert control.prev_url == "/sites/?street=a&on=2019-09-25"
    assert control.today_url == "/sites/?street=a"
    assert control.sentence == "你在看 2019-09-26 周四 的情况，按当天实情；只能看，不能办。"


def test_there_is_no_day_after_today_to_step_to():
    assert asof_control(read_day({}, TODAY), "/", {}, 4).next_url == ""


def test_a_day_to_come_is_shown_as_a_projection():
    control = asof_control(read_day({"on": "2019-12-05"}, TODAY), "/", {}, 4)
    assert control.sentence == "你在看 2019-12-05 周四 的情况，按今天已有的记录推算；只能看，不能办。"


def test_the_quick_days_are_last_thursday_month_end_and_year_end():
    assert [q.text for q in asof_control(read_day({}, TODAY), "/", {}, 4).quick] == [
        "上个周四 10-17",
        "上月末 09-30",
        "去年末 2018-12-31",
    ]


def test_the_quick_day_of_a_notice_with_another_weekday_is_that_weekday():
    assert asof_control(read_day({}, TODAY), "/", {}, 1).quick[0].text == "上个周一 10-21"


def test_a_link_carries_only_what_has_a_value():
    assert with_query("/a/", q="", page=2, street="甲") == "/a/?page=2&street=%E7%94%B2"
    assert with_query("/a/", q="") == "/a/"
