"""Published forms as Word files of other programs, old formats and cut tables: each reads as its text does."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from io import BytesIO
from pathlib import Path

import docx as python_docx
import pytest
from docx.oxml import OxmlElement
from lxml import etree

from jiheng import catalog, pipeline
from jiheng.layouts.reading import read_forms
from jiheng.model import Document, Form
from jiheng.readers import doc, docx
from jiheng.writers.forms import write_forms
from wordml import W

NUMBERS = ("000", "001", "002", "003", "004")
SAVED_AS = {"docx": "docx:MS Word 2007 XML", "doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format"}
INDICATORS = 189
_ROW = f"{{{W}}}tr"


@cache
def forms(seeds: Path, number: str) -> tuple[Form, ...]:
    (path,) = seeds.glob(f"{number}_*.txt")
    return pipeline.read(path).forms


@cache
def written(seeds: Path, number: str) -> bytes:
    return write_forms(forms(seeds, number), "docx", layouts=catalog.layouts()).data


@pytest.fixture(scope="module")
def saved(seeds: Path, office: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str], Document]:
    """What was read from every form as an office suite saved it, by format and number."""
    folder = tmp_path_factory.mktemp("word")
    sources = [folder / f"{number}.docx" for number in NUMBERS]
    for number, source in zip(NUMBERS, sources, strict=True):
        source.write_bytes(written(seeds, number))
    for kind, filter_name in SAVED_AS.items():
        command = [
            str(office),
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            filter_name,
        ]
        command += ["--outdir", str(folder / kind), *map(str, sources)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)  # noqa: S603
    old = [(kind, number) for kind in ("doc", "rtf") for number in NUMBERS]
    read = doc.read_many([(folder / kind / f"{number}.{kind}").read_bytes() for kind, number in old])
    documents = {key: one for key, one in zip(old, read, strict=True) if isinstance(one, Document)}
    assert len(documents) == len(old)
    new = {("docx", number): docx.read((folder / "docx" / f"{number}.docx").read_bytes()) for number in NUMBERS}
    return documents | new


def test_the_forms_hold_all_indicators(seeds: Path) -> None:
    assert sum(len(form.indicators) for number in NUMBERS for form in forms(seeds, number)) == INDICATORS


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("kind", SAVED_AS)
def test_what_an_office_suite_saved_reads_the_same(
    saved: Mapping[tuple[str, str], Document], seeds: Path, kind: str, number: str
) -> None:
    document = saved[kind, number]
    laid_out = read_forms(document, tuple(catalog.layouts().values()))
    assert document.format == ("docx" if kind == "docx" else "doc")
    assert (laid_out.forms, laid_out.unread, laid_out.error) == (forms(seeds, number), (), None)


@pytest.mark.parametrize("number", NUMBERS)
def test_what_another_library_saved_reads_the_same(seeds: Path, number: str) -> None:
    stream = BytesIO()
    python_docx.Document(BytesIO(written(seeds, number))).save(stream)
    assert pipeline.read_bytes(stream.getvalue(), "表.docx").forms == forms(seeds, number)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("every", [1, 4])
@pytest.mark.parametrize("between", ["nothing", "blank", "page break"])
def test_tables_cut_at_pages_read_as_one(seeds: Path, number: str, every: int, between: str) -> None:
    document = python_docx.Document(BytesIO(written(seeds, number)))
    for table in document.tables:
        _cut(table._tbl, every, between)
    stream = BytesIO()
    document.save(stream)
    reading = pipeline.read_bytes(stream.getvalue(), "表.docx")
    assert (reading.forms, reading.unread) == (forms(seeds, number), ())


def _cut(table: etree._Element, every: int, between: str) -> None:
    """Cut a table into several, of so many rows each."""
    rows = table.findall(_ROW)
    upper = table
    for start in range(every, len(rows), every):
        lower = deepcopy(table)
        for row in lower.findall(_ROW):
            lower.remove(row)
        lower.extend(rows[start : start + every])
        upper.addnext(lower)
        if between != "nothing":
            upper.addnext(_paragraph(page_break=between == "page break"))
        upper = lower


def _paragraph(*, page_break: bool) -> etree._Element:
    paragraph: etree._Element = OxmlElement("w:p")
    if page_break:
        run = etree.SubElement(paragraph, f"{{{W}}}r")
        etree.SubElement(run, f"{{{W}}}br").set(f"{{{W}}}type", "page")
    return paragraph
