"""The shapes of what is said about a form: notes of the reading, findings, questions, answers, the ledger."""

from __future__ import annotations

from jiheng import model
from jiheng.contract.values import Place, Pointer, Shape, Truth


class Note(Shape):
    restores = model.Note
    kind: model.NoteKind
    text: str
    place: Place
    path: Pointer | None = None
    proposed: tuple[str, ...] = ()


class Step(Shape):
    restores = model.Step
    words: str
    value: str | None


class Related(Shape):
    """`form` names another form; null is the form of the finding itself."""

    restores = model.Related
    form: str | None
    path: Pointer
    text: str | None
    place: Place


class Repair(Shape):
    restores = model.Repair
    path: Pointer
    before: str | None
    after: str
    safe: Truth


class Answer(Shape):
    restores = model.Answer
    kind: model.AnswerKind
    words: str
    person: str
    on: str


class Finding(Shape):
    restores = model.Finding
    rule: str
    severity: model.Severity
    title: str
    found: str | None
    expected: str | None
    advice: str
    basis: str
    place: Place
    path: Pointer
    example: str | None = None
    derivation: tuple[Step, ...] = ()
    related: tuple[Related, ...] = ()
    repair: Repair | None = None
    key: str = ""
    answer: Answer | None = None


class Question(Shape):
    restores = model.Question
    rule: str
    title: str
    question: str
    found: str | None
    place: Place
    path: Pointer
    key: str = ""
    answer: Answer | None = None


class Ledger(Shape):
    restores = model.Ledger
    passed: tuple[str, ...]
    failed: tuple[str, ...]
    not_applicable: tuple[str, ...]
    not_enough_data: tuple[str, ...]
    needs_person: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    switched_off: tuple[str, ...] = ()
