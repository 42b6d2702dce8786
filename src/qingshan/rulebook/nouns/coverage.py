"""摸底覆盖: a street declares its total or that it has none; the office reconciles with the notice's figures (五(一)1c, 二)."""

from .base import BODY, Action, Field, Noun

COVERAGE = Noun(
    "coverage",
    "摸底覆盖",
    (
        Field("total", "应统总数", "int", unit="处", required=("declared",)),
        Field("is_nil", "零报告", "bool", required=("declared",), note="本辖区没有的填“是”，总数填 0"),
        Field("statement", "说明", "long", required=("declared",), note="如“本辖区已应统尽统，共 3 处”"),
        Field(
            "totals",
            "底数对账",
            "rows",
            rows=(
                Field("control_total", "底数", "enum", list="programme:control_totals", required=("*",)),
                Field("counted", "实有", "int", unit="处", required=("*",)),
                Field("stated", "通知所列", "int", unit="处", required=("*",)),
                Field("explanation", "差异说明", "long"),
            ),
            required=("reconciled",),
        ),
    ),
    (
        Action(
            "declare_coverage",
            "报告摸底覆盖",
            "coverage",
            {"declared": "摸底覆盖已报"},
            ("total", "is_nil", "statement"),
            approved=True,
            beside=True,
        ),
        Action(
            "reconcile_coverage",
            "底数对账",
            "coverage",
            {"reconciled": "底数已对账"},
            ("totals",),
            approved=True,
            beside=True,
        ),
    ),
    about=BODY,
)
