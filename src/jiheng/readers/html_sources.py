"""What programs that save web pages write in a way of their own. Knows no form and makes no document.

LibreOffice keeps runs of spaces as they were typed and breaks its lines at a space, where a browser would see one
space; it puts the name of a sheet over each table, and a list of the sheets over all of them. Word and Excel mark runs
of spaces and comments.
"""

from __future__ import annotations

import re

from lxml import etree

_OFFICE = re.compile("LibreOffice|OpenOffice|StarOffice")
_SHEET = re.compile(r"table\d+")
_SPACE_RUN = re.compile(r"mso-spacerun\s*:\s*yes")
_COMMENTS = re.compile(r"mso-element\s*:\s*comment-list")


def keeps_typed_spaces(root: etree._Element) -> bool:
    """Say whether the spaces in a page are those of the document from which it was saved."""
    return any(_OFFICE.search(meta.get("content", "")) for meta in root.iterfind("head/meta"))


def sheet_name(element: etree._Element) -> str | None:
    """Return the name of the sheet of which this is the heading: `<a name="table0"><h1>Sheet 1: <em>…`."""
    if element.tag != "a" or not _SHEET.fullmatch(element.get("name", "")):
        return None
    name = element.find("h1/em")
    return None if name is None else "".join(map(str, name.itertext()))


def is_list_of_sheets(element: etree._Element) -> bool:
    """Say whether this is the list of links with which a saved workbook begins."""
    links = [link.get("href", "") for link in element.iter("a")]
    return element.tag == "center" and bool(links) and all(_SHEET.fullmatch(link[1:]) for link in links)


def is_page_number(element: etree._Element) -> bool:
    """Say whether this is the number of a printed page, in the footer that a page keeps for printing."""
    return element.tag == "sdfield" and element.get("type") == "PAGE"


def is_space_run(element: etree._Element) -> bool:
    """Say whether every character in here is a space as it was typed."""
    return _SPACE_RUN.search(element.get("style", "").lower()) is not None


def is_comments(element: etree._Element) -> bool:
    """Say whether these are the comments of a document, which Word puts at the end of the page."""
    return _COMMENTS.search(element.get("style", "").lower()) is not None


def framed_page(root: etree._Element) -> str | None:
    """Return the page that a page of frames shows; None where it has no frames."""
    frames = [frame.get("src", "") for frame in root.iter("frame")]
    return next(iter(frames), "") if next(root.iter("frameset"), None) is not None else None
