"""资金: money by document, year, level and source, from need to spending (五(三)3, domain §5.3, §5.4)."""

from .base import Action, Field, Noun

FUNDING = Noun(
    "funding",
    "资金",
    (
        Field("document_no", "资金文号", scope="paper", required=("allotted",)),
        Field("fund_name", "专项名称", scope="paper"),
        Field("year", "资金年度", "int", required=("*",), scope="paper"),
        Field("level", "资金级次", "enum", list="lists:fund_level", required=("*",), scope="paper"),
        Field("source", "资金来源", "enum", list="lists:fund_source", required=("*",), scope="paper"),
        Field("amount", "金额", "money", required=("*",)),
        Field("purpose", "用途"),
    ),
    (
        Action(
            "record_funding",
            "记录资金",
            "funding",
            {"planned": "计划", "allotted": "下达", "received": "到位", "spent": "支出"},
        ),
    ),
)
