"""The manual's chapter on checks says what the rules declare; --update-golden writes it anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from jiheng.model import Kind, Severity, Stage
from jiheng.rules import RULES, Rule
from jiheng.words import FACTS, FAMILIES, SEVERITIES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "checks.md"
KINDS = {Kind.OVERALL: "整体", Kind.PROJECT: "项目"}
STAGES = {Stage.GOAL: "目标", Stage.MONITORING: "监控", Stage.SELF_EVALUATION: "自评"}
HEAD = """# 检查规则

这一页由规则自己的声明生成，测试保证它与程序一致。`jiheng rules 编号` 显示同样的内容；一个地区改变了什么，
用 `jiheng rules --region 区划 --year 年度` 看，怎样改见[本地的规则](local-rules.md)。

**错误**要改正，**警告**要改正或说明原因，**提示**是建议。“需要”是判断时要用的表以外的资料，没有就记为“资料不足”，
怎样给见[带上资料](../manual/check-beside.md#context)。“参照”的文件不直接约束地方的表，地方照此审核；没有文号的是推算或审核人员的通行做法。
"""


def test_the_page_explains_every_rule(update_golden: bool) -> None:
    rules = sorted(RULES.values(), key=lambda rule: (list(FAMILIES).index(rule.family), rule.checks, rule.id))
    page = "\n".join([HEAD, _overview(rules), *_sections(rules)])
    if update_golden:
        PAGE.write_text(page, "utf-8")
    assert PAGE.read_text("utf-8") == page


def _overview(rules: Sequence[Rule]) -> str:
    rows = ["| 类别 | 规则 | 错误 | 警告 | 提示 | 请人判断 |", "|---|---|---|---|---|---|"]
    for family, own in groupby(rules, key=lambda rule: rule.family):
        members = list(own)
        severities = (str(sum(rule.severity is severity for rule in members)) for severity in Severity)
        asked = sum(rule.question is not None for rule in members)
        rows.append(f"| [{_name(family)}](#{_anchor(family)}) | {len(members)} | {' | '.join(severities)} | {asked} |")
    total = (str(sum(rule.severity is severity for rule in rules)) for severity in Severity)
    asked = sum(rule.question is not None for rule in rules)
    return "\n".join([*rows, f"| 合计 | {len(rules)} | {' | '.join(total)} | {asked} |", ""])


def _sections(rules: Sequence[Rule]) -> Iterator[str]:
    for family, own in groupby(rules, key=lambda rule: rule.family):
        yield f"## {_name(family)} {{ #{_anchor(family)} }}\n"
        for rule in own:
            yield "\n".join(_explained(rule))


def _explained(rule: Rule) -> Iterator[str]:
    numbers = f" {'、'.join(rule.checks)}" if rule.checks else ""
    yield f"### {_plain(rule.title)}\n"
    yield f"`{rule.id}`{numbers} · **{SEVERITIES[rule.severity]}** · {rule.quality.words} · {_scope(rule)}\n"
    told = (("怎么改", rule.advice), ("例如", rule.example), ("请人判断", rule.question), ("依据", rule.basis))
    yield from (f"- {word}：{_plain(text)}" for word, text in told if text)
    if rule.needs:
        yield f"- 需要：{'、'.join(map(_fact, rule.needs))}"
    yield ""


def _scope(rule: Rule) -> str:
    kinds = "、".join(KINDS[kind] for kind in rule.kinds) if rule.kinds is not None else "各种表"
    return f"{kinds}，{'、'.join(STAGES[stage] for stage in rule.stages)}" if rule.stages is not None else kinds


def _fact(name: str) -> str:
    kind, _, parameter = name.partition(".")
    return FACTS[kind] + (f" `{parameter}`" if parameter else "")


def _name(family: str) -> str:
    return f"{family} {FAMILIES[family]}".strip()


def _anchor(family: str) -> str:
    return f"family-{family.lower() or 'none'}"


def _plain(text: str) -> str:
    """Return the text on one line, with nothing that Markdown would take for a mark."""
    words = " ".join(text.split("\n"))
    return "".join(f"\\{char}" if char in "*_<>`|[]" else char for char in words)
