"""How well a text fits a column of the indicator table, judged by the scheme, the frame and the shape of the text.

The worths are ordinary numbers, tuned so that one strong sign (a known level, a known name, a value with a sign)
outweighs every position, and a position decides between texts that show nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

from jiheng.layouts.blocks import IndicatorKey, Indicators
from jiheng.layouts.levels import Scheme
from jiheng.layouts.rows import Piece
from jiheng.values.grades import is_grade
from jiheng.values.targets import is_target_type, looks_like_target
from jiheng.values.units import is_known_unit
from jiheng.values.wording import BLANKS, plain

_LONGEST_VALUE = 60
_LONGEST_GRADE = 4
_LONGEST_UNIT = 4
# Python 3.11 finds a member of an enumeration by a function: what is asked for every cell is looked up here.
_TYPE, _UNIT = IndicatorKey.TARGET_TYPE, IndicatorKey.TARGET_UNIT
_VALUES = frozenset(
    {
        IndicatorKey.TARGET,
        _TYPE,
        _UNIT,
        IndicatorKey.PREVIOUS,
        IndicatorKey.ADJUSTED,
        IndicatorKey.ACTUAL,
        IndicatorKey.EXPECTED,
    }
)
_POINTS = re.compile(r"\d+(?:\.\d+)?[分%]?")
# A box that is ticked, in the glyphs that fonts and exports leave of it.
_TICKED = frozenset("√✓✔☑☒■●R是")
_BOXES = frozenset("□☐口○0否")


def is_points(text: str) -> bool:
    """Tell whether a normal form is a number of points, such as 10, 9.5分 or 10%."""
    return _POINTS.fullmatch(text) is not None


def is_tick(text: str) -> bool:
    """Tell whether a normal form is a box, ticked or not."""
    return 0 < len(text) <= 2 and not set(text) - _TICKED - _BOXES


def is_unticked(text: str) -> bool:
    """Tell whether a box is left empty."""
    return text in BLANKS or (is_tick(text) and _TICKED.isdisjoint(text))


@dataclass(frozen=True, slots=True)
class _Signs:
    """What the scheme knows of a text: whether it is a level 1, a level 2, a row that the region always prints."""

    level1: bool
    level2: bool
    fixed: bool


class Fits:
    """The worth of texts in the columns of one indicator table."""

    def __init__(self, table: Indicators, scheme: Scheme) -> None:
        self.scheme = scheme
        self.columns = table.indicators
        self.choices = frozenset(plain(choice) for choice in table.choices)
        self._judges = tuple(self._judge(column.key) for column in table.indicators)
        self._judged: dict[Piece, tuple[float, ...]] = {}
        self._known: dict[str, _Signs] = {}

    def worths(self, piece: Piece) -> tuple[float, ...]:
        """Return the worth of the piece's text in every column; positions are not looked at."""
        found = self._judged.get(piece)
        if found is None:
            signs = self._signs(piece)
            found = self._judged[piece] = tuple([judge(piece, signs) for judge in self._judges])
        return found

    def _judge(self, key: IndicatorKey) -> Callable[[Piece, _Signs], float]:
        by_key = {
            IndicatorKey.LEVEL1: self._level1,
            IndicatorKey.LEVEL2: self._level2,
            IndicatorKey.NAME: self._name,
            IndicatorKey.WEIGHT: _points,
            IndicatorKey.SCORE: _points,
            IndicatorKey.CAUSE: _ticked,
            IndicatorKey.LIKELIHOOD: _ticked,
        }
        return partial(self._value, key=key) if key in _VALUES else by_key.get(key, _text)

    def is_level(self, piece: Piece) -> bool:
        """Tell whether the text is a level of the scheme."""
        signs = self._signs(piece)
        return signs.level1 or signs.level2

    def is_name(self, piece: Piece) -> bool:
        """Tell whether the text is a row that the region prints on every form."""
        return self._signs(piece).fixed

    def is_value(self, piece: Piece) -> bool:
        """Tell whether the text is shaped like a value or a grade."""
        return _is_value(piece.text) or _is_wording(piece.text)

    def _signs(self, piece: Piece) -> _Signs:
        text = piece.plain
        found = self._known.get(text)
        if found is None:
            scheme = self.scheme
            found = _Signs(text in scheme.level1, text in scheme.level2, scheme.is_fixed(text))
            self._known[text] = found
        return found

    def _level1(self, piece: Piece, signs: _Signs) -> float:
        if signs.level1:
            return 6
        if signs.level2 or signs.fixed:
            return -3
        return -1.5 if len(piece.plain) <= 10 and not _is_value(piece.text) else -5

    def _level2(self, piece: Piece, signs: _Signs) -> float:
        if signs.level2:
            return 6
        if signs.level1 or _is_value(piece.text):
            return -6
        if signs.fixed:
            return -2
        return -0.5 if len(piece.plain) <= 14 else -5

    def _name(self, piece: Piece, signs: _Signs) -> float:
        if signs.fixed:
            return 5
        if _is_value(piece.text) or signs.level1:
            return -5
        if signs.level2:
            return -1
        if piece.plain in BLANKS or (len(piece.plain) <= _LONGEST_GRADE and _is_wording(piece.text)):
            return -2
        if is_known_unit(piece.plain):
            return -1
        return 1 if len(piece.plain) <= 50 else -2

    def _value(self, piece: Piece, signs: _Signs, key: IndicatorKey) -> float:
        if signs.level1 or signs.level2 or signs.fixed:
            return -5
        if key is _TYPE:
            return self._type(piece)
        if key is _UNIT:
            return _unit(piece)
        if _is_value(piece.text):
            return 5
        if _is_wording(piece.text):
            return 3
        return 0.5 if len(piece.plain) <= 10 else -1 if len(piece.plain) <= 25 else -5

    def _type(self, piece: Piece) -> float:
        if piece.plain in BLANKS:
            return 0
        return 6 if piece.plain in self.choices or is_target_type(piece.text) else -4


def _text(piece: Piece, signs: _Signs) -> float:
    if signs.level1 or signs.level2:
        return -3
    if _is_value(piece.text):
        return -2
    return 1 if len(piece.plain) > 8 else 0


def _unit(piece: Piece) -> float:
    if piece.plain in BLANKS:
        return 2
    if is_known_unit(piece.plain):
        return 3
    if _is_value(piece.text) or _is_wording(piece.text):
        return -3
    return 1 if len(piece.plain) <= _LONGEST_UNIT else -4


def _points(piece: Piece, _: _Signs) -> float:
    return 3 if is_points(piece.plain) else 0 if piece.plain in BLANKS else -3


def _ticked(piece: Piece, _: _Signs) -> float:
    return 2 if is_tick(piece.plain) else -2


@lru_cache(maxsize=8192)
def _is_value(text: str) -> bool:
    """Tell whether the text is shaped like a value; the same few texts are asked about in every column."""
    return len(text) <= _LONGEST_VALUE and looks_like_target(text)


@lru_cache(maxsize=8192)
def _is_wording(text: str) -> bool:
    return len(text) <= _LONGEST_VALUE and is_grade(text)
