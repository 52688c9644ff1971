"""A monitoring form names its own months; labels mean the same, and are drawn as the form printed them."""

from __future__ import annotations

import pytest

from jiheng import catalog, pipeline
from jiheng.layouts.periods import period_of, with_period, without_period
from jiheng.writers.forms import write_forms

PUMP = catalog.samples()["000000/project-monitoring-2019-pump"]


@pytest.mark.parametrize(
    ("label", "period"),
    [
        ("1-7月执行数", "1-7月"),
        ("1-10月份执行率", "1-10月份"),
        ("上半年完成情况", "上半年"),
        ("前三季度执行数", "前三季度"),
    ],
)
def test_labels_that_name_other_months_are_one_label(label: str, period: str) -> None:
    assert period_of(label) == period
    assert without_period(label) == without_period(with_period(label, "1-8月"))
    assert with_period(label, "1-8月").startswith("1-8月")


@pytest.mark.parametrize("label", ["全年预计执行数", "3月底", "1-7月", "上半年工作要点"])
def test_other_words_name_no_months(label: str) -> None:
    assert period_of(label) is None
    assert with_period(label, "1-8月") == label


@pytest.mark.parametrize("printed", ["1-9月", "上半年"])
def test_a_form_is_written_with_the_months_that_it_printed(printed: str) -> None:
    text = PUMP.read_text("utf-8").replace("1-7月", printed)
    forms = pipeline.read_bytes(text.encode(), "监控.txt").forms
    assert [(form.layout, form.period) for form in forms] == [("000000/project-monitoring-2019", printed)]
    written = write_forms(forms, "html", layouts=catalog.layouts())
    assert written.losses == ()
    assert f"{printed}执行数" in written.data.decode()
    assert "1-7月" not in written.data.decode()
