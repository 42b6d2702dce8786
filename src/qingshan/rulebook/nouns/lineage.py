"""合并拆分: merged, split, handed out of the district or to another street, entered by mistake (design §1a, rule 7)."""

from .base import Action, Field, Noun

LINEAGE = Noun(
    "lineage",
    "合并拆分",
    (
        Field("into", "并入哪一处", required=("merged",), note="写并入的矿山（采矿点）的编号"),
        Field("is_duplicate", "重复登记", "bool", note="同一处登记了两次的填“是”"),
        Field("to_body", "接收单位", required=("transferred",)),
        Field("street", "移交到的属地单位", required=("handed_over",), names="parties"),
        Field("decided_by", "决定单位", scope="paper", required=("merged", "split", "transferred", "handed_over")),
        Field("document_no", "文号", scope="paper", required=("merged", "split", "transferred", "handed_over")),
        Field("approved_by", "审核人", scope="paper", required=("voided",)),
        Field("reason", "原因", "long", required=("*",)),
        Field(
            "children",
            "拆分后",
            "rows",
            required=("split",),
            rows=(
                Field("code", "新编号", note="不填由系统编"),
                Field("name", "新矿名称", required=("*",)),
                Field("street", "属地代码", note="不填与原矿相同", names="parties"),
                Field("place", "位置"),
                Field("damage_area_m2", "破坏面积", "area"),
            ),
        ),
    ),
    (
        Action(
            "merge_sites",
            "并入他矿",
            "lineage",
            {"merged": "并入他矿"},
            ("into", "is_duplicate", "decided_by", "document_no", "reason"),
            external=True,
            beside=True,
        ),
        Action(
            "split_site",
            "拆分",
            "lineage",
            {"split": "拆分"},
            ("decided_by", "document_no", "reason", "children"),
            external=True,
            beside=True,
        ),
        Action(
            "transfer_site",
            "移交区外",
            "lineage",
            {"transferred": "移交区外"},
            ("to_body", "decided_by", "document_no", "reason"),
            external=True,
            beside=True,
        ),
        Action(
            "hand_over_site",
            "移交属地",
            "handover",
            {"handed_over": "移交属地"},
            ("street", "decided_by", "document_no", "reason"),
            external=True,
            beside=True,
        ),
        Action(
            "void_site",
            "作废登记",
            "lineage",
            {"voided": "登记作废"},
            ("reason", "approved_by"),
            approved=True,
            beside=True,
        ),
    ),
)
