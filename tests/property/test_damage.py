"""However a form was broken on its way, its levels, names and targets are read as they were."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from damage import Damage, as_stream, as_text
from jiheng import readers
from jiheng.catalog import layouts, samples
from jiheng.layouts.blocks import IndicatorKey
from jiheng.layouts.draw import draw
from jiheng.layouts.reading import read_forms
from jiheng.layouts.schema import Layout
from jiheng.model import Form, Stage
from jiheng.values.wording import plain

Row = tuple[str | None, ...]


@cache
def _forms() -> tuple[Form, ...]:
    """Every sample form whose rows aim at something: with levels of a scheme and without, beside and in registers."""
    known = tuple(layouts().values())
    documents = [readers.read(path.read_bytes(), path.name) for path in samples().values() if path.suffix == ".txt"]
    read = (form for one in documents for form in read_forms(one, known).forms)
    return tuple(form for form in read if form.indicators and _aims(layouts()[form.layout or ""]))


def _aims(layout: Layout) -> bool:
    return any(column.key is IndicatorKey.TARGET for table in layout.tables for column in table.indicators)


def _rows(form: Form) -> list[Row]:
    """Return what every row says; the damage prints names in another width as well."""
    return [
        (*(text and plain(text) for text in (row.level1, row.level2, row.name)), row.target.raw if row.target else None)
        for row in form.indicators
    ]


def _read(text: str) -> Form:
    found = read_forms(readers.read(text.encode(), "damaged.txt"), tuple(layouts().values()))
    assert found.error is None
    (form,) = found.forms
    return form


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.frozensets(st.sampled_from(Damage)), st.integers(0, 10_000))
def test_damaged_text_gives_the_same_rows(choice: int, damage: frozenset[Damage], seed: int) -> None:
    form = _forms()[choice % len(_forms())]
    register = any(table.records for table in layouts()[form.layout or ""].tables)
    if form.stage is not Stage.GOAL or register:
        # With several values in a row, where a row was cut can no longer be told.
        damage -= {Damage.CUT}
    text = as_text(draw(form, layouts()[form.layout or ""]), damage, Random(seed))  # noqa: S311 - damage, not secrets
    seen = _read(text)
    assert _rows(seen) == _rows(form)
    assert (seen.unit, seen.year, seen.layout, seen.region) == (form.unit, form.year, form.layout, form.region)
    assert [goal.text for goal in seen.goals] == [goal.text.replace("\n", " ") for goal in form.goals]
    assert seen.budget == form.budget
    assert len(seen.tasks) == len(form.tasks)


@pytest.mark.parametrize("at", range(4))
def test_one_cell_a_line_gives_the_same_rows(at: int) -> None:
    form = [one for one in _forms() if one.stage is Stage.GOAL][at]
    seen = _read(as_stream(draw(form, layouts()[form.layout or ""])))
    assert _rows(seen) == _rows(form)
    assert seen.unit == form.unit
