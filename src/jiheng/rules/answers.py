"""What people said to findings and questions, and how it is found again when the form is checked anew.

An answer belongs to the words that broke a rule, not to a row number or a file: it stays while these words stay,
wherever rows move, and is gone once they change. Knows no storage.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import TypeVar

from jiheng.model import Answer, Finding, Form, Ledger, Question

_Told = TypeVar("_Told", Finding, Question)
_LENGTH = 16
# Rows move; their numbers are no part of what was answered.
_INDEX = re.compile(r"/[0-9]+(?=/|$)")


def keyed(told: Iterable[_Told], form: Form) -> tuple[_Told, ...]:
    """Return findings, or questions, each with the key under which its answer is kept."""
    seen: Counter[str] = Counter()
    keys: list[_Told] = []
    for one in told:
        words = _words(one, form)
        seen[words] += 1
        keys.append(replace(one, key=_digest(f"{words}\x1f{seen[words]}")))
    return tuple(keys)


def answered(form: Form, answers: Mapping[str, Answer]) -> Form:
    """Return a checked form in which each finding and question bears its answer, and the ledger tells of it."""
    findings = tuple(replace(one, answer=answers.get(one.key)) for one in form.findings or ())
    questions = tuple(replace(one, answer=answers.get(one.key)) for one in form.questions or ())
    told = [(one.rule, one.answer) for one in findings] + [(one.rule, one.answer) for one in questions]
    settled = {rule for rule, _ in told} - {rule for rule, answer in told if answer is None}
    ledger = _settled(form.ledger or Ledger(), settled)
    return replace(form, findings=findings, questions=questions, ledger=ledger)


def _digest(words: str) -> str:
    # Stored data may hold half a character.
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def _settled(ledger: Ledger, rules: set[str]) -> Ledger:
    return replace(
        ledger,
        failed=tuple(one for one in ledger.failed if one not in rules),
        needs_person=tuple(one for one in ledger.needs_person if one not in rules),
        answered=tuple(sorted({*ledger.answered, *rules})),
    )


def _words(one: Finding | Question, form: Form) -> str:
    """Return what makes two findings the same: the form's unit, project and year, the rule, and the words it names."""
    project = form.project.name or form.project.code if form.project is not None else None
    whose = (form.unit.name, project, form.year, form.stage)
    row = form.at("/".join(one.path.split("/")[:3]))
    where = (getattr(row, "name", None), _INDEX.sub("/", one.path))
    expected = one.expected if isinstance(one, Finding) else None
    parts = (*whose, one.rule, *where, one.found, expected)
    return "\x1f".join("" if part is None else str(part) for part in parts)
