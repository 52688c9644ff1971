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
    recogniser is not sure (UNCERTAIN), or one that may have been meant otherwise (REPAIR, proposed and not applied).
    """

    kind: NoteKind
    text: str
    place: Place = field(default=Place(), compare=False)
    path: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Unread:
    """A text of the document that no field took."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule, with all that is needed to explain it to the person who filled in the form.

    `path` is a JSON Pointer into the form (RFC 6901), e.g. `/indicators/3/target`.
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


@dataclass(frozen=True, slots=True)
class Ledger:
    """What became of every rule on one form: ids, sorted."""

    passed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    not_enough_data: tuple[str, ...] = ()
