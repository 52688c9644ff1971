"""The eight items by which a goal is reviewed before it is approved, each with its points.

Source: 财预〔2015〕88号《项目支出绩效目标审核表（重点项目）》, four qualities of 100 points together. Which item a
check belongs to is this project's own assignment, by family of the catalogue and, where a family is mixed, by check.
"""

from __future__ import annotations

from enum import Enum


class Quality(Enum):
    """An item of the review: the quality it belongs to, its name, its points."""

    REGULAR = ("完整性", "规范完整性", 10)
    CLEAR = ("完整性", "明确清晰性", 10)
    RELEVANT = ("相关性", "目标相关性", 15)
    SCIENTIFIC = ("相关性", "指标科学性", 15)
    REASONABLE = ("适当性", "绩效合理性", 15)
    MATCHED = ("适当性", "资金匹配性", 15)
    POSSIBLE = ("可行性", "实现可能性", 10)
    READY = ("可行性", "条件充分性", 10)

    def __init__(self, group: str, words: str, points: int) -> None:
        self.group = group
        self.words = words
        self.points = points

    @classmethod
    def of_check(cls, check: str) -> Quality:
        """Return the item that a check of the catalogue, e.g. `C07`, belongs to."""
        return _OF_CHECK.get(check) or _OF_FAMILY[check[0]]


_OF_FAMILY = {
    "A": Quality.REGULAR,
    "B": Quality.MATCHED,
    "C": Quality.CLEAR,
    "D": Quality.SCIENTIFIC,
    "E": Quality.SCIENTIFIC,
    "F": Quality.SCIENTIFIC,
    "G": Quality.REASONABLE,
    "H": Quality.POSSIBLE,
    "I": Quality.RELEVANT,
    "J": Quality.REGULAR,
    "K": Quality.REASONABLE,
    "L": Quality.REGULAR,
    "M": Quality.REASONABLE,
}
_OF_CHECK = (
    dict.fromkeys(("C04", "C07", "C08", "C10", "C11", "C12", "C14"), Quality.RELEVANT)
    | dict.fromkeys(("E13", "E14", "E15", "E16", "E17"), Quality.REASONABLE)
    | dict.fromkeys(("A18", "D14", "K03", "K08"), Quality.READY)
    | dict.fromkeys(("B07", "B08"), Quality.REGULAR)
)
