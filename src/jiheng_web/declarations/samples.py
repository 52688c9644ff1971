"""The invented sample forms that a newcomer can try, in the order of their regions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jiheng import catalog
from jiheng.layouts.schema import Layout


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample as a card on the home page."""

    key: str
    layout: Layout | None
    name: str


def cards() -> list[Sample]:
    known = catalog.layouts()
    return [Sample(key, known.get(key), path.stem) for key, path in sorted(catalog.samples().items())]


def path(key: str) -> Path | None:
    """Return the sample's file, None where there is no such sample."""
    return catalog.samples().get(key)
