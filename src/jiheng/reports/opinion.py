"""绩效目标审核意见书: a letter to the unit about one form, drafted from the findings, for a reviewer to sign.

What a reviewer decides stays a proposal: points, grade, the sending back. Number, names and seals are left blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePath
from typing import Final

from jiheng import words
from jiheng.layouts.drawing import Align, Drawing, DrawnCell, DrawnParagraph, DrawnTable, Role
from jiheng.model import Severity
from jiheng.reports import phrases
from jiheng.reports.examined import Batch, Broken, Examined, Told
from jiheng.rules.qualities import Quality
from jiheng.rules.scores import ItemScore, Score, Unscored
from jiheng.values.numbers import plain_number
from jiheng.writers import write_drawings
from jiheng.writers.annotate.marks import writable

_LONGEST: Final = 120
_HEAD: Final = (26, 62, 26, 56)
_ITEMS: Final = (22, 50, 12, 16, 70)
_SIGNED: Final = (56, 56, 58)
# A rule that is broken in many rows is told by the first of them.
_PLACES: Final = 6
_HEADINGS: Final = {
    Severity.ERROR: "退回修改的理由",
    Severity.WARNING: "须说明的事项",
    Severity.HINT: "供参考的提示",
}
_ORDINALS: Final = "一二三四五六七"

Blocks = Iterator[DrawnParagraph | DrawnTable]


def write_opinions(batch: Batch, on: date) -> bytes:
    """Return a Word document with an opinion on each form, each beginning on a new page."""
    return write_drawings([opinion(form, on) for form in batch.forms], "docx")


def opinion(form: Examined, on: date) -> Drawing:
    """Return the opinion on one form."""
    blocks = tuple(_writable(block) for block in (*_opening(form), *_chapters(form), *_closing(on)))
    return Drawing(form.name, blocks, margins=(25, 20, 22, 20), is_letter=True)


def _opening(form: Examined) -> Blocks:
    yield DrawnParagraph(
        "绩效目标审核意见书" if isinstance(form.score, Score) else "绩效表审核意见书", Role.TITLE, Align.CENTER
    )
    yield DrawnParagraph("编号：〔　　　　〕　　　号", Role.SUBTITLE, Align.RIGHT)
    rows = (
        (("单位名称", form.unit), ("单位编码", form.unit_code or "")),
        (("项目名称", form.project or "—"), ("项目编码", form.project_code or "—")),
        (("预算年度", str(form.year or "")), ("表的类别", form.kind)),
    )
    below = (("报送文件", PurePath(form.path).name), ("内容指纹", form.sha256))
    yield DrawnTable((*_pairs(rows), *_wide(below, len(rows) + 1)), _HEAD, len(rows) + len(below))


def _pairs(rows: Sequence[tuple[tuple[str, str], ...]]) -> Iterator[DrawnCell]:
    for row, pairs in enumerate(rows, 1):
        for at, (label, text) in enumerate(pairs):
            yield DrawnCell(label, row, 2 * at + 1, role=Role.LABEL, align=Align.CENTER)
            yield DrawnCell(text, row, 2 * at + 2)


def _wide(rows: Sequence[tuple[str, str]], first: int) -> Iterator[DrawnCell]:
    for row, (label, text) in enumerate(rows, first):
        yield DrawnCell(label, row, 1, role=Role.LABEL, align=Align.CENTER)
        yield DrawnCell(text, row, 2, columns=3)


def _chapters(form: Examined) -> Blocks:
    chapters = [(heading, tuple(blocks)) for heading, blocks in _all_chapters(form)]
    for ordinal, (heading, blocks) in zip(_ORDINALS, (one for one in chapters if one[1]), strict=False):
        yield DrawnParagraph(f"{ordinal}、{heading}", Role.HEADING)
        yield from blocks


def _all_chapters(form: Examined) -> Iterator[tuple[str, Blocks]]:
    yield "审核意见", _verdict(form)
    yield "审核内容和建议得分", _scored(form.score)
    for severity, heading in _HEADINGS.items():
        yield heading, _items(form.broken(severity))
    yield "请审核人判断的事项", _questions(form)


def _verdict(form: Examined) -> Blocks:
    yield _prose(phrases.lead(form))
    if isinstance(form.score, Score):
        yield _prose(phrases.graded(form.score))
    yield _prose(phrases.conclusion(form))


def _scored(score: Score | Unscored) -> Blocks:
    if isinstance(score, Unscored):
        yield _prose(score.reason)
        return
    headings = ("审核内容", "审核要点", "分值", "建议得分", "得分的由来")
    head = (DrawnCell(word, 1, at, role=Role.HEADER, align=Align.CENTER) for at, word in enumerate(headings, 1))
    body = (cell for row, item in enumerate(score.items, 2) for cell in _item(item, row))
    last = len(score.items) + 2
    yield _prose("".join(filter(None, (phrases.SCORE_NOTE, score.remark))))
    yield DrawnTable((*head, *body, *_total(score, last)), _ITEMS, last, header_rows=1)


def _item(item: ItemScore, row: int) -> Iterator[DrawnCell]:
    quality = item.quality
    yield DrawnCell(f"{quality.group}\n{quality.words}", row, 1, role=Role.LABEL, align=Align.CENTER)
    yield DrawnCell(phrases.REVIEW_POINTS[quality], row, 2)
    yield DrawnCell(str(quality.points), row, 3, align=Align.CENTER)
    yield DrawnCell(phrases.points(item), row, 4, align=Align.CENTER)
    yield DrawnCell("\n".join(phrases.derivation(item)), row, 5)


def _total(score: Score, row: int) -> Iterator[DrawnCell]:
    whole = sum(quality.points for quality in Quality)
    grade = f"建议等级：{score.grade.word}" if score.grade is not None else "能评分的内容太少，不提出等级"
    rest = whole - score.rated
    yield DrawnCell("总　分", row, 1, columns=2, role=Role.HEADER, align=Align.CENTER)
    yield DrawnCell(str(whole), row, 3, align=Align.CENTER)
    yield DrawnCell(plain_number(score.total), row, 4, align=Align.CENTER)
    yield DrawnCell(f"{grade}；另有 {rest} 分待审核人评定" if rest else grade, row, 5)


def _items(broken: Sequence[Broken]) -> Blocks:
    for number, one in enumerate(broken, 1):
        rule = one.rule
        example = f"例如：{rule.example}。" if rule.example else ""
        yield _prose(f"{number}．{rule.title}。{rule.advice}{example}（{rule.basis.partition('：')[0]}）")
        for told in one.places[:_PLACES]:
            yield _prose(f"· {_place(told)}")
        if len(one.places) > _PLACES:
            yield _prose(f"· 另有 {len(one.places) - _PLACES} 处，同样改正。")


def _place(told: Told) -> str:
    finding = told.finding
    said = [f"{told.subject}（{finding.place}）：填的是“{phrases.shown(finding, _LONGEST)}”"]
    optional = (
        ("应为", phrases.expected(finding)),
        ("推算：", phrases.steps(finding) or None),
        ("建议改为：", phrases.repair(finding, _LONGEST)),
        ("已答复：", phrases.answer(finding.answer) if finding.answer is not None else None),
    )
    return "，".join((*said, *(f"{word} {text}" for word, text in optional if text is not None)))


def _questions(form: Examined) -> Blocks:
    for number, put in enumerate(form.questions, 1):
        one = put.question
        answered = phrases.answer(one.answer) if one.answer is not None else "＿" * 20
        found = phrases.short(one.found, _LONGEST) if one.found is not None else words.BLANK
        yield _prose(f"{number}．{one.question}")
        yield _prose(f"{put.subject}（{one.place}）：“{found}”")
        yield _prose(f"审核人：{answered}")


def _closing(on: date) -> Blocks:
    yield DrawnParagraph("审核结论和签字", Role.HEADING)
    cells = (
        DrawnCell("审核结论：　□ 通过　　□ 修改完善后通过　　□ 退回修改　　□ 不予通过", 1, 1, columns=3),
        DrawnCell("审核人（签字）：\n\n\n　　　　年　　月　　日", 2, 1),
        DrawnCell("复核人（签字）：\n\n\n　　　　年　　月　　日", 2, 2),
        DrawnCell("审核单位（盖章）：\n\n\n　　　　年　　月　　日", 2, 3),
    )
    yield DrawnTable(cells, _SIGNED, 2)
    yield DrawnParagraph(
        f"本意见书由审核程序于 {on:%Y年}{on.month}月{on.day}日 草拟，经审核人签字后生效。", Role.SUBTITLE
    )


def _prose(text: str) -> DrawnParagraph:
    return DrawnParagraph(" ".join(text.split("\n")), Role.BODY)


def _writable(block: DrawnParagraph | DrawnTable) -> DrawnParagraph | DrawnTable:
    if isinstance(block, DrawnParagraph):
        return replace(block, text=writable(block.text))
    return replace(block, cells=tuple(replace(cell, text=writable(cell.text)) for cell in block.cells))
