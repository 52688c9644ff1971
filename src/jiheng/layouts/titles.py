"""The titles of forms, and the years printed with them.

Knows how titles are worded and what sites add to them; does not know what stands below a title.
"""

from __future__ import annotations

import re
from functools import lru_cache

from jiheng.layouts.rows import Piece
from jiheng.layouts.schema import Layout
from jiheng.layouts.templates import match
from jiheng.model import Kind, Stage
from jiheng.parameters import COUNTRY
from jiheng.values.dates import YEARS
from jiheng.values.divisions import provinces_in
from jiheng.values.wording import plain

_YEAR_LABEL = "(?:(?:预算|所属|填报|申报|绩效|项目|评价|自评|监控|考核|财政|会计|计划|执行|实施)?年度|年份)"
_PRINTED_YEAR = re.compile(rf"\(?(\d{{4}})(?:年度?(?:1月?[-—–~至到]\d{{1,2}}月)?\)?|\))|{_YEAR_LABEL}:?(\d{{4}})年?度?")
_ASKS_YEAR = re.compile(rf"\*?{_YEAR_LABEL}:?")
_YEAR_ALONE = re.compile(r"(\d{4})(?:\.0)?(?:年度?)?")
_ANNEX = re.compile(r"^附(?:件|表)(?:[\d一二三四五六七八九十]+(?:-\d+)*)?[:.、-]?")
# The number of an annex ends where a year begins, which lost its space in the normal form: 附表3 2025年.
_ANNEX_BEFORE_YEAR = re.compile(r"^附(?:件|表)\d{0,2}?(?=\d{4}年)")
_LEADING_YEAR = re.compile(r"^(\d{4})年度?")
_TRAILING_YEAR = re.compile(r"[(\[](\d{4})(?:年度?)?[)\]]$")
_TABLE_NUMBER = re.compile(r"\((?:公开|附|预算)?\d{1,3}表?\)$|-?公开\d{1,3}表$")
_YEAR = re.compile(r"(?<![\d~至—-])(\d{4})年(?:(?=1月?[-—–~至到]\d{1,2}月)|(?!\d|度?[~至—-]))")
# A year without the word, at the beginning of a title or in brackets at its end.
_BARE_YEAR = re.compile(r"^(\d{4})(?=[^\d年月日.,/~至—-])")
_CHINESE_YEAR = re.compile(r"[二两][〇零○O0][一二三四五六七八九〇零○O0]{2}(?=年)")
_DIGITS = str.maketrans("〇零○O一二两三四五六七八九", "00001223456789")
_LONGEST_TITLE = 60
_SOME_TITLE = re.compile(
    r"(?:\d{1,3}[.、])?[^,.。;:]{0,30}(?:绩效|自评|监控|评价|申报)[^,.。;:]{0,14}表(?:\(.{0,12}\))?"
)
_OTHER_TABLE = re.compile(
    r"[^,.。;:]{0,30}(?:(?:收支|收入|支出|拨款|经费)[^,.。;:]{0,8}|(?:预算|决算|采购|资产|债务|资金)[^,.。;:]{0,8}(?:情况|明细|汇总|预算|决算)?)"
    r"表(?:\(.{0,12}\))?"
)
_NAMES_FORM = re.compile(r"[^,。;:!?]{0,40}(?:绩效|自评|监控|评价)[^,。;:!?]{0,20}")
_OF_PERFORMANCE = re.compile("绩效|指标|目标|自评|监控|评价|申报|项目表")
_LATER = {
    Stage.MONITORING: re.compile(r"监控[^,。]{0,8}表"),
    Stage.SELF_EVALUATION: re.compile(r"(?:自评|评价|完成情况|执行情况)(?:情况|结果|评分|打分)?(?:申报|填报)?表"),
}
_STAGES = {Stage.GOAL: re.compile("目标(?!.*(?:自评|监控|完成情况))"), **_LATER}


def is_title(layout: Layout, piece: Piece) -> bool:
    """Tell whether the piece is the printed title of this layout.

    A year before or behind it, quotes, the number of the annex or the table and, before the word 表, the unit's name do
    not matter.
    """
    return is_title_of_any((layout,), piece)


def is_title_of_any(layouts: tuple[Layout, ...], piece: Piece) -> bool:
    """Tell whether the piece is the printed title of one of the layouts."""
    text = _without_additions(piece.plain)
    if len(text) > _LONGEST_TITLE:
        return False
    whole, endings, templates = _titles(layouts)
    ends = text.endswith("表") and text.endswith(endings)
    return text in whole or ends or any(match(template, text) is not None for template in templates)


def is_annex(text: str) -> bool:
    """Tell whether a line says nothing but the number of an annex, as 附件3：."""
    return _ANNEX.fullmatch(plain(text)) is not None


def looks_like_title(text: str) -> bool:
    """Tell whether a line of its own looks like the title of some performance form."""
    return _SOME_TITLE.fullmatch(plain(text)) is not None


def may_be_title(text: str) -> bool:
    """Tell whether a line that opens a form may be its title, though it does not say 表: 2025年专项资金绩效目标."""
    words = plain(text)
    return len(words) <= _LONGEST_TITLE and _NAMES_FORM.fullmatch(words) is not None


def names_other_table(text: str) -> bool:
    """Tell whether a line of its own is the title of a table of a budget or of accounts, as 收支总表."""
    words = plain(text)
    return _OTHER_TABLE.fullmatch(words) is not None and _OF_PERFORMANCE.search(words) is None


def stage_of(title: str) -> Stage | None:
    """Return the stage of the year that a title names, None where it names none."""
    words = plain(title)
    return next((stage for stage in (*_LATER, Stage.GOAL) if _STAGES[stage].search(words)), None)


def is_akin(layout: Layout, text: str) -> bool:
    """Tell whether an unknown title speaks of what the layout's form is: a unit's or a project's goals."""
    words = plain(text)
    overall = "整体" in words
    own = _STAGES[layout.stage].search(words) is not None
    return own and overall == (layout.kind is Kind.OVERALL) and not contradicts(layout, words)


def contradicts(layout: Layout, title: str) -> bool:
    """Tell whether a title names another stage of the year, or another province, than the layout's.

    A layout of the country is of every province.
    """
    words = plain(title)
    stage = next((stage for stage, named in _LATER.items() if named.search(words)), Stage.GOAL)
    goal = layout.stage is not Stage.GOAL and _STAGES[Stage.GOAL].search(words) is not None
    other_stage = stage is not layout.stage and (stage is not Stage.GOAL or goal)
    provinces = provinces_in(words) if layout.region != COUNTRY else set()
    return other_stage or bool(provinces - {layout.region[:2]})


def year_of(text: str) -> int | None:
    """Return the year of a line that says nothing but a year, such as （2023年度）.

    >>> year_of("(2023年度)"), year_of("二〇二三年度"), year_of("2023年工作要点")
    (2023, 2023, None)
    """
    found = _PRINTED_YEAR.fullmatch(_dated(plain(text)))
    return _plausible(found[1] or found[2]) if found else None


def is_year_label(text: str) -> bool:
    """Tell whether a normal form asks for the year, as 预算年度."""
    return _ASKS_YEAR.fullmatch(text) is not None


def labelled_year(text: str) -> int | None:
    """Return the year that stands behind such a label, in normal form.

    >>> labelled_year("2022"), labelled_year("2022年度"), labelled_year("2022-2024")
    (2022, 2022, None)
    """
    found = _YEAR_ALONE.fullmatch(_dated(text))
    return _plausible(found[1]) if found else None


def title_year(layout: Layout, text: str) -> int | None:
    """Return the one year that a printed title carries.

    Where it names a project, that is only one in brackets behind it, or the one for which the title has a gap.
    """
    if "{year}" in layout.title.text:
        told = (match(plain(layout.title.text), _dated(plain(text))) or {}).get("year", "")
        return _plausible(told) if told.isdecimal() else None
    words = _ANNEX_BEFORE_YEAR.sub("", _dated(plain(text)))
    named = "{}" in layout.title.text
    found = _TRAILING_YEAR.findall(words) if named else _years_of(words)
    return _plausible(found[0]) if len(set(found)) == 1 else None


def _years_of(words: str) -> list[str]:
    return _YEAR.findall(words) or _BARE_YEAR.findall(words) or _TRAILING_YEAR.findall(words)


@lru_cache(maxsize=1024)
def _without_additions(text: str) -> str:
    text = _LEADING_YEAR.sub("", _ANNEX.sub("", _dated(text.strip('"《》'))))
    return _TRAILING_YEAR.sub("", _TABLE_NUMBER.sub("", text))


@lru_cache(maxsize=256)
def _titles(layouts: tuple[Layout, ...]) -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    """Return the titles of layouts: whole ones, those that may also end a text, and those with gaps."""
    titles = [plain(text) for layout in layouts for text in (layout.title.text, *layout.title.also)]
    gapless = tuple(title for title in titles if "{" not in title)
    endings = tuple(title for title in gapless if title.endswith("表"))
    return frozenset(gapless), endings, tuple(title for title in titles if "{" in title)


def _dated(text: str) -> str:
    """Write a year in Chinese numerals with digits."""
    return _CHINESE_YEAR.sub(lambda found: found[0].translate(_DIGITS), text)


def _plausible(year: str) -> int | None:
    return int(year) if int(year) in YEARS else None
