"""What a card says of a repair and of the places that a finding points to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from invented import HEBEI, ZHENGZHOU
from jiheng import catalog, pipeline
from jiheng.layouts.draw import draw
from jiheng.model import Finding, Form, Place, Related, Repair, Severity
from jiheng.rules.engine import name_of
from jiheng_web.declarations.pages import sheet
from jiheng_web.declarations.remarks import Remark

Sample = Callable[[str], Path]


def card_of(form: Form, *findings: Finding, siblings: tuple[Form, ...] = ()) -> Remark:
    told = replace(form, findings=findings, questions=(), notes=())
    drawn = draw(told, catalog.layouts()[form.layout or ""])
    return sheet(told, drawn, notes=(), edits=(), siblings=siblings or (told,)).remarks[0]


def finding(path: str, *related: Related, repair: Repair | None = None) -> Finding:
    whole = Finding("a.rule", Severity.WARNING, "标题", "甲", "乙", "改", "财预〔2015〕88号", Place(), path)
    return replace(whole, related=related, repair=repair)


def form_of(sample: Sample) -> Form:
    (form,) = pipeline.check(sample(ZHENGZHOU)).forms
    return form


def test_of_a_repair_only_what_differs_is_shown_with_a_little_around_it(sample: Sample) -> None:
    before, after = (
        "本年度全部完成场馆开放开放任务，做到群众满意又方便",
        "本年度全部完成场馆开放任务，做到群众满意又方便",
    )
    repair = Repair("/goals/0/text", before, after, safe=False)

    change = card_of(form_of(sample), finding("/goals/0/text", repair=repair)).change

    assert change is not None
    assert (change.removed, change.added) == ("开放", "")
    assert change.lead.startswith("…")
    assert change.tail.endswith("…")
    assert (len(change.lead), len(change.tail)) == (9, 9)
    assert change.adopted


def test_a_repair_of_what_cannot_be_set_by_hand_is_shown_and_not_offered(sample: Sample) -> None:
    change = card_of(form_of(sample), finding("/goals", repair=Repair("/goals", None, "乙", safe=False))).change

    assert change is not None
    assert not change.adopted


def test_repairs_that_change_the_same_words_alike_are_counted(sample: Sample) -> None:
    paths = [f"/tasks/{number}/note" for number in (0, 1)]
    same = [finding(path, repair=Repair(path, "甲", "乙", safe=True)) for path in paths]

    change = card_of(form_of(sample), *same).change

    assert change is not None
    assert change.alike == 2


def test_what_stands_in_other_forms_of_the_document_is_linked_to_by_number(sample: Sample) -> None:
    forms = pipeline.check(sample(HEBEI)).forms
    first, *others = forms
    related = [Related(name_of(one), "/goals/0/text", "甲", one.place_of("/goals/0/text")) for one in others]

    links = card_of(first, finding("/goals/0/text", *related), siblings=forms).links

    assert [link.form for link in links.elsewhere] == [2, 3, 4]
    assert {link.path for link in links.elsewhere} == {"/goals/0/text"}
    assert links.title == "与另外 3 张表相同"


def test_a_form_that_is_not_in_the_document_is_named_and_not_linked_to(sample: Sample) -> None:
    last_year = Related("某单位，上年项目", "/goals/0/text", "另一句", Place(line=3))

    links = card_of(form_of(sample), finding("/goals/0/text", last_year)).links

    (link,) = links.elsewhere
    assert (link.words, link.text, link.form) == ("某单位，上年项目", "另一句", None)
    assert links.title == "对照另外 1 张表"


def test_a_place_of_the_same_form_is_linked_to_by_its_cell(sample: Sample) -> None:
    links = card_of(form_of(sample), finding("/goals/0/text", Related(None, "/tasks/1", "乙", Place()))).links

    (link,) = links.here
    assert (link.words, link.path) == ("乙", "/tasks/1/name")
