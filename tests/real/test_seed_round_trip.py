"""Every published form, written in every format, is read back as the same form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jiheng import contract, readers
from jiheng.catalog import layouts
from jiheng.layouts.draw import draw
from jiheng.layouts.reading import read_forms
from jiheng.pipeline import read, read_bytes
from jiheng.writers import write_drawings
from jiheng.writers.forms import write_forms


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
@pytest.mark.parametrize("fillable", [False, True])
@pytest.mark.parametrize("format", ["docx", "xlsx", "html"])
def test_written_and_read_back(number: str, format: str, fillable: bool, seeds: Path) -> None:
    known = layouts()
    (path,) = seeds.glob(f"{number}*.txt")
    forms = read(path).forms
    data = write_drawings([draw(form, known[form.layout or ""], fillable=fillable) for form in forms], format)
    back = read_forms(readers.read(data, f"back.{format}"), tuple(known.values()))
    assert back.forms == forms
    assert (back.error, back.unread) == (None, ())


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
@pytest.mark.parametrize("fillable", [False, True])
def test_pdf_is_read_back_except_that_a_page_does_not_tell_one_blank_from_two(
    number: str, fillable: bool, seeds: Path
) -> None:
    (path,) = seeds.glob(f"{number}*.txt")
    written = write_forms(read(path).forms, "pdf", layouts=layouts(), fillable=fillable)
    assert [loss for loss in written.losses if re.sub(" +", " ", loss.before or "") != loss.after] == []
    assert read_bytes(written.data, "back.pdf").unread == ()


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_through_json(number: str, seeds: Path) -> None:
    (path,) = seeds.glob(f"{number}*.txt")
    reading = read(path)
    (back,) = contract.decode(contract.encode([reading], checked=False))
    assert back.forms == reading.forms
