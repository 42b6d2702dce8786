"""Every page with made-up data in a real browser: nothing for axe-core to find, nothing wider than the window."""

from __future__ import annotations

import pytest

from tests.desk import preview
from tests.need import need

WIDTHS = {"1366": (1366, 768), "390": (390, 844)}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as play:
        found = play.chromium.launch(executable_path=need("chromium"), args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    preview.render_all(folder)
    with preview.served(folder) as url:
        yield url


@pytest.mark.long
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_and_nothing_is_cut(browser, address, width):
    from axe_playwright_python.sync_playwright import Axe

    size = WIDTHS[width]
    found: dict[str, list[str]] = {}
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for name in preview.pages():
        page.goto(f"{address}/{name}.html")
        result = Axe().run(page, options=RULES)
        faults = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in result.response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth") > size[0]:
            faults.append("wider than the window")
        if faults:
            found[name] = faults
    page.close()
    assert found == {}
    assert said == []


def test_the_pages_work_without_scripts(browser, address):
    page = browser.new_context(java_script_enabled=False, viewport={"width": 1366, "height": 768}).new_page()
    page.goto(f"{address}/sites.html")
    page.click(".asof summary")
    assert page.is_visible("#asof")
    assert page.is_visible("form.filters button[type=submit]")
    assert not page.is_visible(".js-print")
    page.fill("#asof", "2019-09-26")
    page.click(".asof .pop button")
    assert page.url.endswith("sites.html?on=2019-09-26&known=")


def test_the_first_screen_of_a_file_holds_header_stages_and_blockers(browser, address):
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(f"{address}/site.html")
    bottom = page.evaluate("document.querySelector('.blk').getBoundingClientRect().bottom")
    page.close()
    assert bottom <= 768


def test_the_first_screen_of_a_ledger_holds_checks_head_and_rows(browser, address):
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(f"{address}/ledger.html")
    rows = page.evaluate(
        "[...document.querySelectorAll('.ledger tbody tr')].filter(r => r.getBoundingClientRect().bottom <= 768).length"
    )
    page.close()
    assert rows >= 6
