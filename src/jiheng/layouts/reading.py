"""From a Document to Forms: cut it, find each stretch's layout, read it, and say what was not understood.

Nothing of the document is dropped: a text is a label that the layout prints, or ends in a field, in a note, or among
the unread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from jiheng.layouts.doubts import doubts
from jiheng.layouts.draft import Draft, Said
from jiheng.layouts.drafting import DRAFT, draft_layout
from jiheng.layouts.find import Fit, rank
from jiheng.layouts.lexicon import lexicon_of
from jiheng.layouts.lines import part_lines
from jiheng.layouts.narrative import read_narrative
from jiheng.layouts.periods import period_of
from jiheng.layouts.rows import Row, lay_out
from jiheng.layouts.schema import Layout
from jiheng.layouts.segments import Segment, cut, cut_again, join_pages
from jiheng.layouts.tables import read_tables
from jiheng.layouts.titles import is_annex, names_other_table, year_of
from jiheng.layouts.vocabulary import bare, words_of
from jiheng.layouts.zone import read_zone
from jiheng.model import (
    Document,
    Form,
    Kind,
    Note,
    NoteKind,
    Place,
    ReadingError,
    RemarkKind,
    Unread,
)
from jiheng.values.codes import BadProjectCodeError, parse_project_code
from jiheng.values.wording import plain

_INSTRUCTIONS = (
    "请不要修改",
    "请勿修改",
    "不可修改",
    "不得修改",
    "系统错误",
    "填报说明",
    "填表说明",
    "填写说明",
    "必填数据",
    "请保持原样",
)
_NEAREST = 3
# What shares fewer labels with a layout than this is not near it.
_CLOSE = 0.5
_TODO = "用 jiheng layouts 查看已支持的版式，或把空白表交给管理员增加版式。"
_REMARKS = {
    RemarkKind.FILLABLE: NoteKind.FILLABLE,
    RemarkKind.COMMENT: NoteKind.COMMENT,
    RemarkKind.FURNITURE: NoteKind.MARKUP,
}


@dataclass(frozen=True, slots=True)
class LaidOut:
    """What a document holds. `error` says why a form in it has no reading; other forms may still be there."""

    forms: tuple[Form, ...]
    unread: tuple[Unread, ...]
    error: ReadingError | None


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Rows and the layouts that were tried on them."""

    rows: Segment
    fits: tuple[Fit, ...]
    kind: Kind | None = None

    @property
    def best(self) -> Fit | None:
        return self.fits[0] if self.fits and self.fits[0].fits else None


@dataclass(frozen=True, slots=True)
class _Begun:
    """A stretch whose layout is found, with what has been read of it so far."""

    rows: Segment
    fit: Fit
    draft: Draft
    kind: Kind | None
    nearest: Fit | None


def read_forms(
    document: Document, layouts: Sequence[Layout], *, layout: str | None = None, year: int | None = None
) -> LaidOut:
    """Read every form of a document. `layout` (an id) and `year` overrule what would be found."""
    printed, notes = lay_out(document)
    rows = tuple(part_lines(printed))
    tried = [one for one in layouts if layout in (None, one.id)]
    segments, again = join_pages(cut(rows, tried), tried)
    notes += tuple(Note(NoteKind.MENDED, f"续页重复印出的“{row.filled[0].text}”已略去", row.place) for row in again)
    stretches = list(_stretches(segments, tried, forced=layout is not None))
    begun = [_begin(stretch, stretch.best) for stretch in stretches if stretch.best]
    outside = [Unread(p.text, p.place) for s in stretches if not s.best for row in s.rows for p in row.filled]
    years = _years([one.draft for one in begun], _cover(stretches), year)
    forms = tuple(form for one, found in zip(begun, years, strict=True) for form in _finish(one, found))
    unread = [*(item for one in begun for item in one.draft.unread), *outside]
    forms, unread = _sort_out(forms, unread, notes, document, layouts)
    forms = tuple(replace(form, notes=(*form.notes, *doubts(form, document, layouts))) for form in forms)
    return LaidOut(forms, tuple(sorted(unread, key=_position)), _error(stretches, forms))


def _stretches(segments: Sequence[Segment], layouts: Sequence[Layout], *, forced: bool) -> Iterator[_Stretch]:
    for segment in segments:
        fits = rank(segment, layouts)
        if forced and fits and fits[0].form_like:
            fits = (replace(fits[0], fits=True),)
        if fits and fits[0].fits:
            for part in cut_again(segment, fits[0].layout):
                again = fits if part is segment else rank(part, layouts)
                if again[0].fits:
                    yield _Stretch(part, again)
                else:
                    yield from _unknown(part, again, layouts, forced=forced)
        else:
            yield from _unknown(segment, fits, layouts, forced=forced)


def _unknown(segment: Segment, fits: tuple[Fit, ...], layouts: Sequence[Layout], *, forced: bool) -> Iterator[_Stretch]:
    """Yield the stretches of rows that no layout fits: read by the usage of labels if they hold an indicator table."""
    drafted = draft_layout(segment, lexicon_of(layouts)) if not forced else None
    if drafted is None:
        yield _Stretch(segment, fits)
        return
    for part in cut_again(segment, drafted.layout):
        own = drafted if part is segment else draft_layout(part, lexicon_of(layouts)) or drafted
        (fit,) = rank(part, [own.layout])
        yield _Stretch(part, (replace(fit, fits=fit.header is not None), *fits), own.kind)


def _begin(stretch: _Stretch, fit: Fit) -> _Begun:
    """Read what stands above the indicator table, or the whole of a narrative form."""
    rows = stretch.rows
    draft = Draft(fit.layout)
    if fit.layout.indicators is None:
        read_narrative(rows, draft)
    else:
        stream = fit.header is not None and fit.header.stream
        read_zone(rows[: fit.header.first] if fit.header else rows, draft, stream=stream)
    draft.period = _period_in(rows, fit.layout)
    nearest = next((other for other in stretch.fits if other is not fit and other.share > 0), None)
    return _Begun(rows, fit, draft, stretch.kind, nearest)


def _finish(begun: _Begun, year: int | None) -> tuple[Form, ...]:
    """Read the indicator tables, whose dates need the year, and make the form; a register makes several."""
    rows, fit, draft = begun.rows, begun.fit, begun.draft
    drafts = read_tables(rows, fit.header, draft, year) if fit.header is not None else (draft,)
    if fit.layout.id == DRAFT:
        one = begun.nearest
        near = f"（最接近“{one.layout.name}”：{one.why}）" if one is not None and one.share >= _CLOSE else ""
        draft.note(NoteKind.DERIVED, f"没有合适的版式{near}，按通行的标签和指标表读出，请逐项核对", rows[0].place)
        return tuple(_generic(made.form(year), begun.kind) for made in drafts)
    draft.note(NoteKind.DERIVED, f"版式：{fit.layout.name}（{fit.why}）", rows[0].place)
    return tuple(one.form(year) for one in drafts)


def _period_in(rows: Sequence[Row], layout: Layout) -> str | None:
    """Return the stretch of the year that the first label names which names one, as printed."""
    entries = words_of(layout).entries
    named = (piece for row in rows for piece in row.filled if period_of(piece.text) is not None)
    label = next((piece for piece in named if bare(piece.plain) in entries), None)
    return period_of(label.text) if label is not None else None


def _generic(form: Form, kind: Kind | None) -> Form:
    return replace(form, layout=None, region=None, confidence="generic", kind=kind)


# The year: printed in the form, printed once for the document, or in the project codes.


def _cover(stretches: Sequence[_Stretch]) -> Iterator[str]:
    """Yield the lines before the first form, without the tables of accounts, whose years are their own."""
    for stretch in takewhile(lambda one: one.best is None, stretches):
        if not any(names_other_table(piece.text) for piece in stretch.rows[0].filled[:1]):
            yield from (piece.text for row in stretch.rows for piece in row.filled)


def _years(drafts: Sequence[Draft], before: Iterable[str], forced: int | None) -> list[int | None]:
    if forced is not None:
        return [forced for _ in drafts]
    cover = {found for text in before if (found := year_of(text.replace(" ", ""))) is not None}
    coded = {found for draft in drafts if (found := _coded_year(draft)) is not None}
    years: list[int | None] = []
    for draft in drafts:
        source = cover or coded
        year = draft.year or (next(iter(source)) if len(source) == 1 else None)
        if draft.year is None and year is not None:
            words = "封面" if cover else "项目编码第7、8位"
            draft.note(
                NoteKind.DERIVED,
                f"表上没有印年度，{year} 年由{words}推定",
                draft.title.place if draft.title else Place(),
            )
        years.append(year)
    return years


def _coded_year(draft: Draft) -> int | None:
    said = draft.values.get("project.code", Said("", Place()))
    try:
        return parse_project_code(said.text).year
    except BadProjectCodeError:
        return None


# What belongs to the document, not to one form.


def _sort_out(
    forms: tuple[Form, ...],
    unread: list[Unread],
    notes: tuple[Note, ...],
    document: Document,
    layouts: Sequence[Layout],
) -> tuple[tuple[Form, ...], list[Unread]]:
    """Turn instructions and remarks into notes of the form they stand in."""
    if not forms:
        return forms, unread
    fillable = any(remark.kind is RemarkKind.FILLABLE for remark in document.remarks)
    kind = NoteKind.FILLABLE if fillable else NoteKind.INSTRUCTION
    cover = [item for item in unread if year_of(item.text) is not None]
    unread = [item for item in unread if item not in cover]
    headings = {plain(text) for layout in layouts for text in layout.also_printed} if unread else set()
    told = [Note(kind, item.text, item.place) for item in unread if _instructs(item.text)]
    marks = [item for item in unread if plain(item.text) in headings or is_annex(item.text)]
    told += map(_heading, (*cover, *marks))
    left = [item for item in unread if not _instructs(item.text) and item not in marks]
    remarks = [Note(_REMARKS.get(one.kind, NoteKind.HIDDEN), one.text, one.place) for one in document.remarks]
    return _give_notes(forms, [*notes, *told, *remarks]), left


def _heading(item: Unread) -> Note:
    return Note(NoteKind.HEADING, f"印刷标题：{item.text}", item.place)


def _instructs(text: str) -> bool:
    return any(phrase in text for phrase in _INSTRUCTIONS)


def _give_notes(forms: tuple[Form, ...], notes: Sequence[Note]) -> tuple[Form, ...]:
    """Give every note to the last form that begins at or before its place, the first form by default."""
    starts = [min((_position(note) for note in form.notes if note.place != Place()), default=()) for form in forms]
    given: list[list[Note]] = [list(form.notes) for form in forms]
    for note in notes:
        owner = max((at for at, start in enumerate(starts) if start <= _position(note)), default=0)
        given[owner].append(note)
    return tuple(replace(form, notes=tuple(sorted(own, key=_position))) for form, own in zip(forms, given, strict=True))


def _position(item: Note | Unread) -> tuple[int, ...]:
    place = item.place
    return (place.line or 0, place.table or 0, place.row or 0, place.column or 0)


def _error(stretches: Sequence[_Stretch], forms: Sequence[Form]) -> ReadingError | None:
    """Say which stretch looks like a form and has no layout, or that the document holds no form at all."""
    strangers = [
        stretch for stretch in stretches if stretch.best is None and any(fit.form_like for fit in stretch.fits)
    ]
    if forms and not strangers:
        return None
    if not strangers:
        return ReadingError(
            "no_form", "没有认出绩效表：文件里找不到任何已知版式的标题、标签或指标表", _advice(stretches)
        )
    where = strangers[0].rows[0].place
    return ReadingError("no_layout_fits", f"没有合适的版式：{where}起的表与已知版式都不相符", _advice(strangers))


def _advice(stretches: Sequence[_Stretch]) -> str:
    """Say what to do, then which layouts come near and what each lacks, a line each; what is near none is no form."""
    nearest = sorted((fit for s in stretches for fit in s.fits), key=lambda fit: fit.share, reverse=True)
    close = [fit for fit in nearest[:_NEAREST] if fit.share >= _CLOSE]
    if not close:
        return f"这份文件多半不是绩效表，请核对是不是拿错了文件；确实要报的就是它的话，{_TODO}"
    lines = (f"· {fit.layout.name}（{fit.layout.id}）：{fit.why}" for fit in close)
    return "\n".join([f"请核对是不是要报的那张表；是的话，{_TODO}", "最接近的版式：", *lines])
