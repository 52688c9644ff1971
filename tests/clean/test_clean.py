"""What a careful unit hands in is not sent back, in any layout: no error, and at most two questions.

A new layout needs three subjects in `layouts.yaml`. A rule that finds something here is wrong, or the subject is: read
the form before changing either.
"""

from __future__ import annotations

import re

import pytest

from clean.forms import assignments, checked, clean_form
from clean.subjects import FOLDER, subject
from jiheng import catalog, pipeline
from jiheng.model import Form, Severity
from jiheng.writers.forms import write_forms

_MOST_WARNINGS = 2
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_YEAR = re.compile(r"20\d\d年")
SUBJECTS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
EACH_FORM = [(layout, name) for layout, assigned in assignments().items() for name in assigned.subjects]
EACH_LAYOUT = [(layout, ("xlsx", "docx")[at % 2]) for at, layout in enumerate(assignments())]


def test_three_units_fill_in_every_layout_and_every_unit_fills_in_some() -> None:
    assert assignments().keys() == catalog.shipped_layouts().keys()
    assert {len(set(assigned.subjects)) for assigned in assignments().values()} == {3}
    assert {name for _, name in EACH_FORM} == set(SUBJECTS)


@pytest.mark.parametrize("name", SUBJECTS)
def test_the_money_of_a_subject_adds_up(name: str) -> None:
    one = subject(name)
    funds = one.funds
    for column in ("initial", "budget", "july", "executed"):
        total = getattr(funds.total, column)
        assert getattr(funds.fiscal, column) + getattr(funds.other, column) == total
        if funds.basic is not None and funds.project is not None:
            assert getattr(funds.basic, column) + getattr(funds.project, column) == total
    if one.tasks:
        assert sum(task.amount for task in one.tasks) == funds.total.initial
        assert sum(task.fiscal for task in one.tasks) == funds.fiscal.initial
        assert {row.task for row in one.rows if row.nature == "数量"} == set(range(1, len(one.tasks) + 1))


@pytest.mark.parametrize("name", SUBJECTS)
def test_the_goals_of_a_subject_tell_the_numbers_of_its_rows(name: str) -> None:
    one = subject(name)
    aimed, reached = [row.target for row in one.rows], [row.actual for row in one.rows]
    assert numbers(one.goal) == numbers(*aimed)
    assert numbers(one.result) == numbers(*reached)
    if one.years is not None:
        assert numbers(one.years.goal) == numbers(*(row.later or "" for row in one.rows))


def numbers(*texts: str) -> set[str]:
    return {number for text in texts for number in _NUMBER.findall(_YEAR.sub("", text))}


@pytest.mark.parametrize(("layout", "name"), EACH_FORM)
def test_nothing_is_sent_back(layout: str, name: str) -> None:
    assert_clean(checked(clean_form(layout, name)))


@pytest.mark.parametrize(("layout", "format"), EACH_LAYOUT)
def test_forms_of_several_units_in_one_file_are_read_back_and_stay_clean(layout: str, format: str) -> None:
    forms = [clean_form(layout, name) for name in assignments()[layout].subjects]
    written = write_forms(forms, format, layouts=catalog.shipped_layouts())
    assert written.losses == ()
    reading = pipeline.check_reading(
        pipeline.read_bytes(written.data, f"written.{format}", layouts=catalog.shipped_layouts())
    )
    assert reading.unread == ()
    assert_clean(reading.forms)


def assert_clean(forms: tuple[Form, ...]) -> None:
    for form in forms:
        findings = form.findings or ()
        told = [f"{one.severity} {one.rule} {one.path}: {one.found} → {one.expected}" for one in findings]
        errors = [line for line, one in zip(told, findings, strict=True) if one.severity is Severity.ERROR]
        warnings = [line for line, one in zip(told, findings, strict=True) if one.severity is Severity.WARNING]
        assert form.findings is not None
        assert errors == [], told
        assert len(warnings) <= _MOST_WARNINGS, told
