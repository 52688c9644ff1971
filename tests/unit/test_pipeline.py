"""From a file to its reading: every file has one, and one that says why where nothing could be read."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from jiheng import catalog, contract, pipeline
from jiheng.model import Form, Reading
from jiheng.rules import RULES
from jiheng.writers.forms import write_forms

SAMPLES: Mapping[str, Path] = catalog.samples()
LIBRARY = SAMPLES["410000/overall-2023-library"]


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_every_sample_is_read_and_checked_by_every_rule(name: str) -> None:
    reading = pipeline.check(SAMPLES[name])
    assert reading.error is None
    assert reading.forms
    for form in reading.forms:
        assert form.layout in catalog.layouts()
        assert form.ledger is not None
        book = form.ledger
        assert sorted(one for column in fields(book) for one in getattr(book, column.name)) == sorted(RULES)
        assert {finding.rule for finding in form.findings or ()} == set(book.failed)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_every_output_keeps_to_the_published_schema(name: str) -> None:
    reading = pipeline.check(SAMPLES[name])
    validator = Draft202012Validator(contract.schema())
    for checked in (True, False):
        validator.validate(contract.encode([reading], checked=checked))


def test_path_and_bytes_give_the_same_reading() -> None:
    data = LIBRARY.read_bytes()
    reading = pipeline.read(LIBRARY)
    assert reading == pipeline.read_bytes(data, str(LIBRARY))
    assert (reading.format, reading.sha256) == ("text", hashlib.sha256(data).hexdigest())
    assert reading.path == str(LIBRARY)


def test_a_reading_alone_has_no_findings() -> None:
    assert [(form.findings, form.ledger) for form in pipeline.read(LIBRARY).forms] == [(None, None)]


def test_rules_see_the_other_forms_of_the_document_and_only_those() -> None:
    rule = "money.projects-make-project-expenditure"
    alone = _form(pipeline.check(SAMPLES["130000/overall-2023-logistics"]))
    overall = pipeline.check(SAMPLES["130000/project-2023-logistics"]).forms[0]
    assert alone.ledger is not None
    assert overall.ledger is not None
    assert rule in alone.ledger.not_enough_data
    assert rule in overall.ledger.passed


def test_the_year_can_be_told() -> None:
    assert _form(pipeline.read(LIBRARY, year=2031)).year == 2031


def test_the_layout_can_be_told() -> None:
    assert _form(pipeline.read(LIBRARY, layout="410000/overall-2023")).layout == "410000/overall-2023"


def test_an_unknown_layout_is_refused_with_the_nearest_ids() -> None:
    with pytest.raises(catalog.UnknownLayoutError, match="410000/overall-2023"):
        pipeline.read(LIBRARY, layout="410000/overall2023")


def test_a_missing_file_has_a_reading_that_says_so(tmp_path: Path) -> None:
    reading = pipeline.check(tmp_path / "没有.docx")
    assert reading.error is not None
    assert reading.error.code == "not_found"
    assert "没有.docx" in reading.error.message
    assert (reading.format, reading.sha256, reading.forms) == (None, "", ())


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert _code(pipeline.read(tmp_path)) == "is_a_folder"


def test_a_path_through_a_file_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲", "utf-8")
    assert _code(pipeline.read(tmp_path / "a.txt" / "b.txt")) == "not_openable"


@pytest.mark.parametrize(
    ("name", "data", "code", "format"),
    [
        ("空.txt", b"", "empty", None),
        ("图.png", b"\x89PNG\r\n\x1a\n....", "damaged", "image"),
        ("表.pdf", b"%PDF-1.7\n...", "damaged", "pdf"),
        ("信.txt", "今天天气很好。\n".encode(), "no_form", "text"),
        ("数.json", b'{"a": 1}', "not_the_contract", "json"),
        ("数.json", b"[1, 2]", "not_the_contract", "json"),
        ("数.json", b'{"jiheng": "7", "documents": []}', "not_the_contract", "json"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, data: bytes, code: str, format: str | None) -> None:
    reading = pipeline.read_bytes(data, name)
    assert (_code(reading), reading.format, reading.forms) == (code, format, ())
    assert reading.error is not None
    assert reading.error.advice


@pytest.mark.parametrize("name", sorted(SAMPLES))
@pytest.mark.parametrize("checked", [True, False])
def test_a_stored_reading_comes_back_as_it_was_stored(name: str, checked: bool) -> None:
    original = pipeline.check(SAMPLES[name])
    data = contract.to_text(contract.encode([original], checked=checked)).encode()
    stored = pipeline.read_bytes(data, "读表结果.json")
    assert stored.forms == original.forms
    assert stored.unread == original.unread
    assert (stored.format, stored.error) == ("json", None)
    assert [form.findings is not None for form in stored.forms] == [checked for _ in original.forms]


def test_a_single_stored_form_comes_back() -> None:
    form = _form(pipeline.read(LIBRARY))
    stored = pipeline.read_bytes(contract.to_text(contract.encode_form(form)).encode(), "一张表.json")
    assert stored.forms == (form,)


def test_a_stored_form_that_had_no_reading_keeps_its_error(tmp_path: Path) -> None:
    failed = pipeline.read(tmp_path / "没有.docx")
    data = contract.to_text(contract.encode([pipeline.read(LIBRARY), failed], checked=False)).encode()
    stored = pipeline.read_bytes(data, "结果.json")
    assert len(stored.forms) == 1
    assert stored.error == failed.error


def _form(reading: Reading) -> Form:
    (form,) = reading.forms
    return form


def _code(reading: Reading) -> str | None:
    return reading.error.code if reading.error else None


def test_old_documents_of_a_folder_are_read_in_their_places(tmp_path: Path, office: Path) -> None:
    sample = pipeline.read(LIBRARY)
    docx = write_forms(sample.forms, "docx", layouts=catalog.layouts()).data
    (tmp_path / "2.docx").write_bytes(docx)
    command = [str(office), f"-env:UserInstallation=file://{tmp_path}/.profile", "--headless", "--convert-to", "doc"]
    subprocess.run([*command, "--outdir", tmp_path, tmp_path / "2.docx"], check=True, capture_output=True)  # noqa: S603
    (tmp_path / "2.doc").rename(tmp_path / "1.doc")
    (tmp_path / "3.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    shutil.copy(tmp_path / "1.doc", tmp_path / "4.doc")
    readings = list(pipeline.read_all(tmp_path))
    assert [Path(one.path).name for one in readings] == ["1.doc", "2.docx", "3.doc", "4.doc"]
    assert [one.forms == sample.forms for one in readings] == [True, True, False, True]
    assert _code(readings[2]) == "damaged"
