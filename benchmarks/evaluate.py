"""How long `evaluate` takes on a site's whole file, against a floor measured in the same run.

    python3 benchmarks/evaluate.py [--times N] [--profile]

The file is a mine of the shipped programme from its registration to its filing: 26 facts with their documents. The
floor is what nobody can do without: making the same facts from prepared tuples and sorting them. A ratio says more than
a time, since both run on the same machine in the same minute.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Dossier, Fact, beijing_instant
from qingshan.rulebook.load import load_programme, shipped_programmes
from qingshan.rulebook.standing import order_key

ON = date(2019, 10, 24)
TARGET_MS = 0.3
"""What one evaluation of this file may take where the target was set: two cores of a small server."""

FILE: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("site.registered", "2018-06-20", "", {"name": "甲子砂石矿", "category": "2", "is_licensed": True}),
    ("site.amended", "2018-07-01", "", {"mining_method": "open"}),
    ("survey.completed", "2018-07-05", "", {"total_area_m2": "124600", "treatable_area_m2": "120000"}),
    ("verification.passed", "2018-07-12", "", {}),
    ("scope.included", "2018-07-20", "", {}),
    ("responsibility.determined", "2018-08-01", "", {"is_lost": False, "body_kind": "enterprise"}),
    ("responsibility.ordered", "2018-08-03", "", {}),
    ("plan.commissioned", "2018-08-10", "v1", {}),
    ("plan.submitted", "2018-09-20", "v1", {"is_government_funded": False, "survey_on": "2018-07-05"}),
    ("review.revise", "2018-10-08", "v1", {}),
    ("plan.submitted", "2018-10-12", "v2", {"is_government_funded": False, "survey_on": "2018-07-05"}),
    ("review.passed", "2018-10-20", "v2", {}),
    ("batch.listed", "2018-10-25", "", {"year": "2019"}),
    ("funding.planned", "2018-11-02", "", {"source": "enterprise", "amount": 40000000}),
    ("funding.received", "2019-03-04", "", {"source": "enterprise", "amount": 40000000}),
    ("works.started", "2019-04-02", "1", {}),
    ("works.progress", "2019-05-06", "1", {"done_area_m2": "50000"}),
    ("works.progress", "2019-07-01", "1", {"done_area_m2": "90000"}),
    ("works.completed", "2019-08-05", "1", {"done_area_m2": "120000"}),
    ("acceptance.failed", "2019-08-20", "1", {}),
    ("works.completed", "2019-09-02", "1", {"done_area_m2": "120000"}),
    ("acceptance.passed", "2019-09-10", "1", {}),
    ("recognition.granted", "2019-09-20", "", {}),
    ("publicity.posted", "2019-09-24", "N1", {}),
    ("publicity.certified", "2019-10-08", "N1", {}),
    ("weekly.reported", "2019-10-17", "", {"progress": "备案材料整理"}),
)


def rows() -> tuple[tuple[Any, ...], ...]:
    """The arguments of every fact of the file, as a query would hand them over."""
    made = []
    for number, (name, on, subject, payload) in enumerate(FILE):
        kind, _, result = name.partition(".")
        day = date.fromisoformat(on)
        evidence = [{"slot": "photos_before", "title": "照片", "sha256": f"{number:064x}"}]
        recorded_at = beijing_instant(day + timedelta(days=1))
        data = {**payload, "evidence": evidence}
        made.append((f"f{number:03d}", kind, result, day, recorded_at, None, subject, 0, "", None, data))
    return tuple(reversed(made))


def best_ms(work: Callable[[], object], times: int, repeats: int = 7) -> float:
    """The best of several rounds: what disturbs a round only ever makes it slower."""
    found = []
    gc.disable()
    try:
        for _ in range(repeats):
            start = perf_counter()
            for _ in range(times):
                work()
            found.append((perf_counter() - start) / times * 1000)
    finally:
        gc.enable()
    return min(found)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--times", type=int, default=500, help="evaluations a round")
    asked.add_argument("--profile", action="store_true", help="where the time goes, instead of how long it is")
    args = asked.parse_args()
    programme = load_programme(shipped_programmes()["shuimogou-2018"])
    prepared = rows()
    dossier = Dossier("S1", tuple(Fact(*row) for row in prepared))

    def status() -> object:
        return evaluate(programme, dossier, ON, with_entered_against=False)

    status()
    if args.profile:
        profile = cProfile.Profile()
        profile.runcall(lambda: [status() for _ in range(args.times)])
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        return 0
    floor = best_ms(lambda: sorted((Fact(*row) for row in prepared), key=order_key), args.times)
    bare = best_ms(status, args.times)
    full = best_ms(lambda: evaluate(programme, dossier, ON), max(1, args.times // 5))
    print(f"{len(prepared)} facts, best of 7 rounds of {args.times}")
    print(f"floor: make and sort the facts       {floor:8.3f} ms")
    print(f"evaluate, as lists and ledgers ask   {bare:8.3f} ms  {bare / floor:5.1f} x floor  (target {TARGET_MS} ms)")
    print(f"evaluate, with what was entered against {full:5.3f} ms  {full / floor:5.1f} x floor")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
