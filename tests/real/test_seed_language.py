"""What the published forms promise, misspell and misplace, as counts and short names; no sentence of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jiheng import pipeline
from jiheng.language.citations import document_numbers
from jiheng.language.commitments import commitments
from jiheng.language.disclosure import Sureness, personal_data, secrets
from jiheng.language.formulas import formulas
from jiheng.language.marks import Fault, mark_faults
from jiheng.language.matching import match
from jiheng.language.measures import unit_fits
from jiheng.language.natures import Nature, asked_by, nature
from jiheng.language.slips import confusables, doubled, foreign_words
from jiheng.model import Form
from jiheng.rules.cells import texts


def _forms(seeds: Path, number: str) -> tuple[Form, ...]:
    [path] = seeds.glob(f"{number}_*.txt")
    return pipeline.read(path).forms


def _texts(seeds: Path, number: str) -> Iterator[str]:
    return (text for form in _forms(seeds, number) for _, _, text in texts(form))


# Read one by one against the forms.
SLIPS = {
    "000": {"据党的"},
    "001": {"资金金", "and"},
    "002": {"纪委会"},
    "003": {
        *("安科", "却白", "庄勇", "加到", "即时", "单位位", "财政自资金", "各项会费用", "质量质优价廉"),
        "国际饭店国际饭店",
    },
    "004": {"何服务", "反应"},
}


@pytest.mark.parametrize("number", sorted(SLIPS))
def test_slips(number: str, seeds: Path) -> None:
    found = {
        slip.found
        for text in _texts(seeds, number)
        for one in (confusables, doubled, foreign_words)
        for slip in one(text)
    }
    assert found == SLIPS[number]


def test_the_commitment_without_an_indicator(seeds: Path) -> None:
    [form] = _forms(seeds, "002")
    promised = [one for goal in form.goals for one in commitments(goal.text, form.year)]
    found = match(promised, form.indicators)
    assert len(promised) == 11
    unmeasured = [promised[at].target for at in found.unmeasured]
    assert [target.raw for target in unmeasured if target is not None] == ["不低于75%", "不少于5次"]
    assert [pair for pair in found.pairs if pair.agree is False] == []


def test_the_rate_that_differs_from_its_row(seeds: Path) -> None:
    [form] = _forms(seeds, "004")
    promised = [one for goal in form.goals for one in commitments(goal.text, form.year)]
    found = match(promised, form.indicators)
    assert [form.indicators[pair.row].name for pair in found.pairs if pair.agree is False] == ["年度工作目标达成率"]
    assert len(found.unmeasured) == 5


def test_units_that_count_something_else(seeds: Path) -> None:
    wrong = {
        (row.name, row.target.unit)
        for form in _forms(seeds, "003")
        for row in form.indicators
        if row.target is not None and unit_fits(row.name, row.target.unit) is False
    }
    assert wrong == {
        ("公车监测数量", "次"),
        ("培训人员人次", "人"),
        ("年初预算执行情况", "万元"),
    }


@pytest.mark.parametrize(("number", "misplaced"), [("000", 0), ("002", 0), ("003", 31), ("004", 10)])
def test_indicators_in_a_class_of_another_nature(number: str, misplaced: int, seeds: Path) -> None:
    found = [
        row.name
        for form in _forms(seeds, number)
        for row in form.indicators
        if (natures := nature(row.name, row.target)) and (asked := asked_by(row.level2)) and not natures & asked
    ]
    assert len(found) == misplaced


def test_management_among_outputs(seeds: Path) -> None:
    found = [
        row.name
        for form in _forms(seeds, "003")
        for row in form.indicators
        if row.level1 == "产出指标" and Nature.MANAGEMENT in nature(row.name)
    ]
    assert found.count("费用报销及时性") == 7


def test_document_numbers_and_formulas(seeds: Path) -> None:
    cited = [one for text in _texts(seeds, "003") for one in document_numbers(text)]
    assert {(one.year, one.serial, one.is_well_formed) for one in cited} == {(2022, 1364, False), (2022, 702, False)}
    faulty = [one for text in _texts(seeds, "003") for one in formulas(text) if one.faults]
    assert sorted(one.name for one in faulty) == ["率节约率", "率节约率", "率节约率", "食堂节约率"]
    assert [
        one
        for number in ("000", "001", "002", "004")
        for text in _texts(seeds, number)
        for one in formulas(text)
        if one.faults
    ] == []


def test_secrets_and_personal_data(seeds: Path) -> None:
    every = [text for number in SLIPS for text in _texts(seeds, number)]
    assert [one for text in every for one in personal_data(text)] == []
    sure = [one.word for text in every for one in secrets(text) if one.sureness is Sureness.SURE]
    assert sure == ["涉密办公设备", "涉密办公设备", "涉密相关工作"]


def test_brackets_of_two_widths(seeds: Path) -> None:
    found = [one.found for text in _texts(seeds, "003") for one in mark_faults(text) if one.fault is Fault.MIXED]
    assert found == ["（五)"]
