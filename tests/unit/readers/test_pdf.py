"""PDF files as office programs, browsers and scanners make them: what a person sees on the page is what is read."""

from __future__ import annotations

import sys

import pytest

from jiheng import readers
from jiheng.model import Break, Cell, Document, Paragraph, RemarkKind, Table
from jiheng.readers import pdf
from jiheng.readers.errors import DamagedFileError, TooLargeFileError, UnreadableFileError
from printed_pdf import by_hand, by_typst, ruled, shown, table

GRID = ruled([100, 200, 350], [700, 730, 760])
TEXTS = [("name", 105, 740), ("rate", 205, 740), ("done", 105, 710), ("95%", 205, 710)]
WIDTHS = "3cm, 4cm, 6cm"


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def cells(document: Document) -> tuple[Cell, ...]:
    (found,) = tables(document)
    return found.cells


def words(document: Document) -> list[list[str]]:
    """The texts of the only table, row by row."""
    rows: dict[int, list[str]] = {}
    for cell in cells(document):
        rows.setdefault(cell.row, []).append(cell.text)
    return list(rows.values())


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def form(page: str = "", matrix: str | None = None) -> bytes:
    return by_hand(GRID + "".join(shown(text, x, y, matrix=matrix) for text, x, y in TEXTS), page=page)


def test_rulings_make_cells_with_places_and_boxes() -> None:
    document = pdf.read(form())
    assert words(document) == [["name", "rate"], ["done", "95%"]]
    last = cells(document)[-1]
    assert (last.place.page, last.place.table, last.place.row, last.place.column) == (1, 1, 2, 2)
    assert last.place.box == pytest.approx((200 / 600, 70 / 800, 350 / 600, 100 / 800), abs=0.001)


def test_text_is_read_where_it_stands_not_when_it_was_drawn() -> None:
    by_column = [TEXTS[3], TEXTS[1], TEXTS[2], TEXTS[0]]
    assert words(pdf.read(by_hand(GRID + "".join(shown(*one) for one in by_column)))) == [
        ["name", "rate"],
        ["done", "95%"],
    ]


def test_letters_drawn_one_by_one_make_words() -> None:
    tight = "".join(shown(letter, x, 740) for letter, x in zip("rate", (205, 208.3, 213.9, 216.7), strict=True))
    assert words(pdf.read(by_hand(GRID + tight)))[0] == ["", "rate"]


def test_text_drawn_twice_for_bold_print_is_read_once() -> None:
    twice = "".join(shown(text, x + shift, y) for text, x, y in TEXTS for shift in (0, 0.4))
    assert words(pdf.read(by_hand(GRID + twice))) == [["name", "rate"], ["done", "95%"]]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_reads_the_same(turn: int) -> None:
    turned = pdf.read(form(page=f"/Rotate {turn}"))
    # The page is shown turned; its text is still read in the direction in which it runs.
    assert words(turned) == [["name", "rate"], ["done", "95%"]]


def test_the_box_of_a_turned_page_is_where_it_is_seen() -> None:
    box = cells(pdf.read(form(page="/Rotate 90")))[-1].place.box
    assert box == pytest.approx((700 / 800, 200 / 600, 730 / 800, 350 / 600), abs=0.001)


def test_content_that_lies_on_its_side_reads_the_same() -> None:
    lying = f"0 1 -1 0 600 0 cm\n{GRID}{''.join(shown(*one) for one in TEXTS)}"
    assert words(pdf.read(by_hand(lying, size="-200 0 600 600"))) == [["name", "rate"], ["done", "95%"]]


def test_merged_cells_keep_their_spans() -> None:
    rows = [["table.cell(rowspan: 2)[产出指标]", "table.cell(colspan: 2)[数量指标]"], ["巡护次数", "≥95%"]]
    found = cells(pdf.read(by_typst(table(rows, WIDTHS))))
    assert [(c.text, c.row, c.column, c.rows, c.columns) for c in found] == [
        ("产出指标", 1, 1, 2, 1),
        ("数量指标", 1, 2, 1, 2),
        ("巡护次数", 2, 2, 1, 1),
        ("≥95%", 2, 3, 1, 1),
    ]


def test_lines_broken_by_the_width_are_joined_and_paragraphs_stay_apart() -> None:
    wrapped = "巡护记录每日登记并逐段签名，发现的倾倒、占用、塌岸等情形在两个工作日内报告（附照片）并处置完毕。"
    cell = f"[{wrapped}\\ 第二段另起一行。]"
    assert words(pdf.read(by_typst(table([["说明", cell]], "2cm, 4.3cm")))) == [
        ["说明", f"{wrapped}\n第二段另起一行。"]
    ]


def test_centred_text_is_joined_too() -> None:
    rows = [["[#align(center)[全县湿地栈道修缮加固工作完成率]]", "≥95%"], ["短", "长"]]
    assert words(pdf.read(by_typst(table(rows, "3cm, 3cm"))))[0] == ["全县湿地栈道修缮加固工作完成率", "≥95%"]


def test_text_in_a_column_reads_from_the_top_down() -> None:
    standing = "[" + " \\ ".join("投入管理指标") + "]"
    assert words(pdf.read(by_typst(table([[standing, "内容"]], "2cm, 4cm")))) == [["投入管理指标", "内容"]]


def test_lying_text_in_a_cell_reads_as_one_text() -> None:
    for degrees in (90, -90):
        lying = f"[#rotate({degrees}deg, reflow: true)[投入管理指标]]"
        rows = [[lying, "一些更长的内容写在这里"]]
        assert words(pdf.read(by_typst(table(rows, "2cm, 6cm")))) == [["投入管理指标", "一些更长的内容写在这里"]]


def test_a_title_does_not_flow_into_the_line_below_it() -> None:
    markup = "#align(center)[#text(20pt)[绩效目标申报表]]\n#align(center)[（2024年度）]\n" + table(
        [["单位", "甲"]], "3cm, 8cm"
    )
    assert lines(pdf.read(by_typst(markup))) == ["绩效目标申报表", "（2024年度）"]


def test_two_forms_on_a_page_are_two_tables() -> None:
    markup = table([["甲", "一"], ["乙", "二"]], "3cm, 8cm") + "第二张表\n" + table([["丙", "三"]], "3cm, 8cm")
    document = pdf.read(by_typst(markup))
    assert [type(block).__name__ for block in document.blocks] == ["Table", "Paragraph", "Table"]
    assert [cell.place.table for cell in tables(document)[1].cells] == [2, 2]


def test_cells_that_only_differ_by_their_colour_are_a_table() -> None:
    fill = "fill: (x, y) => if calc.odd(x + y) { luma(230) } else { luma(245) }"
    rows = [["指标", "目标", "说明"], ["巡护次数", "≥95%", "逐日登记并签名，" * 4], ["水质", "改善", "长期"]]
    markup = table(rows, WIDTHS, stroke=f"none, column-gutter: 2pt, row-gutter: 2pt, {fill}")
    document = pdf.read(by_typst(markup))
    assert words(document) == rows
    assert tables(document)[0].keeps_spans


def test_a_coloured_header_alone_rules_no_table() -> None:
    fill = "fill: (x, y) => if y == 0 { luma(230) }"
    rows = [["指标", "目标"], ["巡护次数", "≥95%"], ["清淤长度", "≥3公里"], ["水质", "改善"]]
    assert words(pdf.read(by_typst(table(rows, "4cm, 4cm", stroke=f"none, {fill}")))) == rows


def test_centred_small_print_with_wide_padding_is_joined() -> None:
    wrapped = "全县湿地栈道修缮加固工程按期完工并通过验收的比例"
    rows = [[f"[#align(center)[{wrapped}]]", "[#align(center)[≥95%]]"]]
    markup = table(rows, "2.3cm, 3cm", stroke="0.5pt, inset: (x: 1.9mm, y: 1mm)")
    assert words(pdf.read(by_typst(markup, size="5pt"))) == [[wrapped, "≥95%"]]


def test_paragraphs_that_fill_their_last_line_stay_apart() -> None:
    full = "2024年巡护河道岸线并登记造册做到件件有回音"
    sentence = "2024年巡护河道岸线并登记造册做到逐件登。"
    markup = (
        f"#set par(first-line-indent: (amount: 2em, all: true))\n{sentence}\n\n{sentence}\n\n{sentence}{full * 2}。"
    )
    document = pdf.read(by_typst(markup, "width: 246pt, height: 400pt, margin: 10pt"))
    assert lines(document) == [sentence, sentence, f"{sentence}{full * 2}。"]


# Over the end of a page.


def long_table(rows: int, header: str = "") -> str:
    body = [[f"第{at}项", "≥95%", f"说明{at}"] for at in range(rows)]
    return table([[header], *body] if header else body, WIDTHS)


def test_a_table_over_several_pages_is_one_table() -> None:
    document = pdf.read(by_typst(long_table(120)))
    found = cells(document)
    assert {cell.place.page for cell in found} == {1, 2, 3}
    assert [cell.text for cell in found if cell.column == 1] == [f"第{at}项" for at in range(120)]
    assert [cell.row for cell in found if cell.column == 1] == list(range(1, 121))


def test_a_header_printed_on_every_page_is_read_once_and_said() -> None:
    header = "table.header([指标], [目标], [说明])"
    document = pdf.read(by_typst(long_table(80, header)))
    assert words(document).count(["指标", "目标", "说明"]) == 1
    assert len(words(document)) == 81
    assert any("表头" in remark.text for remark in document.remarks)


def test_a_row_cut_by_the_end_of_a_page_is_whole_again() -> None:
    text = "，".join(f"第{at}段岸线的巡护记录逐日登记" for at in range(60)) + "。"
    markup = "#v(18cm)\n" + table([["巡护", "≥95%", text], ["清淤", "≥2次", "另一行"]], WIDTHS)
    document = pdf.read(by_typst(markup))
    assert words(document) == [["巡护", "≥95%", text], ["清淤", "≥2次", "另一行"]]


def test_a_merged_cell_goes_on_over_the_end_of_a_page() -> None:
    group = "table.cell(rowspan: 60)[产出指标]"
    rows = [[group, "第0项", "≥1"], *([f"第{at}项", "≥1"] for at in range(1, 60))]
    rows += [["table.cell(rowspan: 2)[效益指标]", "第60项", "≥1"], ["第61项", "≥1"]]
    found = cells(pdf.read(by_typst(table(rows, WIDTHS))))
    assert [(c.text, c.row, c.rows) for c in found if c.column == 1] == [("产出指标", 1, 60), ("效益指标", 61, 2)]


def test_a_merged_cell_of_one_row_on_either_page_is_one() -> None:
    upper = ruled([100, 200, 350], [40, 70, 100]) + shown("x", 105, 80) + shown("a", 205, 80) + shown("b", 205, 50)
    lower = ruled([100, 200, 350], [700, 730, 760]) + shown("label", 105, 740) + shown("c", 205, 740)
    found = cells(pdf.read(by_hand(upper, lower + shown("y", 105, 710) + shown("d", 205, 710))))
    assert [(c.text, c.row, c.rows) for c in found if c.column == 1] == [("x", 1, 1), ("label", 2, 2), ("y", 4, 1)]


def test_a_text_in_a_table_without_merged_cells_does_not_rise_to_the_row_above_it() -> None:
    upper = ruled([100, 200, 350], [40, 70, 100, 130, 160]) + shown("x", 105, 140) + shown("y", 105, 80)
    upper += "".join(shown(text, 205, y) for text, y in (("a", 140), ("b", 110), ("c", 80), ("d", 50)))
    lower = ruled([100, 200, 350], [730, 760]) + shown("z", 105, 740) + shown("e", 205, 740)
    found = cells(pdf.read(by_hand(upper, lower)))
    assert [(c.text, c.row, c.rows) for c in found if c.column == 1][-2:] == [("", 4, 1), ("z", 5, 1)]


def test_the_last_character_of_a_merged_cell_may_stand_on_the_next_page() -> None:
    look = "#set text(10pt)\n#set table(columns: (76pt, 5cm), inset: 3pt)\n"
    upper = "#v(1fr)\n#table([产出指标], [第0项], [可持续影响指], [第1项])\n#pagebreak()\n"
    found = cells(pdf.read(by_typst(look + upper + "#table([标], [第2项])")))
    assert [(c.text, c.rows) for c in found if c.column == 1] == [("产出指标", 1), ("可持续影响指标", 2)]


def test_tables_that_end_before_their_page_does_stay_apart() -> None:
    page = table([["目标一", "完成全年的巡护任务。"]], "3cm, 8cm")
    document = pdf.read(by_typst(f"{page}#pagebreak()\n{page}"))
    assert [type(block) for block in document.blocks] == [Table, Break, Table]


def test_page_numbers_are_no_text_and_are_said() -> None:
    page = 'paper: "a4", margin: 2cm, numbering: "- 1 -"'
    document = pdf.read(by_typst(long_table(80), page))
    assert lines(document) == []
    assert any("页码" in remark.text for remark in document.remarks)


def test_a_title_on_every_page_is_not_taken_for_a_running_title() -> None:
    page = "#align(center)[#text(20pt)[项目绩效目标表]]\n" + table([["名称", "甲项目"]], "3cm, 8cm")
    document = pdf.read(by_typst(f"{page}#pagebreak()\n{page}", 'paper: "a4", margin: 1cm'))
    assert lines(document) == ["项目绩效目标表"] * 2
    assert len(tables(document)) == 2
    assert sum(isinstance(block, Break) for block in document.blocks) == 1


# Nothing ruled.


def test_a_table_without_lines_is_found_by_its_columns() -> None:
    rows = [
        ["一级指标", "三级指标", "指标值"],
        ["产出指标", "巡护次数", "≥95%"],
        ["", "清淤长度", "≥3公里"],
        ["效益指标", "水质", "改善"],
    ]
    document = pdf.read(by_typst(table(rows, WIDTHS, stroke="none")))
    assert words(document) == [rows[0], rows[1], rows[2][1:], rows[3]]
    assert not tables(document)[0].keeps_spans
    assert [cell.column for cell in cells(document)][6:8] == [2, 3]


def test_rows_without_lines_are_told_where_texts_stand_in_their_middle() -> None:
    explained = "统计年度内按照批复的实施方案修缮并经监理单位逐处验收合格的栈道数量，以登记册为准"
    name = "全县湿地栈道修缮加固工程一次验收合格率"
    header = ["一级指标", "三级指标", "指标值", "指标值说明"]
    first = ["table.cell(rowspan: 3)[产出指标]", "修缮数量", "≥12处", explained]
    rows = [first, [name, "≥98%", "监理报告"], ["完成时间", "11月底前", explained]]
    last = ["效益指标", name, "≤1起", explained]
    centred = "none, align: center + horizon, column-gutter: 4pt"
    document = pdf.read(by_typst(table([header, *rows, last], "2cm, 3.6cm, 2cm, 5cm", stroke=centred), size="9pt"))
    assert words(document) == [header, ["产出指标", *first[1:]], *rows[1:], last]
    assert [cell.row for cell in cells(document) if cell.column == 1] == [1, 2, 5]


def test_running_text_is_no_table() -> None:
    document = pdf.read(by_typst("本单位全年巡护河道岸线并登记。" * 30))
    assert tables(document) == []
    assert lines(document) == ["本单位全年巡护河道岸线并登记。" * 30]


# What lies on top.


def test_filled_in_fields_are_text_of_their_cells() -> None:
    field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(typed 95%)/Rect[205 705 340 725]/F 4>>"
    tick = "<</Type/Annot/Subtype/Widget/FT/Btn/T(b)/V/Yes/AS/Yes/AP<</N<</Yes 102 0 R>>>>/Rect[105 735 115 745]/F 4>>"
    objects = ["null", "null", "<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Length 0>>stream\n\nendstream", field, tick]
    document = pdf.read(
        by_hand(
            GRID + shown("label", 105, 710),
            page="/Annots[103 0 R 104 0 R]",
            objects=objects,
            catalog="/AcroForm<</Fields[103 0 R 104 0 R]>>",
        )
    )
    assert words(document) == [["☑", ""], ["label", "typed 95%"]]


def test_notes_stuck_on_a_page_are_remarks() -> None:
    note = "<</Type/Annot/Subtype/Text/Contents(please check)/Rect[300 700 320 720]>>"
    document = pdf.read(by_hand(GRID + shown("x", 105, 710), page="/Annots[102 0 R]", objects=["null", "null", note]))
    (remark,) = document.remarks
    assert (remark.kind, remark.text, remark.place.page) == (RemarkKind.COMMENT, "please check", 1)


def test_a_slanting_watermark_is_said_and_not_mixed_in() -> None:
    mark = shown("DRAFT", 150, 700, 40, "0.7 0.7 -0.7 0.7")
    document = pdf.read(by_hand(GRID + mark + "".join(shown(*one) for one in TEXTS)))
    assert words(document) == [["name", "rate"], ["done", "95%"]]
    assert any("DRAFT" in remark.text for remark in document.remarks)


def test_italics_are_no_watermark() -> None:
    oblique = shown("name", 105, 740, matrix="1 0 0.3 1")
    document = pdf.read(by_hand(GRID + oblique + shown("rate", 205, 740)))
    assert words(document)[0] == ["name", "rate"]
    assert document.remarks == ()


def test_a_value_in_a_narrow_column_goes_on_with_its_unit() -> None:
    rows = [["≥95次", "指标值说明"], ["≥100次", "逐日"]]
    markup = '#set text(font: ("DejaVu Sans Mono", "Noto Sans CJK SC"))\n' + table(
        rows, "1.1cm, 3cm", stroke="0.5pt, inset: 2pt"
    )
    assert [row[0] for row in words(pdf.read(by_typst(markup)))] == ["≥95次", "≥100次"]


def test_text_cut_away_by_a_clip_is_said_and_not_read() -> None:
    cut = f"q 0 0 300 600 re W n\n{shown('unseen', 105, 740)}Q\n"
    document = pdf.read(by_hand(GRID + cut + shown("seen", 105, 710)))
    assert words(document) == [["", ""], ["seen", ""]]
    assert any("unseen" in remark.text for remark in document.remarks)


# What cannot be read.

NAMELESS = (
    "<</Type/Font/Subtype/Type0/BaseFont/Made-Up/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2"
    "/BaseFont/Made-Up/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000"
    "/FontDescriptor<</Type/FontDescriptor/FontName/Made-Up/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800"
    "/Descent -200/CapHeight 700/StemV 80>>>>]>>"
)
PICTURE = (
    "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n"
    "\x80\nendstream"
)
SCANNED = "q 500 0 0 700 50 50 cm /X Do Q"


def test_a_font_that_names_no_characters_gives_no_garbage() -> None:
    nameless = f"{GRID}BT /F2 10 Tf 105 710 Td <012301240125> Tj ET\n" + shown("a readable line of text", 105, 740)
    document = pdf.read(by_hand(nameless, objects=[NAMELESS]))
    assert "\ufffd\ufffd\ufffd" in words(document)[1]
    assert any("3 个字没有文字编码" in remark.text for remark in document.remarks)


def test_text_written_downwards_in_a_font_that_names_no_characters_is_said() -> None:
    downwards = f"{GRID}BT /F2 8 Tf 150 728 Td <012301240125> Tj ET\n" + shown("a readable line of text", 105, 740)
    document = pdf.read(by_hand(downwards, objects=[NAMELESS.replace("Identity-H", "Identity-V")]))
    assert "\ufffd" in words(document)[1][0]
    assert any("没有文字编码" in remark.text for remark in document.remarks)


def test_a_narrow_sign_drawn_twice_is_not_taken_for_one_without_a_name() -> None:
    document = pdf.read(by_hand(GRID + shown("1", 105, 740) * 2 + shown("l", 205, 740) + shown("l", 205.2, 740)))
    assert words(document)[0] == ["1", "l"]
    assert document.remarks == ()


def test_pages_that_need_recognition_are_told() -> None:
    garbage = "BT /F2 10 Tf 105 710 Td <0123012401250126> Tj ET\n"
    data = by_hand(SCANNED, shown("text", 100, 700), garbage, "", GRID, objects=[NAMELESS, PICTURE])
    assert _pages_without_text(data) == [1, 3, 5]


@pytest.fixture
def no_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the module that needs the extra, also where another test has loaded it already."""
    monkeypatch.setitem(sys.modules, "jiheng.readers.scan_text", None)
    monkeypatch.delattr(readers, "scan_text", raising=False)


@pytest.mark.usefixtures("no_recogniser")
def test_a_scan_says_so_where_nothing_recognises_text() -> None:
    with pytest.raises(UnreadableFileError, match="扫描件"):
        pdf.read(by_hand(SCANNED, objects=["null", PICTURE]))
    document = pdf.read(by_hand(SCANNED, shown("text", 100, 700), objects=["null", PICTURE]))
    assert lines(document) == ["text"]
    assert [(one.kind, one.place.page) for one in document.remarks] == [(RemarkKind.PICTURE, 1)]


@pytest.mark.usefixtures("no_recogniser")
def test_text_behind_a_scan_is_read_where_nothing_recognises_text_and_said() -> None:
    data = by_hand(f"{SCANNED} 3 Tr {shown('behind', 100, 700)}", objects=["null", PICTURE])
    assert _pages_without_text(data) == [1]
    document = pdf.read(data)
    assert lines(document) == ["behind"]
    assert [("看不见" in one.text, one.place.page) for one in document.remarks] == [(True, 1)]


def test_text_over_a_picture_is_text() -> None:
    data = by_hand(f"{SCANNED} {shown('drawn', 100, 700)}", objects=["null", PICTURE])
    assert _pages_without_text(data) == []
    assert lines(pdf.read(data)) == ["drawn"]


def test_what_is_cut_off_is_damaged() -> None:
    whole = form()
    for data in (b"%PDF-1.7\n", b"%PDF-1.4 nonsense", whole[: len(whole) // 3]):
        with pytest.raises(DamagedFileError):
            pdf.read(data)


def test_a_broken_table_of_contents_is_made_good() -> None:
    assert words(pdf.read(form().replace(b"startxref", b"startxxxx"))) == [["name", "rate"], ["done", "95%"]]


def test_more_than_can_be_printed_is_refused() -> None:
    with pytest.raises(TooLargeFileError, match="页"):
        pdf.read(by_hand(*[""] * 2001))
    with pytest.raises(TooLargeFileError, match="字"):
        pdf.read(by_hand("".join(shown("x" * 30_000, 0, y, 0.02) for y in (100, 200, 300, 400))))


def _pages_without_text(data: bytes) -> list[int]:
    return [page.number for page in pdf.read_pages(data) if pdf.lacks_text(page)]
