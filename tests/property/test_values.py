"""What holds for every value, not only for the ones that somebody thought of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from jiheng.model import Operator, Place, Target, TargetKind
from jiheng.values.money import YUAN_IN, find_money, parse_money
from jiheng.values.noise import without_noise
from jiheng.values.numbers import chinese_numeral, parse_number, plain_number
from jiheng.values.percent import parse_percent
from jiheng.values.targets import looks_like_target, parse_target, parse_target_cells, print_target

relaxed = settings(deadline=None)

WIDE = str.maketrans("0123456789,.%-+", "０１２３４５６７８９，．％－＋")
ALPHABET = (
    "0123456789０９,.，。；;、%％≥≤><=≧═ -–—~至到约达不少于低超过以上以内下左右前底末"
    "一二三十百千万亿零点元次天年月日第季度每上半台人/·()（）工^$完成良好任务\n"
)

whole_numbers = st.integers(min_value=0, max_value=10**8)
amounts = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)
targets_text = st.text(max_size=40) | st.text(alphabet=ALPHABET, max_size=24)


def typings(number: Decimal) -> list[str]:
    """Every way in which people type a number."""
    plain, grouped = f"{number:f}", f"{number:,f}"
    return [plain, grouped, plain.translate(WIDE), grouped.translate(WIDE), f" {plain} "]


FORMS = {
    None: ("{}",),
    Operator.AT_LEAST: (
        "≥{}",
        "≧{}",
        "⩾{}",
        ">={}",
        "＞＝{}",
        "不少于{}",
        "不低于{}",
        "达到{}",
        "大于等于{}",
        "{}以上",
        "不得少于{}",
        "应不低于{}",
        "≥ {}",
    ),
    Operator.AT_MOST: (
        "≤{}",
        "≦{}",
        "<={}",
        "=<{}",
        "不超过{}",
        "不高于{}",
        "不得超过{}",
        "小于等于{}",
        "{}以内",
        "{}以下",
        "控制在{}以内",
    ),
    Operator.MORE: (">{}", "＞{}", "超过{}", "大于{}"),
    Operator.LESS: ("<{}", "＜{}", "低于{}", "少于{}"),
    Operator.EQUAL: ("={}", "＝{}", "═{}", "等于{}"),
    Operator.ABOUT: ("≈{}", "约{}", "{}左右"),
}
UNITS = ("", "%", "％", "人次", "台", "万元", "平方米", "个工作日", "元/人·月", "人/10万人", "次/年", "‰", "个百分点")


@relaxed
@given(amounts, st.integers(min_value=0, max_value=4))
def test_a_number_is_the_same_in_every_typing(number: Decimal, typing: int) -> None:
    assert parse_number(typings(number)[typing]) == number


@relaxed
@given(whole_numbers)
def test_a_chinese_numeral_reads_back(number: int) -> None:
    assert parse_number(chinese_numeral(number)) == number


@relaxed
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6))
def test_a_plain_number_reads_back_without_an_exponent(number: Decimal) -> None:
    written = plain_number(number)
    assert parse_number(written) == number
    assert "E" not in written
    assert "." not in written or not written.endswith("0")


@relaxed
@given(amounts)
def test_a_percentage_is_the_same_in_every_typing(number: Decimal) -> None:
    assert {parse_percent(form) for text in typings(number) for form in (text, f"{text}%", f"{text}％")} == {number}


@relaxed
@given(
    operator=st.sampled_from(list(FORMS)),
    form=st.integers(0, 20),
    number=amounts,
    typing=st.integers(0, 4),
    unit=st.sampled_from(UNITS),
)
def test_a_target_says_what_it_was_made_of(
    operator: Operator | None, form: int, number: Decimal, typing: int, unit: str
) -> None:
    forms = FORMS[operator]
    raw = forms[form % len(forms)].format(typings(number)[typing] + unit)
    target = parse_target(raw)
    assert target == Target(
        raw=raw.strip(),
        kind=TargetKind.NUMBER,
        operator=operator,
        value=number,
        unit=unit.replace("％", "%") or None,
    )


@relaxed
@given(number=st.integers(1, 10**8), unit=st.sampled_from(["次", "人次", "个工作日", "平方米"]))
def test_a_target_in_chinese_numerals(number: int, unit: str) -> None:
    target = parse_target(f"不少于{chinese_numeral(number)}{unit}")
    assert target is not None
    assert (target.operator, target.value, target.unit) == (Operator.AT_LEAST, Decimal(number), unit)


@relaxed
@given(
    ends=st.tuples(amounts, amounts).map(sorted),
    separator=st.sampled_from(["-", "–", "—", "~", "～", "至", "－"]),
    unit=st.sampled_from(UNITS),
    twice=st.booleans(),
)
def test_a_range_keeps_both_ends(ends: list[Decimal], separator: str, unit: str, twice: bool) -> None:
    lower, upper = ends
    target = parse_target(f"{lower}{unit if twice else ''}{separator}{upper}{unit}")
    assert target is not None
    assert (target.kind, target.operator) == (TargetKind.RANGE, None)
    assert (target.value, target.upper, target.unit) == (lower, upper, unit.replace("％", "%") or None)


@relaxed
@given(
    day=st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)),
    form=st.sampled_from(
        ["{0.year}年{0.month}月{0.day}日前", "{0:%Y-%m-%d}", "{0:%Y.%m.%d}前", "不迟于{0.year}年{0.month}月{0.day}日"]
    ),
)
def test_a_day_is_read_in_every_writing(day: date, form: str) -> None:
    target = parse_target(form.format(day))
    assert target is not None
    assert (target.kind, target.operator, target.date) == (TargetKind.DATE, Operator.AT_MOST, day)


@relaxed
@given(targets_text)
def test_the_grammar_never_raises_and_keeps_its_promises(text: str) -> None:
    target = parse_target(text, year=2023)
    looks_like_target(text)
    if target is None:
        assert not text.strip()
        return
    assert target.raw == text.strip()
    _assert_sound(target)


@relaxed
@given(targets_text)
def test_what_is_printed_reads_back(text: str) -> None:
    target = parse_target(text, year=2023)
    assert target is None or parse_target(print_target(target), year=2023) == target


@relaxed
@given(targets_text, st.sampled_from("不非未无没勿免禁≠"), st.integers(0, 24))
def test_no_proposal_drops_a_denial(text: str, denial: str, at: int) -> None:
    target = parse_target(text[:at] + denial + text[at:], year=2023)
    assert target is not None
    assert not target.repair or any(denial in proposal for proposal in target.repair)


@relaxed
@given(
    targets_text.filter(str.strip),
    st.sampled_from(["≥", "=", "大于等于", "定性", "", None]),
    st.sampled_from(["%", "/", None]),
)
def test_cells_never_raise_and_are_kept(value: str, type_: str | None, unit: str | None) -> None:
    target = parse_target_cells(type=type_, value=value, unit=unit)
    if target is not None:
        assert target.cells is not None
        assert target.cells.value == value.strip()
        _assert_sound(target)


@relaxed
@given(operator=st.sampled_from([None, *Operator]), number=amounts, unit=st.sampled_from([None, "%", "次", "元/人·月"]))
def test_a_target_without_print_is_printed_so_that_it_reads_the_same(
    operator: Operator | None, number: Decimal, unit: str | None
) -> None:
    made = Target(raw="", kind=TargetKind.NUMBER, operator=operator, value=number, unit=unit)
    again = parse_target(print_target(made))
    assert again is not None
    assert (again.kind, again.operator, again.value, again.unit) == (made.kind, operator, number, unit)


@relaxed
@given(number=amounts, unit=st.sampled_from(list(YUAN_IN)), typing=st.integers(0, 4))
def test_yuan_are_exact(number: Decimal, unit: str, typing: int) -> None:
    raw = typings(number)[typing]
    money = parse_money(raw, unit=unit, place=Place())
    assert money is not None
    assert money.amount == number
    assert money.yuan == number * YUAN_IN[unit]
    assert money.yuan is not None
    assert str(money.yuan) == plain_number(money.yuan)
    assert money == parse_money(raw, unit=unit, place=Place(line=1))


@relaxed
@given(st.lists(st.tuples(amounts, st.sampled_from(list(YUAN_IN))), max_size=4))
def test_amounts_in_a_sentence_are_all_found(made: list[tuple[Decimal, str]]) -> None:
    sentence = "".join(f"安排{number}{unit}，" for number, unit in made)
    assert [(money.amount, money.unit) for money in find_money(sentence)] == made


@relaxed
@given(st.text(max_size=60))
def test_money_never_raises(text: str) -> None:
    find_money(text)
    money = parse_money(text, unit="元", place=Place())
    assert (money is None) == (not text.strip())


def _assert_sound(target: Target) -> None:
    filled = {
        name for name in ("operator", "value", "upper", "unit", "text", "date") if getattr(target, name) is not None
    }
    allowed, needed = PROMISES[target.kind]
    assert needed <= filled <= allowed
    assert bool(target.parts) == (target.kind is TargetKind.COMPOSITE)
    assert not target.repair or target.kind is TargetKind.UNREADABLE or target.repair == without_noise(target)
    for part in target.parts:
        assert part.kind in (TargetKind.NUMBER, TargetKind.RANGE, TargetKind.DATE, TargetKind.GRADE)
        assert part.raw in target.raw
        _assert_sound(part)


PROMISES: dict[TargetKind, tuple[set[str], set[str]]] = {
    TargetKind.NUMBER: ({"operator", "value", "unit"}, {"value"}),
    TargetKind.RANGE: ({"value", "upper", "unit"}, {"value", "upper"}),
    TargetKind.DATE: ({"operator", "text", "date"}, {"operator", "text"}),
    TargetKind.GRADE: ({"text"}, {"text"}),
    TargetKind.COMPOSITE: (set(), set()),
    TargetKind.UNREADABLE: (set(), set()),
}
