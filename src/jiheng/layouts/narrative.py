"""Read a form that is written as prose: headings, paragraphs, and numbered entries made of sentences with gaps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jiheng.layouts.blocks import Block, Heading, Items, Prose
from jiheng.layouts.draft import Draft, Said
from jiheng.layouts.entries import Word
from jiheng.layouts.rows import Piece, Row
from jiheng.layouts.templates import match
from jiheng.layouts.titles import title_year, year_of
from jiheng.layouts.vocabulary import bare, words_of
from jiheng.model import NoteKind, Place
from jiheng.values.money import find_money

# The ways to number entries. The first entry of a section shows which one holds; the others may number parts of it.
_FISCAL_PART = re.compile(r"其中[:：]?\s*财政(?:性)?(?:资金|拨款)")
_AMOUNT_AND_PART = 2
_NUMBERED = tuple(
    re.compile(pattern)
    for pattern in (
        r"[(（]\s*[一二三四五六七八九十百]+\s*[)）]\s*",
        r"[(（]\s*\d{1,2}\s*[)）]\s*",
        r"\d{1,2}\s*[.．、]\s*(?!\d)",
        r"[一二三四五六七八九十百]+\s*、\s*",
    )
)


def read_narrative(rows: Sequence[Row], draft: Draft) -> None:
    """Read the paragraphs into the draft; what stands outside its sections is left as unread."""
    walk = _Walk(draft)
    for row in rows:
        for piece in row.filled:
            walk.piece(piece)


class _Walk:
    """The walk through the paragraphs: which section is open."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.words = words_of(draft.layout)
        self.section: Prose | Items | None = None
        self.number: re.Pattern[str] | None = None

    def piece(self, piece: Piece) -> None:
        token = self.words.token(piece)
        if token.word is Word.TITLE and self.draft.title is None:
            self.draft.title = Said(piece.text, piece.place)
            self.draft.year = self.draft.year or title_year(self.draft.layout, piece.text)
        elif token.word is Word.YEAR:
            self.draft.year = year_of(piece.plain)
        elif self._is_heading(piece):
            self.section, self.number = self._section_after(piece), None
        elif token.word in (Word.HEADING, Word.TITLE):
            self.draft.note(NoteKind.HEADING, f"印刷标题：{piece.text}", piece.place)
        elif not self._sentence(piece):
            self._content(piece)

    def _is_heading(self, piece: Piece) -> bool:
        return any(_heads(block, piece) for block in self.draft.layout.blocks)

    def _section_after(self, piece: Piece) -> Prose | Items | None:
        """Return the first section between this heading and the next."""
        blocks = self.draft.layout.blocks
        at = next(i for i, block in enumerate(blocks) if _heads(block, piece))
        for block in blocks[at + 1 :]:
            if isinstance(block, Heading):
                return None
            if isinstance(block, Prose | Items):
                return block
        return None

    def _sentence(self, piece: Piece) -> bool:
        for found in filter(None, (match(sentence, piece.text) for sentence in self.words.sentences)):
            for name, text in found.items():
                self.draft.values.setdefault(name, Said(text, piece.place))
            return True
        return False

    def _content(self, piece: Piece) -> None:
        said = Said(piece.text, piece.place)
        if isinstance(self.section, Prose):
            self.draft.goals.append(said)
        elif isinstance(self.section, Items) and self.section.items == "measures":
            self._measure(said)
        elif isinstance(self.section, Items):
            self._task(said, self.section)
        else:
            self.draft.leave(piece.text, piece.place)

    def _measure(self, said: Said) -> None:
        if self._number(said) or not self.draft.measures:
            self.draft.measures.append(said)
        else:
            last = self.draft.measures.pop()
            self.draft.measures.append(Said(f"{last.text}\n{said.text}", last.place))

    def _task(self, said: Said, items: Items) -> None:
        tasks = self.draft.tasks
        number = self._number(said)
        if number or not tasks:
            tasks.append(_opening(said.text.removeprefix(number), said.place, items))
            return
        task = tasks[-1]
        for line in items.lines[1:]:
            for field, text in (match(line, said.text) or {}).items():
                _put(task, field, Said(text, said.place))
                return
        _put(task, "content", said)

    def _number(self, said: Said) -> str:
        """Return the number that opens an entry of this section, empty where the text goes on with the one above."""
        if self.number is None:
            self.number = next((one for one in _NUMBERED if one.match(said.text)), None)
        found = self.number.match(said.text) if self.number is not None else None
        return found[0] if found else ""


def _opening(sentence: str, place: Place, items: Items) -> dict[str, Said]:
    """Begin a task with its opening sentence; its name stands inside it."""
    head = re.match(r"[^，。；,;]+[，。；,;]?", sentence)
    found = match(items.name_in, head[0]) if items.name_in and head else None
    task = {"name": Said(found["name"], place)} if found else {}
    return {**task, "content": Said(sentence, place)}


def _put(task: dict[str, Said], field: str, said: Said) -> None:
    before = task.get(field)
    task[field] = Said(f"{before.text}\n{said.text}", before.place) if before else said
    if field == "note":
        _put_amounts(task, said)


def _put_amounts(task: dict[str, Said], said: Said) -> None:
    """Take the amount of a sentence, and the part that it says is fiscal; of further amounts nothing is known."""
    amounts = find_money(said.text)
    part = _FISCAL_PART.search(said.text)
    if len(amounts) == 1 or (part and len(amounts) == _AMOUNT_AND_PART):
        task["amount"] = Said(amounts[0].raw, said.place)
    if part and len(amounts) == _AMOUNT_AND_PART:
        task["fiscal"] = Said(amounts[1].raw, said.place)


def _heads(block: Block, piece: Piece) -> bool:
    """Tell whether the piece is the printed heading of the block, whatever its number."""
    return isinstance(block, Heading) and bare(piece.plain) in map(bare, (block.heading, *block.also))
