"""The first two digits of 区划 codes (GB/T 2260) by the names of provinces, as far as titles of forms name them."""

from __future__ import annotations

import re

_PROVINCES = {
    "北京": "11", "天津": "12", "河北": "13", "山西": "14", "内蒙古": "15", "辽宁": "21", "吉林": "22", "黑龙江": "23",
    "上海": "31", "江苏": "32", "浙江": "33", "安徽": "34", "福建": "35", "江西": "36", "山东": "37", "河南": "41",
    "湖北": "42", "湖南": "43", "广东": "44", "广西": "45", "海南": "46", "重庆": "50", "四川": "51", "贵州": "52",
    "云南": "53", "西藏": "54", "陕西": "61", "甘肃": "62", "青海": "63", "宁夏": "64", "新疆": "65",
}  # fmt: skip
_NAMED = re.compile(f"({'|'.join(_PROVINCES)})(?:省|市|自治区|壮族|回族|维吾尔)")


def provinces_in(text: str) -> frozenset[str]:
    """Return the two-digit codes of the provinces that a text names in full.

    >>> provinces_in("湖南省部门整体支出绩效目标表"), provinces_in("河北路小学整体绩效目标表")
    (frozenset({'43'}), frozenset())
    """
    return frozenset(_PROVINCES[name] for name in _NAMED.findall(text))
