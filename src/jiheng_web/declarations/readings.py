"""Stored documents as the core sees them: reading, corrections on top, checks run anew, answers. Writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce

from django.utils.timezone import localtime

from jiheng import catalog
from jiheng.contract import decode_form
from jiheng.correction import correct
from jiheng.model import (
    Answer,
    AnswerKind,
    Finding,
    Form,
    PlannedSpending,
    Question,
    Reading,
    ReadingError,
    Severity,
    Unread,
)
from jiheng.pipeline import check_reading
from jiheng.rules.answers import answered
from jiheng_web.declarations import models
from jiheng_web.declarations.models import Correction, Document, StoredForm
from jiheng_web.declarations.opening import place_from_json, with_places


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings of each severity nobody has answered, and how many rules could not judge."""

    errors: int
    warnings: int
    hints: int
    not_enough_data: int


def current(document: Document) -> Reading:
    """Return what the document says now: every form with its corrections applied, checked, its findings answered.

    Checked together, because a rule may compare a form with its siblings.
    """
    forms = list(document.forms.prefetch_related("corrections", "answers"))
    checked = check_reading(
        Reading(
            path=document.name,
            format=document.format or None,
            sha256=document.sha256,
            forms=tuple(corrected(stored) for stored in forms),
            unread=tuple(Unread(one["text"], place_from_json(one["place"])) for one in document.unread),
            error=ReadingError(**document.error) if document.error else None,
        )
    )
    said = zip(checked.forms, forms, strict=True)
    return replace(checked, forms=tuple(answered(form, _answers(stored)) for form, stored in said))


def corrected(stored: StoredForm) -> Form:
    """Return a form with its standing corrections applied in order, not checked."""
    read = with_places(decode_form(stored.reading), stored.places)
    changes = (one for one in standing(stored) if not one.confirms)
    return reduce(lambda form, one: changed(form, one.path, one.after), changes, read)


def changed(form: Form, path: str, text: str) -> Form:
    """Return the form with one value set by hand; its layout says whether a renamed row is one that it prints.

    Raises:
        jiheng.correction.CorrectionError: the value cannot be set by hand, or not to this.
    """
    return correct(form, path, text, layout=catalog.layouts().get(form.layout or ""))


def text_at(form: Form, path: str) -> str:
    """Return the text of one value as a correction would begin with it."""
    value = form.at(path)
    if isinstance(owner := form.at(path.rpartition("/")[0]), PlannedSpending):
        value = owner
    raw = getattr(value, "raw", value)
    return "" if raw is None else str(raw)


def standing(stored: StoredForm) -> list[Correction]:
    """Return the corrections that nobody has undone, in the order in which they were made."""
    return [one for one in stored.corrections.all() if one.undone_at is None]


def given(stored: StoredForm) -> list[models.Answer]:
    """Return the answers that nobody has withdrawn, in the order in which they were given."""
    return [one for one in stored.answers.all() if one.withdrawn_at is None]


def told(form: Form) -> Iterator[Finding | Question]:
    """Yield all that can be answered: findings first."""
    yield from form.findings or ()
    yield from form.questions or ()


def counts(form: Form) -> Counts:
    found = Counter(finding.severity for finding in form.findings or () if finding.answer is None)
    open_rules = len(form.ledger.not_enough_data) if form.ledger else 0
    return Counts(found[Severity.ERROR], found[Severity.WARNING], found[Severity.HINT], open_rules)


def without_findings(form: Form) -> Form:
    """Return the form as it is stored: findings are made anew each time."""
    return form.unchecked()


def _answers(stored: StoredForm) -> dict[str, Answer]:
    return {
        one.key: Answer(AnswerKind(one.kind), one.words, one.by, localtime(one.at).date().isoformat())
        for one in given(stored)
    }
