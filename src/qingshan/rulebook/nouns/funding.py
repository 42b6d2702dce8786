"""资金: money by document, year, level and source, from need to spending; budget lines; special funds applied for
(五(三)3, 六(一)-5, domain §5.3, §5.4)."""

from .base import Action, Field, Noun

MONEY = {"planned": "计划", "allotted": "下达", "received": "到位", "spent": "支出"}
BUDGET = {"requested": "预算申报", "approved": "预算批复", "listed": "预算列支"}

FUNDING = Noun(
    "funding",
    "资金",
    "五(三)3a",
    (
        Field("document_no", "资金文号", scope="paper", required=("allotted", "approved", "listed")),
        Field("fund_name", "专项名称", scope="paper", required=("applied",)),
        Field("year", "资金年度", "int", required=(*MONEY, *BUDGET, "applied"), scope="paper"),
        Field(
            "level", "资金级次", "enum", list="lists:fund_level", required=(*MONEY, *BUDGET, "applied"), scope="paper"
        ),
        Field("source", "资金来源", "enum", list="lists:fund_source", required=tuple(MONEY), scope="paper"),
        Field("amount", "金额", "money", required=(*MONEY, *BUDGET, "applied", "granted")),
        Field("purpose", "用途"),
        Field("reason", "未批原因", "long", required=("refused",)),
    ),
    (
        Action(
            "record_funding",
            "记录资金",
            "funding",
            MONEY,
            ("document_no", "fund_name", "year", "level", "source", "amount", "purpose"),
        ),
        Action(
            "record_budget",
            "记录预算",
            "budget",
            BUDGET,
            ("document_no", "year", "level", "amount", "purpose"),
            subject="own",
            subject_name="预算项目号",
        ),
        Action(
            "apply_funds",
            "申报专项资金",
            "fund_application",
            {"applied": "专项已申报"},
            ("document_no", "fund_name", "year", "level", "amount", "purpose"),
            subject="own",
            subject_name="申报号",
        ),
        Action(
            "decide_application",
            "记录专项申报结果",
            "fund_application",
            {"granted": "专项已批准", "refused": "专项未批"},
            ("document_no", "amount", "reason"),
            subject="given",
            subject_name="申报号",
        ),
    ),
)
