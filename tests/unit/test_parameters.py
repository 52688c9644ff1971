from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from jiheng.parameters import NotYetInForceError, Parameter, ParameterFileError, lineage, load_parameters
from jiheng.rules.integrity import CHECK_CHARACTERS

REGIONS = Path(__file__).parents[2] / "src" / "jiheng" / "regions"

LIMIT = """\
limit:
  title: 上限
  unit: "%"
  values:
    - {since: 2020-01-01, value: 30, source: 甲文}
    - {since: 2023-01-01, value: 0.5, source: 乙文}
"""
METHOD = """\
method:
  title: 算法
  choices: [first, second]
  values: []
"""


def write(folder: Path, code: str, text: str) -> None:
    (folder / code).mkdir()
    (folder / code / "parameters.yaml").write_text(text, "utf-8")


def limit(folder: Path, region: str) -> Parameter:
    return load_parameters(folder, region)["limit"]


def test_the_value_of_the_day_is_in_force(tmp_path: Path) -> None:
    write(tmp_path, "000000", LIMIT)
    found = limit(tmp_path, "410105")
    assert found.at(date(2022, 12, 31)) == 30
    assert found.at(date(2023, 1, 1)) == Decimal("0.5")


def test_before_the_first_value_there_is_none(tmp_path: Path) -> None:
    write(tmp_path, "000000", LIMIT)
    with pytest.raises(NotYetInForceError, match=r"“上限”在 2019-12-31 .*最早自 2020-01-01 起"):
        limit(tmp_path, "410105").at(date(2019, 12, 31))


def test_the_nearest_region_wins(tmp_path: Path) -> None:
    write(tmp_path, "000000", LIMIT)
    write(tmp_path, "410000", LIMIT.replace("value: 30", "value: 20"))
    write(tmp_path, "410105", LIMIT.replace("value: 30", "value: 10"))
    day = date(2021, 1, 1)
    assert [limit(tmp_path, code).at(day) for code in ("000000", "130000", "410100", "410105")] == [30, 30, 20, 10]


def test_a_value_may_be_one_of_the_declared_words(tmp_path: Path) -> None:
    write(tmp_path, "000000", METHOD)
    write(tmp_path, "130000", "method: {title: 算法, values: [{since: 2021-01-01, value: second, source: 甲文}]}")
    day = date(2021, 1, 1)
    assert load_parameters(tmp_path, "130281")["method"].at(day) == "second"
    with pytest.raises(NotYetInForceError, match="“算法”"):
        load_parameters(tmp_path, "410000")["method"].at(day)


def test_a_site_wins_over_the_program(tmp_path: Path) -> None:
    program, site = tmp_path / "program", tmp_path / "site"
    for folder in (program, site):
        folder.mkdir()
    write(program, "000000", LIMIT)
    write(program, "410000", LIMIT.replace("value: 30", "value: 20"))
    write(site, "410000", LIMIT.replace("value: 30", "value: 10"))
    assert load_parameters(program, "410105", site=site)["limit"].at(date(2021, 1, 1)) == 10


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LIMIT.replace("value: 30, ", "", 1), "/limit/values/0/value：缺少这一项"),
        (LIMIT.replace("source: 甲文", ""), "/limit/values/0/source：缺少这一项"),
        (LIMIT.replace("since: 2020-01-01, ", ""), "/limit/values/0/since：缺少这一项"),
        (LIMIT.replace("unit:", "units:"), "/limit/units：没有这一项"),
        (LIMIT.replace("value: 30", "value: 三十"), "/limit/values/0/value：应为数字"),
        (LIMIT.replace("value: 30", "value: [30]"), "/limit/values/0/value：应为数字"),
        (LIMIT.replace("value: 30", "value: .nan"), "/limit/values/0/value：应为数字"),
        (LIMIT.replace("2020-01-01", "元旦"), "/limit/values/0/since：应为日期"),
        (LIMIT.replace("limit:", "limits:"), "/limits：没有这个参数，相近的有：limit"),
        ("method: {title: 算法, values: [{since: 2021-01-01, value: foo, source: 甲文}]}", "只能是 first、second"),
        ("method: {title: 算法, values: [{since: 2021-01-01, value: 1, source: 甲文}]}", "只能是 first、second"),
        ("limit: 30", "/limit：应为一组"),
        ("", "没有一组"),
        ("limit: [", "不是合格的 YAML"),
    ],
)
def test_a_wrong_file_says_what_where_and_what_to_do(text: str, said: str, tmp_path: Path) -> None:
    write(tmp_path, "000000", LIMIT + METHOD)
    write(tmp_path, "410000", text)
    with pytest.raises(ParameterFileError, match=re.escape(said)) as caught:
        load_parameters(tmp_path, "410105")
    assert str(tmp_path / "410000" / "parameters.yaml") in str(caught.value)


def test_what_the_country_declares_is_checked_too(tmp_path: Path) -> None:
    write(tmp_path, "000000", LIMIT.replace("value: 30", "value: 三十"))
    with pytest.raises(ParameterFileError, match="应为数字"):
        load_parameters(tmp_path, "410000")


def test_the_declared_methods_are_those_that_the_rule_knows() -> None:
    assert set(load_parameters(REGIONS, "000000")["project_code_check"].choices) == set(CHECK_CHARACTERS)


def test_what_is_no_region_has_the_parameters_of_the_country() -> None:
    assert load_parameters(REGIONS, "../410000") == load_parameters(REGIONS, "000000")


def test_lineage_runs_from_the_country_down() -> None:
    assert lineage("410105") == ("000000", "410000", "410100", "410105")
    assert lineage("000000") == ("000000",)


@pytest.mark.parametrize("path", sorted(REGIONS.glob("*/parameters.yaml")), ids=lambda path: path.parent.name)
def test_every_shipped_parameter_is_in_order(path: Path) -> None:
    for name, parameter in load_parameters(REGIONS, path.parent.name).items():
        days = [dated.since for dated in parameter.values]
        assert days == sorted(set(days)), name
        assert all(dated.source for dated in parameter.values), name
