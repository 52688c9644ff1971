"""The numbers that Word prints before list paragraphs: （一）, 1.2, 第三章. Bullets are marks, not text, and give none.

Source: ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (number formats). Knows no paragraphs' text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from jiheng.readers.docx_text import W
from jiheng.readers.packages import stated_number

_PLACEHOLDER = re.compile(r"%([1-9])")
_DIGITS = "零一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "十", "百", "千")
_LEGAL_UNITS = ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str
    space: bool
    decimal_only: bool


@dataclass(frozen=True, slots=True)
class _List:
    """A list by its definition; lists of one definition go on counting from one another."""

    definition: str
    levels: Mapping[int, _Level]
    restarts: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class _Style:
    number: str | None
    depth: str | None
    parent: str | None


@dataclass(slots=True)
class Numbering:
    """Counts list paragraphs in the order of the document. The only state of a reading besides its output."""

    lists: Mapping[str, _List]
    styles: Mapping[str, _Style]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def prefix(self, paragraph: etree._Element) -> str:
        """Count the paragraph and return the number printed before it; empty where it is in no list."""
        if not self.lists:
            return ""
        found = self._list_of(paragraph.find(f"{W}pPr"))
        if found is None:
            return ""
        number, depth = found
        entry = self.lists.get(number)
        level = entry.levels.get(depth) if entry is not None else None
        if entry is None or level is None:
            return ""
        counts = self._counts.setdefault(entry.definition, {})
        if number not in self._begun:
            self._begun.add(number)
            counts.update({at: start - 1 for at, start in entry.restarts.items()})
        _count(counts, depth, entry.levels)
        return _printed(level, entry.levels, counts)

    def _list_of(self, properties: etree._Element | None) -> tuple[str, int] | None:
        """Return the list and the depth of a paragraph, which its style or a style above may give."""
        if properties is None:
            return None
        number, depth = _number_and_depth(properties)
        style = self.styles.get(_value(properties.find(f"{W}pStyle")) or "")
        seen: list[_Style] = []
        while number is None and style is not None and style not in seen:
            seen.append(style)
            number, depth = style.number, depth or style.depth
            style = self.styles.get(style.parent or "")
        return None if number in (None, "0") else (str(number), stated_number(depth, 0))


def read_numbering(numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """Return the lists of a document from its two parts; a missing part means no lists."""
    return Numbering(
        dict(_lists(numbering)) if numbering is not None else {}, dict(_styles(styles)) if styles is not None else {}
    )


def _number_and_depth(properties: etree._Element) -> tuple[str | None, str | None]:
    numbered = properties.find(f"{W}numPr")
    if numbered is None:
        return None, None
    return _value(numbered.find(f"{W}numId")), _value(numbered.find(f"{W}ilvl"))


def _value(element: etree._Element | None) -> str | None:
    return element.get(f"{W}val") if element is not None else None


def _styles(root: etree._Element) -> Iterator[tuple[str, _Style]]:
    for style in root.iterchildren(f"{W}style"):
        properties = style.find(f"{W}pPr")
        number, depth = _number_and_depth(properties) if properties is not None else (None, None)
        yield style.get(f"{W}styleId", ""), _Style(number, depth, _value(style.find(f"{W}basedOn")))


def _lists(root: etree._Element) -> Iterator[tuple[str, _List]]:
    definitions = {entry.get(f"{W}abstractNumId", ""): entry for entry in root.iterchildren(f"{W}abstractNum")}
    for entry in root.iterchildren(f"{W}num"):
        definition = _value(entry.find(f"{W}abstractNumId")) or ""
        levels = dict(_levels(definitions[definition])) if definition in definitions else {}
        restarts: dict[int, int] = {}
        for override in entry.iterchildren(f"{W}lvlOverride"):
            levels.update(_levels(override))
            restart = override.find(f"{W}startOverride")
            if restart is not None:
                restarts[stated_number(override.get(f"{W}ilvl"), 0)] = stated_number(restart.get(f"{W}val"), 1)
        yield entry.get(f"{W}numId", ""), _List(definition, levels, restarts)


def _levels(definition: etree._Element) -> Iterator[tuple[int, _Level]]:
    for level in definition.iterchildren(f"{W}lvl"):
        value = {etree.QName(child).localname: child.get(f"{W}val", "1") for child in level}
        yield (
            stated_number(level.get(f"{W}ilvl"), 0),
            _Level(
                start=stated_number(value.get("start"), 0),
                form=value.get("numFmt", "decimal"),
                text=value.get("lvlText", ""),
                space=value.get("suff") == "space",
                decimal_only="isLgl" in value,
            ),
        )


def _count(counts: dict[int, int], depth: int, levels: Mapping[int, _Level]) -> None:
    """Count one more at this depth; what is deeper starts anew, what is higher has at least begun."""
    for higher in range(depth):
        counts.setdefault(higher, levels[higher].start if higher in levels else 1)
    counts[depth] = counts[depth] + 1 if depth in counts else levels[depth].start
    for deeper in [at for at in counts if at > depth]:
        del counts[deeper]


def _printed(level: _Level, levels: Mapping[int, _Level], counts: Mapping[int, int]) -> str:
    if level.form in ("bullet", "none"):
        return ""

    def number(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        form = levels[depth].form if depth in levels and not level.decimal_only else "decimal"
        return _FORMS.get(form, str)(counts.get(depth, 1))

    return _PLACEHOLDER.sub(number, level.text) + (" " if level.space else "")


def _chinese(number: int, digits: str = _DIGITS, units: tuple[str, ...] = _UNITS) -> str:
    """Return a number below ten thousand as it is spoken; 10 to 19 begin with 十.

    >>> [_chinese(number) for number in (3, 10, 12, 20, 105, 110, 1010)]
    ['三', '十', '十二', '二十', '一百零五', '一百一十', '一千零一十']
    """
    if not 0 < number < 10_000:
        return str(number)
    spoken = ""
    for power, digit in enumerate(reversed(str(number))):
        if digit != "0":
            spoken = digits[int(digit)] + units[power] + spoken
        elif spoken and not spoken.startswith(digits[0]):
            spoken = digits[0] + spoken
    return spoken.removeprefix(digits[1]) if 10 <= number < 20 else spoken


def _digit_by_digit(number: int) -> str:
    return "".join("○" if digit == "0" else _DIGITS[int(digit)] for digit in str(number))


def _legal(number: int) -> str:
    spoken = _chinese(number, _LEGAL_DIGITS, _LEGAL_UNITS)
    return _LEGAL_DIGITS[1] + spoken if 10 <= number < 20 else spoken


def _letters(number: int) -> str:
    return chr(96 + (number - 1) % 26 + 1) * ((number - 1) // 26 + 1) if 0 < number <= 780 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    written = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        written += sign * times
    return written


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 0 < number <= 20 else str(number)


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


_FORMS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "chineseLegalSimplified": _legal,
    "ideographTraditional": _one_of(_STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
}
