"""Events, each sealed with the seal of the one before. Knows nothing of what it records.

An event outlives its subject, so it refers to nothing by foreign key and holds a digest of the details, never the
details: who deletes a document deletes all of its words. The digest is made with a key that is deleted with them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC
from typing import Self

from django.db import models
from django.db.models import Q

GENESIS = "0" * 64


class Event(models.Model):
    """One line of the log: who did what to which subject, and when."""

    class Algorithm(models.TextChoices):
        SM3 = "sm3", "SM3（GB/T 32905）"
        SHA256 = "sha256", "SHA-256"

    kind = models.CharField(max_length=50)
    subject = models.CharField(max_length=100)
    actor = models.CharField(max_length=150)
    at = models.DateTimeField()
    algorithm = models.CharField(max_length=10, choices=Algorithm)
    detail_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, unique=True)
    seal = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="event_says_who_did_what",
                condition=~Q(kind="") & ~Q(subject="") & ~Q(actor=""),
            ),
            models.CheckConstraint(name="event_algorithm_is_known", condition=Q(algorithm__in=["sm3", "sha256"])),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.kind} {self.subject}"

    def sealed(self) -> Self:
        """Set the seal over everything else that the event says."""
        self.seal = self.expected_seal()
        return self

    def expected_seal(self) -> str:
        """Return the seal that belongs to what the event says now."""
        said = [self.previous, self.kind, self.subject, self.actor, self.at.astimezone(UTC).isoformat()]
        return digest({"event": [*said, self.detail_digest]}, self.algorithm)


def digest(detail: Mapping[str, object], algorithm: str) -> str:
    """Return the hexadecimal digest of a JSON object, whatever the order of its keys."""
    text = json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.new(algorithm, text.encode()).hexdigest()


def best_algorithm() -> Event.Algorithm:
    """Return SM3 where this Python's OpenSSL has it, else SHA-256."""
    return Event.Algorithm.SM3 if "sm3" in hashlib.algorithms_available else Event.Algorithm.SHA256
