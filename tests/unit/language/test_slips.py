from __future__ import annotations

import pytest

from jiheng.language.marks import Fault, mark_faults, run_ons
from jiheng.language.slips import confusables, doubled, foreign_words, is_word


@pytest.mark.parametrize(
    ("text", "found", "proposed"),
    [
        ("购买安科计算机", "安科", "安可"),
        ("却白按期完工", "却白", "确保"),
        ("庄勇材料", "庄勇", "专用"),
        ("加到群众电话", "加到", "接到"),
        ("反应资金使用的效果", "反应", "反映"),
        ("即时拨付资金", "即时", "及时"),
        ("县纪委会", "纪委会", "纪委监委"),
        ("财政自资金3万元", "财政自资金", "财政资金"),
        ("提高效率何服务", "何服务", "和服务"),
        ("签定合同", "签定", "签订"),
        ("己完成招标", "己完成", "已完成"),
        # by sound and by look, no list knows them
        ("设备验收合格绿", "验收合格绿", "验收合格率"),
        ("预算执形率", "预算执形率", "预算执行率"),
        ("国库集中支负", "支负", "支付"),
        ("固定资产处治", None, None),
        ("政俯采购执行率", "政俯采购", "政府采购"),
    ],
)
def test_confused_characters(text: str, found: str | None, proposed: str | None) -> None:
    slips = [(slip.found, slip.proposed) for slip in confusables(text)]
    assert (slips[:1] == [(found, proposed)]) if found else slips == []


@pytest.mark.parametrize(
    "text",
    [
        "应急反应能力",
        "反应堆安全",
        "增加到5次",
        "添加到台账",
        "立即时限内完成",
        "任何服务",
        "党的纪委会议",
        "根据党的要求",
        "期末完成考核",
        "完成绿化面积3亩",
        "合格律师2名",
        "预算执行情况、预算调整率、政府采购执行率",
        "办公室工作人员，办公是为了服务",
        "绩效目标编制完成率，绩效监控完成率",
        "经费验收、学费以经办为准",
        "公务用车、公用经费、公共服务",
        "国土绿化任务书",
        "矿井涌水量",
        "完整型、专业型人才",
        "",
        None,
    ],
)
def test_right_words_are_left_alone(text: str | None) -> None:
    assert confusables(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("保障单位位日常开支", ["单位位"]),
        ("专项资金金。", ["资金金"]),
        ("补助东山宾馆东山宾馆", ["东山宾馆东山宾馆"]),
        ("绩效目标标", ["目标标"]),
    ],
)
def test_doubled_words(text: str, found: list[str]) -> None:
    assert [slip.found for slip in doubled(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        *(
            "天天",
            "人人参与",
            "研究研究",
            "妈妈",
            "谢谢",
            "层层落实",
            "一一核对",
            "单位位于城东",
            "工作作风",
            "项目目标",
        ),
        *("资金金额", "国家家庭教育", "人员员工", "道路路面", "城市市容", "发展展望", "全市市级部门", "会议议程"),
        *(
            "干干净净",
            "一座座",
            "白花花",
            "陆陆续续",
            "认认真真",
            "户户通电",
            "工程程序",
            "学生生活",
            "人民民主",
            "各县县级医院",
            "讨论论证",
            "管理理念",
            "",
        ),
    ],
)
def test_words_that_meet_or_repeat_are_left_alone(text: str) -> None:
    assert doubled(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("企业 and 协会", ["and"]),
        ("学校 OF 医院", ["OF"]),
        ("OA系统、ERP and CRM系统", []),
        ("PM2.5，5G，WiFi", []),
        ("Windows for Office", []),
        ("https://a.b/of/the", []),
        (None, []),
    ],
)
def test_stray_english(text: str | None, found: list[str]) -> None:
    assert [slip.found for slip in foreign_words(text)] == found


@pytest.mark.parametrize(
    ("text", "fault", "found"),
    [
        ("（一)清淤", Fault.MIXED, "（一)"),
        ("清淤（3公里", Fault.UNCLOSED, "（"),
        ("清淤3公里）", Fault.UNOPENED, "）"),
        ("“一河一策", Fault.UNCLOSED, "“"),
        ("清淤,绿化", Fault.HALF_WIDTH, ","),
        ("清淤。。", Fault.REPEATED, "。。"),
        ("清淤，。", Fault.REPEATED, "，。"),
    ],
)
def test_wrong_marks(text: str, fault: Fault, found: str) -> None:
    assert [(one.fault, one.found) for one in mark_faults(text)] == [(fault, found)]


@pytest.mark.parametrize(
    "text",
    [
        *("1）清淤", "清淤 (2)绿化", "共1,200米", "9:30开会", "（含〔2022〕3号）", "“一河一策”（试行）", "a)清淤"),
        *("ISO(9001)", "结论：合格", "清淤……", "", None),
    ],
)
def test_right_marks(text: str | None) -> None:
    assert mark_faults(text) == ()


def test_text_without_any_stop_is_shown() -> None:
    long = "清淤绿化" * 20
    assert [span.of(long) for span in run_ons(long)] == [long]
    assert run_ons("清淤绿化，" * 20) == ()


def test_common_words() -> None:
    assert is_word("绿化")
    assert not is_word("位各")
    assert not is_word("绿")
