"""Many sites on the demonstration's mixture of stages: evaluate, load, refresh every Status, issue a ledger.

    .venv/bin/python benchmarks/many_sites.py [--sites N] [--profile evaluate|refresh|ledger]

The demonstration is built once and its sites' facts are cloned into the tables under other codes; `DATABASE_URL` puts
the store into that (empty) PostgreSQL. Each figure stands beside its floor, measured in the same run:
evaluate: making and sorting the same facts; load: the same columns by a plain SELECT; refresh: writing as many Status
rows; ledger: SELECT of the facts and XlsxWriter writing the same cells, nothing else.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import tempfile
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from stores import demonstration, peak_mb, seconds, told

ON = date(2019, 10, 24)
AT_ONCE = 2000


def clone(wanted: int) -> int:
    """Fill the store up to so many sites; answers how many facts they have."""
    from qingshan.casework.models import FactRow
    from qingshan.register.models import Site

    patterns = [
        (site, list(FactRow.objects.filter(site=site).order_by("pk"))) for site in Site.objects.order_by("code")
    ]
    number, made = 0, len(patterns)
    while made < wanted:
        number += 1
        some = patterns[: wanted - made]
        sites = []
        for site, _ in some:
            copy = Site.objects.model(**{f.attname: getattr(site, f.attname) for f in Site._meta.concrete_fields})
            copy.pk, copy.code = None, f"{site.code}-{number}"
            sites.append(copy)
        Site.objects.bulk_create(sites)
        rows = []
        for (_, facts), copy in zip(some, sites, strict=True):
            keys = {fact.key: uuid.uuid4().hex for fact in facts}
            for fact in facts:
                row = FactRow(**{f.attname: getattr(fact, f.attname) for f in FactRow._meta.concrete_fields})
                row.pk, row.key, row.site = None, keys[fact.key], copy
                row.replaces = keys.get(fact.replaces, "")
                rows.append(row)
        FactRow.objects.bulk_create(rows, batch_size=2000)
        made += len(some)
    return FactRow.objects.exclude(site=None).count()


def mixture(programme: Any, dossiers: Any) -> None:
    from qingshan.rulebook.evaluate import evaluate

    found = Counter()
    for one in dossiers:
        status = evaluate(programme, one, ON, with_entered_against=False)
        found[programme.stage(status.place).name if status.place else str(status.outcome)] += 1
    print("mixture:", "，".join(f"{name} {count}" for name, count in found.most_common()))


def evaluating(programme: Any, sample: list[Any], profile: bool) -> None:
    from qingshan.rulebook.evaluate import evaluate
    from qingshan.rulebook.facts import Fact
    from qingshan.rulebook.standing import order_key

    def work() -> None:
        for one in sample:
            evaluate(programme, one, ON, with_entered_against=False)

    def floor() -> None:
        for one in sample:
            made = [
                Fact(
                    f.id,
                    f.kind,
                    f.result,
                    f.happened_on,
                    f.recorded_at,
                    f.at,
                    f.subject,
                    f.round,
                    f.replaces,
                    f.to,
                    f.payload,
                )
                for f in one.facts
            ]
            made.sort(key=order_key)

    work()
    if profile:
        return profiled(work)
    told(
        "evaluate, loaded",
        min(seconds(work) for _ in range(5)),
        len(sample),
        min(seconds(floor) for _ in range(5)),
        "(wanted 10000 /s)",
    )


def profiled(work: Callable[[], object]) -> None:
    profile = cProfile.Profile()
    profile.runcall(work)
    pstats.Stats(profile).sort_stats("cumtime").print_stats(40)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sites", type=int, default=5000)
    asked.add_argument("--profile", choices=("evaluate", "refresh", "ledger"))
    args = asked.parse_args()
    with demonstration():
        measure(args.sites, args.profile)
    return 0


def measure(wanted: int, profile: str | None) -> None:
    from django.db import connection, transaction

    from qingshan.casework.models import SiteStatus
    from qingshan.casework.projection import refresh_all
    from qingshan.casework.queries import dossiers
    from qingshan.foundation.notice import programme_in_force
    from qingshan.issuance.queries import ledger_on
    from qingshan.register.models import Site
    from qingshan.rulebook.calendar import issue_day_for
    from qingshan.rulebook.evaluate import evaluate
    from qingshan.rulebook.facts import beijing_instant

    programme = programme_in_force()
    mixture(programme, dossiers(Site.objects.all()))
    facts = clone(wanted)
    sites = list(Site.objects.order_by("pk"))
    print(f"{len(sites)} sites, {facts} facts ({facts / len(sites):.0f} a site), {connection.vendor}")
    evaluating(programme, dossiers(sites[:AT_ONCE]), profile == "evaluate")

    def load_and_evaluate() -> None:
        for start in range(0, len(sites), AT_ONCE):
            for one in dossiers(sites[start : start + AT_ONCE]):
                evaluate(programme, one, ON, with_entered_against=False)

    def select() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, key, site_id, kind, result, happened_on, at, recorded_at, subject, round, replaces, payload"
                " FROM casework_factrow ORDER BY site_id, id"
            )
            while cursor.fetchmany(5000):
                pass

    plain = min(seconds(select) for _ in range(2))
    told("load and evaluate", seconds(load_and_evaluate), len(sites), plain)
    now = beijing_instant(ON)

    def refresh() -> None:
        with transaction.atomic():
            refresh_all(programme, ON, now, everything=True)

    refresh()
    if profile == "refresh":
        return profiled(refresh)
    rows = list(SiteStatus.objects.all())

    def write_status() -> None:
        with transaction.atomic():
            SiteStatus.objects.all().delete()
            SiteStatus.objects.bulk_create(rows)

    told(
        "refresh every Status",
        seconds(refresh),
        len(sites),
        plain + seconds(write_status),
        "(floor: SELECT and writing the rows)",
    )
    day = issue_day_for(programme, ON)
    assert day is not None

    def ledger() -> None:
        from qingshan.exchange.ledger_book import write_sheets  # noqa: F401 - the writer is loaded before it is timed

        computed.append(ledger_on(programme, day, now))

    computed: list[Any] = []
    if profile == "ledger":
        return profiled(ledger)
    took = seconds(ledger)
    cells = [[cell.shown for cell in row.cells.values()] for sheet in computed[0].sheets for row in sheet.rows]
    told("compute the ledgers' rows", took, len(sites), plain)
    told("SELECT and plain XlsxWriter of the same rows", plain + seconds(lambda: plain_book(cells)), len(sites))
    print(f"largest memory {peak_mb():.0f} MB")


def plain_book(cells: list[list[Any]]) -> None:
    import xlsxwriter

    with (
        tempfile.TemporaryDirectory() as scratch,
        xlsxwriter.Workbook(str(Path(scratch) / "a.xlsx"), {"constant_memory": True}) as book,
    ):
        sheet = book.add_worksheet()
        for number, row in enumerate(cells):
            sheet.write_row(number, 0, [str(value) if value is not None else "" for value in islice(row, 60)])


if __name__ == "__main__":
    raise SystemExit(main())
