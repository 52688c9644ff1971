"""Find which layout a stretch of rows is printed in: each that may win is scored, and the score says why.

A layout fits where its indicator table is there with its own columns and no stranger among them, and most of its other
labels are there. Nothing is guessed: where no layout fits, the nearest ones are named with what is missing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from jiheng.layouts.columns import Header, find_header
from jiheng.layouts.entries import Word
from jiheng.layouts.levels import unpointed
from jiheng.layouts.rows import Piece, Row
from jiheng.layouts.schema import Layout
from jiheng.layouts.titles import contradicts, is_akin, is_title, is_title_of_any, looks_like_title
from jiheng.layouts.vocabulary import Vocabulary, printed_words, words_of

_ENOUGH = 0.6
_ENOUGH_UNTITLED = 0.75
_FORM_LIKE = 0.34
# What clearly comes nearer to another layout, which does not fit, is a variant of that one and not of this.
_CLEARLY = 0.5
_NAMED = 4
# One column in so many may be absent.
_COLUMNS_FOR_ONE = 7


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a layout fits. `share` is the found share of its labels, 0 to 1; `fits` is the verdict.

    `covered` is, the other way round, the share of the printed words known to any layout that this one knows; `levels`
    is the same of the printed names of levels, which tell two years of one form apart.
    `foreign` are titles that name another stage of the year, another province or another kind of form.
    """

    layout: Layout
    share: float
    missing: tuple[str, ...]
    strange: tuple[str, ...]
    titled: bool
    header: Header | None
    fits: bool
    foreign: tuple[str, ...] = ()
    covered: float = 0.0
    levels: float = 0.0

    @property
    def worth(self) -> float:
        """What the layout is compared with others by."""
        return _worth(self.share, self.covered, self.levels, titled=self.titled)

    @property
    def is_whole(self) -> bool:
        """Whether it fits, and every column of its table is there, if it has one."""
        return self.fits and (self.header is None or not self.header.missing)

    @property
    def why(self) -> str:
        """The verdict in words."""
        found = f"认出标签 {self.share:.0%}" + ("，标题相符" if self.titled else "")
        lacks = _listed("，缺", self.missing) + _listed("，指标表多出列", self.strange)
        return found + lacks + _listed("，标题属于别的表：", self.foreign)

    @property
    def form_like(self) -> bool:
        """Whether the rows look like a form at all, of this layout or of a near one."""
        return self.header is not None or self.share >= _FORM_LIKE


def _worth(share: float, covered: float, levels: float, *, titled: bool) -> float:
    return titled / 4 + share + covered + levels / 4


def _listed(lead: str, words: Sequence[str]) -> str:
    """Name the first few words, and say how many there are."""
    if not words:
        return ""
    more = f"等 {len(words)} 项" if len(words) > _NAMED else ""
    return f"{lead}“{'”“'.join(words[:_NAMED])}”{more}"


@dataclass(frozen=True, slots=True)
class _Hope:
    """What the words of some rows tell of a layout without looking for its indicator table.

    `borrowed` counts the labels outside the indicator table that are there only in words of the country's usage.
    """

    layout: Layout
    share: float
    missing: tuple[str, ...]
    covered: float
    levels: float
    borrowed: int

    def worth(self, *, titled: bool) -> float:
        """Return what no fit of the layout exceeds."""
        return _worth(self.share, self.covered, self.levels, titled=titled)


def rank(rows: Sequence[Row], layouts: Iterable[Layout]) -> tuple[Fit, ...]:
    """Score the layouts on the rows, the best first; where one fits, those that cannot come as near are left out."""
    every = tuple(layouts)
    titled = _titled(rows, every)
    hopes = [(hope.worth(titled=hope.layout in titled), hope) for hope in _hopes_of(rows, every)]
    fits: dict[Layout, Fit] = {}
    for worth, hope in sorted(hopes, key=lambda pair: pair[0], reverse=True):
        if _is_found(fits.values(), worth):
            break
        fits[hope.layout] = _score(rows, hope, titled=hope.layout in titled)
    nearest = _nearest(fits.values())
    scored = (fits[layout] for layout in every if layout in fits)
    sure = [replace(fit, fits=fit.fits and fit.worth > nearest - _CLEARLY) for fit in scored]
    ordered = sorted(sure, key=lambda fit: (fit.fits, fit.worth), reverse=True)
    if not any(fit.is_whole for fit in ordered[:1]):
        return tuple(ordered)
    # The same table with a further column is another form than the best one, of which every column is there.
    return (ordered[0], *(replace(fit, fits=fit.fits and fit.is_whole) for fit in ordered[1:]))


def _is_found(fits: Collection[Fit], hoped: float) -> bool:
    """Tell whether one fits, and nothing that can only come as near as is hoped could change that."""
    enough = max(hoped, _nearest(fits) - _CLEARLY)
    return any(fit.fits and fit.worth > enough for fit in fits)


def _nearest(fits: Iterable[Fit]) -> float:
    return max((fit.worth for fit in fits), default=0.0)


def _titled(rows: Sequence[Row], layouts: tuple[Layout, ...]) -> frozenset[Layout]:
    """Return the layouts whose title a line of its own prints."""
    alone = [row.filled[0] for row in rows if len(row.filled) == 1]
    titles = [piece for piece in alone if is_title_of_any(layouts, piece)]
    return frozenset(layout for layout in layouts if any(is_title(layout, piece) for piece in titles))


def _hopes_of(rows: Sequence[Row], layouts: tuple[Layout, ...]) -> tuple[_Hope, ...]:
    printed = printed_words(rows)
    words, names = _known(layouts)
    return _hopes(layouts, printed & words, frozenset(map(unpointed, printed)) & names)


# The forms of a county print the same words, whatever their units write.
@lru_cache(maxsize=64)
def _hopes(layouts: tuple[Layout, ...], known: frozenset[str], levels: frozenset[str]) -> tuple[_Hope, ...]:
    return tuple(_hope(layout, known, levels) for layout in layouts)


@lru_cache(maxsize=8)
def _known(layouts: tuple[Layout, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Return all words, and all names of levels, that any of the layouts prints."""
    words = frozenset[str]().union(*(words_of(layout).entries for layout in layouts))
    return words, frozenset[str]().union(*(words_of(layout).levels for layout in layouts))


def _hope(layout: Layout, known: frozenset[str], levels: frozenset[str]) -> _Hope:
    vocabulary = words_of(layout)
    missing = tuple(label for label, variants in vocabulary.labels.items() if variants.isdisjoint(known))
    table = layout.indicators
    columns = table.indicators if table is not None else ()
    borrowed = _borrowed(vocabulary, known) if columns else 0
    return _Hope(
        layout,
        share=1 - (len(missing) + borrowed / 2) / (len(vocabulary.labels) + len(columns)),
        missing=missing,
        covered=_covered(known, vocabulary.words),
        levels=_covered(levels, vocabulary.levels),
        borrowed=borrowed,
    )


def _covered(known: frozenset[str], own: frozenset[str]) -> float:
    return len(known & own) / len(known) if known else 0.0


def _score(rows: Sequence[Row], hope: _Hope, *, titled: bool) -> Fit:
    layout, missing = hope.layout, hope.missing
    if layout.indicators is None:
        return _fit(hope, titled=titled, fits=titled and hope.share >= _ENOUGH)
    columns = layout.indicators.indicators
    header = find_header(rows, layout)
    above = [row.filled[0] for row in rows[: header.first if header else 0] if len(row.filled) == 1]
    foreign = tuple(piece.text for piece in above if _is_foreign(layout, piece, titled=titled))
    absent = header.missing if header else tuple(column.label for column in columns)
    borrowed = len(header.usual) if header else 0
    lacking = len(missing) + len(absent) + (borrowed + hope.borrowed) / 2
    share = 1 - lacking / (len(words_of(layout).labels) + len(columns))
    fits = (
        header is not None
        and not header.strange
        and not foreign
        and header.in_order
        and _may_lack(len(columns), len(absent), borrowed, titled=titled)
        and share >= (_ENOUGH if titled else _ENOUGH_UNTITLED)
        # Columns alone do not say whose form it is: the title does, or what stands above the table.
        and (titled or len(missing) < len(words_of(layout).labels))
    )
    strange = header.strange if header else ()
    missing += absent
    fit = _fit(hope, titled=titled, fits=fits)
    return replace(fit, share=share, missing=missing, strange=strange, header=header, foreign=foreign)


def _fit(hope: _Hope, *, titled: bool, fits: bool) -> Fit:
    """Return the fit of a layout as far as it can be told without an indicator table."""
    return Fit(
        hope.layout,
        share=hope.share,
        missing=hope.missing,
        strange=(),
        titled=titled,
        header=None,
        fits=fits,
        covered=hope.covered,
        levels=hope.levels,
    )


def _may_lack(columns: int, absent: int, borrowed: int, *, titled: bool) -> bool:
    """Tell whether so many columns may be absent, or be worded as elsewhere, in a table of this layout."""
    few = max(1, columns // _COLUMNS_FOR_ONE)
    if titled and not absent:
        # The title says whose form it is, and no column is one that the layout has not.
        return borrowed < columns
    return absent <= few and borrowed + absent <= (columns // 2 if titled else few)


def _borrowed(vocabulary: Vocabulary, printed: frozenset[str]) -> int:
    """Count the labels outside the indicator table that are there only in words of the country's usage."""
    usual = {vocabulary.entries[text].key for text in printed & vocabulary.usual_fields}
    found = (vocabulary.entries[text] for text in printed & vocabulary.words) if usual else ()
    return len(usual - {entry.key for entry in found if entry.word is Word.FIELD and not entry.usual})


def _is_foreign(layout: Layout, piece: Piece, *, titled: bool) -> bool:
    """Tell whether a line is the title of another form: of another stage, province or kind."""
    own = is_title(layout, piece)
    if not own and not looks_like_title(piece.text):
        return False
    return contradicts(layout, piece.text) or not (own or titled or is_akin(layout, piece.text))
