"""From a checked reading to remarks on the sender's own file, whatever its format."""

from __future__ import annotations

import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from jiheng import catalog, pipeline, readers
from jiheng.model import Document, Place, Reading, RemarkKind, Severity
from jiheng.writers.annotate import ANNOTATED, UnannotatableError, annotate, marks
from jiheng.writers.annotate.marks import REQUESTS
from jiheng.writers.forms import write_forms

CULTURE = "410100/overall-2020-culture"
OFFICE = ("xlsx", "docx")


def office_file(key: str, suffix: str) -> bytes:
    reading = pipeline.read(catalog.samples()[key])
    return write_forms(reading.forms, suffix, layouts=catalog.layouts()).data


def checked(data: bytes, suffix: str) -> Reading:
    return pipeline.check_reading(pipeline.read_bytes(data, f"form.{suffix}"))


def without_comments(document: Document) -> Document:
    return replace(document, remarks=tuple(one for one in document.remarks if one.kind is not RemarkKind.COMMENT))


@pytest.mark.parametrize("suffix", OFFICE)
@pytest.mark.parametrize("key", catalog.samples())
def test_every_finding_is_said_at_its_place_and_nothing_else_is_read(key: str, suffix: str) -> None:
    data = office_file(key, suffix)
    reading = checked(data, suffix)
    before, after = (readers.read(one, f"form.{suffix}") for one in (data, annotate(data, reading)))
    assert without_comments(after) == before
    said = [(one.place, one.text) for one in after.remarks if one.kind is RemarkKind.COMMENT]
    for finding in (finding for form in reading.forms for finding in form.findings or ()):
        wanted = (f"【{REQUESTS[finding.severity]}】{finding.title}", f"规则：{finding.rule}", finding.basis)
        assert any(place == finding.place and all(word in text for word in wanted) for place, text in said)


def test_a_form_without_findings_comes_back_as_it_was() -> None:
    data = office_file("410000/overall-2023-library", "xlsx")
    assert annotate(data, checked(data, "xlsx")) == data


def test_the_gravest_comes_first_and_long_text_is_cut() -> None:
    reading = checked(office_file(CULTURE, "xlsx"), "xlsx")
    finding = (reading.forms[0].findings or ())[0]
    hint = replace(finding, severity=Severity.HINT, title="轻")
    error = replace(finding, severity=Severity.ERROR, title="重", found="字" * 500)
    form = replace(reading.forms[0], findings=(hint, error))
    (mark,) = marks(replace(reading, forms=(form,)))
    assert [remark.head for remark in mark.remarks] == ["【退回】重", "【提示】轻"]
    assert mark.remarks[0].body[0] == f"填的是：{'字' * 200}……"


def test_a_finding_about_the_whole_form_stands_at_its_title() -> None:
    reading = checked(office_file(CULTURE, "xlsx"), "xlsx")
    whole = replace((reading.forms[0].findings or ())[0], place=Place(), path="")
    (mark,) = marks(replace(reading, forms=(replace(reading.forms[0], findings=(whole,)),)))
    assert mark.place == reading.forms[0].place_of("/title")
    untitled = replace(reading.forms[0], findings=(whole,), places={})
    (mark,) = marks(replace(reading, forms=(untitled,)))
    assert mark.place.row == min(one.place.row or 0 for one in untitled.goals)


@pytest.mark.parametrize("format", ["text", "html", "xls", "doc", "ods", "image", "ofd", "json", None])
def test_a_format_without_comments_says_what_to_do_instead(format: str | None) -> None:
    with pytest.raises(UnannotatableError) as refusal:
        annotate(b"", Reading("form", format, ""))
    assert format is None or format in refusal.value.message
    assert all(one in refusal.value.message for one in ANNOTATED)
    assert "jiheng write" in refusal.value.advice


def test_the_office_suite_shows_every_comment(office: Path, tmp_path: Path) -> None:
    wanted = {}
    for suffix, target in zip(OFFICE, ("ods", "odt"), strict=True):
        data = office_file(CULTURE, suffix)
        reading = checked(data, suffix)
        (tmp_path / f"form.{suffix}").write_bytes(annotate(data, reading))
        wanted[target] = [finding.rule for form in reading.forms for finding in form.findings or ()]
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command: list[str | Path] = [office, profile, "--headless", "--convert-to", target, f"form.{suffix}"]
        subprocess.run(command, check=True, capture_output=True, timeout=120, cwd=tmp_path)  # noqa: S603 -- fixed words
    for target, rules in wanted.items():
        assert sorted(re.findall(r"规则：([\w.-]+)", _annotations(tmp_path / f"form.{target}"))) == sorted(rules)


def _annotations(file: Path) -> str:
    """The text of all annotations of an OpenDocument file, a line for each paragraph."""
    with zipfile.ZipFile(file) as archive:
        content = etree.fromstring(archive.read("content.xml"))
    lines = content.iterfind(".//{*}annotation/{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p")
    return "\n".join("".join(map(str, line.itertext())) for line in lines)
