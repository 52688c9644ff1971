"""Settles the content controls of a Word document before it is read. Knows no tables and no places.

A control that shows its prompt ("click to enter") holds nothing yet: its text goes, and is handed back to be told.
A tick box becomes ☑ or □ whatever font draws it. Every other control shows what it holds and stays.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from jiheng.readers.docx_text import W, switched_on

CONTROL = f"{W}sdtPr"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_TEXT, _SYMBOL, _RUN, _PARAGRAPH = f"{W}t", f"{W}sym", f"{W}r", f"{W}p"


def settle(controls: Iterable[etree._Element]) -> dict[etree._Element, list[str]]:
    """Change the controls, given by their properties; return the prompts shown, by the paragraph each stands in."""
    prompts: dict[etree._Element, list[str]] = {}
    for properties in controls:
        control = properties.getparent()
        content = control.find(f"{W}sdtContent") if control is not None else None
        if content is None:
            continue
        box = properties.find(f"{_W14}checkbox")
        if box is not None:
            _tick(content, ticked=_is_ticked(box))
        elif switched_on(properties, "showingPlcHdr"):
            _blank(content, prompts)
    return prompts


def _is_ticked(box: etree._Element) -> bool:
    state = box.find(f"{_W14}checked")
    return state is not None and state.get(f"{_W14}val", "1") not in ("0", "false", "off")


def _tick(content: etree._Element, *, ticked: bool) -> None:
    run = next(content.iter(_RUN), None)
    if run is None:
        return
    for sign in list(content.iter(_TEXT, _SYMBOL)):
        next(sign.iterancestors()).remove(sign)
    sign = etree.SubElement(run, _TEXT)
    sign.text = "☑" if ticked else "□"


def _blank(content: etree._Element, prompts: dict[etree._Element, list[str]]) -> None:
    for text in content.iter(_TEXT):
        paragraph = next(text.iterancestors(_PARAGRAPH), None)
        if paragraph is not None and text.text:
            prompts.setdefault(paragraph, []).append(text.text)
            text.text = ""
