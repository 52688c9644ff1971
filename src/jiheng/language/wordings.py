"""What a wording is: a grade that can be checked or a vague one, a slogan, a duty, mere process, a report of progress.

Lists of words and short patterns of them; the meaning of a whole sentence is not known here. Only what is sure is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from jiheng.language.lexicon import alternation, any_of, lexicon, words
from jiheng.language.names import bare
from jiheng.language.spans import Span, clauses

_DIGIT = re.compile(r"[0-9０-９]")
_PERIOD = re.compile(r"[0-9]{1,2}月|季度|年底|年内|上半年|下半年|全年|每[年月季周日天]|年末|月底")
_ORDER = re.compile(r"^[（(]?[0-9一二三四五六七八九十]{1,3}[)）、.．]?")


@lru_cache(maxsize=4096)
def is_vague(wording: str | None) -> bool:
    """Tell whether a qualitative value cannot be checked as it stands: 有效提升, 显著, 强化.

    >>> is_vague("有效提升"), is_vague("服务水平稳步提高"), is_vague("完整"), is_vague("≥95%"), is_vague(None)
    (True, True, False, False, False)
    """
    said = bare(wording)
    return said in _set("vague") or _vague().search(said) is not None


@lru_cache
def _vague() -> re.Pattern[str]:
    how, verb = any_of("wording", "vague.how").pattern, any_of("wording", "vague.verb").pattern
    return re.compile(rf"^[^0-9]{{0,16}}(?:{how})(?:{verb})(?:程度|水平|作用)?$")


def tells_criteria(text: str | None) -> bool:
    """Tell whether a text says when a value that is no number counts as reached: by grades, or by what is asked.

    >>> tells_criteria("是否按月核对账目"), tells_criteria("反映制度建设的情况")
    (True, False)
    """
    return states_grades(text) or any_of("wording", "criteria").search(bare(text)) is not None


@lru_cache(maxsize=4096)
def quality_asked(name: str | None) -> tuple[str, ...]:
    """Return the qualities that a name asks for: 完整性 and 规范程度 do, in the order of the name.

    >>> quality_asked("账户管理规范性和及时性"), quality_asked("规范化建设数量")
    (('规范', '及时'), ())
    """
    return tuple(found[1] for found in _qualities().finditer(bare(name)))


@lru_cache
def _qualities() -> re.Pattern[str]:
    return re.compile(rf"({any_of('wording', 'quality').pattern})(?:性|程度|度|$)")


@lru_cache(maxsize=4096)
def grades_of(wording: str | None) -> tuple[str, ...]:
    """Return the set of grades, best first, to which a grade belongs; empty where it belongs to none.

    >>> grades_of("较完整")
    ('完整', '较完整', '基本完整', '不完整')
    """
    return next((listed for listed in _gradable() if bare(wording) in listed), ())


def states_grades(text: str | None) -> bool:
    """Tell whether a text says how grades are told apart: it names three of one set, or 优 良 中 差.

    >>> states_grades("按健全、较健全、不健全三档评价"), states_grades("制度是否健全完整")
    (True, False)
    """
    said = bare(text)
    return any(len(set(found.findall(said))) >= _STATED for found in _grades_at())


_STATED = 3


def adverbs(text: str | None) -> tuple[Span, ...]:
    """Return the adverbs such as 按时, 逐步, 不断 in clauses that name neither a number nor a time.

    >>> [span.of("逐步完善制度，6月底前及时报送") for span in adverbs("逐步完善制度，6月底前及时报送")]
    ['逐步']
    """
    said = text or ""
    return tuple(
        Span(clause.start + found.start(), clause.start + found.end())
        for clause in clauses(said)
        if not _is_dated_or_counted(clause.of(said))
        for found in _adverb().finditer(clause.of(said))
    )


@lru_cache
def _adverb() -> re.Pattern[str]:
    """Return what finds an adverb before a verb; 及时性 and 可持续发展 have none."""
    listed = any_of("wording", "adverb").pattern
    return re.compile(rf"(?<!可)(?:{listed})(?=[\u4e00-\u9fff])(?![性率度的和发影])")


@lru_cache(maxsize=4096)
def measure_of(name: str | None) -> str | None:
    """Return the word at the end of a name that says what is measured: 率, 人次, 面积; None where there is none.

    >>> measure_of("道路维修面积"), measure_of("培训工作情况"), measure_of("社会效益")
    ('面积', None, None)
    """
    said = bare(name)
    if said.endswith(words("wording", "vacuous")):
        return None
    return next((word for word in _by_length("measure") if said.endswith(word)), None)


def is_vacuous(name: str | None) -> bool:
    """Tell whether a name is only the name of a class of indicators, or of anything: 社会效益, 工作情况."""
    said = bare(name)
    return said in _set("vacuous") or said in ("年度工作", "各项工作", "重点工作", "日常工作", "本职工作")


def slogans(text: str | None) -> tuple[Span, ...]:
    """Return the slogans and phrases of good will in a text."""
    return _found(text, "slogan")


def is_duty(text: str | None) -> bool:
    """Tell whether a text begins like a list of duties (主要承担…) and names no number.

    >>> is_duty("主要承担全县供水设施的管护工作"), is_duty("承担3次演练任务")
    (True, False)
    """
    said = _ORDER.sub("", bare(text))
    return said.startswith(words("wording", "duty")) and _DIGIT.search(said) is None


def is_process(text: str | None) -> bool:
    """Tell whether a text only says by which rules something is done: 严格按照…办法, 加强…管理; no number, no effect.

    >>> is_process("严格按照差旅费管理办法报销费用"), is_process("按照方案新建公厕5座")
    (True, False)
    """
    said = _ORDER.sub("", bare(text))
    if _DIGIT.search(said) is not None or any_of("wording", "process.rule").search(said) is None:
        return False
    if any(clause.of(said).startswith(words("wording", "making")) for clause in clauses(said)):
        return False
    return said.startswith(("严格", "按照", "根据", "依据", "依照", "遵照"))


def process_verbs(text: str | None) -> tuple[Span, ...]:
    """Return the verbs that promise effort and no result (加强, 推进, 落实)."""
    return _found(text, "process")


def progress_reports(text: str | None) -> tuple[Span, ...]:
    """Return the phrases that tell what has been done already, where a goal should say what will be.

    >>> text = "平台一期已完成招标"
    >>> [span.of(text) for span in progress_reports(text)]
    ['已完成']
    """
    said = text or ""
    reported = _found(said, "progress")
    excepted = {found.start() for found in any_of("wording", "progress.not").finditer(said)} if reported else set()
    return tuple(span for span in reported if span.start not in excepted and not _QUALIFIES.match(said, span.end))


# 已完成监控的项目数 counts what will have been done.
_QUALIFIES = re.compile(r"[\u4e00-\u9fff]{0,8}的(?=[\u4e00-\u9fff])")


def is_routine(text: str | None) -> bool:
    """Tell whether a text promises only that wages are paid and the office runs, without a number.

    >>> is_routine("目标1：保障机关日常运转"), is_routine("保障日常运转，开展巡查12次")
    (True, False)
    """
    said = re.sub(r"^(目标|任务)?[0-9一二三四五六七八九十]{0,2}[:、.]?", "", bare(text))
    counted = [clause for clause in clauses(said) if _DIGIT.search(clause.of(said))]
    routine = any_of("wording", "routine").search(said) is not None
    return routine and not counted and len(said) <= _LONGEST_ROUTINE and not _is_measure(said)


_LONGEST_ROUTINE = 40


def _is_measure(said: str) -> bool:
    """Tell the name or description of an indicator: it ends in what is measured."""
    return said.endswith(("情况", "程度", "水平")) or measure_of(said) is not None


def is_category(name: str | None) -> bool:
    """Tell whether the name of a task is a category of spending: 人员经费, 专项资金.

    >>> is_category("公用经费支出"), is_category("专项资金"), is_category("古树保护专项资金")
    (True, True, False)
    """
    said = bare(name)
    return said in _set("category") or said.removesuffix("支出") in _set("category")


@lru_cache
def _grades_at() -> tuple[re.Pattern[str], ...]:
    """Return for each set of grades what finds them; one of a single character must stand between marks."""
    return tuple(map(_grade_pattern, _gradable()))


def _grade_pattern(listed: tuple[str, ...]) -> re.Pattern[str]:
    grades = alternation(listed)
    if min(map(len, listed)) > 1:
        return grades
    before, behind = r"(?:(?<![\u4e00-\u9fff])|(?<=[分为按]))", r"(?![\u4e00-\u9fff])|(?=[三四五两得档级等])"
    return re.compile(f"{before}(?:{grades.pattern})(?:{behind})")


def _is_dated_or_counted(clause: str) -> bool:
    return _DIGIT.search(clause) is not None or _PERIOD.search(clause) is not None


def _found(text: str | None, group: str) -> tuple[Span, ...]:
    return tuple(Span(*found.span()) for found in any_of("wording", group).finditer(text or ""))


@lru_cache
def _set(group: str) -> frozenset[str]:
    return frozenset(words("wording", group))


@lru_cache
def _by_length(group: str) -> tuple[str, ...]:
    return tuple(sorted(words("wording", group), key=len, reverse=True))


@lru_cache
def _gradable() -> tuple[tuple[str, ...], ...]:
    groups: Mapping[str, tuple[str, ...]] = lexicon("wording").groups
    return tuple(listed for group, listed in groups.items() if group.startswith("gradable."))
