"""Draft the file of a new layout from an example form, and say what the layout reads from that form.

The draft is complete enough to read with at once; what only a person can know is marked in it. Knows no file format
and no folder: where the text goes is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jiheng.layouts.blocks import SEVERAL, Block, IndicatorKey, Indicators
from jiheng.layouts.drafting import DRAFT, DraftedLayout, draft_layout
from jiheng.layouts.fitting import fit
from jiheng.layouts.hints import hints_of
from jiheng.layouts.layout_text import ASK, CHECK, layout_text
from jiheng.layouts.levels import unpointed
from jiheng.layouts.lexicon import Lexicon, lexicon_of
from jiheng.layouts.lines import part_lines
from jiheng.layouts.periods import year_left_open
from jiheng.layouts.reading import LaidOut, read_forms
from jiheng.layouts.rows import Row, lay_out
from jiheng.layouts.schema import Layout, Level1, Level2, Title
from jiheng.layouts.segments import cut, cut_again, join_pages
from jiheng.layouts.titles import stage_of, year_of
from jiheng.layouts.vocabulary import bare
from jiheng.model import Document, Form
from jiheng.values.money import money_unit_of
from jiheng.values.wording import plain

_ID = re.compile(r"(\d{6})/([A-Za-z0-9][A-Za-z0-9_-]*)")
_YEAR = re.compile(r"(?:19|20)\d{2}年度?")
_STEPS = (
    "这是从一份样表起草的版式。接下来：",
    f"1. 逐行看一遍，把“{ASK}”和“{CHECK}”的地方改好，删去行尾的说明；",
    "2. 同一个标签还有别的印法，就加在它的 also 里，例如 {label: 项目名称, also: [专项名称]}；",
    "3. 运行 jiheng layouts check 文件夹，直到全部通过。",
)


class BadLayoutIdError(ValueError):
    """The id of a layout is none. The message is Chinese and says how one is written."""

    def __init__(self, id: str) -> None:
        super().__init__(f"“{id}”不能作版式编号：应为“六位区划代码/英文名”，例如 320999/project-goal-2025。")


@dataclass(frozen=True, slots=True)
class Authored:
    """A drafted layout, the text of its file, and what it reads. `winner` is the layout that the form is read in.

    That is the draft itself, unless a known layout fits the form better; None where no layout fits.
    """

    layout: Layout
    text: str
    reading: LaidOut
    winner: str | None
    doubts: int


def author(document: Document, layouts: Sequence[Layout], *, id: str | None = None) -> Authored | None:
    """Draft a layout from the first form with an indicator table; None where the document holds none.

    Raises:
        BadLayoutIdError: the id is not written as one.
    """
    region, name = parts_of(id) if id is not None else (None, None)
    lexicon = lexicon_of(layouts)
    found = _first_form(document, layouts, lexicon)
    if found is None:
        return None
    rows, drafted = found
    usual = layouts[0].usual if layouts else drafted.layout.usual
    known = {"id": id or DRAFT, "region": region or drafted.layout.region, "usual": usual}
    layout = drafted.layout.model_copy(update=known)
    reading = read_forms(document, [layout], layout=layout.id)
    layout = _completed(layout, rows, reading.forms)
    reading = read_forms(document, [layout], layout=layout.id)
    others = [one for one in layouts if one.id != layout.id]
    winner = next((form.layout for form in read_forms(document, [*others, layout]).forms), None)
    text = _text(layout, drafted, lexicon, is_named=name is not None)
    return Authored(layout, text, reading, winner, text.count(f"# {CHECK}") + text.count(f"# {ASK}"))


def parts_of(id: str) -> tuple[str, str]:
    """Return the region and the name in an id.

    Raises:
        BadLayoutIdError: the id is not written as one.
    """
    found = _ID.fullmatch(id)
    if found is None:
        raise BadLayoutIdError(id)
    return found[1], found[2]


def _first_form(
    document: Document, layouts: Sequence[Layout], lexicon: Lexicon
) -> tuple[Sequence[Row], DraftedLayout] | None:
    printed, _ = lay_out(document)
    segments, _ = join_pages(cut(tuple(part_lines(printed)), layouts), layouts)
    for segment in segments:
        drafted = draft_layout(segment, lexicon)
        if drafted is not None:
            part = cut_again(segment, drafted.layout)[0]
            return part, draft_layout(part, lexicon) or drafted
    return None


# What the rows and the reading add to the draft.


def _completed(layout: Layout, rows: Sequence[Row], forms: Sequence[Form]) -> Layout:
    form = forms[0]
    title, name = _title(layout, form)
    known = {
        "name": name,
        "title": title,
        "year_line": _year_line(rows) or layout.year_line,
        "money_unit": _money_unit(rows, form),
        "source": f"{ASK}：发文单位、文件名和文号，或公开的网址",
        "levels": _levels(forms),
        "blocks": tuple(_of_every_year(block, form.year) for block in layout.blocks),
    }
    return fit(layout.model_copy(update=known), form)


def _of_every_year(block: Block, year: int | None) -> Block:
    """Leave the year open in the labels of columns, where their texts are not kept under these words."""
    if not isinstance(block, Indicators):
        return block
    columns = (
        one if one.key in SEVERAL else one.model_copy(update={"label": year_left_open(one.label, year)})
        for one in block.indicators
    )
    return block.model_copy(update={"indicators": tuple(columns)})


def _title(layout: Layout, form: Form) -> tuple[Title, str]:
    """Return the title without what changes from form to form, and a name for the layout."""
    printed = layout.title.text
    text = _YEAR.sub("", printed)
    variants = [re.split(_YEAR, printed)[-1]] if text != printed else []
    for said in (form.project.name if form.project else None, form.unit.name):
        if said and said in text:
            variants.append(text)
            text = text.replace(said, "{}", 1)
    also = tuple(dict.fromkeys(one for one in variants if one not in (text, printed, "")))
    return Title(text=text, also=also), text.replace("{}", "") or layout.name


def _year_line(rows: Sequence[Row]) -> str | None:
    """Return the printed line of the year with a gap for it."""
    texts = (piece.text for row in rows for piece in row.filled if year_of(piece.plain) is not None)
    line = next(texts, None)
    return re.sub(r"\d{4}", "{year}", line) if line is not None and re.search(r"\d{4}", line) else None


def _money_unit(rows: Sequence[Row], form: Form) -> str | None:
    printed = next((unit for row in rows for one in row.filled if (unit := money_unit_of(one.text))), None)
    amounts = [fund.budget or fund.initial for fund in form.funding]
    amounts += [form.budget.total, form.budget.fiscal] if form.budget else []
    return printed or next((money.unit for money in amounts if money is not None and money.unit), None)


def _levels(forms: Sequence[Form]) -> tuple[Level1, ...]:
    """Return the levels that the example prints, in the printed order."""
    under: dict[str, dict[str, None]] = {}
    for one in (indicator for form in forms for indicator in form.indicators):
        if one.level1:
            names = under.setdefault(unpointed(plain(one.level1)), {})
            names.update({unpointed(plain(one.level2)): None} if one.level2 else {})
    return tuple(Level1(name=name, level2=tuple(Level2(name=two) for two in own)) for name, own in under.items())


# What a person has to look at.


def _text(layout: Layout, drafted: DraftedLayout, lexicon: Lexicon, *, is_named: bool) -> str:
    doubts = _doubts(layout, drafted, lexicon)
    text = layout_text(layout, doubts, hints=hints_of(layout, lexicon), steps=_STEPS)
    if is_named:
        return text
    named = f"id: {ASK}  # {ASK}：区划代码/英文名，例如 320999/project-goal-2025"
    region = f"region: {ASK}  # {ASK}：六位区划代码，加引号"
    return re.sub(r"^id: .*\nregion: .*$", f"{named}\n{region}", text, count=1, flags=re.M)


def _doubts(layout: Layout, drafted: DraftedLayout, lexicon: Lexicon) -> Mapping[str, str]:
    size = "横放，共 265" if layout.paper.orientation == "landscape" else "竖放，共 178"
    found = {
        "name": f"{CHECK}：版式清单里显示的名称，建议写上地区和年份",
        "source": f"{ASK}：照着哪个文件、哪份表做的",
        "widths": f"{CHECK}：各列宽度（毫米，{size}），按内容估的",
    }
    if drafted.kind is None:
        found["kind"] = f"{CHECK}：看不出是整体（overall）还是项目（project）"
    if stage_of(layout.title.text) is None:
        found["stage"] = f"{CHECK}：goal 目标，monitoring 监控，self_evaluation 自评"
    if "{}" in layout.title.text or layout.title.also:
        found["title"] = f"{CHECK}：每份表都不同的字写作 {{}}，去掉了年份"
    if layout.levels:
        found["levels"] = f"{CHECK}：只有样表里出现的，少了的请补上"
    unsure = _unsure_name(layout.blocks, lexicon)
    if unsure is not None:
        found["blocks"] = f"{CHECK}：没有三级指标列，暂把“{unsure}”列当作指标名称"
    return found


def _unsure_name(blocks: Sequence[Block], lexicon: Lexicon) -> str | None:
    """Return the label of a column that holds names only because no other one does."""
    tables = (block for block in blocks if isinstance(block, Indicators))
    names = (column for table in tables for column in table.indicators if column.key is IndicatorKey.NAME)
    unsure = (column.label for column in names if lexicon.columns.get(bare(column.label)) != IndicatorKey.NAME)
    return next(unsure, None)
