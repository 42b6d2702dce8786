"""The audit chain: one row beside every write, refusal, sign-in and export; nothing secret in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .canonical import digest, plain
from .models import AuditRow
from .turn import take_turn

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Witness:
    """What one row says. `record` is hashed, not stored."""

    at: datetime
    actor: str
    action: str
    subject: str
    data: Mapping[str, Any]
    record: Any = None
    ok: bool = True


def append(
    *,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    data: Mapping[str, Any],
    record: Any = None,
    ok: bool = True,
) -> AuditRow:
    """Append one row. Must run inside the transaction of the write it witnesses."""
    return append_all([Witness(at, actor, action, subject, data, record, ok)])[0]


def append_all(witnesses: Iterable[Witness]) -> list[AuditRow]:
    """Append rows in their order, with one insert. Must run inside the transaction of the writes they witness."""
    take_turn()
    last = AuditRow.objects.order_by("-seq").only("seq", "hash").first()
    first, previous = (last.seq + 1, last.hash) if last else (1, GENESIS)
    rows = []
    for seq, one in enumerate(witnesses, start=first):
        row = AuditRow(
            seq=seq,
            at=one.at,
            actor=one.actor,
            action=one.action,
            subject=one.subject,
            ok=one.ok,
            data=plain(one.data),
            record_sha256=digest(one.record) if one.record is not None else "",
            previous=previous,
        )
        previous = row.hash = digest(row.hashed())
        rows.append(row)
    return AuditRow.objects.bulk_create(rows)


def head() -> str:
    """The hash of the last row; printed on every ledger."""
    last = AuditRow.objects.order_by("-seq").only("hash").first()
    return last.hash if last else GENESIS


@dataclass(frozen=True, slots=True)
class ChainFault:
    seq: int
    what: str


def faults() -> Iterator[ChainFault]:
    """Every break of the chain: a gap in the numbers, a row that was changed, a row that does not follow."""
    previous, expected = GENESIS, 1
    for row in AuditRow.objects.order_by("seq").iterator(chunk_size=2000):
        if row.seq != expected:
            yield ChainFault(expected, f"缺第 {expected} 行")
        if row.previous != previous:
            yield ChainFault(row.seq, "与前一行接不上")
        if digest(row.hashed()) != row.hash:
            yield ChainFault(row.seq, "内容被改动")
        previous, expected = row.hash, row.seq + 1


def export_rows() -> Iterator[dict[str, Any]]:
    """Rows for an export that `tools/verify_audit.py` can check: numbers as strings, as they were hashed."""
    for row in AuditRow.objects.order_by("seq").iterator(chunk_size=2000):
        yield {**plain(row.hashed()), "hash": row.hash}
