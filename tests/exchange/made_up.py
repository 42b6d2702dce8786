"""A made-up district for tests of the importers: its lists, streets and rules. Nothing here is real."""

from datetime import date
from decimal import Decimal

from qingshan.rulebook.programme import RegisterRules

TODAY = date(2019, 10, 24)
LISTS = {
    "categories": {
        "1": "政策性关闭小煤矿",
        "2": "政策性关闭砂石粘土矿",
        "3": "已闭坑矿山（废弃矿山等）",
        "4": "其他（含无证采矿点）",
    },
    "survey_types": {
        "cancelled": "已办理或正在办理注销、未完成治理",
        "closed": "县级以上人民政府明确关闭",
        "historic": "历史遗留的废弃矿山",
        "unlicensed": "无证开采未完成治理",
    },
    "end_states": {"A": "已治理完成", "B": "已被改建", "C": "已被征购"},
    "batches": {"2019": "2019年度", "2020": "2020年度"},
    "exclusion_reasons": {"A": "已治理完成（有验收文件）", "B": "已改建或转型利用"},
    "priority_reasons": {"residents": "严重影响群众生产生活"},
    "specialities": {"eco": "生态环境保护", "geo": "地质灾害防治", "water": "水土保持"},
    "criteria": {"c1": "边坡稳定"},
    "slots": {"licence": "采矿许可证"},
    "complaint_conclusions": {"upheld": "属实", "rejected": "不属实"},
    "stages": {"works": "治理", "acceptance": "验收", "publicity": "公示"},
}
STREETS = {
    "650105001": ("水磨沟街道办事处", "水磨沟街道", "七纺街道"),
    "650105002": ("六道湾街道办事处",),
    "650105004": ("八道湾街道办事处",),
    "KW01": ("苇湖梁片区管委会",),
}
RULES = RegisterRules(
    required=("name", "street"),
    headers={},
    defaults={},
    unnamed="无名采矿点{n}",
    code_format="{region}-KS-{category}-{n:03d}",
    bounds=(Decimal("87.5"), Decimal("43.7"), Decimal("88.1"), Decimal("44.0")),
)
USCC = "9144030071526726XG"  # a test vector published with the standard's checkers
LICENCE = "C6501052010051120001234"  # made up, well formed
