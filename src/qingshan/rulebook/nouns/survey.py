"""摸底: the survey of a site, with its damage units (五(一)1, domain §1.3)."""

from .base import Action, Field, Noun

DAMAGE_UNIT = (
    Field("unit_no", "单元号", required=("*",)),
    Field("unit_type", "单元属性", "enum", list="lists:damage_unit_type", required=("*",)),
    Field("damage_way", "土地破坏方式", "enum", list="lists:damage_way", required=("*",)),
    Field("area_m2", "面积", "area", required=("*",)),
    Field("treated_m2", "已治理面积", "area"),
    Field("land_class", "现状地类", "enum", list="lists:land_class"),
    Field("count", "数量", "int", unit="个"),
    Field("length_m", "长度", "decimal", unit="m"),
    Field("width_m", "宽度", "decimal", unit="m"),
    Field("depth_m", "最大深度", "decimal", unit="m"),
    Field("slope_deg", "坡度", "decimal", unit="°"),
    Field("volume_m3", "堆积量", "decimal", unit="m³"),
    Field("stability", "稳定性", "enum", list="lists:stability"),
    Field("note", "说明"),
)

SURVEY = Noun(
    "survey",
    "摸底",
    (
        Field("surveyor", "调查人", scope="paper"),
        Field("filled_by", "填表人", required=("completed",), scope="paper"),
        Field("approved_by", "审核人", required=("completed",), scope="paper"),
        Field("location", "位置"),
        Field("extent", "破坏范围", "long"),
        Field("landform", "地貌形态", "enum", list="lists:landform"),
        Field("terrain_damage", "破坏的地形地貌", "long"),
        Field("total_area_m2", "破坏总面积", "area", required=("completed",)),
        Field("treated_area_m2", "已治理面积", "area"),
        Field("treatable_area_m2", "应治理面积", "area", required=("completed",)),
        Field("pit_count", "采坑数量", "int", unit="个"),
        Field("pit_area_m2", "采坑面积", "area"),
        Field("collapse_count", "塌陷坑数量", "int", unit="个"),
        Field("collapse_area_m2", "塌陷坑面积", "area"),
        Field("fissure_count", "地裂缝数量", "int", unit="条"),
        Field("fissure_area_m2", "地裂缝面积", "area"),
        Field("goaf_area_m2", "采空区面积", "area"),
        Field("severity", "影响程度", "enum", list="lists:severity"),
        Field("threatened", "威胁对象", "multi", list="lists:threatened"),
        Field("affects_residents", "严重影响群众生产生活", "bool"),
        Field("by_main_road", "重要交通沿线", "bool"),
        Field("distance_to_road_m", "距交通干线", "decimal", unit="m"),
        Field("distance_to_settlement_m", "距居民点", "decimal", unit="m"),
        Field("done_before", "已开展治理恢复工作情况", "long"),
        Field("problems", "存在的主要问题", "long"),
        Field("units", "破坏单元", "rows", rows=DAMAGE_UNIT),
    ),
    (Action("record_survey", "记录摸底调查", "survey", {"completed": "摸底完成"}, approved=True),),
)
