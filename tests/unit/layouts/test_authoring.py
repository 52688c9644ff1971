"""A layout drafted from an example reads that example whole, is found among all, and says what a person must answer."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from jiheng import catalog, readers
from jiheng.layouts.authoring import Authored, BadLayoutIdError, author
from jiheng.layouts.blocks import IndicatorKey
from jiheng.layouts.schema import Layout, load_layout
from jiheng.model import Form, Horizon

ID = "320999/project-goal-2025"

WITHOUT_LEVELS = """\
澄江县2025年部门预算项目绩效目标表
编制单位：澄江县图书馆			金额单位：万元
项目名称	流动图书车服务	分管领导	尹博文
项目预算	24.5	财政拨款	24.5
绩效目标	全年开行流动图书车，覆盖偏远乡镇学校。
指标	指标权重	计量单位	指标性质	指标值
开行车次	30	次	≥	120
覆盖学校数	40	所	≥	36
读者满意度	30	%	≥	92
"""
SELF_EVALUATION = """\
青禾市财政支出项目绩效自评打分表
（2024年度）
项目名称	农贸市场消杀	项目编号	QH-24-017
主管部门	青禾市商务局	项目单位	青禾市市场服务中心
自评联系人	祁远山	自评日期	2025年2月20日
项目资金（万元）		年初预算数	全年预算数	全年执行数	分值	执行率	得分
	年度资金总额	40	40	39.2	10	98%	9.8
	财政拨款	40	40	39.2	—	98%	—
年度总体目标	预期目标	实际完成情况
	对12家农贸市场每周消杀一次。	12家市场全部按周消杀，共624场次。
绩效指标	一级指标	二级指标	三级指标	年度指标值	实际完成值	分值	得分	扣分情形	佐证材料
	产出指标	数量指标	消杀场次	≥620场次	624场次	20	20		台账
		质量指标	消杀合格率	≥98%	97.5%	40	39	个别市场排水沟漏消	检测报告
	满意度指标	服务对象满意度指标	商户满意度	≥90%	93%	30	30		问卷
总分	100	98.8
评价结论	项目按计划完成，群众反映良好。
填表人	祁远山	复核人	乔一鸣	日期	2025年2月25日
"""
MONITORING = """\
望川县项目支出绩效跟踪监控表
（2025年度）
项目名称	中小学体育器材更新
主管部门	望川县教育体育局	实施单位	望川县学校装备站
监控截止日	2025年7月31日	监控责任人	纪晓岚
一级指标	二级指标	三级指标	年度指标值	1-7月执行情况	全年预计完成情况	偏差原因分析			完成目标可能性			备注
						经费保障	硬件条件保障	其他	确定能	有可能	完全不可能
产出指标	数量指标	更新学校数	≥46所	28所	46所				√
	时效指标	完成时间	9月底前	进行中	9月底前		√			√		等待二次招标
满意度指标	服务对象满意度指标	师生满意度	≥90%	尚未调查	92%				√
"""  # noqa: E501 — a row is printed on one line
TWO_TABLES = """\
桐源市市级专项资金绩效目标申报表
（2025年度）
专项名称	水稻病虫害统防统治	资金使用单位	桐源市植保站
专项实施期	2025-2027年	设立依据	桐政发〔2024〕8号
总体目标	实施期目标（2025年—2027年）	年度目标
	三年累计防治水稻60万亩次，农药用量逐年下降。	防治水稻20万亩次。
实施期绩效指标	一级指标	二级指标	三级指标	指标值	备注
	产出指标	数量指标	累计防治面积	≥60万亩次
	效益指标	生态效益指标	农药减量	≥6%
年度绩效指标	一级指标	二级指标	三级指标	指标值	备注
	产出指标	数量指标	年度防治面积	≥20万亩次
	满意度指标	服务对象满意度指标	农户满意度	≥90%
"""
ONE_A_LINE = """\
乐安区社区服务项目绩效目标表
（2025年度）
项目名称 社区老年食堂补贴 项目负责科室 养老服务科 申报单位 乐安区民政局
年度目标 为城区老人提供平价午餐。
一级指标 二级指标 三级指标 指标值 指标说明
产出指标 数量指标 就餐人次 ≥30万人次 刷卡记录统计
效益指标 社会效益指标 覆盖社区比例 ≥80% 已开办食堂的社区占比
满意度指标 服务对象满意度指标 老人满意度 ≥90% 问卷
""".replace(" ", "\n")
REGISTER = """\
2026年凤台区区级项目绩效目标汇总表
单位：万元
单位名称	项目名称	预算数	年度绩效目标	一级指标	二级指标	三级指标	指标性质	指标值	度量单位	权重	责任股室
凤台区档案馆	档案抢救	30	抢救破损档案2000卷	产出指标	数量指标	抢救卷数	≥	2000	卷	40	保管股
				满意度指标	服务对象满意度指标	查档人满意度	≥	90	%	30	利用股
凤台区科协	科普进校园	12	开展科普活动40场	产出指标	数量指标	活动场次	≥	40	场	50	普及部
"""  # noqa: E501 — a row is printed on one line
WITH_COLONS = """\
霞浦镇惠民项目绩效目标备案表
一、基本信息
项目名称：渔港码头照明
建设单位：霞浦镇渔业服务中心
批复文号：霞发改〔2025〕12号
二、绩效目标
安装路灯60盏，保障夜间作业安全。
三、绩效指标
一级指标	二级指标	三级指标	目标值	完成时限	责任人
产出指标	数量指标	安装路灯	60盏	6月底前	林海
满意度指标	服务对象满意度	渔民满意度	≥90%	12月底前	郑涛
"""
MERGED = """\
<p>云岭区部门整体支出绩效目标表</p><p>（2026年度）</p><table>
<tr><td colspan=2>部门名称</td><td colspan=2>云岭区园林绿化中心</td><td>填报人</td><td>孟云帆</td></tr>
<tr><td rowspan=4>年度主要任务</td><td rowspan=2>任务名称</td><td rowspan=2 colspan=2>主要内容</td>
<td colspan=2>预算资金（万元）</td></tr><tr><td>总额</td><td>财政资金</td></tr>
<tr><td>行道树修剪</td><td colspan=2>修剪主干道行道树</td><td>120</td><td>110</td></tr>
<tr><td>公园改造</td><td colspan=2>改造口袋公园两处</td><td>260</td><td>200</td></tr>
<tr><td rowspan=2>资金来源</td><td>年度资金总额</td><td colspan=4>380</td></tr>
<tr><td>其中：财政拨款</td><td colspan=4>310</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td><td>评价标准</td><td>数据采集方式</td></tr>
<tr><td rowspan=2>产出指标</td><td>数量指标</td><td>修剪行道树</td><td>≥8000株</td><td>按比例</td><td>核查</td></tr>
<tr><td>质量指标</td><td>树木成活率</td><td>≥95%</td><td>每低1%扣1分</td><td>抽样</td></tr>
<tr><td>满意度指标</td><td>服务对象满意度指标</td><td>市民满意度</td><td>≥90%</td><td>按比例</td><td>问卷</td></tr></table>
"""
EXAMPLES = {
    "without-levels.txt": WITHOUT_LEVELS,
    "self-evaluation.txt": SELF_EVALUATION,
    "monitoring.txt": MONITORING,
    "two-tables.txt": TWO_TABLES,
    "one-a-line.txt": ONE_A_LINE,
    "register.txt": REGISTER,
    "with-colons.txt": WITH_COLONS,
    "merged.html": MERGED,
}


def _layouts() -> tuple[Layout, ...]:
    return tuple(catalog.layouts().values())


@cache
def _authored(name: str, id: str | None = ID) -> Authored:
    found = author(readers.read(EXAMPLES[name].encode(), name), _layouts(), id=id)
    assert found is not None
    return found


def _form(name: str) -> Form:
    return _authored(name).reading.forms[0]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_draft_reads_its_example_whole_and_wins(name: str) -> None:
    authored = _authored(name)
    assert authored.reading.unread == ()
    assert authored.winner == ID
    assert all(one.target is not None for form in authored.reading.forms for one in form.indicators)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_text_reads_back_as_the_layout(name: str, tmp_path: Path) -> None:
    authored = _authored(name)
    path = tmp_path / "project-goal-2025.yaml"
    path.write_text(authored.text, "utf-8")
    assert load_layout(path).model_dump(exclude={"usual"}) == authored.layout.model_dump(exclude={"usual"})


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_widths_fill_the_paper(name: str) -> None:
    layout = _authored(name).layout
    assert sum(layout.widths) == (265 if layout.paper.orientation == "landscape" else 178)
    for table in layout.tables:
        side = table.side.columns if table.side else 0
        assert side + sum(column.columns for column in table.indicators) == len(layout.widths)


def test_a_label_that_nobody_knows_becomes_a_particular() -> None:
    assert [(one.label, one.text) for one in _form("without-levels.txt").particulars] == [("分管领导", "尹博文")]
    assert [one.label for one in _form("one-a-line.txt").particulars] == ["项目负责科室"]


def test_the_tail_below_the_sums_is_kept() -> None:
    form = _form("self-evaluation.txt")
    kept = {one.label: one.text for one in form.particulars}
    assert kept["评价结论"] == "项目按计划完成，群众反映良好。"
    assert kept["日期"] == "2025年2月25日"
    assert (str(form.total_weight), str(form.total_score)) == ("100", "98.8")
    assert [fund.executed.raw for fund in form.funding if fund.executed] == ["39.2", "39.2"]
    assert [one.text for one in form.results] == ["12家市场全部按周消杀，共624场次。"]


def test_ticks_mean_what_stands_over_them() -> None:
    form = _form("monitoring.txt")
    assert [one.causes for one in form.indicators] == [(), ("硬件条件保障",), ()]
    assert [one.likelihood for one in form.indicators] == ["确定能", "有可能", "确定能"]


def test_two_tables_are_told_apart_by_what_they_look_at() -> None:
    form = _form("two-tables.txt")
    assert [one.horizon for one in form.goals] == [Horizon.LONG_TERM, Horizon.ANNUAL]
    assert [one.horizon for one in form.indicators] == [Horizon.LONG_TERM] * 2 + [Horizon.ANNUAL] * 2


def test_a_register_makes_a_form_for_each_project() -> None:
    forms = _authored("register.txt").reading.forms
    assert [(form.unit.name, len(form.indicators)) for form in forms] == [("凤台区档案馆", 2), ("凤台区科协", 1)]


def test_a_list_of_tasks_and_a_group_keep_their_columns() -> None:
    form = _form("merged.html")
    assert [(one.name, one.amount and one.amount.raw, one.fiscal and one.fiscal.raw) for one in form.tasks] == [
        ("行道树修剪", "120", "110"),
        ("公园改造", "260", "200"),
    ]
    assert form.budget is not None
    assert form.budget.fiscal is not None
    assert form.budget.fiscal.raw == "310"


def test_a_value_behind_a_colon_is_not_part_of_the_label() -> None:
    form = _form("with-colons.txt")
    assert form.unit.name == "霞浦镇渔业服务中心"
    assert [(one.label, one.text) for one in form.particulars] == [("批复文号", "霞发改〔2025〕12号")]


def test_what_needs_an_answer_is_marked_on_its_line() -> None:
    lines = _authored("self-evaluation.txt").text.splitlines()
    column = next(line for line in lines if "佐证材料" in line and "扣分" not in line)
    assert column.endswith("# 请核对：不认识的列“佐证材料”，暂按“其他列”保留") or IndicatorKey.BASIS in column
    assert any(line.startswith("source:") and "# 待填" in line for line in lines)
    assert any("不认识的标签“自评联系人”" in line for line in lines)


def test_levels_are_those_of_the_example_in_its_order() -> None:
    levels = _authored("self-evaluation.txt").layout.levels
    assert [(one.name, [two.name for two in one.level2]) for one in levels] == [
        ("产出指标", ["数量指标", "质量指标"]),
        ("满意度指标", ["服务对象满意度指标"]),
    ]


def test_without_an_id_the_file_asks_for_it() -> None:
    text = _authored("register.txt", id=None).text
    assert "\nid: 待填  # 待填：" in text
    assert "\nregion: 待填  # 待填：" in text


def test_a_year_in_the_title_is_no_part_of_it() -> None:
    assert _authored("without-levels.txt").layout.title.text == "澄江县部门预算项目绩效目标表"


@pytest.mark.parametrize("id", ["32099/x", "320999", "320999/表", "320999/../x", "320999/a/b"])
def test_an_id_that_is_none_is_refused(id: str) -> None:
    with pytest.raises(BadLayoutIdError, match="六位区划代码"):
        _authored("register.txt", id=id)


def test_a_document_without_indicators_has_no_layout() -> None:
    assert author(readers.read("会议通知\n时间	周五\n".encode(), "a.txt"), _layouts(), id=ID) is None
