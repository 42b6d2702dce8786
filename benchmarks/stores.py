"""Throw-away stores for the benchmarks, and how their figures are taken and printed."""

from __future__ import annotations

import cProfile
import gc
import os
import pstats
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]


@contextmanager
def demonstration(*, on_postgresql: bool = False) -> Iterator[Path]:
    """A data folder with the demonstration, opened by Django in this process; gone afterwards."""
    with _store(["demo", "--no-serve"], on_postgresql=on_postgresql) as folder:
        yield folder


@contextmanager
def empty_store(*, on_postgresql: bool = False) -> Iterator[Path]:
    """A data folder with the shipped programme and nobody's site in it; gone afterwards."""
    with _store(["init", "--programme", "shuimogou-2018"], on_postgresql=on_postgresql) as folder:
        yield folder


@contextmanager
def _store(words: list[str], *, on_postgresql: bool) -> Iterator[Path]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "data"
        if on_postgresql:
            from tests.cluster import cluster

            server = stack.enter_context(cluster())
            os.environ["DATABASE_URL"] = _database(server)
        command = [sys.executable, "-m", "qingshan.cli.main", *words, "--data", str(folder)]
        env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
        os.environ["QINGSHAN_DATA"] = str(folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "qingshan.foundation.settings"
        import django

        django.setup()
        stack.callback(_close)
        yield folder


def _database(server: str) -> str:
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE benchmark")
    return f"{server}/benchmark"


def _close() -> None:
    from django.db import connections

    connections.close_all()


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes, once, without the collector in between."""
    gc.collect()
    gc.disable()
    try:
        start = perf_counter()
        found = work()
        return found if isinstance(found, float) else perf_counter() - start
    finally:
        gc.enable()


def best(work: Callable[[], object], of: int = 3) -> float:
    """The best of some rounds: what disturbs a round only ever makes it slower. Work may answer its own seconds."""
    return min(seconds(work) for _ in range(of))


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is taken back, so that it can be written again."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def values_of(tables: Sequence[Any]) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Each table with all its rows as they stand."""
    return [(table, list(table.objects.values())) for table in tables]


def wrote(rows: Sequence[tuple[Any, list[dict[str, Any]]]]) -> float:
    """Seconds to make those rows from their values that are not there and write them by `bulk_create`. They are taken
    back again."""
    missing = []
    for table, these in rows:
        there, key = set(table.objects.values_list("pk", flat=True)), table._meta.pk.attname
        missing.append((table, [row for row in these if row[key] not in there]))
    with undone():

        def write() -> None:
            for table, these in missing:
                table.objects.bulk_create(table(**row) for row in these)

        return seconds(write)


def profiled(work: Callable[[], object]) -> None:
    """Where the time goes, by what each function takes itself and by what it takes with all it calls."""
    profile = cProfile.Profile()
    seconds(lambda: profile.runcall(work))
    for order in ("cumtime", "tottime"):
        pstats.Stats(profile).sort_stats(order).print_stats(60)


def peak_mb() -> float:
    """The largest memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def told(what: str, took: float, count: int, floor: float | None = None, wanted: str = "") -> None:
    """One line: seconds, items a second, how many times the floor, and what was wanted."""
    ratio = f"{took / floor:6.2f} x floor ({floor:.2f} s)" if floor else ""
    print(f"{what:46} {took:8.2f} s {count / took:10.0f} /s  {ratio}  {wanted}".rstrip(), flush=True)
