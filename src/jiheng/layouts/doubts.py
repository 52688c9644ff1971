"""What a person must look at after a scan was read: values of which the recogniser is not sure, each with its path.

Only documents whose texts were recognised carry a confidence; for all others there is nothing to doubt. Mends nothing.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from jiheng.layouts.schema import Layout
from jiheng.model import Document, Form, Note, NoteKind, Paragraph, Place, Table, Target
from jiheng.values.confusions import proposals
from jiheng.values.wording import plain

# Measured on scanned forms: nearly every wrong cell lies below it, and about one right cell in thirty.
UNSURE = 0.98

_LISTS = ("goals", "results", "measures", "tasks", "funding", "spending_plan")
_SHOWN = 30
_ALIKE = 0.74


def doubts(form: Form, document: Document, layouts: Sequence[Layout] = ()) -> tuple[Note, ...]:
    """Return a note for every value of a form that a person must compare with the picture.

    UNCERTAIN: the recogniser is not sure of its cell; `path` is the JSON Pointer of the value, where several values
    share a merged cell that of the first. REPAIR: the value grammar, the vocabulary of levels or the fixed rows of
    the form's layout know what it may have been.
    """
    recognised = dict(_recognised(document))
    if not recognised:
        return ()
    layout = next((one for one in layouts if one.id == form.layout), None)
    return (*_uncertain(form, recognised), *_repairs(form, recognised, layout))


def _recognised(document: Document) -> Iterator[tuple[Place, tuple[str, float]]]:
    for block in document.blocks:
        parts = block.cells if isinstance(block, Table) else (block,) if isinstance(block, Paragraph) else ()
        yield from ((part.place, (part.text, part.confidence)) for part in parts if part.confidence is not None)


def _uncertain(form: Form, recognised: Mapping[Place, tuple[str, float]]) -> Iterator[Note]:
    told: set[Place] = set()
    for path, place in _placed(form):
        text, sure = recognised.get(place, ("", 1.0))
        if sure < UNSURE and place not in told:
            told.add(place)
            shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
            said = f"“{shown}”识别得不确定（把握 {sure:.0%}），请对照原图核对"
            yield Note(NoteKind.UNCERTAIN, said, place, path)


def _placed(form: Form) -> Iterator[tuple[str, Place]]:
    """Yield the path and the place of every value of a form, single values before the blocks that hold them."""
    for at, indicator in enumerate(form.indicators):
        for key, place in indicator.places.items():
            yield _of_model(form, f"/indicators/{at}/{key}"), place
    for name in _LISTS:
        for at, item in enumerate(getattr(form, name)):
            yield f"/{name}/{at}", item.place
    for path, place in form.places.items():
        yield _of_model(form, path), place


def _of_model(form: Form, path: str) -> str:
    """Return the path of a value in the model, where a target's type and unit stand in cells of their own.

    A blank target has no cells; what stands in doubt is then the target itself.
    """
    owner, dot, part = path.partition(".")
    cells = f"{owner}/cells"
    return path if not dot else f"{cells}/{part}" if form.at(cells) is not None else owner


def _repairs(form: Form, recognised: Mapping[Place, tuple[str, float]], layout: Layout | None) -> Iterator[Note]:
    told: set[Place] = set()
    for at in range(len(form.indicators)):
        for key, proposed in _proposals(form, at, layout):
            path = f"/indicators/{at}/{key}"
            place = form.place_of(path)
            if proposed and place in recognised and place not in told:
                told.add(place)
                meant = "”或“".join(proposed)
                said = f"“{recognised[place][0]}”可能是“{meant}”的误识，未作改动，请对照原图核对"
                yield Note(NoteKind.REPAIR, said, place, path, tuple(proposed))


def _proposals(form: Form, at: int, layout: Layout | None) -> Iterator[tuple[str, Sequence[str]]]:
    indicator = form.indicators[at]
    for key in ("target", "actual"):
        value: Target | None = getattr(indicator, key)
        if value is not None:
            others = [getattr(one, key) for one in form.indicators if one is not indicator]
            yield key, proposals(value.raw, siblings=[other.raw for other in others if other is not None])
    if layout is not None:
        yield "level1", _nearest(indicator.level1, _level1(layout))
        yield "level2", _nearest(indicator.level2, _level2(layout))
        yield "name", _nearest(indicator.name, _fixed(layout))


def _level1(layout: Layout) -> Iterator[str]:
    return (text for one in layout.levels for text in (one.name, *one.also))


def _level2(layout: Layout) -> Iterator[str]:
    return (text for one in layout.levels for two in one.level2 for text in (two.name, *two.also))


def _fixed(layout: Layout) -> Iterator[str]:
    return (text for row in layout.frame for text in (row.name, *row.also))


def _nearest(text: str | None, known: Iterable[str]) -> Sequence[str]:
    """Return the one known wording that differs from a text by a character or two, as it is officially printed."""
    names, key = {plain(name): name for name in known}, plain(text or "")
    if not key or any(key.startswith(name) for name in names):
        return ()
    near = difflib.get_close_matches(key, names, n=2, cutoff=_ALIKE)
    return [names[near[0]]] if len(near) == 1 and abs(len(near[0]) - len(key)) <= 1 else ()
