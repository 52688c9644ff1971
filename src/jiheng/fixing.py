"""Apply to a form the repairs that need no person: one after the other, the form checked anew after each.

A repair that is not safe is only proposed. Knows no file and no rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jiheng.correction import CorrectionError, correct
from jiheng.layouts.schema import Layout
from jiheng.model import Finding, Form, Repair

# A form with more slips than this is not mended by a program.
_MOST = 500


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed: the finding that asked for it, and its repair."""

    finding: Finding
    repair: Repair


@dataclass(frozen=True, slots=True)
class Fixed:
    """A form after its repairs, checked; the changes in order, and the findings whose repair only a person may make."""

    form: Form
    changes: tuple[Change, ...]
    proposed: tuple[Finding, ...]


def fix(form: Form, check: Callable[[Form], Form], *, layout: Layout | None) -> Fixed:
    """Return the form with every safe repair made. `check` returns a form with its findings.

    A finding that was answered stays as it is.
    """
    checked = check(form)
    tried: set[Repair] = set()
    changes: list[Change] = []
    while len(tried) < _MOST and (change := _next(checked, tried)) is not None:
        tried.add(change.repair)
        try:
            checked = check(correct(checked, change.repair.path, change.repair.after, layout=layout))
        except CorrectionError:
            # What cannot be set by hand is proposed below: its finding is still there.
            continue
        changes.append(change)
    left = tuple(one for one in checked.findings or () if one.repair is not None and one.answer is None)
    return Fixed(checked, tuple(changes), left)


def _next(checked: Form, tried: set[Repair]) -> Change | None:
    for finding in checked.findings or ():
        repair = finding.repair
        if repair is not None and repair.safe and finding.answer is None and repair not in tried:
            return Change(finding, repair)
    return None
