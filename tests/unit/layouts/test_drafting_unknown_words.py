"""What a draft makes of labels that only resemble known ones, are printed twice, or name a year."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest

from jiheng import catalog, readers
from jiheng.layouts.authoring import Authored, author
from jiheng.layouts.blocks import IndicatorKey
from jiheng.layouts.draw import draw
from jiheng.layouts.drawing import DrawnTable
from jiheng.model import Form
from jiheng.writers.forms import write_forms

ID = "329900/overall-goal-2026"
OVERALL = """\
<p>附件3-1</p><p>海汐市2026年度部门整体支出绩效目标申报表</p>
<p>填报单位（盖章）：海汐市渔政管理支队　　金额单位：万元</p><table>
<tr><td colspan=2>部门名称</td><td colspan=3>海汐市渔政管理支队</td><td>部门主要职能</td><td>渔政执法</td></tr>
<tr><td rowspan=3>年度重点工作任务</td><td>任务名称</td><td colspan=3>主要实施内容</td>
<td>拟投入资金</td><td>期望达到的目标</td></tr>
<tr><td>休渔期执法</td><td colspan=3>开展海上联合巡航</td><td>210</td><td>违规出海明显减少</td></tr>
<tr><td>渔船更新</td><td colspan=3>淘汰超龄木质渔船</td><td>198</td><td>超龄渔船全部退出</td></tr>
<tr><td colspan=2>年度总体绩效目标</td><td colspan=5>守住休渔秩序，渔业资源稳步恢复。</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td colspan=2>三级指标</td><td>指标说明</td><td>2025年完成值</td>
<td>2026年目标值</td></tr>
<tr><td rowspan=2>履职效能</td><td rowspan=2>重点工作</td><td colspan=2>海上巡航次数</td><td>有航迹记录</td>
<td>58次</td><td>≥60次</td></tr>
<tr><td colspan=2>超龄渔船退出</td><td>办结注销登记</td><td>12艘</td><td>=18艘</td></tr>
<tr><td>社会效应</td><td>满意度</td><td colspan=2>渔民满意度</td><td>入户问卷</td><td>88%</td><td>≥90%</td></tr>
<tr><td colspan=2>主管部门审核意见</td><td colspan=2>同意申报</td><td>财政部门审核意见</td><td colspan=2></td></tr>
</table>
"""
TWO_TERMS = """\
<p>财政支出项目绩效目标表</p><p>（2026年度）</p><p>单位：元</p><table>
<tr><td>项目名称</td><td colspan=2>农田管护补助</td><td>主管部门</td><td colspan=3>岚溪区农业农村局</td></tr>
<tr><td rowspan=3>资金来源</td><td>项目总金额</td><td>2360000</td><td colspan=2>本年预算金额</td>
<td colspan=2>1180000</td></tr>
<tr><td>其中：财政拨款</td><td>1400000</td><td colspan=2>其中：财政拨款</td><td colspan=2>700000</td></tr>
<tr><td>区级自筹</td><td>960000</td><td colspan=2>区级自筹</td><td colspan=2>480000</td></tr>
<tr><td>绩效目标</td><td colspan=6>管护范围全覆盖，设施完好率保持高位。</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标解释</td><td>历史值</td><td>指标值</td><td>权重</td></tr>
<tr><td>产出指标</td><td>数量指标</td><td>管护面积</td><td>列入名录的面积</td><td>5万亩</td><td>≥5.2万亩</td><td>60</td></tr>
<tr><td>满意度指标</td><td>服务对象满意度指标</td><td>农户满意度</td><td>电话回访</td><td>89%</td><td>≥90%</td><td>40</td></tr>
</table>
"""
SELF_EVALUATION = """\
<p>2025年度市级预算项目支出绩效自评表</p><table>
<tr><td colspan=2>项目名称</td><td colspan=3>照护床位改造</td><td>实施单位</td><td colspan=3>梧川市福利院</td></tr>
<tr><td colspan=2>项目属性</td><td colspan=7>新增项目 ☑  延续项目 □</td></tr>
<tr><td colspan=2 rowspan=3>项目资金（万元）</td><td></td><td>年初预算数</td><td>调整后预算数（A）</td>
<td>实际支出数（B）</td><td>预算执行率（B/A）</td><td>权重</td><td>得分</td></tr>
<tr><td>年度资金总额</td><td>260</td><td>245</td><td>240.1</td><td>98%</td><td>10</td><td>9.8</td></tr>
<tr><td>市级财政资金</td><td>200</td><td>185</td><td>180.1</td><td>97.35%</td><td>—</td><td>—</td></tr>
<tr><td colspan=2>年度绩效目标</td><td colspan=7>完成六十张照护床位改造。</td></tr>
<tr><td rowspan=3>绩效指标</td><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>年初指标值</td><td>实际完成值</td>
<td>分值</td><td>得分</td><td>未完成原因及改进措施</td></tr>
<tr><td>产出指标</td><td>数量指标</td><td>改造床位</td><td>60张</td><td>62张</td><td>60</td><td>60</td><td></td></tr>
<tr><td>满意度指标</td><td>服务对象满意度指标</td><td>老人满意度</td><td>≥95%</td><td>96%</td><td>30</td><td>30</td><td></td></tr>
</table>
"""
EXAMPLES = {"overall": OVERALL, "two-terms": TWO_TERMS, "self-evaluation": SELF_EVALUATION}


@cache
def _authored(name: str) -> Authored:
    document = readers.read(EXAMPLES[name].encode(), f"{name}.html")
    found = author(document, tuple(catalog.layouts().values()), id=ID)
    assert found is not None
    return found


def _form(name: str) -> Form:
    return _authored(name).reading.forms[0]


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_the_draft_reads_all_of_its_example_and_loses_nothing_in_writing(name: str, format: str) -> None:
    authored = _authored(name)
    layouts = {**catalog.layouts(), ID: authored.layout}
    assert authored.reading.unread == ()
    assert write_forms(authored.reading.forms, format, layouts=layouts).losses == ()


def test_a_list_of_tasks_is_known_by_what_its_labels_resemble() -> None:
    tasks = _form("overall").tasks
    assert [(task.name, task.content, task.note) for task in tasks] == [
        ("休渔期执法", "开展海上联合巡航", "违规出海明显减少"),
        ("渔船更新", "淘汰超龄木质渔船", "超龄渔船全部退出"),
    ]
    assert [task.amount.raw for task in tasks if task.amount] == ["210", "198"]


def test_a_row_of_opinions_with_a_blank_one_is_no_indicator() -> None:
    form = _form("overall")
    assert [one.name for one in form.indicators] == ["海上巡航次数", "超龄渔船退出", "渔民满意度"]
    assert ("主管部门审核意见", "同意申报") in [(one.label, one.text) for one in form.particulars]


def test_a_label_of_one_year_is_that_of_every_year() -> None:
    layout = _authored("overall").layout
    labels = {column.key: column.label for column in layout.tables[0].indicators}
    assert labels[IndicatorKey.TARGET] == "{year}年目标值"

    next_year = readers.read(OVERALL.replace("2026", "2027").replace("2025", "2026").encode(), "next.html")
    again = author(next_year, [layout, *catalog.layouts().values()], id="329900/other")
    assert again is not None
    assert again.winner == ID
    drawn = draw(again.reading.forms[0], layout)
    printed = {cell.text for block in drawn.blocks if isinstance(block, DrawnTable) for cell in block.cells}
    assert "2027年目标值" in printed


def test_what_a_label_may_mean_is_said_beside_it() -> None:
    lines = _authored("overall").text.splitlines()
    behind = dict(pairwise(lines))
    assert "像是 responsibilities" in behind["      - {label: 部门主要职能}"]
    (name,) = (after for line, after in behind.items() if "{label: 部门名称" in line)
    assert "像是 unit.name，而“填报单位（盖章）”已经归入那一栏" in name


def test_money_of_all_years_stands_apart_from_that_of_the_year() -> None:
    form = _form("two-terms")
    assert form.budget is not None
    assert form.long_term_budget is not None
    assert [one.raw for one in (form.budget.total, form.budget.fiscal) if one] == ["1180000", "700000"]
    assert [one.raw for one in (form.long_term_budget.total, form.long_term_budget.fiscal) if one] == [
        "2360000",
        "1400000",
    ]


def test_two_texts_under_one_unknown_label_stay_two() -> None:
    kept = {one.label: one.text for one in _form("two-terms").particulars}
    assert (kept["区级自筹"], kept["区级自筹2"]) == ("960000", "480000")
