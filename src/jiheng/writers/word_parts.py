"""The parts of a Word package that do not depend on the form: content types, relations, styles, footer, properties."""

from __future__ import annotations

from typing import Final

from lxml import etree

from jiheng.layouts.drawing import Role
from jiheng.writers.look import FONTS, LANGUAGE, TITLE_FALLBACK, Font

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FOOTER_ID: Final = "rId4"

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE_TYPE: Final = "application/vnd.openxmlformats-package"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_DCTERMS: Final = "http://purl.org/dc/terms/"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_CORE: Final = f"{_PACKAGE}/metadata/core-properties"
_CREATED: Final = "2000-01-01T00:00:00Z"

_CONTENT_TYPES: Final = f"""{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="{_PACKAGE_TYPE}.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/docProps/core.xml" ContentType="{_PACKAGE_TYPE}.core-properties+xml"/>
<Override PartName="/word/document.xml" ContentType="{_OFFICE_TYPE}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_OFFICE_TYPE}.styles+xml"/>
<Override PartName="/word/settings.xml" ContentType="{_OFFICE_TYPE}.settings+xml"/>
<Override PartName="/word/fontTable.xml" ContentType="{_OFFICE_TYPE}.fontTable+xml"/>
<Override PartName="/word/footer.xml" ContentType="{_OFFICE_TYPE}.footer+xml"/>
</Types>"""
_PACKAGE_RELATIONS: Final = f"""{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"""
_DOCUMENT_RELATIONS: Final = f"""{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/>
<Relationship Id="rId3" Type="{_OFFICE}/fontTable" Target="fontTable.xml"/>
<Relationship Id="{FOOTER_ID}" Type="{_OFFICE}/footer" Target="footer.xml"/>
</Relationships>"""
# Compatibility mode 15 is the layout of Word 2013 and later.
_SETTINGS: Final = f"""{_DECLARATION}<w:settings xmlns:w="{W}">
<w:characterSpacingControl w:val="doNotCompress"/>
<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
</w:compat><w:themeFontLang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}"/>
</w:settings>"""
# The page number is left to the program that shows the page: a stored one would be text of the file.
_FOOTER: Final = f"""{_DECLARATION}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>
<w:fldSimple w:instr=" PAGE "/></w:p></w:ftr>"""

# Names that Word knows; it shows them in the user's language.
_STYLE_NAMES: Final = {
    Role.TITLE: "Title",
    Role.SUBTITLE: "Subtitle",
    Role.HEADING: "heading 1",
    Role.BODY: "Body Text",
}
# Twentieths of a point below the text; the line height in 240ths of a line.
_SPACE_AFTER: Final = {Role.TITLE: 60, Role.SUBTITLE: 60, Role.INSTRUCTION: 60}
_LINE_HEIGHTS: Final = {Role.BODY: 360, Role.HEADING: 360}


def word(parent: etree._Element, tag: str, /, **attributes: str | int) -> etree._Element:
    """Append an element of WordprocessingML to `parent`, its attributes in the same namespace."""
    element = etree.SubElement(parent, f"{{{W}}}{tag}")
    for key, value in attributes.items():
        element.set(f"{{{W}}}{key}", str(value))
    return element


def fixed_parts(title: str) -> dict[str, bytes]:
    """Return every part but the document itself by name; `title` goes into the document properties."""
    fixed = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _PACKAGE_RELATIONS,
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
        "word/settings.xml": _SETTINGS,
        "word/footer.xml": _FOOTER,
    }
    made = {"docProps/core.xml": _core_properties(title), "word/styles.xml": _styles(), "word/fontTable.xml": _fonts()}
    return {
        **{name: text.encode("utf-8") for name, text in fixed.items()},
        **{name: serialized(root) for name, root in made.items()},
    }


def serialized(root: etree._Element) -> bytes:
    """Return the part whose root is `root`."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _core_properties(title: str) -> etree._Element:
    spaces = {"cp": _CORE, "dc": _DC, "dcterms": _DCTERMS, "xsi": _XSI}
    root = etree.Element(f"{{{_CORE}}}coreProperties", nsmap=spaces)
    etree.SubElement(root, f"{{{_DC}}}title").text = title
    etree.SubElement(root, f"{{{_DC}}}language").text = LANGUAGE
    for moment in ("created", "modified"):
        element = etree.SubElement(root, f"{{{_DCTERMS}}}{moment}")
        element.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
        element.text = _CREATED
    return root


def _part(name: str) -> etree._Element:
    return etree.Element(f"{{{W}}}{name}", nsmap={"w": W})


def _styles() -> etree._Element:
    root = _part("styles")
    defaults = word(root, "docDefaults")
    _write_font(word(word(defaults, "rPrDefault"), "rPr"), FONTS[Role.VALUE])
    word(word(word(defaults, "pPrDefault"), "pPr"), "spacing", before=0, after=0)
    normal = word(root, "style", type="paragraph", default=1, styleId="Normal")
    word(normal, "name", val="Normal")
    word(normal, "qFormat")
    for role in Role:
        _write_style(root, role)
    return root


def _write_style(root: etree._Element, role: Role) -> None:
    style = word(root, "style", type="paragraph", styleId=role.value)
    word(style, "name", val=_STYLE_NAMES.get(role, f"Form {role.value}"))
    word(style, "basedOn", val="Normal")
    word(style, "qFormat")
    properties = word(style, "pPr")
    if role in (Role.TITLE, Role.SUBTITLE, Role.HEADING):
        word(properties, "keepNext")
    after, line = _SPACE_AFTER.get(role, 0), _LINE_HEIGHTS.get(role, 240)
    word(properties, "spacing", before=0, after=after, line=line, lineRule="auto")
    if role is Role.HEADING:
        word(properties, "outlineLvl", val=0)
    _write_font(word(style, "rPr"), FONTS[role])


def _write_font(properties: etree._Element, font: Font) -> None:
    # The hint has quotation marks and dashes, which both scripts share, printed at full width.
    word(properties, "rFonts", ascii=font.name, hAnsi=font.name, eastAsia=font.name, cs=font.name, hint="eastAsia")
    if font.bold:
        word(properties, "b")
    if font.color is not None:
        word(properties, "color", val=font.color)
    word(properties, "sz", val=font.size)
    word(properties, "szCs", val=font.size)
    word(properties, "lang", val=LANGUAGE, eastAsia=LANGUAGE)


def _fonts() -> etree._Element:
    root = _part("fonts")
    for name in sorted({font.name for font in FONTS.values()}):
        font = word(root, "font", name=name)
        if name == FONTS[Role.TITLE].name:
            word(font, "altName", val=TITLE_FALLBACK)
        word(font, "charset", val="86")
    return root
