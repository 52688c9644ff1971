"""Documents that were brought in, the forms read from them, and what people corrected by hand or said to findings.

A form is stored as it was read and never changes; what it says now is the reading with its corrections applied in
order. Findings are not stored, only the answers to them. Knows nothing of what a form means: readings are JSON of the
public contract.
"""

from __future__ import annotations

import secrets
import uuid

from django.db import models
from django.db.models import F, Q


class Original(models.Model):
    """The bytes of a file as they came in, kept once for all documents that have the same: `sha256` is their sum."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256


class Document(models.Model):
    """One file. A file that could not be read keeps the reason and not its content.

    `sha256` is the sum of the file that was read; `original` is that file. A file of an archive is a document too.
    `error` is null or the contract's `{"code", "message", "advice"}`; `unread` lists texts that no field took. A file
    may hold forms and an error too, where one form of several has no reading. `log_key` goes into the digests of the
    log and dies with the document, so that no detail can be found out afterwards by trying.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=150)
    format = models.CharField(max_length=20, blank=True)
    sha256 = models.CharField(max_length=64)
    original = models.ForeignKey(Original, models.PROTECT, related_name="documents", null=True)
    unread = models.JSONField(default=list)
    error = models.JSONField(null=True)
    log_key = models.CharField(max_length=64, default=secrets.token_hex, editable=False)
    received_by = models.CharField(max_length=150)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            models.CheckConstraint(name="document_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="document_keeps_content_or_says_why_not",
                condition=Q(original__isnull=False) | Q(error__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """How the log names this document."""
        return f"document:{self.pk}"


class StoredForm(models.Model):
    """One form of a document, as read. `number` counts from 1 in order of appearance.

    `reading` is a FORM of the contract; `places` says where each value stands in the file, by JSON Pointer.
    `title`, `unit` and the counts repeat what the form says now, so that lists need not check every form anew:
    open findings of each severity, and rules that could not judge for lack of data.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="forms")
    number = models.PositiveIntegerField()
    reading = models.JSONField()
    places = models.JSONField(default=dict)
    title = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=300, blank=True)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    hints = models.PositiveIntegerField(default=0)
    not_enough_data = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="form_number_is_unique", fields=["document", "number"]),
            models.CheckConstraint(name="form_numbers_count_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.document} #{self.number}"


class Correction(models.Model):
    """A value that a person put in the place of what was read. `path` is a JSON Pointer into the form.

    Corrections made at one go (a block pasted from a spreadsheet) share a `step` and are undone together. One that
    `confirms` says that a person compared the value with the original and found it right; it changes nothing.
    """

    form = models.ForeignKey(StoredForm, models.CASCADE, related_name="corrections")
    step = models.PositiveIntegerField()
    path = models.CharField(max_length=200)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    confirms = models.BooleanField(default=False)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    undone_by = models.CharField(max_length=150, null=True)  # noqa: DJ001 - null says that nobody has undone it
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["step", "pk"]
        constraints = [
            models.UniqueConstraint(name="correction_speaks_of_a_cell_once", fields=["form", "step", "path"]),
            models.CheckConstraint(
                name="correction_is_undone_by_somebody_at_a_time",
                # A comparison with NULL is neither true nor false, and the database would let it pass.
                condition=Q(undone_by=None, undone_at=None)
                | Q(undone_by__isnull=False, undone_at__isnull=False, undone_at__gte=F("at")),
            ),
            models.CheckConstraint(
                name="correction_that_confirms_changes_nothing",
                condition=Q(confirms=False) | Q(before=F("after")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.path}: {self.before} → {self.after}"


class Answer(models.Model):
    """What a person said to a finding or a question. `key` is the one under which the checks find it again.

    It stands until it is withdrawn; where the words that broke `rule` have changed meanwhile it fits nothing and is
    shown as such.
    """

    class Kind(models.TextChoices):
        NOT_APPLICABLE = "not_applicable", "不适用"
        EXPLAINED = "explained", "说明"

    form = models.ForeignKey(StoredForm, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=64)
    rule = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=Kind)
    words = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=150, null=True)  # noqa: DJ001 - null says that nobody has withdrawn it
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="finding_has_one_standing_answer", fields=["form", "key"], condition=Q(withdrawn_at=None)
            ),
            models.CheckConstraint(
                name="answer_is_withdrawn_by_somebody_at_a_time",
                condition=Q(withdrawn_by=None, withdrawn_at=None)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False, withdrawn_at__gte=F("at")),
            ),
            models.CheckConstraint(
                name="answer_speaks_of_a_finding_in_words", condition=~Q(key="") & ~Q(rule="") & ~Q(words="")
            ),
            models.CheckConstraint(name="answer_kind_is_known", condition=Q(kind__in=["not_applicable", "explained"])),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.rule}: {self.words}"
