"""Whether what was counted is good enough: everything that falls short of the thresholds of the spec, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from bench.reading.score import Tally

_WORST = 5


def shortfalls(tally: Tally, exact: Mapping[str, float], least: float = 0.0) -> Iterator[str]:
    """Yield a line for every format below its share of exact cells, and for every damage that gave wrong forms.

    `exact` has the percentage asked of each format; where it asks less than `least`, or nothing, `least` is asked.
    """
    if not tally.cells:
        yield "nothing was read: no file of the corpus was chosen, or none could be made"
    for name in sorted({key[1] for key in tally.cells}):
        asked = max(least, exact.get(name, 0.0))
        share = 100 * (tally.share(format=name) or 0.0)
        if share < asked:
            yield f"{name}: {share:.3f} % of the cells are exact, not {asked} %; most are lost in {_worst(tally, name)}"
    for (name, damage), forms in sorted(tally.wrong.items()):
        if forms:
            yield f"{name}, {damage}: {forms} forms with a wrong year, unit or kind, or that nobody printed"


def _worst(tally: Tally, format: str) -> str:
    """Name the damages and layouts in which most cells are not exact."""
    lost: Counter[str] = Counter()
    for key in (key for key in tally.cells if key[1] == format):
        lost[f"{key[2]} of {key[3]}"] += tally.cells[key] - tally.exact[key]
    return ", ".join(f"{name} ({cells})" for name, cells in lost.most_common(_WORST))
