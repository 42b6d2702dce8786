"""The site file from dossiers alone: stage line, standing, slots, records, two days compared."""

from datetime import date

import pytest

from qingshan.desk.presenters import site, site_parts
from qingshan.desk.presenters.sight import look
from qingshan.desk.shapes import Tag
from qingshan.rulebook.facts import Dossier
from tests.desk import story


def nodes(sight):
    return site.stage_line(sight)[0]


def test_the_stage_line_has_a_node_a_stage_and_one_for_the_closure_group():
    names = [n.name for n in nodes(story.sight(story.redone()))]
    assert names == ["摸底调查", "区级核查", "纳入范围", "责任主体", "执法追责", "方案编制", "方案评审", "年度名单", "前期手续",
                     "治理", "现场验收", "督导认可", "公示", "审核备案"]  # fmt: skip


def test_the_place_says_how_long_is_left_and_a_step_done_again_says_so():
    line = nodes(story.sight(story.redone()))
    here = next(n for n in line if n.state == "here")
    assert (here.name, here.word, here.when, here.shape) == (
        "现场验收",
        "停在这里·余 15 天",
        "最迟 2019-11-08",
        "s-reopen",
    )
    works = next(n for n in line if n.name == "治理")
    assert (works.word, works.when, works.is_last_done) == ("完成（二次）", "2019-10-15", True)


def test_exactly_one_node_is_here_in_an_active_case_and_none_in_any_other():
    counts = {f.__name__: sum(n.state == "here" for n in nodes(story.sight(f()))) for f in story.ALL}
    assert counts == {"redone": 1, "held": 1, "closed": 0, "excluded": 0, "fresh": 1}


def test_the_reason_names_the_ending_that_brought_the_case_back():
    standing = site.standing_of(story.sight(story.redone()))
    assert standing.title == "停在现场验收"
    assert standing.reason == "因 2019-09-20 验收不通过，治理重做，已于 2019-10-15 再次完成"


def test_before_it_is_done_again_the_reason_says_what_must_be():
    standing = site.standing_of(story.sight(story.redone(), date(2019, 9, 26)))
    assert (standing.title, standing.reason) == ("停在治理", "因 2019-09-20 验收不通过，治理要重做")


def test_a_hold_is_a_line_of_its_own_and_not_counted_among_what_is_missing():
    standing = site.standing_of(story.sight(story.held()))
    assert (standing.tone, standing.blockers) == ("held", ())
    assert standing.holds[0].clause == "五(四)2d"
    assert standing.holds[0].text.startswith("2019-10-12 公示期内收到，办结前不能出具无异议证明")


def test_next_steps_are_in_the_order_of_their_days():
    days = [line.day for line in site.standing_of(story.sight(story.held())).next]
    assert days == sorted(days)


def test_an_overdue_step_with_nothing_against_it_is_not_shown_as_well():
    standing = site.standing_of(story.sight(story.fresh()))
    assert (standing.tone, standing.shape) == ("late", "s-late")


def test_a_closed_case_says_by_what_and_still_lists_its_debts():
    standing = site.standing_of(story.sight(story.closed()))
    assert (standing.title, standing.tone) == ("已销号", "closed")
    assert standing.reason == "2019-09-12 审核备案，市督办〔2019〕61号"
    assert standing.debt_note == f"{len(standing.debts)} 件，销号后仍欠"


def test_a_site_left_out_says_why():
    sight = story.sight(story.excluded())
    assert site.standing_of(sight).reason.startswith("2018-08-17 核定：")
    assert site.tags_of(sight)[0] == Tag("未纳入（附件2-2）")


def test_the_sentence_under_the_name_carries_place_and_both_dates():
    sight = story.sight(story.redone())
    assert site.sentence_of(sight, site.standing_of(sight)) == (
        "停在现场验收；最迟 2019-11-08 完成，余 15 天；2019-11-30 前销号，余 37 天。"
    )


def test_the_header_shows_areas_in_hectares_and_mu_and_money_in_wan():
    facts = {f.label: f.text for f in site.header_facts(story.sight(story.redone()))}
    assert facts["应治理面积"] == "12.46 公顷（186.9 亩），采坑 3 个"
    assert facts["计划 / 到位 / 支出（万元）"] == "486.20 / 260.00 / 250.00"
    assert facts["采矿权人"] == "庚午砂石料场（灭失，2017年11月 注销）"
    assert facts["销号期限"] == "2019-11-30，余 37 天"


def test_the_street_stands_for_the_role_of_streets():
    assert story.sight(story.redone()).party("street") == "甲岭街道"
    assert story.sight(story.held()).party("street") == "乙泉街道"


def test_what_is_due_by_now_is_the_denominator_of_the_slots():
    slots = site_parts.slots_of(story.sight(story.redone()))
    assert (slots.have, slots.due, slots.sentence) == (9, 10, "现阶段应有，差 1 件")
    licence = next(line for line in slots.lines if line.name == "2 采矿许可证")
    assert (licence.mark.word, licence.count, licence.note) == (
        "欠",
        "差 1",
        "采矿许可证复印件（承诺 2019-11-10 补齐）",
    )


def test_a_file_without_demands_yet_says_so():
    assert site_parts.slots_of(story.sight(story.fresh())).sentence == "现阶段还不要求文件"


def lines(sight, **more):
    return [line for g in site_parts.record_groups(sight, **more)[2] for line in g.lines]


def test_a_corrected_record_stays_struck_with_the_reason():
    struck = [r for r in lines(story.sight(story.redone()), everything=True) if r.is_struck]
    assert [(r.day, r.struck_note) for r in struck] == [("2019-10-10", "2019-10-13 已更正：面积抄错一位")]


def test_a_late_entry_says_by_how_many_days():
    done = next(r for r in lines(story.sight(story.redone())) if r.day == "2019-10-15")
    assert (done.entered, done.late) == ("2019-10-21 16:20", "补录 6 天")


def test_an_ending_says_what_it_reopened():
    failed = next(r for r in lines(story.sight(story.redone())) if r.title == "验收不通过")
    assert (failed.note, failed.tone, failed.clock) == ("此后治理重开", "late", "15:20")


def test_records_are_ordered_by_happening_or_by_entry():
    sight = story.sight(story.redone())
    happened = [r.day for r in lines(sight, everything=True)]
    entered = [r.entered for r in lines(sight, by="entered", everything=True)]
    assert happened == sorted(happened, reverse=True)
    assert entered == sorted(entered, reverse=True)


def test_weekly_reports_are_counted_apart():
    sight = story.sight(story.redone())
    assert site_parts.weekly_count(sight) == 1
    assert all(r.title != "周报已填" for r in lines(sight))
    assert any(r.title == "周报已填" for r in lines(sight, everything=True))


def test_what_was_not_known_on_the_day_is_not_shown():
    then = story.sight(story.redone(), date(2019, 10, 16), date(2019, 10, 16))
    assert lines(then)[0].day == "2019-10-10"
    assert not [r for r in lines(then, everything=True) if r.day == "2019-10-15"]


def test_the_matter_of_a_complaint_is_not_printed_in_the_file():
    assert "扬尘" not in repr(lines(story.sight(story.held()), everything=True))


def test_two_days_show_only_what_differs():
    before, after = (story.sight(story.redone(), d) for d in (date(2019, 9, 26), story.TODAY))
    found = {line.label: (line.before, line.after) for line in site_parts.compare_lines(before, after)}
    assert found["停在"] == ("治理", "现场验收")
    assert "街道" not in found
    assert site_parts.compare_lines(after, after) == ()


def test_a_lost_holders_deposit_is_named_as_a_source():
    funds = site_parts.funds_of(story.sight(story.redone()))
    assert funds is not None
    assert {line.source for line in funds.lines} == {"县（区）财政", "保证金（基金）"}
    assert funds.notes == ("采矿权人灭失，保证金余额 186.20 万元不退，列为资金来源（财建〔2017〕638号）。",)


def test_exceptions_in_force_and_the_register_act_are_in_the_file_in_the_words_of_the_ledgers():
    given = {"approver": "市办", "approver_person": "主任", "document_no": "5号", "reason": "连续降雨"}
    put_off = story.fact("extension.granted", "2019-09-02", subject="LW-1", stage="filing", until="2020-06-30", **given)
    over = story.fact(
        "waiver.granted", "2019-09-02", subject="LW-2", stages=["recognition"], until="2019-09-30", **given
    )
    gone = story.fact("lineage.transferred", "2019-10-20", to_body="邻区", document_no="8号")
    dossier = Dossier("X", (*story.redone().facts, put_off, over, gone))

    (line,) = site_parts.exceptions_of(story.sight(dossier))
    words = "审核备案延期至2020-06-30（5号），2019-09-02 市办、主任批准，有效至 2020-06-30，理由：连续降雨"
    assert (line.label, line.text) == ("编号 LW-1", words)
    (left,) = site_parts.lineage_of(story.sight(dossier), {})
    assert (left.label, left.text) == ("去向", "移交邻区 8号 2019-10-20")
    assert site_parts.lineage_of(story.sight(dossier, date(2019, 10, 19)), {}) == ()


@pytest.mark.parametrize("name", [f.__name__ for f in story.ALL])
def test_every_standing_makes_a_whole_page_on_any_day(name):
    dossier = getattr(story, name)()
    for day in (date(2018, 6, 1), date(2018, 8, 17), date(2019, 9, 20), date(2019, 10, 24), date(2021, 1, 5)):
        sight = story.sight(dossier, day)
        standing = site.standing_of(sight)
        assert site.sentence_of(sight, standing)
        assert nodes(sight)
        assert len(site.header_facts(sight)) == 8
        assert site_parts.tracks_of(sight)
        site_parts.slots_of(sight), site.register_lines(sight), site.warnings_of(sight), site.entered_against(sight)


def test_an_empty_dossier_still_makes_a_page():
    sight = look(story.programme(), Dossier("X", ()), story.sight(story.fresh()).day, {})
    assert sight.name == "X"
    assert site.standing_of(sight).title == "停在摸底调查"
