"""Word's formulas in one line: a fraction as a/b, a power as x^2, everything else as its letters. Knows no text around.

Source: ECMA-376 part 1, 22.1 (Office Math).
"""

from __future__ import annotations

import re

from lxml import etree

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_ATOM = re.compile(r"[\w.%]*")


def formula(element: etree._Element) -> str:
    """Return a formula as one would type it."""
    if element.tag == f"{_M}t":
        return element.text or ""
    if element.tag == f"{_M}f":
        return f"{_atom(element, 'num')}/{_atom(element, 'den')}"
    if element.tag == f"{_M}sSup":
        return f"{_atom(element, 'e')}^{_atom(element, 'sup')}"
    return "".join(formula(child) for child in element)


def _atom(element: etree._Element, name: str) -> str:
    """Return a part of a formula, in brackets where it is not a single number or word."""
    written = "".join(formula(child) for child in element.iterchildren(f"{_M}{name}"))
    return written if _ATOM.fullmatch(written) else f"({written})"
