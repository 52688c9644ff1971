"""Open a stranger's file: read, check and annotate it in a process of its own, within limits. Knows no database.

This module is imported by that process too, so it may not need Django's apps.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any

from django.conf import settings

from jiheng import contract, pipeline
from jiheng.model import Form, Place, Reading, ReadingError
from jiheng.readers import archives
from jiheng.readers.errors import UnreadableFileError
from jiheng.readers.pictures import Picture
from jiheng.writers.annotate import Mark, UnannotatableError, annotate_marks, marks
from jiheng.yaml_files import DataFileError
from jiheng_web.declarations.sources import Source, picture_of, source_of
from jiheng_web.sandbox import BusyError, DiedError, Sandbox, SandboxError, TookTooLongError

Places = Mapping[str, Mapping[str, Any]]
# Path, bytes, and why there are none; plain, since it leaves a process.
Member = tuple[str, bytes, ReadingError | None]
# All of an archive is held at once: a fifth of what as many files of full size would take.
_SHARE = 5

# No database holds half a character, and PostgreSQL no NUL either; stored forms (JSON) can bring both.
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was brought in, or one of those in an archive that was: its path, its bytes, its checked reading."""

    path: str
    content: bytes
    reading: Reading


def open_all(data: bytes, name: str) -> list[Opened]:
    """Return the file, or every file in it where it is an archive; each is read in time and memory of its own."""
    try:
        inside = _sandbox().run(members_of, data, name, settings.JIHENG_MAX_FILES, settings.JIHENG_MAX_FILE_BYTES)
    except SandboxError as error:
        return [Opened(name, data, _unopened(name, data, _why(error)))]
    if inside is None:
        return [Opened(name, data, open_file(data, name))]
    return [_opened(member, name, data) for member in inside]


def members_of(data: bytes, name: str, most: int, most_bytes: int) -> list[Member] | None:
    """Return what is in an archive, at most so many files and bytes for each of them; None for any other file."""
    if archives.kind_of(data, name) is None:
        return None
    found: list[Member] = []
    room = most * most_bytes // _SHARE
    for member in archives.members(data, name):
        room -= len(member.data)
        if len(found) == most or room < 0:
            found.append(("", b"", _too_many(most, is_large=room < 0)))
            break
        found.append((member.path, member.data, None if member.error is None else _why_unread(member.error)))
    return found


def open_file(data: bytes, name: str) -> Reading:
    """Return the checked reading of a file; a file that takes too long or brings the reader down gives an error."""
    try:
        answer, places = _sandbox().run(read_and_check, data, name)
    except SandboxError as error:
        return _unopened(name, data, _why(error))
    (reading,) = contract.decode(answer)
    forms = zip(reading.forms, places, strict=True)
    return replace(reading, forms=tuple(with_places(form, known) for form, known in forms))


def read_and_check(data: bytes, name: str) -> tuple[dict[str, object], tuple[Places, ...]]:
    """Return a checked reading as contract JSON, and what the contract leaves out: where each value stands."""
    try:
        reading = pipeline.check_reading(pipeline.read_bytes(data, name))
    except DataFileError as error:
        reading = _without_data_file(data, name, error)
    answer = contract.encode([reading], checked=True)
    if any(_UNSTORABLE.search(text) for text in _texts(answer)):
        reading = _unstorable(data, name)
        answer = contract.encode([reading], checked=True)
    return answer, tuple(places_of(form) for form in reading.forms)


def annotated(data: bytes, reading: Reading) -> bytes | ReadingError:
    """Return the file with the findings of its reading as comments, or why that cannot be."""
    if hashlib.sha256(data).hexdigest() != reading.sha256:
        advice = "请解压后单独放入这个文件，再下载带批注的原件。"
        return ReadingError("archive", "放入的是压缩包，批注写不进压缩包。", advice)
    try:
        return _sandbox().run(annotate_or_refuse, data, reading.format, marks(reading))
    except SandboxError as error:
        return _why(error)


def annotate_or_refuse(data: bytes, format: str | None, marks: Sequence[Mark]) -> bytes | ReadingError:
    """Return the annotated file, or why not; what is raised would not find its way out of the process."""
    try:
        return annotate_marks(data, format, marks)
    except (UnannotatableError, UnreadableFileError) as error:
        return ReadingError("unannotatable", error.message, error.advice)


def source(data: bytes, name: str, kind: str) -> Source | ReadingError:
    """Return what a page shows of the sender's file, or why it shows nothing."""
    try:
        return _easel().run(source_of, data, name, kind)
    except SandboxError as error:
        return _why(error)


def picture(data: bytes, name: str, kind: str, page: int) -> Picture | ReadingError:
    """Return the picture of a page of a printed file, or why there is none."""
    try:
        return _easel().run(picture_of, data, name, kind, page)
    except SandboxError as error:
        return _why(error)


def places_of(form: Form) -> Places:
    """Return where single values stand, by JSON Pointer, as JSON."""
    cells = {
        f"/indicators/{number}/{name}": place
        for number, indicator in enumerate(form.indicators)
        for name, place in indicator.places.items()
    }
    return {path: place_to_json(place) for path, place in {**form.places, **cells}.items()}


def with_places(form: Form, places: Places) -> Form:
    """Return the form knowing where its values stand."""
    return replace(form, places={path: place_from_json(place) for path, place in places.items()})


def place_to_json(place: Place) -> dict[str, object]:
    return {name: value for name, value in asdict(place).items() if value is not None}


def place_from_json(place: Mapping[str, Any]) -> Place:
    box = place.get("box")
    return Place(**place) if box is None else Place(**{**place, "box": tuple(box)})


def _opened(member: Member, name: str, data: bytes) -> Opened:
    """Read a member. One without a path tells of the archive itself, whose sum it then bears."""
    path, content, error = member
    shown = f"{name}/{path}" if path else name
    if error is not None:
        return Opened(shown, b"", _unopened(shown, content if path else data, error))
    return Opened(shown, content, open_file(content, path))


def _unopened(name: str, data: bytes, error: ReadingError) -> Reading:
    return Reading(name, format=None, sha256=hashlib.sha256(data).hexdigest(), error=error)


def _why_unread(error: UnreadableFileError) -> ReadingError:
    return ReadingError(error.code, error.message, error.advice)


def _too_many(most: int, *, is_large: bool) -> ReadingError:
    what = "解压后太大" if is_large else f"里的文件超过 {most} 个"
    return ReadingError(
        "too_large", f"压缩包{what}，后面的文件没有读取。", "请分成几个较小的压缩包，或解压后分批放入。"
    )


@cache
def _sandbox() -> Sandbox:
    return Sandbox(processes=settings.JIHENG_READERS, seconds=settings.JIHENG_READING_SECONDS)


@cache
def _easel() -> Sandbox:
    """Return a process of its own: whoever looks at a page does not wait for files that are being read."""
    return Sandbox(processes=1, seconds=settings.JIHENG_READING_SECONDS)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _unstorable(data: bytes, name: str) -> Reading:
    message = "文件里夹着不成字的代码（半个字符或空字符 NUL），数据库存不下。"
    advice = "请用生成这个文件的软件重新导出；还是这样时，用文本编辑器删去这些代码后再提交。"
    why = ReadingError("unstorable_text", message, advice)
    return _unopened(name, data, why)


def _without_data_file(data: bytes, name: str, error: DataFileError) -> Reading:
    advice = "文件本身没有问题。请改正所说的版式或参数文件，或把它移出数据目录，再重新提交；不用重新启动。"
    why = ReadingError("data_file", str(error), advice)
    return _unopened(name, data, why)


def _why(error: SandboxError) -> ReadingError:
    slim = "请删去与报表无关的内容（图片、附件、多余的工作表和行）后另存，再重新提交；也可以把文件拆成几份。"
    again = "请用原来的软件打开文件并另存为 docx 或 xlsx 后再试；如果仍然这样，请把文件名和时间告诉维护人员。"
    reasons: dict[type[SandboxError], ReadingError] = {
        TookTooLongError: ReadingError("timeout", f"读取超过 {settings.JIHENG_READING_SECONDS} 秒，已停止。", slim),
        DiedError: ReadingError("reader_stopped", "读取程序在处理这个文件时意外停止。", again),
        BusyError: ReadingError("busy", "正在读取的文件较多，这个文件没有轮到。", "请稍等片刻，再重新提交这个文件。"),
    }
    return reasons[type(error)]
