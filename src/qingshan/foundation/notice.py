"""The notice a store serves: found in its own data folder, pinned by its digest, loaded once a process."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path

from qingshan.rulebook.load import load_programme, shipped_programmes, whole_files
from qingshan.rulebook.programme import Programme

from .data_folder import DataFolder, folder_from_environment
from .models import Store
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


def adopt_folder(source: Path, data: DataFolder) -> Programme:
    """Load a programme and keep the store's own copy of it, so that a new version of the software changes nothing."""
    programme = load_programme(source)
    target = data.programmes / programme.code
    if target.resolve() != source.resolve():
        if target.exists() and load_programme(target).digest != programme.digest:
            raise Problem("programme_clash", folder=target, code=programme.code)
        if not target.exists():
            _keep(source, target)
    return programme


def _keep(source: Path, target: Path) -> None:
    """The folder's copy; of one that builds on a shipped programme the whole, which the next version may ship otherwise."""
    whole = whole_files(source)
    if not whole:
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        return
    target.mkdir(parents=True)
    for name, text in whole.items():
        (target / name).write_text(text, encoding="utf-8")


@lru_cache(maxsize=4)
def _loaded(folder: str, stamp: tuple[tuple[str, int, int], ...]) -> Programme:
    return load_programme(Path(folder))


def programme_in(folder: Path) -> Programme:
    """The programme of a folder, loaded again only when a file changed."""
    stamp = tuple((p.name, p.stat().st_mtime_ns, p.stat().st_size) for p in sorted(folder.glob("*.toml")))
    return _loaded(str(folder), stamp)


def store() -> Store:
    """The store's own line; Problem when the folder holds none."""
    found = Store.objects.first()
    if found is None:
        raise Problem("no_store", folder=folder_from_environment().root)
    return found


def programme_in_force() -> Programme:
    """The programme this store adopted. Problem when its files changed under the same version."""
    line = store()
    programme = programme_in(folder_from_environment().programmes / line.programme_code)
    if programme.digest != line.programme_digest:
        raise Problem("programme_changed", name=line.programme_code, version=line.programme_version)
    return programme
