"""Readings, findings, layouts and rules as a person reads them in a terminal. Prints nothing and decides nothing.

Words that come from a file are never taken for markup or for commands to the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from jiheng import words
from jiheng.cli import figures
from jiheng.layouts.schema import Layout
from jiheng.model import (
    Finding,
    Form,
    Indicator,
    Kind,
    Ledger,
    Note,
    NoteKind,
    Reading,
    ReadingError,
    Severity,
    Stage,
    Unread,
)
from jiheng.writers.forms import Loss

KINDS = {Kind.OVERALL: "整体", Kind.PROJECT: "项目"}
STAGES = {Stage.GOAL: "绩效目标", Stage.MONITORING: "运行监控", Stage.SELF_EVALUATION: "自评"}
STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.HINT: "cyan"}
_DIM = "bright_black"
_OTHERS = 3
_SHOWN = 20
_WHOLE = frozenset({"编号", "级别", "用于", "指标框架"})  # columns whose words are not broken


def reading(one: Reading) -> Iterator[RenderableType]:
    """Show a file: each form, then what no field took, then why something has no reading."""
    yield _rule_over(one)
    for number, form in enumerate(one.forms, start=1):
        body = _findings(form) if form.findings is not None else _contents(form)
        yield Panel(Group(_head(form), *body), title=_title(form, number, len(one.forms)), title_align="left")
    if one.unread:
        yield from _unread(one.unread)
    if one.error is not None:
        yield error(one.error)


def error(one: ReadingError) -> RenderableType:
    """Say what has no reading, and what to do."""
    return Group(
        Text.assemble(("没有读出：", "bold red"), printable(one.message)),
        Text(f"怎么办：{printable(one.advice)}", style=_DIM),
    )


def losses(lost: Sequence[Loss], file: Path) -> RenderableType:
    """List what a written file does not give back."""
    table = headed_table("位置", "原来", "读回")
    for loss in lost:
        table.add_row(*map(_cell, (loss.path or "整份文件", loss.before or words.BLANK, loss.after or words.BLANK)))
    return Group(Text(f"已写出的 {file} 读回来有 {len(lost)} 处与原来不同：", style="bold red"), table)


def summary(readings: Iterable[Reading]) -> Text:
    """Count files, forms, indicators and findings in one line."""
    every = list(readings)
    forms = [form for one in every for form in one.forms]
    said = Text(f"共 {len(every)} 个文件，{len(forms)} 张表，{sum(len(form.indicators) for form in forms)} 个指标")
    if any(form.findings is not None for form in forms):
        said.append("；").append_text(_counts([finding for form in forms for finding in form.findings or ()]))
    failed = sum(one.error is not None for one in every)
    if failed:
        said.append(f"；{failed} 个文件没有读全", style="bold red")
    return said


def layouts(known: Mapping[str, Layout]) -> Table:
    """List the layouts."""
    table = headed_table("版式", "用于", "样张", "指标框架")
    for layout in known.values():
        evidence = "全表" if layout.evidence == "forms" else "开头"
        used = f"{KINDS[layout.kind]} {STAGES[layout.stage]}"
        own = "，有官方说明" if any(row.wording for row in layout.frame) else ""
        # Name and id share a cell: side by side, the longest id would leave the names no room.
        both = Text.assemble(printable(layout.name), "\n", (layout.id, _DIM))
        table.add_row(both, used, evidence, f"{len(layout.frame)} 行{own}" if layout.frame else "—")
    return table


def printable(text: str) -> str:
    r"""Return the text without anything that a terminal would obey.

    >>> printable("a\x1b[2Jb") == "a\ufffd[2Jb"
    True
    """
    return "".join(char if char.isprintable() or char in "\n\t\u3000" else "\ufffd" for char in text)


def _rule_over(one: Reading) -> Text:
    return Text.assemble("\n", (printable(one.path), "bold"), (f"  {one.format or '未知格式'}", _DIM))


def _title(form: Form, number: int, count: int) -> Text:
    name = printable(form.project.name if form.project and form.project.name else form.title or "（没有标题）")
    return Text(f"{number}/{count} {name}" if count > 1 else name, style="bold")


def _head(form: Form) -> Table:
    unit = " ".join(filter(None, (form.unit.name, form.unit.code))) or "—"
    project = " ".join(filter(None, (form.project.code, form.project.name))) if form.project else None
    return pairs(
        ("单位", unit),
        ("项目", project),
        ("年度", str(form.year) if form.year else "—"),
        ("版式", _layout(form)),
        ("合计", f"目标 {len(form.goals)}，任务 {len(form.tasks)}，指标 {len(form.indicators)}"),
        ("预算", form.budget.total.raw + (form.budget.total.unit or "") if form.budget and form.budget.total else None),
        ("总分", f"{form.total_score:f}" if form.total_score is not None else None),
    )


def _layout(form: Form) -> str:
    if form.layout is None:
        return "没有合适的版式，按通用方式读取"
    why = next((note.text.removeprefix("版式：") for note in form.notes if _layout_note(note)), "")
    return f"{form.layout}  {why}".rstrip()


def _contents(form: Form) -> Iterator[RenderableType]:
    told = [note for note in form.notes if not _layout_note(note)]
    if told:
        yield _section(words.NOTE, ((words.NOTES[note.kind], note.text, str(note.place)) for note in told))
    if form.funding:
        yield _columns(figures.of_funding(form.funding))
    if form.indicators:
        yield _columns(figures.of_indicators(form.indicators))


def _columns(columns: figures.Columns) -> Table:
    table = headed_table(*columns.headings)
    for row in columns.rows:
        table.add_row(*map(_cell, row))
    return table


def _findings(form: Form) -> Iterator[RenderableType]:
    findings = form.findings or ()
    for severity, word in words.SEVERITIES.items():
        found = [finding for finding in findings if finding.severity is severity]
        if found:
            yield Padding(Text(f"{word} {len(found)}", style=STYLES[severity]), (1, 0, 0, 0))
            rules = dict.fromkeys(finding.rule for finding in found)
            yield from (_broken([one for one in found if one.rule == rule], form) for rule in rules)
    if form.questions:
        rows = (
            (one.question, words.BLANK if one.found is None else one.found, str(one.place)) for one in form.questions
        )
        yield _section(f"{words.OUTCOMES['needs_person']} {len(form.questions)}", rows)
    if form.ledger is not None:
        yield Padding(_ledger(form.ledger), (1, 0, 0, 0))


def _broken(findings: Sequence[Finding], form: Form) -> RenderableType:
    """Show one rule and every place where it is broken; what the rule says is said once."""
    rule = findings[0]
    heading = Text.assemble("· ", (rule.title, "bold"), (f"  {rule.rule}", _DIM))
    places = [pairs((f"{one.place}", _found(one, form)), *_reasons(one)) for one in findings]
    words = pairs(("依据", rule.basis), ("怎么改", rule.advice), ("好的写法", rule.example))
    return Group(heading, Padding(Group(*places, words), (0, 0, 0, 2)))


def _reasons(finding: Finding) -> Iterator[tuple[str, str]]:
    """Say how the expected value was worked out, and where stands what it contradicts or repeats."""
    steps = [f"{step.words} {step.value}" if step.value else step.words for step in finding.derivation]
    if steps:
        yield "推算", "；".join(steps)
    others = [" ".join(filter(None, (one.form, f"{one.place}", one.text))) for one in finding.related[:_OTHERS]]
    if others:
        yield "对照", "；".join(others) + ("……" if len(finding.related) > _OTHERS else "")


def _found(finding: Finding, form: Form) -> str:
    """Say what stands there and what should: 预算执行率：95%，应为 ≥98%."""
    owner = form.at("/".join(finding.path.split("/")[:3]))
    subject = f"{owner.name}：" if isinstance(owner, Indicator) and owner.name and finding.found != owner.name else ""
    expected = f"，应为 {finding.expected}" if finding.expected is not None else ""
    answer = finding.answer
    said = f"；{words.ANSWERS[answer.kind]}：{answer.words}（{answer.person}）" if answer is not None else ""
    return f"{subject}{finding.found or words.BLANK}{expected}{said}"


def _ledger(ledger: Ledger) -> Text:
    counts = (f"{word} {len(getattr(ledger, name))}" for name, word in words.OUTCOMES.items())
    return Text("规则：" + "，".join(counts), style=_DIM)


def _unread(unread: tuple[Unread, ...]) -> Iterator[RenderableType]:
    rows = [
        (str(place), " ｜ ".join(one.text for one in texts), "")
        for place, texts in groupby(unread, lambda one: replace(one.place, column=None, cell=None))
    ]
    more = [("……", f"另有 {len(rows) - _SHOWN} 处，用 --json 看全部", "")] if len(rows) > _SHOWN else []
    yield _section(words.UNREAD, [*rows[:_SHOWN], *more])


def _counts(findings: list[Finding]) -> Text:
    return Text("，").join(
        Text(f"{word} {sum(finding.severity is severity for finding in findings)}", style=STYLES[severity])
        for severity, word in words.SEVERITIES.items()
    )


def _section(heading: str, rows: Iterable[tuple[str, str, str]]) -> RenderableType:
    """Show a word, a text and a place in each row."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style=_DIM, no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_column(style=_DIM, no_wrap=True)
    for row in rows:
        grid.add_row(*map(_cell, row))
    return Padding(Group(Text(heading, style="bold"), grid), (1, 0, 0, 0))


def pairs(*facts: tuple[str, str | None]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style=_DIM, no_wrap=True)
    grid.add_column(overflow="fold")
    for word, text in facts:
        if text is not None:
            grid.add_row(word, _cell(text))
    return grid


def headed_table(*headings: str) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style=_DIM)
    for heading in headings:
        table.add_column(heading, overflow="fold", no_wrap=heading in _WHOLE)
    return table


def _cell(text: str | None) -> Text:
    return Text(printable(text or ""))


def _layout_note(note: Note) -> bool:
    return note.kind is NoteKind.DERIVED and note.text.startswith("版式：")
