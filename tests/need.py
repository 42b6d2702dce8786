"""Tests that need a program say so when it is not there, and fail instead where it must be: REQUIRE_CHROMIUM=1 and so on."""

import os
import shutil
import subprocess

import pytest

PROGRAMS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "soffice": ("soffice", "libreoffice"),
    "pdftoppm": ("pdftoppm",),
}
"""What a need is called, and the names its program goes by."""

PACKAGES = {
    "chromium": "chromium",
    "soffice": "libreoffice-calc libreoffice-writer",
    "pdftoppm": "poppler-utils",
    "cjk": "fonts-noto-cjk",
}


def need(name: str) -> str:
    """The path of the program (for "cjk", of a Chinese font); otherwise the test is skipped, or fails when required."""
    found = chinese_font() if name == "cjk" else program(PROGRAMS[name])
    if found is not None:
        return found
    sentence = f"needs {name}: apt install {PACKAGES[name]}"
    if os.environ.get(f"REQUIRE_{name.upper()}") == "1":
        pytest.fail(f"REQUIRE_{name.upper()}=1, but this test {sentence}", pytrace=False)
    pytest.skip(sentence)


def program(names: tuple[str, ...]) -> str | None:
    """The first of these programs that is on the path."""
    return next((path for path in map(shutil.which, names) if path), None)


def chinese_font() -> str | None:
    """The file of a font with Chinese glyphs, as fontconfig finds it."""
    if shutil.which("fc-list") is None:
        return None
    listed = subprocess.run(["fc-list", ":lang=zh-cn", "file"], capture_output=True, text=True, check=False)
    return next((line.rstrip(": ") for line in listed.stdout.splitlines() if line), None)
