"""The forms in a real browser on the real server: kept as they are typed, files dropped, nothing lost, nothing for axe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.offices import demo_store
from tests.desk.serving import browsing, served, signed_in
from tests.desk.test_look import RULES, WIDTHS
from tests.stores import copied, select

pytestmark = pytest.mark.long
ACCEPTED = "650199-KS-2-001"
FORM = f"/sites/{ACCEPTED}/enter/record_acceptance/"
PAPER = {"name": "验收表.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 an acceptance"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(demo_store(tmp_path_factory), tmp_path_factory.mktemp("browsed") / "data")


@pytest.fixture(scope="module")
def address(data):
    with served(data) as url:
        yield url


@pytest.fixture(scope="module")
def browser():
    with browsing() as found:
        yield found


def test_a_form_left_half_filled_is_found_again_and_recorded(browser, address, data):
    page = signed_in(browser, address, "epb")
    page.goto(address + FORM)
    page.fill("#f-form_no", "YS-2019-11")
    page.wait_for_selector('#saved:has-text("已存")')
    page.set_input_files("#files", [PAPER])
    page.wait_for_selector(".filed")
    page.context.close()

    page = signed_in(browser, address, "epb")
    assert "接着填" in page.inner_text("main")
    page.goto(address + FORM)
    assert page.input_value("#f-form_no") == "YS-2019-11"
    assert "验收表.pdf" in page.inner_text(".filed")
    page.check("input[name=result][value=passed]", force=True)
    page.click("button[value=look]")
    page.wait_for_selector("#faults")
    assert page.evaluate("document.activeElement.id") == "faults"
    fill_rest(page)
    page.click("button[value=look]")
    page.click("button[value=send]")
    page.wait_for_selector('.note:has-text("已记入")')
    assert page.url.endswith(f"/sites/{ACCEPTED}/")
    assert [text for text in page.said if "422" not in text] == []
    (payload,) = select(data, "SELECT payload FROM casework_factrow WHERE kind = 'acceptance' ORDER BY id DESC")[0]
    assert "YS-2019-11" in payload


def fill_rest(page: Any) -> None:
    page.fill("#f-accepting_body", "市环保局")
    page.fill("#f-leader", "组长甲")
    for number, name in enumerate("甲乙"):
        page.fill(f"#f-inspectors-{number}-name", name)
        page.fill(f"#f-inspectors-{number}-employer", "市环保局")
    page.click("button[value=look]")
    page.fill("#f-inspectors-2-name", "丙")
    page.fill("#f-inspectors-2-employer", "市国土局")
    page.fill("#f-measured_area_m2", "12.46")
    for outcome in ("safe", "clean", "scenery", "land", "ecology"):
        page.locator(f"input[name=f-outcome_{outcome}]").first.check(force=True)


def test_without_the_network_what_is_typed_stays_on_the_computer_and_is_sent_later(browser, address):
    page = signed_in(browser, address, "jia.clerk")
    page.goto(f"{address}/sites/650199-KS-2-010/enter/complete_works/")
    page.context.set_offline(True)
    page.fill("#f-self_check", "自查合格")
    page.wait_for_selector('#saved:has-text("断网了")')
    page.context.set_offline(False)
    page.wait_for_selector('#saved:has-text("已存")')
    other = signed_in(browser, address, "jia.clerk")
    other.goto(f"{address}/sites/650199-KS-2-010/enter/complete_works/")
    assert other.input_value("#f-self_check") == "自查合格"


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_the_workbench_and_the_forms(browser, address, width):
    from axe_playwright_python.sync_playwright import Axe

    found: dict[str, list[str]] = {}
    for login, paths in {
        "epb": ("/workbench/", "/sites/650199-KS-1-005/enter/record_acceptance/", "/sites/650199-KS-1-005/"),
        "jia.clerk": ("/workbench/", "/sites/650199-KS-4-001/enter/complete_works/"),
        "leader": ("/workbench/",),
    }.items():
        page = signed_in(browser, address, login, *WIDTHS[width])
        for path in paths:
            page.goto(address + path)
            faults = _faults(Axe(), page, WIDTHS[width][0])
            if path.endswith("record_acceptance/"):
                page.click("button[value=look]")
                page.wait_for_selector("#faults")
                faults += _faults(Axe(), page, WIDTHS[width][0])
            if faults:
                found[f"{login} {path}"] = faults
        page.context.close()
    assert found == {}


def _faults(axe: Any, page: Any, width: int) -> list[str]:
    result = axe.run(page, options=RULES)
    faults = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in result.response["violations"]]
    return faults + (["wider than the window"] if page.evaluate("document.documentElement.scrollWidth") > width else [])
