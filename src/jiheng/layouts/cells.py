"""How well a text fits a column of the indicator table, judged by the scheme, the frame and the shape of the text.

The worths are ordinary numbers, tuned so that one strong sign (a known level, a known name, a value with a sign)
outweighs every position, and a position decides between texts that show nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

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


class _Signs(NamedTuple):
    """What a text shows: whether it is a level 1, a level 2, a row that the region always prints.

    `value` and `wording` tell whether it is shaped like a value, or else like a grade.
    """

    text: str
    plain: str
    level1: bool
    level2: bool
    fixed: bool
    value: bool
    wording: bool


class Fits:
    """The worth of texts in the columns of one indicator table."""

    def __init__(self, table: Indicators, scheme: Scheme) -> None:
        self.scheme = scheme
        self.columns = table.indicators
        self.choices = frozenset(plain(choice) for choice in table.choices)
        self._judges = tuple(self._judge(column.key) for column in table.indicators)
        self._judged: dict[str, tuple[float, ...]] = {}
        self._known: dict[str, _Signs] = {}

    def worths(self, piece: Piece) -> tuple[float, ...]:
        """Return the worth of the piece's text in every column; positions are not looked at."""
        found = self._judged.get(piece.text)
        if found is None:
            signs = self._signs(piece)
            found = self._judged[piece.text] = tuple([judge(signs) for judge in self._judges])
        return found

    def _judge(self, key: IndicatorKey) -> _Judge:
        return self._type if key is IndicatorKey.TARGET_TYPE else _JUDGES.get(key, _text)

    def is_level(self, piece: Piece) -> bool:
        """Tell whether the text is a level of the scheme."""
        signs = self._signs(piece)
        return signs.level1 or signs.level2

    def is_name(self, piece: Piece) -> bool:
        """Tell whether the text is a row that the region prints on every form."""
        return self._signs(piece).fixed

    def is_value(self, piece: Piece) -> bool:
        """Tell whether the text is shaped like a value or a grade."""
        signs = self._signs(piece)
        return signs.value or signs.wording

    def _signs(self, piece: Piece) -> _Signs:
        text, words, scheme = piece.text, piece.plain, self.scheme
        found = self._known.get(text)
        if found is None:
            value = _is_value(text)
            wording = not value and _is_wording(text)
            fixed = scheme.is_fixed(words)
            found = _Signs(text, words, words in scheme.level1, words in scheme.level2, fixed, value, wording)
            self._known[text] = found
        return found

    def _type(self, signs: _Signs) -> float:
        if signs.level1 or signs.level2 or signs.fixed:
            return -5
        if signs.plain in BLANKS:
            return 0
        return 6 if signs.plain in self.choices or is_target_type(signs.text) else -4


def _level1(signs: _Signs) -> float:
    if signs.level1:
        return 6
    if signs.level2 or signs.fixed:
        return -3
    return -1.5 if len(signs.plain) <= 10 and not signs.value else -5


def _level2(signs: _Signs) -> float:
    if signs.level2:
        return 6
    if signs.level1 or signs.value:
        return -6
    if signs.fixed:
        return -2
    return -0.5 if len(signs.plain) <= 14 else -5


def _name(signs: _Signs) -> float:
    if signs.fixed:
        return 5
    if signs.value or signs.level1:
        return -5
    if signs.level2:
        return -1
    if signs.plain in BLANKS or (signs.wording and len(signs.plain) <= _LONGEST_GRADE):
        return -2
    if is_known_unit(signs.plain):
        return -1
    return 1 if len(signs.plain) <= 50 else -2


def _value(signs: _Signs) -> float:
    if signs.level1 or signs.level2 or signs.fixed:
        return -5
    if signs.value:
        return 5
    if signs.wording:
        return 3
    return 0.5 if len(signs.plain) <= 10 else -1 if len(signs.plain) <= 25 else -5


def _unit(signs: _Signs) -> float:
    if signs.level1 or signs.level2 or signs.fixed:
        return -5
    if signs.plain in BLANKS:
        return 2
    if is_known_unit(signs.plain):
        return 3
    if signs.value or signs.wording:
        return -3
    return 1 if len(signs.plain) <= _LONGEST_UNIT else -4


def _text(signs: _Signs) -> float:
    if signs.level1 or signs.level2:
        return -3
    if signs.value:
        return -2
    return 1 if len(signs.plain) > 8 else 0


def _points(signs: _Signs) -> float:
    return 3 if is_points(signs.plain) else 0 if signs.plain in BLANKS else -3


def _ticked(signs: _Signs) -> float:
    return 2 if is_tick(signs.plain) else -2


@lru_cache(maxsize=8192)
def _is_value(text: str) -> bool:
    """Tell whether the text is shaped like a value; the same few texts are asked about in every column."""
    return len(text) <= _LONGEST_VALUE and looks_like_target(text)


@lru_cache(maxsize=8192)
def _is_wording(text: str) -> bool:
    return len(text) <= _LONGEST_VALUE and is_grade(text)


_Judge = Callable[[_Signs], float]
_JUDGES: Mapping[IndicatorKey, _Judge] = {
    IndicatorKey.LEVEL1: _level1,
    IndicatorKey.LEVEL2: _level2,
    IndicatorKey.NAME: _name,
    IndicatorKey.TARGET: _value,
    IndicatorKey.TARGET_UNIT: _unit,
    IndicatorKey.PREVIOUS: _value,
    IndicatorKey.ADJUSTED: _value,
    IndicatorKey.ACTUAL: _value,
    IndicatorKey.EXPECTED: _value,
    IndicatorKey.WEIGHT: _points,
    IndicatorKey.SCORE: _points,
    IndicatorKey.CAUSE: _ticked,
    IndicatorKey.LIKELIHOOD: _ticked,
}
