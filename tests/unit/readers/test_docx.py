from __future__ import annotations

import subprocess
from pathlib import Path

import docx as python_docx
import pytest
from docx.enum.text import WD_BREAK

from jiheng.model import Break, Cell, Paragraph, Place, RemarkKind, Table
from jiheng.readers import docx
from jiheng.readers.errors import DamagedFileError
from wordml import W, p, packed, r, read, remarks, saved, spans, tables, tc, words


def test_paragraphs_and_tables_come_in_the_order_of_the_body() -> None:
    def fill(document: python_docx.document.Document) -> None:
        document.add_paragraph("绩效目标表")
        document.add_paragraph("")
        table = document.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "名称", "甲单位\n乙处"
        document.add_paragraph("说明")

    document = docx.read(saved(fill))
    assert document.format == "docx"
    assert document.blocks == (
        Paragraph("绩效目标表", Place(row=1)),
        Table(
            (
                Cell("名称", 1, 1, Place(table=1, row=1, column=1)),
                Cell("甲单位\n乙处", 1, 2, Place(table=1, row=1, column=2)),
            ),
            True,
        ),
        Paragraph("说明", Place(row=3)),
    )


def test_merged_cells_are_spans() -> None:
    def fill(document: python_docx.document.Document) -> None:
        table = document.add_table(3, 4)
        table.cell(0, 0).merge(table.cell(2, 0)).text = "一级"
        table.cell(0, 1).merge(table.cell(1, 2)).text = "块"
        table.cell(2, 1).merge(table.cell(2, 3)).text = "行"

    (table,) = tables(docx.read(saved(fill)))
    assert spans(table) == [
        ("一级", 1, 1, 3, 1),
        ("块", 1, 2, 2, 2),
        ("", 1, 4, 1, 1),
        ("", 2, 4, 1, 1),
        ("行", 3, 2, 1, 3),
    ]


def test_rows_may_begin_later_and_wrappers_around_rows_and_cells_do_not_matter() -> None:
    body = (
        "<w:tbl><w:tr>" + tc("甲") + "<w:sdt><w:sdtContent>" + tc("乙") + "</w:sdtContent></w:sdt>" + tc("丙")
        + "</w:tr><w:sdt><w:sdtContent><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>"
        + tc("丁", "<w:gridSpan w:val='2'/>") + "</w:tr></w:sdtContent></w:sdt></w:tbl>"
    )  # fmt: skip
    assert spans(tables(read(body))[0]) == [
        ("甲", 1, 1, 1, 1),
        ("乙", 1, 2, 1, 1),
        ("丙", 1, 3, 1, 1),
        ("丁", 2, 2, 1, 2),
    ]


def test_old_and_broken_merges_are_tolerated() -> None:
    wide = tc("甲", "<w:hMerge w:val='restart'/>") + tc("", "<w:hMerge/>") + tc("乙", "<w:gridSpan w:val='100000000'/>")
    (table,) = tables(read(f"<w:tbl><w:tr>{wide}</w:tr><w:tr>{tc('丙', '<w:vMerge/>')}</w:tr></w:tbl>"))
    assert spans(table) == [("甲", 1, 1, 1, 2), ("乙", 1, 3, 1, 1000), ("丙", 2, 1, 1, 1)]


def test_text_in_a_continued_cell_is_remarked() -> None:
    rows = [tc("面上", "<w:vMerge w:val='restart'/>"), tc("底下", "<w:vMerge/>")]
    document = read("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>")
    assert spans(tables(document)[0]) == [("面上", 1, 1, 2, 1)]
    assert remarks(document, RemarkKind.HIDDEN) == ["被合并单元格遮住的内容：底下"]


def test_a_table_inside_a_cell_follows_the_outer_one() -> None:
    def fill(document: python_docx.document.Document) -> None:
        outer = document.add_table(1, 2)
        outer.cell(0, 0).text, outer.cell(0, 1).text = "外", "右"
        outer.cell(0, 0).add_table(1, 1).cell(0, 0).text = "内"
        document.add_paragraph("末")

    document = docx.read(saved(fill))
    assert words(document) == ["外|右", "内", "末"]
    assert tables(document)[1].cells[0].place == Place(table=2, row=1, column=1)


def mark(kind: str, data: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{data}</w:fldChar></w:r>'


_CHOICES = (
    '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="≤"/><w:listEntry w:val="≥"/></w:ddList></w:ffData>'
)
_INSTRUCTION = "<w:r><w:instrText>PAGE</w:instrText></w:r>" + r("指令")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (r("甲") + "<w:r><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>", "甲\t乙\n丙"),
        ("<w:hyperlink>" + r("链接") + "</w:hyperlink>", "链接"),
        ("<w:smartTag>" + r("1000元") + "</w:smartTag><w:fldSimple>" + r("3") + "</w:fldSimple>", "1000元3"),
        ("<w:sdt><w:sdtContent>" + r("控件") + "</w:sdtContent></w:sdt>", "控件"),
        ("<w:r><w:t>95</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>97</w:t></w:r>", "95-97"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + r("95%"), "≥95%"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        ("<w:r><w:ruby><w:rt>" + r("jì") + "</w:rt><w:rubyBase>" + r("绩") + "</w:rubyBase></w:ruby></w:r>", "绩"),
        ("<m:oMath><m:r><m:t>a/b</m:t></m:r></m:oMath>", "a/b"),
        (mark("begin") + _INSTRUCTION + mark("separate") + r("7") + mark("end"), "7"),
        (mark("begin", _CHOICES) + mark("end"), "≥"),
    ],
)  # fmt: skip
def test_the_text_of_a_paragraph_is_what_word_prints(content: str, text: str) -> None:
    assert words(read(p(content))) == [text]


def test_revisions_are_read_as_accepted_and_told_once() -> None:
    document = read(
        p(r("目标") + "<w:ins>" + r("新增") + "</w:ins><w:del><w:r><w:delText>旧词</w:delText></w:r></w:del>")
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>" + tc("旧行") + "</w:tr><w:tr>" + tc("新行") + "</w:tr></w:tbl>"
    )  # fmt: skip
    assert words(document) == ["目标新增", "新行"]
    (told,) = remarks(document, RemarkKind.REVISION)
    assert "旧词" in told
    assert "旧行" in told


def test_hidden_text_is_told_and_not_read() -> None:
    document = read(p(r("明") + r("暗", "<w:vanish/>") + r("文", '<w:vanish w:val="0"/>')))
    assert words(document) == ["明文"]
    assert remarks(document, RemarkKind.HIDDEN) == ["隐藏文字：暗"]


_BOX = f"<w:txbxContent>{p(r('框内'))}</w:txbxContent>"
_TWICE = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
    f"<w:drawing><wps:txbx>{_BOX}</wps:txbx></w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict><v:textbox>{_BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def test_a_text_box_stored_twice_is_read_once_after_its_paragraph() -> None:
    assert words(read(p(r("段落") + _TWICE) + p(r("下段")))) == ["段落", "框内", "下段"]
    cell = f"<w:tc>{p(r('格') + _TWICE)}</w:tc>"
    assert words(read(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")) == ["格\n框内"]


def test_a_picture_is_remarked() -> None:
    assert len(remarks(read(p(r("图") + "<w:r><w:drawing/></w:r>")), RemarkKind.PICTURE)) == 1


@pytest.mark.parametrize(
    "turn",
    [
        p(r("甲") + '<w:r><w:br w:type="page"/></w:r>') + p(r("乙")),
        p(r("甲")) + p('<w:r><w:br w:type="page"/></w:r>') + p(r("乙")),
        p(r("甲") + '<w:r><w:br w:type="page"/></w:r>' + r("乙")),
        p(r("甲")) + p(r("乙"), "<w:pageBreakBefore/>"),
        p(r("甲")) + p("<w:r><w:lastRenderedPageBreak/><w:t>乙</w:t></w:r>"),
        p(r("甲"), "<w:sectPr/>") + p(r("乙")),
    ],
)
def test_a_page_break_outside_tables_is_one_break(turn: str) -> None:
    assert [type(block) for block in read(turn).blocks] == [Paragraph, Break, Paragraph]


def test_a_continuous_section_breaks_no_page() -> None:
    body = p(r("甲"), '<w:sectPr><w:type w:val="continuous"/></w:sectPr>') + p(r("乙"))
    assert [type(block) for block in read(body).blocks] == [Paragraph, Paragraph]


def _level(depth: int, form: str, text: str, more: str = "") -> str:
    shape = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}'
    return f'<w:lvl w:ilvl="{depth}">{shape}</w:lvl>'


_NUMBERING = (
    f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">'
    + _level(0, "chineseCounting", "%1、")
    + _level(1, "chineseCountingThousand", "（%2）", '<w:suff w:val="space"/>')
    + _level(2, "decimal", "%1.%3", "<w:isLgl/>")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + _level(0, "bullet", "l")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>'
)
_STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:styleId="条"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="款"><w:basedOn w:val="条"/></w:style></w:styles>'
)


def _item(number: int, depth: int, text: str) -> str:
    return p(r(text), f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def test_list_numbers_are_printed_with_their_paragraphs() -> None:
    body = "".join(
        [
            _item(1, 0, "总体目标"), _item(1, 1, "数量"), _item(1, 1, "质量"), _item(1, 2, "细项"), _item(2, 0, "圆点"),
            _item(1, 0, "保障措施"), _item(1, 1, "制度"), _item(0, 0, "无号"), _item(3, 0, "重起"),
            p(r("样式"), '<w:pStyle w:val="款"/>'),
        ]
    )  # fmt: skip
    assert words(read(body, {"numbering": _NUMBERING, "styles": _STYLES})) == [
        "一、总体目标",
        "（一） 数量",
        "（二） 质量",
        "1.1细项",
        "圆点",
        "二、保障措施",
        "（一） 制度",
        "无号",
        "五、重起",
        "六、样式",
    ]


def test_list_numbers_count_on_inside_cells() -> None:
    body = f"<w:tbl><w:tr><w:tc>{_item(1, 0, '甲')}{_item(1, 0, '乙')}</w:tc></w:tr></w:tbl>" + _item(1, 0, "丙")
    assert words(read(body, {"numbering": _NUMBERING})) == ["一、甲\n二、乙", "三、丙"]


def test_what_stands_beside_the_body_is_remarked() -> None:
    def part(root: str, content: str) -> str:
        return f'<w:{root} xmlns:w="{W}">{content}</w:{root}>'

    document = read(
        p(r("正文") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
        + "<w:tbl><w:tr><w:tc>" + p(r("格") + '<w:r><w:commentReference w:id="4"/></w:r>') + "</w:tc></w:tr></w:tbl>",
        {
            "header": part("hdr", p(r("附件1"))),
            "footer": part("ftr", p("")),
            "comments": part("comments", f'<w:comment w:id="4">{p(r("请核实"))}</w:comment>'),
            "footnotes": part("footnotes", f'<w:footnote w:id="0"/><w:footnote w:id="2">{p(r("口径"))}</w:footnote>'),
            "settings": part("settings", '<w:documentProtection w:edit="forms" w:enforcement="1"/>'),
        },
    )  # fmt: skip
    assert words(document) == ["正文", "格"]
    told = [(remark.kind, remark.text.partition("：")[2] or remark.text, remark.place) for remark in document.remarks]
    assert told[0] == (RemarkKind.HIDDEN, "附件1", Place())
    assert told[1] == (RemarkKind.COMMENT, "请核实", Place(table=1, row=1, column=1))
    assert told[2] == (RemarkKind.HIDDEN, "口径", Place(row=1))
    assert told[3][0] is RemarkKind.FILLABLE
    assert len(told) == 4


def test_a_comment_of_another_program_is_read() -> None:
    def fill(document: python_docx.document.Document) -> None:
        document.add_comment(document.add_paragraph("指标值 ≥95%").runs, text="依据不足", author="审核")

    document = docx.read(saved(fill))
    assert [(remark.text, remark.place) for remark in document.remarks] == [("审核：依据不足", Place(row=1))]


def test_a_document_that_an_office_suite_saved_reads_the_same(office: Path, tmp_path: Path) -> None:
    def fill(document: python_docx.document.Document) -> None:
        document.add_paragraph("绩效目标表")
        table = document.add_table(3, 3, "Table Grid")
        table.cell(0, 0).merge(table.cell(1, 0)).text = "产出指标"
        table.cell(0, 1).merge(table.cell(0, 2)).text = "数量指标"
        table.cell(2, 0).merge(table.cell(2, 2)).text = "满意度\n≥95%"
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        document.add_paragraph("续")

    source = tmp_path / "source.docx"
    source.write_bytes(saved(fill))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [str(office), profile, "--headless", "--convert-to", "docx", "--outdir", str(tmp_path / "out")]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)  # noqa: S603
    ours, theirs = docx.read(source.read_bytes()), docx.read((tmp_path / "out" / "source.docx").read_bytes())
    assert [type(block) for block in theirs.blocks] == [type(block) for block in ours.blocks]
    assert spans(tables(theirs)[0]) == spans(tables(ours)[0])
    assert words(theirs) == words(ours)


def test_nesting_without_end_is_damage_not_a_crash() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 2000 + p(r("底")) + "</w:tc></w:tr></w:tbl>" * 2000
    with pytest.raises(DamagedFileError):
        read(deep)


def test_deep_but_possible_nesting_is_read() -> None:
    tables_deep, inline = 80, 230
    deep = "<w:tbl><w:tr><w:tc>" * tables_deep + p(r("底")) + "</w:tc></w:tr></w:tbl>" * tables_deep
    assert words(read(deep))[-1] == "底"
    assert words(read(p("<w:ins>" * inline + r("里") + "</w:ins>" * inline))) == ["里"]


def test_a_document_without_a_body_is_damaged() -> None:
    with pytest.raises(DamagedFileError, match="正文"):
        docx.read(packed(p(r("甲"))))
