"""The notice a store serves: found in its own data folder, pinned by its digest, loaded once a process."""

from __future__ import annotations

import shutil
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from qingshan.rulebook.findings import ProgrammeInvalid
from qingshan.rulebook.load import load_programme, load_stored, shipped_programmes, whole_files
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
    if target.resolve().parent != data.programmes.resolve():
        raise Problem("programme_outside", folder=name)
    if target.resolve() == source.resolve():
        return programme, name
    if target.exists() and not _is(target, programme):
        if not folder or AdoptedVersion.objects.filter(folder=name).exists():
            raise Problem("programme_clash", folder=target, code=programme.code)
        shutil.rmtree(target)  # left by an adoption that was cut short
    if not target.exists():
        _keep(source, target, programme)
    return programme, name


def _is(folder: Path, programme: Programme) -> bool:
    try:
        return load_stored(folder).digest == programme.digest
    except ProgrammeInvalid:
        return False


def _keep(source: Path, target: Path, programme: Programme) -> None:
    """The folder's copy, there as a whole or not at all; of one that builds on a shipped programme the whole, which the
    next version may ship otherwise."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent, prefix=".new-") as made:
        copy = Path(made) / target.name
        copy.mkdir()
        whole = whole_files(source)
        for name, text in whole.items():
            (copy / name).write_text(text, encoding="utf-8")
        for file in source.iterdir():
            if file.is_file() and not file.name.startswith(".") and not (whole and file.suffix == ".toml"):
                shutil.copyfile(file, copy / file.name)
        if load_stored(copy).digest != programme.digest:
            raise Problem("stale", site="通知方案")
        copy.rename(target)


@lru_cache(maxsize=4)
def _loaded(folder: str, stamp: tuple[tuple[str, int, int], ...]) -> Programme:
    return load_stored(Path(folder))


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
    return programme_of(AdoptedVersion.objects.last())


def programme_known_at(instant: datetime | None) -> Programme:
    """The version in force at an instant: what was believed then was believed by it. None: now; before the first: it."""
    if instant is None:
        return programme_in_force()
    found = AdoptedVersion.objects.filter(adopted_at__lte=instant).last()
    return programme_of(found or AdoptedVersion.objects.first())


def programme_of(adopted: AdoptedVersion | None) -> Programme:
    """A version this store took over, as it was then. Problem when its files changed since, or there is none."""
    if adopted is None:
        raise Problem("no_store", folder=folder_from_environment().root)
    programme = programme_in(folder_from_environment().programmes / adopted.folder)
    if programme.digest != adopted.digest:
        raise Problem("programme_changed", name=adopted.folder, version=adopted.version)
    return programme
