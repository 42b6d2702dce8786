"""Runs the tests that touch a database on PostgreSQL: python -m tests.on_postgresql [anything pytest takes]

Says how many ran. Where there is no server it says so and answers 0; with REQUIRE_PG=1 it answers 1. With
PG_TESTS_AT_LEAST=N fewer than N tests are a failure.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.cluster import Lacking, cluster


def main(words: Sequence[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # also then the server is thrown away
    try:
        with cluster() as address, tempfile.TemporaryDirectory() as scratch:
            report = Path(scratch) / "ran.xml"
            code = subprocess.call(
                [sys.executable, "-m", "pytest", f"--junit-xml={report}", *words],
                env={**os.environ, "TEST_POSTGRESQL": address, "DATABASE_URL": f"{address}/qingshan"},
            )
            ran = tests_in(report)
    except Lacking as reason:
        is_required = os.environ.get("REQUIRE_PG") == "1"
        print(f"PostgreSQL: {'failed' if is_required else 'skipped'}, {reason}", flush=True)
        return 1 if is_required else 0
    least = int(os.environ.get("PG_TESTS_AT_LEAST", "0"))
    print(f"PostgreSQL: {ran} tests ran on it", flush=True)
    if code == 0 and ran < least:
        print(f"PostgreSQL: at least {least} should have", flush=True)
        return 1
    return code


def tests_in(report: Path) -> int:
    """How many tests of a pytest report were not skipped."""
    cases = ET.parse(report).iter("testcase") if report.exists() else ()
    return sum(case.find("skipped") is None for case in cases)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
