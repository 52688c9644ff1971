"""Every sample is read in the layout that it is named after, with its title and without, in other words and in its own.

A form of one region is never taken for one of another: without its title it is read in its own layout, in that of the
country, or by the usage of labels alone.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from jiheng import catalog, pipeline
from jiheng.layouts.blocks import FundsTable, Group, Headed, IndicatorKey, Line, Rows
from jiheng.layouts.schema import Layout
from jiheng.model import Form
from jiheng.parameters import COUNTRY

SAMPLES = catalog.samples()


def owner(sample: str) -> Layout:
    """Return the layout that a sample is named after: of several that could be, the one with the longest name."""
    named = [one for one in catalog.layouts() if sample.startswith(f"{one}-")]
    return catalog.layout(max(named, key=len))


def read(text: str) -> tuple[Form, ...]:
    return pipeline.read_bytes(text.encode(), "样表.txt").forms


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_is_read_in_its_layout(sample: str) -> None:
    forms = pipeline.read(SAMPLES[sample]).forms
    # A document of one region may hold its other form as well.
    assert owner(sample).id in {form.layout for form in forms}
    assert {form.region for form in forms} == {owner(sample).region}
    assert {form.confidence for form in forms} == {"layout"}


@pytest.mark.parametrize("sample", [name for name in SAMPLES if owner(name).indicators is not None])
def test_without_its_title_a_form_is_never_taken_for_one_of_another_region(sample: str) -> None:
    text = SAMPLES[sample].read_text("utf-8")
    titles = {form.title for form in pipeline.read(SAMPLES[sample]).forms}
    lines = text.splitlines()
    kept = [line for line in lines if line.strip("# ") not in titles]
    assert len(kept) < len(lines)
    forms = read("\n".join(kept))
    # A library holds no values, and without its title nothing says that it is a form.
    assert forms or not _has_values(owner(sample))
    assert {form.region for form in forms} <= {owner(sample).region, COUNTRY, None}


@pytest.mark.parametrize("sample", [name for name in SAMPLES if owner(name).indicators is not None])
def test_in_the_other_words_that_its_layout_knows_a_form_reads_the_same(sample: str) -> None:
    layout = owner(sample)
    others = _second_words(layout)
    lines = SAMPLES[sample].read_text("utf-8").splitlines()
    reworded = "\n".join("\t".join(_reworded(cell, others) for cell in line.split("\t")) for line in lines)
    before, after = pipeline.read(SAMPLES[sample]).forms, read(reworded)
    assert [form.layout for form in after] == [form.layout for form in before]
    assert [form.indicators for form in after] == [form.indicators for form in before]


def _reworded(cell: str, others: Mapping[str, str]) -> str:
    return others.get(cell.strip(), cell)


def _has_values(layout: Layout) -> bool:
    keys = {column.key for table in layout.tables for column in table.indicators}
    return not keys.isdisjoint((IndicatorKey.TARGET, IndicatorKey.WEIGHT))


def _second_words(layout: Layout) -> dict[str, str]:
    """Map the official words of the labels beside and above the indicators to their first variant."""
    labels: list[object] = [column for table in layout.tables for column in table.indicators]
    for block in layout.blocks:
        match block:
            case Line():
                labels += block.line
            case Group():
                labels += [spec for line in block.lines for spec in line]
            case Headed():
                labels += block.headed
            case FundsTable():
                labels += block.columns
            case Rows():
                labels += block.columns
    found = [(getattr(label, "label", None), getattr(label, "also", ())) for label in labels]
    return {official: also[0] for official, also in found if official and also}
