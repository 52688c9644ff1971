"""Read every indicator table of a form, and what the form prints between and below them.

A form may print one table, two below one another (the years of a project, then the year), two side by side, or a
register in which every row also names its project. Knows where tables begin and end, not what stands in their cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from jiheng.layouts.beside import Both
from jiheng.layouts.blocks import RECORD, Block, IndicatorKey, Indicators
from jiheng.layouts.build import build
from jiheng.layouts.columns import Header, find_header, is_header_again
from jiheng.layouts.draft import GOALS, Draft, Said
from jiheng.layouts.entries import Word, block_words
from jiheng.layouts.label_shapes import concludes, looks_like_label
from jiheng.layouts.levels import Scheme, scheme_of, unpointed
from jiheng.layouts.rows import Piece, Row
from jiheng.layouts.schema import Layout
from jiheng.layouts.table import Entry, read_entries
from jiheng.layouts.vocabulary import bare, variants, words_of
from jiheng.layouts.zone import read_zone
from jiheng.model import NoteKind

_PAIR = 2
_ZONE = (Word.FIELD, Word.HEADED, Word.SIDE, Word.FUNDS, Word.LIST)


@dataclass(frozen=True, slots=True)
class _Part:
    """An indicator table with its header and the rows below it, and the rows after those that are none of it.

    `sections` are further stretches of the table, each below a header with a column that the first one has not.
    """

    table: Indicators
    header: Header
    body: tuple[Row, ...]
    rest: tuple[Row, ...]
    sections: tuple[tuple[Header, tuple[Row, ...]], ...] = ()


def read_tables(rows: Sequence[Row], header: Header, draft: Draft, year: int | None) -> tuple[Draft, ...]:
    """Read the tables from the first `header` on; return the drafts, of which a register has one for each project."""
    layout = draft.layout
    scheme = scheme_of(layout)
    parts = tuple(_beside(rows, header, draft) if layout.tables[-1].beside else _stacked(rows, header, layout))
    drafts: tuple[Draft, ...] = (draft,)
    for part in parts:
        entries = _entries(part, scheme, draft)
        if part.table.records:
            drafts = tuple(_records(entries, part.table, scheme, draft, year))
        else:
            build(entries, part.table, scheme, draft, year)
        read_zone(part.rest, draft, stream=part.header.stream)
    return drafts


def _entries(part: _Part, scheme: Scheme, draft: Draft) -> list[Entry]:
    place = next((label.place for label in part.header.labels if label is not None), None)
    for piece in part.header.moved:
        draft.note(NoteKind.MENDED, f"表头“{piece.text}”印错了行，已归位", piece.place)
    for piece, meant in part.header.slips:
        draft.note(NoteKind.MENDED, f"表头“{piece.text}”按“{meant}”认", piece.place)
    if place is not None:
        for text in part.header.strange:
            draft.leave(text, place)
        draft.blanks.setdefault("indicators", place)
    stretches = ((part.header, part.body), *part.sections)
    return [entry for header, body in stretches for entry in read_entries(body, header, part.table, scheme, draft)]


# Tables below one another.


def _stacked(rows: Sequence[Row], header: Header, layout: Layout) -> Iterator[_Part]:
    headers = [header, *_further(rows, header, layout)]
    ends = [other.first for other in headers[1:]] + [len(rows)]
    for table, one, end in zip(layout.tables, headers, ends, strict=False):
        at = _end(rows, one.last + 1, end, layout, table)
        (_, body), *sections = _sections(rows[:at], one, layout, table)
        yield _Part(table, one, body, tuple(rows[at:end]), tuple(sections))


def _sections(
    rows: Sequence[Row], header: Header, layout: Layout, table: Indicators
) -> Iterator[tuple[Header, tuple[Row, ...]]]:
    """Cut the rows of a table where its header is printed again with a column that was not there before."""
    at = start = header.last + 1
    while not header.stream and (again := find_header(rows, layout, at, table)) is not None:
        at = again.last + 1
        if any(new is not None and old is None for new, old in zip(again.labels, header.labels, strict=True)):
            yield header, tuple(rows[start : again.first])
            header, start = again, at
    yield header, tuple(rows[start:])


def _further(rows: Sequence[Row], header: Header, layout: Layout) -> list[Header]:
    """Return the headers of the second table and on; one that is printed again after a page break is none of them."""
    found: list[Header] = []
    at = header.last + 1
    for table in layout.tables[1:]:
        names = variants(table.side) | variants(table.heading)
        while (one := find_header(rows, layout, at, table)) is not None:
            at = one.last + 1
            near = [piece for row in rows[max(one.first - 1, header.last + 1) : at + 1] for piece in row.filled]
            if not names or any(bare(piece.plain) in names for piece in near):
                found.append(one)
                break
    return found


def _end(rows: Sequence[Row], start: int, stop: int, layout: Layout, table: Indicators) -> int:
    """Return the first row after `start` that opens a block which the form prints below this table."""
    below = layout.blocks[_index(layout, table) + 1 :]
    words = {word for block in below for word in _opening(block)}
    own = variants(table.side) | variants(table.total)
    vocabulary = words_of(layout)
    summed = False
    for at in range(start, stop):
        first = next(iter(rows[at].filled), None)
        if first is None or is_header_again(rows[at], layout) or bare(first.plain) in own:
            summed = summed or (first is not None and bare(first.plain) in variants(table.total))
            continue
        if _asks(rows[at], first, layout) and (summed or concludes(first)):
            return at
        rest = vocabulary.token(first).rest if vocabulary.may_be_label(first) else None
        if bare(first.plain) in words or (rest is not None and _head(rest, first) in words):
            return at
    return stop


def _asks(row: Row, first: Piece, layout: Layout) -> bool:
    """Tell whether a row that stands below a table would be a label with its value, as 自评结论 | 优."""
    pair = row.table is not None and not row.above and len(row.filled) == _PAIR
    return pair and looks_like_label(first) and unpointed(first.plain) not in words_of(layout).levels


def _index(layout: Layout, table: Indicators) -> int:
    return next(at for at, block in enumerate(layout.blocks) if block is table)


def _opening(block: Block) -> Iterator[str]:
    return (bare(text) for text, entry in block_words(block) if entry.word in _ZONE)


def _head(rest: str, piece: Piece) -> str:
    return bare(piece.text.removesuffix(rest))


# Tables side by side: the second shares the level 1 of the first.


def _beside(rows: Sequence[Row], header: Header, draft: Draft) -> Iterator[_Part]:
    layout = draft.layout
    left, right = layout.tables[0], layout.tables[-1]
    edge = _edge(rows[header.first], layout)
    shared = header.labels[0]
    if edge is None or shared is None:
        yield _Part(left, header, tuple(rows[header.last + 1 :]), ())
        return
    at = _end(rows, header.last + 1, len(rows), layout, right)
    body, rest = rows[header.last + 1 : at], tuple(rows[at:])
    ends = shared.column + shared.columns
    head = _cut(rows[header.first], ends, None)
    found = find_header([replace(head, pieces=(shared, *head.pieces[_left(head, edge) :]))], layout, 0, right)
    if found is not None:
        body = _put_back(body, Both((left, header), (right, found), scheme_of(layout)), draft)
    yield _Part(left, header, tuple(_cut(row, 0, edge) for row in body), ())
    if found is not None:
        yield _Part(right, found, tuple(_without(row, ends, edge) for row in body), rest)


def _put_back(rows: Sequence[Row], both: Both, draft: Draft) -> list[Row]:
    """Return the rows with those under their labels again that were shifted; a header printed again is none."""
    found = [row if is_header_again(row, draft.layout) else both.put_back(row) for row in rows]
    for row, before in zip(found, rows, strict=True):
        if row is not before:
            draft.note(NoteKind.MENDED, "整行错列，已按表头、固定行和内容归位", row.place)
    return found


def _edge(row: Row, layout: Layout) -> int | None:
    """Return the column in which a label stands for the second time."""
    seen: set[str] = set()
    for piece in row.filled:
        key = words_of(layout).column(piece)
        if key in seen:
            return piece.column
        if key is not None:
            seen.add(key)
    return None


def _cut(row: Row, first: int, edge: int | None) -> Row:
    def inside(piece: Piece) -> bool:
        return first <= piece.column and (edge is None or piece.column < edge)

    return replace(row, pieces=tuple(filter(inside, row.pieces)), above=tuple(filter(inside, row.above)))


def _left(row: Row, edge: int) -> int:
    return sum(piece.column < edge for piece in row.pieces)


def _without(row: Row, first: int, edge: int) -> Row:
    """Return the row without the cells of the table to the left; what both tables share stays."""

    def inside(piece: Piece) -> bool:
        return piece.column < first or piece.column >= edge

    return replace(row, pieces=tuple(filter(inside, row.pieces)), above=tuple(filter(inside, row.above)))


# A register: a row for each indicator of every project.


def _records(
    entries: Sequence[Entry], table: Indicators, scheme: Scheme, draft: Draft, year: int | None
) -> Iterator[Draft]:
    """Yield a draft for each project; what no row of it prints is carried from the row above."""
    runs: list[tuple[dict[str, Said], list[Entry]]] = []
    for entry in entries:
        told = {key.value: said for key in RECORD if (said := _told(entry, key)) is not None}
        if not runs or _is_other(told, runs[-1][0]):
            kept = runs[-1][0] if runs else {}
            carried = {key: said for key, said in kept.items() if key == IndicatorKey.UNIT_NAME}
            runs.append(({**carried, **told}, []))
        runs[-1][1].append(entry)
    for at, (told, own) in enumerate(runs):
        one = draft if at == 0 else Draft(draft.layout, title=draft.title, year=draft.year, money_unit=draft.money_unit)
        _tell(one, told)
        build(own, table, scheme, one, year)
        yield one


def _told(entry: Entry, key: IndicatorKey) -> Said | None:
    piece = entry.cells.pop(key, None) or entry.above.pop(key, None)
    return Said(piece.text, piece.place) if piece is not None and piece.text else None


def _is_other(told: Mapping[str, Said], before: Mapping[str, Said]) -> bool:
    """Tell whether a row names another project, or another unit, than the rows above it."""
    keys = (IndicatorKey.PROJECT_CODE, IndicatorKey.PROJECT_NAME, IndicatorKey.UNIT_NAME)
    return any(key in told and (key not in before or told[key].text != before[key].text) for key in keys)


def _tell(draft: Draft, told: Mapping[str, Said]) -> None:
    for path, said in told.items():
        if path == GOALS:
            draft.goals.append(said)
        else:
            draft.values[path] = said
