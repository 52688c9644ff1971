"""What should not be published: numbers of identity cards, phones and bank cards, names with amounts, secrets, cases.

Numbers are held to their check digits, so that an account code is no identity card. Which field of a form asks for a
phone is known to the caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from jiheng.language.lexicon import any_of, words
from jiheng.language.names import level
from jiheng.language.spans import Span, clauses


class Private(StrEnum):
    """What sort of personal data was found."""

    IDENTITY_NUMBER = "identity_number"
    PHONE = "phone"
    BANK_CARD = "bank_card"
    NAMES_WITH_AMOUNTS = "names_with_amounts"


class Sureness(StrEnum):
    """Whether a wording tells by itself (涉密设备) or must be looked at by a person (机要)."""

    SURE = "sure"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True)
class PrivateData:
    """Personal data at a place of a text. `masked` shows enough of it to find it, and no more."""

    span: Span
    kind: Private
    masked: str


@dataclass(frozen=True, slots=True)
class Secret:
    """A wording that belongs to what is secret."""

    span: Span
    word: str
    sureness: Sureness


def personal_data(text: str | None) -> tuple[PrivateData, ...]:
    """Return the personal data in a text, in its order.

    >>> [found.masked for found in personal_data("身份证11010519491231002X，电话13800138000")]
    ['1101**************', '138********']
    >>> personal_data("项目编码110105194912310021，建筑面积13800平方米")
    ()
    """
    said = level(text or "")
    if _FEW_DIGITS.search(said) is None:
        return ()
    found = [*_numbers(said), *_names_with_amounts(said)]
    return tuple(sorted(found, key=lambda one: one.span.start))


def secrets(text: str | None) -> tuple[Secret, ...]:
    """Return the wordings that tell of secrets; training in secrecy and the like are none.

    >>> [(found.word, found.sureness.value) for found in secrets("采购涉密计算机2台，开展保密教育")]
    [('涉密计算机', 'sure')]
    """
    said = text or ""
    excepted = _spans("secret.not", said)
    sure = [span for span in _spans("secret.sure", said) if not _meets_any(span, excepted)]
    likely = [span for span in _spans("secret.likely", said) if not _meets_any(span, [*excepted, *sure])]
    found = [Secret(span, span.of(said), Sureness.SURE) for span in sure]
    found += [Secret(span, span.of(said), Sureness.LIKELY) for span in likely]
    return tuple(sorted(found, key=lambda one: one.span.start))


def case_data(text: str | None) -> tuple[Span, ...]:
    """Return the clauses that give numbers of inspections, cases or discipline, which a person must release.

    >>> text = "全年留置不超过2人，开展廉政教育4次"
    >>> [span.of(text) for span in case_data(text)]
    ['全年留置不超过2人']
    """
    said = text or ""
    if any_of("disclosure", "case").search(said) is None:
        return ()
    return tuple(span for span in clauses(said) if _counts_cases(span.of(said)))


def is_identity_number(number: str) -> bool:
    """Tell whether 18 characters are a citizen's number: place, a day of birth, and the check digit of GB 11643."""
    if _IDENTITY.fullmatch(number) is None or not _is_day(number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == number[17].upper()


def passes_luhn(number: str) -> bool:
    """Tell whether the last digit of a card number is the check digit of the others (GB/T 15120, Luhn)."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(digit * 2, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_IDENTITY = re.compile(r"[1-8][0-9]{16}[0-9Xx]")
_DIGITS = re.compile(r"(?<![0-9A-Za-z.])[0-9][0-9 -]{5,28}[0-9Xx](?![0-9A-Za-z])")
# A list of names has two amounts, everything else has more digits in a row.
_FEW_DIGITS = re.compile(r"[0-9][0-9]")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(?<![0-9A-Za-z])0(?:10|2[0-9]|[3-9][0-9]{2})[- ]?[2-8][0-9]{6,7}(?![0-9A-Za-z])")
_CALLED = re.compile(
    r"(?:电话|手机|联系方式|座机|联系电话|传真)[^0-9，。；;、\n]{0,6}(?P<number>[2-8][0-9]{6,7})(?![0-9])"
)
_CODED = re.compile(r"(?:编码|编号|代码|文号|统一社会信用|序列号|合同号|项目号)[^0-9，。；;\n]{0,6}$")
_LABEL = 30
_CARDS = ("62", "4", "51", "52", "53", "54", "55", "95", "35", "60", "68", "69")
_SHOWN = 4


def _numbers(text: str) -> Iterator[PrivateData]:
    for found in _DIGITS.finditer(text):
        digits = re.sub(r"[ -]", "", found[0])
        kind = None if _CODED.search(text, max(0, found.start() - _LABEL), found.start()) else _kind(digits)
        if kind is not None:
            yield PrivateData(Span(*found.span()), kind, _masked(digits))
    for pattern, group in ((_LANDLINE, 0), (_CALLED, "number")):
        for found in pattern.finditer(text):
            if _MOBILE.fullmatch(found[group]) is None:
                yield PrivateData(Span(*found.span(group)), Private.PHONE, _masked(found[group]))


def _kind(digits: str) -> Private | None:
    if is_identity_number(digits):
        return Private.IDENTITY_NUMBER
    if _MOBILE.fullmatch(digits):
        return Private.PHONE
    if digits.isdigit() and 16 <= len(digits) <= 19 and digits.startswith(_CARDS) and passes_luhn(digits):
        return Private.BANK_CARD
    return None


def _masked(digits: str) -> str:
    shown = _SHOWN if len(digits) > 12 else _SHOWN - 1
    return digits[:shown] + "*" * (len(digits) - shown)


def _names_with_amounts(text: str) -> Iterator[PrivateData]:
    """Yield lists of at least two people, each with an amount: 张某某3000元、李某某2000元."""
    found = list(_named_amount().finditer(text))
    for one, other in pairwise(found):
        if len(text[one.end() : other.start()].strip(" 、，,；;\n\t和及")) == 0:
            yield PrivateData(Span(one.start(), other.end()), Private.NAMES_WITH_AMOUNTS, f"{one['name'][0]}**")
            return


@lru_cache
def _named_amount() -> re.Pattern[str]:
    surname = "|".join(sorted(words("disclosure", "name.surname"), key=len, reverse=True))
    given = r"(?:某{1,2}|[\u4e00-\u9fff]{1,2})"
    return re.compile(
        rf"(?<![\u4e00-\u9fff])(?P<name>(?:{surname}){given})(?:同志)?[:： \t]*[0-9][0-9,.]*\s*(?:元|万元)"
    )


def _counts_cases(clause: str) -> bool:
    return re.search(r"[0-9]", level(clause)) is not None and any_of("disclosure", "case").search(clause) is not None


def _spans(group: str, text: str) -> list[Span]:
    return [Span(*found.span()) for found in any_of("disclosure", group).finditer(text)]


def _meets_any(span: Span, others: list[Span]) -> bool:
    return any(other.meets(span) for other in others)


def _is_day(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= born.year <= 2100
