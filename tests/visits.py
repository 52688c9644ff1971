"""What a visitor of the web application does: drop files, read the answer, correct a cell."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jiheng_web.declarations.models import Document


def drop(client: Client, *files: tuple[str, bytes], **headers: str) -> Any:  # noqa: ANN401 - Django's test response
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse("receive"), {"files": uploads}, headers=headers)


def text_of(answer: Any) -> str:  # noqa: ANN401 - Django's test response
    return str(answer.content.decode())


def correct(client: Client, document: Document, *changes: tuple[str, str, str]) -> Any:  # noqa: ANN401
    paths, befores, afters = zip(*changes, strict=True)
    return client.post(
        reverse("correct", args=[document.pk, 1]),
        {"path": paths, "before": befores, "after": afters},
        headers={"x-part": "workbench", "accept": "application/json"},
    )
