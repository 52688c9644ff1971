"""The damaged corpus: every layout × every damage × so many invented forms, from the seed of the spec or another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bench.reading.damage import TOGETHER, damaged
from bench.reading.forms import invent
from bench.reading.pages import Case, laid
from bench.reading.spec import spec

from jiheng.layouts.draw import draw
from jiheng.layouts.schema import Layout


@dataclass(frozen=True, slots=True)
class Sample:
    """One file to be: the forms on it, and how they came about."""

    layout: str
    damage: str
    number: int
    cases: tuple[Case, ...]

    @property
    def name(self) -> str:
        return f"{self.layout.replace('/', '-')}--{self.damage}--{self.number}"


def samples(
    layouts: Mapping[str, Layout], damages: Sequence[str], count: int, seed: int | None = None
) -> Iterator[Sample]:
    """Yield `count` samples of every layout and damage. Each is its own draw: leaving one out changes no other."""
    for key, layout in layouts.items():
        for damage in damages:
            yield from (sample(layout, key, damage, number, seed) for number in range(count))


def sample(layout: Layout, id: str, damage: str, number: int, seed: int | None = None) -> Sample:
    """Return one sample; the same arguments give the same sample. Without a `seed` that of the spec is taken."""
    random = Random(f"{spec().seed if seed is None else seed}/{id}/{damage}/{number}")  # noqa: S311 - damage, not secrets
    steps = spec().damages[damage]
    forms = [invent(layout, random) for _ in range(steps.get(TOGETHER, {}).get("forms", 1))]
    cases = tuple(damaged(laid(form, layout, draw(form, layout)), steps, random) for form in forms)
    return Sample(id, damage, number, cases)
