"""A complainant's identity, sealed with the key of the data folder (五(四)2d; 信访条例 art. 23)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from cryptography.fernet import Fernet

from qingshan.foundation.data_folder import folder_from_environment


def _key() -> Fernet:
    return Fernet(folder_from_environment().read_keys()["identity_key"])


def seal(identity: Mapping[str, str]) -> bytes:
    """Encrypted bytes; only the data folder's key opens them."""
    return _key().encrypt(json.dumps(dict(identity), ensure_ascii=False).encode())


def open_sealed(sealed: bytes) -> dict[str, str]:
    return dict(json.loads(_key().decrypt(bytes(sealed))))
