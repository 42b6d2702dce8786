"""Shared fixtures: a data folder of the test's own, and the world of roles in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingshan.foundation.data_folder import DataFolder


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """An empty data folder that the product takes for its own."""
    folder = DataFolder(tmp_path / "data")
    monkeypatch.setenv("QINGSHAN_DATA", str(folder.root))
    return folder


@pytest.fixture(autouse=True)
def quick_hashes(settings) -> None:
    """Argon2 is slow on purpose; the tests sign in hundreds of people."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def world(db, data_folder):
    from tests.world import make_world

    return make_world(data_folder)
