"""Renders every page of the desk with made-up view data and takes its picture: python -m tests.desk.preview FOLDER.

Needs no database: the templates are filled from `samples.py`, served with the static files on a free port of this
machine, and photographed by Debian's chromium at 1366 and 390 px. `--print` adds the PDFs.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.template.loader import render_to_string
from playwright.sync_api import sync_playwright

from qingshan.desk import shapes as s
from tests.desk import samples as x

PARTS = ("", "deadlines", "stages", "slots", "readings", "parameters", "versions")
CHROMIUM = "/usr/bin/chromium"
SIZES = {"1366": (1366, 768), "390": (390, 844)}


def set_up() -> None:
    """Django without a store: the templates need settings and addresses only."""
    os.environ.setdefault("QINGSHAN_DATA", tempfile.mkdtemp(prefix="preview"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshan.foundation.settings")
    django.setup()


def pages() -> dict[str, tuple[str, dict[str, Any]]]:
    """Name → template and context of every page and of the states worth seeing."""
    past = {"on": "2019-09-26", "known": "then"}
    ledgers = x.shell("/ledgers/", "台账")
    uploads = x.shell("/imports/", "导入")
    fault = s.ErrorPage(
        404, "没有这个档案，或不在你的辖区", "档号 YS-KS-9-999。", links=(s.Link("看矿山清单", "/sites/"),)
    )
    stale = s.ErrorPage(
        409,
        "还不能记录验收结果：差 1 项",
        "补齐后再来。",
        (s.BlockerLine("治理后照片 2 张，少于 4 张", "", "五(四)1a", "甲岭街道"),),
        (s.Link("回到档案", "/sites/"),),
    )
    return {
        "sign_in": (
            "desk/sign_in.html",
            {
                "district": "水磨沟区",
                "is_demo": True,
                "error": "登录名或口令不对，还可再试 4 次。",
                "logins": (("区专项办经办岗", "全区，填报", "office"), ("甲岭街道填报岗", "本街道", "street-a")),
            },
        ),
        "sites": ("desk/sites.html", {"page": x.site_list(), "shell": x.shell("/sites/", "矿山")}),
        "sites_empty": ("desk/sites.html", {"page": x.empty_list(), "shell": x.shell("/sites/", "矿山")}),
        "site": ("desk/site.html", {"page": x.site_page(), "shell": x.shell("/sites/7/", "矿山")}),
        "site_past": ("desk/site.html", {"page": x.site_page(), "shell": x.shell("/sites/7/", "矿山", past)}),
        "ledgers": ("desk/ledgers.html", {"page": x.ledger_list(), "shell": ledgers}),
        "ledger": ("desk/ledger.html", {"page": x.ledger_page(), "shell": ledgers}),
        "ledger_issued": ("desk/ledger.html", {"page": x.ledger_page("issued"), "shell": ledgers}),
        "ledger_changes": ("desk/ledger.html", {"page": x.ledger_page(tab="changes"), "shell": ledgers}),
        "ledger_control": ("desk/ledger.html", {"page": x.ledger_page(tab="control"), "shell": ledgers}),
        "ledger_readings": ("desk/ledger.html", {"page": x.ledger_page(tab="readings"), "shell": ledgers}),
        "ledger_situation": ("desk/ledger.html", {"page": x.ledger_page(tab="situation"), "shell": ledgers}),
        "imports": ("desk/imports.html", {"page": x.imports_page(), "shell": uploads}),
        "imports_empty": ("desk/imports.html", {"page": x.imports_page(is_empty=True), "shell": uploads}),
        **{
            f"import_{state}": ("desk/import.html", {"page": x.import_page(state), "shell": uploads})
            for state in ("blocked", "ready", "failed", "stored")
        },
        **_notice(),
        "password": ("desk/password.html", {"must": True, "errors": ["两次新口令不一样。"], "shell": ledgers}),
        "error_404": ("desk/error.html", {"page": fault, "shell": ledgers}),
        "error_409": ("desk/error.html", {"page": stale, "shell": ledgers}),
        "error_500": ("500.html", {"number": "7F3A"}),
    }


def _notice() -> dict[str, tuple[str, dict[str, Any]]]:
    """The pages of the notice, of the one that is shipped."""
    shell = x.shell("/programme/", "通知")
    page = {part or "all": ("desk/programme.html", {"page": x.programme_page(part), "shell": shell}) for part in PARTS}
    found = x.programme_page("", "公示")
    none = x.programme_page("", "没有这个词")
    return {
        **{f"programme_{part}": made for part, made in page.items()},
        "programme_found": ("desk/programme.html", {"page": found, "shell": shell}),
        "programme_none": ("desk/programme.html", {"page": none, "shell": shell}),
        "clause": ("desk/clause.html", {"page": x.clause_page("五(四)2d"), "shell": shell}),
    }


def render_all(folder: Path) -> list[str]:
    """Write every page and the static files into `folder`; the names written."""
    static = Path(__file__).resolve().parents[2] / "src/qingshan/desk/static"
    shutil.copytree(static, folder / "static", dirs_exist_ok=True)
    for name, (template, context) in pages().items():
        (folder / f"{name}.html").write_text(render_to_string(template, context), "utf-8")
    return list(pages())


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Says nothing: the pictures are the answer."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder over HTTP on a free port of this machine."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def photograph(folder: Path, names: list[str], *, pdf: bool = False) -> None:
    """A picture of each page at both widths; the wide one of the whole page, the rail as tall as it."""
    with served(folder) as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for label, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            for name in names:
                page.set_viewport_size({"width": width, "height": height})
                page.goto(f"{address}/{name}.html")
                if label == "1366":
                    tall = page.evaluate("document.documentElement.scrollHeight")
                    page.set_viewport_size({"width": width, "height": max(height, tall)})
                page.screenshot(path=folder / f"{name}-{label}.png")
                if pdf and label == "1366":
                    page.pdf(path=folder / f"{name}.pdf", prefer_css_page_size=True)
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Pictures of the desk's pages with made-up data")
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", help="pages to take (default: all)")
    parser.add_argument("--print", action="store_true", dest="pdf", help="also the printed pages as PDF")
    args = parser.parse_intermixed_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    set_up()
    names = [n for n in render_all(args.folder) if not args.names or n in args.names]
    photograph(args.folder, names, pdf=args.pdf)


if __name__ == "__main__":
    main()
