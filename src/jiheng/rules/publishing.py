"""Family L: what may not be published, and whether what is published is what was approved, in time.

What is found of a person is shown masked: a finding is printed, mailed and kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from decimal import Decimal

from jiheng.language import disclosure
from jiheng.language.disclosure import Sureness
from jiheng.model import Form, NoteKind, Severity
from jiheng.rules import basis
from jiheng.rules.cells import said, texts
from jiheng.rules.facts import Facts, known
from jiheng.rules.registry import Amount, Outcome, Step, ask, failed, not_applicable, rule

_LEFT_IN = {NoteKind.HIDDEN, NoteKind.COMMENT}


@rule(
    id="publishing.no-secret",
    checks=("L01",),
    severity=Severity.ERROR,
    title="公开的表中不应有涉密内容",
    basis=basis.SECRECY,
    advice="先做保密审查：涉密的项目不公开，或按脱密后的内容另填；本系统不得处理涉密信息。",
    example="“购置专用设备2台”（经保密审查）",
    question="这些内容是否涉及国家秘密或工作秘密？",
)
def no_secret(form: Form, facts: Facts) -> Iterator[Outcome]:
    if not disclosure.secrets(facts.once(said, form)):
        return
    for owner, field, text in texts(form):
        found = disclosure.secrets(text)
        sure = tuple(dict.fromkeys(one.word for one in found if one.sureness is Sureness.SURE))
        if sure:
            yield failed(owner, field, found=sure)
        elif found:
            yield ask(owner, field, found=tuple(dict.fromkeys(one.word for one in found)))


@rule(
    id="publishing.cases-released",
    checks=("L02",),
    severity=Severity.WARNING,
    title="案件、纪律审查数据须经审核才能公开",
    basis=basis.SECRECY,
    advice="由提供数据的部门审核能否公开；不能公开的，换成可以公开的指标。",
    example="开展廉政教育 ≥4场",
    question="这些案件、巡察或纪律处分的数据，是否已经由提供部门审核同意公开？",
)
def cases_released(form: Form, facts: Facts) -> Iterator[Outcome]:
    if not disclosure.case_data(facts.once(said, form)):
        return
    for owner, field, text in texts(form):
        for span in disclosure.case_data(text):
            yield ask(owner, field, found=span.of(text))


@rule(
    id="publishing.no-personal-data",
    checks=("L03",),
    severity=Severity.ERROR,
    title="表中不应有个人信息",
    basis=basis.PRIVACY,
    advice="删去身份证号、电话、银行卡号、领取人姓名；确需附名单的，不随表公开。",
    example="“补助困难职工126人”，不列姓名",
)
def no_personal_data(form: Form, facts: Facts) -> Iterator[Outcome]:
    if not disclosure.personal_data(facts.once(said, form)):
        return
    for owner, field, text in texts(form):
        found = disclosure.personal_data(text)
        if found:
            yield failed(owner, field, found=tuple(one.masked for one in found))


@rule(
    id="publishing.as-approved",
    checks=("L04",),
    severity=Severity.ERROR,
    title="公开的表应与批复的表一致",
    basis=basis.OPENNESS,
    advice="按批复的版本重新公开；批复后有调整的，公开调整后的批复版本。",
    example="批复 ≥98%，公开也是 ≥98%",
    needs=("approved", "published"),
)
def as_approved(form: Form, facts: Facts) -> Iterator[Outcome]:
    approved, published = facts.need_approved(), known(facts.published, "published")
    for part in fields(Form):
        if part.compare and part.name not in ("layout", "confidence", "region"):
            before, after = getattr(approved, part.name), getattr(published, part.name)
            if before != after:
                yield failed(form, part.name, found=_differing(after, before), expected=_differing(before, after))


def _differing(these: object, those: object) -> str | None:
    """Name what stands in `these` and not in `those`: the texts of parts that differ, as far as they have one."""
    if not isinstance(these, tuple) or not isinstance(those, tuple):
        return None if these is None else str(getattr(these, "name", these))
    own = [one for one in these if one not in those]
    return "；".join(_told(one) for one in own) or None


def _told(one: object) -> str:
    target = getattr(getattr(one, "target", None), "raw", None)
    words = (getattr(one, "name", None), getattr(one, "text", None), target)
    return " ".join(word for word in words if word)


@rule(
    id="publishing.in-time",
    checks=("L05",),
    severity=Severity.WARNING,
    title="批复后应在规定天数内公开",
    basis=basis.OPENNESS,
    advice="尽快公开，并说明推迟的原因。",
    example="3月3日批复，3月20日公开",
    needs=("approved_on", "published_on", "parameters.days_to_publish"),
)
def in_time(form: Form, facts: Facts) -> Iterator[Outcome]:
    approved, published = known(facts.approved_on, "approved_on"), known(facts.published_on, "published_on")
    most = facts.number("days_to_publish", form)
    took = Decimal((published - approved).days)
    if took > most:
        last = approved + timedelta(days=int(most))
        steps = (
            Step("批复", approved.isoformat()),
            Step("公开", published.isoformat()),
            Step("最迟", last.isoformat()),
        )
        yield failed(form, "title", found=Amount(took, "天"), expected=Amount(most, "天内"), because=steps)


@rule(
    id="publishing.nothing-left-in",
    checks=("L06",),
    severity=Severity.ERROR,
    title="文件里不应留有批注和隐藏内容",
    basis=basis.OPENNESS,
    advice="删除批注、隐藏的行列和工作表后再报送和公开。",
    example="（没有批注，没有隐藏的工作表）",
)
def nothing_left_in(form: Form, facts: Facts) -> Iterator[Outcome]:
    left = [note for note in form.notes if note.kind in _LEFT_IN]
    if not form.notes:
        yield not_applicable()
    yield from (failed(note) for note in left)
