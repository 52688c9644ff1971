"""Everything that reads the log."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from django.db.models import QuerySet

from jiheng_web.audit.models import GENESIS, Event


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the chain found. `broken_at` is the first event that does not fit, None where all do.

    `seal` is the last one: who keeps it elsewhere notices later when events were cut off at the end.
    """

    events: int
    broken_at: int | None
    seal: str

    @property
    def intact(self) -> bool:
        return self.broken_at is None


def verify() -> Verdict:
    """Compute every seal anew and compare each event with the one before it.

    A changed, inserted or missing event breaks the chain. Events cut off at its end cannot be noticed from the chain
    alone: keep the last seal elsewhere too.
    """
    events = list(Event.objects.order_by("pk"))
    pairs = zip(events, _seals(events), strict=True)
    broken_at = next((event.pk for event, seal in pairs if not _fits(event, seal)), None)
    return Verdict(len(events), broken_at, seal=events[-1].seal if events else GENESIS)


def of_subject(subject: str) -> QuerySet[Event]:
    """Return what happened to one subject, oldest first."""
    return Event.objects.filter(subject=subject).order_by("pk")


def _seals(events: list[Event]) -> list[str]:
    return [GENESIS, *(before.seal for before, _ in pairwise(events))] if events else []


def _fits(event: Event, previous: str) -> bool:
    return event.previous == previous and event.seal == event.expected_seal()
