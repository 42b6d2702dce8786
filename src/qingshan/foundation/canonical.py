"""Canonical JSON (RFC 8785) with every number as a string, and its SHA-256: what the audit chain and issued rows hash."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import rfc8785

from qingshan.rulebook.facts import BEIJING


def plain(value: Any) -> Any:
    """The value as canonical JSON may hold it: numbers and times become strings, tuples lists."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, datetime):
        return value.astimezone(BEIJING).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (int, Decimal)):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value) if isinstance(value, (set, frozenset)) else value
        return [plain(item) for item in items]
    raise TypeError(f"not for canonical JSON: {type(value).__name__}")


_written = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False).encode
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
"""Signs beyond the basic plane: RFC 8785 sorts keys by UTF-16 units, Python by code points, and only they differ."""


def canonical(value: Any) -> bytes:
    return canonical_bytes(plain(value))


def canonical_bytes(bare: Any) -> bytes:
    """The bytes of `rfc8785.dumps` for JSON values without fractions, from the encoder written in C wherever both are
    the same."""
    text = _written(bare)
    return rfc8785.dumps(bare) if _ASTRAL.search(text) else text.encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def digest(value: Any) -> str:
    """SHA-256 over the canonical JSON of a value, as hex."""
    return sha256(canonical(value))
