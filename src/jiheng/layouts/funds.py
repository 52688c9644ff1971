"""Read the table of project funds (项目资金): a header of columns, and a row for each source of money.

Knows the block of the layout and where its labels stand; knows nothing of the rest of the form.
"""

from __future__ import annotations

from collections.abc import Sequence

from jiheng.layouts.assignment import assign
from jiheng.layouts.blocks import FundingKey, FundsTable
from jiheng.layouts.draft import Draft, Said
from jiheng.layouts.drafting_head import fund_key_by_words
from jiheng.layouts.entries import Word
from jiheng.layouts.rows import Piece
from jiheng.layouts.vocabulary import Token
from jiheng.values.money import amount_of
from jiheng.values.wording import BLANKS

_NEEDED = 2
_POINTS = (FundingKey.WEIGHT, FundingKey.SCORE)


class FundsReader:
    """The table of funds of one form, row by row."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.block = next((block for block in draft.layout.blocks if isinstance(block, FundsTable)), None)
        self.labels: dict[str, Piece] = {}
        self.strangers: tuple[Piece, ...] = ()

    def opens(self, tokens: Sequence[Token]) -> bool:
        """Tell whether the row is the header of the table."""
        return len({token.key for token in tokens if token.word is Word.FUND_COLUMN}) >= _NEEDED

    def open(self, tokens: Sequence[Token]) -> list[Token]:
        """Keep where the labels stand; return what is none of them."""
        self.labels = {token.key: token.piece for token in tokens if token.word is Word.FUND_COLUMN}
        self._by_words([token.piece for token in tokens if token.word is Word.CONTENT])
        others = [token for token in tokens if token.piece not in self.labels.values()]
        behind = min((piece.column for piece in self.labels.values()), default=0)
        texts = (token.piece for token in others if token.word is Word.CONTENT)
        self.strangers = tuple(piece for piece in texts if piece.column > behind)
        return others

    def _by_words(self, pieces: Sequence[Piece]) -> None:
        """Keep further labels, where their words say which column of the table they mean."""
        keys = {column.key for column in self.block.columns} if self.block else set()
        for piece in pieces:
            key = fund_key_by_words(piece)
            if key in keys and key not in self.labels:
                self.labels[key] = piece

    def takes(self, tokens: Sequence[Token]) -> bool:
        """Tell whether the row names a source of money of an open table."""
        if not self.labels:
            return False
        if any(token.word is Word.FUND_ROW for token in tokens):
            return True
        texts = [token.piece for token in tokens if token.word is Word.CONTENT]
        return len(texts) > 1 and all(map(_is_amount_or_rate, texts[1:]))

    def row(self, tokens: Sequence[Token]) -> None:
        """Read one source of money."""
        pieces = [token.piece for token in tokens if token.word not in (Word.FUNDS, Word.SIDE)]
        named = not _is_amount_or_rate(pieces[0])
        name, values = (pieces[0], self._known(pieces[1:])) if named else (None, self._known(pieces))
        columns = self.block.columns if self.block else ()
        found = assign([[_worth(piece, column.key) for column in columns] for piece in values], self._slots(values))
        given = found.columns if found is not None else ()
        row = {"name": _said(name)} if name is not None else {}
        row |= {columns[at].key.value: _said(piece) for at, piece in zip(given, values, strict=False)}
        self.draft.funding.append(row)
        for piece in values[len(given) :]:
            self.draft.leave(piece.text, piece.place)

    def _known(self, values: Sequence[Piece]) -> list[Piece]:
        """Return the values that stand under labels of the table; what stands under another label is left unread."""
        strange = [piece for piece in values if any(_apart(piece, label) == 0 for label in self.strangers)]
        for piece in strange:
            self.draft.leave(piece.text, piece.place)
        return [piece for piece in values if piece not in strange]

    def close(self) -> None:
        """Forget the header: another part of the form begins."""
        self.labels = {}

    def _slots(self, pieces: Sequence[Piece]) -> list[int | None]:
        """Return the columns under which the pieces stand."""
        columns = self.block.columns if self.block else ()
        places = {at: self.labels[column.key] for at, column in enumerate(columns) if column.key in self.labels}
        one_a_row = len({label.column for label in places.values()}) < len(places)
        return [None if one_a_row else min(places, key=lambda at: _apart(piece, places[at])) for piece in pieces]


def _said(piece: Piece) -> Said:
    return Said(piece.text, piece.place)


def _apart(piece: Piece, label: Piece) -> int:
    return abs(piece.column - label.column)


def _worth(piece: Piece, key: FundingKey) -> float:
    if key is FundingKey.NOTE:
        return -2 if _is_amount_or_rate(piece) else 2
    if piece.plain in BLANKS:
        return 1
    if key is FundingKey.RATE:
        return 3 if "%" in piece.plain else 0.5 if _is_amount(piece) else -2
    if "%" in piece.plain:
        return -2
    return (1 if key in _POINTS else 2) if _is_amount(piece) else -2


def _is_amount(piece: Piece) -> bool:
    return amount_of(piece.text) is not None


def _is_amount_or_rate(piece: Piece) -> bool:
    return piece.plain in BLANKS or piece.plain.endswith("%") or _is_amount(piece)
