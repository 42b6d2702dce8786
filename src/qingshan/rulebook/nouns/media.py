"""宣传: what was published about the work, where and about which sites (六(四)-1)."""

from .base import BODY, Action, Field, Noun

MEDIA = Noun(
    "media",
    "宣传",
    (
        Field("channel", "宣传渠道", "enum", list="lists:media_channel", required=("published",)),
        Field("outlet", "媒体名称", required=("published",)),
        Field("title", "宣传标题", required=("published",)),
        Field("link", "链接", "url"),
        Field("sites", "涉及矿山", "multi", note="矿山编号或名称，几处用顿号隔开"),
    ),
    (Action("publish_media", "登记宣传", "media", {"published": "已宣传"}, beside=True),),
    about=BODY,
)
