"""Backup and restore: whole or refused, never half in place."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from datetime import datetime

import pytest

from qingshan.foundation.data_folder import DataFolder, write_whole
from qingshan.foundation.opening import backup, restore
from qingshan.foundation.problems import Problem
from qingshan.rulebook.facts import BEIJING

NOW = datetime(2019, 10, 24, 12, tzinfo=BEIJING)


@pytest.fixture
def folder(tmp_path) -> DataFolder:
    data = DataFolder(tmp_path / "数据")
    data.make()
    with sqlite3.connect(data.database) as store:
        store.execute("create table t (n)")
        store.execute("insert into t values (31)")
    store.close()
    write_whole(data.files / "附件.pdf", b"paper")
    return data


def test_a_backup_brings_back_every_byte_and_the_rows(folder, tmp_path):
    made = backup(folder, tmp_path / "out.zip", NOW)
    target = DataFolder(tmp_path / "restored")

    restore(tmp_path / "out.zip", target)

    assert made["files"] == 3
    assert (target.files / "附件.pdf").read_bytes() == b"paper"
    assert target.read_keys() == folder.read_keys()
    store = sqlite3.connect(target.database)
    assert store.execute("select n from t").fetchone() == (31,)
    store.close()


def test_a_folder_with_anything_in_it_is_not_restored_into(folder, tmp_path):
    backup(folder, tmp_path / "out.zip", NOW)

    with pytest.raises(Problem) as caught:
        restore(tmp_path / "out.zip", folder)

    assert caught.value.code == "folder_not_empty"


@pytest.mark.parametrize("harm", ["cut", "changed", "no_zip"])
def test_a_damaged_backup_is_refused_and_nothing_is_put_in_place(folder, tmp_path, harm):
    file = tmp_path / "out.zip"
    backup(folder, file, NOW)
    if harm == "cut":
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    elif harm == "no_zip":
        file.write_bytes(b"not a zip")
    else:
        _change_member(file)
    target = DataFolder(tmp_path / "restored")

    with pytest.raises(Problem) as caught:
        restore(file, target)

    assert caught.value.code == "backup_damaged"
    assert not target.database.exists()


def _change_member(file):
    with zipfile.ZipFile(file) as old:
        contents = {name: old.read(name) for name in old.namelist()}
    contents["files/附件.pdf"] = b"forged"
    assert "files/附件.pdf" in json.loads(contents["manifest.json"])["files"]
    with zipfile.ZipFile(file, "w") as new:
        for name, content in contents.items():
            new.writestr(name, content)


def test_a_write_that_fails_leaves_the_old_file(tmp_path):
    file = tmp_path / "ledger.xlsx"
    write_whole(file, b"old")

    with pytest.raises(TypeError):
        write_whole(file, "not bytes")  # type: ignore[arg-type]  # the mistake under test

    assert file.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["ledger.xlsx"]
