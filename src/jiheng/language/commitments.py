"""What a text promises: every quantity with its verb, its object and its deadline, and what is to be done by a day.

Numbers that promise nothing are left out: of years, documents, lists, history, fixed terms (四种形态) and formulas.
Amounts of money are marked. The grammar of a sentence is not known; an object is the words beside the number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from jiheng.language.citations import document_numbers
from jiheng.language.lexicon import alternation, any_of
from jiheng.language.names import level
from jiheng.language.phrases import (
    COVERED,
    DEADLINE,
    SHORTEST,
    YEARS,
    is_place,
    thing_behind,
    trimmed,
    verb_and_object,
    without_leads,
)
from jiheng.language.spans import Span, items
from jiheng.model import Target, TargetKind
from jiheng.values.compact import fold
from jiheng.values.dates import read_deadline
from jiheng.values.money import YUAN_IN
from jiheng.values.targets import parse_target
from jiheng.values.units import KNOWN_UNITS


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise. `span` covers its words from the verb or object to the end of the value.

    `object` is the thing that is counted or done, `verb` what is done with it, None where none is printed. `target` is
    the value as a target; None where only a `deadline` is promised. `per` is how often (每月). `money` tells amounts.
    """

    span: Span
    verb: str | None
    object: str
    target: Target | None
    deadline: Target | None = None
    per: str | None = None
    money: bool = False


def commitments(text: str | None, year: int | None = None) -> tuple[Commitment, ...]:
    """Return what a text promises, in its order. `year` is the form's.

    >>> [(found.verb, found.object, found.target.raw) for found in commitments("举办培训班≥12期、培训1200人次")]
    [('举办', '培训班', '≥12期'), ('培训', '培训', '1200人次')]
    >>> commitments("6月底前完成招标", 2024)[0].deadline.date
    datetime.date(2024, 6, 30)
    >>> commitments("2022年完成道路维修3公里；落实平财〔2022〕16号文件", 2023)
    ()
    """
    return _commitments(text, year) if text else ()


# Goals are asked for by many rules.
@lru_cache(maxsize=512)
def _commitments(text: str, year: int | None) -> tuple[Commitment, ...]:
    said = _masked(text)
    found: list[Commitment] = []
    for clause in _parts(said):
        if not _is_history(said, clause, year):
            found.extend(_of_clause(said, clause, year))
    return tuple(replace(one, object=_QUOTES.sub("", _unmasked(text, one))) for one in found)


_STOPS = re.compile(r"[。！？!?；;\n]+")
_COMMAS = re.compile(r"[，：:]+|,(?!\d{3})")
_ENUMERATION = re.compile(r"[、，,：:]")
_BEFORE = (
    *(
        "不得少于",
        "不少于",
        "不低于",
        "不得低于",
        "不小于",
        "不超过",
        "不得超过",
        "不高于",
        "不得高于",
        "不多于",
        "不大于",
    ),
    *("大于等于", "小于等于", "大于或等于", "小于或等于", "达到", "达", "至少达到", "至少", "最少", "大于", "小于"),
    *("等于", "控制在", "保持在", "稳定在", "维持在", "超过", "高于", "低于", "少于", "多于", "约", "不足", "≥", "≤"),
    *(
        ">=",
        "<=",
        ">",
        "<",
        "=",
        "≈",
        "为",
        "提高到",
        "提升到",
        "提升至",
        "提高至",
        "降低到",
        "降至",
        "下降至",
        "增加到",
    ),
)
_AFTER = ("以上", "及以上", "或以上", "以下", "及以下", "以内", "之内", "左右", "之间")
_NUMBER = r"(?<![0-9A-Za-z.])[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|(?<![0-9A-Za-z.,])[0-9]+(?:\.[0-9]+)?"
_CHINESE_NUMBER = r"[一二两三四五六七八九十百]{1,4}"
_PER = re.compile(
    r"(?:每(?:个)?(?:年度?|半年|季度?|月|周|旬|日|天|学期|人|户|村|校|期|场|次|家|名|社区|乡镇|单位)(?:各|均)?)+"
)
_QUOTES = re.compile(r"[“”\"‘’《》]")
# 不低于总件数的75%: a share of something, which stands between the comparison and the number.
_SHARE_OF = re.compile(r"(不[得应]?(?:低于|少于|超过|高于)|达到|占)[^0-9，。；;、]{2,24}的\s*$")


def _masked(text: str) -> str:
    """Return the text with fixed terms, document numbers and list numbers covered, each character by one sign."""
    said = level(text)
    covered = [Span(*found.span()) for found in _fixed().finditer(said)]
    covered += [found.span for found in document_numbers(text)]
    covered += [item.mark for item in items(text)]
    for span in covered:
        said = said[: span.start] + COVERED * (span.end - span.start) + said[span.end :]
    return said


@lru_cache
def _fixed() -> re.Pattern[str]:
    """Return what finds fixed terms; one that begins or ends with a digit is no part of a longer number."""
    return re.compile(rf"(?<![0-9])(?:{any_of('commitments', 'fixed').pattern})(?![0-9.])")


def _unmasked(text: str, found: Commitment) -> str:
    """Return the object with what was covered, as printed."""
    if COVERED not in found.object:
        return found.object
    covered = re.escape(found.object).replace(COVERED, ".")
    printed = re.search(covered, text[found.span.start : found.span.end] + text[found.span.end : found.span.end + 30])
    return printed[0].strip() if printed else found.object.replace(COVERED, "")


def _parts(text: str) -> Iterator[Span]:
    """Yield the sentences, each as one stretch."""
    start = 0
    for stop in [*_STOPS.finditer(text), None]:
        end = stop.start() if stop else len(text)
        if text[start:end].strip():
            yield Span(start, end)
        start = stop.end() if stop else end


def _is_history(text: str, sentence: Span, year: int | None) -> bool:
    said = sentence.of(text)
    if any_of("commitments", "history").search(said) is not None and not re.search(r"(?:较|比)上年|同比", said):
        return True
    named = [int(found[1]) for found in YEARS.finditer(said)]
    return year is not None and bool(named) and max(named) < year


def _of_clause(text: str, sentence: Span, year: int | None) -> Iterator[Commitment]:
    deadline: Target | None = None
    verb: str | None = None
    for clause in _clauses(text, sentence):
        own = _deadline(text, clause, year)
        deadline = own[0] if own else deadline
        found = list(_quantities(text, clause, verb, year))
        thing = ""
        for one in found:
            verb = one.verb or verb
            # 维护步道7条共21公里: the second number counts the same thing.
            thing = one.object or thing
            if thing:
                yield replace(one, object=thing, deadline=deadline)
        if not found and own is not None:
            yield from _done_by(text, clause, *own)


def _clauses(text: str, sentence: Span) -> Iterator[Span]:
    start = sentence.start
    for comma in [*_COMMAS.finditer(text, sentence.start, sentence.end), None]:
        end = comma.start() if comma else sentence.end
        if start < end:
            yield Span(start, end)
        start = comma.end() if comma else end


@lru_cache
def _quantity() -> re.Pattern[str]:
    units = alternation((*KNOWN_UNITS, *(f"{many}{unit}" for many in ("万", "亿", "千") for unit in _COUNTERS))).pattern
    before = alternation(_BEFORE).pattern
    after = rf"{alternation(_AFTER).pattern}|内(?![部容外涝科存设])"
    return re.compile(
        rf"(?P<before>(?:{before})\s*)?(?:(?P<number>{_NUMBER})\s*[余多]?\s*(?P<unit>{units})?"
        rf"|(?<=[于过少到达≥≤])(?P<chinese>{_CHINESE_NUMBER})(?P<counter>{units}))\s*(?P<after>{after})?"
    )


_TIME = ("工作日", "个工作日", "天", "日", "小时", "个小时", "分钟", "个月", "月", "周")
_COUNTERS = (
    *(
        "人",
        "人次",
        "户",
        "户次",
        "家",
        "亩",
        "吨",
        "平方米",
        "平米",
        "立方米",
        "方",
        "公里",
        "米",
        "株",
        "棵",
        "份",
        "册",
    ),
    *(
        "册次",
        "件",
        "次",
        "头",
        "只",
        "尾",
        "羽",
        "卷",
        "页",
        "条",
        "篇",
        "台",
        "套",
        "个",
        "项",
        "辆次",
        "车次",
        "千瓦时",
    ),
    *("斤", "公斤", "枚", "片", "张", "盒", "支", "剂", "剂次", "字", "幅", "例", "本", "笔", "粒", "袋"),
)


def _quantities(text: str, clause: Span, verb: str | None, year: int | None) -> Iterator[Commitment]:
    last = clause.start
    for found in _quantity().finditer(text, clause.start, clause.end):
        if not _promises(text, found):
            continue
        start = _start(text, last, found.start())
        base = _SHARE_OF.search(text, start, found.start())
        target = parse_target((base[1] if base else "") + found[0].strip(), year=year)
        if target is not None and target.kind in (TargetKind.NUMBER, TargetKind.RANGE):
            yield _commitment(text, Span(start, found.end()), found, (target, verb), clause.end)
            last = found.end()


_NEVER_PROMISED = ("月", "日", "年", "号", "点", "度", "季度", "级", "版", "岁")


def _promises(text: str, found: re.Match[str]) -> bool:
    """Tell a promise from a number without unit or comparison, a year, a month, a factor, the third of something."""
    unit = found["unit"] or found["counter"]
    before, behind = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    if before in ("第", "*", "×", "/", "÷", "-", "~") or behind in ("号", "/", "×", "*", "岁"):
        return False
    if found["before"] is None and (unit is None or unit in _NEVER_PROMISED):
        return False
    if found["before"] is not None and found["before"].strip() in ("=", "为") and unit is None:
        return False
    return not (unit == "年" and (found["number"] or "").isdigit() and 1900 <= int(found["number"]) <= 2100)


def _start(text: str, last: int, end: int) -> int:
    """Return where the words that lead up to a number begin: behind the last mark of enumeration."""
    marks = [found.end() for found in _ENUMERATION.finditer(text, last, end)]
    return max([last, *marks])


def _commitment(text: str, span: Span, found: re.Match[str], told: tuple[Target, str | None], end: int) -> Commitment:
    target, earlier = told
    left = text[span.start : found.start()].lstrip(" \u3000\t" + COVERED)
    base = _SHARE_OF.search(left)
    left = left[: base.start()] if base else left
    per = _PER.search(left)
    verb, thing = verb_and_object(left if per is None else left.replace(per[0], ""))
    behind = thing_behind(text, found.end(), end)
    if behind and (target.unit or "") in _TIME:
        # 受理后15个工作日内办结: what is done in time stands on both sides.
        thing = f"{thing}{behind}"
    elif behind and (not thing or is_place(thing)):
        thing, span = behind, Span(span.start, found.end() + text[found.end() : end].find(behind) + len(behind))
    verb = verb or (earlier if not thing else None)
    lead = found.start() - span.start - len(text[span.start : found.start()].lstrip(" \u3000\t" + COVERED))
    return Commitment(
        Span(span.start + lead, span.end),
        verb,
        thing or verb or "",
        target,
        per=per[0] if per else None,
        money=(target.unit or "") in YUAN_IN,
    )


def _deadline(text: str, clause: Span, year: int | None) -> tuple[Target, Span] | None:
    for found in DEADLINE.finditer(text, clause.start, clause.end):
        read = read_deadline(fold(found[0]), year=year)
        if read is not None and (read.last is not None or year is None):
            target = parse_target(found[0], year=year)
            if target is not None and target.kind is TargetKind.DATE:
                return target, Span(*found.span())
    return None


def _done_by(text: str, clause: Span, deadline: Target, printed: Span) -> Iterator[Commitment]:
    """Yield what is to be done by a day and has no number: 10月底前完成平台建设."""
    rest = text[printed.end : clause.end]
    done = any_of("commitments", "done").search(rest)
    if done is None:
        return
    thing = trimmed(rest[done.end() :]) or trimmed(without_leads(rest[: done.start()]))
    if len(thing) >= SHORTEST:
        yield Commitment(Span(printed.start, clause.end), done[0], thing, None, deadline=deadline)
