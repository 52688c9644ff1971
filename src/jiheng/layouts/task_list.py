"""Read a repeating block, the list of tasks: its header, its entries, and the sums below them.

Knows the block of the layout and where its labels stand; knows nothing of the rest of the form.
"""

from __future__ import annotations

from collections.abc import Sequence

from jiheng.layouts.assignment import assign, partition
from jiheng.layouts.blocks import Rows
from jiheng.layouts.draft import TOTALS, Draft, Said, parse_amount
from jiheng.layouts.entries import Word
from jiheng.layouts.rows import Piece, Row
from jiheng.layouts.vocabulary import Token, variants
from jiheng.model import NoteKind

_TOTALS = frozenset({"合计", "金额合计", "总计", "合计金额"})
_MONEY = frozenset(TOTALS)


class TaskList:
    """The list of tasks of one form, row by row. `columns` says where its labels stand, None where it is not open."""

    def __init__(self, draft: Draft, *, stream: bool) -> None:
        self.draft = draft
        self.stream = stream
        self.block = next((block for block in draft.layout.blocks if isinstance(block, Rows)), None)
        self.sums = _TOTALS | variants(self.block.total if self.block else None)
        self.columns: dict[int, Piece] | None = None
        self.buffer: list[Piece] = []

    def opens(self, tokens: Sequence[Token]) -> bool:
        """Tell whether the row is a header of the repeating block, or its totals; a task may be called 合计 as well."""
        found = [token for token in tokens if token.word is Word.LIST]
        contents = [token for token in tokens if token.word is Word.CONTENT]
        if not found or not contents:
            return bool(found)
        totals = tokens[0].piece.plain in self.sums and all(_is_amount(token.piece) for token in contents)
        return len(found) > 1 or (self.columns is not None and totals)

    def header(self, tokens: Sequence[Token]) -> None:
        """Open the list at its header row; a row of totals is no header."""
        contents = [token.piece for token in tokens if token.word is Word.CONTENT]
        if self.columns and contents and tokens[0].piece.plain in self.sums:
            self._totals(contents)
            return
        found = {int(token.key): token.piece for token in tokens if token.word is Word.LIST}
        self.columns = {**(self.columns or {}), **found}
        for piece in contents:
            self.draft.leave(piece.text, piece.place)

    def row(self, row: Row, pieces: Sequence[Piece]) -> None:
        """Read one task, or the sums."""
        if pieces[0].plain in self.sums and len(pieces) > 1 and all(map(_is_amount, pieces[1:])):
            self._totals(pieces[1:])
        elif self.stream:
            self.buffer.extend(pieces)
        else:
            self._entry(pieces, may_continue=not row.spans)

    def finish(self) -> None:
        """Cut the texts of a list that came one cell a line into entries, and close the list."""
        if self.buffer and self.block is not None:
            for entry in partition(self.buffer, len(self.block.columns), self._entry_worth):
                self._entry(entry)
        self.buffer, self.columns = [], None

    def _totals(self, pieces: Sequence[Piece]) -> None:
        """Take the amounts below the list, in the order of its money columns."""
        columns = self.block.columns if self.block else ()
        paths = [TOTALS[column.field] for column in columns if column.field in TOTALS]
        for at, piece in enumerate(pieces):
            said = Said(piece.text, piece.place)
            if at >= len(paths) or self.draft.values.setdefault(paths[at], said) is not said:
                self.draft.leave(said.text, said.place)

    def _entry(self, pieces: Sequence[Piece], *, may_continue: bool = False) -> None:
        columns = self.block.columns if self.block else ()
        found = assign(self._fits(pieces))
        if found is None:
            for piece in pieces:
                self.draft.leave(piece.text, piece.place)
            return
        entry: dict[str, Said] = {
            columns[at].field: Said(piece.text, piece.place) for at, piece in zip(found.columns, pieces, strict=True)
        }
        first = columns[0].field
        if may_continue and first not in entry and self.draft.tasks and len(entry) == 1:
            self._continue(entry)
        else:
            self.draft.tasks.append(entry)

    def _continue(self, entry: dict[str, Said]) -> None:
        """Join the rest of a text that stands in a row of its own to the entry above."""
        above = self.draft.tasks[-1]
        for name, said in entry.items():
            before = above.get(name)
            above[name] = Said(f"{before.text}\n{said.text}", before.place) if before else said
            self.draft.note(NoteKind.MENDED, "断到下一行的文字已接回上一项任务", said.place)

    def _fits(self, pieces: Sequence[Piece]) -> list[list[float]]:
        columns = self.block.columns if self.block else ()
        return [[self._fit(piece, at, column.field) for at, column in enumerate(columns)] for piece in pieces]

    def _fit(self, piece: Piece, at: int, field: str) -> float:
        amount = parse_amount(piece.text) is not None
        worth = _worth(field, amount=amount)
        label = (self.columns or {}).get(at)
        apart = abs(piece.column - label.column) if label is not None and not self.buffer else 0
        return worth - min(apart, 4)

    def _entry_worth(self, pieces: Sequence[Piece]) -> float:
        found = assign(self._fits(pieces))
        return found.score - 3 if found and found.columns[0] == 0 else -9


def _worth(field: str, *, amount: bool) -> float:
    if field in _MONEY:
        return 4 if amount else -2
    if field == "note":
        return 0
    return -4 if amount else 2


def _is_amount(piece: Piece) -> bool:
    """Tell whether a piece is an amount and nothing else; nothing at all, 0.00, is one too."""
    return parse_amount(piece.text) is not None
