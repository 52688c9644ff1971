"""What the program calls things in Chinese, one word for one thing, in the terminal and on the pages alike.

The glossary (`docs/glossary.md`) uses the same words. Knows the model's names and how nothing is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from jiheng.model import AnswerKind, NoteKind, Severity

SEVERITIES: Mapping[Severity, str] = MappingProxyType(
    {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.HINT: "提示"}
)
# The families of checks by their letter; what belongs to none stands by itself.
FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "A": "表格完整",
        "B": "资金",
        "C": "目标表述",
        "D": "指标设置",
        "E": "指标值",
        "F": "指标归类",
        "G": "指标互证",
        "H": "依据与佐证",
        "I": "雷同与套用",
        "J": "文字",
        "K": "政策要求",
        "L": "公开与保密",
        "M": "监控与自评",
        "": "其他",
    }
)
# What a rule may need beside the form, by the attributes of `Facts`.
FACTS: Mapping[str, str] = MappingProxyType(
    {
        "layout": "版式",
        "parameters": "参数",
        "siblings": "同一批报送的其他表",
        "last_year": "上年的表",
        "approved": "批复的表",
        "published": "公开的表",
        "blank": "官方空白表",
        "attachments": "附件名单",
        "evidence": "佐证材料名单",
        "unit_names": "单位名册",
        "duties": "三定职责",
        "approved_on": "批复日期",
        "published_on": "公开日期",
        "goal_status": "绩效目标的审核状态",
        "last_grade": "上次评价等次",
        "reviewed_score": "部门或财政的复核得分",
        "batch": "同批其他单位的表",
        "rows_elsewhere": "各省独有的固定指标",
        "year": "预算年度",
    }
)
NOTES: Mapping[NoteKind, str] = MappingProxyType(
    {
        NoteKind.MENDED: "还原",
        NoteKind.MARKUP: "去除标记",
        NoteKind.INSTRUCTION: "填报说明",
        NoteKind.PICK_LIST: "下拉选项",
        NoteKind.DERIVED: "推断",
        NoteKind.FILLABLE: "填报控件",
        NoteKind.HIDDEN: "隐藏内容",
        NoteKind.UNCERTAIN: "请核对",
        NoteKind.REPAIR: "疑为",
        NoteKind.COMMENT: "批注",
        NoteKind.HEADING: "印刷标题",
    }
)
# The columns of `Ledger` by their names, what needs attention first.
OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "failed": "未通过",
        "needs_person": "请人判断",
        "answered": "已说明",
        "passed": "通过",
        "not_applicable": "不适用",
        "not_enough_data": "资料不足",
        "switched_off": "已停用",
    }
)
ANSWERS: Mapping[AnswerKind, str] = MappingProxyType(
    {AnswerKind.NOT_APPLICABLE: "不适用", AnswerKind.EXPLAINED: "说明"}
)
NOTE = "读表说明"
UNREAD = "没有归入任何栏目的文字"
CORRECTION = "更正"
BLANK = "空白"
