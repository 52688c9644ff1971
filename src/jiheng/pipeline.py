"""From a file to its reading, and from a reading to its findings, on one screen.

A file that cannot be read is no exception: it has a reading that says why. What stands in a form is decided by the
layouts, what is wrong with it by the rules; nothing of either is known here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from jiheng import catalog, complaints, contract, readers
from jiheng.layouts.reading import read_forms
from jiheng.model import Form, Reading, ReadingError
from jiheng.readers.errors import UnreadableFileError
from jiheng.readers.formats import detect
from jiheng.rules import Facts, examine
from jiheng.values.dates import YEARS


def read(path: str | Path, *, layout: str | None = None, year: int | None = None) -> Reading:
    """Return the forms of one file. `layout` and `year` overrule what would be found.

    Raises:
        catalog.UnknownLayoutError: no layout is called `layout`.
        ValueError: no form can be of that `year`.
        yaml_files.DataFileError: a layout file, or in a check a parameter file, is wrong.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        return Reading(str(path), None, "", error=_why_closed(path, error))
    return read_bytes(data, str(path), layout=layout, year=year)


def check(path: str | Path, *, layout: str | None = None, year: int | None = None) -> Reading:
    """Return the forms of one file, each with its findings and its ledger."""
    return check_reading(read(path, layout=layout, year=year))


def read_bytes(data: bytes, name: str, *, layout: str | None = None, year: int | None = None) -> Reading:
    """Return the forms in the bytes of a file called `name`. Stored forms (JSON) come back as they were stored."""
    if layout is not None:
        catalog.layout(layout)
    if year is not None and year not in YEARS:
        raise ValueError(f"a form is of a year between {YEARS[0]} and {YEARS[-1]}, not {year}")
    unread = Reading(name, None, sha256(data).hexdigest())
    try:
        unread = replace(unread, format=detect(data, name))
        if unread.format == "json":
            return _stored(data, unread)
        document = readers.read(data, name)
    except UnreadableFileError as error:
        return replace(unread, error=ReadingError(error.code, error.message, error.advice))
    laid_out = read_forms(document, tuple(catalog.layouts().values()), layout=layout, year=year)
    return replace(unread, forms=laid_out.forms, unread=laid_out.unread, error=laid_out.error)


def check_reading(reading: Reading) -> Reading:
    """Return the same reading, each form with its findings and its ledger."""
    return replace(reading, forms=tuple(_checked(form, reading.forms) for form in reading.forms))


def _checked(form: Form, forms: tuple[Form, ...]) -> Form:
    facts = Facts(
        layout=catalog.layouts().get(form.layout or ""),
        parameters=catalog.parameters(form.region),
        siblings=tuple(other for other in forms if other is not form) or None,
    )
    findings, ledger = examine(form, facts)
    return replace(form, findings=findings, ledger=ledger)


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
