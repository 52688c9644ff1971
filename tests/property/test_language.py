"""Whatever a text holds: nothing raises, and every place that is named lies in the text."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from jiheng.language import (
    citations,
    commitments,
    directions,
    disclosure,
    formulas,
    marks,
    matching,
    measures,
    natures,
    slips,
    spans,
    templates,
    wordings,
)
from jiheng.language.spans import Span
from jiheng.model import Indicator
from jiheng.values.targets import parse_target

PIECES = (
    *(
        "举办",
        "培训班",
        "不少于",
        "≥",
        "12",
        "3.5",
        "1,200",
        "期",
        "人次",
        "公里",
        "%",
        "万元",
        "以上",
        "的",
        "、",
        "，",
    ),
    *(
        "。",
        "；",
        "\n",
        "（一）",
        "1.",
        "目标1：",
        "①",
        "〔2022〕",
        "【2022】",
        "15号",
        "平财预",
        "6月底前",
        "完成",
        "每月",
    ),
    *(
        "四种形态",
        "满意度",
        "执行率",
        "=",
        "/",
        "×100%",
        "（",
        "）",
        "(",
        "“",
        "”",
        "11010519491231002X",
        "13800138000",
    ),
    *(
        "单位位",
        "资金金",
        "安科",
        "计算机",
        "and",
        "涉密",
        "巡察",
        "2轮",
        "王某某",
        "300元",
        " ",
        "\u3000",
        "十二",
        "三",
    ),
)
SLIPS = (slips.confusables, slips.doubled, slips.foreign_words)
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=24).map("".join))


def _places(text: str) -> Iterator[Span]:
    yield from spans.sentences(text)
    yield from spans.clauses(text)
    for item in spans.items(text):
        yield from (item.mark, item.body)
    yield from (one.span for one in citations.document_numbers(text))
    yield from (one.span for one in formulas.formulas(text))
    yield from (one.span for one in disclosure.personal_data(text))
    yield from (one.span for one in disclosure.secrets(text))
    yield from (one.span for one in marks.mark_faults(text))
    yield from (one.span for one in commitments.commitments(text, 2024))
    yield from (slip.span for told in SLIPS for slip in told(text))
    yield from disclosure.case_data(text)
    yield from marks.run_ons(text)
    for told in (wordings.adverbs, wordings.slogans, wordings.process_verbs, wordings.progress_reports):
        yield from told(text)


@given(TEXTS)
def test_every_place_lies_in_the_text(text: str) -> None:
    assert [span for span in _places(text) if not 0 <= span.start <= span.end <= len(text)] == []


@given(TEXTS)
def test_what_a_slip_shows_stands_there(text: str) -> None:
    found = [slip for told in SLIPS for slip in told(text)]
    assert all(slip.span.of(text) == slip.found != slip.proposed for slip in found)


@given(TEXTS, TEXTS)
def test_names_and_texts_of_any_kind_are_judged(name: str, text: str) -> None:
    target = parse_target(text, year=2024)
    natures.nature(name, target)
    natures.asked_by(name)
    directions.way(name)
    directions.is_perverse(name)
    measures.unit_fits(name, text)
    for judged in (wordings.is_vague, wordings.is_duty, wordings.is_process, wordings.is_routine, wordings.is_category):
        assert judged(text) in (True, False)
    wordings.states_grades(text)
    wordings.measure_of(name)
    assert 0 <= templates.copied_from(text) < 2**64


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_a_matching_accounts_for_both_sides(text: str, names: list[str]) -> None:
    promised = commitments.commitments(text, 2024)
    rows = [Indicator(None, None, name, parse_target("≥12期")) for name in names]
    found = matching.match(promised, rows)
    assert {pair.commitment for pair in found.pairs} | set(found.unmeasured) == set(range(len(promised)))
    assert {pair.row for pair in found.pairs} | set(found.untraced) == set(range(len(rows)))
    assert all(0 < pair.score <= 100 for pair in found.pairs)
    overlap = matching.topic_overlap(text, "".join(names))
    assert 0 <= overlap.of_first <= 100
    assert 0 <= overlap.of_second <= 100
