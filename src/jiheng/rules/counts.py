"""Families E and G, numbers and what they count: units that fit, shares of something, counts that agree.

Two rows count one thing where their names say the same and their units are the same; what a name does not tell is not
guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal
from functools import lru_cache
from typing import Final

from jiheng.language.directions import is_perverse
from jiheng.language.formulas import formulas
from jiheng.language.lexicon import any_of, words
from jiheng.language.matching import topic_overlap
from jiheng.language.measures import counts_things, unit_fits, units_for
from jiheng.language.natures import is_survey
from jiheng.language.spans import clauses as clauses_of
from jiheng.language.wordings import measure_of
from jiheng.model import Form, Indicator, Operator, Severity, Target
from jiheng.rules import basis
from jiheng.rules.cells import ALL, FROM_BELOW, numbers, percents, told_of
from jiheng.rules.facts import Facts
from jiheng.rules.lexicon import bare, direction, is_change, is_unbounded
from jiheng.rules.mends import with_operator
from jiheng.rules.registry import SETTING, Amount, Outcome, Step, failed, not_applicable, rule


@rule(
    id="target.unit-fits",
    checks=("E04",),
    severity=Severity.ERROR,
    title="计量单位应与指标相符",
    basis=basis.CLEAR,
    advice="按名称衡量的东西选单位：人次用“人次”，车辆用“辆”，比率和执行情况用“%”；要衡量别的，改名称。",
    example="监控车辆数量 ≥60辆；接待人次 ≥1.2万人次；预算执行率 ≥95%",
    about=("indicators",),
    stages=SETTING,
)
def unit_fits_name(form: Form, facts: Facts) -> Iterator[Outcome]:
    for row in form.indicators:
        for target, _ in numbers(row):
            if unit_fits(row.name, target.unit) is False:
                yield failed(target, expected=units_for(row.name)[:3])


# A share of which nobody can say what is divided by what can be neither measured nor missed.
@rule(
    id="target.share-has-base",
    checks=("E18",),
    severity=Severity.ERROR,
    title="百分比指标应说明是什么占什么",
    basis=basis.QUANTIFIED,
    advice="把名称改成比率并写明分子、分母；说不出分子、分母的，换成能计数的指标或能分级的等级。",
    example="窗口一次办结率 ≥95%：一次办结件数÷受理件数",
    about=("indicators",),
    stages=SETTING,
    needs=("parameters.highest_plausible_change",),
)
def share_has_base(form: Form, facts: Facts) -> Iterator[Outcome]:
    rows = [(row, part) for row in form.indicators if row.name and not row.fixed for part in percents(row)]
    if not rows:
        yield not_applicable()
        return
    most = facts.number("highest_plausible_change", form)
    for row, (target, value) in rows:
        if (
            _is_thing(row.name, row.explanation)
            and not (_may_change(row) and value <= most)
            and not _tells_base(form, row)
        ):
            yield failed(target)


# Names of shares that leave out 率: 资金到位, 验收合格.
_MEASURED: Final = ("质量", "程度", "度", "性", "幅度", "情况", "比例", "占比", "比重", "指数", "效率", "进度")


@lru_cache(maxsize=4096)
def _is_thing(printed: str | None, explanation: str | None) -> bool:
    """Whether the name is of a thing or a deed, of which there is no share."""
    name = bare(printed)
    # That a survey is no satisfaction, and a complaint no success, is found by other rules.
    if is_survey(name) or is_perverse(name) or is_perverse(explanation) or name.endswith("效果"):
        return False
    if unit_fits(name, "%") is not None or direction(f"{name}率") is not None or is_unbounded(f"{name}率"):
        return name.startswith(words("wording", "improving")) and measure_of(name) not in ("率", *_MEASURED, "满意度")
    measure = measure_of(name)
    return measure is None or (measure == "水平" and name.startswith(words("wording", "improving")))


def _may_change(row: Indicator) -> bool:
    return is_change(row.name) or bare(row.name).startswith(words("wording", "improving"))


def _tells_base(form: Form, row: Indicator) -> bool:
    return any(_is_of_share(text) for text in told_of(form, row))


def _is_of_share(text: str) -> bool:
    said = bare(text)
    if formulas(text) or any_of("measures", "share").search(said) is not None:
        return True
    clauses = (clause.of(said) for clause in clauses_of(said))
    return any(one.endswith("率") and not one.startswith(words("wording", "improving")) for one in clauses)


# Of two devices one or both can pass: 98 % of two is no number that can come about.
@rule(
    id="target.share-can-come-about",
    checks=("E13",),
    severity=Severity.WARNING,
    title="数量很少时，合格率一类的指标值应是能出现的比率",
    basis=basis.ARITHMETIC,
    advice="按数量换算：能出现的只有几分之几；要求全部合格的写“=100%”。",
    example="采购设备 2台，验收合格率 =100%",
    about=("indicators",),
    stages=SETTING,
)
def share_can_come_about(form: Form, facts: Facts) -> Iterator[Outcome]:
    counted = [(row, part) for row in form.indicators for part in numbers(row) if _counts_few(*part)]
    rows = form.indicators if counted else ()
    shares = [(row, part) for row in rows for part in percents(row) if _is_share_of_things(row)]
    if not shares:
        yield not_applicable()
        return
    for row, (target, value) in shares:
        found = [(one, aim, count) for one, (aim, count) in counted if _is_of(row, one, aim, len(counted))]
        if len(found) == 1 and _must_be_all(target, value, found[0][2]):
            yield _all_of(row, target, *found[0])


_FEWEST, _MOST_FEW = 2, 100


def _counts_few(target: Target, value: Decimal) -> bool:
    whole = value == value.to_integral_value() and _FEWEST <= value < _MOST_FEW
    return whole and counts_things(target.unit or "") and target.unit not in words("measures", "units.length")


def _is_share_of_things(row: Indicator) -> bool:
    said = f"{bare(row.name)}{bare(row.explanation)}"
    return _passing(row.name) is not None and any_of("measures", "passing.not").search(said) is None


@lru_cache(maxsize=4096)
def _passing(name: str | None) -> str | None:
    """Return what is passed or found in order, by a name such as 驿站验收合格率; None where it is no such share."""
    said = _NUMBERED.sub("", bare(name))
    ending = max((word for word in words("measures", "passing") if said.endswith(word)), key=len, default=None)
    if ending is None:
        return None
    verb = any_of("measures", "passing.verb").match(said)
    return said[verb.end() if verb is not None else 0 :].removesuffix(ending)


# As the ministry's form prints names: 指标1：…
_NUMBERED: Final = re.compile(r"^指标[0-9一二三四五六七八九十]*[:：]")


def _is_of(share: Indicator, counted: Indicator, aim: Target, counts: int) -> bool:
    """Whether the share is one of the things that the other row counts."""
    thing = _passing(share.name) or ""
    if len(thing) > 1 and thing in bare(counted.name):
        return True
    anything = thing in words("measures", "passing.any") and "质量" in bare(share.level2)
    return anything and counts == 1 and aim.unit in words("measures", "units.device")


def _must_be_all(target: Target, share: Decimal, count: Decimal) -> bool:
    if share >= ALL or share <= 0:
        return False
    if target.operator is Operator.EQUAL:
        return (share * count) % ALL != 0
    least = (share * count / ALL).to_integral_value(ROUND_CEILING)
    return (target.operator is None or target.operator in FROM_BELOW) and least == count


def _all_of(row: Indicator, target: Target, counted: Indicator, aim: Target, count: Decimal) -> Outcome:
    one_less = Amount(round((count - 1) / count * ALL, 2), "%")
    steps = (Step(counted.name or "数量", aim), Step(f"有 1{aim.unit}不合格时", one_less))
    mend = with_operator(row, target, Operator.EQUAL, ALL)
    return failed(target, expected=Amount(ALL, "%", Operator.EQUAL), because=steps, beside=(counted,), mend=mend)


@rule(
    id="consistency.counts-of-one-thing",
    checks=("G09",),
    severity=Severity.ERROR,
    title="同一事项的数量在各行应一致",
    basis=basis.COMPLETE,
    advice="核对后统一成一个数；确实不是一回事的，在名称里写清各指什么。",
    example="数量指标：参训教师 420人；效益指标：受训教师覆盖 420人",
    about=("indicators",),
    stages=SETTING,
)
def counts_of_one_thing(form: Form, facts: Facts) -> Iterator[Outcome]:
    seen: list[tuple[Indicator, Target, Decimal]] = []
    for row in form.indicators:
        if row.target is None or row.target.value is None or not counts_things(row.target.unit or ""):
            continue
        for target, value in numbers(row):
            first = next((one for one in seen if _is_one_fact(one[0], one[1], row, target)), None)
            if first is not None and first[2] != value:
                steps = (Step(first[0].name or "", first[1]), Step(row.name or "", target))
                yield failed(target, expected=first[1], because=steps, beside=(first[0],))
            seen.append((row, target, value))


def _is_one_fact(one: Indicator, aim: Target, other: Indicator, target: Target) -> bool:
    if one is other or aim.unit != target.unit or one.horizon is not other.horizon:
        return False
    shared = topic_overlap(one.name, other.name)
    return shared.of_first == shared.of_second == _WHOLLY and bare(one.name)[-2:] == bare(other.name)[-2:]


_WHOLLY = 100
