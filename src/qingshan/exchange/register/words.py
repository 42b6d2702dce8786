"""Words of closed lists as people write them: exact, by synonym, by the part that tells, or the nearest for a hint."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from .tidy import clean, flat, is_nothing, likeness

SYNONYMS: dict[str, dict[str, str]] = {
    "lists:licence_state": {
        "valid": "有效期内 在有效期 有证 有效证 未到期 正常 有效期内未到期",
        "expired": "过期 已过期 到期 已到期 过期未办 已过期未注销 到期未注销 未注销(过期) 证件过期 失效 已失效 过期失效",
        "cancelling": "办理中 正在注销 注销中 正在办理 注销办理中 正在办理注销手续 拟注销 申请注销 注销申请中 正办理注销 已申请注销 在办注销 办理注销中",
        "cancelled": "注销 已公告注销 公告注销 已经注销 已注销公告 已注销(公告) 注销完毕 完成注销 已办理注销 已办注销 注销公告",
        "revoked": "已吊销 被吊销 吊销许可证",
        "never": "无证 未办证 没有办证 未取得 从未办理 未办理 无采矿证 未办理采矿证 从未办证 无证开采 没有 未办 无许可证 未取得许可证",
    },
    "lists:production_state": {
        "building": "建设 基建 建设中 在建中 建设矿山 zj 筹建",
        "producing": "在产 正在生产 生产中 正常生产 开采 在采 开采中 正在开采 kc 生产矿山 在生产 投产 开采(生产) 正常开采",
        "stopped": "已停产 停采 已停采 停工 停业 长期停产 暂停 半停产 停产整改 tc 停产停采 已经停产 临时停产 停产中 停产多年 已停",
        "closed": "已关闭 关停 已关停 闭坑 已闭坑 关闭(闭坑) 废弃 已废弃 政策性关闭 gb 取缔 已取缔 已闭矿 闭矿 已经关闭 注销关闭 废弃矿山",
    },
    "lists:mining_method": {
        "open": "露天 a 露采 露天采 地表开采 露天采矿 台阶式开采 露天挖采 明采 露天开挖",
        "underground": "井工 地下 b 井下 井工开采 地下开采 地采 坑采 硐采 井采 平硐 斜井 竖井 井工(地下) 地下井工 斜井开采",
        "combined": "联合 c 混合 混合开采 露天+地下 露天地下联合 露天井工联合 露天/地下 露天和地下 露天+井工 露天地下联合开采",
        "other": "其它 其他方式",
    },
    "lists:scale": {"large": "大 大规模 大型矿山", "medium": "中 中规模 中型矿山", "small": "小 小规模 小矿 小型矿山 小型以下"},
    "lists:capacity_unit": {"wt": "万吨 万吨/a 万t/a 万吨每年 万t/年", "wm3": "万立方米 万m3/年 万m3/a 万立方 万方/年 万方 万立方/年 万m3"},
    "lists:location_flag": {
        "reserve": "保护区 自然保护地 保护地 自然保护区内",
        "scenic": "景区 风景区 风景名胜区 旅游景区 景观 旅游区",
        "residential": "居民点 居民地 村庄 居住区 住宅区 城镇 生活区",
        "main_road": "交通干线 公路 主干道 交通要道 道路 高速公路 铁路 重要交通沿线 公路沿线 国道 省道 交通沿线 交通干线(可视范围) 可视范围",
        "river": "河道 水体 水源地 河边 河流两侧 沿河 水系",
    },
    "lists:mineral": {
        "11001": "煤炭 原煤 煤矿 动力煤 烟煤 褐煤 焦煤 长焰煤",
        "83978": "砂岩(建筑用) 建筑砂岩 建筑用砂岩矿 砂岩建筑用",
        "83970": "砂岩矿",
        "83993": "砂 建筑砂 砂石 砂石料 砂砾 砂砾石 砂子 砂矿 河砂 建筑用砂石 戈壁料 天然砂 砂石骨料 砂卵石 建筑用砂砾石 建筑用砂石料 建筑用砂矿 砂砾料",
        "84412": "砖瓦粘土 砖瓦用粘土矿 砖用粘土 制砖粘土 砖粘土 砖瓦用黏土 砖瓦黏土 砖瓦用粘土(岩) 砖土 制砖用粘土",
        "64410": "粘土 黏土 其他粘土 粘土矿 其它黏土 其他黏土 普通粘土",
        "83907": "建筑用石灰岩 建筑石料用石灰岩 石灰石(建筑用) 建筑用灰岩 石料灰岩 建筑石料灰岩",
        "83900": "石灰石 灰岩 石灰岩矿",
        "84923": "片石矿 片石料 毛石 块石",
        "84132": "砖瓦页岩 页岩(砖瓦用) 制砖页岩",
        "84130": "页岩矿",
        "84711": "花岗石(建筑用) 花岗岩 花岗石 建筑花岗岩 建筑用花岗岩",
        "84555": "玄武岩",
        "84592": "安山岩",
        "84611": "闪长岩",
        "84853": "凝灰岩",
        "84290": "膨润土矿",
        "97030": "矿泉水 地下热水",
        "99999": "其他 其它 其他矿种 其它矿产 其它矿种",
    },
    "lists:legacy_class": {},
    "lists:damage_unit_type": {"pit": "采坑 采场 采石坑 露天采坑 采砂坑", "adit": "井口 硐口 井筒", "collapse": "塌陷区 塌陷 采空塌陷", "spoil": "排土", "gangue": "矸石堆 矸石山", "waste_rock": "废渣堆 废石 渣堆", "building": "建筑 工业广场 建构筑物", "fissure": "裂缝"},
    "lists:damage_way": {"occupied": "压占 占压 占地", "excavated": "开挖 采挖", "collapsed": "地面塌陷 沉陷", "fissured": "裂缝"},
    "lists:verdict": {"pass": "符合 属实 合格 同意", "return": "不符 退回补正 不通过 不属实"},
    "lists:holder_state": {"exists": "正常 在业 存在 存续(在营)", "deregistered": "灭失 注销 已注销 已灭失", "revoked": "吊销", "untraceable": "失联 下落不明 查无"},
    "lists:responsible_body": {"enterprise": "矿山企业 采矿权人", "street": "管委会 街道 地方政府 街道办事处 片区管委会"},
    "lists:restoration_mode": {"restore": "企业自行治理 自行恢复治理 自治理", "pay": "承担费用 缴纳治理费用", "substitute": "代治理 政府治理"},
    "lists:reuse_direction": {"farm": "耕地 农用", "forest": "林地 造林", "orchard": "园地", "water": "水域 水体", "development": "建设用地 开发"},
    "lists:opinion": {"agree": "通过", "revise": "修改后通过", "oppose": "反对 不通过"},
    "lists:fund_level": {"central": "国家 中央财政", "region": "自治区 省级 自治区级 省", "city": "市 市级 市本级 市财政", "district": "县（区） 县 区 区县 区本级 县级", "enterprise": "矿山企业", "society": "社会资本"},
    "lists:fund_source": {"enterprise": "企业 自筹 自筹资金", "deposit": "保证金 基金 治理恢复保证金 治理恢复基金", "district_budget": "区财政 县财政 县级财政 县（区）级财政 区级财政 区本级财政", "city_budget": "市级财政 市本级财政", "special": "自治区及以上专项 省级及以上专项 省级以上专项 省级以上专项资金 专项资金 中央专项 上级专项", "other": "其它"},
    "lists:conformity": {"conforms": "合格 达标 是", "mostly": "基本合格 基本达标", "fails": "不合格 不达标 否"},
    "lists:criterion_verdict": {"met": "合格 达标 满足", "mostly": "基本合格", "not_met": "不合格 不达标 不满足", "not_applicable": "不涉及 无此项"},
    "lists:channel_kind": {"media": "报纸 电视 媒体 广播", "portal": "网站 政府网站 门户 政府门户网站", "board": "公示栏 公开栏 宣传栏 村务公示栏 村务公开栏 张贴"},
    "lists:complaint_channel": {"letter": "信件 书面", "visit": "上访 来访反映", "phone": "来电 热线", "website": "网站", "assigned": "交办", "inspection": "督察转办"},
    "lists:landform": {"mountain": "山地", "hill": "丘陵地", "plain": "平地", "terrace": "阶地 河谷"},
    "lists:severity": {"severe": "重 很严重", "moderate": "一般 中等", "slight": "轻 轻微"},
    "lists:stability": {"fair": "较稳定 潜在稳定 基本稳定(潜在)"},
    "lists:threatened": {"residents": "居民 居民区 村庄", "factory": "厂矿 企业", "road": "道路"},
}  # fmt: skip
"""Code list → code → further words."""

PROGRAMME_WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    "categories": (
        ("煤", "煤|小煤矿|煤矿|政策性关闭煤矿|一|一类|第一类|1"),
        ("砂石|粘土|黏土", "砂石|粘土|砂石粘土|砂石粘土矿|砂石粘土类|非煤|非煤矿山|二|二类|第二类|2"),
        ("闭坑|废弃", "闭坑|已闭坑|废弃|废弃矿山|闭坑矿山|已闭坑矿山|历史遗留|三|三类|第三类|3"),
        ("其他|其它", "其他|其它|无证|无证采矿点|无证开采点|无证点|四|四类|第四类|4"),
    ),
    "survey_types": (
        ("注销", "已注销|正在办理注销|已办理注销手续|注销|①|1|一|已办或正办注销未完成治理"),
        ("明确关闭|政府", "政府关闭|政策性关闭|县级以上政府明确关闭|②|2|二|政府明确关闭"),
        ("遗留|废弃", "历史遗留|废弃|历史遗留废弃矿山|遗留|③|3|三"),
        ("无证", "无证|无证开采|无证采矿点|无证开采点|④|4|四"),
    ),
    "end_states": (
        ("治理|恢复", "已治理|治理完成|已恢复|恢复完成|已恢复治理|已完成治理"),
        ("改建|重建", "改建|已改建|已被改建|改建利用"),
        ("征购|征收|征用|收购", "征购|已征购|征收|征用|被征购|已征收|收购"),
        ("^无$|未|^否", "无|否|未治理|没有"),
    ),
}
"""Programme list → (pattern of the official word, further words for it); the codes are the notice's own."""


YES_NO: dict[str, tuple[str, str]] = {
    "licence_state": ("cancelled", "expired"),
    "production_state": ("stopped", "producing"),
}
"""Field → codes for 是 and 否 under a head that asks 是否注销, 是否停产."""

NOT_CANCELLED = {"未注销", "否", "没有注销", "未办理注销", "未办注销", "尚未注销", "还未注销", "未办理注销手续", "无"}
"""Says that a licence stands; whether it has expired the words leave open."""


@dataclass(frozen=True, slots=True)
class Word:
    """`how`: exact, synonym, or part (the word contains the official one, or the other way round)."""

    code: str
    how: str


def find_word(raw: str, name: str, items: Mapping[str, str]) -> Word | None:
    """The code a word stands for in a list; None when it stands for none or for several."""
    return _find_word(raw, name, tuple(items.items()))


@lru_cache(maxsize=5_000)
def _find_word(raw: str, name: str, listed: tuple[tuple[str, str], ...]) -> Word | None:
    word = normal(raw)
    if not word:
        return None
    items = dict(listed)
    by_word = {normal(text): code for code, text in listed}
    if word in by_word:
        return Word(by_word[word], "exact")
    by_code = {code.lower(): code for code in items}
    if word in by_code:
        return Word(by_code[word], "exact")
    lead = re.match(r"^([0-9]{1,5}|[a-z])[-.:、)]?(.+)$", word)
    if lead and (lead.group(1) in by_code or lead.group(2) in by_word):
        return Word(by_word.get(lead.group(2)) or by_code[lead.group(1)], "exact")
    further = _further(name, listed)
    if word in further:
        return Word(further[word], "synonym")
    bare = re.sub(r"\(.*?\)", "", word)
    if bare != word and (bare in by_word or bare in further):
        return Word(by_word.get(bare) or further[bare], "synonym")
    inside = {re.sub(r"\(.*?\)", "", text): code for text, code in by_word.items()}
    if word in inside:
        return Word(inside[word], "synonym")
    return _by_part(word, by_word, further)


def _by_part(word: str, by_word: Mapping[str, str], further: Mapping[str, str]) -> Word | None:
    """The one code whose words all sit in the text (or the text in them), the longest telling."""
    if len(word) < 2:
        return None
    hits: dict[str, int] = {}
    for text, code in {**further, **by_word}.items():
        if len(text) >= 2 and text in word:
            hits[code] = max(hits.get(code, 0), len(text))
    if not hits:
        codes = {code for text, code in by_word.items() if word in text}
        return Word(codes.pop(), "part") if len(codes) == 1 else None
    longest = max(hits.values())
    best = [code for code, size in hits.items() if size == longest]
    if len(best) != 1:
        return None
    told = next(
        text
        for text, code in {**further, **by_word}.items()
        if code == best[0] and len(text) == longest and text in word
    )
    # What stands around the word may turn it into its opposite, a plan, or a part: then a person must say what is meant.
    return None if _TURNS.search(word.replace(told, "", 1)) else Word(best[0], "part")


_TURNS = re.compile(
    r"未|不|没|非|无|否|停止|禁止|拟|待|应|计划|申请|尚|后|前|部分|一期|二期|距|远离|外|除|中|特|以下|以上|%|\d公里"
)
"""Words around a word that may turn its meaning: 停止生产, 拟注销, 治理完成50%, 远离居民区."""


@lru_cache(maxsize=256)
def _further(name: str, items: tuple[tuple[str, str], ...]) -> dict[str, str]:
    codes = {code for code, _ in items}
    found: dict[str, str] = {}
    for code, words in SYNONYMS.get(name, {}).items():
        if code in codes:
            for text in words.split():
                found.setdefault(normal(text), code)
    for pattern, words in PROGRAMME_WORDS.get(name.removeprefix("programme:"), ()):
        meant = [code for code, text in items if re.search(pattern, text)]
        if len(meant) == 1:
            for text in words.split("|"):
                found.setdefault(normal(text), meant[0])
    return found


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    return flat(text).lower().strip("。,;、.:\"'“”").replace("黏", "粘")


def nearest(raw: str, items: Mapping[str, str]) -> str:
    """The official word that looks most like the one given."""
    word = normal(raw)
    return max(items.values(), key=lambda text: likeness(word, normal(text)), default="")


def allowed(items: Mapping[str, str], limit: int = 14) -> str:
    words = list(items.values())
    return "、".join(words[:limit]) + ("等" if len(words) > limit else "")


YES = frozenset(
    """
    1 t v y √ ■ ○ ● ☑ ✓ ✔ 对 已 是 有 真 √是 已办 持有 持证 是的 有证 1.0 yes 已办理 true 有采矿证
    有采矿许可证
    """.split()
)
NO = frozenset(
    """
    0 f n x × ╳ □ ☐ ☒ ✕ ✗ ✘ 不 假 否 无 未 没 no 不是 无证 未办 没有 0.0 未办理 未持有 未持证 非持证
    无证开采 无采矿证 false 无采矿许可证
    """.split()
)


def read_bool(raw: str) -> bool | None:
    word = flat(raw).lower().strip("。.,")
    if word in YES:
        return True
    return False if word in NO else None


def meant_by_all(raw: str, name: str, items: Mapping[str, str]) -> tuple[str, ...]:
    """The codes that the pieces of a cell stand for: several where it names several, one where all its pieces mean the
    same; () where it is one piece, or one of the pieces is no word beside the only one that is."""
    pieces = [found for _, found in find_words(raw, name, items)]
    codes = tuple(dict.fromkeys(found.code for found in pieces if found is not None))
    return codes if len(codes) > 1 or (len(pieces) > 1 and None not in pieces) else ()


_STRONG = r"[;；\n|｜]+|\s{2,}"
_BLANK = r"\s+"
_WEAK = r"[、,，/／\\\uff3c+＋&·]+"
_WEAKEST = r"[和及与]"


def find_words(raw: str, name: str, items: Mapping[str, str]) -> list[tuple[str, Word | None]]:
    """The words of a cell that holds several, each with what it stands for.

    An official word may itself hold a comma or an 和, so a piece is cut further only while it is not one.
    """
    return _cut(raw, name, items, (_STRONG, _BLANK, _WEAK, _WEAKEST))


def _cut(text: str, name: str, items: Mapping[str, str], marks: tuple[str, ...]) -> list[tuple[str, Word | None]]:
    word = clean(text)
    if is_nothing(word) or word in {"无", "没有"}:
        return []
    found = find_word(word, name, items)
    if found is not None and found.how != "part":
        return [(word, found)]
    for at, mark in enumerate(marks):
        parts = [part for part in _outside_brackets(mark, text) if part.strip()]
        if len(parts) > 1:
            pieces = [piece for part in parts for piece in _cut(part, name, items, marks[at:])]
            known = [piece[1] is not None and piece[1].how != "part" for piece in pieces]
            # 和 inside a word that no list knows is no reason to complain of its halves; a blank may be a typist's.
            if mark == _WEAKEST and not all(piece[1] is not None for piece in pieces):
                continue
            if mark != _BLANK or any(known):
                return pieces
    return [(word, found)]


def _outside_brackets(mark: str, text: str) -> list[str]:
    """The text cut at a mark, but not inside brackets."""
    kept = re.sub(
        r"[(（][^()（）]*[)）]", lambda m: re.sub(mark, lambda n: chr(0xE000 + ord(n.group(0)[0])), m.group(0)), text
    )
    return [re.sub("[\ue000-\uefff]", lambda m: chr(ord(m.group(0)) - 0xE000), part) for part in re.split(mark, kept)]


def split_list(raw: str) -> list[str]:
    """The entries of a cell that lists names or titles; 和 and 与 may belong to one."""
    return [part.strip() for part in re.split(r"[、,，;；\n|｜]+", raw) if part.strip()]
