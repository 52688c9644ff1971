"""What words of a name or a sentence tell: which way is better, which rates are bounded, what a template left behind.

All of it is data in one place. Words are compared without spaces, quotes and width (`bare`). The lexicon knows the
usual names of the field; a name it does not know tells nothing, and no rule may guess from it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from jiheng.language.directions import Way, is_perverse, way
from jiheng.layouts.schema import Direction
from jiheng.values.wording import plain

# A change against another year or amount may exceed 100 % and may be negative.
_CHANGES = (
    "变动",
    "增长",
    "下降",
    "提高",
    "提升",
    "降低",
    "减少",
    "上升",
    "同比",
    "环比",
    "增幅",
    "降幅",
    "增速",
    "增值",
    "回报",
    "收益",
    "杠杆",
    "拉动",
    "带动",
    "资产负债",
)
# Rates whose actual value may pass 100 % although they are no change: spending or staff against a plan.
_UNBOUNDED = ("控制率", "调整率", "产销率", "比例", "系数")

# Execution and saving of the whole money; 政府采购预算执行率 or 用水节约率 measure something else.
_EXECUTION = re.compile(r"^(?!.*(采购|三公)).*(预算执行率|资金执行率|预算执行情况)$")
_SAVING = re.compile(r"^(|.*(成本|经费|资金|预算|费用|采购|支出|开支).*)节约率$")
CARRY_OVER = ("结转结余率",)
CARRY_OVER_CHANGE = ("结转结余变动率",)
THREE_PUBLIC_CHANGE = ("三公经费变动率",)
WHOLE_WORK = ("总体工作完成率",)
SPENT_AMOUNT = ("审核金额", "报销金额", "支出金额", "支付金额", "预算执行情况")
RATES_OVER_PROJECTS = ("绩效目标编制完成率", "绩效监控完成率", "绩效自评完成率")
WORK_LEVELS = ("重点工作履行", "部门目标实现", "重点工作任务完成", "履职目标实现")

# Name of a rate → the parameters that bound a plausible target, lowest and highest.
PLAUSIBLE = {
    "预算执行率": ("lowest_execution_rate", None),
    "预算调整率": (None, "highest_adjustment_rate"),
    "结转结余率": (None, "highest_carry_over_rate"),
    "三公经费控制率": ("lowest_three_public_control_rate", None),
    "政府采购执行率": ("lowest_procurement_rate", None),
}

PERCENT_UNITS = frozenset({"%", "％", "百分比", "个百分点"})
TIME_UNITS = re.compile(
    r"^(个?工作日|个?自然日|日历天|天|日|周|个?星期|个?月|个?季度|年|年度|个?小时|时|分钟|分|秒)(内|之内|以内)?$"
)

# Key words of sentences that templates print for the person who fills them in.
TEMPLATE_HINTS = (
    "分项具体列示",
    "应予以细化",
    "可根据部门实际情况有选择",
    "可根据实际情况选择",
    "细化为相应的个性化指标",
    "单位可自行增加",
    "请在此填写",
    "此处填",
)
# A name that only counts, as a template prints it.
PLACEHOLDER_NAME = re.compile(r"^(任务|项目|指标|目标|内容|措施|单位)\s*[0-9〇一二三四五六七八九十]+$")
# Crosses, circles and stand-in words. 二〇〇九年 is a year and 3××4 a product.
_PLACEHOLDER = re.compile(
    r"(?<![A-Za-z])[XxＸｘ×]{2,}(?![A-Za-z])|(?<![〇○一二三四五六七八九])[○◯〇]{2,}|\*{2,}|某某|待填|待定|(?<!\d)[XxＸｘ]年"
)
# Every placeholder has one of these; to look for them alone takes a tenth of the time.
_PLACEHOLDER_SIGNS = re.compile("[XxＸｘ×○◯〇*某待]")
MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|\{\\rtf|\[bookmark:")
DOUBLE_BARRELLED = re.compile(r"(性|率|度|数量|质量|成效|效果)[和及与、]")
# 建设 alone also means 队伍建设 or 制度建设, 采购 also services and food.
INVESTMENT = ("工程", "基建", "新建", "扩建", "修缮", "维修", "改造", "购置")
# What a name of a cost is told by, where no level says that it is one.
COST = ("成本", "费用", "造价", "单价", "均价", "采购价")
INDICATOR_CLASSES = ("数量", "质量", "时效", "成本", "经济效益", "社会效益", "生态效益", "可持续影响", "产出", "效益")
SATISFACTION = ("满意度", "满意率")
SATISFACTION_ACTIVITY = ("调查", "问卷", "测评", "回访")
BARE_SATISFACTION = ("满意度", "满意率", "满意度指标")
# A comma between digits separates thousands.
CLAUSE = re.compile(r"[，。；;、]|,(?!\d)")
OLD_NOTATION = re.compile(r"[≧≦＝＞＜％＋－～０-９]|以上|以下|以内|不少于|不低于|不超过|不高于|大于|小于|\+$")


# A form has the same few names in many rules.
@lru_cache(maxsize=4096)
def bare(name: str | None) -> str:
    """Return `name` in the form in which the lists of this module are written: no space, quote or width.

    >>> bare("“三公经费”控制率")
    '三公经费控制率'
    """
    return plain(name or "").replace('"', "").replace("'", "").removesuffix("。")


def ends(name: str | None, endings: tuple[str, ...]) -> bool:
    """Whether the name is, or ends with, one of `endings`."""
    return bare(name).endswith(endings)


def speaks_of(text: str | None, words: tuple[str, ...]) -> bool:
    return _any_of(words).search(bare(text)) is not None


def holds_a_place(text: str) -> bool:
    """Whether crosses, circles or stand-in words are left where the unit's own words belong."""
    return _PLACEHOLDER_SIGNS.search(text) is not None and _PLACEHOLDER.search(text) is not None


@lru_cache(maxsize=4096)
def direction(name: str | None) -> Direction | None:
    """Return which way is better as far as the name tells.

    More of a bad thing is another rule's matter, and what grows may better shrink: 医疗费用增长率.
    """
    found = way(name)
    if is_perverse(name) or (found is Way.UP and is_change(name)):
        return None
    return {Way.UP: Direction.UP, Way.DOWN: Direction.DOWN}.get(found) if found is not None else None


def is_execution(name: str | None) -> bool:
    """Whether the name is the share of the whole budget that is spent."""
    return _EXECUTION.match(bare(name)) is not None


def is_saving(name: str | None) -> bool:
    """Whether the name is the share of money that is saved."""
    return _SAVING.match(bare(name)) is not None


@lru_cache(maxsize=4096)
def is_change(name: str | None) -> bool:
    """Whether the name speaks of a change, which has no bounds."""
    return speaks_of(name, _CHANGES)


def is_bounded(name: str | None) -> bool:
    """Whether the name is a share of a whole, which cannot pass 100 %."""
    return direction(name) is not None and not is_change(name) and not ends(name, (*_UNBOUNDED, "金额", "成本"))


def is_unbounded(name: str | None) -> bool:
    """Whether a target above 100 % makes sense."""
    return is_change(name) or ends(name, _UNBOUNDED)


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)) or r"(?!)")
