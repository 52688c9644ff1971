"""Numbers of documents as they are cited: 财预〔2015〕88号, well-formed or with the wrong brackets.

Knows the form of such a number (GB/T 9704: agency, year in hexagonal brackets, serial), not which documents exist.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jiheng.language.spans import Span

_OPENING, _CLOSING = "〔【[（(［﹝〖「{", "〕】]）)］﹞〗」}"
_NUMBER = re.compile(
    rf"(?P<agency>[\u4e00-\u9fffA-Za-z]{{0,12}}?)"
    rf"(?P<open>[{re.escape(_OPENING)}])\s*(?P<year>(?:19|20)\d{{2}})\s*(?P<year_word>年)?\s*"
    rf"(?P<close>[{re.escape(_CLOSING)}])\s*(?P<ordinal>第)?\s*(?P<serial>\d{{1,5}})\s*(?P<word>号)?"
)
_YEAR_IN_BRACKETS = re.compile(rf"[{re.escape(_OPENING)}]\s*(?:19|20)\d{{2}}")
# What leads up to a citation and is no part of it.
_LEADING = re.compile(r"^.*(?:根据|按照|依据|印发|参照|依照|遵照|关于|通知|文件|执行|以及|和|及|与|的|见|由|经|按|在)")
_LONGEST_AGENCY = 10


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A cited number: who issued it as printed, the year, the serial, and what is wrong with its form.

    `proposed` is the same number in the proper form; equal to what is printed where nothing is wrong.
    """

    span: Span
    agency: str
    year: int
    serial: int
    proposed: str
    faults: tuple[str, ...]

    @property
    def is_well_formed(self) -> bool:
        return not self.faults


def document_numbers(text: str | None) -> tuple[DocumentNumber, ...]:
    """Return the document numbers that a text cites.

    >>> [found.proposed for found in document_numbers("依据平财预【2022】15号、平政办发〔2021〕3号")]
    ['平财预〔2022〕15号', '平政办发〔2021〕3号']
    >>> document_numbers("按照沙财〔2020〕7号执行")[0].is_well_formed
    True
    """
    said = text or ""
    if _YEAR_IN_BRACKETS.search(said) is None:
        return ()
    return tuple(_number(found) for found in _NUMBER.finditer(said) if _is_citation(found))


def _is_citation(found: re.Match[str]) -> bool:
    """Tell whether it is a citation: a year in brackets with a bare number is one only with an agency or with 号."""
    return found["word"] is not None or (bool(_agency(found)) and found["open"] in "〔【[［")


def _number(found: re.Match[str]) -> DocumentNumber:
    agency = _agency(found)
    printed = Span(found.start("open") - len(agency), found.end())
    proposed = f"{agency}〔{found['year']}〕{int(found['serial'])}号"
    return DocumentNumber(
        printed, agency, int(found["year"]), int(found["serial"]), proposed, tuple(_faults(found, agency))
    )


def _agency(found: re.Match[str]) -> str:
    agency = _LEADING.sub("", found["agency"])
    return agency if len(agency) <= _LONGEST_AGENCY else ""


def _faults(found: re.Match[str], agency: str) -> list[str]:
    faults = []
    if (found["open"], found["close"]) != ("〔", "〕"):
        faults.append(f"年份应放在六角括号〔〕里，现在是{found['open']}{found['close']}")
    if found["year_word"] is not None:
        faults.append("括号里只写四位年份，不写“年”")
    if found["ordinal"] is not None:
        faults.append("序号前不写“第”")
    if found["serial"].startswith("0"):
        faults.append("序号不编虚位，前面不写0")
    if found["word"] is None:
        faults.append("序号后缺“号”")
    if not agency:
        faults.append("缺发文机关代字")
    return faults
