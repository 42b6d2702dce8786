"""延期与豁免: a stage waived, a check lifted, a day put off, by whom and with what paper (design §1a, rule 11)."""

from .base import Action, Field, Noun

_PAPER = ("approver", "approver_person", "document_no", "reason")

EXCEPTION = Noun(
    "exception",
    "延期与豁免",
    "序-2",
    (
        Field("approver", "批准机关", scope="paper", required=("*",)),
        Field("approver_person", "批准人", scope="paper"),
        Field("document_no", "批准文号", scope="paper", required=("*",)),
        Field("reason", "理由", "long", scope="paper", required=("*",)),
        Field("stages", "豁免的步骤", "multi", list="programme:stages", required=("*",)),
        Field("standing", "长期有效", "bool", note="填“是”的，步骤重新打开后豁免仍然有效"),
        Field("taken_over_from", "移交单位", note="由别处移交来的，原由谁办；材料看不出的步骤一次豁免"),
        Field("stage", "延期的步骤", "enum", list="programme:stages", required=("*",)),
        Field("action", "放宽的事项", "enum", list="programme:waivable_actions", required=("*",)),
        Field("check", "放宽的条件", "enum", list="programme:waivable_checks", required=("*",)),
        Field("until", "有效至", "date", note="延期：延到哪一天；豁免：到哪一天为止（含当日），不填为不限期"),
    ),
    (
        Action(
            "grant_waiver",
            "豁免步骤",
            "waiver",
            {"granted": "步骤豁免"},
            (*_PAPER, "stages", "standing", "taken_over_from", "until"),
            subject="own",
            subject_name="例外编号",
            external=True,
        ),
        Action(
            "waive_gate",
            "放宽条件",
            "gate_waiver",
            {"granted": "条件放宽"},
            (*_PAPER, "action", "check", "until"),
            subject="own",
            subject_name="例外编号",
            external=True,
        ),
        Action(
            "extend_deadline",
            "延长期限",
            "extension",
            {"granted": "延期"},
            (*_PAPER, "stage", "until"),
            subject="own",
            subject_name="例外编号",
            external=True,
        ),
        Action(
            "revoke_exception",
            "撤销延期或豁免",
            "exception",
            {"revoked": "例外撤销"},
            _PAPER,
            subject="given",
            subject_name="例外编号",
            external=True,
        ),
    ),
)
