"""Every complaint's sentence: code → reason, hint, whether it blocks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    reason: str
    hint: str
    blocking: bool = True
    folded: str = ""
    """How several alike in one column are told in one line; {count} says how many. "" tells each alone."""


NEEDS_REGISTER = "矿山登记表须有一行表头，至少有“矿山名称”（或经度、纬度）以及“属地单位”等列，表头下每个矿山一行"


NEEDS_FACTS = "补录表每类记录一张工作表、每条记录一行，空表由 qingshan import template 给出"


def _refusal(what: str, hint: str, blocking: bool = True) -> Entry:
    """A refusal says in one sentence what is wrong with the file and what is needed instead."""
    return Entry(f"{what}；{{needs}}", hint, blocking)


FILES = {
    "file_missing": Entry("文件“{file}”不存在或读不到", "请核对路径和权限"),
    "file_empty": _refusal("文件“{file}”是空的（0 字节），不是矿山登记表", "请选对文件"),
    "file_too_big": Entry("文件“{file}”太大（{size} MB，上限 {limit} MB），未读", "请拆成几个文件"),
    "not_a_table": _refusal("文件“{file}”其实是{what}，不是电子表格", "请选对文件，登记表存为 xlsx、xls 或 csv"),
    "is_facts_book": Entry(
        "文件“{file}”是事项工作簿，不是矿山名册，未读", "事项工作簿请用 qingshan import facts {file} 导入"
    ),
    "file_broken": _refusal(
        "文件“{file}”打不开：它带着表格的名字，内容却已损坏或不是表格", "请在电子表格软件中另存为 xlsx 再导入"
    ),
    "file_locked": _refusal("文件“{file}”设有打开密码，读不出其中的登记表", "请去掉密码另存后再导入"),
    "zip_bomb": _refusal("压缩包“{file}”解开后过大（{size} MB），疑似恶意文件，未读", "请只打包登记表本身"),
    "zip_locked": _refusal("压缩包中的“{file}”设有密码，未读", "请用不加密的压缩包"),
    "zip_broken": _refusal("压缩包“{file}”已损坏，读不出其中的登记表", "请重新打包"),
    "zip_nested": Entry("压缩包里又有压缩包“{file}”，未读", "请把其中的登记表直接放进外层压缩包"),
    "zip_escape": Entry("压缩包中的“{file}”指向包外的路径，未读", "请重新打包"),
    "nothing_to_read": _refusal("“{file}”里没有可读的登记表文件（xlsx、xls、csv）", "请选对文件夹或压缩包"),
    "file_skipped": Entry("“{file}”不是表格文件（{what}），未读", "登记表须为 xlsx、xls 或 csv", False),
    "encoding_unknown": _refusal(
        "文本文件“{file}”的编码既不是 UTF-8 也不是 GBK/GB18030，读不出其中的登记表", "请另存为 UTF-8 编码的 csv"
    ),
    "bad_bytes": Entry("文本文件“{file}”中有 {count} 个字节不合其编码，已用“�”代替", "请在原软件中另存为 UTF-8", False),
}

SHEETS = {
    "no_register": _refusal("文件“{file}”的工作表“{sheet}”不是矿山登记表（{why}）", "请选对文件，或补上表头行"),
    "sheets_empty": _refusal("文件“{file}”的工作表“{sheet}”里没有任何内容", "请选对文件"),
    "sheet_is_picture": _refusal(
        "文件“{file}”的工作表“{sheet}”里贴的是图片（{count} 张），图片里的字读不出来",
        "请来文单位发电子表格原件，或把图片里的内容录成表格",
    ),
    "sheet_skipped": Entry("工作表“{sheet}”不是矿山登记表，未读（{why}）", "若确是登记表，请补上表头行", False),
    "sheet_hidden": Entry("隐藏的工作表“{sheet}”像是登记表，未读", "若要导入，请取消隐藏", False),
    "no_rows": _refusal("文件“{file}”的工作表“{sheet}”只有表头，没有一个矿山", "请填入矿山"),
    "rows_hidden": Entry("第 {rows} 行是隐藏的，已照常读入", "请确认这些矿山应当导入", False),
    "columns_hidden": Entry("{columns} 列是隐藏的，已照常读入", "请确认这些列应当导入", False),
    "rows_struck": Entry("第 {rows} 行划有删除线，已照常读入", "请确认这些矿山应当导入", False),
    "rows_total": Entry("第 {rows} 行是小计或合计，未当作矿山", "", False),
    "rows_blank": Entry("第 {rows} 行没有内容，已跳过", "", False),
    "rows_note": Entry("第 {rows} 行是表下说明或签字，已跳过", "", False),
    "rows_heading": Entry("第 {rows} 行是分组标题或重复的表头，未当作矿山", "", False),
    "rows_joined": Entry("第 {rows} 行与上一行合并为同一个矿山，已并入", "请核对", False),
    "rows_numbering": Entry("第 {rows} 行是列号，未当作矿山", "", False),
    "head_twice": Entry("表头“{head}”出现多次（{columns} 列），读了 {taken} 列", "请给重复的列起不同的表头", False),
    "head_twice_differs": Entry(
        "表头“{head}”出现多次（{columns} 列），各列数值不同，不知该读哪一列",
        "请给重复的列起不同的表头，如“矿区面积”“破坏面积”",
    ),
    "tables_side_by_side": Entry(
        "左右并排放了两组列（{columns} 列都是“{head}”），一行里写了两个矿山", "请改成一行一个矿山，右边的移到下面"
    ),
    "head_years": Entry(
        "“{field}”有几个年份的列（{columns}），读了最近的 {year} 年",
        "其余年份没有导入；要读别的年份，请只留那一年的列",
        False,
    ),
    "head_vague": Entry("表头“{head}”没有写明指什么，已读作“{field}”", "若不是，请把表头写全", False),
    "row_too_long": Entry(
        "这一行比表头多出几列（表头 {width} 列），各列可能已经错位", "含有分隔符的内容请用双引号括起来"
    ),
    "column_needed": Entry(
        "没有“{field}”列，也没有默认值", "请补上这一列；各处都一样的，可在通知的 [register.defaults] 里写默认值"
    ),
}

CELLS = {
    "required": Entry("“{field}”是空的，这一项必须有", "请填写；与上一行相同的可写“同上”"),
    "error_cell": Entry("单元格是错误值 {value}", "请改正公式或填入数值"),
    "formula_uncomputed": Entry(
        "单元格是公式，但文件里没有算出的结果", "请在电子表格软件中打开、保存后再导入，或改填数值"
    ),
    "ditto_without_above": Entry("写着“{value}”，但上面没有可以照抄的内容", "请填写完整"),
    "merged_figure": Entry("“{field}”的数值合并了 {count} 行，可能是几个矿山的合计", "请给每个矿山各填一个数", False),
    "merged_number_key": Entry("“{field}”合并了 {count} 行：一个号码不能属于几个矿山", "请给每个矿山各填一个"),
    "not_a_number": Entry("“{field}”应是数字，读不懂“{value}”", "请只填一个数，如 12.5"),
    "number_range": Entry("“{field}”写的是一个范围“{value}”，不是一个数", "请填一个数；拿不准可写“约 {low}”"),
    "number_negative": Entry("“{field}”不能是负数", "请核对"),
    "not_whole": Entry("“{field}”应是整数", "请核对"),
    "area_no_unit": Entry(
        "“{field}”没有单位：单元格、表头和表上都没有写", "请在表头写明，如“{field}（公顷）”或“（亩）”"
    ),
    "area_disagrees": Entry("“{field}”写了两种单位，折算后不一致（{one} 与 {other} 平方米）", "请核对两列"),
    "area_pair": Entry("一格里写了几个面积，互相对不上", "请只写一个数和它的单位", True),
    "area_two_units": Entry(
        "单元格写“{inside}”，表头写“{outside}”，已按单元格读：{figure}", "请核对", False, "这一列共 {count} 格，"
    ),
    "area_unlikely": Entry("“{field}”折合 {km2} 平方公里，大得不像一个矿山", "请核对单位", False),
    "unit_unknown": Entry("“{field}”的单位“{unit}”不认识", "可用：{allowed}"),
    "capacity_no_unit": Entry("“生产规模”没有单位", "请写明“万吨/年”或“万立方米/年”"),
    "capacity_period": Entry("“生产规模”的单位“{unit}”不是按年计的", "请换算成 万吨/年 或 万立方米/年"),
    "money_no_unit": Entry("“{field}”没有单位，已按万元读", "请在表头写明（万元）", False),
    "date_unknown": Entry("“{field}”读不懂日期“{value}”", "可写 2016-03-01、2016年3月、2016年、1988年之前、约2010年"),
    "date_impossible": Entry("“{field}”的日期“{value}”不存在", "请核对年月日"),
    "date_future": Entry("“{field}”是 {day}，还没有到", "请核对年份"),
    "date_ancient": Entry("“{field}”是 {day}，早得不像真的", "请核对年份"),
    "date_october": Entry(
        "“{field}”是数字 {value}：1 月和 10 月在数字格式下写法相同，只能按 {year} 年读",
        "请写成“{year}年10月”或“{year}年1月”",
        False,
    ),
    "date_two_digit_year": Entry("“{field}”的年份只有两位，已读作 {year} 年", "请写四位年份", False),
    "date_decade": Entry("“{field}”只写到年代“{value}”，已读作约 {year} 年", "查得到年份的请改写年份", False),
    "date_in_words": Entry("“{field}”写了别的话，已从中读出 {day}", "请核对", False),
    "date_day_month": Entry("“{field}”的“{value}”分不清月和日，已读作 {day}", "请写成 2016-03-01", False),
    "date_needed_whole": Entry("“{field}”要写到日，读到的只是“{value}”", "请写成 2016-03-01"),
    "dates_disordered": Entry("“{first}”晚于“{second}”", "请核对两个日期", False),
    "time_unknown": Entry("“{field}”读不懂时刻“{value}”", "可写 09:30 或 23:59:59"),
    "coordinate_unknown": Entry("“{field}”读不懂“{value}”", "可写 87.64236、87°38′32.5″ 或 87-38-32.5"),
    "coordinate_projected": Entry(
        "“{field}”是平面坐标（米），只有一半，定不了位置", "请补上另一个数：X（北）7 位，Y（东）6 位或带号共 8 位"
    ),
    "coordinate_mixed": Entry("“{field}”一个是度，一个是米，不是一对坐标", "请核对两列"),
    "coordinate_converted": Entry(
        "平面坐标读作 {system}，换算为经度 {longitude}、纬度 {latitude}{assumed}", "请核对", False
    ),
    "coordinate_sixty": Entry("“{field}”的分或秒到了 60", "请核对度分秒"),
    "coordinate_range": Entry("“{field}”超出了可能的范围", "经度在 -180 至 180 之间，纬度在 -90 至 90 之间"),
    "coordinates_swapped": Entry(
        "经度和纬度像是写反了（经度 {longitude}，纬度 {latitude}）", "请对调两列；若确实如此，请在备注中说明"
    ),
    "coordinates_outside": Entry("经纬度（{longitude}，{latitude}）不在本区范围内", "请核对", False),
    "coordinates_far": Entry("经纬度（{longitude}，{latitude}）离本区很远", "请核对度数"),
    "coordinate_outside": Entry("“{field}”{value} 不在本区范围内", "请核对", False),
    "coordinate_far": Entry("“{field}”{value} 离本区很远", "请核对度数，或经纬度是否写反"),
    "coordinate_alone": Entry("只有{there}没有{missing}", "请补全或清空", False),
    "digits_lost": Entry("“{field}”成了数字 {value}，后面的位数已经丢失", "请把这一列设为“文本”格式，从原件重新录入"),
    "zeros_lost": Entry(
        "“{field}”写作 {value}，比同列其他号码短，可能丢了开头的 0", "请把这一列设为“文本”格式后核对", False
    ),
    "identifier": Entry("“{field}”：{message}", "请对照证照核对"),
    "number_for_name": Entry("“{field}”写的是一个长号码，不是名称", "请填名称；身份证号、电话等个人信息不要写进名册"),
    "number_in_name": Entry("“{field}”里带着身份证号或电话", "请只填名称；个人信息不要写进名册"),
    "word_unknown": Entry("“{field}”里没有“{word}”这一种", "最接近的是“{nearest}”；可填：{allowed}"),
    "word_several": Entry("“{field}”只能写一个词，这里写了几个：{words}", "请只留一个，或分成几行；可填：{allowed}"),
    "word_guessed": Entry("“{field}”的“{word}”读作“{read}”", "若不是，请改用规定的词", False),
    "bool_unknown": Entry("“{field}”应填“是”或“否”，读不懂“{value}”", "可填：是、否、有、无、√、×"),
    "street_unknown": Entry("没有叫“{value}”的属地单位", "最接近的是：{nearest}；可用：{allowed}"),
    "street_elsewhere": Entry(
        "“{value}”前面写的是{district}，不是本县区", "请核对；属于本县区的请改写县区名，或只写属地单位"
    ),
    "street_ambiguous": Entry("“{value}”可能是：{candidates}", "请写全称"),
    "street_missing": Entry("没有写属地单位", "请填写；与上一行相同的可写“同上”"),
    "name_merged": Entry("矿山名称合并了几行：一个矿山应占一行", "请每个矿山一行；几个拐点或破坏单元请另填补录表"),
    "unnamed_many": Entry("{count} 行没有矿山名称（第 {rows} 行），已依次编号", "请在核实后改名", False),
    "category_guessed_many": Entry("{count} 行没有档案类别（第 {rows} 行），按{basis}推定", "请核对", False),
    "licensed_guessed_many": Entry("{count} 行没有“持证”一项（第 {rows} 行），按{basis}推定", "请核对", False),
    "unnamed": Entry("没有矿山名称，已编为“{name}”", "请在核实后改名", False),
    "nameless": Entry("没有矿山名称", "请填写"),
    "category_guessed": Entry("文件里没有档案类别，按{basis}推定为“{name}”", "请核对", False),
    "category_unknown": Entry("文件里没有档案类别，也推定不出来", "请补上“档案类别”列：{allowed}"),
    "licensed_guessed": Entry("文件里没有“持证”一项，按{basis}推定为“{name}”", "请核对", False),
    "licensed_unknown": Entry(
        "看不出是否持证：有采矿权人，没有采矿许可证号", "请填写证号，或补上“持证”列，填“是”或“否”"
    ),
    "contradiction": Entry("{text}", "请核对", False),
    "text_long": Entry("“{field}”长 {length} 字，超过 {limit} 字", "请缩短，详情写入备注"),
    "replacement_character": Entry("“{field}”中有乱码", "请从原件重新录入"),
    "duplicate_licence": Entry("采矿许可证号与{other}相同", "一个证号只能登记一个矿山，请删去重复的行"),
    "duplicate_site": Entry("矿山名称和属地与{other}相同，没有别的可以区分", "请删去重复的行，或把名称写得不同"),
    "duplicate_name": Entry("矿山名称和属地与{other}相同", "若是同一个矿山，请删去重复的行", False),
    "duplicate_source": Entry("来源编号与{other}相同", "请核对", False),
}

FACTS = {
    "noun_unknown": Entry(
        "工作表“{sheet}”不是本模板的工作表，未读", "请使用 qingshan import template 给出的空表", False
    ),
    "facts_nothing": _refusal("文件“{file}”里没有一张补录用的工作表", "请从空表开始填写"),
    "is_register": Entry(
        "文件“{file}”是矿山名册，不是事项工作簿，未读", "名册请用 qingshan import register {file} 导入"
    ),
    "retraction_reads_little": Entry("录入作废只看更正记录号和更正原因，这一行的其他内容未读", "", False),
    "facts_head": Entry("工作表“{sheet}”缺少“{field}”列", "请使用 qingshan import template 给出的空表"),
    "column_foreign": Entry("工作表“{sheet}”没有“{head}”这一列，未读", "{hint}", False),
    "result_unknown": Entry("“{sheet}”没有“{word}”这一事项", "最接近的是“{nearest}”；可填：{allowed}"),
    "field_not_of_action": Entry("“{field}”不属于“{action}”，不能填", "请清空，或另起一行"),
    "subject_unneeded": Entry("“{action}”不用写{subject}，这一格未读", "请清空", False),
    "record_no_missing": Entry("没有记录号", "请给每条记录编一个号；同一份文件的几行用同一个号"),
    "site_missing": Entry("没有矿山编号，也没有矿山名称", "请填写"),
    "body_missing": Entry("没有单位代码，也没有单位名称", "请填写"),
    "body_unknown": Entry("没有代码或名称为“{value}”的单位", "最接近的是“{nearest}”；新单位请先在“单位”表中填写"),
    "row_orphan": Entry("子表里的记录号“{record}”{site}在“{parent}”表里没有对应的行", "请核对记录号和矿山"),
    "paper_differs": Entry("记录号“{record}”的几行共一份文件，但“{field}”不同", "请改成一致，或分成两个记录号"),
    "record_mixed": Entry("记录号“{record}”已用于“{other}”", "一个记录号只用于一类事项"),
    "evidence_unneeded": Entry("写了证据补齐期限，但这一行不是补录", "补录列填“是”，或附上证据", False),
    "same_person": Entry("填报人和审核人是同一人“{name}”", "填报和审核须由两人分别负责"),
    "correct_reason_missing": Entry("写了更正记录号，但没有更正原因", "请填写更正原因"),
    "words_for_a_day": Entry(
        "“{field}”写的是“{value}”，不是日期，没有存", "有日期的请写日期；要留这句话的写入备注", False
    ),
    "number_twice": Entry("“{field}”{value}与{other}相同，同一份文件里不能用两次", "请核对；是两件事的，各编一个号"),
    "line_twice": Entry("与{other}完全相同", "请删去重复的行"),
    "formula_injected": Entry("以“{value}”开头的内容按文字读入", "", False),
    "organisation_twice": Entry(
        "单位编码“{organisation}”出现两次", "同一编码只能有一行；更名请用生效、失效日期分成两行", False
    ),
    "dates_reversed": Entry("失效日期早于生效日期", "请核对"),
    "organisation_unknown": Entry("没有编码或名称为“{value}”的单位", "请先在“单位”表中填写"),
}

GEOMETRY = {
    "coordinate_no_pair": Entry(
        "“{field}”{spot}的 {first}、{second} 不是一对坐标",
        "平面坐标：X（北）7 位整数，Y（东）6 位或带号共 8 位；经纬度用度",
    ),
    "coordinate_web_mercator": Entry(
        "“{field}”{spot}的 {first}、{second} 是网络地图的坐标（EPSG:3857，网络墨卡托）",
        "请在原软件里另存为 CGCS2000 经纬度（EPSG:4490）或高斯-克吕格坐标；网络墨卡托量出的面积偏大近一倍",
    ),
    "coordinate_axes_swapped": Entry(
        "“{field}”{spot}的坐标轴像是写反了（读作经度 {longitude}、纬度 {latitude}）",
        "图形文件里经度（东）在前、纬度（北）在后，请对调后再导入",
    ),
    "coordinate_no_meridian": Entry(
        "“{field}”{spot}的横坐标没有带号，也没有写中央经线，不知是哪一带", "请写带号（横坐标共 8 位），或写明中央经线"
    ),
    "coordinate_bad_meridian": Entry("“{field}”的中央经线 {meridian}° 不是 {width}° 带的", "请核对坐标系的说明"),
    "coordinate_bad_zone": Entry(
        "“{field}”{spot}的横坐标 {easting} 前面不是我国的带号", "3° 带为 25–45，6° 带为 13–23"
    ),
    "coordinate_zone_differs": Entry(
        "“{field}”{spot}的横坐标是第 {zone} 带，文件却写中央经线 {meridian}°", "请核对坐标系的说明"
    ),
    "coordinate_not_gauss": Entry("“{field}”{spot}是平面坐标，坐标系却写 {datum}", "请核对坐标系的说明"),
    "coordinate_not_in_china": Entry("“{field}”{spot}落在国外（{longitude}，{latitude}）", "请核对 X、Y 和带号"),
    "vertex_unreadable": Entry(
        "“{field}”第 {ring} 圈第 {vertex} 点读不懂“{text}”", "每点写：点号, X（北）, Y（东），各点用分号或换行隔开"
    ),
    "vertex_other_system": Entry("“{field}”{spot}和前面的点不是一种坐标", "一个范围的各点须用同一坐标系"),
    "polygon_unreadable": Entry("“{field}”读不出拐点“{text}”", "每点写：点号, X（北）, Y（东），各点用分号或换行隔开"),
    "polygon_assumed": Entry("“{field}”{assumed}", "请核对，或在文件中写明坐标系", False, "共 {count} 处，"),
    "polygon_repaired": Entry("“{field}”{done}", "", False, "共 {count} 处，"),
    "ring_short": Entry("“{field}”第 {ring} 圈只有 {count} 个点，围不成面", "至少要 3 个不同的点"),
    "ring_flat": Entry("“{field}”第 {ring} 圈的点都在一条线上，围不成面", "请核对拐点坐标"),
    "ring_crosses": Entry(
        "“{field}”第 {ring} 圈自相交：{first} 边与 {second} 边在（{place}）相交", "请核对这几个拐点的次序和坐标"
    ),
    "ring_overlaps": Entry("“{field}”第 {ring} 圈与第 {other} 圈重叠", "洞须整个在外圈之内，各块互不重叠"),
    "ring_touches": Entry("“{field}”第 {ring} 圈与它的洞或邻块相接不当（{place}）", "请核对拐点坐标"),
    "polygon_area_stated": Entry("地块“{name}”写 {stated} 公顷，按坐标算是 {found} 公顷", "请核对坐标系和拐点", False),
    "polygon_file_broken": Entry(
        "“{file}”读不出图形（{why}）", "可用：界址点 TXT、SHP（连同 dbf、prj 打成 zip 也可）、GPKG、KML、GeoJSON"
    ),
    "polygon_file_kind": Entry(
        "“{file}”不是图形文件", "可用：界址点 TXT、SHP（连同 dbf、prj 打成 zip 也可）、GPKG、KML、GeoJSON"
    ),
    "polygon_no_rows": Entry("“{file}”里没有面状图形", "点和线不能当作范围"),
    "polygon_not_area": Entry("第 {row} 个图形是{what}，不是面", "请改为面，或删去这一个"),
    "polygon_empty": Entry("第 {row} 个图形是空的", "请补上图形，或删去这一个"),
    "polygon_no_kind": Entry("没有写明是矿区范围还是破坏范围", "请加 --kind licence（矿区）或 --kind damage（破坏）"),
    "polygon_no_system": Entry("“{file}”没有写坐标系（缺 prj）", "请附上 prj 文件；已按数值的大小判断", False),
    "polygon_unmatched": Entry(
        "“{value}”在名册里没有，不知是哪处矿山", "图形的属性须有档案号、矿山名称或采矿许可证号之一"
    ),
    "polygon_ambiguous": Entry("“{value}”在名册里有 {count} 处：{codes}", "请写档案号"),
    "polygon_twin": Entry("“{name}”的{area}与{other}的图形完全相同", "若是两处矿山，请核对是不是用错了图形", False),
    "polygon_refused": Entry("{why}", "请改正后再导入"),
    "polygon_overlaps": Entry("“{name}”的几个图形互相重叠，合不成一个范围", "请先在图上合并或改正"),
}

CATALOGUE: dict[str, Entry] = {**FILES, **SHEETS, **CELLS, **FACTS, **GEOMETRY}
