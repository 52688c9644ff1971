from __future__ import annotations

import pytest

from jiheng.language.spans import Span, clauses, items, sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("清淤3公里。绿化2亩", ["清淤3公里", "绿化2亩"]),
        ("清淤3.5公里；绿化1,200亩\n养护5条", ["清淤3.5公里", "绿化1,200亩", "养护5条"]),
        ("。；", []),
        ("", []),
    ],
)
def test_sentences_end_at_stops(text: str, found: list[str]) -> None:
    assert [span.of(text) for span in sentences(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("目标：清淤，共1,200米", ["目标", "清淤", "共1,200米"]),
        ("文印、会议和后勤", ["文印、会议和后勤"]),
    ],
)
def test_clauses_end_at_commas_too(text: str, found: list[str]) -> None:
    assert [span.of(text) for span in clauses(text)] == found


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("（一）清淤。（二)绿化", ["（一）", "（二)"]),
        ("1.清淤 2.绿化", ["1.", "2."]),
        ("1、清淤；2、绿化", ["1、", "2、"]),
        ("①清淤②绿化", ["①"]),
        ("①清淤，②绿化", ["①", "②"]),
        ("目标1：清淤\n目标2：绿化", ["目标1：", "目标2："]),
        ("清淤3.5公里，绿化1.2亩", []),
        ("共3处（含2处水闸）", []),
        ("加强（三重一大）监督", []),
    ],
)
def test_items_begin_with_a_number(text: str, marks: list[str]) -> None:
    assert [item.mark.of(text) for item in items(text)] == marks


def test_an_item_goes_up_to_the_next() -> None:
    text = "（一）清淤3公里 （二） 绿化2亩"
    assert [item.body.of(text) for item in items(text)] == ["清淤3公里", "绿化2亩"]


def test_stretches_meet_where_they_share_a_character() -> None:
    assert Span(0, 3).meets(Span(2, 5))
    assert not Span(0, 3).meets(Span(3, 5))
    assert Span(0, 5).holds(Span(1, 5))
    assert not Span(1, 5).holds(Span(0, 5))
