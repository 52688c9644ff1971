from __future__ import annotations

import pytest

from jiheng.language import wordings
from jiheng.language.spans import Span


def _said(spans: tuple[Span, ...], text: str) -> list[str]:
    return [span.of(text) for span in spans]


@pytest.mark.parametrize("wording", ["有效提升", "显著", "强化", "逐步提高", " 明显改善。"])
def test_a_vague_grade_cannot_be_checked(wording: str) -> None:
    assert wordings.is_vague(wording)


@pytest.mark.parametrize("wording", ["完整", "合规", "≥95%", "10月底前", "", None, "优"])
def test_other_values_are_not_vague(wording: str | None) -> None:
    assert not wordings.is_vague(wording)


@pytest.mark.parametrize(
    ("wording", "first", "count"), [("良", "优", 4), ("较健全", "健全", 4), ("是", "是", 2), ("强化", None, 0)]
)
def test_a_grade_belongs_to_a_set(wording: str, first: str | None, count: int) -> None:
    found = wordings.grades_of(wording)
    assert (next(iter(found), None), len(found)) == (first, count)


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("分优、良、中、差四档，逐档扣5分", True),
        ("合规得满分、基本合规得一半、不合规不得分", True),
        ("制度是否健全", False),
        ("按实际完成情况评分", False),
        (None, False),
    ],
)
def test_criteria_name_the_grades(text: str | None, states: bool) -> None:
    assert wordings.states_grades(text) is states


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("逐步完善台账", ["逐步"]),
        ("不断改进服务，按时归还图书", ["不断", "按时"]),
        ("每月按时归还图书", []),
        ("6月底前按期交付", []),
        ("可持续发展", []),
        ("报销及时性", []),
    ],
)
def test_adverbs_want_a_date_or_a_number(text: str, found: list[str]) -> None:
    assert _said(wordings.adverbs(text), text) == found


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        ("道路维修面积", "面积"),
        ("受训人次", "人次"),
        ("归档率", "率"),
        ("归档情况", None),
        ("社会效益", None),
        ("热线咨询", None),
        (None, None),
    ],
)
def test_a_name_ends_in_a_measure(name: str | None, measure: str | None) -> None:
    assert wordings.measure_of(name) == measure


@pytest.mark.parametrize(
    ("name", "vacuous"), [("社会效益", True), ("工作情况", True), ("归档率", False), (None, False)]
)
def test_the_name_of_a_class_says_nothing(name: str | None, vacuous: bool) -> None:
    assert wordings.is_vacuous(name) is vacuous


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("不忘初心，把供水管好", ["不忘初心"]),
        ("为园区再上新台阶奠定基础", ["再上新台阶", "奠定基础"]),
        ("新建水厂1座，日供水2万吨", []),
        ("落实全面从严治党责任，检查4次", []),
    ],
)
def test_slogans(text: str, found: list[str]) -> None:
    assert _said(wordings.slogans(text), text) == found


@pytest.mark.parametrize(
    ("text", "duty"),
    [
        ("负责全县水库的调度", True),
        ("（一）承担档案接收和保管", True),
        ("负责18座水库的管护", False),
        ("水库调度由水利站负责", False),
        (None, False),
    ],
)
def test_duties(text: str | None, duty: bool) -> None:
    assert wordings.is_duty(text) is duty


@pytest.mark.parametrize(
    ("text", "process"),
    [
        ("严格按照差旅费管理办法，保证费用顺畅报销", True),
        ("1.按照采购程序办理支付", True),
        ("按照实施方案，新建公厕", False),
        ("按照实施方案建成公厕5座", False),
        ("加强日常管理", False),
        (None, False),
    ],
)
def test_process_alone_is_no_goal(text: str | None, process: bool) -> None:
    assert wordings.is_process(text) is process


def test_process_verbs_are_found() -> None:
    assert _said(wordings.process_verbs("加强巡护，修桥2座"), "加强巡护，修桥2座") == ["加强"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一期目前已交付，截至目前完成投资一半", ["目前已", "截至目前"]),
        ("水厂已建成", ["已建成"]),
        ("完成率=已完成数量÷计划数量", []),
        ("年底前完成验收", []),
        (None, []),
    ],
)
def test_reports_of_progress(text: str | None, found: list[str]) -> None:
    assert _said(wordings.progress_reports(text), text or "") == found


@pytest.mark.parametrize(
    ("text", "routine"),
    [
        ("目标2：保障单位正常运转", True),
        ("按时发放工资", True),
        ("保障单位正常运转，办理案件300件", False),
        ("工资发放及时率", False),
        ("新建水厂", False),
        (None, False),
    ],
)
def test_pay_and_running_the_office_are_routine(text: str | None, routine: bool) -> None:
    assert wordings.is_routine(text) is routine


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("人员经费", True),
        ("项目支出", True),
        ("公用经费支出", True),
        ("防汛专项资金", False),
        ("防汛", False),
        (None, False),
    ],
)
def test_a_category_of_spending_is_no_task(name: str | None, category: bool) -> None:
    assert wordings.is_category(name) is category
