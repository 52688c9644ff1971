"""What Word keeps beside and around text: content controls, symbols, revisions, hidden styles, headers, objects."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from jiheng import readers
from jiheng.model import Paragraph, Place, RemarkKind
from wordml import W, p, r, read, remarks, spans, tables, tc, word, words

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def part(root: str, content: str) -> str:
    return f'<w:{root} xmlns:w="{W}" xmlns:r="{_OFFICE}">{content}</w:{root}>'


_PROMPT = "<w:showingPlcHdr/>"


def test_content_controls_hold_text_at_every_level() -> None:
    rows = control("<w:tr>" + control(tc("格")) + "<w:tc>" + control(p(r("段"))) + "</w:tc></w:tr>")
    document = read(control(p(r("块"))) + p(control(r("串"))) + f"<w:tbl>{rows}</w:tbl>")
    assert words(document) == ["块", "串", "格|段"]
    assert document.remarks == ()


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ("<w:tc>" + p(r("共") + control(r("点此输入"), _PROMPT)) + "</w:tc>", "共"),
        ("<w:tc>" + control(p(r("点此输入")), _PROMPT) + "</w:tc>", ""),
        (control(tc("点此输入"), _PROMPT), ""),
    ],
)
def test_the_prompt_of_an_empty_control_is_told_and_not_read(cells: str, text: str) -> None:
    document = read(f"<w:tbl><w:tr>{tc('名称')}{cells}</w:tr></w:tbl>")
    assert words(document) == [f"名称|{text}"]
    (told,) = document.remarks
    assert (told.kind, told.place) == (RemarkKind.FILLABLE, Place(table=1, row=1, column=2))
    assert told.text.endswith("点此输入")


def test_a_prompt_in_the_body_is_told_once() -> None:
    document = read(
        p(r("年度：") + control(r("选择") + r("年度"), _PROMPT)) + p(control(r("2024"), "<w:dropDownList/>"))
    )
    assert words(document) == ["年度：", "2024"]
    assert [(one.text[-4:], one.place) for one in document.remarks] == [("选择年度", Place(row=1))]


@pytest.mark.parametrize(
    ("state", "sign"),
    [('<w14:checked w14:val="1"/>', "☑"), ('<w14:checked w14:val="0"/>', "□"), ("", "□"), ("<w14:checked/>", "☑")],
)
@pytest.mark.parametrize("drawn", [r("☒"), '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'])
def test_a_tick_box_says_whether_it_is_ticked(state: str, sign: str, drawn: str) -> None:
    box = control(drawn, f"<w14:checkbox>{state}</w14:checkbox>")
    assert words(read(p(r("新增") + box + r("延续")))) == [f"新增{sign}延续"]


@pytest.mark.parametrize(
    ("font", "text", "shown"),
    [
        ("Wingdings 2", "R", "☑"),
        ("Wingdings 2", "£", "□"),
        ("Wingdings", "\uf0fe", "☑"),
        ("Wingdings", "ü是", "√是"),
        ("Symbol", "³95", "≥95"),
        ("Arial", "R", "R"),
    ],
)
def test_a_symbol_font_draws_other_characters(font: str, text: str, shown: str) -> None:
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'
    assert words(read(p(r(text, fonts) + r("R")))) == [f"{shown}R"]


@pytest.mark.parametrize(("code", "shown"), [("F0A8", "□"), ("00FE", "☑"), ("F0B3", "\uf0b3"), ("zz", "")])
def test_a_symbol_character(code: str, shown: str) -> None:
    assert words(read(p(r("甲") + f'<w:r><w:sym w:font="Wingdings" w:char="{code}"/></w:r>'))) == [f"甲{shown}"]


def _deleted(text: str) -> str:
    return f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def test_revisions_are_counted_and_placed() -> None:
    document = read(
        p(r("目标")) + p(r("年初") + _deleted("旧词") + f"<w:ins>{r('新词')}</w:ins>")
        + f"<w:tbl><w:tr><w:tc>{p(_deleted('90') + r('95'))}</w:tc></w:tr></w:tbl>"
    )  # fmt: skip
    assert words(document) == ["目标", "年初新词", "95"]
    (told,) = document.remarks
    assert (told.kind, told.place) == (RemarkKind.REVISION, Place(row=2))
    assert "3 处" in told.text
    assert "旧词、90" in told.text


def test_moved_text_stands_where_it_went_and_is_not_called_deleted() -> None:
    document = read(p(f"<w:moveFrom>{r('搬走')}</w:moveFrom>" + r("甲")) + p(f"<w:moveTo>{r('搬走')}</w:moveTo>"))
    assert words(document) == ["甲", "搬走"]
    assert "已删除" not in remarks(document, RemarkKind.REVISION)[0]


def test_rows_and_cells_that_a_revision_deleted_are_gone() -> None:
    rows = (
        f"<w:tr>{tc('甲')}{tc('退', '<w:cellDel/>')}{tc('乙', '<w:cellIns/>')}</w:tr>"
        f"<w:tr><w:trPr><w:ins/><w:del/></w:trPr>{tc('丙')}</w:tr><w:tr><w:trPr><w:ins/></w:trPr>{tc('丁')}</w:tr>"
    )
    document = read(f"<w:tbl>{rows}</w:tbl>")
    assert spans(tables(document)[0]) == [("甲", 1, 1, 1, 1), ("乙", 1, 2, 1, 1), ("丁", 2, 1, 1, 1)]
    (told,) = remarks(document, RemarkKind.REVISION)
    assert "退、丙" in told


def test_a_tracked_merge_of_cells_is_a_merge() -> None:
    rows = [tc("面", '<w:cellMerge w:vMerge="rest"/>'), tc("", '<w:cellMerge w:vMerge="cont"/>')]
    document = read("<w:tbl>" + "".join(f"<w:tr>{cell}</w:tr>" for cell in rows) + "</w:tbl>")
    assert spans(tables(document)[0]) == [("面", 1, 1, 2, 1)]


def test_paragraphs_whose_parting_was_deleted_are_one() -> None:
    parted = p(r("完成率"), "<w:rPr><w:del/></w:rPr>") + p(r("≥95%"))
    assert words(read(parted)) == ["完成率≥95%"]
    cut = p(r("末句"), "<w:rPr><w:del/></w:rPr>")
    cell = f"<w:tbl><w:tr><w:tc>{parted}{cut}</w:tc></w:tr></w:tbl>"
    assert words(read(cell + cut)) == ["完成率≥95%\n末句", "末句"]
    assert words(read(cut + cell)) == ["末句", "完成率≥95%\n末句"]


def test_a_style_may_hide_text() -> None:
    styles = part(
        "styles",
        '<w:style w:type="character" w:styleId="暗"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="注"><w:rPr><w:vanish/></w:rPr></w:style>',
    )
    shown = r("显", '<w:rStyle w:val="暗"/><w:vanish w:val="0"/>')
    body = p(r("甲") + r("乙", '<w:rStyle w:val="暗"/>') + shown) + p(r("丙"), '<w:pStyle w:val="注"/>')
    document = read(body, {"styles": styles})
    assert words(document) == ["甲显"]
    assert remarks(document, RemarkKind.HIDDEN) == ["隐藏文字：乙", "隐藏文字：丙"]


_SECTION = '<w:sectPr><w:{0}Reference w:type="default" r:id="r0"/><w:{0}Reference w:type="first" r:id="r1"/></w:sectPr>'


def test_headers_are_read_once_before_the_body() -> None:
    once, cells = p(r("柳溪市园林局")), f"<w:tbl><w:tr>{tc('单位：万元')}{tc('第 2 页')}</w:tr></w:tbl>"
    body = p(r("一"), _SECTION.format("header")) + p(r("二")) + _SECTION.format("header")
    document = read(body, {"header": part("hdr", once), "header2": part("hdr", once + cells)})
    assert words(document) == ["柳溪市园林局", "单位：万元", "一", "二"]
    assert document.blocks[0] == Paragraph("柳溪市园林局", Place(cell="页眉"))
    assert [block.place.row for block in document.blocks[2:3] if isinstance(block, Paragraph)] == [1]
    assert document.remarks == ()


def test_footers_are_told_and_page_numbers_are_not() -> None:
    footers = {"footer": part("ftr", p(r("- 3 -"))), "footer2": part("ftr", p(r("内部资料")))}
    document = read(p(r("正文")) + _SECTION.format("footer"), footers)
    assert words(document) == ["正文"]
    assert remarks(document, RemarkKind.HIDDEN) == ["页脚：内部资料"]


def test_a_fraction_and_a_power_in_one_line() -> None:
    def m(tag: str, content: str) -> str:
        return f"<m:{tag}>{content}</m:{tag}>"

    def letters(text: str) -> str:
        return m("r", m("t", text))

    fraction = m("f", m("num", letters("支出数")) + m("den", letters("预算") + letters("－结转")))
    power = m("sSup", m("e", letters("m")) + m("sup", letters("2")))
    assert words(read(p(r("率=") + m("oMath", fraction + letters("×100%"))) + p(m("oMath", power)))) == [
        "率=支出数/(预算－结转)×100%",
        "m^2",
    ]


def test_an_embedded_object_and_a_part_of_another_file_are_told() -> None:
    sheet = '<w:r><w:object><v:shape/><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    document = read(p(r("见表") + sheet), {"aFChunk": "<html/>"})
    assert words(document) == ["见表"]
    (told,) = remarks(document, RemarkKind.PICTURE)
    assert "Excel" in told
    assert len(remarks(document, RemarkKind.HIDDEN)) == 1


def test_a_plain_paragraph_reads_as_one_that_takes_a_closer_look() -> None:
    plain = r("甲") + "<w:r><w:t>乙</w:t><w:br/><w:t xml:space='preserve'> 丙</w:t></w:r><w:proofErr/>"
    assert words(read(p(plain))) == words(read(p(plain + r("", "<w:vanish/>")))) == ["甲乙\n 丙"]


def _strict(data: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as package, zipfile.ZipFile(stream, "w") as strict:
        for name in package.namelist():
            old, new = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
            part = package.read(name)
            for kind in (b"wordprocessingml", b"officeDocument"):
                part = part.replace(old + kind + b"/2006/", new + kind + b"/")
            strict.writestr(name, part)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["表.docx", "表.docm", "表.dotx", "表.doc", "表"])
def test_the_strict_variant_and_other_names_read_alike(name: str) -> None:
    data = word(p(r("甲")) + f"<w:tbl><w:tr>{tc('乙', '<w:gridSpan/>')}</w:tr></w:tbl>")
    assert readers.read(_strict(data), name) == readers.read(data, name)
    assert words(readers.read(_strict(data), name)) == ["甲", "乙"]
