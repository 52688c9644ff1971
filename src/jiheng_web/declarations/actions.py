"""Everything that changes what was brought in. One function, one transaction, one event in the log."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from jiheng.contract import encode_form
from jiheng.correction import CorrectionError, correctable
from jiheng.model import AnswerKind, Form, Reading
from jiheng_web.audit.actions import record
from jiheng_web.declarations import pictures, readings
from jiheng_web.declarations.models import Correction, Document, Original, StoredForm
from jiheng_web.declarations.opening import place_to_json, places_of

_LOG = logging.getLogger(__name__)


class RefusedChangeError(CorrectionError):
    """A cell cannot hold its new text. `path` says which of the cells that were changed at one go."""

    def __init__(self, path: str, error: CorrectionError) -> None:
        self.path = path
        super().__init__(str(error))


class NothingToUndoError(Exception):
    """The step was undone already, or was never made."""


class NothingToAnswerError(Exception):
    """No finding and no question of the form has this key, or it is answered already."""


class NothingToWithdrawError(Exception):
    """The answer was withdrawn already, or was never given."""


@dataclass(frozen=True, slots=True)
class Change:
    """A cell's new text. `path` is a JSON Pointer into the form; `before` is what the cell showed."""

    path: str
    before: str
    after: str


@transaction.atomic
def receive(*, name: str, content: bytes, reading: Reading, by: str, at: datetime) -> Document:
    """Store a file with its checked reading. The content of a file without a form is not kept."""
    document = Document.objects.create(
        name=name,
        format=reading.format or "",
        sha256=reading.sha256,
        original=_kept(content) if reading.forms else None,
        unread=[{"text": one.text, "place": place_to_json(one.place)} for one in reading.unread],
        error=asdict(reading.error) if reading.error else None,
        received_by=by,
        received_at=at,
    )
    StoredForm.objects.bulk_create(_stored(document, number, form) for number, form in enumerate(reading.forms, 1))
    _record(document, "received", {"sha256": reading.sha256, "name": name}, by=by, at=at)
    return document


@transaction.atomic
def correct(*, stored: StoredForm, changes: Sequence[Change], by: str, at: datetime) -> None:
    """Put a person's values in the place of what was read, all at one go.

    Raises:
        RefusedChangeError: a cell cannot hold its new text; nothing is changed.
    """
    form = _locked(stored)
    _refuse_impossible(form, changes)
    step = _next_step(form)
    form.corrections.bulk_create(Correction(form=form, step=step, by=by, at=at, **asdict(one)) for one in changes)
    _count_again(form.document)
    detail: dict[str, object] = {"form": form.number, "step": step, "changes": [asdict(one) for one in changes]}
    _record(form.document, "corrected", detail, by=by, at=at)


@transaction.atomic
def confirm(*, stored: StoredForm, path: str, by: str, at: datetime) -> None:
    """Note that a person compared a value with the original and found it as it was read.

    Raises:
        RefusedChangeError: there is no such value.
    """
    form = _locked(stored)
    now = readings.corrected(form)
    if path not in correctable(now):
        raise RefusedChangeError(path, CorrectionError("这一格不能核对，请刷新页面后重试。"))
    step, text = _next_step(form), readings.text_at(now, path)
    form.corrections.create(step=step, path=path, before=text, after=text, confirms=True, by=by, at=at)
    detail: dict[str, object] = {"form": form.number, "step": step, "path": path}
    _record(form.document, "confirmed", detail, by=by, at=at)


@transaction.atomic
def undo(*, stored: StoredForm, step: int, by: str, at: datetime) -> None:
    """Take back one step of corrections; later ones stay.

    Raises:
        NothingToUndoError: the step was undone already, or was never made.
    """
    form = _locked(stored)
    if not form.corrections.filter(step=step, undone_at=None).update(undone_by=by, undone_at=at):
        raise NothingToUndoError
    _count_again(form.document)
    detail: dict[str, object] = {"form": form.number, "step": step}
    _record(form.document, "correction_undone", detail, by=by, at=at)


@transaction.atomic
def answer(*, stored: StoredForm, key: str, kind: AnswerKind, words: str, by: str, at: datetime) -> None:
    """Keep what a person says to a finding, or to a question, for as long as the same words break the same rule.

    Raises:
        NothingToAnswerError: nothing of the form has this key, or it is answered already.
    """
    form = _locked(stored)
    now = readings.current(form.document).forms[form.number - 1]
    rule = next((one.rule for one in readings.told(now) if one.key == key and one.answer is None), None)
    if rule is None:
        raise NothingToAnswerError
    given = form.answers.create(key=key, rule=rule, kind=kind.value, words=words, by=by, at=at)
    _count_again(form.document)
    said: dict[str, object] = {"key": key, "rule": rule, "kind": kind.value, "words": words}
    _record(form.document, "answered", {"form": form.number, "answer": given.pk, **said}, by=by, at=at)


@transaction.atomic
def withdraw(*, stored: StoredForm, pk: int, by: str, at: datetime) -> None:
    """Take back an answer: what it answered is open again.

    Raises:
        NothingToWithdrawError: the answer was withdrawn already, or was never given.
    """
    form = _locked(stored)
    if not form.answers.filter(pk=pk, withdrawn_at=None).update(withdrawn_by=by, withdrawn_at=at):
        raise NothingToWithdrawError
    _count_again(form.document)
    detail: dict[str, object] = {"form": form.number, "answer": pk}
    _record(form.document, "answer_withdrawn", detail, by=by, at=at)


@transaction.atomic
def delete(*, document: Document, by: str, at: datetime) -> None:
    """Remove a document with its content, forms, corrections and answers.

    The log keeps that it was here, and no word of it. The content stays where another document has the same.
    """
    _record(document, "deleted", {"sha256": document.sha256}, by=by, at=at)
    pk, original = document.pk, document.original_id
    document.delete()
    _drop_if_unused(original)
    transaction.on_commit(_empty_write_ahead_log)
    transaction.on_commit(lambda: pictures.forget(pk))


def _kept(content: bytes) -> Original:
    """Return the bytes as they are kept, held against a deletion of the last document that has them."""
    sha256 = hashlib.sha256(content).hexdigest()
    original, _ = Original.objects.select_for_update().get_or_create(sha256=sha256, defaults={"content": content})
    return original


def _drop_if_unused(sha256: str | None) -> None:
    # Locked before it is asked who uses it: the same file may be coming in at this moment.
    list(Original.objects.select_for_update().filter(pk=sha256).values_list("pk"))
    Original.objects.filter(pk=sha256, documents=None).delete()


def _next_step(form: StoredForm) -> int:
    return (form.corrections.aggregate(last=Max("step"))["last"] or 0) + 1


def _record(document: Document, kind: str, detail: Mapping[str, object], *, by: str, at: datetime) -> None:
    record(kind=kind, subject=document.subject, by=by, at=at, detail=detail, key=document.log_key)


def _empty_write_ahead_log() -> None:
    """Let no page from before a deletion live on beside SQLite's file; the file itself overwrites what is deleted.

    PostgreSQL cleans up by itself, later (docs/manual/read.md says so to its users).
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_ = cursor.fetchone()
    if busy:
        _LOG.warning("删除的内容还留在数据库的 -wal 文件里：有别的程序正在读数据库。再删除一次，或重新启动，即可清除。")


def _stored(document: Document, number: int, form: Form) -> StoredForm:
    return StoredForm(
        document=document,
        number=number,
        reading=encode_form(readings.without_findings(form)),
        places=places_of(form),
        **_summary(form),
    )


def _summary(form: Form) -> dict[str, str | int]:
    named = form.project.name if form.project and form.project.name else form.title
    return {"title": (named or "")[:300], "unit": (form.unit.name or "")[:300], **asdict(readings.counts(form))}


def _locked(stored: StoredForm) -> StoredForm:
    """Return the form, held against a second change at the same time (two tabs of one browser)."""
    return StoredForm.objects.select_for_update(of=("self",)).select_related("document").get(pk=stored.pk)


def _refuse_impossible(stored: StoredForm, changes: Sequence[Change]) -> None:
    form = readings.corrected(stored)
    for change in changes:
        try:
            form = readings.changed(form, change.path, change.after)
        except CorrectionError as error:
            raise RefusedChangeError(change.path, error) from error


def _count_again(document: Document) -> None:
    for stored, form in zip(document.forms.all(), readings.current(document).forms, strict=True):
        summary = _summary(form)
        for name, value in summary.items():
            setattr(stored, name, value)
        stored.save(update_fields=summary.keys())
