"""Rows of a table that nobody ruled and whose texts stand in the middle of their rows: bands between white gaps.

The lines of one cell stand closer together than the texts of two rows. Columns that hold a text in every row tell
where the rows are; a text before them may stand in the middle of several. Knows lines of text and no form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from jiheng.readers.printed_lines import TextLine

Span = tuple[int, int]
Row = dict[Span, list[TextLine]]

# How much further apart than lines of a cell texts of two rows are, and the share of rows that a full column fills.
_FURTHER, _FULL = 1.2, 0.8
# In widths of a character: how exactly a text stands in the middle, and what still is the same height.
_MIDDLE, _LEVEL = 0.5, 0.3


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of one column that stand close together."""

    lines: Sequence[TextLine]

    @property
    def top(self) -> float:
        return self.lines[0].box[1]

    @property
    def bottom(self) -> float:
        return self.lines[-1].box[3]

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class _Band:
    """The height that the texts of a row take."""

    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def banded_rows(texts: Sequence[tuple[Span, TextLine]]) -> list[Row] | None:
    """Return the rows of texts, each with the columns it stands in; None where they do not stand in the middle."""
    columns: dict[Span, list[TextLine]] = {}
    for span, line in texts:
        columns.setdefault(span, []).append(line)
    blocks = _blocks(columns)
    full = _full_columns(blocks)
    bands = list(_bands([block for span in full for block in blocks[span]]))
    if not bands or not _is_centred(bands, [blocks[span] for span in full]):
        return None
    rows: list[Row] = [{} for _ in bands]
    for span, own in blocks.items():
        for at, block in zip(_places(own, bands, before=span < full[0]), own, strict=True):
            rows[at].setdefault(span, []).extend(block.lines)
    return rows


def _blocks(columns: Mapping[Span, Sequence[TextLine]]) -> dict[Span, list[_Block]]:
    pitches = [below.box[1] - above.box[1] for own in columns.values() for above, below in pairwise(own)]
    furthest = _FURTHER * min((pitch for pitch in pitches if pitch > 0), default=0.0)
    blocks: dict[Span, list[_Block]] = {}
    for span, lines in columns.items():
        cuts = [at for at, (above, below) in enumerate(pairwise(lines), 1) if below.box[1] - above.box[1] > furthest]
        blocks[span] = [_Block(lines[first:after]) for first, after in pairwise([0, *cuts, len(lines)])]
    return blocks


def _full_columns(blocks: Mapping[Span, Sequence[_Block]]) -> list[Span]:
    """Return the columns, from the left, that hold about as many texts as any."""
    single = {span: len(own) for span, own in blocks.items() if span[0] == span[1]}
    most = max(single.values(), default=0)
    return sorted(span for span, count in single.items() if count >= _FULL * most)


def _bands(blocks: Sequence[_Block]) -> Iterator[_Band]:
    band: _Band | None = None
    for block in sorted(blocks, key=lambda one: one.top):
        if band is not None and block.top < band.bottom:
            band.bottom = max(band.bottom, block.bottom)
            continue
        if band is not None:
            yield band
        band = _Band(block.top, block.bottom)
    if band is not None:
        yield band


def _is_centred(bands: Sequence[_Band], columns: Sequence[Sequence[_Block]]) -> bool:
    """Tell whether every band holds one text of a column at most, in its middle, and some do not begin at its top."""
    lower = False
    for blocks in columns:
        places = [_nearest(block, bands) for block in blocks]
        if len(set(places)) < len(places):
            return False
        for at, block in zip(places, blocks, strict=True):
            em = block.lines[0].em
            if abs(block.middle - bands[at].middle) > _MIDDLE * em:
                return False
            lower = lower or block.top > bands[at].top + _LEVEL * em
    return lower


def _places(blocks: Sequence[_Block], bands: Sequence[_Band], *, before: bool) -> list[int]:
    """Return the band in which each text of a column stands, the first where it stands in the middle of several."""
    shared = _shared(blocks, bands) if before else None
    return shared or [_nearest(block, bands) for block in blocks]


def _shared(blocks: Sequence[_Block], bands: Sequence[_Band]) -> list[int] | None:
    """Return the first band of each text, where all bands fall to texts and each stands in the middle of its own."""
    first, found = 0, list[int]()
    for block in blocks:
        if first == len(bands):
            return None
        top, middle = bands[first].top, block.middle
        last = min(range(first, len(bands)), key=lambda at: abs((top + bands[at].bottom) / 2 - middle))
        if abs((top + bands[last].bottom) / 2 - middle) > _MIDDLE * block.lines[0].em:
            return None
        found.append(first)
        first = last + 1
    return found if first == len(bands) else None


def _nearest(block: _Block, bands: Sequence[_Band]) -> int:
    return min(range(len(bands)), key=lambda at: abs(bands[at].middle - block.middle))
