"""Checked forms as one HTML page that stands alone: no script, no outside resource, made for screen, phone and paper.

One form fills the page; many begin with an overview in numbers and charts, from which links lead to each form.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from jiheng.model import Finding
from jiheng.reports.examined import Batch, Examined
from jiheng.reports.form_section import form_section, rule_anchor, said
from jiheng.reports.markup import Markup, element
from jiheng.reports.overview import overview
from jiheng.writers.look import LANGUAGE

_STYLE: Final = Path(__file__).with_name("page.css")
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def write_page(batch: Batch, on: date) -> bytes:
    """Return a UTF-8 page that tells of every form in the batch."""
    name = f"{batch.forms[0].name} 审核报告" if len(batch.forms) == 1 else "绩效表审核报告"
    body = _alone(batch.forms[0], on) if len(batch.forms) == 1 else _many(batch, on)
    head = (
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        element("title", name),
        f"<style>\n{_STYLE.read_text('utf-8')}</style>",
    )
    opening = ("<!DOCTYPE html>", f'<html lang="{LANGUAGE}">', "<head>", *head, "</head>", '<body id="top">')
    return "\n".join((*opening, "<main>", *body, "</main>", "</body>", "</html>\n")).encode("utf-8")


def _alone(form: Examined, on: date) -> Iterator[Markup]:
    yield _bar("绩效表审核报告", on)
    yield form_section(form, is_alone=True)


def _many(batch: Batch, on: date) -> Iterator[Markup]:
    yield _bar("绩效表审核报告", on)
    yield overview(batch)
    for unit in batch.units():
        for form in unit.forms:
            yield form_section(form, is_alone=False)
    yield _rules(batch)


def _bar(name: str, on: date) -> Markup:
    return element("p", element("span", name), element("span", f"{on:%Y}年{on.month}月{on.day}日"), class_="bar")


def _rules(batch: Batch) -> Markup:
    """Return once, by id, what every broken rule says."""
    broken: dict[str, Finding] = {one.finding.rule: one.finding for form in batch.forms for one in form.told}
    explained = (
        element(
            "article", element("h4", rule.title, element("code", name)), said(rule), id=rule_anchor(name), class_="rule"
        )
        for name, rule in sorted(broken.items())
    )
    return element("section", element("h2", "规则说明"), *explained, class_="form rules")
