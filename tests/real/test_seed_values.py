"""The values that published forms print, each read as a careful person reads it.

Cells are told apart by shape alone here, so this also shows that no name, label or explanation of a published form is
taken for a target or a grade.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from jiheng.model import Operator, Place, TargetKind
from jiheng.values.codes import gb32100_minus1, parse_project_code
from jiheng.values.grades import is_grade
from jiheng.values.money import parse_money
from jiheng.values.percent import parse_percent
from jiheng.values.targets import looks_like_target, parse_target, parse_target_cells, print_target

# By form: each value, and in how many cells of its own it stands.
NUMBERS = {
    "000": "≥80%:1 ≥90%:2 ≥95%:3 ≥96%:1 ≤20%:1 ≤30%:1 ≤100%:1 100%:5",
    "001": "≥97%:1 ≥95%:1 ≥90%:6 ≥10%:2 ≤10%:4 100%:8 95%:1 86%:1 20%:1 5%:1 57:1",
    "002": "≥90%:2 ≤20%:3 100%:7 ≥1次:2 ≥4次:1 ≥20次:1 ≥5次:2 ≥6次:1 ≥2轮:1 ≥5篇:1",
    "003": (
        "≥90%:1 ≥95%:38 ≥96%:2 ≥97%:13 ≥98%:6 ≤97%:1 ≥1.7万元:1 ≥41万元:1 ≥200万元:1 10万元:1 120万元:1 "
        "231万元:1 240万元:1 113人:2 150人:1 2台:1 200次:1 1600平方米:1"
    ),
    "004": "",
}
GRADES = {
    "000": "相关 科学 合理 完整 真实 合规 健全 公开 规范 强化",
    "001": "充分 合理 有效 完整 良好 规范 规范 完整 规范 有效 规范 显著 显著 协同 高效 持续",
    "002": "相关 科学 合理 完整 真实 合规 健全 公开 规范 完成 良好 满意",
    "003": "",
    "004": "科学 合理 相关 有效提升 有效提升 有效提升 有效提升 有效提升",
}
FUSED = "≥972023年12月底前"
# Shaped like a target, but money or a step of the spending plan.
MONEY = (
    ("000", "1,055.4", "万元", 10_554_000),
    ("000", "560.4", "万元", 5_604_000),
    ("000", "495.0", "万元", 4_950_000),
    ("001", "3600.4", None, None),
    ("001", "1436.3", None, None),
    ("001", "3300.8", None, None),
    ("001", "3300.9", None, None),
    ("002", "11,961,500.0", "元", 11_961_500),
    ("003", "1.70", "万元", 17_000),
    ("003", "10.00", "万元", 100_000),
    ("003", "240.00", "万元", 2_400_000),
    ("003", "263.00", "万元", 2_630_000),
    ("003", "120.00", "万元", 1_200_000),
    ("003", "231.00", "万元", 2_310_000),
    ("003", "200.00", "万元", 2_000_000),
    ("003", "41.00", "万元", 410_000),
)
PLAN = {"003": ("3月底", "6月底", "10月底", "12月底", "30%", "60%", "90%", "100%")}
SPLIT = {"004": ("100", "1")}

SPLIT_CELLS = (
    (("≥", "100", "%"), 3, "≥100%"),
    (("=", "100", "%"), 1, "=100%"),
    (("≤", "1", "%"), 1, "≤1%"),
    (("定性", "科学", "/"), 1, "科学"),
    (("定性", "合理", "/"), 1, "合理"),
    (("定性", "相关", "/"), 1, "相关"),
    (("定性", "有效提升", "/"), 5, "有效提升"),
)

SPELT = re.compile(r"(?P<operator>[≥≤]?)(?P<value>[0-9.]+)(?P<unit>.*)")
CODE = re.compile(r"^\s*([0-9]{8}[A-Z][0-9A-Z]{12})\s*$", re.MULTILINE)
ALL = ("000", "001", "002", "003", "004")


def _cells(seeds: Path, number: str) -> Counter[str]:
    text = next(seeds.glob(f"{number}_*.txt")).read_text("utf-8")
    return Counter(cell.strip() for cell in re.split(r"[\t\n]", text) if cell.strip())


def _numbers(number: str) -> dict[str, int]:
    return {raw: int(times) for raw, _, times in (entry.partition(":") for entry in NUMBERS[number].split())}


def test_no_indicator_is_missing_here() -> None:
    split = sum(times for _, times, _ in SPLIT_CELLS)
    graded = sum(len(GRADES[number].split()) for number in ALL if number != "004")
    assert sum(sum(_numbers(number).values()) for number in ALL) + graded + split + len([FUSED]) == 189


@pytest.mark.parametrize("number", ALL)
def test_exactly_these_cells_look_like_a_target(seeds: Path, number: str) -> None:
    found = {cell: times for cell, times in _cells(seeds, number).items() if looks_like_target(cell)}
    beside = {*(raw for form, raw, *_ in MONEY if form == number), *PLAN.get(number, ()), *SPLIT.get(number, ())}
    expected = _numbers(number) | ({FUSED: 1} if number == "003" else {})
    assert {cell: times for cell, times in found.items() if cell not in beside} == expected
    assert beside <= set(found)


@pytest.mark.parametrize("number", ALL)
def test_exactly_these_cells_are_grades(seeds: Path, number: str) -> None:
    found = {cell: times for cell, times in _cells(seeds, number).items() if is_grade(cell)}
    assert found == Counter(GRADES[number].split())


@pytest.mark.parametrize("raw", sorted({raw for number in ALL for raw in _numbers(number)}))
def test_a_published_number_is_read_as_printed(raw: str) -> None:
    spelt = SPELT.fullmatch(raw)
    target = parse_target(raw, year=2023)
    assert spelt is not None
    assert target is not None
    assert target.kind is TargetKind.NUMBER
    assert target.operator == (Operator(spelt["operator"]) if spelt["operator"] else None)
    assert (target.value, target.unit) == (Decimal(spelt["value"]), spelt["unit"] or None)
    assert print_target(target) == raw


@pytest.mark.parametrize("raw", sorted({raw for values in GRADES.values() for raw in values.split()}))
def test_a_published_grade_is_read_as_printed(raw: str) -> None:
    target = parse_target(raw, year=2023)
    assert target is not None
    assert (target.kind, target.text, target.operator) == (TargetKind.GRADE, raw, None)


def test_the_fused_value_is_unreadable_and_repaired_in_proposal() -> None:
    target = parse_target(FUSED, year=2023)
    assert target is not None
    assert (target.kind, target.repair) == (TargetKind.UNREADABLE, ("≥97", "2023年12月底前"))
    assert (target.operator, target.value, target.date, target.text) == (None, None, None, None)


@pytest.mark.parametrize(("cells", "times", "raw"), SPLIT_CELLS)
def test_type_value_and_unit_of_the_split_form(seeds: Path, cells: tuple[str, str, str], times: int, raw: str) -> None:
    text = next(seeds.glob("004_*.txt")).read_text("utf-8")
    assert text.count("\t" + "\t".join(cells) + "\t") == times
    target = parse_target_cells(type=cells[0], value=cells[1], unit=cells[2], year=2024)
    assert target is not None
    assert target.raw == raw
    assert target.kind is (TargetKind.GRADE if cells[0] == "定性" else TargetKind.NUMBER)


@pytest.mark.parametrize(("raw", "unit", "yuan"), [entry[1:] for entry in MONEY])
def test_published_money(raw: str, unit: str | None, yuan: int | None) -> None:
    money = parse_money(raw, unit=unit, place=Place())
    assert money is not None
    assert (money.amount, money.unit, money.yuan) == (Decimal(raw.replace(",", "")), unit, yuan)


def test_the_spending_plan_is_dates_and_percentages() -> None:
    dates = [parse_target(by, year=2023) for by in PLAN["003"][:4]]
    assert [str(by.date) for by in dates if by] == ["2023-03-31", "2023-06-30", "2023-10-31", "2023-12-31"]
    assert [parse_percent(percent) for percent in PLAN["003"][4:]] == [30, 60, 90, 100]


def test_every_published_project_code_is_whole(seeds: Path) -> None:
    codes = [parse_project_code(code) for code in CODE.findall(next(seeds.glob("003_*.txt")).read_text("utf-8"))]
    assert len(codes) == 8
    assert {(code.region, code.year, code.category) for code in codes} == {("130281", 2023, "P")}
    assert all(gb32100_minus1(code.code[:20]) == code.code[20] for code in codes)
