"""How a browser makes lines of text out of inline and block elements. Knows no tables and no places."""

from __future__ import annotations

import re

from lxml import etree

_STYLE_SPACE = re.compile(r"white-space\s*:\s*([a-z-]+)")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")
_PAGE_TURN = re.compile(r"(?:page-)?break-(before|after)\s*:\s*(?:always|page|left|right)")
# White space that a browser collapses; a no-break space is none of it.
_SPACE = re.compile(r"[ \t\n\r\f]+")
_SPACE_IN_LINE = re.compile(r"[ \t\f]+")
_SPACES = " \t\n\r\f"
# A line end with its indentation, where a program broke a line of source at a space.
_SOURCE_LINE_END = re.compile(r"[ \t]*[\n\r\f]+\t*|\t+")
_KEEPING = {"pre": "pre", "pre-wrap": "pre", "break-spaces": "pre", "pre-line": "pre-line"}
_PREFORMATTED = ("pre", "textarea", "listing")
NORMAL = "normal"
# As NORMAL, for a page whose source keeps every space that was typed.
TYPED = "typed"


class Lines:
    """Gathers text into lines. `done` holds the finished ones and whatever else was put between them."""

    def __init__(self) -> None:
        self.done: list[str | Mark] = []
        self._pieces: list[str] = []

    def add(self, text: str, white_space: str = NORMAL) -> None:
        if white_space == NORMAL:
            self._append(_SPACE.sub(" ", text))
            return
        if white_space == TYPED:
            self._append(_SOURCE_LINE_END.sub(" ", text), typed=True)
            return
        for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
            if number:
                self.end()
            if white_space == "pre":
                self._pieces.append(line)
            else:
                self._append(_SPACE_IN_LINE.sub(" ", line))

    def end(self) -> None:
        """End a line, be it empty, as <br> does."""
        self.done.append("".join(self._pieces).rstrip(_SPACES))
        self._pieces = []

    def close(self) -> None:
        """End a line that has begun, as the edge of a block does."""
        if any(piece.strip(_SPACES) for piece in self._pieces):
            self.end()
        self._pieces = []

    def put(self, mark: Mark) -> None:
        self.close()
        self.done.append(mark)

    def _append(self, text: str, *, typed: bool = False) -> None:
        """Append collapsed text: no space at the start of a line, none after another that was not typed."""
        ends_in_space = not self._pieces or (self._pieces[-1].endswith(" ") and not typed)
        text = text.lstrip(" ") if ends_in_space else text
        if text:
            self._pieces.append(text)


class Mark:
    """Something between lines: a table, a sheet that begins, or the turn of a page where there is neither."""

    def __init__(self, table: etree._Element | None = None, sheet: str | None = None) -> None:
        self.table = table
        self.sheet = sheet


def white_space_of(element: etree._Element, inherited: str) -> str:
    """Return how white space inside an element is shown: normal, pre-line or pre."""
    stated = _STYLE_SPACE.search(_style(element))
    if stated is not None:
        return inherited if stated[1] == "inherit" else _KEEPING.get(stated[1], NORMAL)
    return "pre" if element.tag in _PREFORMATTED else inherited


def is_hidden(element: etree._Element) -> bool:
    """Say whether a browser leaves an element out."""
    return element.get("hidden") is not None or _HIDDEN.search(_style(element)) is not None


def page_turns(element: etree._Element) -> frozenset[str]:
    """Return where a printed page turns at this element: before it, after it, both or neither."""
    return frozenset(_PAGE_TURN.findall(_style(element)))


def collapsed(element: etree._Element) -> str:
    """Return all text inside an element on one line."""
    return _SPACE.sub(" ", "".join(str(text) for text in element.itertext())).strip(_SPACES)


def _style(element: etree._Element) -> str:
    return element.get("style", "").lower()
