"""The data folder: one place on disk that holds everything a district has entered."""

from __future__ import annotations

import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Paths inside a data folder. `keys` holds the secret key and the key for complainants' identities: keep it safe
    and apart from backups that leave the house."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "qingshan.sqlite3"

    @property
    def remembered(self) -> Path:
        """There when the store lies in a PostgreSQL (foundation/database.py)."""
        return self.root / "database.toml"

    @property
    def keys(self) -> Path:
        return self.root / "keys.toml"

    @property
    def programmes(self) -> Path:
        return self.root / "programmes"

    @property
    def files(self) -> Path:
        return self.root / "files"

    @property
    def incoming(self) -> Path:
        """Uploads that were looked at and are not imported yet."""
        return self.root / "incoming"

    def make(self) -> None:
        for folder in (self.root, self.programmes, self.files):
            folder.mkdir(parents=True, exist_ok=True)
        if not self.keys.exists():
            text = f'secret_key = "{secrets.token_urlsafe(50)}"\nidentity_key = "{Fernet.generate_key().decode()}"\n'
            write_whole(self.keys, text.encode(), mode=0o600)

    def read_keys(self) -> dict[str, str]:
        return tomllib.loads(self.keys.read_text("utf-8")) if self.keys.exists() else {}


def folder_from_environment() -> DataFolder:
    """`QINGSHAN_DATA`, or `data` in the working folder."""
    return DataFolder(Path(os.environ.get("QINGSHAN_DATA") or "data").resolve())


def write_whole(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file so that a kill leaves either the old one or the new one, never a part."""
    if path.exists() and not path.is_file():
        raise FileExistsError(f"{path} 不是普通文件，不覆盖")
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
