"""The invented sample forms that a newcomer can try, and what their cards on the home page say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jiheng import catalog, pipeline


@dataclass(frozen=True, slots=True)
class Card:
    """A sample on the home page: its key in the catalog, the layout that it follows, whose form it is."""

    key: str
    layout: str
    unit: str
    forms: int


def cards() -> list[Card]:
    """Return the samples, those of one region together."""
    return [_card(key, path) for key, path in sorted(catalog.samples().items())]


def find(key: str) -> Path | None:
    """Return the sample's file, None where there is no such sample."""
    return catalog.samples().get(key)


@cache
def _card(key: str, path: Path) -> Card:
    # Samples come with the program: they may be read here, without a process of their own.
    forms = pipeline.read(path).forms
    unit = next((form.unit.name for form in forms if form.unit.name), path.stem)
    layout = catalog.layouts().get(forms[-1].layout or "") if forms else None
    return Card(key, layout.name if layout else key, unit, len(forms))
