"""Put the rows of an indicator table right before their cells are given to columns.

A header printed again is dropped, and so are rows that nobody used; levels one character off and rows that a line break
inside a cell cut are mended. Each is said in a note. Knows what a text is (`cells`), not under which column it belongs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from jiheng.layouts.cells import Fits
from jiheng.layouts.columns import Header, is_header_again
from jiheng.layouts.draft import Draft
from jiheng.layouts.lines import whole_rows
from jiheng.layouts.rows import Piece, Row
from jiheng.layouts.vocabulary import bare, uncounted
from jiheng.model import NoteKind
from jiheng.values.lookalikes import folded

# What the formulas of an unused row show.
_NOTHING = re.compile(r"0(?:\.0+)?%?")


def is_nothing(piece: Piece) -> bool:
    """Tell whether a text is what the formula of a row shows that nobody used."""
    return _NOTHING.fullmatch(piece.plain) is not None


class Mender:
    """Mends the rows below one header. `sides` are the labels that stand beside the whole table."""

    def __init__(self, fits: Fits, header: Header, sides: Set[str], draft: Draft) -> None:
        self.fits, self.header, self.sides, self.draft = fits, header, sides, draft
        self.shapes = frozenset(map(folded, sides))

    def put_right(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows that hold entries, whole and in words that the scheme knows."""
        return self._whole(self._used([row for row in self._mended(rows) if not self._drop_header(row)]))

    def is_side(self, piece: Piece) -> bool:
        """Tell whether the text is the label that stands beside the whole table."""
        word = bare(piece.plain) if self.sides else ""
        return word in self.sides or folded(uncounted(word)) in self.shapes

    def _drop_header(self, row: Row) -> bool:
        again = is_header_again(row, self.draft.layout)
        if again:
            self.draft.note(NoteKind.MENDED, "续表重复印出的表头已略去", row.place)
            for piece in filter(self.is_side, row.filled):
                self.draft.note(NoteKind.HEADING, f"印刷标题：{piece.text}", piece.place)
        return again

    def _used(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows that somebody filled in; of one that shows nothing but 0 and 0.00% the levels stay."""
        unused = [row for row in rows if self._is_unused(row)]
        if unused:
            self.draft.note(NoteKind.MENDED, f"{len(unused)} 个未用的行各格都是 0，已略去", unused[0].place)
        left = (replace(row, pieces=tuple(filter(self.fits.is_level, row.pieces))) for row in rows if row in unused)
        return [row for row in ((next(left) if row in unused else row) for row in rows) if row.pieces]

    def _is_unused(self, row: Row) -> bool:
        values = [piece for piece in row.filled if not self.fits.is_level(piece)]
        return len(values) > 1 and all(map(is_nothing, values))

    def _mended(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows with levels put right that are one character off."""
        slips = {piece: meant for row in rows for piece in row.filled if (meant := self._meant(piece)) is not None}
        for piece, meant in slips.items():
            self.draft.note(NoteKind.MENDED, f"“{piece.text}”按“{meant.text}”认", piece.place)
        if not slips:
            return list(rows)

        def put_right(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
            return tuple(slips.get(piece, piece) for piece in pieces)

        return [replace(row, pieces=put_right(row.pieces), above=put_right(row.above)) for row in rows]

    def _meant(self, piece: Piece) -> Piece | None:
        scheme = self.fits.scheme
        if self._is_whole(piece) or self.is_side(piece):
            return None
        word = scheme.level1.meant(piece.plain, seen=piece.seen) or scheme.level2.meant(piece.plain, seen=piece.seen)
        return replace(piece, text=word, plain=word) if word is not None else None

    def _whole(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows with those made whole again that a line break inside a cell cut."""
        width = max((label.column for label in self.header.labels if label is not None), default=0)
        found = list(whole_rows(rows, width, whole=self._is_whole, value=self.fits.is_value))
        if len(found) < len(rows):
            self.draft.note(NoteKind.MENDED, f"{len(rows) - len(found)} 处格内换行断开的行已接上", rows[0].place)
        return found

    def _is_whole(self, piece: Piece) -> bool:
        return self.fits.is_level(piece) or self.fits.is_name(piece) or self.fits.is_value(piece)
