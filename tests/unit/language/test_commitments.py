from __future__ import annotations

from datetime import date

import pytest

from jiheng.language.commitments import Commitment, commitments
from jiheng.language.matching import is_named_by, match, same_number, topic_overlap
from jiheng.language.templates import copied_from, fingerprint, template_text
from jiheng.model import Indicator
from jiheng.values.targets import parse_target

YEAR = 2024


def _told(text: str) -> list[tuple[str | None, str, str | None]]:
    return [(one.verb, one.object, one.target.raw if one.target else None) for one in commitments(text, YEAR)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("举办培训班≥12期、培训1200人次", [("举办", "培训班", "≥12期"), ("培训", "培训", "1200人次")]),
        ("全年清淤渠道不少于3.5公里", [("清淤", "渠道", "不少于3.5公里")]),
        ("群众满意度达到95%以上", [(None, "群众满意度", "达到95%以上")]),
        ("矛盾化解率不低于75%", [(None, "矛盾化解率", "不低于75%")]),
        ("举办12期果树栽培培训班", [("举办", "果树栽培培训班", "12期")]),
        ("新购图书2.4万册，接待读者42万人次", [(None, "新购图书", "2.4万册"), ("接待", "读者", "42万人次")]),
        ("开展演练不少于三次", [("开展", "演练", "不少于三次")]),
        ("发放手册5,000份", [("发放", "手册", "5,000份")]),
        ("维护园内36个充电桩", [("维护", "充电桩", "36个")]),
        (
            "组织骨干培训不少于5次、闭卷考试不少于4次",
            [("组织", "骨干培训", "不少于5次"), (None, "闭卷考试", "不少于4次")],
        ),
        ("办结件数不低于受理总件数的80%", [("办结", "件数", "不低于80%")]),
        ("（一）新建公厕5座。（二)修桥2座", [("新建", "公厕", "5座"), (None, "修桥", "2座")]),
        ("预算执行率≥98%", [(None, "预算执行率", "≥98%")]),
        ("建设5G基站20座", [("建设", "5G基站", "20座")]),
        ("受理后15个工作日内发放", [(None, "受理后发放", "15个工作日内")]),
        ("处置内涝点3处，演练2天", [("处置", "内涝点", "3处"), ("演练", "演练", "2天")]),
        ("开展“五个一”活动6场", [("开展", "五个一活动", "6场")]),
    ],
)
def test_a_quantity_has_a_verb_and_an_object(text: str, told: list[tuple[str | None, str, str | None]]) -> None:
    assert _told(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "依据平财预〔2023〕15号文件",
        "2024年度重点工作",
        "1.加强管理 2.改进服务",
        "（一）加强管理",
        "任务1：加强管理",
        "2023年完成清淤3公里",
        "去年修桥2座",
        "截至目前修桥2座",
        "运用四种形态",
        "推进十四五规划，落实一网通办",
        "控制三公经费",
        "开通12345热线",
        "7×24小时值守",
        "PM2.5监测",
        "第3号泵站改造",
        "执行率=执行数/预算数×100%",
        "每年开展检查",
        "一方面加强管理",
        "",
        None,
    ],
)
def test_other_numbers_promise_nothing(text: str | None) -> None:
    assert commitments(text, YEAR) == ()


def test_a_deadline_is_a_promise() -> None:
    [found] = commitments("6月底前完成平台招标", YEAR)
    assert (found.verb, found.object, found.target) == ("完成", "平台招标", None)
    assert found.deadline is not None
    assert found.deadline.date == date(YEAR, 6, 30)


def test_a_deadline_belongs_to_the_numbers_behind_it() -> None:
    [found] = commitments("9月底前，更换水泵12台", YEAR)
    assert found.deadline is not None
    assert found.deadline.date == date(YEAR, 9, 30)


@pytest.mark.parametrize("text", ["6月开展活动", "年底前进一步加强", "每月底前"])
def test_a_date_without_something_done_promises_nothing(text: str) -> None:
    assert commitments(text, YEAR) == ()


def test_how_often_is_kept_beside_the_number() -> None:
    [found] = commitments("每月开展安全检查1次", YEAR)
    assert (found.per, found.object) == ("每月", "安全检查")


def test_amounts_are_marked() -> None:
    assert [one.money for one in commitments("预算12万元，培训40人", YEAR)] == [True, False]


def test_the_span_covers_the_words() -> None:
    text = "今年新建公厕5座。"
    assert commitments(text, YEAR)[0].span.of(text) == "今年新建公厕5座"


def _row(name: str, target: str) -> Indicator:
    return Indicator("产出指标", "数量指标", name, parse_target(target, year=YEAR))


def _of(text: str) -> tuple[Commitment, ...]:
    return commitments(text, YEAR)


@pytest.mark.parametrize(
    ("text", "name", "target", "agree"),
    [
        ("培训村干部480人次", "参训人数", "≥480人", True),
        ("培训村干部480人次", "培训人次", "≥500人次", False),
        ("群众满意度达到95%", "服务对象满意度", "≥95%", True),
        ("接待读者1.2万人次", "读者接待量", "12000人次", True),
        ("修缮校舍900平方米", "校舍维修面积", "900平方米", True),
        ("年度工作目标达成率98%", "工作目标达成率", "≥100%", False),
        ("9月底前建成监测平台", "监测平台建成", "9月底前", None),
        ("采购计算机30台", "电脑购置数量", "30台", True),
    ],
)
def test_a_commitment_finds_its_indicator(text: str, name: str, target: str, agree: bool | None) -> None:
    [pair] = match(_of(text), [_row(name, target)]).pairs
    assert pair.agree is agree
    assert pair.words


@pytest.mark.parametrize(
    ("text", "name", "target"),
    [
        ("培训村干部480人次", "培训计划执行率", "≥98%"),
        ("清淤渠道3公里", "渠道绿化面积", "3亩"),
        ("完成维修5处", "完成验收", "5处"),
        ("开展检查5次", "宣传次数", "5次"),
        ("群众满意度达到95%", "预算执行率", "≥95%"),
        ("项目完成率达到95%", "资金使用率", "≥95%"),
        ("接待读者1万人次", "读者满意度", "≥95%"),
        ("9月底前建成监测平台", "平台建设成本", "30万元"),
    ],
)
def test_what_only_looks_alike_is_no_pair(text: str, name: str, target: str) -> None:
    found = match(_of(text), [_row(name, target)])
    assert found.pairs == ()
    assert (found.unmeasured, found.untraced) == ((0,), (0,))


def test_both_ways() -> None:
    rows = [_row("清淤长度", "3公里"), _row("公厕新建数量", "5座"), _row("绿化面积", "20亩")]
    found = match(_of("新建公厕5座，清淤渠道4公里，举办讲座2场"), rows)
    assert [(pair.commitment, pair.row, pair.agree) for pair in found.pairs] == [(0, 1, True), (1, 0, False)]
    assert (found.unmeasured, found.untraced) == ((2,), (2,))
    assert [pair.row for pair in found.of_commitment(0)] == [1]
    assert [pair.commitment for pair in found.of_row(0)] == [1]


def test_equal_numbers_settle_which_is_meant() -> None:
    rows = [_row("安全检查次数", "12次"), _row("消防检查次数", "4次")]
    found = match(_of("开展检查12次"), rows)
    assert [(pair.row, pair.agree) for pair in found.pairs] == [(0, True)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1.2万人", "≥12000人", True),
        ("3亿元", "30000万元", True),
        ("95%", "95", None),
        ("3公里", "3公里", True),
        ("3公里", "3亩", None),
        ("3次", "4次", False),
        ("3-5次", "3次", False),
        ("显著", "3次", None),
    ],
)
def test_numbers_are_equal_in_any_multiple(one: str, other: str, same: bool | None) -> None:
    assert same_number(parse_target(one), parse_target(other)) is same


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("水库巡查", "对18座水库开展巡查和检修", True),
        ("古树保护", "古树挂牌保护", True),
        ("办公电脑购置", "保障单位各项公用经费及时报销", False),
        ("预算执行率", "加强预算管理工作", False),
        ("", "水库", False),
        (None, None, False),
    ],
)
def test_topics(one: str | None, other: str | None, shared: bool) -> None:
    found = topic_overlap(one, other)
    assert bool(found.words) is shared
    assert (found.of_first > 0) is shared


@pytest.mark.parametrize(
    ("one", "other", "copied"),
    [
        ("2023年青山镇培训600人。", "2024年碧水乡培训 45 人", True),
        ("1.检查十二次；2.培训三次", "1.检查六次；2.培训五次", True),
        ("青山镇培训600人", "碧水乡检查60人", False),
        ("6月底前完成", "6月30日前完成", True),
        ("满意度≥95%", "合格率≥95%", False),
    ],
)
def test_a_template_is_what_stays_when_names_and_numbers_go(one: str, other: str, copied: bool) -> None:
    names = ("青山镇", "碧水乡", None, "")
    assert (template_text(one, names) == template_text(other, names)) is copied
    assert (copied_from(one, names) == copied_from(other, names)) is copied


def test_a_fingerprint_has_64_bits_and_stays_the_same() -> None:
    assert fingerprint("培训#人") == fingerprint("培训#人") < 2**64
    assert template_text(None) == ""


def test_a_second_number_behind_the_first_counts_the_same_thing() -> None:
    assert [(one.object, one.target.raw) for one in commitments("维护步道7条共21.5公里") if one.target] == [
        ("步道", "7条"),
        ("步道", "21.5公里"),
    ]


def test_an_age_is_no_promise() -> None:
    assert commitments("为80周岁以上老人发放津贴，60岁以上免费入园") == ()


def test_what_is_counted_by_its_place_is_counted_in_pieces() -> None:
    assert same_number(parse_target("6个乡镇"), parse_target("=6个"))
    assert not same_number(parse_target("6个工作日"), parse_target("=6个"))


def test_a_row_is_known_by_its_name_whatever_its_target() -> None:
    [promise] = commitments("图书完好率达到95%")
    assert is_named_by(promise, "馆藏图书完好率")
    assert not is_named_by(promise, "讲座场次")
    assert not is_named_by(promise, None)
