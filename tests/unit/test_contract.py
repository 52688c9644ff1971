"""The contract keeps all of a reading, keeps to its published schema, and refuses what it does not know."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from jiheng import contract
from jiheng.model import (
    Budget,
    Finding,
    Form,
    Goal,
    Indicator,
    Kind,
    Ledger,
    Money,
    Operator,
    Place,
    PlannedSpending,
    Reading,
    Severity,
    Stage,
    Target,
    TargetKind,
)
from strategies import forms, readings

PUBLISHED = Path(__file__).resolve().parents[2] / "docs" / "reference" / "contract-1.schema.json"
slow_to_draw = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

FORM = Form(
    kind=Kind.OVERALL,
    stage=Stage.GOAL,
    layout="000000/overall-2023",
    year=2023,
    goals=(Goal("修好三座桥", Place(line=4)),),
    budget=Budget(total=Money("1,050.00", Decimal("1050.00"), "万元", Decimal("10500000.00"), Place(page=1, row=2))),
    spending_plan=(PlannedSpending("3月底", Decimal("30"), "30.00%", Place(line=9)),),
    indicators=(
        Indicator(
            "产出指标",
            "时效指标",
            "完工日期",
            Target("6月底前", TargetKind.DATE, Operator.AT_MOST, text="6月底前", date=date(2023, 6, 30)),
            weight=Decimal("10"),
            place=Place(line=12),
            places={"name": Place(line=12)},
        ),
    ),
    places={"/unit/name": Place(line=2)},
)
FINDING = Finding("b.c", Severity.ERROR, "题", None, None, "改", "据", Place(line=1), "/indicators/0/target")


@slow_to_draw
@given(forms())
def test_a_form_comes_back_as_it_was(form: Form) -> None:
    stored = json.loads(contract.to_text(contract.encode_form(form)))
    back = contract.decode_form(stored)
    assert back == form
    assert contract.encode_form(back) == stored, "places, notes and confidence, which do not count in ==, come back too"


@slow_to_draw
@given(forms(checked=True))
def test_findings_and_ledger_come_back(form: Form) -> None:
    back = contract.decode_form(contract.encode_form(form))
    assert (back.findings, back.ledger) == (form.findings, form.ledger)


@slow_to_draw
@given(readings(checked=True))
def test_readings_come_back_and_every_output_validates(reading: Reading) -> None:
    validator = Draft202012Validator(contract.schema())
    for checked in (True, False):
        printed = contract.encode([reading], checked=checked)
        validator.validate(printed)
        assert contract.decode(printed) == (reading,)


def test_the_published_schema_is_what_the_shapes_say(update_golden: bool) -> None:
    text = contract.to_text(contract.schema())
    if update_golden:
        PUBLISHED.write_text(text, "utf-8")
    assert PUBLISHED.read_text("utf-8") == text, "run pytest with --update-golden, read the change, commit it"


def test_the_schema_is_valid_and_names_no_host() -> None:
    schema = contract.schema()
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "urn:jiheng:contract:1"
    assert schema["version"] == "1"


def test_every_object_of_the_schema_requires_all_its_keys_and_allows_no_other() -> None:
    schema: dict[str, Any] = contract.schema()
    for shape in (schema, *schema["$defs"].values()):
        if shape["type"] == "object":
            assert shape["required"] == list(shape["properties"])
            assert shape["additionalProperties"] is False


def test_the_top_of_the_output() -> None:
    printed: dict[str, Any] = contract.encode([Reading("乡镇/表.txt", "text", "a" * 64, (FORM,))], checked=False)
    assert list(printed) == ["jiheng", "documents"]
    assert printed["jiheng"] == "1"
    assert list(printed["documents"][0]) == ["path", "format", "sha256", "forms", "unread", "error"]
    assert printed["documents"][0]["error"] is None


def test_the_keys_of_a_form_are_all_there_in_the_order_of_the_contract() -> None:
    read = [
        *("kind", "stage", "layout", "confidence", "region", "year", "period", "title", "unit", "department"),
        *("project", "responsibilities", "particulars", "goals", "results", "measures", "tasks", "budget"),
        *("long_term_budget", "funding", "spending_plan", "indicators", "total_weight", "total_score", "notes"),
    ]
    assert list(contract.encode_form(FORM)) == read
    assert list(contract.encode_form(replace(FORM, findings=(), ledger=Ledger()))) == [
        *read,
        *("findings", "ledger", "questions"),
    ]


def test_findings_are_printed_only_after_a_check() -> None:
    checked = Reading("a.txt", "text", "a" * 64, (replace(FORM, findings=(FINDING,), ledger=Ledger(failed=("b.c",))),))
    (read_form,) = _forms(contract.encode([checked], checked=False))
    (checked_form,) = _forms(contract.encode([checked], checked=True))
    assert "findings" not in read_form
    assert "ledger" not in read_form
    assert checked_form["findings"][0]["path"] == "/indicators/0/target"
    assert checked_form["ledger"]["failed"] == ["b.c"]


def test_a_form_that_was_not_checked_is_never_printed_as_free_of_findings() -> None:
    with pytest.raises(ValueError, match="checked"):
        contract.encode([Reading("a.txt", "text", "a" * 64, (FORM,))], checked=True)


def test_numbers_are_strings_and_yuan_has_no_trailing_zeros() -> None:
    form: dict[str, Any] = contract.encode_form(FORM)
    total = form["budget"]["total"]
    assert (total["amount"], total["yuan"], total["raw"]) == ("1050.00", "10500000", "1,050.00")
    assert form["indicators"][0]["weight"] == "10"
    assert form["year"] == 2023


def test_a_place_is_a_line_or_all_six_keys() -> None:
    form: dict[str, Any] = contract.encode_form(FORM)
    assert form["goals"][0]["place"] == {"line": 4}
    six = {"page": 1, "sheet": None, "table": None, "row": 2, "column": None, "cell": None}
    assert form["budget"]["total"]["place"] == six


def test_a_place_on_a_page_also_tells_its_box() -> None:
    placed = replace(FORM, goals=(Goal("一", Place(page=2, box=(0.1, 0.2, 0.5, 0.25))),))
    form: dict[str, Any] = contract.encode_form(placed)
    assert form["goals"][0]["place"]["box"] == [0.1, 0.2, 0.5, 0.25]
    assert contract.decode_form(form).goals[0].place.box == (0.1, 0.2, 0.5, 0.25)


def test_the_spending_plan_is_by_percent_place_and_its_raw_text_is_restored() -> None:
    form: dict[str, Any] = contract.encode_form(FORM)
    assert form["spending_plan"] == [{"by": "3月底", "percent": "30", "place": {"line": 9}}]
    assert contract.decode_form(form).spending_plan[0].raw == "30%"


def test_a_date_is_iso() -> None:
    form: dict[str, Any] = contract.encode_form(FORM)
    assert form["indicators"][0]["target"]["date"] == "2023-06-30"


def test_a_file_that_could_not_be_opened_has_no_format_and_no_digest() -> None:
    reading = Reading("没有.txt", None, "")
    printed: dict[str, Any] = contract.encode([reading], checked=False)
    assert printed["documents"][0]["format"] is None
    assert printed["documents"][0]["sha256"] is None
    assert contract.decode(printed) == (reading,)


def _drop_year(form: dict[str, Any]) -> None:
    del form["year"]


def _add_key(form: dict[str, Any]) -> None:
    form["goals"][0]["colour"] = "red"


def _number_for_text(form: dict[str, Any]) -> None:
    form["budget"]["total"]["amount"] = 1050.0


def _year_as_text(form: dict[str, Any]) -> None:
    form["year"] = "2023"


def _line_zero(form: dict[str, Any]) -> None:
    form["goals"][0]["place"]["line"] = 0


def _not_finite(form: dict[str, Any]) -> None:
    form["indicators"][0]["weight"] = "NaN"


def _year_of_nothing(form: dict[str, Any]) -> None:
    form["year"] = 99999


def _no_region(form: dict[str, Any]) -> None:
    form["region"] = "../410000"


def _kind_unknown(form: dict[str, Any]) -> None:
    form["kind"] = "whole"


def _goals_no_list(form: dict[str, Any]) -> None:
    form["goals"] = "修好三座桥"


def _merged_with_nothing(form: dict[str, Any]) -> None:
    form["indicators"][0]["merged_from"] = {"explanation": 99}


def _parts_of_parts(form: dict[str, Any]) -> None:
    target = form["indicators"][0]["target"]
    target["parts"] = [{**target, "parts": [dict(target)]}]


@pytest.mark.parametrize(
    ("spoil", "where"),
    [
        (_drop_year, "/year：缺少这一项"),
        (_add_key, "/goals/0/colour：没有这一项"),
        (_number_for_text, "/budget/total/amount"),
        (_year_as_text, "/year"),
        (_line_zero, "/goals/0/place/line"),
        (_not_finite, "/indicators/0/weight"),
        (_year_of_nothing, "/year：不能大于 2100"),
        (_no_region, "/region：写法不对"),
        (_kind_unknown, "/kind：只能是 'overall'、'project'"),
        (_goals_no_list, "/goals：应为一列"),
        (_merged_with_nothing, "/indicators：0/merged_from/explanation 指向第 99 行"),
        (_parts_of_parts, "/indicators/0/target/parts：几个值里的每一个"),
    ],
)
def test_what_is_not_the_contract_is_refused_and_named(spoil: Callable[[dict[str, Any]], None], where: str) -> None:
    form = contract.encode_form(FORM)
    spoil(form)
    with pytest.raises(contract.ContractError, match=re.escape(where)) as caught:
        contract.decode_form(form)
    assert "pydantic" not in str(caught.value)
    assert not re.search("[A-Za-z]+ [A-Za-z]+", str(caught.value)), "no English sentence"


@pytest.mark.parametrize("data", [None, [], "text", {"jiheng": "2", "documents": []}, {"documents": []}])
def test_what_is_no_contract_document_is_refused(data: object) -> None:
    with pytest.raises(contract.ContractError):
        contract.decode(data)


def _forms(printed: dict[str, Any]) -> list[dict[str, Any]]:
    return [form for document in printed["documents"] for form in document["forms"]]
