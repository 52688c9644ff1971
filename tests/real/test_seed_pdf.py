"""Published forms printed from Word and from Excel: each PDF reads as the text of the form does."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from jiheng import catalog, pipeline
from jiheng.layouts.reading import LaidOut, read_forms
from jiheng.model import Document, Form
from jiheng.readers import pdf
from jiheng.readers.errors import EncryptedFileError
from jiheng.writers.forms import write_forms

NUMBERS = ("000", "001", "002", "003", "004")
INDICATORS = 189
_PASSWORDS = {
    "open": '{"EncryptFile":{"type":"boolean","value":"true"},'
    '"DocumentOpenPassword":{"type":"string","value":"jiheng"}}',
    "change": '{"RestrictPermissions":{"type":"boolean","value":"true"},'
    '"PermissionPassword":{"type":"string","value":"jiheng"}}',
}
Printed = Mapping[tuple[str, str], bytes]


@cache
def forms(seeds: Path, number: str) -> tuple[Form, ...]:
    (path,) = seeds.glob(f"{number}_*.txt")
    return pipeline.read(path).forms


@pytest.fixture(scope="module")
def printed(seeds: Path, office: Path, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """Every form as Word and as Excel print it, and one under either sort of password."""
    folder = tmp_path_factory.mktemp("printed")
    for kind in ("docx", "xlsx"):
        sources = [folder / f"{number}.{kind}" for number in NUMBERS]
        for number, source in zip(NUMBERS, sources, strict=True):
            source.write_bytes(write_forms(forms(seeds, number), kind, layouts=catalog.layouts()).data)
        _print(office, folder, "pdf", folder / kind, *sources)
    for kind, settings in _PASSWORDS.items():
        _print(office, folder, f"pdf:writer_pdf_Export:{settings}", folder / kind, folder / "004.docx")
    return {(path.parent.name, path.stem): path.read_bytes() for path in folder.glob("*/*.pdf")}


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_printed_form_reads_as_its_text_does(kind: str, number: str, printed: Printed, seeds: Path) -> None:
    found = _read(printed[kind, number])
    wanted = forms(seeds, number)
    assert found.error is None
    assert found.unread == ()
    assert [_indicators(form) for form in found.forms] == [_indicators(form) for form in wanted]
    assert [_head(form) for form in found.forms] == [_head(form) for form in wanted]


def test_the_forms_hold_all_indicators(printed: Printed) -> None:
    for kind in ("docx", "xlsx"):
        counts = [len(form.indicators) for number in NUMBERS for form in _read(printed[kind, number]).forms]
        assert sum(counts) == INDICATORS


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_every_cell_has_its_place_on_a_page(kind: str, printed: Printed) -> None:
    document = pdf.read(printed[kind, "001"])
    boxes = [cell.place.box for block in document.blocks for cell in getattr(block, "cells", ())]
    assert len(boxes) > 150
    for box in boxes:
        assert box is not None
        left, top, right, bottom = box
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1


def test_a_password_to_open_is_told_and_one_against_changes_is_no_hindrance(printed: Printed) -> None:
    with pytest.raises(EncryptedFileError, match="密码"):
        pdf.read(printed["open", "004"])
    assert pdf.read(printed["change", "004"]) == pdf.read(printed["docx", "004"])


def _print(office: Path, folder: Path, kind: str, out: Path, *sources: Path) -> None:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [str(office), profile, "--headless", "--convert-to", kind, "--outdir", str(out), *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)  # noqa: S603


def _read(data: bytes) -> LaidOut:
    document: Document = pdf.read(data)
    return read_forms(document, tuple(catalog.layouts().values()))


def _indicators(form: Form) -> list[tuple[object, ...]]:
    return [
        (one.level1, one.level2, one.name, one.target, *map(_run, (one.explanation, one.note, one.basis, one.scoring)))
        for one in form.indicators
    ]


def _head(form: Form) -> dict[str, object]:
    """All of a form but its indicators; texts without blanks, which a printer leaves out at the end of a line."""
    simple = {
        name: getattr(form, name)
        for name in ("kind", "stage", "layout", "region", "year", "title", "unit", "project", "budget", "spending_plan")
    }
    return simple | {
        "responsibilities": _run(form.responsibilities),
        "goals": [_run(goal.text) for goal in form.goals],
        "measures": [_run(measure.text) for measure in form.measures],
        "tasks": [(task.name, _run(task.content), task.amount, task.fiscal, _run(task.note)) for task in form.tasks],
    }


def _run(text: str | None) -> str | None:
    return None if text is None else "".join(text.split())
