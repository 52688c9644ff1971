"""Family A: the form is complete, and free of what a template or an editor left behind."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from jiheng.layouts.blocks import IndicatorKey
from jiheng.layouts.levels import scheme_of
from jiheng.model import Form, Indicator, NoteKind, Severity
from jiheng.rules import basis
from jiheng.rules.cells import TEXT_COLUMNS, money_cells, texts
from jiheng.rules.facts import Facts
from jiheng.rules.lexicon import (
    INDICATOR_CLASSES,
    MARKUP,
    PLACEHOLDER_NAME,
    TEMPLATE_HINTS,
    bare,
    holds_a_place,
    speaks_of,
)
from jiheng.rules.registry import Mend, Outcome, failed, not_applicable, not_enough_data, rule
from jiheng.values.codes import BadProjectCodeError, ProjectCode, gb32100_minus1, parse_project_code
from jiheng.values.wording import plain


@rule(
    id="integrity.required-filled",
    checks=("A01",),
    severity=Severity.ERROR,
    title="必填项应填写",
    basis=basis.COMPLETE,
    advice="按当地表样补填此项；确实没有的，应与财政部门核对表样。",
    example="单位名称：云溪县图书馆",
)
def required_filled(form: Form, facts: Facts) -> Iterator[Outcome]:
    required = facts.need_layout().required
    if not required:
        yield not_applicable()
    for pointer in required:
        if not form.at(pointer):
            yield failed(form, pointer.removeprefix("/"))


@rule(
    id="integrity.money-cell-holds-amount",
    checks=("A04",),
    severity=Severity.ERROR,
    title="金额栏应填数字",
    basis=basis.COMPLETE,
    advice="把文字移到它应在的栏目，金额栏只填数字；没有该项资金时填 0。",
    example="其他资金：0",
)
def money_cell_holds_amount(form: Form, facts: Facts) -> Iterator[Outcome]:
    cells = tuple(money_cells(form))
    if not cells:
        yield not_applicable()
    for money in cells:
        if money.amount is None:
            yield failed(money)


# Bookmarks and hash signs are damage done by extraction; an HTML tag is printed for the public to see.
@rule(
    id="integrity.no-markup",
    checks=("A06",),
    severity=Severity.ERROR,
    title="正文不应带有网页或排版标记",
    basis=basis.COMPLETE,
    advice="在系统中清除格式后重新粘贴文字（如“只保留文本”），再导出表格。",
    example="一、组织送书下乡；二、办好读书会。",
)
def no_markup(form: Form, facts: Facts) -> Iterator[Outcome]:
    for note in form.notes:
        if note.kind is NoteKind.MARKUP and "HTML" in note.text:
            yield failed(note)
    for owner, name, text in texts(form):
        if MARKUP.search(text):
            yield failed(owner, name)


@rule(
    id="integrity.instruction-removed",
    checks=("A07", "L06"),
    severity=Severity.ERROR,
    title="填报说明应删除后再报送和公开",
    basis=basis.COMPLETE,
    advice="报送或公开前删去表中的填报说明文字。",
    example="（表中只留本单位填写的内容）",
)
def instruction_removed(form: Form, facts: Facts) -> Iterator[Outcome]:
    yield from _left_behind(form, NoteKind.INSTRUCTION)


@rule(
    id="integrity.pick-list-removed",
    checks=("A08", "L06"),
    severity=Severity.ERROR,
    title="下拉选项的来源列表不应印出",
    basis=basis.COMPLETE,
    advice="把选项列表放在隐藏工作表中；导出或公开时不要带出。",
    example="（选项列表放在隐藏工作表中，不随表印出）",
)
def pick_list_removed(form: Form, facts: Facts) -> Iterator[Outcome]:
    # One list has many lines, each with its own note; the first stands for all.
    yield from islice(_left_behind(form, NoteKind.PICK_LIST), 1)


# A file that is still to be filled in needs both.
def _left_behind(form: Form, kind: NoteKind) -> Iterator[Outcome]:
    if any(note.kind is NoteKind.FILLABLE for note in form.notes):
        yield not_applicable()
    else:
        yield from (failed(note) for note in form.notes if note.kind is kind)


@rule(
    id="integrity.template-hint-replaced",
    checks=("A09",),
    severity=Severity.ERROR,
    title="模板提示语应换成本单位的内容",
    basis=basis.CLEAR,
    advice="删去模板的提示语，写明本单位的具体事项、口径和数据来源。",
    example="流动书车全年到 42个行政村服务，取自出车记录",
)
def template_hint_replaced(form: Form, facts: Facts) -> Iterator[Outcome]:
    for owner, name, text in texts(form):
        if speaks_of(text, TEMPLATE_HINTS):
            yield failed(owner, name)


@rule(
    id="integrity.no-placeholder",
    checks=("A10",),
    severity=Severity.ERROR,
    title="占位文字应换成实际内容",
    basis=basis.CLEAR,
    advice="用实际的名称、数量或日期替换“任务1”“XX”“某某”“待定”一类占位文字。",
    example="任务名称：流动书车服务",
)
def no_placeholder(form: Form, facts: Facts) -> Iterator[Outcome]:
    for owner, name, text in texts(form):
        if holds_a_place(text) or (name == "name" and PLACEHOLDER_NAME.match(plain(text))):
            yield failed(owner, name)


@rule(
    id="integrity.levels-present",
    checks=("A11",),
    severity=Severity.ERROR,
    title="三级指标应有一级、二级指标",
    basis=basis.INDICATORS,
    advice="为此行补上所属的一级指标和二级指标。",
    example="产出指标—数量指标—讲座场次 ≥8场",
    about=("indicators",),
)
def levels_present(form: Form, facts: Facts) -> Iterator[Outcome]:
    if facts.layout is not None and not facts.layout.levels:
        yield not_applicable()
        return
    for row in form.indicators:
        yield from (failed(row, level) for level in ("level1", "level2") if not getattr(row, level))


@rule(
    id="integrity.name-present",
    checks=("A11",),
    severity=Severity.ERROR,
    title="每行应有三级指标名称",
    basis=basis.INDICATORS,
    advice="补填三级指标名称；多余的空行应删除。",
    example="三级指标：讲座场次",
    about=("indicators",),
)
def name_present(form: Form, facts: Facts) -> Iterator[Outcome]:
    yield from (failed(row, "name") for row in form.indicators if not row.name)


@rule(
    id="integrity.level-not-repeated-as-name",
    checks=("A12", "D11"),
    severity=Severity.WARNING,
    title="三级指标不应照抄指标类别的名称",
    basis=basis.SCIENTIFIC,
    advice="写出具体衡量什么的三级指标名称，例如“参训人员考核合格率”。",
    example="社会效益指标：少儿读者到馆人次",
    about=("indicators",),
)
def level_not_repeated_as_name(form: Form, facts: Facts) -> Iterator[Outcome]:
    for row in form.indicators:
        classes = {_class(row.level1 or ""), _class(row.level2 or ""), *INDICATOR_CLASSES}
        if row.name and _class(row.name) in classes:
            yield failed(row, "name")


def _class(name: str) -> str:
    return bare(name).removesuffix("指标")


@rule(
    id="integrity.level2-under-its-level1",
    checks=("A13",),
    severity=Severity.ERROR,
    title="二级指标应归在表样规定的一级指标之下",
    basis=basis.REGIONAL_FORM,
    advice="按表样的指标体系调整此行所属的一级指标或二级指标。",
    example="产出指标之下设数量指标、质量指标、时效指标",
    about=("indicators",),
)
def level2_under_its_level1(form: Form, facts: Facts) -> Iterator[Outcome]:
    levels = facts.need_layout().levels
    if not levels:
        yield not_applicable()
        return
    scheme = scheme_of(facts.need_layout())
    children = {one.name: tuple(two.name for two in one.level2) for one in levels}
    for row in form.indicators:
        level1 = scheme.level1.get(plain(row.level1 or ""))
        if row.level1 and level1 is None:
            yield failed(row, "level1", expected=tuple(children))
        elif row.level2 and level1 is not None and scheme.level2.get(plain(row.level2)) not in children[level1]:
            yield failed(row, "level2", expected=children[level1])


@rule(
    id="integrity.fixed-rows-present",
    checks=("A14",),
    severity=Severity.ERROR,
    title="表样固定的指标行不得缺少或改名",
    basis=basis.REGIONAL_FORM,
    advice="按表样恢复固定的指标行及其名称；不适用的，在指标值中写明“不适用”及理由。",
    example="照表样保留“预算调整率”一行；不适用的填“不适用”并说明",
    about=("indicators",),
)
def fixed_rows_present(form: Form, facts: Facts) -> Iterator[Outcome]:
    layout = facts.need_layout()
    if not layout.frame:
        yield not_applicable()
    scheme = scheme_of(layout)
    printed = {bare(row.name) for row in form.indicators}
    for fixed in layout.frame:
        official = {bare(name) for name in (fixed.name, *fixed.also)}
        if printed.isdisjoint(official):
            renamed = next((row for row in form.indicators if scheme.frame_row(row.name) == fixed), None)
            if renamed is None:
                yield failed(form, "indicators", expected=fixed.name)
            else:
                yield failed(renamed, "name", expected=fixed.name, mend=Mend(fixed.name))


# The official wording is not part of the product; a site loads it from its own blank form.
@rule(
    id="integrity.fixed-wording-kept",
    checks=("A14", "A05"),
    severity=Severity.ERROR,
    title="表样固定的说明文字不得改动或截断",
    basis=basis.REGIONAL_FORM,
    advice="按当地空白表恢复固定的说明文字。",
    example="照空白表保留全文，本单位的补充写在另一栏",
    about=("indicators",),
)
def fixed_wording_kept(form: Form, facts: Facts) -> Iterator[Outcome]:
    layout = facts.need_layout()
    if not layout.frame:
        yield not_applicable()
    elif not any(fixed.wording for fixed in layout.frame):
        yield not_enough_data("layout.frame.wording")
    scheme = scheme_of(layout)
    for row in form.indicators:
        fixed_row = scheme.frame_row(row.name)
        wording = fixed_row.wording if fixed_row is not None else None
        if wording and _sentence(_explained(form, row, layout.wording_key)) != _sentence(wording):
            mend = Mend(wording) if layout.wording_key not in (row.merged_from or {}) else None
            yield failed(row, layout.wording_key, expected=wording, mend=mend)


def _explained(form: Form, row: Indicator, column: str) -> str:
    above = (row.merged_from or {}).get(column)
    text: str | None = getattr(row if above is None else form.indicators[above], column)
    return text or ""


def _sentence(text: str) -> str:
    return plain(text).rstrip("。.;")


@rule(
    id="integrity.explanation-filled",
    checks=("A15",),
    severity=Severity.WARNING,
    title="指标的说明、依据等必填栏应填写",
    basis=basis.REGIONAL_FORM,
    advice="补填此栏：写明指标的含义、计算方法、依据或评分标准。",
    example="讲座场次：全年举办的公益讲座场数，取自活动台账",
    about=("indicators",),
)
def explanation_filled(form: Form, facts: Facts) -> Iterator[Outcome]:
    table = facts.need_layout().indicators
    columns = table.indicators if table is not None else ()
    keys = [IndicatorKey(column.key).value for column in columns if column.required]
    mandatory = [key for key in keys if key in TEXT_COLUMNS]
    if not mandatory:
        yield not_applicable()
    for row in form.indicators:
        merged = row.merged_from or {}
        yield from (failed(row, key) for key in mandatory if not getattr(row, key) and key not in merged)


@rule(
    id="integrity.project-code-shape",
    checks=(),
    severity=Severity.ERROR,
    title="项目编码应为 21 位并符合编码规则",
    basis=basis.PROJECT_CODES,
    advice="从预算管理一体化系统中复制项目编码：6 位区划、2 位年度、1 位类别，共 21 位。",
    example="6位区划＋2位年度＋1位类别……共 21位",
    about=("project",),
)
def project_code_shape(form: Form, facts: Facts) -> Iterator[Outcome]:
    if form.project is None or form.project.code is None:
        yield not_applicable()
    elif _parsed(form.project.code) is None:
        yield failed(form.project, "code")


# Which check character a region uses is known of few regions, so a mismatch is a question, not a verdict.
@rule(
    id="integrity.project-code-check",
    checks=(),
    severity=Severity.WARNING,
    title="项目编码的校验位应与前 20 位相符",
    basis=basis.CHECK_CHARACTERS,
    advice="与一体化系统中的编码逐位核对，常见的是抄错一位或相邻两位颠倒。",
    example="从一体化系统复制的 21位编码，逐位相同",
    about=("project",),
    needs=("parameters.project_code_check",),
)
def project_code_check(form: Form, facts: Facts) -> Iterator[Outcome]:
    parsed = _parsed(form.project.code) if form.project is not None and form.project.code else None
    if parsed is None:
        yield not_applicable()
        return
    expected = _with_check_character(parsed.code, facts.word("project_code_check", form))
    if parsed.code != expected:
        yield failed(form.project, "code", expected=expected)


def _parsed(code: str) -> ProjectCode | None:
    try:
        return parse_project_code(code)
    except BadProjectCodeError:
        return None


def _with_check_character(code: str, method: str) -> str | None:
    """Return the code as it should end; None where a character before the last cannot stand in any code."""
    try:
        return code[:-1] + CHECK_CHARACTERS[method](code[:-1])
    except BadProjectCodeError:
        return None


CHECK_CHARACTERS = {"gb32100_minus1": gb32100_minus1}
