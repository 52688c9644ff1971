"""From files to their readings, and from a reading to its findings.

A file that cannot be read is no exception: it has a reading that says why. What stands in a form is decided by the
layouts, what is wrong with it by the rules; nothing of either is known here. `read` and `check` give one reading;
`read_all` and `check_all` give one for each file of a folder or an archive.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Protocol

from jiheng import catalog, complaints, contract, readers
from jiheng.batch import Batch
from jiheng.layouts.reading import read_forms
from jiheng.layouts.schema import Layout
from jiheng.model import Document, Form, Reading, ReadingError
from jiheng.readers import archives
from jiheng.readers.errors import TooLargeFileError, UnreadableFileError
from jiheng.readers.formats import detect
from jiheng.rules import Facts, examine
from jiheng.values.dates import YEARS
from jiheng.yaml_files import DataFileError


def read(path: str | Path, *, layout: str | None = None, year: int | None = None) -> Reading:
    """Return the forms of one file, or of the only file in an archive.

    `layout` and `year` overrule what would be found.

    Raises:
        catalog.UnknownLayoutError: no layout is called `layout`.
        ValueError: no form can be of that `year`.
        yaml_files.DataFileError: a layout file, or in a check a parameter file, is wrong.
    """
    opened = _open(path)
    return opened if isinstance(opened, Reading) else read_bytes(opened, str(path), layout=layout, year=year)


def check(path: str | Path, *, layout: str | None = None, year: int | None = None) -> Reading:
    """Return the forms of one file, each with its findings and its ledger."""
    return check_reading(read(path, layout=layout, year=year))


def read_bytes(
    data: bytes,
    name: str,
    *,
    layout: str | None = None,
    year: int | None = None,
    layouts: Mapping[str, Layout] | None = None,
) -> Reading:
    """Return the forms in the bytes of a file called `name`. Stored forms (JSON) come back as they were stored.

    `layouts` are looked for in place of those that the catalog knows.
    """
    _refuse_unknown(layout, year)
    if layouts is not None:
        return _read_file(data, name, layout, year, layouts=layouts)
    kind = archives.kind_of(data, name)
    if kind is None:
        return _read_file(data, name, layout, year)
    inside = list(archives.members(data, name))
    if len(inside) != 1:
        advice = "请解压后提交其中的一个文件；要一次读完，请用 jiheng read 读这个压缩包或解压后的文件夹。"
        why = ReadingError("archive", f"压缩包里有 {len(inside)} 个文件，这里一次只读一个。", advice)
        return Reading(name, kind, sha256(data).hexdigest(), error=why)
    path, only = _member(inside[0], data, name)
    return only if isinstance(only, Reading) else _read_file(only, path, layout, year)


def read_all(
    path: str | Path,
    *,
    layout: str | None = None,
    year: int | None = None,
    keep: Callable[[bytes], object] | None = None,
) -> Iterator[Reading]:
    """Yield a reading for each file meant: the file itself, every file in a folder, every file in an archive.

    A file in an archive has the path of the archive and its own behind it: `报送.zip/乡镇/表.docx`. `keep` is given the
    bytes of each file before they are read. Raises what `read` raises.
    """
    _refuse_unknown(layout, year)
    return _readings(_sources(Path(path), str(path), keep), partial(_read_file, layout=layout, year=year))


def check_all(
    path: str | Path,
    *,
    layout: str | None = None,
    year: int | None = None,
    keep: Callable[[bytes], object] | None = None,
) -> Iterator[Reading]:
    """Yield what `read_all` yields, each form with its findings and its ledger, checked knowing the other forms.

    Every file is read before the first is checked.
    """
    return check_together(read_all(path, layout=layout, year=year, keep=keep))


def check_together(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Yield the same readings, each form checked knowing the forms of all of them, of whatever file.

    Forms of one unit and year are a hand-in, forms of the year before are last year's, a form that tells results is
    held against the form that set its goals. Readings wait on disk, not in memory.
    """
    with Batch() as batch:
        for reading in readings:
            batch.add(reading)
        for reading, forms in batch.together():
            yield replace(reading, forms=tuple(_examined(one.form, one.facts) for one in forms))


def read_all_bytes(data: bytes, name: str, *, layout: str | None = None, year: int | None = None) -> Iterator[Reading]:
    """Yield a reading for the file called `name`, or for each file in it where it is an archive."""
    _refuse_unknown(layout, year)
    return _readings(_sources_in(data, name, None), partial(_read_file, layout=layout, year=year))


def files_in(folder: Path) -> list[Path]:
    """Return the files in a folder and below it, in order of path, without lock files, hidden files and folders."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return sorted((file for file in files if not _is_hidden(file.relative_to(folder))), key=str)


def check_reading(reading: Reading, *, around: Callable[[Form], Facts] | None = None) -> Reading:
    """Return the same reading, each form with its findings and its ledger.

    `around` returns what is known of a form from elsewhere; what the catalog and the other forms of the reading tell
    need not be in it.
    """
    shared = Facts()
    forms = reading.forms
    checked = (check_form(form, forms, around(form) if around is not None else shared) for form in forms)
    return replace(reading, forms=tuple(checked))


def check_form(form: Form, forms: Sequence[Form], facts: Facts) -> Form:
    """Return a form of a reading with its findings and its ledger; `forms` are all of that reading."""
    siblings = tuple(other for other in forms if other is not form) or None
    return _examined(form, replace(facts, siblings=siblings))


class BlankFileError(DataFileError):
    """What a site keeps as the blank form of a layout cannot be read."""

    kind = "官方空白表"


# How many files are looked at behind one that needs the office suite.
_AHEAD = 31


class _Door(Protocol):
    """Reads the bytes of a file with a name; a `document` that is already there need not be read."""

    def __call__(
        self, data: bytes, name: str, *, document: Document | UnreadableFileError | None = None
    ) -> Reading: ...


# A file to be read: its name and its bytes, or the reading that says why there are none.
_Source = tuple[str, bytes | Reading]
_Keeper = Callable[[bytes], object] | None


def _refuse_unknown(layout: str | None, year: int | None) -> None:
    if layout is not None:
        catalog.layout(layout)
    if year is not None and year not in YEARS:
        raise ValueError(f"a form is of a year between {YEARS[0]} and {YEARS[-1]}, not {year}")


def _open(path: str | Path) -> bytes | Reading:
    """Return what is in a file, or the reading of a file that could not be opened."""
    try:
        size = Path(path).stat().st_size
        if size > archives.MAX_BYTES:
            error = TooLargeFileError(f"文件有 {size // 2**20} MB，超过上限 {archives.MAX_BYTES // 2**20} MB。")
            return Reading(str(path), None, "", error=_why_unread(error))
        return Path(path).read_bytes()
    except OSError as error:
        return Reading(str(path), None, "", error=_why_closed(path, error))


def _read_file(
    data: bytes,
    name: str,
    layout: str | None,
    year: int | None,
    document: Document | UnreadableFileError | None = None,
    layouts: Mapping[str, Layout] | None = None,
) -> Reading:
    unread = Reading(name, None, sha256(data).hexdigest())
    try:
        unread = replace(unread, format=detect(data, name))
        if unread.format == "json":
            return _stored(data, unread)
        if isinstance(document, UnreadableFileError):
            raise document
        document = document or readers.read(data, name, kind=unread.format)
    except UnreadableFileError as error:
        return replace(unread, error=_why_unread(error))
    known = catalog.layouts() if layouts is None else layouts
    laid_out = read_forms(document, tuple(known.values()), layout=layout, year=year)
    return replace(unread, forms=laid_out.forms, unread=laid_out.unread, error=laid_out.error)


def _sources(path: Path, name: str, keep: _Keeper) -> Iterator[_Source]:
    """Yield every file meant by a path."""
    if not path.is_dir():
        opened = _open(name)
        yield from ((name, opened),) if isinstance(opened, Reading) else _sources_in(opened, name, keep)
        return
    files = files_in(path)
    for file in files:
        yield from _sources(file, str(file), keep)
    if not files:
        error = ReadingError("empty_folder", f"文件夹“{name}”里没有文件。", "请核对路径，或把要读的文件放进去。")
        yield name, Reading(name, None, "", error=error)


def _sources_in(data: bytes, name: str, keep: _Keeper) -> Iterator[_Source]:
    """Yield the file itself, or every file in it where it is an archive."""
    if archives.kind_of(data, name) is None:
        if keep is not None:
            keep(data)
        yield name, data
        return
    for member in archives.members(data, name):
        if keep is not None and member.error is None:
            keep(member.data)
        yield _member(member, data, name)


def _member(member: archives.Member, data: bytes, name: str) -> _Source:
    path = f"{name}/{member.path}" if member.path else name
    if member.error is None:
        return path, member.data
    if member.path:
        return path, Reading(path, None, "", error=_why_unread(member.error))
    return path, Reading(path, archives.kind_of(data, name), sha256(data).hexdigest(), error=_why_unread(member.error))


def _readings(sources: Iterator[_Source], door: _Door) -> Iterator[Reading]:
    """Read file by file; where one needs the office suite, look ahead for others, since its start is what costs."""
    for name, data in sources:
        if isinstance(data, Reading):
            yield data
        elif not readers.is_slow_alone(data):
            yield door(data, name)
        else:
            yield from _together([(name, data), *islice(sources, _AHEAD)], door)


def _together(some: Sequence[_Source], door: _Door) -> Iterator[Reading]:
    slow = [data for _, data in some if not isinstance(data, Reading) and readers.is_slow_alone(data)]
    made = iter(readers.read_slow(slow))
    for name, data in some:
        if isinstance(data, Reading):
            yield data
        else:
            yield door(data, name, document=next(made) if readers.is_slow_alone(data) else None)


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(("~$", ".")) for part in path.parts)


def _examined(form: Form, facts: Facts) -> Form:
    return examine(form, _facts(form, facts), catalog.rules(form.region, form.year))


def _facts(form: Form, facts: Facts) -> Facts:
    """Return facts with what the form's region adds; what was worked out of other forms stays known."""
    return replace(
        facts,
        layout=catalog.layouts().get(form.layout or ""),
        parameters=catalog.parameters(form.region),
        rows_elsewhere=catalog.rows_elsewhere(form.region),
        blank=facts.blank or _blank(form.layout),
    )


def _blank(layout: str | None) -> Form | None:
    """Return the official blank form that the site keeps for a layout."""
    path = catalog.blank_file(layout) if layout is not None else None
    return _blank_in(path, path.stat().st_mtime_ns, layout) if path is not None else None


@lru_cache(maxsize=64)
def _blank_in(path: Path, _changed: int, layout: str | None) -> Form | None:
    reading = read(path, layout=layout)
    if reading.error is not None or not reading.forms:
        why = reading.error.message if reading.error is not None else "里面一张表也没有"
        raise BlankFileError(path, why)
    return reading.forms[0]


def _stored(data: bytes, unread: Reading) -> Reading:
    """Return what a contract document, or a single FORM of it, holds."""
    stored = json.loads(data)
    try:
        if isinstance(stored, Mapping) and "documents" not in stored:
            return replace(unread, forms=(contract.decode_form(stored),))
        readings = contract.decode(stored)
    except contract.ContractError as error:
        advice = "请提交 jiheng read --json 或 jiheng write 写出的 JSON 文件。"
        return replace(unread, error=ReadingError("not_the_contract", f"JSON 不符合读表约定：{error}", advice))
    return replace(
        unread,
        forms=tuple(form for reading in readings for form in reading.forms),
        unread=tuple(text for reading in readings for text in reading.unread),
        error=next((reading.error for reading in readings if reading.error), None),
    )


def _why_unread(error: UnreadableFileError) -> ReadingError:
    return ReadingError(error.code, error.message, error.advice)


def _why_closed(path: str | Path, error: OSError) -> ReadingError:
    match error:
        case FileNotFoundError():
            return ReadingError("not_found", f"找不到文件“{path}”。", "请核对路径和文件名。")
        case IsADirectoryError():
            return ReadingError("is_a_folder", f"“{path}”是文件夹，不是文件。", "请给出文件夹里的文件。")
        case PermissionError():
            return ReadingError("no_permission", f"没有权限打开“{path}”。", "请检查文件权限，或换一个有权限的账号。")
        case _:
            return ReadingError(
                "not_openable", f"打不开“{path}”：{complaints.of_system(error)}。", "请确认文件完好、磁盘可用后再试。"
            )
