"""Brackets and stops: pairs that do not close, pairs of two widths, half-width stops between Chinese characters.

Knows marks only. Numbers (1,055.4), times (9:30) and list marks such as 1） are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from jiheng.language.spans import Span, clauses


class Fault(StrEnum):
    """What is wrong with a mark."""

    UNCLOSED = "unclosed"
    UNOPENED = "unopened"
    MIXED = "mixed"
    HALF_WIDTH = "half_width"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class MarkFault:
    """A mark that is wrong, and what should stand there, where that is certain."""

    span: Span
    fault: Fault
    found: str
    proposed: str | None = None


def mark_faults(text: str | None) -> tuple[MarkFault, ...]:
    """Return the wrong brackets and stops, in the order of the text.

    >>> [(one.fault.value, one.found) for one in mark_faults("（五)加强管理。。")]
    [('mixed', '（五)'), ('repeated', '。。')]
    >>> mark_faults("1）共3项（含1,200元）；9:30开始")
    ()
    """
    said = text or ""
    found = [*_brackets(said), *_half_width(said), *_repeated(said)]
    return tuple(sorted(found, key=lambda one: one.span.start))


def run_ons(text: str | None, longest: int = 60) -> tuple[Span, ...]:
    """Return the stretches without any stop that are longer than `longest` characters."""
    said = text or ""
    return tuple(span for span in clauses(said) if len(re.split("[、（(]", span.of(said))[0]) > longest)


_PAIRS = {
    "（": "）",
    "(": ")",
    "【": "】",
    "[": "]",
    "〔": "〕",
    "《": "》",
    "“": "”",
    "‘": "’",
    "「": "」",
    "〈": "〉",
}
_KINDS = {"（": "(", "）": ")", "(": "(", ")": ")", "【": "[", "[": "[", "】": "]", "]": "]", "〔": "[", "〕": "]"}
_CLOSING = {close: opening for opening, close in _PAIRS.items()}
_BRACKET = re.compile(f"[{re.escape(''.join((*_PAIRS, *_PAIRS.values())))}]")
_LIST_MARK = re.compile(r"(?:^|[\s。；;，,、：:>])(?:[0-9]{1,2}|[a-zA-Z]|[一二三四五六七八九十]{1,3}|[①-⑳])$")
_LONGEST_MARK = 6
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_NARROW = re.compile(r"(?<=[\u4e00-\u9fff”）%])[,;:?!](?=\s*[\u4e00-\u9fff“（])")
_AGAIN = re.compile(r"([。，；：、！？])\1+|[，；、：][。]|[。][，；、]")


def _brackets(text: str) -> Iterator[MarkFault]:
    waiting: list[int] = []
    for found in _BRACKET.finditer(text):
        at, mark = found.start(), found[0]
        if mark in _PAIRS:
            waiting.append(at)
        else:
            if waiting and _closes(text[waiting[-1]], mark):
                yield from _mixed(text, waiting.pop(), at)
            elif not (mark in "）)" and _LIST_MARK.search(text, max(0, at - _LONGEST_MARK), at)) and not _is_inches(
                text, at
            ):
                yield MarkFault(Span(at, at + 1), Fault.UNOPENED, mark)
    for at in waiting:
        yield MarkFault(Span(at, at + 1), Fault.UNCLOSED, text[at], _PAIRS[text[at]])


def _closes(opening: str, closing: str) -> bool:
    """Tell whether the two are a pair, of one width or of two."""
    if _PAIRS[opening] == closing:
        return True
    return opening in _KINDS and closing in _KINDS and (_KINDS[opening] == "(") == (_KINDS[closing] == ")")


def _is_inches(text: str, at: int) -> bool:
    return text[at] in "”’" and text[at - 1 : at].isdigit()


def _mixed(text: str, start: int, end: int) -> Iterator[MarkFault]:
    if _PAIRS[text[start]] != text[end]:
        found = text[start : end + 1]
        yield MarkFault(Span(start, end + 1), Fault.MIXED, found, found[:-1] + _PAIRS[text[start]])


def _half_width(text: str) -> Iterator[MarkFault]:
    for found in _NARROW.finditer(text):
        yield MarkFault(Span(*found.span()), Fault.HALF_WIDTH, found[0], _WIDE[found[0]])


def _repeated(text: str) -> Iterator[MarkFault]:
    for found in _AGAIN.finditer(text):
        same = found[1] is not None
        yield MarkFault(Span(*found.span()), Fault.REPEATED, found[0], found[1] if same else None)
