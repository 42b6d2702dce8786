"""The real server on a copy of the demonstration, and a browser signed in as its people."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.cli.command import ROOT
from tests.need import need
from tests.stores import environment_of

PASSWORD = "Qingshan-2019"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@contextmanager
def served(data: Path) -> Iterator[str]:
    """The address of the pages of a data folder, by the command an office starts them with."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    line = [sys.executable, "-u", "-m", "qingshan.cli.main", "serve", "--data", str(data), "--port", str(port)]
    environment = {"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8", "PATH": PATH, **environment_of(data)}
    running = subprocess.Popen(line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not _answers(port):
            with suppress(subprocess.TimeoutExpired):
                raise AssertionError(f"the server ended with {running.wait(timeout=0.2)}")
        yield f"http://127.0.0.1:{port}"
    finally:
        running.kill()
        running.wait()


def _answers(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def browsing() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=need("chromium"), args=["--no-sandbox"])
        try:
            yield found
        finally:
            found.close()


def signed_in(browser: Any, address: str, login: str, width: int = 1366, height: int = 768) -> Any:
    """A page of a browser of its own, after sign-in; what the browser complains of is in `page.said`."""
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(f"{address}/sign-in/")
    page.fill("input[type=text]", login)
    page.fill("input[type=password]", PASSWORD)
    page.press("input[type=password]", "Enter")
    page.wait_for_load_state()
    return page
