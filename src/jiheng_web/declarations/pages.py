"""What the page of a form shows: the drawing, with what is to be said about it beside each cell. Pure; no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass

from jiheng.correction import correctable
from jiheng.layouts.drawing import Drawing, DrawnCell, DrawnParagraph, DrawnTable
from jiheng.model import Form, Ledger, Note, Severity
from jiheng.rules import Rule
from jiheng.words import OUTCOMES
from jiheng_web.declarations.anchors import Anchors, covered_paths, place_of
from jiheng_web.declarations.remarks import WORDS, Desk, Edit, Given, Remark, Said, Spot, cards, spot


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

    @property
    def is_clear(self) -> bool:
        """Whether no finding is left open."""
        return not any(remark.kind in set(Severity) for remark in self.remarks)

    def of_kind(self, kind: str) -> int:
        return sum(remark.kind == kind for remark in self.remarks)

    @property
    def tallies(self) -> list[tuple[str, str, int]]:
        """Kind, word and number of the remarks, the grave ones first."""
        return [(kind, word, self.of_kind(kind)) for kind, word in WORDS.items() if self.of_kind(kind)]


def sheet(
    form: Form,
    drawing: Drawing,
    *,
    notes: Iterable[Note],
    edits: Iterable[Edit],
    answers: Iterable[Given] = (),
    siblings: Sequence[Form] = (),
) -> Sheet:
    """Return the page of a checked form; `notes` are those of its reading, `edits` the corrections since.

    `answers` are those that stand, `siblings` all forms of the document.
    """
    numbers = {one.key: one.said.number for one in answers}
    desk = Desk(form, Anchors(form, drawing), numbers, siblings)
    remarks = cards(desk, notes=notes, edits=tuple(edits))
    return Sheet(tuple(_blocks(form, drawing, remarks)), remarks, drawing.landscape)


def outcomes(ledger: Ledger, rules: Mapping[str, Rule]) -> list[tuple[str, list[Rule]]]:
    """Return what became of each rule, the failed ones first."""
    return [(word, [rules[one] for one in getattr(ledger, name) if one in rules]) for name, word in OUTCOMES.items()]


def strays(form: Form, answers: Iterable[Given], rules: Mapping[str, Rule]) -> list[tuple[str, Said]]:
    """Return the answers that fit nothing which the checked form says now, with the titles of their rules."""
    findings, questions = form.findings or (), form.questions or ()
    keys = {*(one.key for one in findings), *(one.key for one in questions)}
    return [
        (rules[one.rule].title if one.rule in rules else one.rule, one.said) for one in answers if one.key not in keys
    ]


def _blocks(form: Form, drawing: Drawing, remarks: Iterable[Remark]) -> Iterator[PageTable | PageParagraph]:
    beside: dict[str, list[Remark]] = defaultdict(list)
    for remark in remarks:
        if remark.anchor is not None:
            beside[remark.anchor].append(remark)
    maker = _CellMaker(form, frozenset(correctable(form)), beside)
    for block in drawing.blocks:
        yield _table(block, maker) if isinstance(block, DrawnTable) else _paragraph(block, maker)


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
