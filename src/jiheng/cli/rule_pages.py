"""Rules as a person reads them in a terminal: a list, one in full, and how local rules stood their proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from jiheng import words
from jiheng.cli.rule_proof import RuleProof
from jiheng.cli.show import KINDS, STAGES, STYLES, headed_table, pairs, printable
from jiheng.rules import Rule


def listed(known: Iterable[Rule]) -> Table:
    """List the rules."""
    shown = headed_table("编号", "级别", "规则", "依据")
    for rule in known:
        shown.add_row(rule.id, _severity(rule), printable(rule.title), printable(rule.basis))
    return shown


def explained(one: Rule) -> Panel:
    """Explain one rule in full, from its own declaration."""
    kinds = "、".join(KINDS[kind] for kind in one.kinds) if one.kinds is not None else "不限"
    stages = "、".join(STAGES[stage] for stage in one.stages) if one.stages is not None else "不限"
    facts = pairs(
        ("级别", words.OUTCOMES["switched_off"] if one.switched_off else words.SEVERITIES[one.severity]),
        ("类别", words.FAMILIES[one.family]),
        ("对应检查项", "、".join(one.checks) or None),
        ("审核项目", f"{one.quality.group} · {one.quality.words}"),
        ("对象", kinds),
        ("阶段", stages),
        ("版式", "、".join(one.layouts) if one.layouts is not None else None),
        ("需要的资料", "、".join(map(_fact, one.needs)) or None),
        ("请人判断", one.question),
        ("依据", one.basis),
        ("怎么改", one.advice),
        ("例如", one.example),
    )
    heading = Text(printable(one.title), style="bold")
    return Panel(Group(heading, Text(), facts), title=Text(one.id, style=STYLES[one.severity]), title_align="left")


def proofs(proved: Sequence[RuleProof]) -> Iterator[RenderableType]:
    """Show every rule with its cases, then what is wrong and what to change."""
    shown = headed_table("文件", "规则", "例子", "结果")
    for one in proved:
        if one.id is not None or one.faults:
            shown.add_row(Text(printable(one.file)), one.id or "", str(one.cases or ""), _verdict(one))
    yield shown
    for file, ones in groupby(proved, lambda one: one.file):
        faults = [fault for one in ones for fault in one.faults]
        if faults:
            yield Text(f"\n{printable(file)}", style="bold")
        for fault in faults:
            yield Text(f"· {printable(fault.what)}")
            yield Text(f"  怎么改：{printable(fault.advice)}", style="bright_black")
    rules = sum(one.id is not None for one in proved)
    bad = sum(not one.passed for one in proved)
    yield Text(f"共 {rules} 条规则，" + (f"{bad} 处要改" if bad else "全部通过"), style="red" if bad else "green")


def _fact(name: str) -> str:
    """Return the Chinese for a fact, e.g. `layout` or `parameters.longest_indicator_name`."""
    kind, _, parameter = name.partition(".")
    return words.FACTS.get(kind, kind) + (f"（{parameter}）" if parameter else "")


def _verdict(one: RuleProof) -> Text:
    return Text(f"{len(one.faults)} 处要改", style="red") if one.faults else Text("通过", style="green")


def _severity(rule: Rule) -> Text:
    if rule.switched_off:
        return Text(words.OUTCOMES["switched_off"], style="bright_black")
    return Text(words.SEVERITIES[rule.severity], style=STYLES[rule.severity])
