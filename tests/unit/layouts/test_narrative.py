from __future__ import annotations

from dataclasses import replace

import pytest

from jiheng.model import NoteKind
from printed import NARRATIVE, notes, only_form, replaced, unread

WHOLE = only_form(NARRATIVE)


def test_sections_become_goals_tasks_and_measures() -> None:
    assert [goal.text for goal in WHOLE.goals] == ["守好河道，疏通渠系，让两岸不淹不旱。"]
    assert WHOLE.unit.name == "榆关市河道管理所"
    assert [(task.name, task.content, task.note) for task in WHOLE.tasks] == [
        (
            "渠道清淤项目",
            "完成渠道清淤项目，主要用于干支渠清淤。\n清淤渠道18公里，10月底前完工。",
            "渠道清淤经费46万元。",
        ),
        ("闸门检修项目", "完成闸门检修项目，主要用于启闭机保养。\n检修闸门9座。", "闸门检修经费12万元。"),
    ]
    amounts = [task.amount for task in WHOLE.tasks if task.amount]
    assert [(money.raw, money.unit, str(money.yuan)) for money in amounts] == [
        ("46万元", "万元", "460000"),
        ("12万元", "万元", "120000"),
    ]
    assert [measure.text for measure in WHOLE.measures] == [
        "（一）专人负责。\n每段渠道定一名段长。",
        "（二）按月调度。每月通报进度。",
    ]
    assert WHOLE.indicators == ()
    assert WHOLE.year is None
    assert unread(NARRATIVE) == []


@pytest.mark.parametrize("style", ["({})", "（{}） ", "{}.", "{}、", "{}．"])
def test_entries_may_be_numbered_otherwise(style: str) -> None:
    numbers = {"（一）": "1", "（二）": "2"}
    printed = [
        line.replace(line[:3], style.format(numbers[line[:3]]), 1) if line[:3] in numbers else line
        for line in NARRATIVE
    ]
    form = only_form(printed)
    assert form.tasks == WHOLE.tasks
    assert [measure.text.split("。")[1:] for measure in form.measures] == [
        measure.text.split("。")[1:] for measure in WHOLE.measures
    ]


def test_parts_of_an_entry_may_be_numbered() -> None:
    line = "绩效指标：检修闸门9座。"
    form = only_form(replaced(NARRATIVE, line, line, "1.完成启闭机保养9台。", "2.完成止水更换4处。"))
    assert len(form.tasks) == 2
    content = WHOLE.tasks[1].content or ""
    assert form.tasks[1].content == content + "\n1.完成启闭机保养9台。\n2.完成止水更换4处。"


@pytest.mark.parametrize("prefix", ["", "1.", "一. ", "一、 "])
def test_headings_are_known_whatever_their_number(prefix: str) -> None:
    assert only_form(replaced(NARRATIVE, "一、总体绩效目标", prefix + "总体绩效目标")) == WHOLE


def test_half_width_punctuation_reads_alike() -> None:
    form = only_form([line.translate(str.maketrans("（），：", "(),:")) for line in NARRATIVE])
    assert [(task.name, task.amount) for task in form.tasks] == [(task.name, task.amount) for task in WHOLE.tasks]


def test_two_amounts_in_one_sentence_are_no_amount() -> None:
    line = "绩效目标：闸门检修经费12万元。"
    form = only_form(replaced(NARRATIVE, line, "绩效目标：检修经费12万元，其中人工3万元。"))
    assert form.tasks[1].amount is None
    assert form.tasks[1].note == "检修经费12万元，其中人工3万元。"


def test_headings_of_the_whole_text_are_notes_and_strange_text_is_unread() -> None:
    form = only_form(["第一部分", *NARRATIVE])
    assert form == WHOLE
    assert "印刷标题：第一部分" not in notes(WHOLE, NoteKind.HEADING)
    assert "印刷标题：第一部分" in notes(form, NoteKind.HEADING)
    assert unread([NARRATIVE[0], "编者按", *NARRATIVE[1:]]) == ["编者按"]


def test_the_year_may_be_printed() -> None:
    assert only_form([NARRATIVE[0], "（2023年度）", *NARRATIVE[1:]]) == replace(WHOLE, year=2023)
    assert only_form(["2023年度" + NARRATIVE[0], *NARRATIVE[1:]]).year == 2023
