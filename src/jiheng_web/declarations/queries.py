"""Everything that reads what was brought in."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from jiheng_web.declarations.models import Document


def recent() -> QuerySet[Document]:
    """Return all documents with their counts, newest first."""
    return _for_lists().order_by("-received_at", "name")


def received(ids: Sequence[UUID]) -> QuerySet[Document]:
    """Return the documents of one drop with their counts, in order of name."""
    return _for_lists().filter(pk__in=ids).order_by("name", "pk")


def documents() -> QuerySet[Document]:
    """Return all documents with their forms."""
    return Document.objects.prefetch_related("forms")


def _for_lists() -> QuerySet[Document]:
    return documents().annotate(
        form_count=Count("forms"),
        errors=Sum("forms__errors", default=0),
        warnings=Sum("forms__warnings", default=0),
        hints=Sum("forms__hints", default=0),
        not_enough_data=Sum("forms__not_enough_data", default=0),
    )
