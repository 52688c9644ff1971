"""Read the rows below an indicator header: give each cell its column, mend what a lost merge or a page break broke.

Every row is given to columns as a whole (`assignment`), judged by what the texts are (`cells`) and where they stand.
So a row shifted left, a cell too far right, a column too many and a row cut in two are one mechanism, not four.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby, pairwise

from jiheng.layouts.assignment import assign, partition
from jiheng.layouts.blocks import LEVELS, IndicatorKey, Indicators
from jiheng.layouts.cells import Fits, is_points
from jiheng.layouts.columns import Header, is_header_word
from jiheng.layouts.draft import Draft, Said
from jiheng.layouts.levels import Scheme
from jiheng.layouts.mending import Mender, is_nothing
from jiheng.layouts.rows import Piece, Row
from jiheng.layouts.sections import section_of
from jiheng.layouts.vocabulary import bare, variants, words_of
from jiheng.model import NoteKind
from jiheng.values.wording import BLANKS

TEXTS = (
    IndicatorKey.EXPLANATION,
    IndicatorKey.NOTE,
    IndicatorKey.BASIS,
    IndicatorKey.SCORING,
    IndicatorKey.DEVIATION,
)
POINTS = (IndicatorKey.WEIGHT, IndicatorKey.SCORE)
_NO_NAME, _NO_TARGET = 4.0, 3.0
_HOPELESS = -3.0
_TRUST, _SURE = 3.0, 20.0
_TOLD = 1.5
# Where cells come one a line, a row begins with its name or its levels.
_NAMELESS = 6.0
_RUN, _MOST_RUN_TOGETHER = 3, 1000
# What a known level, a known name and a value are worth at least, in columns that no explanation is worth anything in.
_KNOWN = 3
_NAME = IndicatorKey.NAME
_TELLING = (*LEVELS, _NAME, IndicatorKey.TARGET)
_NEVER = -50.0
# Who filled the form in, and when, as sites print it below the table.
_FOOTER = re.compile(
    r"(?:(?:填报|填表|制表|编制|审核|审批|复核|经办|联系)人|(?:单位|部门|项目|财务|主管|分管)?负责人|(?:联系)?电话)(?:\(.{1,4}\))?(?::.*)?"
    r"|(?:填报|填表|制表|编制|审核|审批)?(?:单位|部门|日期|时间)(?:\(.{1,4}\))?:.*",
    re.S,
)


@dataclass(slots=True)
class Entry:
    """The cells of one indicator by column id, merged cells that reach into it, and further pieces of its texts.

    An entry without a name is a level label on a line of its own.
    """

    cells: dict[str, Piece]
    above: dict[str, Piece] = field(default_factory=dict)
    more: list[tuple[str, Piece]] = field(default_factory=list)
    score: float = 0.0
    shifted: bool = False

    def text(self, key: str) -> str | None:
        """Return the text of a column with what was continued below, None where the cell is blank."""
        piece = self.cells.get(key)
        if not self.more:
            return piece.text if piece is not None else None
        texts = [one.text for one in (piece, *(more for column, more in self.more if column == key)) if one is not None]
        return "\n".join(texts) if texts else None

    @property
    def label_only(self) -> bool:
        """Whether the row prints levels and nothing else."""
        return all(key in LEVELS for key in self.cells)


def read_entries(rows: Sequence[Row], header: Header, table: Indicators, scheme: Scheme, draft: Draft) -> list[Entry]:
    """Return the entries of the rows below a header; what is no entry is noted or left in the draft."""
    reader = _Reader(header, table, scheme, draft)
    body = reader.mender.put_right(rows)
    return reader.stream(body) if header.stream and _one_a_row(body) else reader.table(body)


class _Reader:
    def __init__(self, header: Header, table: Indicators, scheme: Scheme, draft: Draft) -> None:
        self.header, self.table_spec, self.draft = header, table, draft
        self.fits = Fits(table, scheme)
        self.mender = Mender(self.fits, header, variants(table.side), draft)
        self.totals = variants(table.total)
        self.keys: dict[Piece, str] = {}
        self.slots: dict[tuple[int, int], int | None] = {}
        self.awaits_sums = False
        self.ids = ids = tuple(column.id for column in table.indicators)
        self.telling = tuple(at for at, column in enumerate(table.indicators) if column.key in _TELLING)
        self.typed = [column.label for column in table.indicators if column.key is IndicatorKey.TARGET_TYPE]
        # A table of scores alone aims at nothing: there the points of a row say that it is one.
        self.aim = IndicatorKey.TARGET if IndicatorKey.TARGET in ids else IndicatorKey.WEIGHT

    def stream(self, rows: Sequence[Row]) -> list[Entry]:
        """Cut texts that came one cell a line into entries; blank lines between some of them tell where rows begin."""
        texts = (row.filled[0] for row in rows if row.filled)
        pieces = self._entries_only([piece for piece in texts if not self.mender.is_side(piece)])
        begins = {row.filled[0] for row in rows if row.filled and row.after_break}
        told = begins if len(begins) <= len(pieces) / 2 else set()
        return [self._entry(cut, ()) for cut in self._cut(pieces, told)]

    def _entries_only(self, pieces: Sequence[Piece]) -> Sequence[Piece]:
        """Return the texts without headers printed again, rows that nobody used, and the row of the sums."""
        words = words_of(self.draft.layout)
        pieces = self._without_runs(pieces, partial(is_header_word, words), "续表重复印出的表头已略去")
        pieces = self._without_runs(pieces, is_nothing, "未用的行各格都是 0，已略去")
        sums = [at for at, piece in enumerate(pieces) if bare(piece.plain) in self.totals]
        if not sums or not all(is_points(piece.plain) for piece in pieces[sums[-1] + 1 :]):
            return pieces
        self._is_total(pieces[sums[-1] :])
        return pieces[: sums[-1]]

    def _without_runs(self, pieces: Sequence[Piece], is_idle: Callable[[Piece], bool], said: str) -> list[Piece]:
        kept: list[Piece] = []
        for idle, run in ((idle, list(found)) for idle, found in groupby(pieces, is_idle)):
            if idle and len(run) >= _RUN:
                self.draft.note(NoteKind.MENDED, said, run[0].place)
            else:
                kept += run
        return kept

    def _cut(self, pieces: Sequence[Piece], begins: Set[Piece]) -> tuple[tuple[Piece, ...], ...]:
        def worth(cut: Sequence[Piece]) -> float:
            told = (cut[0] in begins) - sum(piece in begins for piece in cut[1:])
            entry = self._entry(cut, ())
            nameless = _NAME not in entry.cells and not entry.label_only
            return entry.score + _TOLD * told - _NAMELESS * nameless

        return partition(pieces, len(self.table_spec.indicators), worth)

    def table(self, rows: Sequence[Row]) -> list[Entry]:
        """Read row by row, joining a row to the one above where a page break cut it."""
        entries: list[Entry] = []
        for row in rows:
            pieces = tuple(
                piece for piece in row.filled if piece not in self.header.moved and not self.mender.is_side(piece)
            )
            if (not pieces and not row.above) or self._is_total(pieces) or self._is_section(row, entries):
                continue
            if pieces and entries and self._completes(entries[-1], row, pieces):
                self._complete(entries[-1], pieces)
            elif self._is_tail(row, pieces):
                self._tail(pieces)
            elif pieces and entries and not entries[-1].label_only and self._continues(pieces):
                self._continue(entries[-1], pieces)
            else:
                for part in self._several(pieces):
                    self._add(entries, row, part)
        return entries

    def _is_section(self, row: Row, entries: list[Entry]) -> bool:
        """Tell whether the row says a level for the rows below it, and keep that."""
        found = section_of(row, self.fits.scheme, self.ids)
        if found is not None:
            entries.append(Entry(dict([found])))
        return found is not None

    def _is_total(self, pieces: Sequence[Piece]) -> bool:
        """Tell whether the row sums up the points, and keep the sums."""
        opens = bool(pieces) and bare(pieces[0].plain) in self.totals
        if not opens and not (self.awaits_sums and pieces and all(is_points(one.plain) for one in pieces)):
            return False
        pieces = pieces[1:] if opens else pieces
        self.awaits_sums = not pieces
        keys = [key for key in POINTS if any(column.key is key for column in self.table_spec.indicators)]
        numbers = [piece for piece in pieces if is_points(piece.plain)]
        ordered = iter(keys) if len(numbers) == len(keys) else None
        for piece in pieces:
            key = next(ordered) if ordered and piece in numbers else self._printed_under(piece)
            if piece in numbers and key in POINTS:
                self.draft.totals[key] = Said(piece.text, piece.place)
            elif piece.plain not in BLANKS:
                self.draft.leave(piece.text, piece.place)
        return True

    def _several(self, pieces: tuple[Piece, ...]) -> tuple[tuple[Piece, ...], ...]:
        """Cut a line of more cells than the table has columns into rows, if every one of them is whole."""
        if len(pieces) <= len(self.table_spec.indicators) or len(pieces) > _MOST_RUN_TOGETHER:
            return (pieces,) if pieces else ()
        cuts = self._cut(pieces, set())
        needed = {_NAME, self.aim}
        if not all(needed <= self._entry(cut, ()).cells.keys() for cut in cuts):
            return (pieces,)
        self.draft.note(NoteKind.MENDED, f"{len(cuts)} 行连成了一行，已分开", pieces[0].place)
        return cuts

    def _completes(self, entry: Entry, row: Row, pieces: Sequence[Piece]) -> bool:
        """Tell whether the texts are just the last cells of a row printed one cell a line, which a blank line cut."""
        lines = {piece.place.line for piece in entry.cells.values()}
        one_a_line = None not in lines and len(lines) == len(entry.cells) > 1
        if not one_a_line or row.table is None or any(map(self._telling, pieces)):
            return False
        left = self.ids[max(map(self.ids.index, entry.cells)) + 1 :]
        return len(left) == len(pieces) and all(key in TEXTS for key in left) and self.aim in entry.cells

    def _complete(self, entry: Entry, pieces: Sequence[Piece]) -> None:
        keys = self.ids[-len(pieces) :]
        entry.cells.update(zip(keys, pieces, strict=True))
        self.keys.update(zip(pieces, keys, strict=True))
        self.draft.note(NoteKind.MENDED, "被分成两截的一行已接上", pieces[0].place)

    def _add(self, entries: list[Entry], row: Row, pieces: tuple[Piece, ...]) -> None:
        above = {self.keys[piece]: piece for piece in row.above if piece in self.keys}
        entry = self._placed(pieces, above.keys())
        entry.above = above
        joined = self._joined(entries, entry)
        self.keys |= {piece: key for key, piece in (joined or entry).cells.items()}
        if joined is not None:
            entries[-1] = joined
            self.draft.note(NoteKind.MENDED, "被分成两截的一行已接上", pieces[0].place)
            return
        if entry.score < _HOPELESS or self._is_strange(entry):
            self._tail(pieces)
            return
        if entry.shifted:
            name = entry.text(_NAME)
            whose = f"“{name}”" if name else ""
            self.draft.note(NoteKind.MENDED, f"{whose}整行错列，已按表头、固定行和内容归位", pieces[0].place)
        entries.append(entry)

    def _is_strange(self, entry: Entry) -> bool:
        """Tell whether the row belongs to another table: it opens with an unknown level and shows nothing known."""
        level = entry.cells.get(IndicatorKey.LEVEL1)
        return level is not None and not any(map(self._telling, entry.cells.values()))

    def _joined(self, entries: Sequence[Entry], entry: Entry) -> Entry | None:
        """Return the row above and this one as a single row, where that reads better than two."""
        if not entries or entries[-1].label_only or self.aim in entries[-1].cells or entry.above:
            return None
        first, second = tuple(entries[-1].cells.values()), tuple(entry.cells.values())
        if len(first) + len(second) > len(self.table_spec.indicators):
            return None
        pieces = (*first, *second)
        whole = self._entry(pieces, [self._slot(piece) for piece in pieces], seam=len(first))
        if whole.score <= entries[-1].score + entry.score + 1:
            return None
        return replace(whole, above=entries[-1].above, more=[*entries[-1].more, *whole.more, *entry.more])

    def _placed(self, pieces: Sequence[Piece], taken: Set[str]) -> Entry:
        """Give a printed row to columns. Where it stands is right unless its texts say clearly that it is shifted.

        Columns that a merged cell from above fills are `taken`; beside one a row can hardly have shifted.
        """
        slots = [self._slot(piece) for piece in pieces]
        as_printed = self._as_printed(pieces, slots)
        sure = as_printed.score + (_SURE if taken else _TRUST) if as_printed else _NEVER
        # No row of these texts can be worth more than each of them in its best column.
        if as_printed and sure >= sum(max(self.fits.worths(piece)) for piece in pieces):
            return as_printed
        best = self._entry(pieces, slots, taken=taken)
        return as_printed if as_printed and sure >= best.score else best

    def _as_printed(self, pieces: Sequence[Piece], slots: Sequence[int | None]) -> Entry | None:
        """Return the row with every cell under its own label, None where two cells stand under one."""
        places = [slot for slot in slots if slot is not None and slot < len(self.ids)]
        if len(places) < len(pieces) or any(a >= b for a, b in pairwise(places)):
            return None
        worth = sum(self.fits.worths(piece)[at] for piece, at in zip(pieces, places, strict=True))
        cells = {self.ids[at]: piece for at, piece in zip(places, pieces, strict=True)}
        return Entry(cells, score=worth - self._lacks(cells))

    def _entry(
        self,
        pieces: Sequence[Piece],
        slots: Sequence[int | None],
        seam: int | None = None,
        taken: Set[str] = frozenset(),
    ) -> Entry:
        """Give the pieces to columns. `slots` are the columns they are printed under, empty where nobody knows."""
        ids = self.ids
        pieces, rest = pieces[: len(ids)], pieces[len(ids) :]
        fits: list[Sequence[float]] = [self.fits.worths(piece) for piece in pieces]
        if taken:
            fits = [
                [_NEVER if column in taken else worth for column, worth in zip(ids, row, strict=True)] for row in fits
            ]
        found = assign(fits, slots[: len(pieces)], seam)
        given = found.columns if found else ()
        cells = {ids[at]: piece for at, piece in zip(given, pieces, strict=True)}
        more = [(ids[-1], piece) for piece in rest]
        shifted = any(slot not in (None, at) for slot, at in zip(slots, given, strict=False))
        score = (found.score if found else 0.0) - self._lacks(cells)
        return Entry(cells, more=more, score=score, shifted=shifted)

    def _lacks(self, cells: dict[str, Piece]) -> float:
        if all(key in LEVELS for key in cells):
            return _NO_TARGET
        return (_NAME not in cells) * _NO_NAME + (self.aim not in cells) * _NO_TARGET

    # Rows that are no entry.

    def _continues(self, pieces: Sequence[Piece]) -> bool:
        """Tell whether the row holds nothing but the rest of texts: every piece stands in a text column."""
        in_text = all(self._printed_under(piece) in TEXTS for piece in pieces)
        return in_text and not any(self._telling(piece) for piece in pieces)

    def _printed_under(self, piece: Piece) -> str | None:
        """Return the column under whose label the text stands, None where positions say nothing."""
        at = self._slot(piece)
        return self.ids[min(at, len(self.ids) - 1)] if at is not None else None

    def _slot(self, piece: Piece) -> int | None:
        """Return under which label the text stands: where one cell of a column does, all as wide do."""
        span = piece.column, piece.columns
        if span not in self.slots:
            self.slots[span] = self.header.slot(piece)
        return self.slots[span]

    def _telling(self, piece: Piece) -> bool:
        """Tell whether the text is surely more than the rest of an explanation."""
        worths = self.fits.worths(piece)
        return any(worths[at] >= _KNOWN for at in self.telling)

    def _continue(self, entry: Entry, pieces: Sequence[Piece]) -> None:
        for piece in pieces:
            key = self._printed_under(piece)
            if key is None:
                self.draft.leave(piece.text, piece.place)
                continue
            entry.more.append((key, piece))
            self.draft.note(NoteKind.MENDED, "断到下一行的文字已接回上一行", piece.place)

    def _is_tail(self, row: Row, pieces: Sequence[Piece]) -> bool:
        """Tell whether the row stands below the table: a paragraph, a pick list, a remark over the whole width."""
        if not pieces or all(map(self.fits.is_level, pieces)):
            return False
        if row.table is None or all(map(self._is_choice, pieces)) or _FOOTER.fullmatch(pieces[0].plain):
            return True
        if len(pieces) > 1 or self._telling(pieces[0]):
            return False
        over_all = pieces[0].columns >= len(self.table_spec.indicators)
        return over_all or self._printed_under(pieces[0]) in (*LEVELS, None)

    def _tail(self, pieces: Sequence[Piece]) -> None:
        """Take what stands below the table: a printed pick list, or text that no field takes."""
        for piece in pieces:
            if self._is_choice(piece):
                self.draft.note(NoteKind.PICK_LIST, piece.text, piece.place)
            else:
                self.draft.leave(piece.text, piece.place)

    def _is_choice(self, piece: Piece) -> bool:
        return piece.plain in self.fits.choices or piece.text in self.typed


def _one_a_row(rows: Sequence[Row]) -> bool:
    return all(len(row.filled) <= 1 for row in rows)
