"""前期手续: the steps of a government investment project, before and after the works (五(三)2; domain §5.1, §5.2)."""

from .base import Action, Field, Noun

PROCEDURE = Noun(
    "procedure",
    "前期手续",
    "五(三)2a",
    (
        Field("step", "手续", "enum", list="programme:procedure_steps", required=("*",)),
        Field("authority", "审批（办理）单位", scope="paper", required=("done",)),
        Field("document_no", "批复（办结）文号", scope="paper", required=("done",)),
        Field(
            "basis", "简化依据", scope="paper", required=("skipped",), note="哪个文件允许不办这一步，写文号或会议纪要"
        ),
        Field("amount", "金额", "money", note="这一步定下的金额：估算、概算、最高限价、中标价或合同价"),
        Field("tender_kind", "合同类别", "enum", list="lists:tender_kind", note="招投标和不招标时填"),
        Field("issued_on", "招标文件发出日期", "date"),
        Field("sale_until_on", "招标文件发售截止日期", "date"),
        Field("opened_on", "开标日期", "date"),
        Field("candidates_from_on", "中标候选人公示起", "date"),
        Field("candidates_until_on", "中标候选人公示止", "date"),
        Field("awarded_on", "中标通知书日期", "date"),
        Field("signed_on", "合同签订日期", "date"),
        Field("reason", "原因", "long", required=("failed",)),
    ),
    (
        Action(
            "record_procedure",
            "记录前期手续",
            "procedure",
            {"started": "手续办理中", "done": "手续已办结", "skipped": "手续依规简化", "failed": "手续未通过"},
        ),
    ),
)
