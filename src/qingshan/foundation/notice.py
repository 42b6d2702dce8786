"""The notice a store serves: found in its own data folder, pinned by its digest, loaded once a process."""

from __future__ import annotations

import shutil
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from qingshan.rulebook.load import load_programme, shipped_programmes
from qingshan.rulebook.programme import Programme

from .data_folder import DataFolder, folder_from_environment
from .models import AdoptedVersion, Store
from .problems import Problem


def find_programme(name: str, data: DataFolder) -> Path:
    """The folder of a programme: a path, a district's own in the data folder, or a shipped one."""
    as_path = Path(name)
    if as_path.is_dir():
        return as_path
    own = data.programmes / name
    if own.is_dir():
        return own
    shipped = shipped_programmes()
    if name in shipped:
        return shipped[name]
    known = sorted({*shipped, *(p.name for p in data.programmes.glob("*") if p.is_dir())})
    raise Problem("unknown_programme", name=name, known="、".join(known))


def keep_folder(source: Path, data: DataFolder, folder: str = "") -> tuple[Programme, str]:
    """Load a programme and keep the store's own copy of it, so that a new version of the software changes nothing.

    Answers the programme and the name of its folder in the data folder: its code unless told.
    """
    programme = load_programme(source)
    name = folder or programme.code
    target = data.programmes / name
    if target.resolve() != source.resolve():
        if target.exists() and load_programme(target).digest != programme.digest:
            raise Problem("programme_clash", folder=target, code=programme.code)
        if not target.exists():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    return programme, name


@lru_cache(maxsize=4)
def _loaded(folder: str, stamp: tuple[tuple[str, int, int], ...]) -> Programme:
    return load_programme(Path(folder))


def _files(folder: Path) -> list[Path]:
    return sorted([*folder.glob("*.toml"), *folder.glob("*.geojson")])


def programme_in(folder: Path) -> Programme:
    """The programme of a folder, loaded again only when a file changed."""
    stamp = tuple((p.name, p.stat().st_mtime_ns, p.stat().st_size) for p in _files(folder))
    return _loaded(str(folder), stamp)


def store() -> Store:
    """The store's own line; Problem when the folder holds none."""
    found = Store.objects.first()
    if found is None:
        raise Problem("no_store", folder=folder_from_environment().root)
    return found


def programme_in_force() -> Programme:
    """The version this store took over last. Problem when its files changed under the same version."""
    store()
    return _of(AdoptedVersion.objects.last())


def programme_known_at(instant: datetime | None) -> Programme:
    """The version in force at an instant: what was believed then was believed by it. None: now; before the first: it."""
    if instant is None:
        return programme_in_force()
    found = AdoptedVersion.objects.filter(adopted_at__lte=instant).last()
    return _of(found or AdoptedVersion.objects.first())


def _of(adopted: AdoptedVersion | None) -> Programme:
    if adopted is None:
        raise Problem("no_store", folder=folder_from_environment().root)
    programme = programme_in(folder_from_environment().programmes / adopted.folder)
    if programme.digest != adopted.digest:
        raise Problem("programme_changed", name=adopted.folder, version=adopted.version)
    return programme
