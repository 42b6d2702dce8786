"""档案件: a document put into a slot of the file, promised by a day, or not applicable with reason (附件1)."""

from .base import Action, Field, Noun

DOCUMENT = Noun(
    "document",
    "档案件",
    (
        Field("slot", "档案位", "enum", list="programme:slots", required=("*",)),
        Field("title", "文件名称", required=("filed",)),
        Field("document_no", "文号"),
        Field("pages", "页数", "int"),
        Field("count", "件数", "int", unit="件"),
        Field("sha256", "文件校验码"),
        Field("promised_on", "补齐期限", "date", required=("promised",)),
        Field("reason", "原因", required=("promised", "not_applicable")),
    ),
    (
        Action(
            "file_document",
            "归入档案件",
            "document",
            {"filed": "已归档", "promised": "承诺补齐", "not_applicable": "不适用"},
            subject="own",
            subject_name="档案位",
        ),
    ),
)
