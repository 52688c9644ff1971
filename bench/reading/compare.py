"""Compare a form that was read with what its page prints, cell by cell.

A blank that stays blank is no cell; a value where nothing is printed is a wrong one. A target counts twice: as printed
and as understood. How strictly white space counts depends on what the format can keep.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher
from enum import Enum

from bench.reading.pages import Case

from jiheng.model import Form, Money, Target

_LEVELS = ("level1", "level2", "name")
_NUMBER = re.compile(r"/\d+")
_ROW = re.compile(r"/indicators/(\d+)(?P<rest>/.*)?")
# Not printed by themselves, or a way of storing what is compared elsewhere.
_SILENT = frozenset(
    {"kind", "stage", "layout", "region", "fixed", "merged_from", "cells", "place", "places", "horizon"}
)
# Words that a layout prints as labels and the model keeps: other words for a label are no other value.
_LABELS = frozenset({"funding.name", "particulars.label", "spending_plan.by"})
# Printed as a tick in one of several columns, and kept as the words over it.
_TICKED = frozenset({"indicators.causes", "indicators.likelihood"})
_NOT_SHOWN = frozenset({"定性", "定量", "/", "-", "—"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """One cell: the field it belongs to, whether it was read exactly, and what was expected and found.

    `path` is where the printed form has it, `read` where the form that was read has it, None where it has not.
    """

    field: str
    path: str
    exact: bool
    expected: object
    found: object
    read: str | None = None


Fold = Callable[[str], str]
KEPT: Fold = str.strip


def one_line(text: str) -> str:
    """Fold for a format that has no line breaks inside a cell."""
    return " ".join(text.split())


def spaceless(text: str) -> str:
    """Fold for a page, which breaks lines where it likes."""
    return "".join(text.split())


FOLDS: Mapping[str, Fold] = {"text": one_line, "pdf": spaceless, "image": spaceless}


def outcomes(case: Case, read: Form, fold: Fold) -> Iterator[Outcome]:
    """Yield every cell that is printed, and every value that was read where none is printed."""
    rows = _rows(case.form, read)
    seen: set[str] = set()
    cut = case.cut | {path for path, origin in _merged(case.form) if origin in case.cut}
    for path, text in _printed(case).items():
        moved = _moved(path, rows)
        if moved is not None:
            seen.add(moved)
        found = _found(read, moved) if moved is not None else None
        cells = _cell(case, path, text, found, spaceless if path in cut else fold)
        yield from (replace(cell, read=moved) for cell in cells)
    for path, value in _values(read, ""):
        if path not in seen and field_of(path) not in _LABELS and _differs(case.form, path, value, rows, fold):
            yield Outcome(field_of(path), path, False, None, value, path)


def lost(case: Case) -> Iterator[Outcome]:
    """Yield every cell of a form that was not read at all."""
    for path, text in _printed(case).items():
        yield from _cell(case, path, text, None, KEPT)


def field_of(path: str) -> str:
    """Return the field of a path: `/indicators/3/target` is `indicators.target`."""
    return _NUMBER.sub("", path).strip("/").replace("/", ".")


def _printed(case: Case) -> dict[str, str]:
    """Return what is printed, with the levels in every row that they are merged over."""
    found = dict(case.printed)
    table = case.layout.indicators
    shown = {column.key.value for column in table.indicators} if table else set()
    for at, row in enumerate(case.form.indicators):
        for key in (key for key in _LEVELS if key in shown):
            found.setdefault(f"/indicators/{at}/{key}", getattr(row, key) or "")
    found.update((path, found.get(origin, "")) for path, origin in _merged(case.form))
    return found


def _merged(form: Form) -> Iterator[tuple[str, str]]:
    """Yield the path of every text that is merged with one above, and the path of that one."""
    for at, row in enumerate(form.indicators):
        for key, origin in (row.merged_from or {}).items():
            yield f"/indicators/{at}/{key}", f"/indicators/{origin}/{key}"


def _found(read: Form, path: str) -> object:
    """Return what was read at a path; a text that is merged over several rows is the text of each."""
    value = read.at(path)
    row = _ROW.fullmatch(path)
    if value is not None or row is None or int(row[1]) >= len(read.indicators):
        return value
    key = (row["rest"] or "").strip("/")
    origin = (read.indicators[int(row[1])].merged_from or {}).get(key)
    return None if origin is None else read.at(f"/indicators/{origin}/{key}")


def _rows(truth: Form, read: Form) -> dict[int, int]:
    """Return which row that was read answers to which printed row."""
    if len(truth.indicators) == len(read.indicators):
        return {at: at for at in range(len(truth.indicators))}
    ours, theirs = ([spaceless(row.name or "") for row in form.indicators] for form in (truth, read))
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return {block.a + at: block.b + at for block in blocks for at in range(block.size)}


def _moved(path: str, rows: Mapping[int, int]) -> str | None:
    found = _ROW.fullmatch(path)
    if found is None:
        return path
    at = rows.get(int(found[1]))
    return None if at is None else f"/indicators/{at}{found['rest'] or ''}"


def _cell(case: Case, path: str, text: str, found: object, fold: Fold) -> Iterator[Outcome]:
    truth, field = case.form.at(path), field_of(path)
    if field in _TICKED:
        yield Outcome(field, path, (found or None) == (truth or None), truth, found)
    elif isinstance(truth, Target):
        yield from _target(case, path, text, truth, found, fold)
    elif isinstance(truth, Money):
        yield Outcome(field, path, isinstance(found, Money) and _same_money(truth, text, found, fold), text, found)
    elif isinstance(truth, int | Decimal):
        expected = truth if _says(text, truth) else None
        yield Outcome(field, path, found == expected, expected, found)
    elif text or isinstance(found, str):
        yield Outcome(field, path, isinstance(found, str) and _same(field, text, found, fold), text, found)


def _says(text: str, number: int | Decimal) -> bool:
    """Tell whether a printed number still says what it said: a confused 5 is no number any more."""
    return isinstance(number, int) or str(number) in text.translate(_NARROW)


def _same_money(truth: Money, text: str, found: Money, fold: Fold) -> bool:
    if str(truth.amount) not in text.translate(_NARROW):
        # A digit that is a letter now is no digit: the amount may be proposed, not read.
        return fold(found.raw) == fold(text) and found.amount in (truth.amount, None)
    return fold(found.raw) == fold(text) and (found.amount, found.yuan) == (truth.amount, truth.yuan)


def _same(field: str, text: str, found: str, fold: Fold) -> bool:
    # A title and a level are the same words however far apart they are printed.
    if field == "title" or field.endswith((".level1", ".level2")):
        fold = spaceless
    return fold(found) == fold(text)


def _target(case: Case, path: str, text: str, truth: Target, found: object, fold: Fold) -> Iterator[Outcome]:
    raw = _raw(case.printed, path, text) if truth.cells is not None else text
    exact = isinstance(found, Target) and fold(found.raw) == fold(raw)
    yield Outcome(f"{field_of(path)} (as printed)", path, exact, raw, found.raw if isinstance(found, Target) else found)
    if spaceless(raw).translate(_NARROW) == truth.raw.translate(_NARROW):
        expected = understood(truth)
        seen = understood(found) if isinstance(found, Target) else None
        yield Outcome(f"{field_of(path)} (understood)", path, seen == expected, expected, seen)


_NARROW = {**{code + 0xFEE0: code for code in range(0x21, 0x7F)}, ord(","): None, ord("≧"): "≥"}


def understood(target: Target) -> tuple[object, ...]:
    """Return what a target says, without how it is printed."""
    unit = (target.unit or "").translate(_NARROW) or None
    return (target.kind.value, target.operator, target.value, target.upper, unit, target.date)


def _raw(printed: Mapping[str, str], path: str, value: str) -> str:
    """Join the printed cells of a target as the contract joins them."""
    type_, unit = (printed.get(f"{path}/cells/{key}", "") for key in ("type", "unit"))
    return "".join(part for part in (type_, value, unit) if part not in _NOT_SHOWN)


def _values(node: object, path: str) -> Iterator[tuple[str, object]]:
    """Yield every value of a form by its path."""
    if isinstance(node, Target | Money | str | int | Decimal) and not isinstance(node, Enum):
        yield path, node
    elif isinstance(node, tuple):
        for at, inner in enumerate(node):
            yield from _values(inner, f"{path}/{at}")
    elif is_dataclass(node):
        for one in fields(node):
            if one.compare and one.name not in _SILENT:
                yield from _values(getattr(node, one.name), f"{path}/{one.name}")


def _differs(truth: Form, path: str, value: object, rows: Mapping[int, int], fold: Fold) -> bool:
    """Tell whether a value that no cell prints by itself is other than what the form says."""
    back = {there: here for here, there in rows.items()}
    own = _moved(path, back)
    expected = truth.at(own) if own is not None else None
    if isinstance(expected, Target) and isinstance(value, Target):
        return understood(expected) != understood(value)
    if isinstance(expected, str) and isinstance(value, str):
        return not _same(field_of(path), expected, value, fold)
    return expected != value
