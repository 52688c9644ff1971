"""What `jiheng check` does with a file beside checking it: facts from outside, answers, a corrected copy.

Says what became of it; decides no exit code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from rich.console import Group, RenderableType
from rich.text import Text

from jiheng import catalog, complaints, pipeline
from jiheng.answer_book import AnswerBook, AnswerBookError, Entry, load_book
from jiheng.cli.show import headed_table, printable
from jiheng.cli.terminal import fail
from jiheng.context import Context, load_context
from jiheng.fixing import Fixed, fix
from jiheng.model import Finding, Form, Reading, Severity
from jiheng.rules import Facts
from jiheng.rules.answers import answered
from jiheng.words import BLANK
from jiheng.writers import BrokenDrawingError, UnwritableTextError
from jiheng.writers.forms import FORMATS, NoLayoutError, write_forms

_Done = TypeVar("_Done")


class NotDoneError(ValueError):
    """What was asked for cannot be done. The message is Chinese and says why and what to do."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known beside the files: facts from outside, and what people said to earlier findings."""

    context: Context | None = None
    book: AnswerBook | None = None

    @classmethod
    def load(cls, context: Path | None, book: Path | None) -> Surroundings:
        """Load what is named.

        Raises:
            NotDoneError: the file of answers is wrong.
            ContextFileError: the file of facts is wrong.
        """
        try:
            return cls(
                load_context(context) if context is not None else None, load_book(book) if book is not None else None
            )
        except AnswerBookError as error:
            raise NotDoneError(str(error)) from error

    def checked(self, readings: Sequence[Reading]) -> list[Reading]:
        """Check the readings, and let every finding bear its answer."""
        if self.context is None:
            found = pipeline.check_together(readings)
        else:
            found = (pipeline.check_reading(one, around=self.context.around) for one in readings)
        return [replace(one, forms=tuple(map(self._answered, one.forms))) for one in found]

    def check_form(self, form: Form, forms: Sequence[Form]) -> Form:
        """Check one form of a file anew."""
        facts = self.context.around(form) if self.context is not None else Facts()
        return self._answered(pipeline.check_form(form, forms, facts))

    def unfitting(self, readings: Sequence[Reading]) -> tuple[Entry, ...]:
        """Return the answers to these forms that fit nothing any more."""
        return self.book.unfitting(form for one in readings for form in one.forms) if self.book is not None else ()

    def _answered(self, form: Form) -> Form:
        return answered(form, self.book.answers()) if self.book is not None else form


def refused(do: Callable[[], _Done]) -> _Done:
    """Return what is asked for, or end the command with the reason why it cannot be done."""
    try:
        return do()
    except NotDoneError as error:
        fail(str(error))


def surroundings(context: Path | None, answers: Path | None) -> Surroundings:
    """Load what is named, or end the command with the reason why that cannot be done."""
    return refused(lambda: Surroundings.load(context, answers))


def fixed_copy(reading: Reading, to: Path, around: Surroundings) -> Iterator[RenderableType]:
    """Write a corrected copy of a file, and say what was changed and what is only proposed.

    Raises:
        NotDoneError: nothing was read, or the copy cannot be written, or does not give everything back.
    """
    if not reading.forms:
        raise NotDoneError("没有写出改正的文件：没有读出任何一张表。")
    layouts = catalog.layouts()
    fixed = [
        fix(form, _checker(around, reading.forms), layout=layouts.get(form.layout or "")) for form in reading.forms
    ]
    try:
        written = write_forms([one.form.unchecked() for one in fixed], _format(to), layouts=layouts)
        to.write_bytes(written.data)
    except (NoLayoutError, UnwritableTextError, BrokenDrawingError) as error:
        raise NotDoneError(str(error)) from error
    except OSError as error:
        raise NotDoneError(f"写不了“{to}”：{complaints.of_system(error)}。") from error
    yield from _told(fixed, to)
    if written.losses:
        raise NotDoneError(
            f"写出的 {to} 读回来有 {len(written.losses)} 处与改正后的表不同；请改写成 json，或先处理这些内容。"
        )


def refuse_target(files: Sequence[Path], to: Path) -> None:
    """Refuse a copy that cannot be made.

    Raises:
        NotDoneError: several files are checked, the suffix is none that can be written, or it would cover the original.
    """
    if len(files) != 1 or files[0].is_dir():
        raise NotDoneError("--fix：一次改正一个文件，请逐个文件改。")
    if _format(to) not in FORMATS:
        raise NotDoneError(f"--fix：不能写出“{to.name}”；后缀可以是：{'、'.join(FORMATS)}。")
    if to.resolve() == files[0].resolve() or (to.exists() and to.samefile(files[0])):
        raise NotDoneError("--fix：改正的文件不能就是原文件。")


def unfitting(entries: Sequence[Entry]) -> RenderableType:
    """List answers that fit nothing any more."""
    table = headed_table("规则", "当时写的", "说明", "说明人", "日期")
    for one in entries:
        table.add_row(*map(printable, (one.rule, one.found or BLANK, one.words, one.person, one.on.isoformat())))
    return Group(Text(f"有 {len(entries)} 条说明已经对不上：所说的问题改掉了，或者内容变了。", style="yellow"), table)


def _checker(around: Surroundings, forms: Sequence[Form]) -> Callable[[Form], Form]:
    return lambda form: around.check_form(form, forms)


def _told(fixed: Sequence[Fixed], to: Path) -> Iterator[RenderableType]:
    changes = [change for one in fixed for change in one.changes]
    yield Text(f"已写出 {to}：改了 {len(changes)} 处")
    if changes:
        table = headed_table("指向", "位置", "原来", "改为", "规则")
        for change in changes:
            repair, finding = change.repair, change.finding
            cells = (repair.path, str(finding.place), repair.before or BLANK, repair.after, finding.rule)
            table.add_row(*map(printable, cells))
        yield table
    yield from _proposed([finding for one in fixed for finding in one.proposed])
    left = [finding for one in fixed for finding in one.form.findings or () if finding.answer is None]
    errors = sum(one.severity is Severity.ERROR for one in left)
    yield Text(f"改后还有 {len(left)} 条意见，其中错误 {errors} 条")


def _proposed(findings: Sequence[Finding]) -> Iterator[RenderableType]:
    if not findings:
        return
    yield Text(f"另有 {len(findings)} 处只提建议，没有改，请人核对：")
    table = headed_table("指向", "位置", "现在", "建议", "规则")
    for one in findings:
        if one.repair is not None:
            cells = (one.repair.path, str(one.place), one.repair.before or BLANK, one.repair.after, one.rule)
            table.add_row(*map(printable, cells))
    yield table


def _format(file: Path) -> str:
    return file.suffix.removeprefix(".").lower()
