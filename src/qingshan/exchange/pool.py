"""A pool of experts from a workbook: 姓名, 专业, 工作单位, and 回避理由 of those who recuse themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .register.complaints import Complaint, ComplaintBook
from .register.grid import Grid
from .register.sheets import open_grids
from .register.sources import open_sources
from .register.tidy import clean, flat

HEADS = {
    "name": ("姓名", "专家姓名", "专家"),
    "speciality": ("专业", "评审专业"),
    "employer": ("工作单位", "单位"),
    "reason": ("回避理由", "回避", "回避原因"),
    "site": ("因哪一处", "矿山编号", "矿山名称"),
}
NEEDED = ("name", "speciality", "employer")


@dataclass(slots=True)
class Pool:
    """`experts` and `recusals` as rows of the noun; `faults` are sentences that name the cell."""

    experts: list[dict[str, str]] = field(default_factory=list)
    recusals: list[dict[str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    complaints: tuple[Complaint, ...] = ()


def read_pool(path: Path, specialities: Mapping[str, str]) -> Pool:
    """The pool of a file; `specialities`: code → word. Whoever has a reason to recuse stays in the pool, recused."""
    book, pool = ComplaintBook(), Pool()
    codes = {flat(word): code for code, word in specialities.items()} | {code: code for code in specialities}
    found = False
    for source in open_sources([path], book):
        for grid in open_grids(source, book):
            head = _head(grid)
            if head is not None:
                found = True
                _take(pool, grid, *head, codes, specialities)
    pool.complaints = tuple(c for c in book.all() if c.blocking)
    if not found and not pool.complaints:
        pool.faults.append(f"{path.name}：没有找到表头“姓名、专业、工作单位”。")
    return pool


def _head(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """The row of heads and the column of each; None for a sheet without them."""
    for row in grid.rows()[:10]:
        words = {flat(cell.shown): column for column, cell in grid.row(row).items()}
        columns = {
            key: next(words[flat(w)] for w in heads if flat(w) in words)
            for key, heads in HEADS.items()
            if any(flat(w) in words for w in heads)
        }
        if all(key in columns for key in NEEDED):
            return row, columns
    return None


def _take(
    pool: Pool,
    grid: Grid,
    head: int,
    columns: Mapping[str, int],
    codes: Mapping[str, str],
    specialities: Mapping[str, str],
) -> None:
    for row in (r for r in grid.rows() if r > head):
        said = {key: clean(grid.at(row, column).shown) for key, column in columns.items()}
        if not any(said.values()):
            continue
        where = f"{grid.file} {grid.sheet} 第 {row} 行"
        lacking = [HEADS[key][0] for key in NEEDED if not said[key]]
        if lacking:
            pool.faults.append(f"{where}：没有填{'、'.join(lacking)}。")
            continue
        code = codes.get(flat(said["speciality"]))
        if code is None:
            known = "、".join(specialities.values())
            pool.faults.append(f"{where}：专业“{said['speciality']}”不在可选项里：{known}。")
            continue
        expert = {"name": said["name"], "speciality": code, "employer": said["employer"]}
        if expert not in pool.experts:
            pool.experts.append(expert)
        if said.get("reason"):
            recusal = {"name": said["name"], "employer": said["employer"], "reason": said["reason"]}
            pool.recusals.append(recusal | ({"site": said["site"]} if said.get("site") else {}))
