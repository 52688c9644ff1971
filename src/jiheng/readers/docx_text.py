"""What one Word paragraph prints, and what it holds beside that. Knows no tables, no list numbers and no places.

Deletions and hidden text do not print; a field prints its result, not its instruction; a text box that is stored
twice for old and new programs prints once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager

from lxml import etree

from jiheng.readers.docx_math import formula
from jiheng.readers.docx_symbols import shown
from jiheng.readers.packages import stated_number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PAGE_BREAK = "\f"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OLE_OBJECT = "{urn:schemas-microsoft-com:office:office}OLEObject"
_TYPE = f"{W}type"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CONTENT = frozenset((f"{W}p", f"{W}tbl"))
_ALTERNATIVES = f"{_MC}AlternateContent"
_RUN_PROPERTIES = f"{W}rPr"
_OFF = ("0", "false", "off")
_PROPERTIES, _TEXT, _LINE_END = f"{W}pPr", f"{W}t", f"{W}br"
_RUN = f"{W}r"
# Where a part holds one of these, no paragraph of it can be read the short way.
INTRICATE = (f"{W}vanish", f"{W}del", f"{W}ins", f"{W}moveFrom", f"{W}moveTo")
# What stands between runs and prints nothing.
_SILENT = frozenset(
    f"{W}{tag}" for tag in ("pPr", "bookmarkStart", "bookmarkEnd", "proofErr", "commentRangeStart", "commentRangeEnd")
)


def flow(container: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs and tables of a body, a cell or a text box, looking through whatever merely wraps them."""
    for child in container:
        if child.tag in _CONTENT:
            yield child
        elif child.tag in _WRAPPERS:
            yield from flow(child)
        elif child.tag == _ALTERNATIVES:
            yield from flow(_alternative(child))


def switched_on(properties: etree._Element | None, name: str) -> bool:
    """Say whether a yes-or-no property is set; its bare presence means yes."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    return found is not None and found.get(f"{W}val", "1") not in _OFF


def hidden_styles(styles: etree._Element) -> frozenset[str]:
    """Return the ids of the styles whose text does not print."""
    return frozenset(
        style.get(f"{W}styleId", "")
        for style in styles.iterchildren(f"{W}style")
        if switched_on(style.find(_RUN_PROPERTIES), "vanish")
    )


def plain_text(paragraph: etree._Element) -> str | None:
    """Return the text of a paragraph of ordinary runs, in a tenth of the time; None where it takes a closer look."""
    pieces: list[str] = []
    for child in paragraph:
        if child.tag == _RUN:
            for leaf in child:
                tag = leaf.tag
                if tag == _TEXT:
                    pieces.append(leaf.text or "")
                elif tag == _LINE_END and leaf.get(_TYPE) is None:
                    pieces.append("\n")
                elif tag != _RUN_PROPERTIES:
                    return None
        elif child.tag not in _SILENT:
            return None
    return "".join(pieces)


class ParagraphText:
    """A paragraph as printed: `text` (with PAGE_BREAK where a page ends by hand), and what it holds beside it.

    `unseen` are the styles whose text is hidden. `goes_on` says that a revision deleted the end of the paragraph, so
    that the next one continues its line.
    """

    def __init__(self, paragraph: etree._Element, unseen: Set[str] = frozenset()) -> None:
        self.boxes: list[etree._Element] = []
        self.pictures = 0
        self.objects = 0
        self.revisions = 0
        self.deleted: list[str] = []
        self.hidden: list[str] = []
        self.notes: list[tuple[str, str]] = []
        self.page_turns_before = False
        self.page_turns_within = False
        self._printed: list[str] = []
        self._in_instruction: list[bool] = []
        self._instructions = 0
        self._begun = False
        self._font: str | None = None
        self._unseen = unseen
        properties = paragraph.find(_PROPERTIES)
        mark = properties.find(_RUN_PROPERTIES) if properties is not None else None
        self.goes_on = mark is not None and any(child.tag in _REMOVED for child in mark)
        self._sink = self.hidden if self._is_unseen(properties, "pStyle") else self._printed
        self._take(paragraph)
        self.text = "".join(self._printed)

    def _take(self, element: etree._Element) -> None:
        for child in element:
            handler = _HANDLERS.get(child.tag)
            if handler is not None:
                handler(self, child)

    def _emit(self, text: str) -> None:
        if not self._instructions:
            self._sink.append(text)
            self._begun = self._begun or bool(text.strip())

    @contextmanager
    def _into(self, sink: list[str]) -> Iterator[None]:
        before, self._sink = self._sink, sink
        yield
        self._sink = before

    def _run(self, run: etree._Element) -> None:
        properties = run.find(_RUN_PROPERTIES)
        self._font = _font(properties)
        if self._sink is self._printed and self._is_hidden(properties):
            with self._into(self.hidden):
                self._take(run)
        else:
            self._take(run)

    def _is_hidden(self, properties: etree._Element | None) -> bool:
        if properties is None:
            return False
        own = properties.find(f"{W}vanish")
        return switched_on(properties, "vanish") if own is not None else self._is_unseen(properties, "rStyle")

    def _is_unseen(self, properties: etree._Element | None, kind: str) -> bool:
        style = properties.find(f"{W}{kind}") if self._unseen and properties is not None else None
        return style is not None and style.get(f"{W}val") in self._unseen

    def _insertion(self, element: etree._Element) -> None:
        self.revisions += 1
        self._take(element)

    def _deletion(self, element: etree._Element) -> None:
        self.revisions += 1
        with self._into(self.deleted):
            self._take(element)

    def _moved_away(self, element: etree._Element) -> None:
        # Where the text went to, it is read: it was not deleted.
        self.revisions += 1
        with self._into([]):
            self._take(element)

    def _characters(self, element: etree._Element) -> None:
        self._emit(shown(element.text or "", self._font))

    def _tab(self, element: etree._Element) -> None:
        self._emit("\t")

    def _hyphen(self, element: etree._Element) -> None:
        self._emit("-")

    def _line_end(self, element: etree._Element) -> None:
        self._emit(PAGE_BREAK if element.get(f"{W}type") == "page" else "\n")

    def _rendered_page_break(self, element: etree._Element) -> None:
        if self._begun:
            self.page_turns_within = True
        else:
            self.page_turns_before = True

    def _symbol(self, element: etree._Element) -> None:
        try:
            code = int(element.get(f"{W}char", ""), 16)
        except ValueError:
            return
        self._emit(shown(chr(code), element.get(f"{W}font")) if 0 <= code < 0x110000 else "\ufffd")

    def _field(self, element: etree._Element) -> None:
        match element.get(f"{W}fldCharType"):
            case "begin":
                self._emit(_form_field(element))
                self._in_instruction.append(True)
                self._instructions += 1
            case "separate" if self._in_instruction:
                self._instructions -= self._in_instruction[-1]
                self._in_instruction[-1] = False
            case "end" if self._in_instruction:
                self._instructions -= self._in_instruction.pop()
            case _:
                pass

    def _ruby(self, element: etree._Element) -> None:
        for base in element.iterchildren(f"{W}rubyBase"):
            self._take(base)

    def _alternatives(self, element: etree._Element) -> None:
        self._take(_alternative(element))

    def _mathematics(self, element: etree._Element) -> None:
        self._emit(formula(element))

    def _graphic(self, element: etree._Element) -> None:
        boxes = list(_boxes(element))
        if self._sink is self._printed:
            self.boxes.extend(boxes)
        else:
            self._sink.extend(text.text or "" for box in boxes for text in box.iter(f"{W}t"))
        if element.find(f".//{_OLE_OBJECT}") is not None:
            self.objects += 1
        else:
            self.pictures += not boxes

    def _note(self, element: etree._Element) -> None:
        kind = etree.QName(element).localname.removesuffix("Reference") + "s"
        self.notes.append((kind, element.get(f"{W}id", "")))


def _font(properties: etree._Element | None) -> str | None:
    fonts = properties.find(f"{W}rFonts") if properties is not None else None
    return fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") if fonts is not None else None


def _alternative(element: etree._Element) -> etree._Element:
    """Return what a present-day program shows of content that is stored twice."""
    choice = element.find(f"{_MC}Choice")
    fallback = element.find(f"{_MC}Fallback")
    return next((found for found in (choice, fallback) if found is not None), element)


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the outermost text boxes of a drawing."""
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        else:
            yield from _boxes(_alternative(child) if child.tag == _ALTERNATIVES else child)


def _form_field(element: etree._Element) -> str:
    """Return what an old form field shows that has no result of its own: its choice, or its box."""
    data = element.find(f"{W}ffData")
    if data is None:
        return ""
    box, choices = data.find(f"{W}checkBox"), data.find(f"{W}ddList")
    if box is not None:
        state = "checked" if box.find(f"{W}checked") is not None else "default"
        return "☑" if switched_on(box, state) else "□"
    if choices is None:
        return ""
    entries = [entry.get(f"{W}val", "") for entry in choices.iterchildren(f"{W}listEntry")]
    chosen = choices.find(f"{W}result")
    index = chosen.get(f"{W}val", "0") if chosen is not None else "0"
    return "".join(entries[stated_number(index, 0) :][:1])


_WRAPPERS = frozenset(f"{W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
_REMOVED = (f"{W}del", f"{W}moveFrom")
_TRANSPARENT = ["hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "bdo", "dir"]
_HANDLERS: Mapping[str, Callable[[ParagraphText, etree._Element], None]] = {
    f"{W}r": ParagraphText._run,
    f"{W}t": ParagraphText._characters,
    f"{W}delText": ParagraphText._characters,
    f"{W}tab": ParagraphText._tab,
    f"{W}ptab": ParagraphText._tab,
    f"{W}noBreakHyphen": ParagraphText._hyphen,
    f"{W}br": ParagraphText._line_end,
    f"{W}cr": ParagraphText._line_end,
    f"{W}lastRenderedPageBreak": ParagraphText._rendered_page_break,
    f"{W}sym": ParagraphText._symbol,
    f"{W}fldChar": ParagraphText._field,
    f"{W}ruby": ParagraphText._ruby,
    f"{W}del": ParagraphText._deletion,
    f"{W}moveFrom": ParagraphText._moved_away,
    f"{W}ins": ParagraphText._insertion,
    f"{W}moveTo": ParagraphText._insertion,
    f"{W}drawing": ParagraphText._graphic,
    f"{W}pict": ParagraphText._graphic,
    f"{W}object": ParagraphText._graphic,
    f"{W}commentReference": ParagraphText._note,
    f"{W}footnoteReference": ParagraphText._note,
    f"{W}endnoteReference": ParagraphText._note,
    _ALTERNATIVES: ParagraphText._alternatives,
    f"{_MATH}oMath": ParagraphText._mathematics,
    f"{_MATH}oMathPara": ParagraphText._mathematics,
    **dict.fromkeys((f"{W}{tag}" for tag in _TRANSPARENT), ParagraphText._take),
}
