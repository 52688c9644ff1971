"""Units of measure as they are printed behind a number: 次, 册次, 台（套）, 平方米, 元/人·月, 人/10万人.

The list is what published forms use; a short unknown word is accepted as printed. Units are not converted here, and
what a unit measures is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from jiheng.values.compact import Compact
from jiheng.values.grades import is_grade
from jiheng.values.numbers import read_chinese, read_literal

KNOWN_UNITS = (
    # shares
    *("%", "‰", "‱", "百分比", "百分点", "个百分点", "比例", "成", "倍", "分", "个等级", "个级别", "个档次"),
    # money
    *("元", "百元", "千元", "万元", "百万元", "千万元", "亿元", "美元", "万美元", "亿美元", "角"),
    # people and organisations
    *("人", "人次", "人份", "人天", "人日", "人月", "人年", "名", "位", "户", "户次", "家", "家次"),
    # times
    *("次", "遍", "轮", "轮次", "场", "场次", "期", "期次", "届", "回", "趟", "班", "班次", "批", "批次"),
    *("车次", "台次", "例"),
    # things, places and works
    *("个", "项", "项次", "件", "件次", "宗", "条", "所", "处", "座", "间", "栋", "幢", "层", "片", "块", "篇"),
    *("册", "本", "份", "页", "张", "幅", "字", "版", "卷", "部", "集", "套", "枚", "面", "台", "台套", "台件"),
    *("辆", "艘", "架", "只", "头", "匹", "羽", "尾", "株", "棵", "盏", "根", "支", "把", "顶", "双", "盒", "箱"),
    *("袋", "瓶", "桶", "包", "组", "对", "类", "种", "级", "等", "星", "度", "点", "号", "步", "站", "点位"),
    *("剂", "剂次", "针"),
    # counted nouns that published forms print as units
    *("个村", "个社区", "个乡镇", "个镇", "个乡", "个县", "个市", "个单位", "个部门", "个项目", "个点"),
    *("个点位", "个班", "个系统"),
    # length, area, volume, weight, energy
    *("米", "千米", "公里", "里", "厘米", "毫米", "延米", "平方米", "平米", "平方公里", "平方千米", "公顷"),
    *("亩", "立方米", "立方", "微克", "毫克", "克", "千克", "公斤", "斤", "吨", "升", "毫升"),
    *("瓦", "千瓦", "千瓦时", "兆瓦"),
    *("摄氏度", "分贝", "吨标准煤", "兆", "m", "m2", "m²", "m3", "m³", "㎡", "km", "㎞", "km2", "cm", "mm"),
    *("kg", "g", "t", "mg", "μg", "L", "l", "ml", "mL", "kW", "kWh", "kw", "kwh", "MW", "GB", "TB", "MB"),
    *("Mbps", "dB", "℃", "°C", "°", "ha"),
    # time
    *("年", "季", "季度", "个季度", "月", "个月", "周", "个周", "星期", "旬", "日", "天", "自然日", "个自然日"),
    *("工作日", "个工作日", "小时", "个小时", "学时", "课时", "分钟", "秒", "秒钟", "学期", "个学期", "年度"),
    *("个年度", "h", "min", "s", "ms"),
    # multiples printed without a noun
    *("百", "千", "万", "亿"),
)

# What can be counted once for every time: 册次, 辆次, 户次, 架次. 层次 and 级次 are words.
_COUNTED_BY_TIMES = frozenset(
    "人户家名项件宗册本份页张幅篇部套枚面台辆艘架车船航列只头匹株棵桌床"  # people, papers, things
    "间处所座个场期届轮批班组队对例站岗"  # places and rounds
)

# Behind a Chinese numeral these are parts of words: 一期, 十分, 一级, 一等, 一点, 一面, 一号.
_WORDS_WITH_NUMERALS = frozenset("期分级等点面号步站对类种本部度条里把星片层批头万亿千百")

_KNOWN = frozenset(KNOWN_UNITS)
_LONGEST = max(map(len, KNOWN_UNITS))
_SHARES = ("%", "‰")
_MULTIPLES = ("万", "亿", "千", "百万", "千万")
_PER = re.compile(r"[/·.每]")
_UNKNOWN = re.compile(r"[\u4e00-\u9fff]{1,6}")
# A word with one of these says more than a unit does, so it is none.
_NEVER_INSIDE = frozenset("零〇一二两三四五六七八九十上下内外前后底末初至到约超达满完不未已率的和及或以余多几来半")
# 一亿二千万元 has one number, of which 万 is no unit.
_BEFORE_MONEY = re.compile(r"[零〇一二两三四五六七八九十百千点壹贰叁肆伍陆柒捌玖拾佰仟]+(?=[万亿]美?元)")
_ALTERNATIVE = re.compile(r"(?P<unit>[^()]+)\((?P<other>[^()]+)\)")


def split_unit(text: str) -> tuple[str, str | None] | None:
    """Return the number and the unit of an amount as printed; None where the text is no number with a unit.

    >>> split_unit("1,600平方米"), split_unit("57"), split_unit("完成")
    (('1,600', '平方米'), ('57', None), None)
    """
    compact = Compact.of(text)
    found = read_literal(compact.text) or read_chinese_amount(compact.text)
    if found is None:
        return None
    unit = compact.part(found[1], len(compact.text))
    if unit.text and not is_unit(unit.text):
        return None
    return compact.part(0, found[1]).printed, unit.printed or None


def read_chinese_amount(folded: str, start: int = 0) -> tuple[Decimal, int] | None:
    """Return the number in Chinese numerals that begins at `start`, and where its unit begins.

    万 and 亿 before 元 are printed as part of the unit; before people and things they are part of the number.

    >>> read_chinese_amount("一百二十万元"), read_chinese_amount("两千万人")
    ((Decimal('120'), 4), (Decimal('20000000'), 3))
    """
    found = _BEFORE_MONEY.match(folded, start)
    if found is not None:
        return read_chinese(folded[: found.end()], start)
    return read_chinese(folded, start)


def is_unit(folded: str) -> bool:
    """Tell whether a normal form can be a unit: a known one, one per another, or a short unknown word.

    >>> is_unit("元/人·月"), is_unit("台(套)"), is_unit("项任务"), is_unit("以上")
    (True, True, False, False)
    """
    return is_known_unit(folded) or _is_unknown_unit(_without_alternative(folded))


@lru_cache(maxsize=4096)
def is_known_unit(folded: str) -> bool:
    """Tell whether a normal form is a unit of the list, or made of such by “per”."""
    first, *others = _PER.split(_without_alternative(folded))
    return _is_simple(first) and all(_is_simple(rest) for rest in _denominators(first, others))


def follows_chinese_numeral(folded: str) -> bool:
    """Tell whether a unit is known and, behind a Chinese numeral, cannot be part of a word (十分, 一级)."""
    return is_known_unit(folded) and folded not in _WORDS_WITH_NUMERALS


def starts_with_unit(folded: str) -> bool:
    """Tell whether a normal form goes on with a known unit, so that what stands before it is not the whole unit."""
    return any(_is_simple(folded[:length]) for length in range(1, _LONGEST + 1))


def _without_alternative(text: str) -> str:
    """Return 台 for 台(套): the same things counted by another word. 个(含) is no such pair."""
    found = _ALTERNATIVE.fullmatch(text)
    if found is None or found["other"] in (found["unit"], *_SHARES) or not _is_simple(found["other"]):
        return text
    return found["unit"]


def _is_simple(text: str) -> bool:
    return _is_counter(text) or any(text.startswith(many) and _is_counter(text[len(many) :]) for many in _MULTIPLES)


def _is_counter(text: str) -> bool:
    return text in _KNOWN or (len(text) == 2 and text[0] in _COUNTED_BY_TIMES and text[1] == "次")


def _is_unknown_unit(text: str) -> bool:
    """Accept a short word, unless it begins with a known unit: 项任务 says more than a unit."""
    first, *others = _PER.split(text)
    return (
        _is_word(first)
        and not starts_with_unit(first)
        and all(_is_simple(rest) or _is_word(rest) for rest in _denominators(first, others))
    )


def _is_word(text: str) -> bool:
    return _UNKNOWN.fullmatch(text) is not None and _NEVER_INSIDE.isdisjoint(text) and not is_grade(text)


def _denominators(first: str, others: list[str]) -> Iterator[str]:
    """Yield the units after “per” without their number; a score or share over another (10分/10分) is no unit."""
    for other in others:
        found = read_literal(other)
        rest = other[found[1] :] if found else other
        yield "" if rest in (first, *_SHARES) else rest
