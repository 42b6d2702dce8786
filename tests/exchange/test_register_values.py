"""Each kind of cell: what it is read as, or what is said about it."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingshan.exchange.register.codes import read_number_text
from qingshan.exchange.register.complaints import Problem
from qingshan.exchange.register.coordinates import Metres, read_angle, read_pair
from qingshan.exchange.register.dates import Partial, read_partial, read_term
from qingshan.exchange.register.grid import date_cell, number_cell, text_cell
from qingshan.exchange.register.parsed import Context
from qingshan.exchange.register.sheets import cell_from
from qingshan.exchange.register.streets import Streets
from qingshan.exchange.register.values import read_capacity, read_value
from qingshan.rulebook.nouns.base import Field
from qingshan.rulebook.nouns.site import SITE
from tests.exchange.made_up import LISTS, STREETS, TODAY

CONTEXT = Context(LISTS, TODAY)


def read(key: str, value: object, unit: str = "", number_format: str = ""):
    field = SITE.field(key)
    assert field is not None
    return read_value(field, cell_from(value, number_format), CONTEXT.under(unit))


def codes(parsed) -> list[str]:
    return [problem.code for problem in parsed.problems]


@pytest.mark.parametrize(
    ("written", "value", "precision"),
    [
        ("2016.11", "2016-11-30", "month"),
        ("2016.1", "2016-01-31", "month"),
        ("2017年5月", "2017-05-31", "month"),
        ("2017年05月", "2017-05-31", "month"),
        ("２０１７年５月", "2017-05-31", "month"),
        ("2017年5月份", "2017-05-31", "month"),
        ("1988年之前", "1988-01-01", "before"),
        ("1988年以前", "1988-01-01", "before"),
        ("1988年6月前", "1988-06-01", "before"),
        ("2015年之后", "2015-12-31", "after"),
        ("Mar-98", "1998-03-31", "month"),
        ("98-Mar", "1998-03-31", "month"),
        ("1-Mar-98", "1998-03-01", "day"),
        ("March 2005", "2005-03-31", "month"),
        ("2016/3/1", "2016-03-01", "day"),
        ("2016-03", "2016-03-31", "month"),
        ("2016/03", "2016-03-31", "month"),
        ("2016-3-1", "2016-03-01", "day"),
        ("2016.3.1", "2016-03-01", "day"),
        ("2016。3。1", "2016-03-01", "day"),
        ("2016．3．1", "2016-03-01", "day"),
        ("20160301", "2016-03-01", "day"),
        ("201603", "2016-03-31", "month"),
        ("2016年", "2016-12-31", "year"),
        ("2016", "2016-12-31", "year"),
        ("2016年度", "2016-12-31", "year"),
        ("约2010年", "2010-12-31", "about"),
        ("大约2010年", "2010-12-31", "about"),
        ("2010年左右", "2010-12-31", "about"),
        ("2010年代", "2019-12-31", "about"),
        ("90年代", "1999-12-31", "about"),
        ("上世纪90年代", "1999-12-31", "about"),
        ("20世纪80年代", "1989-12-31", "about"),
        ("九十年代初", "1993-12-31", "about"),
        ("2016年底", "2016-12-31", "about"),
        ("2016年初", "2016-03-31", "about"),
        ("2016年上半年", "2016-06-30", "about"),
        ("2016年3月1日", "2016-03-01", "day"),
        ("2016年 3 月 1 日", "2016-03-01", "day"),
        ("2016年3月1号", "2016-03-01", "day"),
        ("二〇一六年三月", "2016-03-31", "month"),
        ("二○一六年十月十二日", "2016-10-12", "day"),
        ("98年3月", "1998-03-31", "month"),
        ("2016-03-01 00:00:00", "2016-03-01", "day"),
        ("2016-03-01T08:30:00", "2016-03-01", "day"),
        ("2016/3/1 8:30", "2016-03-01", "day"),
        ("2016年3月1日上午9:30", "2016-03-01", "day"),
        ("12/25/2016", "2016-12-25", "day"),
        ("25/12/2016", "2016-12-25", "day"),
        ("2016、11", "2016-11-30", "month"),
    ],
)
def test_a_date_in_words_keeps_its_exactness(written, value, precision):
    found = read_partial(text_cell(written))
    assert isinstance(found, Partial)
    assert (found.value.isoformat(), found.precision) == (value, precision)


@pytest.mark.parametrize("written", ["2016年2月30日", "2015-02-29", "2016-13", "2016.13", "20160231", "2016/0/1"])
def test_a_day_that_does_not_exist_is_complained_of(written):
    assert read_partial(text_cell(written)) == Problem("date_impossible")


@pytest.mark.parametrize("written", ["不记得", "很久以前", "2月30日", "abc", "12", "3.5"])
def test_what_is_no_date_is_no_date(written):
    assert read_partial(text_cell(written)) is None


@pytest.mark.parametrize(
    ("value", "number_format", "day", "precision"),
    [
        (2016.11, "General", "2016-11-30", "month"),
        (2016.1, "0.00", "2016-10-31", "month"),
        (2016.1, "General", "2016-12-31", "year"),
        (2016.05, "General", "2016-05-31", "month"),
        (2016, "General", "2016-12-31", "year"),
        (42675, "General", "2016-11-01", "day"),
        (42675.5, "General", "2016-11-01", "day"),
        (20160301, "General", "2016-03-01", "day"),
        (201603, "General", "2016-03-31", "month"),
    ],
)
def test_a_number_in_a_date_column(value, number_format, day, precision):
    found = read_partial(cell_from(value, number_format))
    assert isinstance(found, Partial)
    assert (found.value.isoformat(), found.precision) == (day, precision)


def test_ten_that_became_one_is_asked_about_and_not_guessed():
    parsed = read("closed_on", 2016.1)
    assert parsed.value == {"value": "2016-12-31", "precision": "year", "text": "2016.1"}
    assert codes(parsed) == ["date_october"]


@pytest.mark.parametrize(
    ("number_format", "value", "precision"),
    [
        ("yyyy-mm-dd", "2016-11-01", "day"),
        ("General", "2016-11-01", "day"),
        ('yyyy"年"m"月"', "2016-11-30", "month"),
        ("mmm-yy", "2016-11-30", "month"),
        ("[$-804]yyyy年m月", "2016-11-30", "month"),
        ("yyyy", "2016-12-31", "year"),
        ("yyyy/m/d h:mm", "2016-11-01", "day"),
    ],
)
def test_a_real_date_is_as_exact_as_its_format_shows(number_format, value, precision):
    found = read_partial(date_cell(datetime(2016, 11, 1), number_format))
    assert isinstance(found, Partial)
    assert (found.value.isoformat(), found.precision) == (value, precision)


def test_a_day_that_has_not_come_is_complained_of_where_it_cannot_be():
    assert codes(read("closed_on", "2031年5月")) == ["date_future"]
    assert codes(read("closed_on", "2019年")) == []
    ahead = Context(LISTS, TODAY, may_lie_ahead=frozenset({"licence_to"}))
    field = SITE.field("licence_to")
    assert field is not None
    assert codes(read_value(field, text_cell("2031年5月"), ahead)) == []


@pytest.mark.parametrize(
    ("written", "ends"),
    [
        ("2010年5月1日至2015年5月1日", ("2010年5月1日", "2015年5月1日")),
        ("自2010年5月1日至2015年5月1日", ("2010年5月1日", "2015年5月1日")),
        ("2010.5—2015.5", ("2010.5", "2015.5")),
        ("2010.5-2015.5", ("2010.5", "2015.5")),
        ("2010.05～2015.05", ("2010.05", "2015.05")),
        ("2010-2015", ("2010", "2015")),
        ("2010年-2015年", ("2010年", "2015年")),
        ("2010年5月至今", ("2010年5月", "")),
        ("2010-05-01至2015-05-01", ("2010-05-01", "2015-05-01")),
        ("2010/5/1-2015/5/1", ("2010/5/1", "2015/5/1")),
    ],
)
def test_a_term_has_two_ends(written, ends):
    assert read_term(written) == ends


def test_a_single_day_is_no_term():
    assert read_term("2015-05-01") is None
    assert read_term("2015年5月") is None


@pytest.mark.parametrize(
    ("written", "head_unit", "value"),
    [
        ("12.5亩", "", "8333.33"),
        ("12.5 亩", "", "8333.33"),
        ("１２．５亩", "", "8333.33"),
        ("15亩", "", "10000"),
        ("1.25公顷", "", "12500"),
        ("1.25ha", "", "12500"),
        ("1.25 hm²", "", "12500"),
        ("12,500㎡", "", "12500"),
        ("12,500 m²", "", "12500"),
        ("12500平方米", "", "12500"),
        ("1.25万平方米", "", "12500"),
        ("1.25万㎡", "", "12500"),
        ("1.25万", "m2", "12500"),
        ("0.0125km²", "", "12500"),
        ("0.0125平方公里", "", "12500"),
        ("0.0125 平方千米", "", "12500"),
        ("1.25", "公顷", "12500"),
        (1.25, "公顷", "12500"),
        (0.0125, "km2", "12500"),
        ("１.２５", "公顷", "12500"),
        ("约1.25公顷", "", "12500"),
        ("1.25公顷左右", "", "12500"),
        ("12500余平方米", "", "12500"),
        ("1 250.5", "m2", "1250.5"),
        ("1\u00a0250", "m2", "1250"),
        (0, "", "0"),
    ],
)
def test_an_area_is_stored_in_square_metres(written, head_unit, value):
    parsed = read("damage_area_m2", written, head_unit)
    assert (parsed.value, codes(parsed)) == (value, [])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("12.5", "area_no_unit"),
        ("10-12亩", "number_range"),
        ("10亩~12亩", "number_range"),
        ("-3亩", "number_negative"),
        ("三亩多", "not_a_number"),
        ("12.5斤", "unit_unknown"),
        ("#REF!", "error_cell"),
        ("12..5亩", "not_a_number"),
        (True, "not_a_number"),
        (datetime(2016, 1, 2), "not_a_number"),
    ],
)
def test_an_area_that_cannot_be_read_is_not_guessed(written, code):
    parsed = read("damage_area_m2", written)
    assert (parsed.value, codes(parsed)) == (None, [code])


def test_an_area_keeps_its_original_wording():
    assert read("damage_area_m2", "约12.5亩").as_read == "约12.5亩"
    assert read("damage_area_m2", 12.5, "亩").as_read == "12.5亩"
    assert read("damage_area_m2", "12500平方米").as_read == ""


def test_cell_and_head_of_different_units_are_pointed_out():
    parsed = read("damage_area_m2", "3公顷", "亩")
    assert (parsed.value, codes(parsed)) == ("30000", ["area_two_units"])


@pytest.mark.parametrize(
    ("written", "unit", "value", "code"),
    [
        ("6万吨/年", "", "6", "wt"),
        ("6万t/a", "", "6", "wt"),
        ("60000吨/年", "", "6", "wt"),
        ("5万m³/年", "", "5", "wm3"),
        ("5万立方米/年", "", "5", "wm3"),
        ("3万方", "", "3", "wm3"),
        (6, "万吨/年", "6", "wt"),
        ("约6万吨", "", "6", "wt"),
        ("6", "万立方米/年", "6", "wm3"),
    ],
)
def test_a_capacity_keeps_its_unit(written, unit, value, code):
    parsed = read_capacity(cell_from(written), CONTEXT.under(unit))
    assert (parsed.value, dict(parsed.more), codes(parsed)) == (value, {"capacity_unit": code}, [])


def test_a_size_in_the_capacity_column_is_the_scale():
    assert dict(read_capacity(text_cell("小型"), CONTEXT).more) == {"scale": "small"}


def test_a_capacity_by_the_day_is_refused():
    assert codes(read_capacity(text_cell("200吨/日"), CONTEXT)) == ["capacity_period"]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("87.64237", "87.64237"),
        (87.64237, "87.64237"),
        ("87.642370", "87.642370"),
        ("-122.9087609739999", "-122.9087609739999"),
        ("87°38′32.5″", "87.64236111"),
        ("87°38'32.5\"", "87.64236111"),
        ("87º38'32.5''", "87.64236111"),
        ("87-38-32.5", "87.64236111"),
        ("87:38:32.5", "87.64236111"),
        ("873832.5", "87.64236111"),
        (873832.5, "87.64236111"),
        ("87度38分32.5秒", "87.64236111"),
        ("东经87度38分32.5秒", "87.64236111"),
        ("87°38′", "87.63333333"),
        ("87°38.5′", "87.64166667"),
        ("E87.64237", "87.64237"),
        ("87.64237E", "87.64237"),
        ("87.64237°", "87.64237"),
        ("东经：87.64237", "87.64237"),
        ("８７．６４２３７", "87.64237"),
        ("87°38′32.5″E", "87.64236111"),
        ("87° 38′ 32.5″", "87.64236111"),
        ("87，64237", "87.64237"),
    ],
)
def test_a_longitude_is_decimal_degrees(written, text):
    found = read_angle(cell_from(written), "longitude")
    assert found is not None
    assert not isinstance(found, Problem)
    assert found.text == text


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("87-60-10", "coordinate_sixty"),
        ("87°38′72″", "coordinate_sixty"),
    ],
)
def test_a_longitude_that_cannot_be_is_said_to_be_so(written, code):
    assert read_angle(cell_from(written), "longitude") == Problem(code)


@pytest.mark.parametrize("written", [29551667.868, "551667.87", "4855277.489", "X=4855277.489", "551667.87米"])
def test_figures_of_six_digits_and_more_are_metres(written):
    assert isinstance(read_angle(cell_from(written), "latitude"), Metres)


@pytest.mark.parametrize(
    "written",
    [
        "87.64E,43.83N",
        "87.64E，43.83N",
        "E87.64 N43.83",
        "43.83N,87.64E",
        "东经87.64，北纬43.83",
        "东经87.64北纬43.83",
        "北纬43.83 东经87.64",
        "87.64,43.83",
        "87.64，43.83",
        "87.64 43.83",
        "87.64/43.83",
        "87.64、43.83",
        "87.64；43.83",
        "87.64\n43.83",
        "（87.64，43.83）",
    ],
)
def test_both_coordinates_in_one_cell_are_taken_apart(written):
    found = read_pair(written)
    assert isinstance(found, tuple)
    assert [angle.text for angle in found] == ["87.64", "43.83"]


def test_degrees_minutes_seconds_in_one_cell_are_taken_apart():
    found = read_pair("87°38′32.5″，43°49′49.8″")
    assert isinstance(found, tuple)
    assert [angle.text for angle in found] == ["87.64236111", "43.8305"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("650105001.0", "650105001"),
        (650105001.0, "650105001"),
        ("０１２３", "0123"),
        ("1.23456E+05", "123456"),
        (12, "12"),
    ],
)
def test_a_code_comes_back_as_digits(value, text):
    assert read_number_text(cell_from(value)).value == text


@pytest.mark.parametrize("value", ["6.50105E+22", 6.50105e22, "1.23456E+12", 91440300715267268, "6.50E+14"])
def test_a_code_whose_digits_are_lost_is_refused(value):
    assert codes(read_number_text(cell_from(value))) == ["digits_lost"]


def test_zeros_shown_by_the_format_belong_to_a_code():
    assert read_number_text(number_cell(Decimal(123), "000000")).value == "000123"


@pytest.mark.parametrize(
    ("key", "written", "code"),
    [
        ("production_state", "停产", "stopped"),
        ("production_state", "已停产", "stopped"),
        ("production_state", "关停", "closed"),
        ("production_state", " 关 闭 ", "closed"),
        ("production_state", "闭坑", "closed"),
        ("production_state", "正在生产", "producing"),
        ("licence_state", "已注销", "cancelled"),
        ("licence_state", "无证", "never"),
        ("licence_state", "正在办理", "cancelling"),
        ("mining_method", "露天", "open"),
        ("mining_method", "井工", "underground"),
        ("mining_method", "地下开采", "underground"),
        ("mining_method", "露天/井工", None),
        ("scale", "小", "small"),
        ("category", "政策性关闭小煤矿", "1"),
        ("category", "一", "1"),
        ("category", "第二类", "2"),
        ("category", "无证采矿点", "4"),
        ("category", "砂石粘土", "2"),
        ("category", "砂石黏土矿", "2"),
        ("category", 3, "3"),
        ("end_state", "改建", "B"),
        ("legacy_class", "31", "31"),
        ("legacy_class", "31 生产矿山", "31"),
    ],
)
def test_a_word_of_a_list_and_its_synonyms(key, written, code):
    assert read(key, written).value == code


def test_an_unknown_word_is_told_the_nearest():
    parsed = read("production_state", "停厂")
    assert (parsed.value, codes(parsed)) == (None, ["word_unknown"])
    assert parsed.problems[0].params["nearest"] == "停产"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("煤、建筑用砂岩", ["11001", "83978"]),
        ("煤，建筑用砂岩", ["11001", "83978"]),
        ("煤/砖瓦用粘土", ["11001", "84412"]),
        ("煤;砖瓦用粘土", ["11001", "84412"]),
        ("煤；煤", ["11001"]),
        ("11001", ["11001"]),
        ("砂石", ["83993"]),
        ("砖瓦用黏土", ["84412"]),
    ],
)
def test_several_minerals_in_one_cell(written, found):
    assert read("minerals", written).value == found


@pytest.mark.parametrize("written", ["是", "有", "√", "Y", "1", 1, True, "持证"])
def test_yes(written):
    assert read("is_licensed", written).value is True


@pytest.mark.parametrize("written", ["否", "无", "×", "N", "0", 0, False, "无证"])
def test_no(written):
    assert read("is_licensed", written).value is False


@pytest.mark.parametrize("written", ["", " ", "-", "—", "/", "\u3000", "\u00a0", "无资料", "不详"])
def test_what_says_nothing_is_no_value_and_no_fault(written):
    parsed = read("closed_on", written)
    assert (parsed.value, parsed.problems) == (None, ())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("水磨沟街道办事处", "650105001"),
        ("水磨沟街道", "650105001"),
        ("水磨沟", "650105001"),
        ("水磨沟片区管委会", "650105001"),
        ("七纺街道办", "650105001"),
        ("乌鲁木齐市水磨沟区六道湾街道", "650105002"),
        ("水磨沟区六道湾街道办事处", "650105002"),
        ("六道湾 街道", "650105002"),
        ("苇湖梁管委会", "KW01"),
        ("苇湖梁", "KW01"),
        ("650105002", "650105002"),
    ],
)
def test_a_street_is_known_by_any_of_its_names(written, code):
    assert Streets(STREETS).find(written) == (code,)


def test_a_street_of_two_organisations_is_asked_about():
    streets = Streets({"a": ("东山街道办事处",), "b": ("东山片区管委会",)})
    assert streets.find("东山") == ("a", "b")
    assert streets.find("东山街道") == ("a",)
    assert streets.find("东山管委会") == ("b",)


def test_money_is_whole_fen_and_takes_ten_thousands_by_default():
    field = Field("amount", "金额", "money")
    assert read_value(field, cell_from("120.5"), CONTEXT).value == 120500000
    assert read_value(field, cell_from("1,205,000元"), CONTEXT).value == 120500000
    assert read_value(field, cell_from(0.1), CONTEXT.under("亿元")).value == 1000000000


def test_a_percentage_is_text_or_number():
    field = Field("share", "比例", "percent")
    assert read_value(field, cell_from("50%"), CONTEXT).value == "50"
    assert read_value(field, cell_from("50％"), CONTEXT).value == "50"
    assert read_value(field, cell_from(0.5, "0%"), CONTEXT).value == "50"


def test_a_time_is_read_from_text_and_fraction():
    field = Field("at", "时间", "time")
    assert read_value(field, cell_from("23:59:59"), CONTEXT).value == "23:59:59"
    assert read_value(field, cell_from("下午3:05"), CONTEXT).value == "15:05:00"
    assert read_value(field, cell_from(0.5), CONTEXT).value == "12:00:00"
    assert codes(read_value(field, cell_from("25:00"), CONTEXT)) == ["time_unknown"]


@given(st.dates(date(1950, 1, 1), date(2019, 10, 24)))
@settings(max_examples=50)
def test_a_whole_date_comes_back_however_it_is_written(day):
    for written in (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month:02d}/{day.day:02d}",
        f"{day:%Y%m%d}",
    ):
        found = read_partial(text_cell(written))
        assert isinstance(found, Partial)
        assert (found.value, found.precision) == (day, "day")


@given(st.decimals(Decimal("0.01"), Decimal(5000), places=2), st.sampled_from(["亩", "公顷", "平方米"]))
@settings(max_examples=50)
def test_an_area_in_the_cell_equals_the_same_under_a_head(number, unit):
    inside = read("damage_area_m2", f"{number}{unit}")
    outside = read("damage_area_m2", str(number), unit)
    assert inside.value == outside.value


@given(st.text(max_size=30), st.sampled_from([f.key for f in SITE.fields]))
@settings(max_examples=300)
def test_no_text_in_any_column_raises(text, key):
    read(key, text)


@given(st.one_of(st.floats(allow_nan=True), st.integers(), st.booleans(), st.datetimes()), st.sampled_from(SITE.fields))
@settings(max_examples=200)
def test_no_number_or_date_in_any_column_raises(value, field):
    read_value(field, cell_from(value), CONTEXT.under("亩"))


def test_a_licence_of_another_province_is_remarked_on_where_the_district_is_known():
    field = SITE.field("licence_no")
    assert field is not None
    cell = text_cell("C2112822009037220017433")
    assert codes(read_value(field, cell, replace(CONTEXT, region="650105"))) == ["identifier"]
    assert codes(read_value(field, cell, replace(CONTEXT, region="211282"))) == []
    assert codes(read_value(field, cell, CONTEXT)) == []
