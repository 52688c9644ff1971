"""Words that grade instead of counting: 相关, 健全, 良好, 有效提升.

Which grade is better is a matter of a region's scheme and not known here.
"""

from __future__ import annotations

from functools import lru_cache

from jiheng.values.compact import fold

GRADE_WORDS = (
    *("相关", "科学", "合理", "完整", "规范", "健全", "真实", "合规", "公开", "完成", "强化", "良好", "满意"),
    *("有效", "显著", "协同", "高效", "持续", "充分", "明显", "提升", "提高", "优", "良", "中", "差", "优秀"),
    *("优良", "合格", "达标", "及格", "完善", "完备", "准确", "及时", "合法", "透明", "清晰", "明确", "可行"),
    *("可控", "安全", "稳定", "平稳", "健康", "正常", "正确", "增强", "改善", "加强", "促进", "推进", "推动"),
    *("保障", "优化", "深化", "巩固", "落实", "实现", "到位", "匹配", "适应", "增加", "减少", "降低"),
    *("下降", "上升", "增长", "节约", "杜绝", "无", "有", "是", "否", "高", "较高", "低", "较低", "好", "较好"),
    *("一般", "较差", "长期", "长效", "可持续", "重大", "积极", "良性", "顺畅", "便捷", "有序", "严格", "细化"),
    *("合理合规", "零事故", "普及", "建立", "建成", "通过", "符合", "发挥", "显现"),
    *("突出", "先进", "领先", "优质", "按时", "按期", "如期", "按质", "保质", "足额", "全覆盖", "全部完成"),
    *("不断", "和谐", "相符", "一致", "适当"),
)
# Words that only colour a grade word and are no grade by themselves.
_COLOURING = (
    *("有所", "逐步", "逐年", "进一步", "基本", "比较", "较", "较为", "更加", "更", "非常", "十分", "很", "最"),
    *("大幅", "稳步", "稳定", "得到", "全面", "全部", "不断", "明显", "有力", "切实", "已", "均", "地", "的"),
    *("和", "且", "并", "、"),
)
_LONGEST_BUILT = 8
_WORDS = frozenset(GRADE_WORDS)
_PIECES = _WORDS | frozenset(_COLOURING)


def is_grade(text: str) -> bool:
    """Tell whether a text is a grade word, or a short wording built from grade words.

    >>> is_grade("有效提升"), is_grade("逐步提高"), is_grade("管理制度健全性"), is_grade("≥95%")
    (True, True, False, False)
    """
    folded = fold(text).rstrip("。;,.")
    return folded in _WORDS or (len(folded) <= _LONGEST_BUILT and _is_built(folded, graded=False))


@lru_cache(maxsize=4096)
def _is_built(text: str, *, graded: bool) -> bool:
    if not text:
        return graded
    return any(
        text.startswith(piece) and _is_built(text[len(piece) :], graded=graded or piece in _WORDS) for piece in _PIECES
    )
