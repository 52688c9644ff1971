"""Findings as lists to sort and filter: a row a finding; of many forms also a sheet a unit and totals by unit and form.

Numbers are numbers, everything else is text. Knows no file format.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from jiheng import words
from jiheng.batch import Cluster
from jiheng.model import Severity
from jiheng.reports import phrases, together
from jiheng.reports.examined import Batch, Examined, Put, Told, UnitTotal, Unreadable
from jiheng.rules.scores import Grade, Score
from jiheng.writers.listing import Column, Link, Listing, Row, Value, write_listings

_COLORS: Final = {Severity.ERROR: "B42318", Severity.WARNING: "B54708", Severity.HINT: "667085"}
_PERSON: Final = "5B4791"
_LONGEST: Final = 400
# Spreadsheet programs become slow, and their tabs useless, beyond that; the other units are in the list of all.
_MOST_SHEETS: Final = 200

_WHERE: Final = (
    Column("单位", 26),
    Column("表", 26),
)
_FINDING: Final = (
    Column("级别", 12),
    Column("类别", 17),
    Column("问题", 36),
    Column("对象", 36),
    Column("位置", 18),
    Column("填的是", 36),
    Column("应为", 24),
    Column("怎么改", 42),
    Column("写法示例", 30),
    Column("推算", 30),
    Column("参看", 30),
    Column("建议改为", 26),
    Column("依据", 34),
    Column("答复", 22),
    Column("规则", 26),
)
_FILE: Final = (Column("文件", 26),)
_SEVERITIES: Final = tuple(Column(word, 13, is_number=True) for word in words.SEVERITIES.values())


def write_lists(batch: Batch, on: date) -> bytes:
    """Return a workbook: of one form its findings and its score, of many also totals and a sheet for each unit."""
    lists = _of_one(batch.forms[0]) if len(batch.forms) == 1 else _of_many(batch)
    return write_listings(tuple(lists), f"绩效表审核报告 {on.isoformat()}")


def _of_one(form: Examined) -> Iterator[Listing]:
    yield Listing("审核意见", _FINDING, tuple(_findings(form)))
    if isinstance(form.score, Score):
        yield _items(form.score)
    yield _ledger(form)


def _of_many(batch: Batch) -> Iterator[Listing]:
    units = sorted(batch.units(), key=lambda unit: -unit.findings)
    shown = units[:_MOST_SHEETS]
    fixed = [_forms(batch.forms), _everything(batch.forms)]
    fixed += [_in_common(batch)] if batch.clusters else []
    fixed += [_unreadable(batch.unreadable)] if batch.unreadable else []
    first = 1 + len(fixed)
    yield _totals(units, {unit.name: first + at for at, unit in enumerate(shown)})
    yield from fixed
    for unit in shown:
        yield Listing(unit.name, (_WHERE[1], *_FINDING), tuple(_of_unit(unit)), marked=1)


def _everything(forms: Iterable[Examined]) -> Listing:
    return Listing("全部问题", (*_WHERE, *_FINDING, *_FILE), tuple(_everywhere(forms)), marked=len(_WHERE))


def _in_common(batch: Batch) -> Listing:
    known = {form.key: form for form in batch.forms}
    columns = (
        *(Column("问题", 60), Column("内容", 80), Column("处数", 16, is_number=True)),
        *(Column("单位数", 16, is_number=True), Column("差别", 60), Column("哪些表", 110), Column("规则", 40)),
    )
    return Listing("跨表问题", columns, tuple(_cluster(one, known) for one in batch.clusters))


def _cluster(one: Cluster, known: Mapping[str, Examined]) -> Row:
    unit, forms = together.named(one, known)
    whose = f"{unit}：" if unit is not None else ""
    said = (phrases.rule_title(one.rule), together.text_of(one), one.count, one.units, together.difference(one))
    return Row((*said, whose + "；".join(name for _, name in forms), one.rule))


def _totals(units: Sequence[UnitTotal], sheets: dict[str, int]) -> Listing:
    grades = tuple(Column(grade.word, 11, is_number=True) for grade in Grade)
    columns = (
        *(Column("单位", 70), Column("表", 13, is_number=True), *_SEVERITIES, Column("请人判断", 18, is_number=True)),
        *(Column("平均得分（折算）", 30, is_number=True), *grades),
    )
    return Listing("汇总", columns, tuple(_total(unit, sheets.get(unit.name)) for unit in units))


def _total(unit: UnitTotal, sheet: int | None) -> Row:
    scores = [form.score for form in unit.forms if isinstance(form.score, Score)]
    shares = [share for score in scores if score.grade is not None and (share := score.share) is not None]
    average = round(sum(shares, Decimal(0)) / len(shares), 1) if shares else None
    grades = Counter(score.grade for score in scores)
    name: Value = Link(unit.name, sheet) if sheet is not None else unit.name
    counts = (unit.count(severity) for severity in Severity)
    asked = sum(len(form.questions) for form in unit.forms)
    return Row((name, len(unit.forms), *counts, asked, average, *(grades[grade] for grade in Grade)))


def _forms(forms: Iterable[Examined]) -> Listing:
    columns = (
        *(Column("单位", 60), Column("表", 60), Column("类别", 28), Column("年度", 13, is_number=True)),
        *_SEVERITIES,
        *(Column("请人判断", 18, is_number=True), Column("建议分", 16, is_number=True)),
        *(Column("已评分值", 18, is_number=True), Column("等级", 12), Column("版式", 60), Column("文件", 60)),
    )
    return Listing("各表", columns, tuple(_form(form) for form in forms))


def _form(form: Examined) -> Row:
    score = form.score
    total, rated, grade = (score.total, score.rated, score.grade) if isinstance(score, Score) else (None, None, None)
    counts = (form.count(severity) for severity in Severity)
    named = (form.unit, form.name, form.kind, form.year)
    word = grade.word if grade is not None else None if total is not None else "不适用"
    return Row((*named, *counts, len(form.questions), total, rated, word, form.layout, form.path))


def _everywhere(forms: Iterable[Examined]) -> Iterator[Row]:
    for form in forms:
        for row in _findings(form):
            yield Row((form.unit, form.name, *row.values, form.path), row.color)


def _of_unit(unit: UnitTotal) -> Iterator[Row]:
    for form in unit.forms:
        for row in _findings(form):
            yield Row((form.name, *row.values), row.color)


def _findings(form: Examined) -> Iterator[Row]:
    yield from (_finding(told) for told in form.told)
    yield from (_question(put) for put in form.questions)


def _finding(told: Told) -> Row:
    one = told.finding
    values = (
        words.SEVERITIES[one.severity],
        words.FAMILIES[told.family],
        one.title,
        told.subject,
        str(one.place),
        phrases.shown(one, _LONGEST),
        one.expected,
        one.advice,
        one.example,
        phrases.steps(one) or None,
        "；".join(phrases.related(other, _LONGEST) for other in one.related) or None,
        phrases.repair(one, _LONGEST),
        one.basis,
        phrases.answer(one.answer) if one.answer is not None else None,
        one.rule,
    )
    return Row(values, _COLORS[one.severity])


def _question(put: Put) -> Row:
    one = put.question
    found = phrases.short(one.found, _LONGEST) if one.found is not None else None
    answer = phrases.answer(one.answer) if one.answer is not None else None
    said = (words.OUTCOMES["needs_person"], None, one.question, put.subject, str(one.place), found)
    return Row((*said, *(None,) * 7, answer, one.rule), _PERSON)


def _items(score: Score) -> Listing:
    columns = (
        *(Column("审核内容", 24), Column("审核项", 30), Column("审核要点", 80)),
        *(Column("分值", 13, is_number=True), Column("建议分", 16, is_number=True), Column("怎么来的", 100)),
    )
    rows = (
        Row(
            (
                item.quality.group,
                item.quality.words,
                phrases.REVIEW_POINTS[item.quality],
                item.quality.points,
                item.points if item.points is not None else phrases.points(item),
                "\n".join(phrases.derivation(item)),
            )
        )
        for item in score.items
    )
    grade = f"建议等级：{score.grade.word}" if score.grade is not None else None
    notes = "\n".join(filter(None, (grade, phrases.SCORE_NOTE, score.remark)))
    last = Row(("合计", None, None, score.rated, score.total, notes))
    return Listing("四性评分", columns, (*rows, last), marked=1)


def _ledger(form: Examined) -> Listing:
    rows = (
        Row((word, phrases.rule_title(rule, form.rules), rule))
        for name, word in words.OUTCOMES.items()
        for rule in getattr(form.ledger, name)
    )
    return Listing("审核台账", (Column("结果", 20), Column("规则", 110), Column("编号", 70)), tuple(rows), marked=1)


def _unreadable(some: Iterable[Unreadable]) -> Listing:
    columns = (Column("文件", 80), Column("为什么", 80), Column("怎么办", 80))
    return Listing("没有读出", columns, tuple(Row((one.path, one.message, one.advice)) for one in some))
