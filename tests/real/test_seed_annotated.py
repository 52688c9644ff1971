"""Every published form, written as office files and pdf, carries its findings and is read as before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from jiheng import catalog, pipeline, readers
from jiheng.model import Document, RemarkKind
from jiheng.writers.annotate import annotate, marks
from jiheng.writers.forms import write_forms


def without_comments(document: Document) -> Document:
    return replace(document, remarks=tuple(one for one in document.remarks if one.kind is not RemarkKind.COMMENT))


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
@pytest.mark.parametrize("suffix", ["xlsx", "docx", "pdf"])
def test_an_annotated_file_is_read_as_before(number: str, suffix: str, seeds: Path) -> None:
    (path,) = seeds.glob(f"{number}*.txt")
    name = f"form.{suffix}"
    data = write_forms(pipeline.read(path).forms, suffix, layouts=catalog.layouts()).data
    reading = pipeline.check_reading(pipeline.read_bytes(data, name))
    annotated = annotate(data, reading)
    after = readers.read(annotated, name)
    assert without_comments(after) == without_comments(readers.read(data, name))
    assert pipeline.read_bytes(annotated, name).forms == reading.forms
    if suffix != "pdf":
        said = {one.place for one in after.remarks if one.kind is RemarkKind.COMMENT}
        assert said == {mark.place for mark in marks(reading)}
