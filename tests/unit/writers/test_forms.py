"""What is written can be read back: every sample in every format, and a loss is named by its smallest part."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jiheng import catalog, pipeline
from jiheng.model import Form, Unit
from jiheng.writers import UnknownFormatError
from jiheng.writers.forms import FORMATS, NoLayoutError, write_forms

SAMPLES = catalog.samples()


def forms_of(name: str) -> tuple[Form, ...]:
    return pipeline.read(SAMPLES[name]).forms


@pytest.mark.parametrize("name", sorted(SAMPLES))
@pytest.mark.parametrize("format", FORMATS)
def test_nothing_is_lost(name: str, format: str) -> None:
    forms = forms_of(name)
    written = write_forms(forms, format, layouts=catalog.layouts())
    assert written.losses == ()
    assert pipeline.read_bytes(written.data, f"读回.{format}").forms == forms


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_nothing_is_lost_in_a_file_to_be_filled_in(name: str) -> None:
    assert write_forms(forms_of(name), "xlsx", layouts=catalog.layouts(), fillable=True).losses == ()


def test_stored_findings_come_back() -> None:
    forms = pipeline.check(SAMPLES["410000/overall-2023-archive"]).forms
    data = write_forms(forms, "json", layouts=catalog.layouts()).data
    (back,) = pipeline.read_bytes(data, "存.json").forms
    assert (back.findings, back.ledger) == (forms[0].findings, forms[0].ledger)


def test_what_another_layout_cannot_hold_is_lost_part_by_part() -> None:
    (form,) = forms_of("410000/overall-2023-library")
    written = write_forms([form], "xlsx", layouts=catalog.layouts(), layout="430000/overall-2024")
    lost = {loss.path: loss for loss in written.losses}
    assert form.budget is not None
    assert form.budget.total is not None
    assert lost["/0/budget/total/raw"].before == form.budget.total.raw
    assert lost["/0/budget/total/raw"].after is None
    assert lost["/0/tasks"].before == f"{len(form.tasks)} 项"
    assert not any(path.startswith("/0/indicators") for path in lost), "its indicators fit"


def test_a_value_that_does_not_survive_is_named() -> None:
    (form,) = forms_of("410000/overall-2023-library")
    padded = replace(form, unit=Unit(name="  两边有空格 "))
    (loss,) = write_forms([padded], "xlsx", layouts=catalog.layouts()).losses
    assert (loss.path, loss.before, loss.after) == ("/0/unit/name", "  两边有空格 ", "两边有空格")


def test_a_form_without_a_layout_needs_one() -> None:
    (form,) = forms_of("410000/overall-2023-library")
    generic = replace(form, layout=None)
    with pytest.raises(NoLayoutError, match="指定一个版式"):
        write_forms([generic], "docx", layouts=catalog.layouts())
    assert write_forms([generic], "docx", layouts=catalog.layouts(), layout=form.layout).losses == ()


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UnknownFormatError, match="odt"):
        write_forms(forms_of("410000/overall-2023-library"), "odt", layouts=catalog.layouts())
