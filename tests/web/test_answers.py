"""What people say to findings and questions: kept, shown, withdrawn, and gone once the words have changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from invented import HEBEI, NOON, ZHENGZHOU
from jiheng.model import AnswerKind, Finding, Form
from jiheng_web.audit import queries as audit
from jiheng_web.declarations import actions, readings
from jiheng_web.declarations.actions import Change
from jiheng_web.declarations.models import Answer, Document
from visits import text_of

Bring = Callable[[str], Document]
LATER = NOON + timedelta(minutes=5)
FISCAL = "/tasks/1/fiscal"
WORDS = "差额由上年结转安排，已附说明。"

pytestmark = pytest.mark.django_db


def now_says(document: Document) -> Form:
    return readings.current(Document.objects.get(pk=document.pk)).forms[0]


def finding_at(document: Document, path: str) -> Finding:
    return next(one for one in now_says(document).findings or () if one.path == path)


def answer(document: Document, key: str, kind: AnswerKind = AnswerKind.EXPLAINED, words: str = WORDS) -> None:
    actions.answer(stored=document.forms.get(number=1), key=key, kind=kind, words=words, by="乙", at=LATER)


def correct(document: Document, path: str, text: str) -> None:
    change = Change(path, "", text)
    actions.correct(stored=document.forms.get(number=1), changes=[change], by="乙", at=LATER)


def test_an_answered_finding_bears_the_answer_and_counts_no_more(brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)
    errors = document.forms.get().errors
    found = finding_at(document, FISCAL)

    answer(document, found.key)

    given = finding_at(document, FISCAL).answer
    assert given is not None
    assert (given.kind, given.words, given.person, given.on) == (AnswerKind.EXPLAINED, WORDS, "乙", "2026-03-02")
    assert document.forms.get().errors == errors - 1


def test_the_ledger_tells_of_a_rule_all_of_whose_findings_are_answered(brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)
    rule = finding_at(document, FISCAL).rule
    same = [one.key for one in now_says(document).findings or () if one.rule == rule]

    for key in same:
        answer(document, key, AnswerKind.NOT_APPLICABLE)

    ledger = now_says(document).ledger
    assert ledger is not None
    assert rule in ledger.answered
    assert rule not in ledger.failed


def test_an_answer_outlives_corrections_elsewhere_and_fits_no_more_once_the_words_change(brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)
    answer(document, finding_at(document, FISCAL).key)

    correct(document, "/tasks/0/note", "按季拨付")
    assert finding_at(document, FISCAL).answer is not None

    correct(document, FISCAL, "990.5")
    assert finding_at(document, FISCAL).answer is None
    assert len(readings.given(document.forms.get())) == 1


def test_a_withdrawn_answer_leaves_its_finding_open(brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)
    before = document.forms.get().errors
    answer(document, finding_at(document, FISCAL).key)
    given = Answer.objects.get()

    actions.withdraw(stored=document.forms.get(), pk=given.pk, by="丙", at=LATER)

    assert finding_at(document, FISCAL).answer is None
    assert document.forms.get().errors == before
    given.refresh_from_db()
    assert (given.withdrawn_by, given.withdrawn_at) == ("丙", LATER)
    with pytest.raises(actions.NothingToWithdrawError):
        actions.withdraw(stored=document.forms.get(), pk=given.pk, by="丙", at=LATER)


def test_what_was_withdrawn_can_be_answered_again(brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)
    key = finding_at(document, FISCAL).key
    answer(document, key)
    actions.withdraw(stored=document.forms.get(), pk=Answer.objects.get().pk, by="丙", at=LATER)

    answer(document, key, words="另有批文。")

    found = finding_at(document, FISCAL).answer
    assert found is not None
    assert found.words == "另有批文。"


def test_each_answer_and_each_withdrawal_is_one_event(brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)
    answer(document, finding_at(document, FISCAL).key)
    actions.withdraw(stored=document.forms.get(), pk=Answer.objects.get().pk, by="丙", at=LATER)

    events = [(one.kind, one.actor) for one in audit.of_subject(document.subject)]
    assert events == [("received", "甲"), ("answered", "乙"), ("answer_withdrawn", "丙")]


def test_only_what_is_open_can_be_answered(brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)
    key = finding_at(document, FISCAL).key
    answer(document, key)

    for taken in (key, "0" * 16):
        with pytest.raises(actions.NothingToAnswerError):
            answer(document, taken)
    assert Answer.objects.count() == 1


@pytest.mark.parametrize(
    "half",
    [
        {"withdrawn_by": "丙"},
        {"withdrawn_at": LATER},
        {"withdrawn_by": "丙", "withdrawn_at": NOON - timedelta(days=1)},
        {"words": ""},
        {"key": ""},
        {"kind": "maybe"},
    ],
    ids=str,
)
def test_the_database_refuses_half_an_answer(brought_in: Bring, half: dict[str, object]) -> None:
    stored = brought_in(ZHENGZHOU).forms.get()
    whole = {"key": "a1", "rule": "a.rule", "kind": "explained", "words": WORDS, "by": "乙", "at": NOON}

    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(form=stored, **{**whole, **half})


def test_the_database_refuses_two_standing_answers_to_one_finding(brought_in: Bring) -> None:
    stored = brought_in(ZHENGZHOU).forms.get()
    whole = {"form": stored, "key": "a1", "rule": "a.rule", "kind": "explained", "words": WORDS, "by": "乙"}
    Answer.objects.create(at=NOON, withdrawn_by="丙", withdrawn_at=LATER, **whole)
    Answer.objects.create(at=NOON, **whole)

    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(at=LATER, **whole)


def test_deleting_a_document_deletes_its_answers(brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)
    answer(document, finding_at(document, FISCAL).key)

    actions.delete(document=document, by="丁", at=LATER)

    assert not Answer.objects.exists()


def sent(client: Client, document: Document, **fields: str) -> int:
    url = reverse("answer", args=[document.pk, 1])
    return client.post(url, fields, headers={"accept": "application/json", "x-part": "workbench"}).status_code


def test_the_page_shows_the_answer_with_its_words_and_offers_to_withdraw_it(client: Client, brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)
    key = finding_at(document, FISCAL).key
    assert sent(client, document, key=key, kind="explained", words=WORDS) == 200

    page = text_of(client.get(reverse("form", args=[document.pk, 1])))

    assert WORDS in page
    assert reverse("withdraw", args=[document.pk, 1, Answer.objects.get().pk]) in page
    assert (
        client.post(reverse("withdraw", args=[document.pk, 1, Answer.objects.get().pk]), follow=True).status_code == 200
    )
    assert WORDS not in text_of(client.get(reverse("form", args=[document.pk, 1])))


def test_an_answer_that_fits_nothing_is_listed_as_such(client: Client, brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)
    answer(document, finding_at(document, FISCAL).key)
    assert "未对应" not in text_of(client.get(reverse("form", args=[document.pk, 1])))

    correct(document, FISCAL, "800.5")

    page = text_of(client.get(reverse("form", args=[document.pk, 1])))
    assert "未对应" in page
    assert WORDS in page


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"kind": "explained", "words": ""}, 400),
        ({"kind": "explained", "words": "  \n"}, 400),
        ({"kind": "explained", "words": "长" * 2001}, 400),
        ({"kind": "perhaps", "words": WORDS}, 400),
        ({"kind": "explained", "words": WORDS, "key": "../.."}, 400),
        ({"kind": "explained", "words": WORDS, "key": "00"}, 409),
    ],
    ids=["no words", "only blanks", "too long", "kind", "no key", "unknown key"],
)
def test_an_answer_that_is_none_is_refused(
    client: Client, brought_in: Bring, fields: dict[str, str], status: int
) -> None:
    document = brought_in(ZHENGZHOU)
    whole = {"key": finding_at(document, FISCAL).key, **fields}

    assert sent(client, document, **whole) == status
    assert not Answer.objects.exists()


def test_a_form_answers_for_itself_only(client: Client, brought_in: Bring) -> None:
    document = brought_in(HEBEI)
    key = next(one.key for one in readings.current(document).forms[1].findings or ())

    assert sent(client, document, key=key, kind="explained", words=WORDS) == 409
