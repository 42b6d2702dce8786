"""The audit chain, and its verification without the product."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from qingshan.foundation import audit
from qingshan.foundation.canonical import canonical, canonical_bytes, plain
from qingshan.foundation.models import AuditRow
from qingshan.rulebook.facts import BEIJING
from tools.verify_audit import canonical as plain_canonical

TOOL = Path(__file__).resolve().parents[2] / "tools" / "verify_audit.py"
NOON = datetime(2019, 10, 24, 12, tzinfo=BEIJING)


def chain(count: int) -> None:
    for number in range(count):
        audit.append(
            at=NOON,
            actor="office",
            action="test.row",
            subject=f"第 {number} 行",
            data={"n": number, "词": "塌陷坑"},
            record=[1],
        )


def exported(tmp_path: Path) -> Path:
    file = tmp_path / "audit.jsonl"
    file.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in audit.export_rows()), "utf-8")
    return file


def verify(file: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-I", TOOL, file, *more], capture_output=True, text=True, check=False)


@pytest.mark.django_db
def test_export_of_a_whole_chain_verifies_with_the_standard_library_alone(tmp_path):
    chain(5)

    done = verify(exported(tmp_path), "--head", audit.head())

    assert (done.returncode, done.stdout.split(",")[0]) == (0, "5 rows")


@pytest.mark.django_db
@pytest.mark.parametrize("harm", ["change", "drop", "swap"])
def test_a_changed_dropped_or_swapped_row_is_found_by_product_and_tool(tmp_path, harm):
    chain(5)
    rows = exported(tmp_path).read_text("utf-8").splitlines()
    if harm == "change":
        AuditRow.objects.filter(seq=3).update(actor="nobody")
        rows[2] = rows[2].replace("office", "nobody")
    elif harm == "drop":
        AuditRow.objects.filter(seq=3).delete()
        del rows[2]
    else:
        AuditRow.objects.filter(seq=2).update(seq=99)
        AuditRow.objects.filter(seq=3).update(seq=2)
        AuditRow.objects.filter(seq=99).update(seq=3)
        rows[1], rows[2] = rows[2], rows[1]
    file = tmp_path / "harmed.jsonl"
    file.write_text("\n".join(rows), "utf-8")

    assert list(audit.faults())
    assert verify(file).returncode == 1


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_the_tool_and_the_product_agree_on_canonical_json(value):
    assert plain_canonical(plain(value)).encode() == canonical(value)


KEYS = st.text(st.sampled_from('a甲\x00\x1f\x7f"\\/\u2028\ue000\uffff\U00010000\U00020000\U0010ffff'), max_size=3)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text() | KEYS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text() | KEYS, inner, max_size=5),
    max_leaves=12,
)


@given(JSON)
def test_canonical_bytes_are_those_of_rfc_8785_whatever_the_keys_are_made_of(value):
    assert canonical_bytes(value) == rfc8785.dumps(value)
