"""Blank forms, and what a site learns from its own: the official long wording of the rows that its region prints.

The project carries the names of fixed rows (facts) and definitions of its own; the official wording stays with the
site that owns the blank form.
"""

from __future__ import annotations

from jiheng.layouts.blocks import IndicatorKey
from jiheng.layouts.levels import Scheme
from jiheng.layouts.schema import Frame, FrameRow, Layout
from jiheng.model import Form, Indicator


class NoFixedRowError(ValueError):
    """A form from which a frame is to be learned holds none of the region's fixed rows."""


def learn(form: Form, layout: Layout) -> Frame:
    """Return the layout's frame with the wording that a blank form prints beside its fixed rows.

    Definitions of our own, which a blank form written by this program prints, are not taken for official wording.

    Raises:
        NoFixedRowError: no row of the form is a fixed row of the layout with wording of its own.
    """
    scheme = Scheme(layout)
    printed: dict[str, str] = {}
    for at, indicator in enumerate(form.indicators):
        row = scheme.frame_row(indicator.name)
        wording = _wording(form, at, layout.wording_key)
        if row is not None and wording not in (None, row.definition):
            printed.setdefault(row.name, wording or "")
    if not printed:
        raise NoFixedRowError(f"这份表里没有“{layout.name}”的固定行，无法载入官方释义；请用该地区下发的空白表")
    rows = tuple(row.model_copy(update={"wording": printed.get(row.name, row.wording)}) for row in layout.frame)
    return Frame(source=f"本单位载入：{form.title or layout.name}", rows=rows)


def _wording(form: Form, at: int, key: IndicatorKey) -> str | None:
    """Return what the column says of a row, also where its cell is merged with one above."""
    origin = (form.indicators[at].merged_from or {}).get(key.value, at)
    text: str | None = getattr(form.indicators[origin], key.value)
    return text


def blank(layout: Layout, *, year: int | None = None) -> Form:
    """Return an empty form to be filled in: the region's fixed rows, and one row for every other level 2."""
    return Form(
        kind=layout.kind,
        stage=layout.stage,
        layout=layout.id,
        region=layout.region,
        year=year,
        indicators=tuple(_blank_rows(layout)),
    )


def _blank_rows(layout: Layout) -> list[Indicator]:
    rows = []
    for one in layout.levels:
        for two in one.level2:
            fixed = [row for row in layout.frame if row.level2 == two.name]
            rows += [_fixed(one.name, row, layout) for row in fixed]
            if not fixed:
                rows.append(Indicator(level1=one.name, level2=two.name, name=None, target=None))
    return rows


def _fixed(level1: str, row: FrameRow, layout: Layout) -> Indicator:
    has_note = layout.wording_key is IndicatorKey.NOTE
    text = row.wording or row.definition or None
    return Indicator(
        level1=level1,
        level2=row.level2,
        name=row.name,
        target=None,
        explanation=None if has_note else text,
        note=text if has_note else None,
        fixed=True,
    )
