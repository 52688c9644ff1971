"""Characters that look alike: what a recogniser, or a hurried typist, puts in the place of one another.

Folding makes words equal that differ in nothing else. Knows shapes, and no words.
"""

from __future__ import annotations

import re

# The first of each stands for all: characters that are frequent in the labels of forms, with what they are taken for.
_ALIKE = (
    "一—–―", "二=ニ", "三≡", "未末", "已己巳", "人入", "出岀", "日曰目", "土士", "千干于", "率卒", "项顶", "量里",
    "指措", "标栋杯", "效致郊", "度庋", "务各名", "本木夲", "质贡", "益盖", "值植直", "注汪", "称秤", "金全",
    "预顸", "算箅", "总忽", "门们", "单早", "资贷", "产严户", "数敫", "社杜", "会舍", "经径", "济挤", "生牛",
    "态恣", "持待特", "绩续积", "影彭", "响晌", "成戌戍", "完宪究", "际陈", "权杈", "重童", "说税", "明朋", "释译",
    "年午", "容客", "主王玉", "要耍", "任仟", "施旅", "代伐", "码玛", "计汁", "时吋肘", "支攴", "因困", "析折",
    "原厚", "差羌", "描猫", "情清",
)  # fmt: skip
_FOLD = str.maketrans({other: group[0] for group in _ALIKE for other in group[1:]})
# A short dash is one only before what is counted in words.
_DASH = re.compile(r"-(?=[级、])")
_ONE = re.compile(r"(?<![A-Za-z])[lI|](?=[-—~至]?\d)")


def folded(text: str) -> str:
    """Return the text with every character as the first of those that look like it.

    >>> folded("—级措栋"), folded("-级指标"), folded("一级指标")
    ('一级指标', '一级指标', '一级指标')
    """
    return _DASH.sub("一", text).translate(_FOLD)


def with_ones(text: str) -> str:
    """Return the text with a 1 for each stroke that stands before a digit.

    >>> with_ones("l-7月执行情况"), with_ones("Level 1")
    ('1-7月执行情况', 'Level 1')
    """
    return _ONE.sub("1", text)
