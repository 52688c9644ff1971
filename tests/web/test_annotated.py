"""The sender's own file with the findings as comments, from the page of its form."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from invented import HUNAN, ZHENGZHOU
from jiheng import catalog, pipeline, readers
from jiheng.model import RemarkKind
from jiheng.writers.forms import write_forms
from jiheng_web.declarations.models import Document

pytestmark = pytest.mark.django_db


def brought(client: Client, name: str, content: bytes) -> Document:
    client.post(reverse("receive"), {"files": [SimpleUploadedFile(name, content)]})
    return Document.objects.get()


def office_file(key: str, suffix: str) -> bytes:
    forms = pipeline.read(catalog.samples()[key]).forms
    return write_forms(forms, suffix, layouts=catalog.layouts()).data


def comments(answer: Any, name: str) -> list[str]:  # noqa: ANN401 - Django's test response
    remarks = readers.read(answer.content, name).remarks
    return [one.text for one in remarks if one.kind is RemarkKind.COMMENT]


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_the_page_offers_the_file_with_what_the_page_says(client: Client, suffix: str) -> None:
    document = brought(client, f"报送.{suffix}", office_file(ZHENGZHOU, suffix))
    address = reverse("annotated", args=[document.pk])
    page = client.get(reverse("form", args=[document.pk, 1]))
    assert address in page.content.decode()

    answer = client.get(address)

    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].endswith(f"%E6%89%B9%E6%B3%A8%EF%BC%89.{suffix}")
    said = "\n".join(comments(answer, f"报送.{suffix}"))
    for finding in page.context["form"].findings:
        assert finding.title in said


def test_what_a_person_corrected_is_no_longer_said(client: Client) -> None:
    document = brought(client, "报送.xlsx", office_file(HUNAN, "xlsx"))
    form = document.forms.get()
    before = comments(client.get(reverse("annotated", args=[document.pk])), "报送.xlsx")
    finding = client.get(reverse("form", args=[document.pk, 1])).context["form"].findings[0]
    change: dict[str, Any] = {"path": finding.path, "before": finding.found or "", "after": "≥95%"}

    client.post(reverse("correct", args=[document.pk, form.number]), change)

    page = client.get(reverse("form", args=[document.pk, 1]))
    after = comments(client.get(reverse("annotated", args=[document.pk])), "报送.xlsx")
    assert len(before) >= len(after)
    assert "\n".join(after).count("规则：") == len(page.context["form"].findings)


def test_a_text_file_is_not_offered_and_says_what_to_do_instead(
    client: Client, brought_in: Callable[[str], Document]
) -> None:
    document = brought_in(ZHENGZHOU)
    address = reverse("annotated", args=[document.pk])
    assert address not in client.get(reverse("form", args=[document.pk, 1])).content.decode()

    answer = client.get(address)

    assert answer.status_code == 422
    assert "写不了批注" in answer.content.decode()


def test_a_file_of_an_archive_comes_back_annotated(client: Client) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("乡镇/报送.xlsx", office_file(ZHENGZHOU, "xlsx"))
    document = brought(client, "报送.zip", stream.getvalue())

    answer = client.get(reverse("annotated", args=[document.pk]))

    assert document.name == "报送.zip·乡镇·报送.xlsx"
    assert comments(answer, "报送.xlsx")


def test_a_file_that_was_not_kept_is_not_found(client: Client) -> None:
    document = brought(client, "坏.docx", b"PK\x03\x04 not a zip")
    assert client.get(reverse("annotated", args=[document.pk])).status_code == 404
