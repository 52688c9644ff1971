from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from jiheng_web.audit import actions, queries
from jiheng_web.audit.models import GENESIS, Event, digest

NOON = datetime(2026, 3, 2, 4, 0, 0, 123456, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def record(number: int) -> Event:
    with transaction.atomic():
        return actions.record(
            kind="received",
            subject=f"document:{number}",
            by="甲",
            at=NOON + timedelta(hours=number),
            detail={"n": number},
            key="k",
        )


def test_each_event_carries_the_seal_of_the_one_before() -> None:
    first, second, third = (record(number) for number in range(3))

    assert [first.previous, second.previous, third.previous] == [GENESIS, first.seal, second.seal]
    assert queries.verify() == queries.Verdict(events=3, broken_at=None, seal=third.seal)
    assert queries.verify().intact


def test_an_empty_log_is_intact() -> None:
    assert queries.verify() == queries.Verdict(events=0, broken_at=None, seal=GENESIS)


@pytest.mark.parametrize(
    "change", [{"actor": "乙"}, {"at": NOON}, {"detail_digest": "0" * 64}, {"subject": "document:9"}]
)
def test_a_changed_event_breaks_the_chain(change: dict[str, object]) -> None:
    _, second, _ = (record(number) for number in range(3))

    Event.objects.filter(pk=second.pk).update(**change)

    assert queries.verify().broken_at == second.pk


def test_a_changed_event_that_is_sealed_anew_breaks_the_chain_at_the_next() -> None:
    _, second, third = (record(number) for number in range(3))

    second.actor = "乙"
    second.sealed().save()

    assert queries.verify().broken_at == third.pk


def test_a_missing_event_breaks_the_chain() -> None:
    _, second, third = (record(number) for number in range(3))

    second.delete()

    assert queries.verify().broken_at == third.pk


def test_two_events_cannot_follow_the_same_one() -> None:
    first = record(0)
    twin = Event(
        kind="x", subject="y", actor="乙", at=NOON, algorithm="sha256", detail_digest="0" * 64, previous=first.previous
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.sealed().save()


def test_the_log_holds_a_digest_and_neither_detail_nor_key() -> None:
    detail = {"name": "涉密.docx"}
    with transaction.atomic():
        event = actions.record(kind="received", subject="document:1", by="甲", at=NOON, detail=detail, key="secret")

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {Event._meta.db_table}")  # noqa: S608 - the table's own name
        stored = str(cursor.fetchall())
    assert "涉密" not in stored
    assert "secret" not in stored
    assert event.detail_digest == digest({"key": "secret", "detail": detail}, event.algorithm)


def test_two_subjects_with_the_same_details_cannot_be_told_by_their_digests() -> None:
    with transaction.atomic():
        one, other = (
            actions.record(kind="received", subject="document:1", by="甲", at=NOON, detail={"n": 1}, key=key)
            for key in ("one", "other")
        )

    assert one.detail_digest != other.detail_digest


@pytest.mark.django_db(transaction=True)
def test_an_event_is_refused_outside_of_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        actions.record(kind="received", subject="document:1", by="甲", at=NOON, detail={}, key="k")


@pytest.mark.parametrize("missing", ["kind", "subject", "actor"])
def test_half_an_event_cannot_be_stored(missing: str) -> None:
    event = record(0)
    Event.objects.all().delete()
    setattr(event, missing, "")

    with pytest.raises(IntegrityError), transaction.atomic():
        event.save(force_insert=True)


def test_events_of_a_subject_come_in_order() -> None:
    events = [record(number) for number in (1, 2, 1)]

    assert list(queries.of_subject("document:1")) == [events[0], events[2]]
