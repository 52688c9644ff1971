"""Forms whose layout is not known here: stored forms from elsewhere, and sites that have renamed a layout."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from invented import HEBEI, HUNAN, ZHENGZHOU
from jiheng import contract, pipeline
from jiheng.correction import correctable
from jiheng.layouts.drawing import DrawnTable
from jiheng_web.declarations import readings
from jiheng_web.declarations.listing import listing
from jiheng_web.declarations.models import Document, StoredForm

Bring = Callable[[str], Document]
Sample = Callable[[str], Path]
pytestmark = pytest.mark.django_db


def stored_form(path: Path, **changes: object) -> bytes:
    (form,) = pipeline.read(path).forms
    return json.dumps({**contract.encode_form(form), **changes}).encode()


def drop(client: Client, content: bytes) -> tuple[Document, str]:
    client.post(reverse("receive"), {"files": [SimpleUploadedFile("存档.json", content)]})
    document = Document.objects.get()
    return document, client.get(reverse("document", args=[document.pk]), follow=True).content.decode()


@pytest.mark.parametrize("layout", [None, "999999/overall-2030"])
def test_a_stored_form_of_no_known_layout_is_listed_plainly(client: Client, sample: Sample, layout: str | None) -> None:
    document, page = drop(client, stored_form(sample(ZHENGZHOU), layout=layout))

    assert "没有对应的版式" in page
    assert (layout or "没有对应的版式") in page
    for words in ("青禾市文化体育局", "公共文化场馆免费开放", "单位名称", "预算总额", "三级指标"):
        assert words in page
    assert reverse("download", args=[document.pk, "json"]) in page
    assert reverse("download", args=[document.pk, "docx"]) not in page
    (form,) = readings.current(document).forms
    assert form.findings
    assert all(finding.title.replace('"', "&quot;") in page for finding in form.findings)


def test_it_can_be_corrected_and_goes_home_as_json(client: Client, sample: Sample) -> None:
    document, _ = drop(client, stored_form(sample(ZHENGZHOU), layout=None))

    client.post(
        reverse("correct", args=[document.pk, 1]), {"path": "/tasks/1/fiscal", "before": "880.5", "after": "800.5"}
    )

    (form,) = pipeline.read_bytes(client.get(reverse("download", args=[document.pk, "json"])).content, "x.json").forms
    assert form.tasks[1].fiscal is not None
    assert form.tasks[1].fiscal.raw == "800.5"


@pytest.mark.parametrize("half", ["\ud800", "\0"])
def test_what_no_database_can_hold_is_refused_with_what_to_do(client: Client, sample: Sample, half: str) -> None:
    content = stored_form(sample(ZHENGZHOU), title=f"申报表{half}")

    document, page = drop(client, content)

    assert (document.error or {})["code"] == "unstorable_text"
    assert "不成字的代码" in page


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "pdf", "html"])
def test_a_file_that_needs_the_layout_is_refused_with_what_to_do(client: Client, sample: Sample, suffix: str) -> None:
    document, _ = drop(client, stored_form(sample(ZHENGZHOU), layout=None))

    answer = client.get(reverse("download", args=[document.pk, suffix]))

    assert answer.status_code == 422
    assert "没有对应的版式" in answer.content.decode()
    assert "补上这种版式的文件" in answer.content.decode()
    assert reverse("download", args=[document.pk, "json"]) in answer.content.decode()


def test_a_document_whose_layout_was_renamed_since_stays_open_and_can_be_deleted(
    client: Client, brought_in: Bring
) -> None:
    document = brought_in(HUNAN)
    stored = StoredForm.objects.get()
    stored.reading["layout"] = "430000/renamed"
    stored.save()

    page = client.get(reverse("form", args=[document.pk, 1])).content.decode()
    client.post(reverse("delete", args=[document.pk]))

    assert "430000/renamed" in page
    assert "林泉县政务服务中心" in page
    assert not Document.objects.exists()


@pytest.mark.parametrize("key", [ZHENGZHOU, HUNAN, HEBEI])
def test_the_list_shows_every_value_that_is_filled_in(key: str, sample: Sample) -> None:
    for form in pipeline.read(sample(key)).forms:
        blocks = listing(form).blocks
        tables = [block for block in blocks if isinstance(block, DrawnTable)]
        drawn = {cell.path for table in tables for cell in table.cells} | {getattr(one, "path", None) for one in blocks}

        assert {path for path in correctable(form) if form.at(path) is not None} <= drawn
