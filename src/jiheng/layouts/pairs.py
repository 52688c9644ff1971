"""Labels that a layout does not know, known by where they stand: a short text with its value at its right.

A row is gone through from left to right. What the country calls a field is that field, and any other label keeps its
value under its own words. Knows no more of a form than which fields it already has.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from jiheng.layouts.draft import MONEY_FIELDS, parse_amount
from jiheng.layouts.entries import PARTICULAR, Word
from jiheng.layouts.label_shapes import label_text, looks_like_label
from jiheng.layouts.labels import Labels
from jiheng.layouts.rows import Piece, Row
from jiheng.layouts.titles import is_year_label, labelled_year
from jiheng.layouts.vocabulary import Token, bare
from jiheng.values.wording import BLANKS

# What may be a label where the layout does not say so: 单位 is that of an amount elsewhere.
_OPEN = (Word.CONTENT, Word.COLUMN, Word.SIDE, Word.LIST)
_NAMED = (Word.FIELD, Word.HEADED, Word.LIST, Word.FUND_ROW, Word.PLAN)
_SURE = re.compile(
    "(?:时间|日期|期限|金额|名称|内容|情况|依据|来源|方式|编码|类型|属性|范围|标准|用途|说明|地点|电话)$"
)
_MONTHS = re.compile(r"\d{1,2}月")


def year_in(tokens: Sequence[Token]) -> tuple[int, tuple[Token, Token]] | None:
    """Return the year that stands behind its label, as in 预算年度 | 2022, with the two."""
    for label, value in pairwise(tokens):
        if is_year_label(label.piece.plain) and (year := labelled_year(value.piece.plain)) is not None:
            return year, (label, value)
    return None


def with_labels(row: Row, tokens: Sequence[Token], usual: Labels, told: Container[str]) -> list[Token]:
    """Return the tokens of a row, its unknown labels taken for labels; `told` are the fields that have a value."""
    if len(tokens) == 1 and not (row.spans and _is_usual(tokens[0].piece.plain, usual)):
        return list(tokens)
    known = {token.piece: token for token in tokens}
    cells = [piece for piece in (row.pieces if row.spans else row.filled) if not piece.text or piece in known]
    meant = dict(_labels(cells, known, usual, told))
    return [meant.get(token.piece, token) for token in tokens]


def _labels(
    cells: Sequence[Piece], known: Mapping[Piece, Token], usual: Labels, told: Container[str]
) -> Iterator[tuple[Piece, Token]]:
    at, filled, kept = 0, _filled_from(cells), any(piece.columns > 1 for piece in cells)
    while at < len(cells):
        token, value = known.get(cells[at]), cells[at + 1] if at + 1 < len(cells) else None
        if token is None or value is None:
            at += 1
        elif token.word is Word.FIELD:
            # What a label of the layout asks for stands behind it, whatever it looks like.
            is_apart = token.rest is None and not _is_named(value, known)
            at = _past_value(cells, at, filled[at + 1], kept) if is_apart else at + 1
        elif at == filled[0] and _is_side(token, cells, known):
            yield token.piece, replace(token, word=Word.HEADING if token.word is Word.CONTENT else token.word)
            at += 1
        elif _may_ask(token, value, known):
            yield token.piece, _label(token, value.text, usual, told)
            at += 2
        else:
            at += 1


def _filled_from(cells: Sequence[Piece]) -> list[int]:
    """Return for every cell, and for the end, which is the next that is not blank: rows of files may be very long."""
    ahead = [len(cells)] * (len(cells) + 1)
    for at in range(len(cells) - 1, -1, -1):
        ahead[at] = at if cells[at].text else ahead[at + 1]
    return ahead


def _past_value(cells: Sequence[Piece], at: int, filled: int, kept: bool) -> int:
    """Return the cell behind the value of the label at `at`; where merges were lost, blank cells stand before it."""
    asks = filled + 1 < len(cells) and bool(cells[filled + 1].text)
    return at + 2 if kept or asks else filled + 1


def _is_usual(text: str, usual: Labels) -> bool:
    return is_year_label(text) or bare(text) in meanings(usual)


def _may_ask(token: Token, value: Piece, known: Mapping[Piece, Token]) -> bool:
    """Tell whether a text may be the label of what stands at its right."""
    if token.word not in _OPEN or (token.word is Word.SIDE and token.key) or _is_named(value, known):
        return False
    return looks_like_label(token.piece) and _MONTHS.match(token.piece.plain) is None


def _is_side(token: Token, cells: Sequence[Piece], known: Mapping[Piece, Token]) -> bool:
    """Tell whether the first cell stands beside pairs of labels and values: it asks nothing, they are below it."""
    if token.word not in _OPEN:
        return False
    rest = [piece for piece in cells if piece.text][1:]
    if len(rest) > 1 and token.word is Word.CONTENT and _is_named(rest[0], known) and looks_like_label(token.piece):
        return True
    if not (token.word is Word.SIDE or token.piece.rows > 1 or _names_value(rest)):
        return False
    return len(rest) > 1 and len(rest) % 2 == 0 and all(_may_be_label(piece, known) for piece in rest[::2])


def _names_value(rest: Sequence[Piece]) -> bool:
    """Tell whether two texts are surely a label and its value, though nothing says that a third stands beside them."""
    match rest:
        case [label, value]:
            return _SURE.search(label.plain) is not None and not looks_like_label(value)
    return False


def _may_be_label(piece: Piece, known: Mapping[Piece, Token]) -> bool:
    return _is_named(piece, known) or (looks_like_label(piece) and piece.plain not in BLANKS)


def _is_named(piece: Piece, known: Mapping[Piece, Token]) -> bool:
    return piece in known and known[piece].word in _NAMED


def _label(token: Token, value: str, usual: Labels, told: Container[str]) -> Token:
    field = meanings(usual).get(bare(token.piece.plain))
    unfit = field in MONEY_FIELDS and parse_amount(value) is None
    if field is None or field in told or unfit:
        field = f"{PARTICULAR}:{label_text(token.piece.text)}"
    return replace(token, word=Word.FIELD, key=field)


@lru_cache(maxsize=8)
def meanings(usual: Labels) -> Mapping[str, str]:
    """Return the field that each label of the country's usage asks for, by its normal form."""
    found: dict[str, str] = {}
    for field, texts in (*usual.fields.items(), *usual.alone.items()):
        for text in texts:
            found.setdefault(bare(text), field)
    return found
