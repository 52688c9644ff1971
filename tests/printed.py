"""Small invented forms as extracted text prints them, one string a line, for tests to break as they like.

The units, tasks and indicators are made up. A row of a table is a line with tabs; every table is as wide as printed.
"""

from __future__ import annotations

from jiheng import readers
from jiheng.catalog import layouts
from jiheng.layouts.reading import LaidOut, read_forms
from jiheng.model import Document, Form, NoteKind

HENAN = [
    "部门（单位）整体绩效目标表",
    "（2023年度）",
    "部门（单位）名称\t云麓县苗圃中心\t\t\t",
    "年度履职目标\t培育苗木，绿化城乡。\t\t\t",
    "年度主要任务\t任务名称\t主要内容\t\t",
    "\t苗木培育\t培育乡土树种容器苗\t\t",
    "\t道路绿化\t补植县道两侧行道树\t\t",
    "预算情况\t部门预算总额（万元）\t320.50\t\t",
    "\t1、资金来源：（1）政府预算资金\t300.50\t\t",
    "\t（2）财政专户管理资金\t\t\t",
    "\t（3）单位资金\t20.00\t\t",
    "\t2、资金结构：（1）基本支出\t120.50\t\t",
    "\t（2）项目支出\t200.00\t\t",
    "一级指标\t二级指标\t三级指标\t指标值\t指标值说明",
    "投入管理指标\t工作目标管理\t年度履职目标相关性\t相关\t目标与职责逐条核对",
    "\t\t工作任务科学性\t科学\t任务与预算一一对应",
    "\t绩效管理\t绩效监控完成率\t=100%\t已监控项目占应监控项目",
    "产出指标\t重点工作任务完成\t培育容器苗数量\t≥30万株\t以出圃登记为准",
    "\t\t补植行道树数量\t≥5200株\t以验收单为准",
    "\t履职目标实现\t苗木成活率\t≥90%\t秋季抽样调查",
    "效益指标\t履职效益\t新增绿化面积\t≥12公顷\t按图斑测算",
    "\t满意度\t沿线群众满意度\t≥85%\t入户问卷",
]
ZHENGZHOU = [
    "市级部门整体绩效目标申报表",
    "（2020年度）",
    "部门名称\t\t柳溪市园林局\t\t\t",
    "年度总体目标\t目标1：建成口袋公园6处\t\t\t\t",
    "\t目标2：修剪行道树1.2万株\t\t\t\t",
    "年度主要任务\t任务名称\t主要内容\t预算资金\t\t",
    "\t\t\t合计\t其中：财政资金\t备注",
    "\t口袋公园建设\t建成口袋公园6处\t820.0\t800.0\t含设计费",
    "\t行道树养护\t修剪、浇水和防虫\t260.5\t260.5\t",
    "一级指标\t二级指标\t三级指标\t指标值\t指标解释\t指标说明",
    "履职效能\t重点工作履行\t口袋公园建成数量\t≥6处\t看重点工作的推进\t以竣工验收为准",
    "\t\t行道树修剪株数\t≥1.2万株\t\t以作业日志为准",
    "\t部门目标实现\t公园绿地新增面积\t≥3公顷\t看承诺事项的兑现\t按测绘成果",
    "管理效率\t预算管理\t预算执行率\t100%\t看预算执行\t支出与批复之比",
    "\t\t预算调整率\t≤5%\t\t调整额与批复之比",
    "服务满意\t服务对象满意\t游园群众满意度\t≥90%\t看群众评价\t现场问卷",
]
HUNAN = [
    "部门（单位）整体绩效目标申报表",
    "（2024年度）",
    "部门单位名称\t\t岭北县水库管理站\t\t\t\t\t",
    "部门（单位）职责\t\t巡查水库，调度灌溉。\t\t\t\t\t",
    "年度总体目标\t\t确保三座水库安全度汛。\t\t\t\t\t",
    "绩效指标\t\t\t\t\t\t\t",
    "一级指标\t二级指标\t三级指标\t指标值类型\t指标值\t计量单位\t指标解释\t评/扣分标准",
    "产出指标\t数量指标\t巡查次数\t≥\t360\t次\t每座水库每三天一次\t少一次扣一分",
    "产出指标\t质量指标\t隐患整改率\t=\t100\t%\t已整改隐患占全部隐患\t按比例扣分",
    "产出指标\t时效指标\t汛前检修完成\t定性\t按期完成\t/\t四月底以前完成检修\t逾期不得分",
    "满意度指标\t服务对象满意度指标\t灌区农户满意度\t≥\t90\t%\t入户问卷\t按比例扣分",
    "成本指标\t经济成本指标\t年运行成本\t≤\t75\t万元\t电费和维护费合计\t超出不得分",
]
HEBEI = [
    "1.渠道清淤绩效目标表",
    "\t310005榆关市河道管理所",
    "\t单位：万元",
    "",
    "\t项目编码",
    "\t13990123P000512100014",
    "\t项目名称",
    "\t渠道清淤",
    "",
    "\t预算规模及资金用途",
    "\t预算数",
    "\t46.00",
    "\t其中：财政    资金",
    "\t46.00",
    "\t其他资金",
    "\t0.00",
    "",
    "\t",
    "\t预算数46万元，用于清淤的人工和机械。",
    "",
    "\t资金支出计划（%）",
    "\t3月底",
    "\t6月底",
    "\t10月底",
    "\t12月底",
    "",
    "\t",
    "\t20%",
    "\t60%",
    "\t90%",
    "\t100%",
    "",
    "\t绩效目标",
    "\t1.清淤渠道18公里。",
    "",
    "\t一级指标",
    "\t二级指标",
    "\t三级指标",
    "\t绩效指标描述",
    "\t指标值",
    "\t指标值确定依据",
    "",
    "\t产出指标",
    "\t数量指标",
    "\t清淤渠道长度",
    "\t完成清淤的渠道里程",
    "\t≥18公里",
    "\t清淤实施方案",
    "",
    "\t",
    "\t时效指标",
    "\t完工时间",
    "\t全部渠段通过验收的时间",
    "\t10月底前",
    "\t清淤实施方案",
    "",
    "\t满意度指标",
    "\t服务对象满意度指标",
    "\t沿渠农户满意度",
    "\t问卷中表示满意的比例",
    "\t≥90%",
    "\t上年问卷结果",
]
NARRATIVE = [
    "部门整体绩效目标",
    "一、总体绩效目标",
    "守好河道，疏通渠系，让两岸不淹不旱。",
    "二、分项绩效目标",
    "榆关市河道管理所按职责分类绩效目标情况说明",
    "（一）完成渠道清淤项目，主要用于干支渠清淤。",
    "绩效目标：渠道清淤经费46万元。",
    "绩效指标：清淤渠道18公里，10月底前完工。",
    "（二）完成闸门检修项目，主要用于启闭机保养。",
    "绩效目标：闸门检修经费12万元。",
    "绩效指标：检修闸门9座。",
    "三、工作保障措施",
    "（一）专人负责。",
    "每段渠道定一名段长。",
    "（二）按月调度。每月通报进度。",
]
PRINTED = {
    "410000/overall-2023": HENAN,
    "410100/overall-2020": ZHENGZHOU,
    "430000/overall-2024": HUNAN,
    "130000/project-2023": HEBEI,
    "130000/overall-2023": NARRATIVE,
}


def document(lines: list[str]) -> Document:
    return readers.read("\n".join(lines).encode(), "printed.txt")


def laid_out(lines: list[str], *, layout: str | None = None, year: int | None = None) -> LaidOut:
    return read_forms(document(lines), tuple(layouts().values()), layout=layout, year=year)


def only_form(lines: list[str]) -> Form:
    """The single form of the lines; the test fails where there is another number of them, or an error."""
    found = laid_out(lines)
    assert found.error is None
    (form,) = found.forms
    return form


def unread(lines: list[str]) -> list[str]:
    return [item.text for item in laid_out(lines).unread]


def replaced(lines: list[str], old: str, *new: str) -> list[str]:
    """The lines with one line changed for others; the test fails where that line is not there."""
    at = lines.index(old)
    return [*lines[:at], *new, *lines[at + 1 :]]


def notes(form: Form, kind: NoteKind) -> list[str]:
    return [note.text for note in form.notes if note.kind is kind]


def rows(form: Form) -> list[tuple[str | None, str | None, str | None, str | None]]:
    """Levels, name and raw target of every indicator."""
    return [(row.level1, row.level2, row.name, row.target.raw if row.target else None) for row in form.indicators]
