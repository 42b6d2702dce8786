"""Stores of the made-up districts, founded once and copied for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.offices import Office, founded
from tests.made_up_notice.districts import COUNTIES, MESSY
from tests.stores import copied


@pytest.fixture(scope="session")
def messy_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founded(tmp_path_factory.mktemp("messy-store"), MESSY)


@pytest.fixture(scope="session")
def county_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founded(tmp_path_factory.mktemp("county-store"), COUNTIES)


@pytest.fixture
def office(messy_store: Path, tmp_path: Path) -> Office:
    """An office of 青石区 with an empty register."""
    return Office(copied(messy_store, tmp_path / "store"))


@pytest.fixture
def county(county_store: Path, tmp_path: Path) -> Office:
    """An office of 远乡区 with an empty register."""
    return Office(copied(county_store, tmp_path / "store"))
