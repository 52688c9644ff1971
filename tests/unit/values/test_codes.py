from __future__ import annotations

import pytest

from jiheng.values.codes import BadProjectCodeError, ProjectCode, gb32100_minus1, parse_project_code

PUBLISHED = (
    *("13028123P00031710001F", "13028123P00031010001P", "13028123P002571100021", "13028123P00026110001R"),
    *("13028123P00030810001X", "13028123P00305410002F", "13028123P000292100015", "13028123P00030910001K"),
)


def test_a_code_falls_into_its_parts() -> None:
    assert parse_project_code(" 51000021R000000019951\n") == ProjectCode(
        code="51000021R000000019951", region="510000", year=2021, category="R", serial="000000019951"
    )


@pytest.mark.parametrize("code", PUBLISHED)
def test_the_check_character_of_hebei(code: str) -> None:
    assert gb32100_minus1(code[:20]) == code[20]


@pytest.mark.parametrize("code", PUBLISHED)
def test_a_swap_of_neighbours_changes_the_check_character(code: str) -> None:
    for at in range(19):
        swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 : 20]
        assert (gb32100_minus1(swapped) == code[20]) is (code[at] == code[at + 1])


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("13028123P0003171000", "应为21位，现为19位"),
        ("", "应为21位，现为0位"),
        ("130A8123P00031710001F", "第4位应为数字，现为“A”"),
        ("13028123900031710001F", "第9位应为大写字母（项目类别），现为“9”"),
        ("13028123p00031710001F", "第9位应为大写字母（项目类别），现为“p”"),
        ("13028123P0003171000-F", "第20位应为数字或大写字母，现为“-”"),
    ],
)
def test_a_bad_code_is_told_with_its_position(code: str, problem: str) -> None:
    with pytest.raises(BadProjectCodeError, match="项目编码") as refusal:
        parse_project_code(code)
    assert refusal.value.problem == problem


@pytest.mark.parametrize("code20", ["13028123P0003171000", "13028123P0003171000I"])
def test_no_check_character_outside_the_alphabet(code20: str) -> None:
    with pytest.raises(BadProjectCodeError):
        gb32100_minus1(code20)
