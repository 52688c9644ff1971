from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from invented import HUNAN, NOON
from jiheng_web.declarations import actions
from jiheng_web.declarations.actions import Change
from jiheng_web.declarations.models import Document

Bring = Callable[[str], Document]


def addresses(document: Document) -> list[tuple[str, str]]:
    """Every door of the application, with a method that it answers."""
    return [
        ("get", reverse("home")),
        ("post", reverse("receive")),
        ("get", reverse("results")),
        ("post", reverse("sample", args=[HUNAN])),
        ("get", reverse("fills")),
        ("get", reverse("document", args=[document.pk])),
        ("get", reverse("form", args=[document.pk, 1])),
        ("post", reverse("correct", args=[document.pk, 1])),
        ("post", reverse("confirm", args=[document.pk, 1])),
        ("post", reverse("undo", args=[document.pk, 1, 1])),
        ("post", reverse("answer", args=[document.pk, 1])),
        ("post", reverse("withdraw", args=[document.pk, 1, 1])),
        ("get", reverse("download", args=[document.pk, "json"])),
        ("get", reverse("original", args=[document.pk])),
        ("get", reverse("source", args=[document.pk])),
        ("get", reverse("page", args=[document.pk, 1])),
        ("get", reverse("annotated", args=[document.pk])),
        ("post", reverse("delete", args=[document.pk])),
        ("get", "/static/jiheng/base.css"),
    ]


def knock(client: Client, method: str, path: str, **stranger: str) -> int:
    answer = getattr(client, method)(path, **stranger)
    if answer.streaming:
        assert b"".join(answer.streaming_content)  # read to its end, so that the file behind it is closed
    return int(answer.status_code)


@pytest.mark.parametrize(
    "stranger",
    [
        {"REMOTE_ADDR": "192.168.1.20"},
        {"REMOTE_ADDR": "2001:db8::1"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_HOST": "jiheng.example"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
    ],
    ids=str,
)
def test_a_stranger_finds_every_door_closed(client: Client, brought_in: Bring, stranger: dict[str, str]) -> None:
    document = brought_in(HUNAN)

    answers = {path: knock(client, method, path, **stranger) for method, path in addresses(document)}

    assert set(answers.values()) == {403}, answers
    assert Document.objects.count() == 1


def test_the_person_at_the_machine_finds_them_open(client: Client, brought_in: Bring) -> None:
    document = brought_in(HUNAN)

    for method, path in addresses(document):
        assert knock(client, method, path) in {200, 302, 400, 409, 422}, path


def test_another_host_name_is_refused_at_every_door(client: Client, brought_in: Bring) -> None:
    document = brought_in(HUNAN)

    answers = {path: knock(client, method, path, HTTP_HOST="jiheng.example") for method, path in addresses(document)}

    assert set(answers.values()) == {400}, answers
    assert Document.objects.count() == 1


@pytest.mark.parametrize("name", ["receive", "correct", "confirm", "undo", "delete", "sample"])
def test_a_change_without_the_pages_token_is_refused(strict_client: Client, brought_in: Bring, name: str) -> None:
    document = brought_in(HUNAN)
    args: dict[str, list[object]] = {
        "correct": [document.pk, 1],
        "confirm": [document.pk, 1],
        "undo": [document.pk, 1, 1],
        "delete": [document.pk],
        "sample": [HUNAN],
    }

    answer = strict_client.post(reverse(name, args=args.get(name, [])))

    assert answer.status_code == 403
    assert "刷新" in answer.content.decode()
    assert Document.objects.count() == 1


@pytest.mark.parametrize("name", ["receive", "correct", "confirm", "undo", "delete", "sample"])
def test_nothing_changes_by_a_link(client: Client, brought_in: Bring, name: str) -> None:
    document = brought_in(HUNAN)
    args: dict[str, list[object]] = {
        "correct": [document.pk, 1],
        "confirm": [document.pk, 1],
        "undo": [document.pk, 1, 1],
        "delete": [document.pk],
        "sample": [HUNAN],
    }

    assert client.get(reverse(name, args=args.get(name, []))).status_code == 405


def test_pages_forbid_what_they_do_not_need(client: Client, brought_in: Bring) -> None:
    answer = client.get(reverse("form", args=[brought_in(HUNAN).pk, 1]))

    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


def test_pages_keep_to_their_policy(client: Client, brought_in: Bring) -> None:
    document = brought_in(HUNAN)
    stored = document.forms.get()
    actions.correct(
        stored=stored, changes=[Change("/unit/name", "", "<b>乙</b>")], by="乙", at=NOON + timedelta(hours=1)
    )

    source = reverse("source", args=[document.pk])
    for path in ("/", reverse("results"), reverse("form", args=[document.pk, 1]), source, "/nowhere/"):
        page = client.get(path).content.decode()
        assert not re.search(
            r"<style|<script(?![^>]* src=)|\sstyle=|\son\w+=|<b>|https?://(?!www\.w3\.org/2000/svg)", page
        ), path


def test_a_missing_document_is_said_calmly(client: Client, db: None) -> None:
    answer = client.get("/documents/00000000-0000-4000-8000-000000000000/")

    assert answer.status_code == 404
    assert "可能已经删除" in answer.content.decode()
