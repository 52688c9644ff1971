"""Correcting a cell in the page: what comes back, what is refused and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from invented import ZHENGZHOU
from jiheng_web.declarations import readings
from jiheng_web.declarations.models import Document
from visits import correct, text_of

Bring = Callable[[str], Document]
pytestmark = pytest.mark.django_db


def test_a_correction_answers_with_the_page_as_it_is_now(client: Client, brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)

    page = text_of(correct(client, document, ("/tasks/1/fiscal", "880.5", "800.5")))

    assert "<html" not in page
    assert ">800.5</span>" in page
    assert "原为“880.5”" in page
    assert reverse("undo", args=[document.pk, 1, 1]) in page


def test_a_correction_is_shown_to_the_next_visitor_and_can_be_undone(client: Client, brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)
    correct(client, document, ("/tasks/1/fiscal", "880.5", "800.5"))
    assert ">800.5</span>" in text_of(client.get(reverse("form", args=[document.pk, 1])))

    answer = client.post(reverse("undo", args=[document.pk, 1, 1]), follow=True)

    assert ">880.5</span>" in text_of(answer)
    assert "原为" not in text_of(answer)
    again = client.post(reverse("undo", args=[document.pk, 1, 1]), headers={"accept": "application/json"})
    assert (again.status_code, again.json()["message"]) == (409, "这处更正已经撤销过了。")


def test_an_impossible_correction_says_why(client: Client, brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)

    answer = correct(client, document, ("/year", "2020", "去年"))

    assert answer.status_code == 422
    assert "去年" in answer.json()["message"]


def test_of_a_refused_block_the_cell_is_named(client: Client, brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)

    answer = correct(client, document, ("/tasks/0/name", "", "场馆"), ("/year", "2020", "去年"))

    assert (answer.status_code, answer.json()["path"]) == (422, "/year")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"path": "/year", "before": "2020"},
        {"path": ["/year", "/year"], "before": ["a", "b"], "after": ["2021", "2022"]},
        {"path": "/unit/name", "before": "", "after": "字" * 20_001},
        {"path": "/goals/²/x", "before": "", "after": "甲"},
        {"path": "/goals/３/text", "before": "", "after": "甲"},
        {"path": "/goals/01/text", "before": "", "after": "甲"},
        {"path": "/__class__", "before": "", "after": "甲"},
        {"path": "unit/name", "before": "", "after": "甲"},
    ],
)
def test_a_malformed_correction_is_refused(client: Client, brought_in: Bring, sent: dict[str, Any]) -> None:
    document = brought_in(ZHENGZHOU)

    answer = client.post(reverse("correct", args=[document.pk, 1]), sent, headers={"accept": "application/json"})

    assert answer.status_code == 400
    assert answer.json()["message"]


@pytest.mark.parametrize("path", ["/goals/99/text", "/goals/0/text/x", "/unit", "/nothing/0"])
def test_a_place_that_is_not_there_is_said_and_breaks_nothing(client: Client, brought_in: Bring, path: str) -> None:
    answer = correct(client, brought_in(ZHENGZHOU), (path, "", "甲"))

    assert answer.status_code == 422
    assert "不能更正" in answer.json()["message"]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028"])
def test_line_ends_of_any_program_become_line_breaks(client: Client, brought_in: Bring, end: str) -> None:
    document = brought_in(ZHENGZHOU)

    correct(client, document, ("/tasks/0/name", "", f"第一行{end}第二行"))

    assert readings.current(document).forms[0].tasks[0].name == "第一行\n第二行"
    assert client.get(reverse("download", args=[document.pk, "docx"])).status_code == 200


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\x9b", "\uffff"])
def test_a_control_character_is_refused_and_said(client: Client, brought_in: Bring, character: str) -> None:
    document = brought_in(ZHENGZHOU)

    answer = correct(client, document, ("/tasks/0/name", "", f"场馆{character}开放"))

    assert answer.status_code == 400
    assert "“场馆□开放”里有不可见的控制字符" in answer.json()["message"]
    assert f"U+{ord(character):04X}" in answer.json()["message"]
    assert not readings.standing(document.forms.get())
