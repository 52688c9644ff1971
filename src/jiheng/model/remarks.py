"""What was noted on the way: reading notes, unread texts, findings, the ledger of the rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from jiheng.model.place import Place


class Severity(StrEnum):
    """ERROR sends the form back, WARNING must be explained, HINT is advice."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class NoteKind(StrEnum):
    """What a reading note tells of."""

    MENDED = "mended"
    MARKUP = "markup"
    INSTRUCTION = "instruction"
    PICK_LIST = "pick_list"
    DERIVED = "derived"
    FILLABLE = "fillable"
    HIDDEN = "hidden"
    COMMENT = "comment"
    HEADING = "heading"
    UNCERTAIN = "uncertain"
    REPAIR = "repair"


@dataclass(frozen=True, slots=True)
class Note:
    """What was mended, removed or derived while reading, or met beside the form's own text. `text` is Chinese.

    `path` is a JSON Pointer to the value that the note speaks of, where it speaks of one: a cell of which a
    recogniser is not sure (UNCERTAIN), or one that may have been meant otherwise (REPAIR). `proposed` are the texts
    that it may have been meant to hold, likeliest first; they are never applied.
    """

    kind: NoteKind
    text: str
    place: Place = field(default=Place(), compare=False)
    path: str | None = field(default=None, compare=False)
    proposed: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Unread:
    """A text of the document that no field took."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the way to what was expected: `words` say what a value is, e.g. 100% − 预算执行率 and 10%."""

    words: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """What a finding contradicts or repeats: a text of the same form, or, where `form` names one, of another.

    `path` is a JSON Pointer into the form that it stands in.
    """

    form: str | None
    path: str
    text: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Repair:
    """What could stand at `path` instead of `before`; applied without a person only where it is `safe`."""

    path: str
    before: str | None
    after: str
    safe: bool


class AnswerKind(StrEnum):
    """How a finding was answered: the rule does not fit this form, or the reason why it stays as it is."""

    NOT_APPLICABLE = "not_applicable"
    EXPLAINED = "explained"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said to a finding. `on` is the day, ISO 8601."""

    kind: AnswerKind
    words: str
    person: str
    on: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule, with all that is needed to explain it to the person who filled in the form.

    `path` is a JSON Pointer into the form (RFC 6901), e.g. `/indicators/3/target`. `key` stays the same as long as the
    same words break the same rule, wherever in the form they stand: answers are kept under it.
    """

    rule: str
    severity: Severity
    title: str
    found: str | None
    expected: str | None
    advice: str
    basis: str
    place: Place
    path: str
    example: str | None = None
    derivation: tuple[Step, ...] = ()
    related: tuple[Related, ...] = ()
    repair: Repair | None = None
    key: str = ""
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person can judge, put to the reviewer beside what the form says."""

    rule: str
    title: str
    question: str
    found: str | None
    place: Place
    path: str
    key: str = ""
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """What became of every rule on one form: ids, sorted.

    A rule all of whose findings were answered is `answered`; one that put a question to a person `needs_person`; one
    that the region does not use `switched_off`.
    """

    passed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    not_enough_data: tuple[str, ...] = ()
    needs_person: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    switched_off: tuple[str, ...] = ()
