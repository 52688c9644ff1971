"""Stretches of a text: sentences, clauses, numbered items, each with its place in the text as printed.

Knows punctuation and numbering, no word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SENTENCE_END = re.compile(r"[。！？!?；;\n]+")
# A comma or a point between digits belongs to the number.
_CLAUSE_END = re.compile(r"[。！？!?；;\n，：:]+|,(?!\d{3})")
_CHINESE = "一二三四五六七八九十百"
_MARK = re.compile(
    rf"[（(](?:[{_CHINESE}]{{1,3}}|\d{{1,2}})[)）]、?"
    rf"|(?<![\d.])\d{{1,2}}(?:[、．)）]|\.(?![\d]))"
    rf"|[①-⑳]"
    rf"|(?:(?<=[\s。；;>])|^)(?:[{_CHINESE}]{{1,3}}、|第?[一二三四五六七八九十]是)"
    rf"|(?:(?<=[\s。；;>])|^)(?:目标|任务)[0-9{_CHINESE}]{{1,2}}[:：、]"
)
_BEFORE_MARK = frozenset(" \t\r\n\u3000。；;：:，,、>！？!?")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch from `start` up to `end` of a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return what stands there.

        >>> Span(2, 4).of("完成培训")
        '培训'
        """
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Tell whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered item: its printed number, and the stretch behind it up to the next number."""

    mark: Span
    body: Span


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences, each with its closing stop left out and no space around it.

    >>> [span.of("新建站房2座。 满意度95.5%；") for span in sentences("新建站房2座。 满意度95.5%；")]
    ['新建站房2座', '满意度95.5%']
    """
    return tuple(_between(text, _SENTENCE_END))


def clauses(text: str) -> tuple[Span, ...]:
    """Return the clauses: what stands between stops, commas and colons.

    >>> text = "举办讲座12期，培训1,200人次。"
    >>> [span.of(text) for span in clauses(text)]
    ['举办讲座12期', '培训1,200人次']
    """
    return tuple(_between(text, _CLAUSE_END))


def items(text: str) -> tuple[Item, ...]:
    """Return the numbered items (（一）, 1., ①, 目标1：); none where the text has no numbering.

    >>> text = "（一）清淤 （二）绿化"
    >>> [item.body.of(text) for item in items(text)]
    ['清淤', '绿化']
    """
    marks = [found for found in _MARK.finditer(text) if _begins(text, found.start())]
    ends = [*(found.start() for found in marks), len(text)][1:]
    return tuple(
        Item(Span(found.start(), found.end()), _trimmed(text, found.end(), end))
        for found, end in zip(marks, ends, strict=True)
    )


def _begins(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] in _BEFORE_MARK


def _between(text: str, end: re.Pattern[str]) -> Iterator[Span]:
    start = 0
    for found in end.finditer(text):
        span = _trimmed(text, start, found.start())
        if span.start < span.end:
            yield span
        start = found.end()
    span = _trimmed(text, start, len(text))
    if span.start < span.end:
        yield span


def _trimmed(text: str, start: int, end: int) -> Span:
    """Return the stretch without space at its ends."""
    body = text[start:end]
    left = len(body) - len(body.lstrip())
    return Span(start + left, max(start + left, start + len(body.rstrip())))
