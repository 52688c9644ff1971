"""The one way into the log. Nothing changes an event and nothing removes one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from jiheng_web.audit.models import GENESIS, Event, best_algorithm, digest

_LOCK = 0x4A4948454E47  # "JIHENG" in ASCII: a number that no other user of the database takes


def record(*, kind: str, subject: str, by: str, at: datetime, detail: Mapping[str, object], key: str) -> Event:
    """Append an event to the chain, in the transaction of the action that it records.

    `key` is random and stored with the subject: once both are deleted nobody can find the details by trying.

    Raises:
        TransactionManagementError: there is no transaction, so the event could outlive a failed action.
    """
    _take_turns()
    last = Event.objects.order_by("-pk").values_list("seal", flat=True).first()
    algorithm = best_algorithm()
    event = Event(
        kind=kind,
        subject=subject,
        actor=by,
        at=at,
        algorithm=algorithm,
        detail_digest=digest({"key": key, "detail": detail}, algorithm),
        previous=last or GENESIS,
    ).sealed()
    event.save(force_insert=True)
    return event


def _take_turns() -> None:
    """Let one transaction at a time append. SQLite's immediate transactions do so already."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event is recorded inside the transaction of its action")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
