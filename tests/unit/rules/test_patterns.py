from __future__ import annotations

from time import perf_counter

import pytest

from jiheng.rules.patterns import LONGEST, RiskyPatternError, compiled


@pytest.mark.parametrize(
    "pattern", ["(a+)+", "(a|b)*", "((a+))+x", "(?:a*)*b", "(a{1,5}){3}", "(a?){30}", "((a|b)c)+", "(a+){2,}"]
)
def test_a_repetition_around_another_is_refused(pattern: str) -> None:
    with pytest.raises(RiskyPatternError, match="重复里面不能再有重复"):
        compiled(pattern)


@pytest.mark.parametrize("pattern", ["a*b*c*", "a?" * 25, "(a|a)" * 25, ".*a.{0,900}b.*"])
def test_too_many_ways_are_refused(pattern: str) -> None:
    with pytest.raises(RiskyPatternError, match="重复太多"):
        compiled(pattern)


@pytest.mark.parametrize("pattern", [r"(a)\1", "(?P<x>a)(?P=x)", "(?x)a #(\n+", "(?i)a", "(?>a)"])
def test_what_hides_repetitions_is_refused(pattern: str) -> None:
    with pytest.raises(RiskyPatternError, match="不能引用前面的分组"):
        compiled(pattern)


@pytest.mark.parametrize("pattern", ["(", "a{2,1}", "[z-a]", "字" * 201])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(RiskyPatternError):
        compiled(pattern)


@pytest.mark.parametrize(
    "pattern", [r"不少于\d+(次|场)", "[()+*]+", r"\(.*\)", "^第[一二三四五]+批$", "(甲|乙)?丙", "(?=.*次)目标"]
)
def test_what_people_write_is_taken(pattern: str) -> None:
    assert compiled(pattern).pattern == pattern


@pytest.mark.parametrize("pattern", ["a*a*b", ".*a.*b", "a*a{1,9}a{1,9}b"])
def test_the_worst_that_is_taken_is_quick(pattern: str) -> None:
    started = perf_counter()
    assert compiled(pattern).search("a" * LONGEST) is None
    assert perf_counter() - started < 5
