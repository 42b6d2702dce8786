"""销号: the closure ledger and the three outside decisions: audit, signature, filing (五(四)3, C-31)."""

from .base import Action, Field, Noun

CLOSURE = Noun(
    "closure",
    "销号",
    (
        Field("body", "办理机构", scope="paper", required=("passed", "returned", "signed", "filed", "revoked")),
        Field("document_no", "文号", scope="paper", required=("filed",)),
        Field("signed_by", "签字人职务", scope="paper", required=("signed",)),
        Field("opinion", "意见", "long", scope="paper", required=("returned", "revoked")),
        Field("ledger_no", "销号台账编号", scope="paper"),
    ),
    (
        Action(
            "record_report",
            "填报销号台账",
            "report",
            {"submitted": "台账已填报"},
            ("ledger_no", "document_no"),
            subject="own",
            subject_name="销号申请号",
        ),
        Action(
            "record_city_audit",
            "记录上级审核",
            "audit",
            {"passed": "审核通过", "returned": "退回"},
            subject="own",
            subject_name="销号申请号",
            external=True,
            ending=True,
        ),
        Action(
            "record_signature",
            "记录组长签字",
            "signature",
            {"signed": "已签字", "returned": "退回"},
            subject="own",
            subject_name="销号申请号",
            external=True,
            ending=True,
        ),
        Action(
            "record_filing",
            "记录审核备案",
            "filing",
            {"filed": "已备案销号", "returned": "退回"},
            subject="own",
            subject_name="销号申请号",
            external=True,
            ending=True,
        ),
        Action(
            "revoke_filing",
            "撤销销号",
            "filing",
            {"revoked": "撤销销号"},
            subject="own",
            subject_name="销号申请号",
            external=True,
            ending=True,
        ),
    ),
)
