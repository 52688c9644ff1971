"""Clusters over many forms: what they name, how often they count, and that a careful batch has none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from jiheng import batch
from jiheng.batch import Cluster
from jiheng.model import Form, Indicator
from jiheng.rules.cases import Case, form_of
from jiheng.values.targets import parse_target

SETTLED = "全年养护农村公路{}公里，处置路面病害{}处，群众满意度达到九成以上。"


def form(**case: object) -> Form:
    return form_of(Case.model_validate(case))


def project(unit: str, name: str, **case: object) -> Form:
    return form(kind="project", unit={"name": unit}, project={"name": name}, **case)


def examined(forms: Iterable[Form], rule: str | None = None) -> list[Cluster]:
    found = batch.examine_all((f"{at:03}", one) for at, one in enumerate(forms))
    return [one for one in found if rule is None or one.rule == rule]


def members(cluster: Cluster) -> list[tuple[str, str]]:
    return [(one.key, one.path) for one in cluster.members]


def test_a_goal_that_two_units_share_but_for_names_and_numbers() -> None:
    forms = [
        form(unit={"name": "青山镇"}, goals=["青山镇" + SETTLED.format(38, 120)]),
        form(unit={"name": "碧水乡"}, goals=["碧水乡" + SETTLED.format(5, 12)]),
        form(unit={"name": "红石乡"}, goals=["举办讲座12场，新购图书3000册，读者满意度达到九成以上。"]),
    ]
    (found,) = examined(forms)
    assert (found.rule, found.count, found.units) == ("copying.goal-of-another-unit", 2, 2)
    assert members(found) == [("001", "/goals/0/text"), ("000", "/goals/0/text")]
    assert [one.form for one in found.members] == ["碧水乡", "青山镇"]
    assert found.members[1].text == forms[0].goals[0].text


def test_goals_of_other_years_or_too_short_are_no_copies() -> None:
    forms = [
        form(unit={"name": "青山镇"}, goals=[SETTLED.format(1, 2)], year=2023),
        form(unit={"name": "碧水乡"}, goals=[SETTLED.format(1, 2)], year=2024),
        form(unit={"name": "红石乡"}, goals=["保障机关正常运转"]),
        form(unit={"name": "白云乡"}, goals=["保障机关正常运转"]),
    ]
    assert examined(forms) == []


def test_a_goal_that_projects_of_one_unit_share_however_short() -> None:
    goal = "严格执行各项经费制度，保障项目按时完成"
    forms = [project("文化馆", name, goals=[goal]) for name in ("维修", "讲座", "购书")]
    (found,) = examined(forms)
    assert (found.rule, found.count, found.units) == ("copying.goal-own", 3, 1)


THRIFT = ["效益指标", "经济效益", "厉行节约成效", "≥95%", "落实过紧日子要求的制度体系"]


def test_an_indicator_in_three_projects_of_a_unit() -> None:
    forms = [project("文化馆", name, indicators=[THRIFT]) for name in ("维修", "讲座", "购书")]
    forms.append(project("图书馆", "维修", indicators=[THRIFT]))
    (found,) = examined(forms, "copying.indicators-own")
    assert (found.count, found.units) == (3, 1)
    assert {one.form for one in found.members} == {"文化馆，维修", "文化馆，讲座", "文化馆，购书"}


def rows(*targets: str) -> list[list[str]]:
    return [["产出指标", "数量指标", f"第{at}项工作量", target] for at, target in enumerate(targets)]


def test_a_set_of_rows_and_targets_in_two_units() -> None:
    same = rows("≥1次", "≥2次", "≥3次", "≥4次", "≥5次", "≥6次")
    forms = [
        form(unit={"name": "青山镇"}, indicators=same),
        form(unit={"name": "碧水乡"}, indicators=same[::-1]),
        form(unit={"name": "红石乡"}, indicators=rows("≥1次", "≥2次", "≥3次", "≥4次", "≥5次", "≥7次")),
    ]
    (found,) = examined(forms)
    assert (found.rule, found.count, members(found)[0][1]) == ("copying.rows-of-another-unit", 2, "/indicators")


def test_a_target_that_is_the_same_everywhere_in_a_unit() -> None:
    forms = [
        project("文化馆", name, indicators=rows("≥95%", "≥95%", f"≥{at}场"))
        for at, name in enumerate("甲乙丙", start=3)
    ]
    (found,) = examined(forms, "target.not-uniform")
    assert (found.count, found.units, {one.text for one in found.members}) == (6, 1, {"≥95%"})


def test_an_unchanged_copy_of_the_year_before() -> None:
    forms = [
        project("文化馆", "讲座", goals=[f"{year}年举办讲座12场"], indicators=rows("≥12场"), year=year)
        for year in (2022, 2023)
    ]
    forms.append(project("文化馆", "购书", goals=["2022年购书"], indicators=rows("≥3000册"), year=2022))
    forms.append(project("文化馆", "购书", goals=["2023年购书"], indicators=rows("≥3200册"), year=2023))
    (found,) = examined(forms)
    assert (found.rule, found.count) == ("copying.not-last-year", 2)
    assert members(found) == [("000", "/indicators"), ("001", "/indicators")]


def test_a_bound_from_the_other_side_than_nearly_all_units_have() -> None:
    forms = [
        form(unit={"name": f"第{at}站"}, indicators=[["产出指标", "数量指标", "巡查里程", f"≥{at + 5}公里"]])
        for at in range(11)
    ]
    forms.append(form(unit={"name": "云溪站"}, indicators=[["产出指标", "数量指标", "巡查里程", "≤30公里"]]))
    (found,) = examined(forms)
    assert (found.rule, found.count, found.usual) == ("target.operator-as-elsewhere", 1, 11)
    assert members(found) == [("011", "/indicators/0/target")]


WHOLE = "反映资金是否按规定程序拨付；是否能体现预算安排的轻重缓急；有无截留挪用的情形。"
LAYOUT, ROW = "410000/overall-2023", "资金使用合规性"


def worded(unit: str, text: str) -> Form:
    made = form(unit={"name": unit})
    row = Indicator(
        "投入管理指标", "预算和财务管理", ROW, parse_target("合规", year=2023), explanation=text, fixed=True
    )
    return Form(kind=made.kind, stage=made.stage, layout=LAYOUT, year=2023, unit=made.unit, indicators=(row,))


@pytest.mark.parametrize(
    ("text", "rule", "here"),
    [
        (WHOLE[:-6], "integrity.wording-not-cut", "情况有无截留"),
        (WHOLE.replace("是否能体现", "且不能体现"), "integrity.wording-not-inverted", "拨付;且不能体现预算"),
        (WHOLE.replace("程序拨付", "渠道拨付"), "integrity.wording-as-elsewhere", "渠道"),
    ],
)
def test_a_fixed_row_that_one_form_words_otherwise(text: str, rule: str, here: str) -> None:
    forms = [worded(unit, WHOLE) for unit in ("青山镇", "碧水乡", "红石乡")] + [worded("白云乡", text)]
    (found,) = examined(forms)
    assert (found.rule, found.count, found.usual) == (rule, 1, 3)
    assert members(found) == [("003", "/indicators/0/explanation")]
    assert {one.text for one in found.against} == {WHOLE}
    assert found.difference is not None
    assert found.difference.here[-4:] in text.replace("；", ";")
    assert found.difference.here != found.difference.there


@pytest.mark.parametrize(
    "text",
    [
        WHOLE.rstrip("。"),
        WHOLE.replace("；", "; "),
        "本馆按季度核对拨付进度，由财务股逐笔复核凭证并存档。",
    ],
)
def test_marks_and_words_of_the_units_own_are_no_slips(text: str) -> None:
    forms = [worded(unit, WHOLE) for unit in ("青山镇", "碧水乡", "红石乡")] + [worded("白云乡", text)]
    assert examined(forms) == []


def test_a_sentence_left_out_is_another_wording_and_no_cut() -> None:
    left = WHOLE[: WHOLE.rindex("；") + 1]
    forms = [worded(unit, WHOLE) for unit in ("青山镇", "碧水乡", "红石乡")] + [worded("白云乡", left)]
    assert [one.rule for one in examined(forms)] == ["integrity.wording-as-elsewhere"]


def test_members_shown_are_bounded_and_counts_are_not() -> None:
    forms = [form(unit={"name": f"第{at}站"}, goals=[SETTLED.format(at, at)]) for at in range(30)]
    (found,) = examined(forms)
    assert (found.count, found.units, len(found.members)) == (30, 30, 20)


def test_progress_is_told_and_an_empty_batch_is_silent() -> None:
    told: list[int] = []
    one: Mapping[str, Form] = {"a": form(goals=["举办讲座12场"])}
    assert list(batch.examine_all(one.items(), progress=told.append)) == []
    assert told == [1]
    assert list(batch.examine_all([])) == []
