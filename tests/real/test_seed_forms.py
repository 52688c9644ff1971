"""The published forms are read as a careful person would: every level, name, target, amount and code.

The expectations beside this file hold short texts as they are and longer ones as SHA-256, so that no published form
stands in the project. `--update-golden` rewrites them; a person reads the change.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from jiheng import contract, readers
from jiheng.catalog import layouts
from jiheng.layouts.entries import Word
from jiheng.layouts.rows import Piece, lay_out
from jiheng.layouts.templates import match
from jiheng.layouts.vocabulary import Vocabulary, words_of
from jiheng.model import Reading
from jiheng.pipeline import read
from jiheng.values.wording import plain

EXPECTED = Path(__file__).with_name("expected")
NUMBERS = ("000", "001", "002", "003", "004")
LONGEST_SHOWN = 25
HIDDEN = {"explanation", "note", "basis", "scoring", "content", "purpose", "responsibilities"}
_ORDINAL = re.compile(r"^[（(][一二三四五六七八九十]+[)）]")
_LINES = ("绩效目标：{note}", "绩效指标：{content}")


@pytest.mark.parametrize("number", NUMBERS)
def test_the_form_is_read_as_a_careful_person_would(number: str, seeds: Path, update_golden: bool) -> None:
    reading = _read(seeds, number)
    seen = [_condensed(contract.encode_form(form), "") for form in reading.forms]
    path = EXPECTED / f"{number}.json"
    written = json.dumps(seen, ensure_ascii=False, indent=1) + "\n"
    if update_golden:
        path.write_text(written, "utf-8")
    assert written == path.read_text("utf-8")


def test_thirteen_forms_and_every_indicator(seeds: Path) -> None:
    counts = [[len(form.indicators) for form in _read(seeds, number).forms] for number in NUMBERS]
    assert counts == [[25], [43], [33], [0, 10, 9, 9, 9, 9, 9, 10, 10], [13]]


@pytest.mark.parametrize("number", NUMBERS)
def test_every_indicator_is_whole(number: str, seeds: Path) -> None:
    rows = [row for form in _read(seeds, number).forms for row in form.indicators]
    assert [row.place for row in rows if not (row.level1 and row.level2 and row.name and row.target)] == []


@pytest.mark.parametrize("number", NUMBERS)
def test_nothing_of_the_text_is_lost(number: str, seeds: Path) -> None:
    """Every printed text stands in a value, a note or the unread, or is a printed word of the layout."""
    reading = _read(seeds, number)
    (path,) = seeds.glob(f"{number}*.txt")
    kept = {plain(text) for text in _strings(contract.encode([reading], checked=False))}
    everything = "\n".join(kept)
    vocabularies = [words_of(layouts()[form.layout or ""]) for form in reading.forms]
    rows, _ = lay_out(readers.read(path.read_bytes(), path.name))
    pieces = [piece for row in rows for piece in row.filled]
    assert [piece.text for piece in pieces if not _kept(piece, everything, vocabularies)] == []


def _kept(piece: Piece, everything: str, vocabularies: list[Vocabulary]) -> bool:
    if any(plain(text) in everything for text in (piece.text, piece.text.rstrip("%"), _ORDINAL.sub("", piece.text))):
        return True
    for words in vocabularies:
        token = words.token(piece)
        if token.word not in (Word.CONTENT, Word.SENTENCE):
            return token.rest is None or plain(token.rest) in everything
        gaps = next((found for text in (*words.sentences, *_LINES) if (found := match(text, piece.text))), {"": "lost"})
        if all(plain(value) in everything for value in gaps.values()):
            return True
    return False


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _read(seeds: Path, number: str) -> Reading:
    (path,) = seeds.glob(f"{number}*.txt")
    return read(path)


def _condensed(value: object, key: str) -> object:
    """Leave out places and notes; show names and values, and the SHA-256 of running text."""
    if isinstance(value, dict):
        return {name: _condensed(inner, name) for name, inner in value.items() if name not in ("place", "notes")}
    if isinstance(value, list):
        return [_condensed(inner, key) for inner in value]
    if isinstance(value, str) and (key in HIDDEN or len(value) > LONGEST_SHOWN):
        return "sha256:" + hashlib.sha256(value.encode()).hexdigest()
    return value
