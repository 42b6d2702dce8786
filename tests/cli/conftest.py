"""Stores of the made-up districts, founded once and copied for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.offices import Office, founded
from tests.made_up_notice.districts import COUNTIES, MESSY
from tests.stores import copied, made_once


@pytest.fixture(scope="session")
def messy_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "messy-store", lambda folder: founded(folder, MESSY)) / "data"


@pytest.fixture(scope="session")
def county_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "county-store", lambda folder: founded(folder, COUNTIES)) / "data"


@pytest.fixture
def office(messy_store: Path, tmp_path: Path) -> Office:
    """An office of 青石区 with an empty register."""
    return Office(copied(messy_store, tmp_path / "store"))


@pytest.fixture
def county(county_store: Path, tmp_path: Path) -> Office:
    """An office of 远乡区 with an empty register."""
    return Office(copied(county_store, tmp_path / "store"))
