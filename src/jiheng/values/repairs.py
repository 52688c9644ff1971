"""How an unreadable value may have been meant. Proposals are shown to a person and never applied.

Three causes are known: two values run together, a sign misread by character recognition, a number amid words. Where
more than one reading is possible, none is proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from jiheng.values.compact import Compact, fold, is_digit
from jiheng.values.dates import read_deadline
from jiheng.values.operators import begins_with_sign, begins_with_word, holds_comparison
from jiheng.values.quantities import Quantity, read_quantity
from jiheng.values.units import is_known_unit, starts_with_unit

# What character recognition makes of a sign, seen in published scans.
_MISREAD_SIGNS = {"工": "≥", "^": "≥", "$": "≥", "%=": "≥", "5=": "≥", "二": "="}
_MISREAD_DASH = re.compile(r"(?<=[0-9%])一(?=[0-9])")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年")
_LARGEST_PERCENTAGE = 100
# Beside a number these change what it says: 前3名, 13月底前, 每月1次, 人均500元, 5%(含), 近300人, 早于6月底.
_ALTERING = frozenset("第前后底末初每均含除近逾早晚迟~×:")
# A number without its direction says something else: 较上年提高5个百分点, 下降3%. A count of new things has none.
_DIRECTION = re.compile(r"(?<!新)增|提高|提升|升|降|减|压缩|缩短|扩大|节约|节省|翻|同比|环比|相比|比[上去前]|较")
# No proposal may drop a denial. Words of another alphabet may be one.
_DENIAL = re.compile(r"[不非未无没勿毋莫否免禁绝忌≠≢!\u0338A-Za-z]|防止|严防")
# Behind a number these are still part of what it says: 1万余人, 3年半, 5辆次, 3次(每次2天), 100%+.
_CONTINUING = frozenset("余多几来半次(/·×*+")
_LONGEST_TEXT = 80
_LONGEST_FRAGMENT = 20


def propose(compact: Compact, *, year: int | None) -> tuple[str, ...]:
    """Return the values that an unreadable text may be made of, empty where nothing is certain.

    >>> propose(Compact.of("≥972023年12月底前"), year=None)
    ('≥97', '2023年12月底前')
    >>> propose(Compact.of("工95%"), year=None), propose(Compact.of("完成3项任务"), year=None)
    (('≥95%',), ('3项',))
    """
    if len(compact.text) > _LONGEST_TEXT:
        return ()
    return _number_and_date(compact, year) or _misread(compact) or _amid_words(compact, year)


def _number_and_date(compact: Compact, year: int | None) -> tuple[str, ...]:
    """Cut where a percentage ends and a date begins, if there is exactly one such place."""
    cuts = [
        (compact.part(0, at).printed, compact.part(at, len(compact.text)).printed)
        for at in range(1, len(compact.text))
        if _is_percentage(read_quantity(compact.part(0, at)), dated=_YEAR.match(compact.text, at) is not None)
        and read_deadline(compact.text[at:], year=year)
    ]
    return cuts[0] if len(cuts) == 1 else ()


def _is_percentage(quantity: Quantity | None, *, dated: bool) -> bool:
    """Tell whether a percentage may end here; a bare number only before a year, since 13月 is not 1 and 3月."""
    if quantity is None or quantity.upper is not None or quantity.unit not in (None, "%"):
        return False
    if not dated and quantity.operator is None and quantity.unit is None:
        return False
    return 0 <= quantity.value <= _LARGEST_PERCENTAGE


def _misread(compact: Compact) -> tuple[str, ...]:
    for misread, sign in _MISREAD_SIGNS.items():
        rest = compact.part(len(misread), len(compact.text))
        if compact.text.startswith(misread) and is_digit(rest.text[:1]) and read_quantity(rest):
            return (sign + rest.printed,)
    mended = _MISREAD_DASH.sub("-", compact.printed)
    return (mended,) if mended != compact.printed and read_quantity(Compact.of(mended)) else ()


def _amid_words(compact: Compact, year: int | None) -> tuple[str, ...]:
    """Propose the values inside the words, if together they hold every digit and sign, and no two of them touch."""
    found = tuple(_fragments(compact, year))
    covered = {at for start, end in found for at in range(start, end)}
    words = "".join(character for at, character in enumerate(compact.text) if at not in covered)
    if any(map(is_digit, words)) or _says_more(words):
        return ()
    if any(end == start and not _is_compared(compact.text[start:]) for (_, end), (start, _) in pairwise(found)):
        return ()
    return tuple(compact.part(start, end).printed for start, end in found)


def _says_more(words: str) -> bool:
    """Tell whether the words around a number compare, deny or direct it, so that without them it is another value."""
    return (
        holds_comparison(words)
        or not _ALTERING.isdisjoint(words)
        or _DIRECTION.search(words) is not None
        or _DENIAL.search(words) is not None
    )


def _is_compared(text: str) -> bool:
    return begins_with_sign(text) or begins_with_word(text)


def _fragments(compact: Compact, year: int | None) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(compact.text):
        end = _longest_from(compact, at, year)
        if end is not None:
            yield at, end
        at = end if end is not None else _next_start(compact.text, at)


def _next_start(text: str, at: int) -> int:
    """Step over one character, or over all digits of a number that could not be read."""
    end = at + 1
    while end < len(text) and is_digit(text[at]) and text[end] in "0123456789.,":
        end += 1
    return end


def _longest_from(compact: Compact, start: int, year: int | None) -> int | None:
    for end in range(min(len(compact.text), start + _LONGEST_FRAGMENT), start, -1):
        cuts_number = is_digit(compact.text[end - 1]) and compact.text[end : end + 1] in tuple("0123456789.,")
        if not cuts_number and _is_value(compact.part(start, end), compact.text[end:], year):
            return end
    return None


def _is_value(part: Compact, behind: str, year: int | None) -> bool:
    """Take only what cannot be anything else: a date, or a number with a known unit or a comparison, none cut short."""
    if not any(map(is_digit, part.text)) and not _is_compared(part.text):
        return False
    if read_deadline(part.text, year=year):
        return True
    quantity = read_quantity(part)
    if quantity is None or behind[:1] in _CONTINUING:
        return False
    if quantity.unit is None:
        return quantity.operator is not None and not behind[:1].isalpha()
    unit = fold(quantity.unit)
    return is_known_unit(unit) and not (unit != "%" and part.text.endswith(unit) and starts_with_unit(behind))
