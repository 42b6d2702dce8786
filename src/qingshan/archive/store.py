"""Bytes in and out of the data folder, by SHA-256: `files/ab/abcd…`. A file is whole on disk before any row names it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from qingshan.foundation.canonical import sha256
from qingshan.foundation.data_folder import folder_from_environment, write_whole
from qingshan.foundation.problems import Problem

from .models import StoredFile

LARGEST = 200 * 1024 * 1024


def path_of(digest: str) -> Path:
    return folder_from_environment().files / digest[:2] / digest


def store_bytes(content: bytes, name: str, at: datetime, *, on_disk: bool = True) -> StoredFile:
    """Store content once; the same content again is the same file. Problem when empty or too large.

    Without `on_disk` only the row is made, for a trial whose transaction is undone.
    """
    if not content:
        raise Problem("file_refused", file=name, why="只有 0 字节，没存下来。请重新导出。")
    if len(content) > LARGEST:
        raise Problem("file_refused", file=name, why="超过 200 MB，没存下来。请压缩或分开。")
    digest = sha256(content)
    path = path_of(digest)
    if on_disk and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    stored, _ = StoredFile.objects.get_or_create(
        sha256=digest, defaults={"name": name, "size": len(content), "stored_at": at}
    )
    return stored


def read_bytes(digest: str) -> bytes:
    return path_of(digest).read_bytes()


def damaged() -> Iterator[tuple[StoredFile, str]]:
    """Every stored file that is missing or no longer what was stored."""
    for stored in StoredFile.objects.order_by("pk").iterator():
        path = path_of(stored.sha256)
        if not path.exists():
            yield stored, "文件不在了"
        elif sha256(path.read_bytes()) != stored.sha256:
            yield stored, "内容与入库时不同"


def sizes_of(digests: set[str]) -> dict[str, int]:
    """Bytes of each stored file among the digests."""
    return dict(StoredFile.objects.filter(sha256__in=digests).values_list("sha256", "size"))


def unknown_digests(digests: set[str]) -> set[str]:
    """Those of the digests that name no stored file."""
    return digests - set(StoredFile.objects.filter(sha256__in=digests).values_list("sha256", flat=True))
