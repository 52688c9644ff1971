"""Read the part of a form above its indicator table: labels and the texts to their right, repeating blocks, the plan.

Labels rule: a merged label at the side may be printed a row too high or too low and decides nothing. Texts that no
label claims go on where the row before ended, or are listed as unread.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from jiheng.layouts.blocks import Group, Headed, HeadedSlot, Slot
from jiheng.layouts.draft import GOALS, MONEY_FIELDS, RESULTS, SINGLE_FIELDS, Draft, Said, parse_amount
from jiheng.layouts.entries import PARTICULAR, Word
from jiheng.layouts.funds import FundsReader
from jiheng.layouts.pairs import meanings, with_labels, year_in
from jiheng.layouts.rows import Piece, Row
from jiheng.layouts.task_list import TaskList
from jiheng.layouts.templates import match
from jiheng.layouts.titles import may_be_title, title_year, year_of
from jiheng.layouts.vocabulary import Token, bare, words_of
from jiheng.model import Horizon, NoteKind
from jiheng.values.money import money_unit_of
from jiheng.values.percent import parse_percent

# What may stand behind a label and be its value, whatever it would be elsewhere.
_VALUES = (Word.CONTENT, Word.SENTENCE, Word.YEAR, Word.TITLE, Word.COLUMN, Word.LIST)
# What may carry the money unit of a whole block.
_BLOCKS = (Word.SIDE, Word.FUNDS, Word.UNDER)
# What may stand in a row of labels and values.
_PAIRED = (Word.FIELD, Word.SIDE, Word.CONTENT, Word.COLUMN, Word.SENTENCE, Word.YEAR, Word.LIST)
_SEALED = ("unit.name", "department.name")
_SEAL = re.compile(r"\s*[（(]\s*(?:加?盖|签)?[公签]?章\s*[）)]\s*$")
_NUMBERED = re.compile(r"(?:目标)?\(?(?:\d+|[一二三四五六七八九十]+)[).、:](?!\d)")


def read_zone(rows: Sequence[Row], draft: Draft, *, stream: bool) -> None:
    """Read the rows above the indicator table into the draft. `stream`: every cell stands in a row of its own."""
    zone = _Zone(draft, stream=stream)
    for row in rows:
        zone.row(row)
    zone.tasks.finish()


class _Zone:
    """The walk through the rows: which field, list or plan is open."""

    def __init__(self, draft: Draft, *, stream: bool) -> None:
        self.draft = draft
        self.stream = stream
        self.words = words_of(draft.layout)
        self.open_field: str | None = None
        self.in_cells = False
        self.tasks = TaskList(draft, stream=stream)
        self.plan_dates: list[Piece] = []
        self.remainder: str | None = None
        self.remainder_of = dict(_remainders(draft))
        self.funds = FundsReader(draft)
        self.headed: list[tuple[HeadedSlot, Piece]] = []
        self.asked: str | None = None
        self.seen: Counter[str] = Counter()

    def row(self, row: Row) -> None:
        tokens = self._in_context([self.words.in_turn(self.words.token(piece), self.seen) for piece in row.filled])
        tokens = self._with_labels(row, self._without_year(self._without_answer(row, tokens)))
        words = {token.word for token in tokens}
        self._money_unit(tokens)
        if self.funds.opens(tokens):
            self._funds_header(tokens)
        elif not self.plan_dates and self.funds.takes(tokens):
            self.funds.row(tokens)
        elif Word.HEADED in words:
            self._headed_row(tokens)
        elif self.tasks.opens(tokens):
            self._tasks_header(tokens)
        elif words & {Word.PLAN, Word.PLAN_DATE}:
            self._plan_row(tokens)
        elif Word.FIELD in words:
            self._field_row(row, tokens)
        else:
            self._loose_row(row, tokens)

    def _money_unit(self, tokens: Sequence[Token]) -> None:
        """Take the unit that the label of a whole block carries in brackets, as in 项目资金（万元）."""
        units = [token.unit for token in tokens if token.word in _BLOCKS and token.unit]
        self.draft.money_unit = self.draft.money_unit or next(iter(units), None)

    def _funds_header(self, tokens: Sequence[Token]) -> None:
        self._close()
        for token in self.funds.open(tokens):
            if token.word is Word.CONTENT:
                self.draft.leave(token.piece.text, token.piece.place)
            else:
                self._single(token)

    def _tasks_header(self, tokens: Sequence[Token]) -> None:
        self.tasks.header(tokens)
        for token in tokens:
            self._single(token)

    def _headed_row(self, tokens: Sequence[Token]) -> None:
        """Open labels whose values stand below them; some sites print the values beside the labels."""
        self._close()
        slots = {slot.label: slot for block in _headed(self.draft) for slot in block.headed}
        for token in tokens:
            if token.word is Word.HEADED:
                self.headed.append((slots[token.key], token.piece))
            elif token.word is not Word.CONTENT:
                self._single(token)
            elif self.headed and (slot := self._usual_slot(token.piece)) is not None:
                self.headed.append((slot, token.piece))
            elif self.headed:
                self._say(self.headed[-1][0], token.piece)
            else:
                self.draft.leave(token.piece.text, token.piece.place)

    def _usual_slot(self, piece: Piece) -> HeadedSlot | None:
        """Return what a label beside others asks for that the layout words otherwise: 年度目标完成情况."""
        field = meanings(self.draft.layout.usual).get(bare(piece.plain))
        return HeadedSlot(field="results", label=piece.text) if field == RESULTS else None

    def _close(self) -> None:
        """Close what was open: another block begins."""
        self.tasks.finish()
        self.plan_dates, self.headed = [], []
        self.open_field, self.remainder = None, None
        self.funds.close()

    def _below_labels(self, pieces: Sequence[Piece]) -> None:
        """Give texts to the labels above them: in order where there is one for each, else by where they stand."""
        for at, piece in enumerate(pieces):
            slot = self.headed[at][0] if len(pieces) == len(self.headed) else self._label_over(piece)
            self._say(slot, piece)

    def _say(self, slot: HeadedSlot, piece: Piece) -> None:
        if slot.field == PARTICULAR:
            self._append(f"{PARTICULAR}:{slot.label}", Said(piece.text, piece.place))
            return
        into = self.draft.goals if slot.field == GOALS else self.draft.results
        into.append(Said(piece.text, piece.place, slot.horizon))

    def _label_over(self, piece: Piece) -> HeadedSlot:
        return min(self.headed, key=lambda pair: abs(pair[1].column - piece.column))[0]

    def _without_answer(self, row: Row, tokens: list[Token]) -> list[Token]:
        """Take the first text for the label that ended the row above, where a page break parted the two."""
        asked, self.asked = self.asked, None
        if tokens and not row.spans and tokens[-1].word is Word.FIELD and tokens[-1].piece is row.pieces[-1]:
            self.asked = tokens[-1].key
        first = tokens[0] if tokens else None
        if asked is None or first is None or first.word is not Word.CONTENT or first.piece is not row.pieces[0]:
            return tokens
        if asked in MONEY_FIELDS and parse_amount(first.piece.text) is None:
            return tokens
        self.draft.note(NoteKind.MENDED, "与标签断开的内容已接上", first.piece.place)
        self._take(Said(first.piece.text, first.piece.place))
        return tokens[1:]

    def _without_year(self, tokens: list[Token]) -> list[Token]:
        """Take the year that the row says behind a label of its own, as in 预算年度 | 2022."""
        found = year_in(tokens)
        if found is None:
            return tokens
        self.draft.year, said = found
        return [token for token in tokens if token not in said]

    def _with_labels(self, row: Row, tokens: list[Token]) -> list[Token]:
        """Return the tokens with labels that the layout does not know, where the row may hold any."""
        usual = self.draft.layout.usual
        open_block = self.tasks.columns is not None or self.plan_dates or self.remainder is not None
        below = bool(self.headed) and bare(tokens[0].piece.plain) not in meanings(usual) if tokens else True
        if self.stream or row.table is None or open_block or below or self.funds.takes(tokens):
            return tokens
        if not all(token.word in _PAIRED for token in tokens) or self.tasks.opens(tokens):
            return tokens
        told = self.draft.values.keys() | ({GOALS} if self.draft.goals else frozenset())
        return with_labels(row, tokens, usual, told)

    def _in_context(self, tokens: Sequence[Token]) -> list[Token]:
        """Take short variants of money labels for ordinary words where a task stands and no amount follows."""
        contents = [token.piece for token in tokens if token.word is Word.CONTENT]
        texts = any(parse_amount(piece.text) is None for piece in contents)
        if self.tasks.columns is None or not texts:
            return list(tokens)
        return [Token(token.piece, Word.CONTENT) if token.weak else token for token in tokens]

    # Labels and the texts to their right.

    def _field_row(self, row: Row, tokens: Sequence[Token]) -> None:
        first = next(at for at, token in enumerate(tokens) if token.word is Word.FIELD)
        before = [token for token in tokens[:first] if token.word is Word.CONTENT]
        if before:
            self._loose(row, [token.piece for token in before])
        self._close()
        for token in tokens[:first]:
            self._single(token)
        for token in tokens[first:]:
            if token.word is Word.FIELD and token.rest is not None and token.key == self.open_field:
                # The value says once more what the label before it has said: 目标 | 目标：……
                self._take(Said(token.piece.text, token.piece.place))
            elif token.word is Word.FIELD:
                self._open(row, token)
            elif token.word in _VALUES and money_unit_of(token.piece.text) is None:
                self._take(Said(token.piece.text, token.piece.place))
            else:
                self._single(token)

    def _open(self, row: Row, token: Token) -> None:
        self.open_field, self.in_cells = token.key, row.spans
        self.remainder = self.remainder_of.get(token.key)
        if token.key not in self.draft.blanks:
            self.draft.blanks[token.key] = _right_of(row, token.piece).place
        if token.unit is not None:
            self.draft.units[token.key] = token.unit
        if token.rest is not None:
            self.draft.note(NoteKind.MENDED, "标签与内容挤在一格，已分开", token.piece.place)
            self._take(Said(token.rest, token.piece.place))

    def _take(self, said: Said) -> None:
        """Give a text to the open field; a field of one value passes a second text on to the block's remainder."""
        path = self.open_field
        if path is None:
            self.draft.leave(said.text, said.place)
        elif path.startswith((GOALS, RESULTS)):
            field, _, horizon = path.partition(":")
            into = self.draft.goals if field == GOALS else self.draft.results
            into.append(replace(said, horizon=Horizon(horizon) if horizon else None))
        elif path not in self.draft.values:
            self.draft.values[path] = self._unsealed(said) if path in _SEALED else said
        elif path not in SINGLE_FIELDS:
            self._append(path, said)
        elif self.remainder is not None:
            self._append(self.remainder, said)
        else:
            self.draft.leave(said.text, said.place)

    def _unsealed(self, said: Said) -> Said:
        """Return a name without the place for the seal that is printed behind it."""
        seal = _SEAL.search(said.text)
        if seal is None or seal.start() == 0:
            return said
        self.draft.note(NoteKind.MENDED, f"“{seal[0].strip()}”不是名称，已分开", said.place)
        return replace(said, text=said.text[: seal.start()])

    def _append(self, path: str, said: Said) -> None:
        before = self.draft.values.get(path)
        self.draft.values[path] = said if before is None else Said(f"{before.text}\n{said.text}", before.place)

    # Rows without a label of their own.

    def _loose_row(self, row: Row, tokens: Sequence[Token]) -> None:
        if self._is_opening(tokens):
            self._title(tokens[0].piece)
            return
        for token in tokens:
            if token.word is Word.SIDE and token.key:
                self.remainder, self.open_field = token.key, token.key
            elif token.word is not Word.CONTENT:
                self._single(token)
        contents = [token.piece for token in tokens if token.word in (Word.CONTENT, Word.LIST)]
        if contents:
            self._loose(row, contents)

    def _is_opening(self, tokens: Sequence[Token]) -> bool:
        """Tell whether the row is the title of a form that nothing has been read of yet, in words of its own."""
        nothing = not (self.draft.title or self.draft.values or self.draft.goals or self.open_field)
        alone = len(tokens) == 1 and tokens[0].word is Word.CONTENT
        return nothing and alone and may_be_title(tokens[0].piece.text)

    def _loose(self, row: Row, pieces: Sequence[Piece]) -> None:
        if self.headed:
            self._below_labels(pieces)
        elif self.plan_dates and all(parse_percent(piece.text) is not None for piece in pieces):
            self._percentages(pieces)
        elif self.tasks.columns is not None:
            self.tasks.row(row, pieces)
        elif self.stream and self._fills_open_field(pieces):
            self._go_on(row, pieces)
        elif self.remainder is not None:
            for piece in pieces:
                self._append(self.remainder, Said(piece.text, piece.place))
        else:
            self._go_on(row, pieces)

    def _fills_open_field(self, pieces: Sequence[Piece]) -> bool:
        """Where every cell has its own row, the text after a label is its value, if it is of the right sort."""
        if self.open_field is None or self.open_field in self.draft.values:
            return False
        return self.open_field not in MONEY_FIELDS or parse_amount(pieces[0].text) is not None or not self.remainder

    def _go_on(self, row: Row, pieces: Sequence[Piece]) -> None:
        """Continue the field above: a further goal, or the rest of a text that a page break cut off."""
        for piece in pieces:
            if self.in_cells and row.table is None:
                # What a table's cell holds does not go on in a paragraph.
                self.draft.leave(piece.text, piece.place)
            elif self._goes_on_after_break(row, piece):
                last = self.draft.goals.pop()
                self.draft.goals.append(replace(last, text=last.text + piece.text))
                self.draft.note(NoteKind.MENDED, "分页断开的文字已接上", piece.place)
            elif self.open_field in MONEY_FIELDS and not self.stream:
                self.draft.leave(piece.text, piece.place)
            else:
                self._take(Said(piece.text, piece.place))

    def _goes_on_after_break(self, row: Row, piece: Piece) -> bool:
        """Tell whether the text is the rest of the goal above: that one has no end, and this one no number."""
        if not (self.open_field or "").startswith(GOALS) or not row.after_break or not self.draft.goals:
            return False
        ended = self.draft.goals[-1].text.endswith(("。", "；", ";", ".", "！"))
        return not ended and _NUMBERED.match(piece.plain) is None

    def _single(self, token: Token) -> None:
        """Take a title, a year, a heading, or a sentence with gaps."""
        draft, place = self.draft, token.piece.place
        if token.word is Word.TITLE and draft.title is None:
            self._title(token.piece)
        elif token.word is Word.YEAR:
            draft.year = year_of(token.piece.plain)
        elif token.word is Word.SENTENCE:
            self._sentence(token.piece)
        elif token.word in (Word.HEADING, Word.TITLE):
            draft.note(NoteKind.HEADING, f"印刷标题：{token.piece.text}", place)

    def _title(self, piece: Piece) -> None:
        self.draft.title = Said(piece.text, piece.place)
        self.draft.year = self.draft.year or title_year(self.draft.layout, piece.text)

    def _sentence(self, piece: Piece) -> None:
        self.draft.money_unit = money_unit_of(piece.text) or self.draft.money_unit
        for sentence in self.words.sentences:
            found = match(sentence, piece.text)
            if found is None:
                continue
            for name, text in found.items():
                self._told(name, Said(text, piece.place))
            return

    def _told(self, name: str, said: Said) -> None:
        """Keep what a sentence says of a field, once."""
        if name == "money_unit":
            self.draft.money_unit = said.text
        elif self.draft.values.setdefault(name, said).text != said.text:
            self.draft.leave(said.text, said.place)

    # The spending plan: dates in one row, percentages in the next.

    def _plan_row(self, tokens: Sequence[Token]) -> None:
        self.open_field, self.remainder = None, None
        self.plan_dates += [token.piece for token in tokens if token.word is Word.PLAN_DATE]
        for token in tokens:
            if token.word is Word.CONTENT and parse_percent(token.piece.text) is not None:
                self._percentages([token.piece])
            elif token.word not in (Word.PLAN, Word.PLAN_DATE):
                self.draft.leave(token.piece.text, token.piece.place)

    def _percentages(self, pieces: Sequence[Piece]) -> None:
        done = len(self.draft.plan)
        for date, piece in zip(self.plan_dates[done:], pieces, strict=False):
            self.draft.plan.append((date.text, Said(piece.text, piece.place)))
        for piece in pieces[len(self.plan_dates) - done :]:
            self.draft.leave(piece.text, piece.place)


def _right_of(row: Row, label: Piece) -> Piece:
    """Return the cell after a label, blank or not; the label itself where the row ends with it."""
    at = next(i for i, piece in enumerate(row.pieces) if piece is label)
    return row.pieces[at + 1] if at + 1 < len(row.pieces) else label


def _headed(draft: Draft) -> Iterator[Headed]:
    return (block for block in draft.layout.blocks if isinstance(block, Headed))


def _remainders(draft: Draft) -> list[tuple[str, str]]:
    """Pair every field of a group with the field that takes what no label of the group claims."""
    pairs: list[tuple[str, str]] = []
    for block in draft.layout.blocks:
        if isinstance(block, Group):
            slots = [spec.field for line in block.lines for spec in line if isinstance(spec, Slot)]
            spare = [line[0].field for line in block.lines if isinstance(line[0], Slot)]
            pairs += [(slot, field) for field in spare for slot in slots]
    return pairs
