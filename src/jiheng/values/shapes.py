"""Cells that hold a value and yet have no reading: 每月1次, 较上年提高5个百分点, 1：1.5, 7×24小时, 1万余人.

A shape is told only where the grammar covers the whole text, so that a name with digits in it, a formula or a way of
scoring is none. What the value says is not known here.
"""

from __future__ import annotations

import re

from jiheng.values.compact import Compact, fold
from jiheng.values.operators import leading_operator, trailing_operator
from jiheng.values.quantities import read_quantity
from jiheng.values.units import is_known_unit

_LONGEST = 20
_COUNT = r"[0-9一二两三四五六七八九十半]{0,2}"
_PERIOD = r"(?:年度?|半年|季度?|月|周|旬|日|天|小时|学期|学年)"
_OF_EACH = r"(?:人|名|户|家|村|社区|乡镇|县|区|市|校|班|场|期|次|批|项|个|件|台|套|辆|亩|公里|平方米|单位|部门|支部)"
_RATE = rf"(?:每{_COUNT}个?(?:{_PERIOD}|{_OF_EACH})(?:各|均)?)+|[人户村校班台亩日月年周次]均"
_BASIS = r"(?:[较比与][^0-9%]{1,6}|[较比](?:19|20)[0-9]{2}年(?:度|底|末)?|同比|环比|年均|每年|逐年|平均|累计|力争|确保)"
_CHANGE = (
    r"(?:提高|提升|增长|增加|上升|升高|下降|降低|减少|缩短|压减|压缩|缩减|节约|节省|扩大|新增|增幅|降幅|增速)"
    r"(?:率|幅度?|了|到|至|为)?"
)
# PM2.5≤35微克/立方米; a single letter is a variable.
_SUBSTANCE = r"[A-Za-z][A-Za-z0-9.]+(?:年均|平均)?(?:浓度|值)?(?=[≥≤≧≦⩾⩽><])"
_LEADS = tuple(map(re.compile, (_RATE, rf"{_BASIS}*{_CHANGE}", _SUBSTANCE)))

_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_RATIO = re.compile(rf"{_NUMBER}:{_NUMBER}")
_PRODUCT = re.compile(rf"{_NUMBER}[×xX*](?P<last>{_NUMBER}.*)")
_ROUGHLY = re.compile(r"(?<=[0-9十百千万亿])[余多](?=[\u4e00-\u9fff])")
# What formulas and ways of scoring end in: 完成数/计划数×100%, 每项1分.
_SCORED = ("分", "%", "‰")


def has_value_shape(compact: Compact) -> bool:
    """Tell whether a text that has no reading as a target is one all the same, by its shape.

    >>> [has_value_shape(Compact.of(text)) for text in ("每月1次", "1：1.5", "7×24小时", "1万余人")]
    [True, True, True, True]
    >>> [has_value_shape(Compact.of(text)) for text in ("2023年重点工作", "每少1次扣1分", "3/5×100%")]
    [False, False, False]
    """
    if len(compact.text) > _LONGEST:
        return False
    return _is_led(compact) or _is_ratio(compact.text) or _is_product(compact) or _is_rough(compact.text)


def _is_led(compact: Compact) -> bool:
    """Tell whether a rate, a direction or a measured substance stands before a value: 每月, 较上年提高, PM2.5."""
    found = (lead.match(compact.text) for lead in _LEADS)
    return any(_is_measured(compact.part(lead.end(), len(compact.text))) for lead in found if lead)


def _is_ratio(text: str) -> bool:
    """Tell 1:1.5 and 不低于1:3."""
    start, end = leading_operator(text)[1], trailing_operator(text)[1]
    return _RATIO.fullmatch(text[start:end]) is not None


def _is_product(compact: Compact) -> bool:
    found = _PRODUCT.fullmatch(compact.text)
    last = read_quantity(compact.part(found.start("last"), len(compact.text))) if found else None
    return last is not None and last.operator is None and last.unit not in _SCORED


def _is_rough(text: str) -> bool:
    """Tell 1万余人 and 300多户 by what they are without 余 and 多."""
    found = _ROUGHLY.search(text)
    return found is not None and _is_measured(Compact.of(text[: found.start()] + text[found.end() :]))


def _is_measured(compact: Compact) -> bool:
    """Tell whether a text is a number with a comparison or a known unit; 每项1分 is a way of scoring."""
    quantity = read_quantity(compact)
    if quantity is None or quantity.unit == "分":
        return False
    return quantity.operator is not None or (quantity.unit is not None and is_known_unit(fold(quantity.unit)))
