"""Making, opening, copying and bringing back a data folder."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

import qingshan

from .copying import beside, copy_store, snapshot
from .data_folder import DataFolder, write_whole
from .database import place_of, remember, remembered_by, sqlite_settings, url_of
from .problems import Problem

MANIFEST = "manifest.json"


def has_database(data: DataFolder) -> bool:
    """Whether the folder's database has its tables. Problem when folder and PostgreSQL do not belong together."""
    if connection.vendor == "sqlite":
        return data.database.exists() and "foundation_store" in connection.introspection.table_names()
    remembered = remembered_by(data)
    if data.database.exists() and remembered is None:
        raise Problem("two_databases", folder=data.root, place=place_of(connection.settings_dict))
    if "foundation_store" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM foundation_auditrow WHERE seq = 1")
        first = cursor.fetchone()
    if first is not None and (remembered is None or remembered.first != first[0]):
        raise Problem("other_store", folder=data.root, place=place_of(connection.settings_dict))
    return True


def remember_here(data: DataFolder, first: str) -> None:
    """The folder remembers the PostgreSQL it is worked with, and the first row of its audit chain."""
    if connection.vendor == "postgresql":
        remember(data, url_of(data), first)


def open_store(data: DataFolder, now: datetime) -> None:
    """Open a folder's database: an older one is copied and migrated, a newer one refused, none is a Problem."""
    if not has_database(data):
        raise Problem("no_store", folder=data.root)
    executor = MigrationExecutor(connection)
    known = set(executor.loader.graph.nodes)
    ours = {app for app, _ in known}
    applied = set(MigrationRecorder(connection).applied_migrations())
    if any(app in ours and (app, name) not in known for app, name in applied):
        raise Problem("store_newer", theirs=_written_by(), ours=qingshan.__version__)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        copy_before_migration(data, now)
        call_command("migrate", interactive=False, verbosity=0)


def _written_by() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT software_version FROM foundation_store LIMIT 1")
        row = cursor.fetchone()
    return row[0] if row else "更新的版本"


def copy_before_migration(data: DataFolder, now: datetime) -> Path:
    """A whole copy of the database, made before its tables are changed."""
    folder = data.root / "before-upgrade"
    folder.mkdir(exist_ok=True)
    target = folder / f"qingshan-{now:%Y%m%d-%H%M%S}.sqlite3"
    _copy_database(data.database, target)
    return target


def _copy_database(source: Path, target: Path) -> None:
    """The database in charge as an SQLite file, consistent while others write."""
    if connection.vendor == "postgresql":
        with beside(sqlite_settings(target)) as copy, snapshot(DEFAULT_DB_ALIAS):
            copy_store(DEFAULT_DB_ALIAS, copy)
        return
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def backup(data: DataFolder, target: Path, now: datetime) -> dict[str, object]:
    """One zip of the whole folder, consistent while others write; its manifest lists every file's SHA-256.

    The keys are inside: without them no complainant's identity can be read again. Keep the zip as safe as the folder.
    """
    if target.is_dir():
        target = target / f"qingshan-{now:%Y%m%d-%H%M%S}.zip"
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    listing: dict[str, str] = {}
    with (
        tempfile.TemporaryDirectory(dir=target.parent) as scratch,
        zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as bundle,
    ):
        copy = Path(scratch) / "qingshan.sqlite3"
        _copy_database(data.database, copy)
        for name, path in [("qingshan.sqlite3", copy), *_members(data)]:
            bundle.write(path, name)
            listing[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        manifest = {"made_at": now.isoformat(), "software_version": qingshan.__version__, "files": listing}
        bundle.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    part.replace(target)
    return {"file": str(target), "files": len(listing), "bytes": target.stat().st_size}


def _members(data: DataFolder) -> list[tuple[str, Path]]:
    found = [("keys.toml", data.keys)]
    for folder in (data.programmes, data.files):
        found += [
            (path.relative_to(data.root).as_posix(), path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.startswith(".")
        ]
    return found


def restore(archive: Path, target: DataFolder) -> dict[str, object]:
    """Bring a backup back into an empty folder; every file is compared with the manifest before any is put in place."""
    if _holds_anything(target):
        raise Problem("folder_not_empty", folder=target.root)
    try:
        with zipfile.ZipFile(archive) as bundle:
            manifest = json.loads(bundle.read(MANIFEST))
            contents = {name: bundle.read(name) for name in manifest["files"]}
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as fault:
        raise Problem("backup_damaged", what=str(fault)) from fault
    for name, expected in manifest["files"].items():
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise Problem("backup_damaged", what=f"{name} 的路径越界")
        if hashlib.sha256(contents[name]).hexdigest() != expected:
            raise Problem("backup_damaged", what=f"{name} 的校验码不符")
    target.root.mkdir(parents=True, exist_ok=True)
    # The database goes last: a folder without one is not yet a store.
    for name in sorted(contents, key=lambda n: n == target.database.name):
        path = target.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, contents[name], mode=0o600 if name == "keys.toml" else 0o644)
    if connection.vendor == "postgresql":
        _restore_database(target)
    return {"folder": str(target.root), "files": len(contents), "made_at": manifest["made_at"]}


def _restore_database(data: DataFolder) -> None:
    """From the restored SQLite file into the PostgreSQL in charge, which must be empty."""
    with beside(sqlite_settings(data.database)) as file:
        copied = copy_store(file, DEFAULT_DB_ALIAS)
    remember_here(data, copied.first)
    data.database.unlink()


def _holds_anything(data: DataFolder) -> bool:
    """Whether a folder holds more than the fresh keys and empty folders a refused beginning leaves."""
    if not data.root.exists():
        return False
    return any(path.is_file() and path != data.keys for path in data.root.rglob("*"))


def operator() -> str:
    """The name of whoever sits at the console."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid()) if hasattr(os, "getuid") else "console"
