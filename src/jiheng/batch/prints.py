"""What of a form is compared with others: short prints of its goals, its rows, its wordings, each with its place.

A print is two numbers: equal `group` means that two places are compared, `value` what they say. Texts are kept only
where a person will want to read them. Knows no other form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from jiheng.language.differences import compared
from jiheng.language.names import bare
from jiheng.language.templates import fingerprint, template_text
from jiheng.layouts.levels import scheme_of
from jiheng.layouts.schema import Layout
from jiheng.model import Form, Kind, Operator, Place, Stage
from jiheng.rules.cells import FROM_ABOVE, FROM_BELOW
from jiheng.rules.copying import goals_in_words, names_in, own_rows, own_values

_SIGNED = 1 << 63
# Prints are numbers: which way a target is bounded.
UP, DOWN = 1, -1
_WAYS: dict[Operator | None, int] = {**dict.fromkeys(FROM_BELOW, UP), **dict.fromkeys(FROM_ABOVE, DOWN)}
# A wording of fewer characters is no long wording of the region.
_SHORTEST_WORDING = 20


class Topic(IntEnum):
    """What is compared."""

    GOAL = 1  # the same goal or task, in any unit
    GOAL_OF_UNIT = 2  # the same goal in several projects of one unit
    ROW_OF_UNIT = 3  # the same indicator in several projects of one unit
    ROWS = 4  # the same set of indicators and targets
    TARGET = 5  # the same target in many rows of one unit
    YEAR = 6  # the same goals and targets in two years
    WORDING = 7  # what a row that the region prints says
    WAY = 8  # from which side a target is bounded


@dataclass(frozen=True, slots=True)
class Print:
    """One thing of a form that is compared. `size` is the length of a text, or how often a value stands in the form."""

    topic: Topic
    group: int
    value: int
    path: str
    text: str | None
    size: int
    place: Place


def prints(form: Form, layout: Layout | None, *, shortest: int, fewest_rows: int) -> Iterator[Print]:
    """Yield what of a form is compared. Only goals that are being set can be copied.

    `shortest` is the shortest goal, `fewest_rows` the smallest set of indicators that tells of copying.
    """
    yield from _wordings(form, layout)
    if form.stage is Stage.GOAL:
        yield from _goals(form, shortest)
        yield from _rows(form)
        yield from _sets(form, fewest_rows)
        yield from _ways(form)


def unit_of(form: Form) -> str:
    """Return by what the unit of a form is told from others: its name, else its code."""
    return bare(form.unit.name) or form.unit.code or ""


def print_of(*parts: object) -> int:
    """Return the number for some words that SQLite can hold."""
    return fingerprint("\x1f".join(map(str, parts))) - _SIGNED


def _goals(form: Form, shortest: int) -> Iterator[Print]:
    names = names_in(form)
    for path, text, place in _promised(form):
        words = template_text(text, names)
        if len(words) < shortest:
            continue
        yield Print(Topic.GOAL, print_of(form.year, words), 0, path, text, len(words), place)
        if form.kind is Kind.PROJECT and unit_of(form):
            group = print_of(unit_of(form), form.year, words)
            yield Print(Topic.GOAL_OF_UNIT, group, 0, path, text, len(words), place)


def _promised(form: Form) -> Iterator[tuple[str, str, Place]]:
    yield from ((f"/goals/{at}/text", goal.text, goal.place) for at, goal in enumerate(form.goals))
    for at, task in enumerate(form.tasks):
        if task.content:
            yield f"/tasks/{at}/content", task.content, task.place


def _rows(form: Form) -> Iterator[Print]:
    if form.kind is not Kind.PROJECT or not unit_of(form):
        return
    at = _positions(form)
    for (name, words), row in own_rows(form).items():
        group = print_of(unit_of(form), form.year, name, words)
        place = row.places.get("name", row.place)
        yield Print(Topic.ROW_OF_UNIT, group, 0, f"/indicators/{at[id(row)]}/name", row.name, 1, place)


def _sets(form: Form, fewest: int) -> Iterator[Print]:
    own = own_values(form)
    place = form.indicators[0].place if form.indicators else Place()
    if len(own) >= fewest:
        said = sorted(own)
        yield Print(Topic.ROWS, print_of(form.year, said), 0, "/indicators", None, len(own), place)
    if own and unit_of(form):
        project = form.project.name or form.project.code if form.project is not None else None
        group = print_of(unit_of(form), project, form.kind)
        value = print_of(goals_in_words(form), sorted(own))
        yield Print(Topic.YEAR, group, value, "/indicators", None, len(own), place)
        yield from _targets(form, place)


def _targets(form: Form, place: Place) -> Iterator[Print]:
    own = Counter(row.target.raw for row in form.indicators if row.target is not None and not row.fixed)
    group = print_of(unit_of(form), form.year, form.stage)
    for raw, count in own.items():
        yield Print(Topic.TARGET, group, print_of(raw), "/indicators", raw, count, place)


def _wordings(form: Form, layout: Layout | None) -> Iterator[Print]:
    if layout is None or not layout.frame:
        return
    scheme, column = scheme_of(layout), layout.wording_key.value
    for at, row in enumerate(form.indicators):
        text: str | None = getattr(row, column)
        official = scheme.frame_row(row.name) if row.fixed else None
        if official is not None and text and len(text) >= _SHORTEST_WORDING:
            group = print_of(layout.id, official.name)
            place = row.places.get(column, row.place)
            path = f"/indicators/{at}/{column}"
            yield Print(Topic.WORDING, group, print_of(compared(text)), path, text, len(text), place)


def _ways(form: Form) -> Iterator[Print]:
    for at, row in enumerate(form.indicators):
        target = row.target
        if row.name and target is not None and target.operator in _WAYS:
            group, way = print_of(bare(row.name), target.unit), _WAYS[target.operator]
            yield Print(Topic.WAY, group, way, f"/indicators/{at}/target", target.raw, 1, target.place)


def _positions(form: Form) -> dict[int, int]:
    return {id(row): at for at, row in enumerate(form.indicators)}
