"""A file that keeps what people said to findings and questions, so that a later check knows it.

Knows how answers are kept, not what they mean for a form: that is `jiheng.rules.answers`.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from jiheng import complaints
from jiheng.model import Answer, AnswerKind, Finding, Form, Question

VERSION: Literal["1"] = "1"
# A temporary file is its owner's alone; a book is read by colleagues too.
_MODE = 0o644


class AnswerBookError(ValueError):
    """A file of answers is none, or cannot be opened. The message is Chinese and says what to do."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"说明台账 {path} 有错：{what}；请核对文件，或换一个文件名另建一本。")


class Entry(BaseModel):
    """An answer, and what it answers: `key` finds it again, the rest is for people.

    `unit`, `project`, `year` and `stage` tell whose form it was, so that an answer that no longer fits can be named.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    kind: AnswerKind
    words: Annotated[str, Field(min_length=1)]
    person: Annotated[str, Field(min_length=1)]
    on: date
    rule: str
    title: str
    found: str | None
    unit: str | None
    project: str | None
    year: int | None
    stage: str

    @property
    def answer(self) -> Answer:
        """The answer alone."""
        return Answer(self.kind, self.words, self.person, self.on.isoformat())


class _Book(BaseModel):
    """The file: its version, and the answers in the order in which they were given."""

    model_config = ConfigDict(extra="forbid", frozen=True, title="绩衡说明台账（Jiheng answers）")

    jiheng_answers: Literal["1"] = VERSION
    answers: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerBook:
    """The answers of one file."""

    entries: tuple[Entry, ...] = ()

    def answers(self) -> Mapping[str, Answer]:
        """Return the answers by the key of what they answer."""
        return {entry.key: entry.answer for entry in self.entries}

    def with_entry(self, entry: Entry) -> AnswerBook:
        """Return the book with one more answer; an earlier one to the same finding is replaced."""
        return AnswerBook((*(one for one in self.entries if one.key != entry.key), entry))

    def unfitting(self, forms: Iterable[Form]) -> tuple[Entry, ...]:
        """Return the answers given to these forms that fit nothing any more: what they answered was changed."""
        known = tuple(forms)
        owners = {_owner(form) for form in known}
        findings = {one.key for form in known for one in form.findings or ()}
        keys = findings | {one.key for form in known for one in form.questions or ()}
        return tuple(
            one
            for one in self.entries
            if (one.unit, one.project, one.year, one.stage) in owners and one.key not in keys
        )


def entry_of(told: Finding | Question, form: Form, answer: Answer) -> Entry:
    """Return what is kept of an answer to a finding, or a question, of a form."""
    unit, project, year, stage = _owner(form)
    return Entry(
        key=told.key,
        kind=answer.kind,
        words=answer.words,
        person=answer.person,
        on=date.fromisoformat(answer.on),
        rule=told.rule,
        title=told.title,
        found=told.found,
        unit=unit,
        project=project,
        year=year,
        stage=stage,
    )


def load_book(path: Path) -> AnswerBook:
    """Return the answers in a file.

    Raises:
        AnswerBookError: there is none, or it is no file of answers.
    """
    try:
        return AnswerBook(_Book.model_validate(json.loads(path.read_bytes())).answers)
    except OSError as error:
        raise AnswerBookError(path, complaints.of_system(error)) from error
    except ValidationError as error:
        raise AnswerBookError(path, complaints.of_shape(error)) from error
    except (ValueError, RecursionError) as error:
        raise AnswerBookError(path, "不是 JSON") from error


def save_book(book: AnswerBook, path: Path) -> None:
    """Write the answers; a reader sees the old file or the new one, never half of it.

    Raises:
        OSError: the folder cannot be written.
    """
    body = _Book(answers=book.entries).model_dump(mode="json")
    text = json.dumps(body, ensure_ascii=False, indent=2) + "\n"
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_MODE)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of the file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:jiheng:answers:{VERSION}",
        **_Book.model_json_schema(mode="serialization"),
    }


def _owner(form: Form) -> tuple[str | None, str | None, int | None, str]:
    project = form.project.name or form.project.code if form.project is not None else None
    return form.unit.name, project, form.year, str(form.stage)
