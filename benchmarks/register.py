"""Import a register of many rows into an empty store: the preview and the import, each beside its floor.

    .venv/bin/python benchmarks/register.py [--rows N] [--postgresql] [--profile preview|plan|import]

The workbook holds made-up mines with ten columns. Floors, measured in the same run: for the preview, openpyxl loading the
workbook once, with the formats, fonts, merges and hidden rows a register is read by (calamine tells none of them); for the
import, making the very rows it wrote and `bulk_create` (sites, records, facts, their table, audit rows, Status, log).
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from stores import best, empty_store, peak_mb, profiled, seconds, told, undone, values_of, wrote

STREETS = ("水磨沟街道", "石人子沟街道", "八道湾街道", "六道湾街道", "水塔山街道")
HEADS = (
    "序号",
    "矿山名称",
    "档案类别",
    "所在街道",
    "采矿权人",
    "开采矿种",
    "位置",
    "经度",
    "纬度",
    "破坏面积（平方米）",
)


def write_register(path: Path, rows: int) -> None:
    """A register as a district office would send it; the mines are 50 m and more apart."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("登记表")
        sheet.write_row(0, 0, HEADS)
        for n in range(1, rows + 1):
            east, north = divmod(n, 400)
            street = STREETS[n % len(STREETS)]
            who = f"甲子{n % 997}号矿业有限公司"
            where = (round(87.5 + east * 0.001, 6), round(43.75 + north * 0.0007, 6))
            sheet.write_row(
                n, 0, [n, f"甲子{n}号砂石矿", "其他", street, who, "建筑用砂", f"{street}{n}号", *where, 1000 + n]
            )


def measure(path: Path, rows: int, profile: str | None, rounds: int) -> None:
    from django.db import connection

    from qingshan.casework.register_import import plan_import
    from qingshan.casework.register_intake import bring_in, take_in
    from qingshan.cli.session import session_for

    print(f"{rows} rows, {path.stat().st_size / 1e6:.1f} MB, {connection.vendor}")
    intake = take_in([path])
    if intake.plan is None:
        raise SystemExit([c.reason for c in intake.reading.complaints if c.blocking][:5])
    if profile == "preview":
        return profiled(lambda: take_in([path]))
    if profile == "plan":
        return profiled(lambda: plan_import(intake.reading.rows))
    session = session_for("")

    def bring() -> None:
        bring_in(session, intake, on=None, source=path.name)

    if profile == "import":
        return profiled(bring)
    reading = best(lambda: read_plainly(path), rounds)
    told("read the cells with calamine", best(lambda: read_by_calamine(path), rounds), rows)
    told("read the cells with openpyxl (floor)", reading, rows)
    told("preview", best(lambda: take_in([path]), rounds), rows, reading, "wanted 3")
    told(
        "  of it matching with an empty register", best(lambda: plan_import(intake.reading.rows), rounds), rows, reading
    )
    took, floors = [], []
    for _ in range(rounds):
        with undone():
            took.append(seconds(bring))
            rows_written = values_of(tables_written())
        floors.append(wrote(rows_written))
    bring()
    told("import", min(took), rows, min(floors), "wanted 1.5")
    told("preview of the same file, the register full", seconds(lambda: take_in([path])), rows, reading)
    print(f"largest memory {peak_mb():.0f} MB")


def read_plainly(path: Path) -> None:
    import openpyxl

    openpyxl.load_workbook(path, data_only=True)


def read_by_calamine(path: Path) -> None:
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def tables_written() -> list[Any]:
    """What an import writes, in an order that suits their references."""
    from qingshan.casework.models import TABLES, FactRow, PlaceChange, Record, SiteStatus
    from qingshan.foundation.models import AuditRow
    from qingshan.register.models import Enterprise, Site

    return [AuditRow, Enterprise, Site, Record, FactRow, TABLES["site"], SiteStatus, PlaceChange]


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=5000)
    asked.add_argument("--rounds", type=int, default=3, help="of which the best counts")
    asked.add_argument("--postgresql", action="store_true", help="in a throw-away server instead of SQLite")
    asked.add_argument("--profile", choices=("preview", "plan", "import"))
    args = asked.parse_args()
    with empty_store(on_postgresql=args.postgresql) as folder:
        path = folder.parent / "登记表.xlsx"
        write_register(path, args.rows)
        measure(path, args.rows, args.profile, args.rounds)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
