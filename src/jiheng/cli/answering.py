"""`jiheng answer`: say why a finding stays as it is, or does not fit, and keep that in a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from jiheng import complaints, pipeline
from jiheng.answer_book import AnswerBook, AnswerBookError, entry_of, load_book, save_book
from jiheng.cli.checking import NotDoneError, refused, surroundings
from jiheng.cli.options import ContextFile, File
from jiheng.cli.show import printable
from jiheng.cli.terminal import fail, tell
from jiheng.model import Answer, AnswerKind, Finding, Form, Question, Reading
from jiheng.words import ANSWERS, BLANK


def answer_command(  # noqa: PLR0913 -- the options of a command
    file: File,
    rule: Annotated[str, typer.Option("--rule", metavar="编号", help="意见的规则编号。")],
    kind: Annotated[str, typer.Option("--kind", metavar="种类", help="、".join(ANSWERS.values()) + "。")],
    words: Annotated[str, typer.Option("--words", metavar="文字", help="理由。")],
    person: Annotated[str, typer.Option("--person", metavar="姓名", help="是谁说的。")],
    book: Annotated[Path, typer.Option("--book", metavar="台账", help="记在哪个 JSON 文件里；没有就新建。")],
    at: Annotated[str | None, typer.Option("--at", metavar="指向", help="同一规则有几处时，意见的 path。")] = None,
    key: Annotated[str | None, typer.Option("--key", metavar="键", help="同一规则有几处时，意见的 key。")] = None,
    context: ContextFile = None,
) -> None:
    """Answer one finding or question of a file."""
    (reading,) = surroundings(context, None).checked([pipeline.read(file)])
    if reading.error is not None and not reading.forms:
        fail(f"{reading.error.message}{reading.error.advice}")
    answer = refused(lambda: answer_of(kind, words, person))
    tell(printable(refused(lambda: give_answer(reading, Wanted(rule, at, key), answer, book))))


def give_answer(reading: Reading, wanted: Wanted, answer: Answer, path: Path) -> str:
    """Keep the answer to one finding or question in a file, and say to which.

    Raises:
        NotDoneError: none is meant, or several could be, or the file cannot be written.
    """
    form, told = _one(reading, wanted)
    try:
        book = load_book(path) if path.exists() else AnswerBook()
        save_book(book.with_entry(entry_of(told, form, answer)), path)
    except AnswerBookError as error:
        raise NotDoneError(str(error)) from error
    except OSError as error:
        raise NotDoneError(f"写不了“{path}”：{complaints.of_system(error)}。") from error
    return f"已记下：{told.rule} {told.path}（{told.found or BLANK}）——{ANSWERS[answer.kind]}：{answer.words}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which finding or question is answered: one of `rule`, at `path` or with `key` where there are several."""

    rule: str
    path: str | None = None
    key: str | None = None

    def means(self, told: Finding | Question) -> bool:
        """Whether it is this one."""
        return told.rule == self.rule and self.path in (None, told.path) and self.key in (None, told.key)


def answer_of(kind: str, words: str, person: str) -> Answer:
    """Return an answer of today.

    Raises:
        NotDoneError: there is no such kind, or nothing is said.
    """
    found = next((one for one, word in ANSWERS.items() if kind in (word, one.value)), None)
    if found is None:
        raise NotDoneError(f"--kind：没有“{kind}”；可以是：{'、'.join(ANSWERS.values())}。")
    if not words.strip() or not person.strip():
        raise NotDoneError("--words 和 --person 不能空白：写明理由，以及是谁说的。")
    return Answer(AnswerKind(found), words.strip(), person.strip(), datetime.now(UTC).astimezone().date().isoformat())


def _one(reading: Reading, wanted: Wanted) -> tuple[Form, Finding | Question]:
    every = [(form, one) for form in reading.forms for one in _told(form)]
    found = [(form, one) for form, one in every if wanted.means(one)]
    if len(found) == 1:
        return found[0]
    if found:
        places = "；".join(f"{one.path}（--key {one.key}）" for _, one in found)
        raise NotDoneError(f"规则 {wanted.rule} 有 {len(found)} 处，请用 --at 或 --key 指明一处：{places}")
    rules = "、".join(sorted({one.rule for _, one in every})) or "没有"
    raise NotDoneError(f"这个文件里没有这样一条意见：{wanted.rule}。现有意见的规则：{rules}")


def _told(form: Form) -> Iterator[Finding | Question]:
    yield from form.findings or ()
    yield from form.questions or ()
