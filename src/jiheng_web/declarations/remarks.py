"""The cards that stand beside the cells of a form, each made of a finding, a question, a note or a correction. Pure.

Which cell a card stands beside is known by `anchors`; how it looks, by the templates. No database.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from jiheng.correction import correctable
from jiheng.model import Finding, Form, Note, NoteKind, Place, Question, Repair, Step
from jiheng.words import ANSWERS, BLANK, CORRECTION, NOTE, NOTES, OUTCOMES, SEVERITIES
from jiheng_web.declarations.anchors import Anchors
from jiheng_web.declarations.links import Links
from jiheng_web.declarations.sources import spot_of

_DOUBTS = (NoteKind.UNCERTAIN, NoteKind.REPAIR)
# Kinds of cards by their words, the grave ones first.
WORDS = {
    **{kind.value: word for kind, word in SEVERITIES.items()},
    "question": OUTCOMES["needs_person"],
    "uncertain": NOTES[NoteKind.UNCERTAIN],
    "answered": OUTCOMES["answered"],
    "corrected": CORRECTION,
    "note": NOTE,
}
# How much of what stays is shown about what a repair changes.
_AROUND = 8


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something was read, for the page that shows it: a name shared with the source, and the box on a page."""

    name: str
    page: int | None
    box: str
    words: str


def spot(place: Place) -> Spot | None:
    """Return the spot of a place, None for one that is nowhere."""
    if place == Place():
        return None
    return Spot(spot_of(place), place.page, " ".join(map(str, place.box or ())), str(place))


@dataclass(frozen=True, slots=True)
class Edit:
    """A standing correction, as the page needs it."""

    step: int
    path: str
    before: str
    by: str
    at: str
    confirms: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A repair as it is shown: what is taken out and what is put in, with a little of what stays about it.

    It can be `adopted` where the text at `path` can be set by hand. So many `alike` cells would change the same way.
    """

    path: str
    before: str
    after: str
    adopted: bool
    lead: str
    removed: str
    added: str
    tail: str
    alike: int = 1


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as the page needs it; `number` is by what it is withdrawn."""

    number: int
    kind: str
    words: str
    by: str
    on: str


@dataclass(frozen=True, slots=True)
class Given:
    """A standing answer, with the key and the rule that it was given to."""

    key: str
    rule: str
    said: Said


@dataclass(frozen=True, slots=True)
class Remark:
    """A card in the margin. `kind`: one of `WORDS`; `anchor`: the path of a drawn cell.

    `again`: the same rule has spoken above, so its advice need not be read twice. `proposals` are texts that the cell
    may have been meant to hold. `key` is by what a finding or a question is answered; `severity` what an answered one
    was.
    """

    number: int
    kind: str
    title: str
    anchor: str | None
    place: str = ""
    spot: Spot | None = None
    proposals: tuple[str, ...] = ()
    found: str | None = None
    expected: str | None = None
    advice: str = ""
    basis: str = ""
    rule: str = ""
    step: int | None = None
    again: bool = False
    example: str | None = None
    derivation: tuple[Step, ...] = ()
    links: Links = field(default_factory=Links)
    change: Change | None = None
    key: str = ""
    severity: str = ""
    said: Said | None = None

    @property
    def word(self) -> str:
        return WORDS[self.kind]

    @property
    def id(self) -> str:
        return f"remark-{self.number}"

    @property
    def shows_values(self) -> bool:
        """Whether what was found and what was expected are shown by themselves: a change shows them both."""
        return self.change is None and bool(self.found or self.expected)


@dataclass(frozen=True, slots=True)
class Desk:
    """What cards are made from: a checked form, where it is drawn, what was said and done to it, and its siblings.

    `answers` are numbers of answers by the key that they were given under.
    """

    form: Form
    anchors: Anchors
    answers: Mapping[str, int]
    siblings: Sequence[Form]


def cards(desk: Desk, *, notes: Iterable[Note], edits: Sequence[Edit]) -> tuple[Remark, ...]:
    """Return all that is said of a form, in the order of its cells, the grave ones first beside one cell."""
    found = _gathered(_of_finding(one, desk) for one in desk.form.findings or ())
    asked = (_of_question(one, desk) for one in desk.form.questions or ())
    corrected = (_of_edit(one, desk.anchors.of_path(one.path)) for one in edits)
    settled = {desk.anchors.of_path(one.path) for one in edits}
    doubtful, plain = _parted(notes)
    noted = (_of_note(one, desk.anchors.of_place(one.place)) for one in plain)
    doubted = _of_doubts(doubtful, desk, settled)
    return _numbered(_counted((*found, *asked, *doubted, *corrected, *noted)), desk.anchors)


def _of_finding(finding: Finding, desk: Desk) -> Remark:
    form, value = desk.form, desk.form.at(finding.path)
    is_blank = finding.expected is not None and value is None
    return Remark(
        number=0,
        kind="answered" if finding.answer else finding.severity.value,
        title=finding.title,
        anchor=_anchor(finding, desk.anchors),
        place=_words(finding.place),
        spot=spot(finding.place),
        proposals=getattr(value, "repair", ()),
        found=finding.found or (BLANK if is_blank else None),
        expected=finding.expected,
        advice=finding.advice,
        basis=finding.basis,
        rule=finding.rule,
        example=finding.example,
        derivation=finding.derivation,
        links=Links.of(finding, form, desk.siblings, desk.anchors),
        change=_change(finding.repair, form),
        key=finding.key,
        severity=SEVERITIES[finding.severity],
        said=_said(finding, desk),
    )


def _of_question(question: Question, desk: Desk) -> Remark:
    return Remark(
        number=0,
        kind="answered" if question.answer else "question",
        title=question.question,
        anchor=_anchor(question, desk.anchors),
        place=_words(question.place),
        spot=spot(question.place),
        found=question.found,
        rule=question.rule,
        key=question.key,
        severity=WORDS["question"],
        said=_said(question, desk),
    )


def _anchor(told: Finding | Question, anchors: Anchors) -> str | None:
    return anchors.of_path(told.path) or anchors.of_place(told.place)


def _said(told: Finding | Question, desk: Desk) -> Said | None:
    answer = told.answer
    if answer is None:
        return None
    return Said(desk.answers[told.key], ANSWERS[answer.kind], answer.words, answer.person, answer.on)


def _change(repair: Repair | None, form: Form) -> Change | None:
    """Return what a repair changes, told from what stays before and behind it."""
    if repair is None:
        return None
    before, after = repair.before or "", repair.after
    same = _same(before, after)
    rest = min(len(before), len(after)) - same
    behind = _same(before[::-1][:rest], after[::-1][:rest])
    end = len(before) - behind
    return Change(
        path=repair.path,
        before=before,
        after=after,
        adopted=repair.path in correctable(form),
        lead=_shortened(before[:same], from_end=True),
        removed=before[same:end],
        added=after[same : len(after) - behind],
        tail=_shortened(before[end:], from_end=False),
    )


def _same(one: str, other: str) -> int:
    """Return how many first characters two texts share."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _shortened(text: str, *, from_end: bool) -> str:
    if len(text) <= _AROUND + 1:
        return text
    return f"…{text[-_AROUND:]}" if from_end else f"{text[:_AROUND]}…"


def _of_edit(edit: Edit, anchor: str | None) -> Remark:
    title = "与原件核对无误" if edit.confirms else f"原为“{edit.before}”" if edit.before else f"原为{BLANK}"
    return Remark(number=0, kind="corrected", title=title, anchor=anchor, place=f"{edit.by} {edit.at}", step=edit.step)


def _of_note(note: Note, anchor: str | None) -> Remark:
    title = NOTES[note.kind]
    where = _words(note.place)
    return Remark(
        number=0, kind="note", title=title, anchor=anchor, place=where, spot=spot(note.place), advice=note.text
    )


def _parted(notes: Iterable[Note]) -> tuple[list[Note], list[Note]]:
    """Return the notes of values that a person must look at, and the others."""
    doubtful, plain = list[Note](), list[Note]()
    for note in notes:
        (doubtful if note.kind in _DOUBTS and note.path is not None else plain).append(note)
    return doubtful, plain


def _of_doubts(notes: Iterable[Note], desk: Desk, settled: Collection[str | None]) -> Iterator[Remark]:
    """Make one remark of all doubts about a cell, none where a person has settled them."""
    beside: dict[str | None, list[Note]] = defaultdict(list)
    for note in notes:
        beside[desk.anchors.of_path(note.path or "") or desk.anchors.of_place(note.place)].append(note)
    for anchor, same in beside.items():
        if anchor is None or anchor not in settled:
            yield from _of_doubt(same, desk.form, anchor) if anchor else (_of_note(one, None) for one in same)


def _of_doubt(notes: Sequence[Note], form: Form, anchor: str) -> Iterator[Remark]:
    meant = (text for note in notes for text in note.proposed)
    proposals = dict.fromkeys((*meant, *getattr(form.at(anchor), "repair", ())))
    place = next((note.place for note in notes if note.place.box), notes[0].place)
    yield Remark(
        number=0,
        kind="uncertain",
        title="；".join(note.text for note in notes),
        anchor=anchor,
        place=_words(place),
        spot=spot(place),
        proposals=tuple(proposals),
    )


def _words(place: Place) -> str:
    return "" if place == Place() else str(place)


def _gathered(findings: Iterable[Remark]) -> Iterator[Remark]:
    """Make one remark of all that a rule says of the form as a whole: beside no cell there is nothing to tell apart.

    What points somewhere or bears an answer stays by itself.
    """
    at_large: dict[str, list[Remark]] = defaultdict(list)
    for remark in findings:
        if remark.anchor is None and not remark.links and remark.said is None:
            at_large[remark.rule].append(remark)
        else:
            yield remark
    for same in at_large.values():
        found = "、".join(dict.fromkeys(one.found for one in same if one.found))
        # Several findings have several keys: an answer to one would be taken for an answer to all.
        yield replace(same[0], found=found or None, key=same[0].key if len(same) == 1 else "")


def _counted(remarks: Sequence[Remark]) -> Iterator[Remark]:
    """Tell each repair how many cells would change the same way."""
    alike = Counter(_way(one) for one in remarks if one.change and one.change.adopted)
    for one in remarks:
        many = alike[_way(one)]
        yield replace(one, change=replace(one.change, alike=many)) if one.change and many > 1 else one


def _way(remark: Remark) -> tuple[str, str, str]:
    return (remark.rule, remark.change.before, remark.change.after) if remark.change else ("", "", "")


def _numbered(remarks: Iterable[Remark], anchors: Anchors) -> tuple[Remark, ...]:
    """Return the remarks in the order of their cells, the grave ones first beside one cell.

    Notes are numbered after all others, so that the others count without gaps while notes are hidden.
    """
    grave = list(WORDS)
    ordered = sorted(remarks, key=lambda one: (anchors.position(one.anchor), grave.index(one.kind)))
    numbers = {id(one): number for number, one in enumerate(sorted(ordered, key=lambda one: one.kind == "note"), 1)}
    first = {one.rule: one for one in reversed(ordered)}
    return tuple(
        replace(one, number=numbers[id(one)], again=bool(one.rule) and first[one.rule] is not one) for one in ordered
    )
