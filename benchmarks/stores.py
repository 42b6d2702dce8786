"""Throw-away stores for the benchmarks, and how their figures are taken and printed."""

from __future__ import annotations

import gc
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))


@contextmanager
def demonstration() -> Iterator[Path]:
    """A data folder with the demonstration, opened by Django in this process; gone afterwards."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "data"
        command = [sys.executable, "-m", "qingshan.cli.main", "demo", "--no-serve", "--data", str(folder)]
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}
        )
        open_here(folder)
        yield folder


def open_here(folder: Path) -> None:
    os.environ["QINGSHAN_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "qingshan.foundation.settings"
    import django

    django.setup()


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes, once, without the collector in between."""
    gc.collect()
    gc.disable()
    try:
        start = perf_counter()
        work()
        return perf_counter() - start
    finally:
        gc.enable()


def peak_mb() -> float:
    """The largest memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def told(what: str, took: float, count: int, floor: float | None = None, wanted: str = "") -> None:
    """One line: seconds, sites a second, how many times the floor, and what was wanted."""
    ratio = f"{took / floor:6.2f} x floor ({floor:.2f} s)" if floor else ""
    print(f"{what:46} {took:8.2f} s {count / took:10.0f} /s  {ratio}  {wanted}".rstrip())
