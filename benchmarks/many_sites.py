"""Many sites on the demonstration's mixture of stages: evaluate, load, refresh every Status, issue a ledger.

    .venv/bin/python benchmarks/many_sites.py [--sites N] [--postgresql] [--profile evaluate|load|refresh|ledger]

The demonstration is built once and its sites with their facts are cloned in the tables under other codes, by SQL;
`--postgresql` does so in a throw-away server. Each figure stands beside its floor, measured in the same run. Evaluate:
making and sorting the same facts. Load and evaluate: SELECT of the same columns as tuples. Refresh: that SELECT and
writing the Status rows. Ledger: that SELECT and XlsxWriter writing the cells of both ledgers plainly, nothing else.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from stores import best, demonstration, peak_mb, profiled, seconds, told, undone, values_of, wrote

ON = date(2019, 10, 24)
AT_ONCE = 2000


def clone(wanted: int) -> None:
    """Fill the store up to so many sites, each a copy of one of the demonstration's with all facts of its file."""
    from django.db import transaction

    from qingshan.register.models import Site

    patterns = list(Site.objects.order_by("pk").values_list("pk", flat=True))
    with transaction.atomic():
        for number in range(1, -(-wanted // len(patterns))):
            _clone_once(number, patterns[: wanted - number * len(patterns)])
    _analyse()


def _clone_once(number: int, patterns: list[int]) -> None:
    """One more of every pattern. Its facts keep their records; keys are a pattern's with the number behind."""
    from qingshan.casework.models import FactRow, SiteStatus
    from qingshan.register.models import Site

    shift = number * 1_000_000
    _copy(Site, {"id": f"id + {shift}", "code": f"code || '-{number}'"}, "id", patterns)
    mark = f"'-{number}'"
    columns = {
        "key": f'"key" || {mark}',
        "site_id": f"site_id + {shift}",
        "replaces": f"CASE WHEN replaces = '' THEN '' ELSE replaces || {mark} END",
    }
    _copy(FactRow, columns, "site_id", patterns)
    _copy(SiteStatus, {"site_id": f"site_id + {shift}"}, "site_id", patterns)


def _copy(table: Any, changed: dict[str, str], key: str, keys: list[int]) -> None:
    from django.db import connection

    names = [f.column for f in table._meta.concrete_fields if f.column != "id" or "id" in changed]
    quoted = [connection.ops.quote_name(name) for name in names]
    taken = [changed.get(name, q) for name, q in zip(names, quoted, strict=True)]
    of = ", ".join(map(str, keys))
    words = f"INSERT INTO {table._meta.db_table} ({', '.join(quoted)}) SELECT {', '.join(taken)}"
    with connection.cursor() as cursor:
        cursor.execute(f"{words} FROM {table._meta.db_table} WHERE {key} IN ({of}) ORDER BY id")


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def in_turn(sites: list[Any]) -> Iterator[Any]:
    """Every site's dossier, some thousand in memory at once."""
    from qingshan.casework.queries import dossiers

    for start in range(0, len(sites), AT_ONCE):
        yield from dossiers(sites[start : start + AT_ONCE])


def mixture(programme: Any, dossiers: list[Any]) -> str:
    from qingshan.rulebook.evaluate import evaluate

    found: Counter[str] = Counter()
    for one in dossiers:
        status = evaluate(programme, one, ON, with_entered_against=False)
        found[programme.stage(status.place).name if status.place else str(status.outcome)] += 1
    return "，".join(f"{name} {count}" for name, count in found.most_common())


class Figures:
    """The figures of one store, taken one after the other."""

    def __init__(self, rounds: int = 2) -> None:
        from qingshan.foundation.notice import programme_in_force
        from qingshan.register.models import Site
        from qingshan.rulebook.facts import beijing_instant

        self.programme = programme_in_force()
        self.sites = list(Site.objects.order_by("pk"))
        self.now = beijing_instant(ON)
        self.plain, self.rounds = 0.0, rounds

    def evaluate(self, *, profile: bool = False) -> None:
        from qingshan.rulebook.evaluate import evaluate
        from qingshan.rulebook.facts import Fact
        from qingshan.rulebook.standing import order_key

        sample = list(in_turn(self.sites[:AT_ONCE]))
        names = Fact.__slots__
        rows = [[tuple(getattr(fact, name) for name in names) for fact in one.facts] for one in sample]

        def work() -> None:
            for one in sample:
                evaluate(self.programme, one, ON, with_entered_against=False)

        def floor() -> None:
            for facts in rows:
                sorted((Fact(*fact) for fact in facts), key=order_key)

        work()
        if profile:
            return profiled(work)
        told("evaluate, loaded", best(work, of=5), len(sample), best(floor, of=5), "wanted 10000 /s")

    def load(self, *, profile: bool = False) -> None:
        from qingshan.rulebook.evaluate import evaluate

        def work() -> None:
            for one in in_turn(self.sites):
                evaluate(self.programme, one, ON, with_entered_against=False)

        if profile:
            return profiled(work)
        self.plain = best(self._select, of=self.rounds)
        told("SELECT of the facts as tuples (floor)", self.plain, len(self.sites))
        loading = best(lambda: sum(1 for _ in in_turn(self.sites)), of=self.rounds)
        told("load", loading, len(self.sites), self.plain)
        told("load and evaluate", best(work, of=self.rounds), len(self.sites), self.plain)

    def _select(self) -> None:
        from django.db import connection

        from qingshan.casework.models import FactRow
        from qingshan.casework.queries import FACT

        with connection.cursor() as cursor:
            cursor.execute(*FactRow.objects.values_list("site_id", *FACT).query.sql_with_params())
            while cursor.fetchmany(5000):
                pass

    def refresh(self, *, profile: bool = False) -> None:
        from qingshan.casework.models import SiteStatus
        from qingshan.casework.projection import refresh_all
        from qingshan.foundation.turn import writing

        def work() -> None:
            with writing():
                refresh_all(self.programme, ON, self.now, everything=True)

        if profile:
            return profiled(work)
        rows = values_of([SiteStatus])
        with undone():
            SiteStatus.objects.all()._raw_delete("default")
            floor = self.plain + wrote(rows)
        told("refresh every Status", seconds(work), len(self.sites), floor)

    def ledger(self, *, profile: bool = False) -> None:
        from qingshan.cli.session import console
        from qingshan.issuance.actions import issue_ledger
        from qingshan.issuance.models import LedgerIssue
        from qingshan.rulebook.calendar import issue_days
        from qingshan.rulebook.ledger_data import LedgerData

        issued = set(LedgerIssue.objects.values_list("due_on", flat=True))
        day = next(one.due_on for one in issue_days(self.programme) if one.due_on >= ON and one.due_on not in issued)

        def work() -> None:
            issue_ledger(console(), day)

        if profile:
            return profiled(work)
        took = seconds(work)
        memory = peak_mb()
        issue = LedgerIssue.objects.get(due_on=day)
        import json

        sheets = LedgerData.from_json(json.loads(issue.rows)).sheets
        rows = [[[cell.text for cell in row.cells.values()] for row in sheet.rows] for sheet in sheets]
        floor = self.plain + seconds(lambda: write_plainly(rows))
        told("issue both ledgers", took, len(self.sites), floor, "wanted 2")
        print(f"largest memory {memory:.0f} MB (wanted 200)")


def write_plainly(sheets: list[list[list[str]]]) -> None:
    """Only the rows, by the library that writes the ledgers."""
    import xlsxwriter

    with (
        tempfile.TemporaryDirectory() as scratch,
        xlsxwriter.Workbook(str(Path(scratch) / "a.xlsx"), {"constant_memory": True}) as book,
    ):
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sites", type=int, default=5000)
    asked.add_argument("--rounds", type=int, default=2, help="of which the best counts, for what is short")
    asked.add_argument("--postgresql", action="store_true", help="in a throw-away server instead of SQLite")
    asked.add_argument("--only", action="append", choices=STEPS, help="these figures alone; load is the others' floor")
    asked.add_argument("--profile", choices=STEPS, help="where the time of one goes")
    args = asked.parse_args()
    with demonstration(on_postgresql=args.postgresql):
        from django.db import connection

        from qingshan.casework.models import FactRow

        patterns = Figures()
        print("mixture:", mixture(patterns.programme, list(in_turn(patterns.sites))))
        clone(args.sites)
        figures = Figures(args.rounds)
        facts = FactRow.objects.filter(site__isnull=False).count()
        count = len(figures.sites)
        print(f"{count} sites, {facts} facts ({facts / count:.0f} a site), {connection.vendor}", flush=True)
        if args.profile:
            getattr(figures, args.profile)(profile=True)
            return 0
        for step in args.only or STEPS:
            getattr(figures, step)()
    return 0


STEPS = ("evaluate", "load", "refresh", "ledger")

if __name__ == "__main__":
    raise SystemExit(main())
