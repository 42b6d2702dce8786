"""The paragraph of part 二, the message for the leaders, the list of whom to call."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshan.rulebook.facts import Dossier
from qingshan.rulebook.ledger_data import CallLine, TargetLine
from qingshan.rulebook.load import load_programme, shipped_programmes
from qingshan.rulebook.programme import Party
from qingshan.rulebook.situation import MESSAGE_LIMIT, leader_message, situation_text, unknown_figures
from tests.ledgers import PROGRAMME, fact, included, ledger_of, planned, registered, six_sites


def test_the_paragraph_is_counted_from_the_register():
    assert ledger_of(six_sites()).situation == (
        "试验区登记持证矿山5家，开采矿种为煤、建筑用砂岩、砖瓦用粘土，共3种；生产1家，停产4家；已注销4家。另有无证采矿点1处。"
    )


def test_a_register_act_takes_a_site_out_of_the_figures():
    assert situation_text(replace(PROGRAMME, situation="共{total}处"), []) == "共0处"


@pytest.mark.parametrize(("template", "unknown"), [("{licensed}家{wrong}处", ("wrong",)), ("{district}{coal}", ())])
def test_a_figure_nobody_counts_is_found_before_it_is_printed(template, unknown):
    assert unknown_figures(replace(PROGRAMME, situation=template)) == unknown


def test_the_shipped_paragraph_asks_only_for_figures_there_are():
    assert [unknown_figures(load_programme(folder)) for folder in shipped_programmes().values()] == [()]


def test_the_message_says_the_most_important_first():
    message = ledger_of(six_sites()).message
    assert message.startswith(
        "试验区治理台账第67期（截至10月24日）：纳入4处，已销号1处（25.0%）。2019年12月31日前底线2处，还差1处。"
    )
    assert len(message) <= MESSAGE_LIMIT


@given(
    st.text(max_size=400),
    st.lists(st.builds(CallLine, *[st.text(max_size=60)] * 7, st.just("")), max_size=5),
    st.lists(st.integers(0, 10**6), max_size=3),
    st.lists(st.text(max_size=80), max_size=4),
)
def test_no_message_is_longer_than_150_characters(head, calls, needed, names):
    targets = [TargetLine("t", "目标", "floor", "二", "2019-12-31", "50", n, 0, n, "sites", "running") for n in needed]
    calls = [replace(call, kind=kind) for call, kind in zip(calls, ["overdue", "not_reported"] * 3, strict=False)]
    sites = [Dossier(f"N{i}", (registered(f"N{i}", name), included(f"N{i}"))) for i, name in enumerate(names)]
    assert len(ledger_of(sites).message) <= MESSAGE_LIMIT
    assert len(leader_message(head, [], targets, calls)) <= MESSAGE_LIMIT


def test_whom_to_call_goes_street_by_street_and_names_what_is_owed():
    calls = ledger_of(six_sites()).calls
    assert [(c.party_name, c.site_name, c.matter) for c in calls if c.kind == "not_reported"] == [
        ("乙泉街道", "丁卯砂石矿", "未报本周进展"),
        ("丙沟片区管委会", "丙寅粘土矿", "未报本周进展"),
        ("丙沟片区管委会", "己巳采石点", "未报本周进展"),
    ]
    overdue = [(c.party, c.site, c.matter, c.by) for c in calls if c.kind == "overdue" and c.site == "C"]
    assert overdue == [("p-review", "C", "评审逾期（应于2018-10-31前完成）", "2018-10-31")]


def test_a_closed_site_is_called_about_nothing():
    assert [c for c in ledger_of(six_sites()).calls if c.site == "B"] == []


def test_a_step_of_the_street_is_owed_by_the_sites_own_street():
    stages = tuple(replace(s, party="street") if s.code == "review" else s for s in PROGRAMME.stages)
    site = Dossier(
        "Z", (registered("Z", "丑矿", street="s2"), included("Z"), fact("Z", "weekly.reported", date(2019, 10, 24)))
    )
    parties = (*PROGRAMME.parties, Party("street", "各街道", "role", "三"))
    calls = ledger_of([site], programme=replace(PROGRAMME, stages=stages, parties=parties)).calls
    assert [(c.party_name, c.kind) for c in calls if c.party == "s2"] == [("乙泉街道", "overdue")]
    assert planned("Z")[1].name == "review.passed"
