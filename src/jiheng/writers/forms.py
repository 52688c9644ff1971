"""Forms become a file in their official layout, and the file is read back to prove that nothing was lost.

Knows how to ask for a drawing, a file and a reading; how each is made is known elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace

from jiheng import contract, pipeline
from jiheng.layouts.draw import draw
from jiheng.layouts.schema import Layout
from jiheng.model import Form, Reading
from jiheng.writers import WRITERS, write_drawings

FORMATS = (*WRITERS, "json")
_BLANKS = re.compile(" {2,}")


class NoLayoutError(ValueError):
    """A form that was read without a layout can only be drawn in one that somebody names."""

    def __init__(self, form: Form) -> None:
        super().__init__(f"“{form.title or form.unit.name or '这张表'}”没有对应的版式，写不出来；请指定一个版式。")


@dataclass(frozen=True, slots=True)
class Loss:
    """A value that the written file does not give back. `path` is a JSON Pointer from the list of forms."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes of a file, and what of the forms did not survive in them."""

    data: bytes
    losses: tuple[Loss, ...]


def write_forms(
    forms: Sequence[Form],
    format: str,
    *,
    layouts: Mapping[str, Layout],
    layout: str | None = None,
    fillable: bool = False,
) -> Written:
    """Write forms into one file of `format`, each in its own layout or all in `layout`, and read it back.

    Raises:
        UnknownFormatError: `format` is none of `FORMATS`.
        NoLayoutError: a form has no layout and none is named.
    """
    if format == "json":
        return _read_back(forms, _json(forms), format, layouts)
    chosen = [(form, _layout(form, layouts, layout)) for form in forms]
    data = write_drawings([draw(form, one, fillable=fillable) for form, one in chosen], format)
    moved = [replace(form, layout=one.id, region=one.region) for form, one in chosen]
    written = _read_back(moved, data, format, layouts)
    if all(form.layout == one.id for form, one in chosen):
        return written
    return replace(written, losses=tuple(loss for loss in written.losses if not _is_of_layout(loss)))


def _layout(form: Form, layouts: Mapping[str, Layout], named: str | None) -> Layout:
    found = layouts.get(named or form.layout or "")
    if found is None:
        raise NoLayoutError(form)
    return found


def _json(forms: Sequence[Form]) -> bytes:
    checked = bool(forms) and all(form.findings is not None for form in forms)
    reading = Reading("", "json", "", tuple(forms))
    return contract.to_text(contract.encode([reading], checked=checked)).encode()


def _is_of_layout(loss: Loss) -> bool:
    """Tell what differs because another layout prints more cells or fixes other rows; no word is lost with it."""
    return loss.before is None or loss.path.endswith("/fixed")


def _read_back(forms: Sequence[Form], data: bytes, format: str, layouts: Mapping[str, Layout]) -> Written:
    back = pipeline.read_bytes(data, f"written.{format}", layouts=layouts).forms
    losses = _differences(tuple(forms), back, "")
    return Written(data, tuple(loss for loss in losses if not (format == "pdf" and _is_of_blanks(loss))))


def _is_of_blanks(loss: Loss) -> bool:
    """Tell whether only the number of blanks between two words differs: a page holds words, and no blanks."""
    before, after = (_BLANKS.sub(" ", text or "") for text in (loss.before, loss.after))
    return before == after


def _differences(before: object, after: object, path: str) -> Iterator[Loss]:
    """Compare as `==` does, and name the smallest parts that differ."""
    if before == after:
        return
    if is_dataclass(before) and (after is None or type(before) is type(after)):
        for name in (field.name for field in fields(before) if field.compare):
            yield from _differences(getattr(before, name), getattr(after, name, None), f"{path}/{name}")
    elif isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after):
        for at, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _differences(one, other, f"{path}/{at}")
    else:
        yield Loss(path, _shown(before), _shown(after))


def _shown(value: object) -> str | None:
    if isinstance(value, tuple):
        return f"{len(value)} 项"
    return None if value is None else str(getattr(value, "raw", value))
