"""One checked form as a part of a page: head, score with its derivation, findings, questions, ledger.

Where one page tells of many forms, what a rule says is said once for all of them and only linked here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from jiheng import words
from jiheng.model import Finding, Severity
from jiheng.reports import phrases
from jiheng.reports.examined import Broken, Examined, Put, Told
from jiheng.reports.markup import Child, Markup, element, joined
from jiheng.rules.scores import ItemScore, Score
from jiheng.values.numbers import plain_number

_LONGEST: Final = 220
_ALL: Final = 100
_REQUESTS: Final = {Severity.ERROR: "必须改正", Severity.WARNING: "改正或说明", Severity.HINT: "供参考"}


def form_section(form: Examined, *, is_alone: bool) -> Markup:
    """Return the section of one form: alone on its page in full, or as one of many, its rules explained elsewhere."""
    return element(
        "section",
        _head(form, is_alone),
        _score(form),
        *(_of_severity(form, severity, is_alone) for severity in Severity),
        _none(form),
        _questions(form.questions),
        _ledger(form, is_alone),
        class_="form",
        id=form.key,
    )


def rule_anchor(rule: str) -> str:
    """Return the anchor of what a rule says."""
    return f"rule-{rule}"


def said(rule: Finding) -> Markup:
    """Return what a rule says wherever it is broken: what to do, a good version, the basis."""
    return _facts(("怎么改", rule.advice), ("写法示例", rule.example), ("依据", rule.basis), name="said")


def _head(form: Examined, is_alone: bool) -> Markup:
    title = element("h1" if is_alone else "h2", form.name)
    top = None if is_alone else element("a", "回到总览", href="#top", class_="back")
    facts = _facts(
        ("单位", " ".join(filter(None, (form.unit, form.unit_code)))),
        ("项目编码", form.project_code),
        ("年度", str(form.year) if form.year is not None else "表上没有写明"),
        ("表的类别", form.kind or "没有认出"),
        ("表名", form.title if form.title != form.name else None),
        ("版式", form.layout),
        ("文件", form.path + (f"，第 {form.number} 张表（共 {form.of} 张）" if form.of > 1 else "")),
        ("内容指纹", form.sha256),
        name="head",
    )
    return element("header", top, title, facts, class_="form-head")


def _score(form: Examined) -> Markup:
    score = form.score
    if not isinstance(score, Score):
        return element("section", element("h3", "四性评分"), element("p", score.reason, class_="note"))
    grade = score.grade.word if score.grade is not None else "—"
    number = element(
        "div",
        element("strong", plain_number(score.total), class_="total"),
        element("span", f"/ {score.rated} 分", class_="of"),
        element("span", f"其余 {_ALL - score.rated} 分待评", class_="of") if score.rated < _ALL else None,
        element("span", f"建议等级 {grade}", class_="grade"),
        class_="score",
    )
    notes = (note for note in (phrases.SCORE_NOTE, score.remark) if note)
    return element(
        "section",
        element("h3", "四性评分（建议）"),
        number,
        _items(score.items),
        *(element("p", note, class_="note") for note in notes),
    )


def _items(items: Sequence[ItemScore]) -> Markup:
    head = element(
        "tr", *(element("th", heading, scope="col") for heading in ("审核内容", "分值", "建议分", "怎么来的"))
    )
    rows = (_item(item, items[at - 1] if at else None) for at, item in enumerate(items))
    return element("table", element("thead", head), element("tbody", *rows), class_="items")


def _item(item: ItemScore, above: ItemScore | None) -> Markup:
    is_first = above is None or above.quality.group != item.quality.group
    lines = (element("li", line) for line in phrases.derivation(item))
    name = element("th", element("small", item.quality.group), item.quality.words, scope="row")
    return element(
        "tr",
        name,
        element("td", str(item.quality.points), class_="number"),
        element("td", phrases.points(item), class_="number points"),
        element("td", element("ul", *lines)),
        class_="first" if is_first else None,
    )


def _of_severity(form: Examined, severity: Severity, is_alone: bool) -> Markup | None:
    broken = form.broken(severity)
    if not broken:
        return None
    count = sum(len(one.places) for one in broken)
    heading = element("h3", f"{words.SEVERITIES[severity]} {count} 条", element("small", _REQUESTS[severity]))
    return element("section", heading, *(_broken(one, is_alone) for one in broken), class_=f"findings {severity.value}")


def _broken(broken: Broken, is_alone: bool) -> Markup:
    rule = broken.rule
    name: Child = element("code", rule.rule)
    if not is_alone:
        name = element("a", name, href=f"#{rule_anchor(rule.rule)}")
    places = element("ol", *(_place(one) for one in broken.places), class_="places")
    return element(
        "article",
        element("h4", rule.title, name),
        places,
        said(rule) if is_alone else element("p", rule.advice, class_="advice"),
        class_="rule",
    )


def _place(told: Told) -> Markup:
    finding = told.finding
    where = element("p", element("b", told.subject), element("span", str(finding.place)), class_="where")
    beside = "；".join(phrases.related(one, _LONGEST // 2) for one in finding.related)
    facts = _facts(
        ("填的是", phrases.shown(finding, _LONGEST) if not _is_named(told) else None),
        ("应为", phrases.expected(finding)),
        ("推算", phrases.steps(finding) or None),
        ("参看", beside or None),
        ("建议改为", phrases.repair(finding, _LONGEST)),
        ("答复", phrases.answer(finding.answer) if finding.answer is not None else None),
        name="found",
    )
    return element("li", where, facts, class_="answered" if finding.answer is not None else None)


def _is_named(told: Told) -> bool:
    """Whether what is printed there has been said already, as the name of the row."""
    return told.finding.found is not None and told.subject.endswith(f"“{told.finding.found}”")


def _none(form: Examined) -> Markup | None:
    return None if form.told else element("p", "没有发现问题。", class_="clear")


def _questions(questions: Sequence[Put]) -> Markup | None:
    if not questions:
        return None
    asked = (_question(one) for one in questions)
    heading = element("h3", f"请人判断 {len(questions)} 题", element("small", "由审核人回答"))
    return element("section", heading, element("ol", *asked, class_="questions"), class_="findings person")


def _question(put: Put) -> Markup:
    one = put.question
    where = element("p", element("b", put.subject), element("span", str(one.place)), class_="where")
    facts = _facts(
        ("表上写的", phrases.short(one.found, _LONGEST) if one.found is not None else words.BLANK),
        ("答复", phrases.answer(one.answer) if one.answer is not None else "　"),
        name="found",
    )
    return element("li", element("p", one.question, class_="question"), where, facts)


def _ledger(form: Examined, is_alone: bool) -> Markup:
    counts = "，".join(f"{word} {len(getattr(form.ledger, name))}" for name, word in words.OUTCOMES.items())
    lists = _outcomes(form) if is_alone else ()
    heading = element("h3", "审核台账", element("small", "每条规则都有交代"))
    return element("section", heading, element("p", counts, class_="note"), *lists, class_="ledger")


def _outcomes(form: Examined) -> Iterator[Markup]:
    for name, word in words.OUTCOMES.items():
        ids: tuple[str, ...] = getattr(form.ledger, name)
        if ids:
            rules = (element("li", phrases.rule_title(one, form.rules)) for one in ids)
            summary = element("summary", f"{word} {len(ids)}")
            yield element("details", summary, element("ul", *rules), open="open" if name in _OPEN else None)


_OPEN: Final = ("not_enough_data", "needs_person", "answered")


def _facts(*facts: tuple[str, str | None], name: str) -> Markup:
    pairs = (joined(element("dt", word), element("dd", text)) for word, text in facts if text is not None)
    return element("dl", *pairs, class_=name)
