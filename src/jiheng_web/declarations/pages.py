"""What the page of a form shows: the drawing, with what is to be said about it beside each cell. Pure; no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, replace

from jiheng.correction import correctable
from jiheng.layouts.drawing import Drawing, DrawnCell, DrawnParagraph, DrawnTable
from jiheng.model import Finding, Form, Ledger, Note, NoteKind, Place
from jiheng.rules import RULES, Rule
from jiheng.words import BLANK, CORRECTION, NOTE, NOTES, OUTCOMES, SEVERITIES
from jiheng_web.declarations.anchors import Anchors, covered_paths, place_of
from jiheng_web.declarations.sources import spot_of

_DOUBTS = (NoteKind.UNCERTAIN, NoteKind.REPAIR)
_WORDS = {
    **{kind.value: word for kind, word in SEVERITIES.items()},
    "uncertain": NOTES[NoteKind.UNCERTAIN],
    "corrected": CORRECTION,
    "note": NOTE,
}


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
class Remark:
    """A card in the margin. `kind`: a severity, `uncertain`, `corrected`, `note`; `anchor`: the path of a drawn cell.

    `again`: the same rule has spoken above, so its advice need not be read twice. `proposals` are texts that the cell
    may have been meant to hold.
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

    @property
    def word(self) -> str:
        return _WORDS[self.kind]

    @property
    def id(self) -> str:
        return f"remark-{self.number}"


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
class PageCell:
    """A drawn cell with what stands beside it. `paths` are all values that a merged cell shows as one.

    `value` is the text that a correction starts from: without the words that are printed around it (`（2023年度）`).
    """

    drawn: DrawnCell
    paths: tuple[str, ...] = ()
    value: str = ""
    remarks: tuple[Remark, ...] = ()
    spot: Spot | None = None

    @property
    def editable(self) -> bool:
        return bool(self.paths)

    @property
    def classes(self) -> str:
        fill = f" fill-{self.drawn.fill.lower()}" if self.drawn.fill else ""
        kinds = "".join(f" has-{kind}" for kind in dict.fromkeys(one.kind for one in self.remarks))
        return f"{self.drawn.role} align-{self.drawn.align}{fill}{kinds}"

    @property
    def is_heading(self) -> bool:
        return self.drawn.role in {"label", "header"}

    @property
    def described_by(self) -> str:
        return " ".join(remark.id for remark in self.remarks)


@dataclass(frozen=True, slots=True)
class PageTable:
    """Rows of cells; widths in percent of the paper's text width."""

    percents: tuple[str, ...]
    header: tuple[tuple[PageCell, ...], ...]
    body: tuple[tuple[PageCell, ...], ...]
    joined: bool
    is_table: bool = True


@dataclass(frozen=True, slots=True)
class PageParagraph:
    """A line outside the tables."""

    cell: PageCell
    is_table: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole page of one form."""

    blocks: tuple[PageTable | PageParagraph, ...]
    remarks: tuple[Remark, ...]
    landscape: bool

    @property
    def is_prose(self) -> bool:
        """Whether the form is written as paragraphs, which begin two characters in."""
        return not any(block.is_table for block in self.blocks)

    def of_kind(self, kind: str) -> int:
        return sum(remark.kind == kind for remark in self.remarks)

    @property
    def tallies(self) -> list[tuple[str, str, int]]:
        """Kind, word and number of the remarks, the grave ones first."""
        return [(kind, word, self.of_kind(kind)) for kind, word in _WORDS.items() if self.of_kind(kind)]


def sheet(form: Form, drawing: Drawing, *, notes: Iterable[Note], edits: Iterable[Edit]) -> Sheet:
    """Return the page of a checked form; `notes` are those of its reading, `edits` the corrections since."""
    anchors = Anchors(form, drawing)
    findings = (_of_finding(one, form, anchors) for one in form.findings or ())
    edits = tuple(edits)
    corrected = (_of_edit(one, anchors.of_path(one.path)) for one in edits)
    settled = {anchors.of_path(one.path) for one in edits}
    doubtful, plain = _parted(notes)
    noted = (_of_note(one, anchors.of_place(one.place)) for one in plain)
    doubted = _of_doubts(doubtful, form, anchors, settled)
    remarks = _numbered((*_gathered(findings), *doubted, *corrected, *noted), anchors)
    return Sheet(tuple(_blocks(form, drawing, remarks)), remarks, drawing.landscape)


def outcomes(ledger: Ledger) -> list[tuple[str, list[Rule]]]:
    """Return what became of each rule, the failed ones first."""
    return [(word, [RULES[one] for one in getattr(ledger, name)]) for name, word in OUTCOMES.items()]


def _blocks(form: Form, drawing: Drawing, remarks: Iterable[Remark]) -> Iterator[PageTable | PageParagraph]:
    beside: dict[str, list[Remark]] = defaultdict(list)
    for remark in remarks:
        if remark.anchor is not None:
            beside[remark.anchor].append(remark)
    maker = _CellMaker(form, frozenset(correctable(form)), beside)
    for block in drawing.blocks:
        yield _table(block, maker) if isinstance(block, DrawnTable) else _paragraph(block, maker)


def _of_finding(finding: Finding, form: Form, anchors: Anchors) -> Remark:
    is_blank = finding.expected is not None and form.at(finding.path) is None
    return Remark(
        number=0,
        kind=finding.severity.value,
        title=finding.title,
        anchor=anchors.of_path(finding.path) or anchors.of_place(finding.place),
        place=_words(finding.place),
        spot=spot(finding.place),
        proposals=getattr(form.at(finding.path), "repair", ()),
        found=finding.found or (BLANK if is_blank else None),
        expected=finding.expected,
        advice=finding.advice,
        basis=finding.basis,
        rule=finding.rule,
    )


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


def _of_doubts(
    notes: Iterable[Note], form: Form, anchors: Anchors, settled: Collection[str | None]
) -> Iterator[Remark]:
    """Make one remark of all doubts about a cell, none where a person has settled them."""
    beside: dict[str | None, list[Note]] = defaultdict(list)
    for note in notes:
        beside[anchors.of_path(note.path or "") or anchors.of_place(note.place)].append(note)
    for anchor, same in beside.items():
        if anchor is None or anchor not in settled:
            yield from _of_doubt(same, form, anchor) if anchor else (_of_note(one, None) for one in same)


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
    """Make one remark of all that a rule says of the form as a whole: beside no cell there is nothing to tell apart."""
    at_large: dict[str, list[Remark]] = defaultdict(list)
    for remark in findings:
        if remark.anchor is None:
            at_large[remark.rule].append(remark)
        else:
            yield remark
    for same in at_large.values():
        found = "、".join(dict.fromkeys(one.found for one in same if one.found))
        yield replace(same[0], found=found or None)


def _numbered(remarks: Iterable[Remark], anchors: Anchors) -> tuple[Remark, ...]:
    """Return the remarks in the order of their cells, the grave ones first beside one cell.

    Notes are numbered after all others, so that the others count without gaps while notes are hidden.
    """
    grave = list(_WORDS)
    ordered = sorted(remarks, key=lambda one: (anchors.position(one.anchor), grave.index(one.kind)))
    numbers = {id(one): number for number, one in enumerate(sorted(ordered, key=lambda one: one.kind == "note"), 1)}
    first = {one.rule: one for one in reversed(ordered)}
    return tuple(
        replace(one, number=numbers[id(one)], again=bool(one.rule) and first[one.rule] is not one) for one in ordered
    )


@dataclass(frozen=True, slots=True)
class _CellMaker:
    """Makes page cells: knows which values can be corrected and what stands beside which cell.

    A value that is drawn in several pieces has its remarks beside the first; `beside` holds what is still to be placed.
    """

    form: Form
    correctable: frozenset[str]
    beside: MutableMapping[str, list[Remark]]

    def __call__(self, drawn: DrawnCell) -> PageCell:
        paths = tuple(filter(None, map(self._leaf, covered_paths(self.form, drawn))))
        value = _text(self.form.at(paths[0])) if paths else ""
        where = spot(place_of(self.form, drawn.path)) if drawn.path is not None else None
        return PageCell(drawn, paths, value, tuple(self.beside.pop(drawn.path or "", ())), where)

    def _leaf(self, path: str) -> str | None:
        """Return what a correction of the cell that shows `path` sets, None where there is nothing to set.

        Where type, value and unit of a target stand apart, the target's own cell shows the value.
        """
        return next((leaf for leaf in (path, f"{path}/cells/value") if leaf in self.correctable), None)


def _text(value: object) -> str:
    raw = getattr(value, "raw", value)
    return "" if raw is None else str(raw)


def _table(table: DrawnTable, make: _CellMaker) -> PageTable:
    rows: list[list[PageCell]] = [[] for _ in range(table.rows)]
    for cell in sorted(table.cells, key=lambda one: (one.row, one.column)):
        rows[cell.row - 1].append(make(cell))
    total = sum(table.widths)
    percents = tuple(f"{100 * width / total:.3f}%" for width in table.widths)
    whole = tuple(tuple(row) for row in rows)
    return PageTable(percents, whole[: table.header_rows], whole[table.header_rows :], table.joined)


def _paragraph(block: DrawnParagraph, make: _CellMaker) -> PageParagraph:
    drawn = DrawnCell(block.text, row=1, column=1, role=block.role, align=block.align, path=block.path)
    return PageParagraph(make(drawn))
