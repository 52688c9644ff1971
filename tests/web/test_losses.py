"""What a download would not give back is said cell by cell, with the way to the cell."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from invented import ZHENGZHOU
from jiheng.writers.forms import Loss
from jiheng_web.declarations.losses import LostCell, lost_cells
from jiheng_web.declarations.models import Document
from visits import correct, text_of

NAMED = "/indicators/0/target"


def test_the_parts_of_one_cell_are_one_loss_told_by_its_text() -> None:
    losses = [
        Loss(f"/1{NAMED}/kind", "number", "grade"),
        Loss(f"/1{NAMED}/raw", "≥95%", "≥95"),
        Loss("/1/unit/name", "甲", None),
    ]

    assert list(lost_cells(losses)) == [LostCell(2, NAMED, "≥95%", "≥95"), LostCell(2, "/unit/name", "甲", None)]


def test_another_number_of_rows_leads_to_the_list() -> None:
    assert list(lost_cells([Loss("/0/indicators", "9 项", "8 项")])) == [LostCell(1, "/indicators", "9 项", "8 项")]


def test_another_number_of_forms_leads_to_the_first() -> None:
    assert list(lost_cells([Loss("", "2 项", "1 项")])) == [LostCell(1, "", "2 项", "1 项")]


def test_before_a_lossy_download_the_cells_are_named_and_linked_to(
    client: Client, brought_in: Callable[[str], Document]
) -> None:
    document = brought_in(ZHENGZHOU)
    correct(client, document, ("/tasks/0/name", "", "一级指标"))

    page = text_of(client.get(reverse("download", args=[document.pk, "docx"])))

    assert "去看这一格" in page
    assert f"{reverse('form', args=[document.pk, 1])}#/tasks/0/name" in page
    assert client.get(reverse("download", args=[document.pk, "docx"]), {"anyway": 1}).headers["Content-Disposition"]
