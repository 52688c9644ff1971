"""Family J: the language of a form: wrong characters, doubled words, stray English, wrong marks, endless sentences.

A cell is one finding for each rule, however often the rule is broken in it; what is proposed is the whole cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jiheng.language import marks, slips
from jiheng.language.slips import Slip
from jiheng.language.spans import Span
from jiheng.model import Form, Operator, Severity
from jiheng.rules import basis
from jiheng.rules.cells import texts
from jiheng.rules.facts import Facts
from jiheng.rules.registry import Amount, Mend, Outcome, failed, rule


@rule(
    id="writing.no-wrong-character",
    checks=("J01",),
    severity=Severity.HINT,
    title="疑有错别字",
    basis=basis.PRACTICE,
    advice="核对所列字词；确是专有名称的不必改。",
    example="“却保”改为“确保”",
)
def no_wrong_character(form: Form, facts: Facts) -> Iterator[Outcome]:
    for owner, field, text in texts(form):
        found = slips.confusables(text)
        if found:
            yield _slipped(owner, field, text, found, safe=False)


@rule(
    id="writing.no-doubled-word",
    checks=("J02",),
    severity=Severity.HINT,
    title="疑有重复的字词",
    basis=basis.PRACTICE,
    advice="删去多出的字词。",
    example="“保障单位位运转”改为“保障单位运转”",
)
def no_doubled_word(form: Form, facts: Facts) -> Iterator[Outcome]:
    for owner, field, text in texts(form):
        found = slips.doubled(text)
        if found:
            yield _slipped(owner, field, text, found, safe=False)


@rule(
    id="writing.no-foreign-word",
    checks=("J03",),
    severity=Severity.HINT,
    title="中文里不应夹杂外文词",
    basis=basis.PRACTICE,
    advice="改用中文；系统、产品的专名除外。",
    example="“企业 and 协会”改为“企业和协会”",
)
def no_foreign_word(form: Form, facts: Facts) -> Iterator[Outcome]:
    for owner, field, text in texts(form):
        found = slips.foreign_words(text)
        if found:
            yield failed(owner, field, found=tuple(slip.found for slip in found))


@rule(
    id="writing.marks-are-right",
    checks=("J04",),
    severity=Severity.HINT,
    title="括号、标点应成对、统一",
    basis=basis.PRACTICE,
    advice="补齐或统一所列的括号、标点，中文里用全角标点。",
    example="“（五)”改为“（五）”",
)
def marks_are_right(form: Form, facts: Facts) -> Iterator[Outcome]:
    for owner, field, text in texts(form):
        # The marks of a text that the region prints are not the unit's.
        found = () if getattr(owner, "fixed", False) else marks.mark_faults(text)
        if found:
            certain = [(one.span, one.proposed) for one in found if one.proposed is not None]
            mended = _replaced(text, certain)
            mend = Mend(mended, safe=len(certain) == len(found)) if certain else None
            yield failed(owner, field, found=tuple(dict.fromkeys(one.found for one in found)), mend=mend)


@rule(
    id="writing.sentences-are-parted",
    checks=("J05",),
    severity=Severity.HINT,
    title="长句应断开",
    basis=basis.PRACTICE,
    advice="在意思完整的地方加上标点，分成几句。",
    example="“……完成改造，新增床位60张；……”",
    needs=("parameters.longest_clause",),
)
def sentences_are_parted(form: Form, facts: Facts) -> Iterator[Outcome]:
    longest = facts.number("longest_clause", form)
    for owner, field, text in texts(form):
        if len(text) > longest:
            for span in marks.run_ons(text, int(longest)):
                yield failed(owner, field, found=span.of(text), expected=Amount(longest, "字", Operator.AT_MOST))


def _slipped(owner: object, field: str, text: str, found: Sequence[Slip], *, safe: bool) -> Outcome:
    mended = _replaced(text, [(slip.span, slip.proposed) for slip in found])
    return failed(
        owner,
        field,
        found=tuple(slip.found for slip in found),
        expected=tuple(slip.proposed for slip in found),
        mend=Mend(mended, safe=safe),
    )


def _replaced(text: str, changes: Sequence[tuple[Span, str]]) -> str:
    for span, proposed in sorted(changes, key=lambda change: change[0].start, reverse=True):
        text = text[: span.start] + proposed + text[span.end :]
    return text
