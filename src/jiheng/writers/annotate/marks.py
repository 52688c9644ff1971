"""What is written beside which place of a file: the findings of a reading, in words for the sender. Knows no format.

A finding about a form as a whole stands beside its title, or where the form begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from jiheng.model import Finding, Form, Place, Reading, Severity

AUTHOR: Final = "绩衡"
# What a finding asks of the sender, who does not know our severities.
REQUESTS: Final[Mapping[Severity, str]] = MappingProxyType(
    {Severity.ERROR: "退回", Severity.WARNING: "说明", Severity.HINT: "提示"}
)
_SHOWN: Final = 200
# No office file and no XML holds these; in a comment they would only be noise.
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding as it is shown: a line that says what it is about, and the lines below it."""

    head: str
    body: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join((self.head, *self.body))


@dataclass(frozen=True, slots=True)
class Mark:
    """All remarks on one place, gravest first."""

    place: Place
    remarks: tuple[Remark, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(remark.text for remark in self.remarks)


def marks(reading: Reading) -> tuple[Mark, ...]:
    """Return what a checked reading says of its file, place by place, in the order in which forms and rules say it."""
    # Places are equal whatever their box; on a page it is the box that tells two of them apart.
    found: dict[tuple[Place, object], list[Finding]] = {}
    for form in reading.forms:
        for finding in form.findings or ():
            place = finding.place if _is_known(finding.place) else _beginning(form)
            found.setdefault((place, place.box), []).append(finding)
    return tuple(Mark(place, tuple(map(_remark, _by_gravity(findings)))) for (place, _), findings in found.items())


def writable(text: str) -> str:
    """Return the text with a sign in the place of whatever no comment can hold: controls, halves of characters."""
    return _UNWRITABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _is_known(place: Place) -> bool:
    return place.row is not None or place.box is not None


def _beginning(form: Form) -> Place:
    title = form.place_of("/title")
    if _is_known(title):
        return title
    return min(filter(_is_known, _places(form)), key=_order, default=title)


def _places(form: Form) -> Iterator[Place]:
    yield from form.places.values()
    for indicator in form.indicators:
        yield from (indicator.place, *indicator.places.values())
    for parts in (form.goals, form.measures, form.tasks, form.spending_plan):
        yield from (part.place for part in parts)


def _order(place: Place) -> tuple[int, int, float, int, int]:
    top = place.box[1] if place.box else 0.0
    return place.page or 0, place.table or 0, top, place.row or 0, place.column or 0


def _by_gravity(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: [*REQUESTS].index(finding.severity))


def _remark(finding: Finding) -> Remark:
    lines = (
        ("填的是", _short(finding.found)),
        ("应为", finding.expected),
        ("怎么改", finding.advice),
        ("依据", finding.basis),
        ("规则", finding.rule),
    )
    body = tuple(f"{word}：{writable(text)}" for word, text in lines if text)
    return Remark(f"【{REQUESTS[finding.severity]}】{writable(finding.title)}", body)


def _short(text: str | None) -> str | None:
    return f"{text[:_SHOWN]}……" if text is not None and len(text) > _SHOWN else text
