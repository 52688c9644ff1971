"""Damage to a form on paper, as publishing, pasting and recognising do it. The steps are those that `spec.yaml` names.

Steps on texts come first and change what the truth prints; steps on the grid follow and change only how it lies there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from typing import Any

from bench.reading.grids import GRID_STEPS
from bench.reading.pages import Case, printed
from bench.reading.spec import Steps
from bench.reading.texts import TEXT_STEPS

Step = Callable[[Case, Mapping[str, Any], Random], Case]
# Several forms in one file are no matter of one form: whoever writes the file puts them together.
TOGETHER = "together"


def damaged(case: Case, steps: Steps, random: Random) -> Case:
    """Return the case with the steps done to it, its truth being what it then prints."""
    for name in (name for name in steps if name in TEXT_STEPS):
        case = TEXT_STEPS[name](case, steps[name], random)
    # A level keeps its name however wide it is printed; every other text is what stands on the page.
    case = replace(case, printed={**case.printed, **printed(case.blocks), **_levels(case)})
    for name in (name for name in steps if name in GRID_STEPS):
        case = GRID_STEPS[name](case, steps[name], random)
    return case


def unknown(steps: Steps) -> set[str]:
    """Return the steps that nothing here does."""
    return set(steps) - TEXT_STEPS.keys() - GRID_STEPS.keys() - {TOGETHER}


def _levels(case: Case) -> dict[str, str]:
    return {path: text for path, text in case.printed.items() if path.endswith(("/level1", "/level2"))}
