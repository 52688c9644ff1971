"""Characters that look alike: folding keeps the words of forms apart."""

from __future__ import annotations

from jiheng.catalog import layouts
from jiheng.layouts.nearness import Near
from jiheng.layouts.vocabulary import words_of
from jiheng.values.lookalikes import folded, with_ones


def test_no_two_labels_of_a_layout_that_mean_different_columns_look_alike() -> None:
    for one in layouts().values():
        meanings: dict[str, set[str]] = {}
        for text, key in words_of(one).columns.items():
            meanings.setdefault(folded(text), set()).add(key)
        assert [text for text, keys in meanings.items() if len(keys) > 1] == []


def test_a_word_is_found_by_its_shape_only_where_one_alone_has_it() -> None:
    known = Near(("效益指标", "产出指标", "未完成", "末完成"))
    assert known.alike("效盖措标") == "效益指标"
    assert known.alike("产岀指栋") == "产出指标"
    assert known.alike("效益指标") is None
    assert known.alike("朱完成") is None
    assert Near(("未完成", "末完成")).alike("未宪成") is None


def test_a_dash_inside_a_stretch_of_months_is_no_one() -> None:
    assert folded(with_ones("l-7月执行情况")) == folded("1-7月执行情况")
    assert folded("1-7月") == "1-7月"
