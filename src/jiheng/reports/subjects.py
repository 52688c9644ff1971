"""What a JSON Pointer into a form is called in Chinese: `/indicators/3/target` is 指标“藏书量”的指标值.

Knows the names of the model's parts; what has no name here is told by its part of the form.
"""

from __future__ import annotations

from typing import Final

from jiheng.model import Form

_LISTS: Final = {
    "indicators": "指标",
    "tasks": "任务",
    "funding": "资金",
    "goals": "绩效目标",
    "results": "完成情况",
    "measures": "工作保障措施",
    "spending_plan": "支出计划",
    "particulars": "栏目",
    "notes": "读表说明",
}
_PARTS: Final = {
    "title": "标题",
    "unit": "单位",
    "unit/name": "单位名称",
    "unit/code": "单位编码",
    "department": "主管部门",
    "department/name": "主管部门",
    "project": "项目",
    "project/name": "项目名称",
    "project/code": "项目编码",
    "year": "年度",
    "responsibilities": "部门职责",
    "budget": "预算情况",
    "long_term_budget": "项目总预算",
    "total_weight": "分值合计",
    "total_score": "总分",
    "period": "监控期间",
}
_FIELDS: Final = {
    "name": "名称",
    "target": "指标值",
    "actual": "实际完成值",
    "adjusted": "调整后的指标值",
    "previous": "上年值",
    "expected": "预计完成值",
    "explanation": "解释",
    "note": "说明",
    "basis": "确定依据",
    "scoring": "评分标准",
    "weight": "分值",
    "score": "得分",
    "level1": "一级指标",
    "level2": "二级指标",
    "deviation": "偏差原因",
    "content": "主要内容",
    "amount": "金额",
    "fiscal": "财政资金",
    "result": "完成情况",
    "percent": "累计比例",
    "rate": "执行率",
    "executed": "执行数",
    "initial": "年初预算数",
    "surplus": "结余",
    "total": "合计",
    "government": "政府预算资金",
    "special_account": "财政专户管理资金",
    "unit_funds": "单位资金",
    "basic": "基本支出",
    "project": "项目支出",
    "carried_over": "上年结转",
    "other": "其他资金",
    "purpose": "资金用途",
}


def subject(form: Form, path: str) -> str:
    """Return what stands at `path` of a form."""
    part, *rest = path.split("/")[1:] or [""]
    if not rest or part not in _LISTS:
        return _of_part(part, rest)
    number, *fields = rest
    owner = form.at(f"/{part}/{number}")
    row = _row(owner) or (str(int(number) + 1) if number.isdecimal() else "")
    named = f"{_LISTS[part]}{row}"
    field = _FIELDS.get(fields[0]) if fields and fields[0] != "text" else None
    return named if field is None or fields[0] == "name" else f"{named}的{field}"


def _of_part(part: str, rest: list[str]) -> str:
    whole = "/".join((part, *rest[:1]))
    if whole in _PARTS:
        return _PARTS[whole]
    named = _PARTS.get(part) or _LISTS.get(part) or "全表"
    return f"{named}的{_FIELDS[rest[0]]}" if rest and rest[0] in _FIELDS else named


def _row(owner: object) -> str | None:
    """Return the words by which people tell a row from its neighbours."""
    words = next(filter(None, (getattr(owner, name, None) for name in ("name", "by", "label"))), None)
    return f"“{words}”" if words else None
