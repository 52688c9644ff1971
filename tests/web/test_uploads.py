"""Every format that is read comes in through the page, and what is broken or made to harm ends on a clear page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import py7zr
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from fuzz.corpus import corpus
from jiheng_web.declarations.forms import SUFFIXES
from jiheng_web.declarations.models import Document

pytestmark = pytest.mark.django_db
_NESTED = 200_000
_SECRET = "密码"  # noqa: S105 of a file made here


def dropped(client: Client, name: str, content: bytes) -> str:
    """Bring a file in, and return the page on which a person ends."""
    answer = client.post(reverse("receive"), {"files": [SimpleUploadedFile(name, content)]}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        *(("xlsx", "表.xlsx"), ("xls", "表.xls"), ("xlsb", "表.xlsb"), ("ods", "表.ods"), ("xml", "表.xml")),
        *(("docx", "表.docx"), ("pdf", "表.pdf"), ("ofd", "表.ofd"), ("image", "照片.png"), ("html", "表.html")),
        *(("mht", "表.mht"), ("markdown", "表.md"), ("csv", "表.csv"), ("text", "表.txt"), ("json", "表.json")),
    ],
)
def test_a_file_of_every_format_gets_its_form(client: Client, kind: str, name: str) -> None:
    dropped(client, name, corpus(kind)[1 if kind in ("csv", "xlsx") else 0])

    document = Document.objects.get()
    assert document.error is None
    assert document.forms.count() == 1


@pytest.mark.usefixtures("office")
def test_an_old_word_file_is_converted_within_the_limits_of_the_reading_process(client: Client) -> None:
    dropped(client, "表.doc", corpus("doc")[-1])
    document = Document.objects.get()
    assert (document.error, document.format) == (None, "doc")


@pytest.mark.parametrize("kind", ["zip", "7z"])
def test_an_archive_gives_a_document_for_each_of_its_files(client: Client, kind: str) -> None:
    page = dropped(client, f"报送.{kind}", corpus(kind)[0])

    documents = {document.name: document for document in Document.objects.all()}
    stems = {f"报送.{kind}·{name}" for name in ("乡镇·甲.txt", "乙.xlsx", "丙.docx", "说明.exe")}
    assert set(documents) == stems
    assert [name for name, one in documents.items() if one.error] == [f"报送.{kind}·说明.exe"]
    assert "4 个文件的审核结果" in page
    assert all(name in page for name in stems)


def test_too_many_files_in_an_archive_are_said(client: Client) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(60):
            archive.writestr(f"{number}.txt", b"x")

    page = dropped(client, "很多.zip", stream.getvalue())

    assert "文件超过 50 个" in page
    assert Document.objects.count() == 51


def _encrypted() -> bytes:
    target = io.BytesIO()
    with py7zr.SevenZipFile(target, "w", password=_SECRET, header_encryption=True) as archive:
        archive.writestr(corpus("text")[0], "表.txt")
    return target.getvalue()


def _bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("表.txt", bytes(100_000_000))
    return target.getvalue()


def _cut(kind: str) -> Callable[[], bytes]:
    return lambda: corpus(kind)[0][: len(corpus(kind)[0]) // 2]


def _locked_pdf() -> bytes:
    lock = b"/Encrypt<</Filter/Standard/V 2/R 3/P -4/Length 128/O(" + b"x" * 32 + b")/U(" + b"y" * 32 + b")>>/Root"
    return corpus("pdf")[-1].replace(b"/Root", lock, 1)


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("断.pdf", lambda: b"%PDF-1.7\n1 0 obj", "damaged"),
        ("锁.pdf", _locked_pdf, "encrypted"),
        ("断.ofd", _cut("ofd"), "damaged"),
        ("断.png", _cut("image"), "damaged"),
        ("锁.7z", _encrypted, "encrypted"),
        ("断.7z", _cut("7z"), "damaged"),
        ("弹.zip", _bomb, "zip_bomb"),
        ("深.html", lambda: b"<table><tr><td>" * _NESTED, "damaged"),
        ("深.json", lambda: b"[" * _NESTED, "too_large"),
        ("长.txt", lambda: "甲".encode() * 1_000_000, "too_large"),
        ("多.csv", lambda: b"1,2,3\n" * 1_000_000, "too_large"),
    ],
)
def test_what_is_broken_or_made_to_harm_ends_on_a_clear_page(
    client: Client, name: str, make: Callable[[], bytes], code: str
) -> None:
    page = dropped(client, name, make())

    error = Document.objects.get().error or {}
    assert error["code"] == code
    assert error["message"] in page.replace("&quot;", '"')
    assert error["advice"]


@pytest.mark.usefixtures("office")
def test_a_broken_old_word_file_ends_on_a_clear_page(client: Client) -> None:
    page = dropped(client, "断.rtf", corpus("doc")[0][:500])
    assert (Document.objects.get().error or {})["code"] == "damaged"
    assert "LibreOffice" in page


def test_the_file_dialog_offers_what_is_read(client: Client) -> None:
    page = client.get(reverse("home")).content.decode()
    assert f'accept="{",".join(SUFFIXES)}"' in page
