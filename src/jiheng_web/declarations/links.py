"""What a finding contradicts or repeats, as links to cells of the same form or of others of the document. Pure.

A form that is no part of the document, such as last year's, is named and not linked to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiheng.model import Finding, Form, Place, Related
from jiheng.rules.engine import name_of
from jiheng_web.declarations.anchors import Anchors


@dataclass(frozen=True, slots=True)
class Link:
    """A place that a finding points to. `form` counts the forms of the document, None for the form itself.

    `path` is None where the page has no such place. `text` is what stands there, where that tells more than `words`.
    """

    words: str
    text: str | None
    form: int | None
    path: str | None


@dataclass(frozen=True, slots=True)
class Links:
    """All that a finding points to: what stands in the same form, and in how many others."""

    here: tuple[Link, ...] = ()
    elsewhere: tuple[Link, ...] = ()
    title: str = ""

    def __bool__(self) -> bool:
        return bool(self.here or self.elsewhere)

    @classmethod
    def of(cls, finding: Finding, form: Form, siblings: Sequence[Form], anchors: Anchors) -> Links:
        here = tuple(_here(one, anchors) for one in finding.related if one.form is None)
        far = [one for one in finding.related if one.form is not None]
        is_copy = all(one.text in {None, finding.found} for one in far)
        elsewhere = tuple(_elsewhere(one, form, siblings, is_copy=is_copy) for one in far)
        return cls(here, elsewhere, _title({one.form for one in far}, is_copy=is_copy))


def _here(related: Related, anchors: Anchors) -> Link:
    words = related.text or (str(related.place) if related.place != Place() else "本表")
    return Link(words, None, None, anchors.of_path(related.path))


def _elsewhere(related: Related, form: Form, siblings: Sequence[Form], *, is_copy: bool) -> Link:
    found = next(_meant(related, form, siblings), None)
    text = None if is_copy else related.text
    if found is None:
        return Link(related.form or "", text, None, None)
    number, other = found
    return Link(_told_apart(other, form), text, number, related.path)


def _meant(related: Related, form: Form, siblings: Sequence[Form]) -> Iterator[tuple[int, Form]]:
    """Yield the forms of the document that are meant: by their names, and where these are shared by their places."""
    named = [
        (number, one) for number, one in enumerate(siblings, 1) if one is not form and name_of(one) == related.form
    ]
    within = (related.path, f"{related.path}/0")
    yield from ((number, one) for number, one in named if related.place in {one.place_of(path) for path in within})
    yield from named


def _told_apart(other: Form, form: Form) -> str:
    unit = other.unit.name if other.unit.name != form.unit.name else None
    project = other.project.name if other.project is not None else None
    return "，".join(filter(None, (unit, project))) or other.title or "另一张表"


def _title(forms: set[str | None], *, is_copy: bool) -> str:
    if not forms:
        return ""
    return f"与另外 {len(forms)} 张表相同" if is_copy else f"对照另外 {len(forms)} 张表"
