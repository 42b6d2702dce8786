"""Shared fixtures: a data folder of the test's own, and the world of roles in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qingshan.foundation.data_folder import DataFolder
from tests import without
from tests.stores import ON_POSTGRESQL

COMMANDS = {"tests.cli.command", "tests.cli.offices"}
"""Whose functions run commands on a store."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks what touches a database; on PostgreSQL nothing else is run."""
    for item in items:
        if touches_a_database(item):
            item.add_marker("database")
    if ON_POSTGRESQL:
        others = [item for item in items if item.get_closest_marker("database") is None]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item.get_closest_marker("database") is not None]


def pytest_configure() -> None:
    """One rule may be missing: of a programme from the first that is loaded."""
    rule = os.environ.get(without.NAME, "")
    if rule and not rule.startswith("function:"):
        without.take_away(rule)


def pytest_collection_finish() -> None:
    """A function, from every module that has taken it by now."""
    rule = os.environ.get(without.NAME, "")
    if rule.startswith("function:"):
        without.take_away(rule)


def touches_a_database(item: pytest.Item) -> bool:
    """By Django's own connection, or by a command in a data folder."""
    if item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", ()):
        return True
    module = getattr(item, "module", None)
    return any(getattr(thing, "__module__", "") in COMMANDS for thing in vars(module).values()) if module else False


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
