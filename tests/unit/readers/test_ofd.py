"""What an OFD page shows, told by objects that a person would see the same way."""

from __future__ import annotations

import pytest

from jiheng import catalog, pipeline
from jiheng.layouts.draw import draw
from jiheng.model import Document, Paragraph, RemarkKind, Table
from jiheng.readers import ofd
from jiheng.readers.errors import DamagedFileError, EmptyFileError, TooLargeFileError
from printed_ofd import line, package, page, part, text, written

PAGE = "Doc_0/Pages/Page_0/Content.xml"
SAMPLES = [name for name, path in catalog.samples().items() if path.suffix == ".txt"]


def read(objects: str, **options: str) -> Document:
    return ofd.read(package({PAGE: page(objects)}, **options))


def words(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def told(document: Document, kind: RemarkKind) -> list[str]:
    return [remark.text for remark in document.remarks if remark.kind is kind]


def box(left: float, top: float, right: float, bottom: float) -> str:
    corners = ((left, top, right, top), (left, bottom, right, bottom), (left, top, left, bottom))
    return "".join(line(*ends) for ends in (*corners, (right, top, right, bottom)))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_printed_form_reads_as_its_text(name: str) -> None:
    for form in pipeline.read(catalog.samples()[name]).forms:
        data = written(draw(form, catalog.layout(form.layout or "")))
        (back,) = pipeline.read_bytes(data, "表.ofd").forms
        assert back == form


def test_characters_stand_where_their_distances_say() -> None:
    """Distances in one run, single, and absent; a second code that goes on at a place of its own."""
    codes = (
        '<ofd:TextCode X="0" Y="4" DeltaX="g 2 4 4">绩效目标</ofd:TextCode>'
        '<ofd:TextCode X="20">（2023年度）</ofd:TextCode>'
    )
    document = read(f'<ofd:TextObject Boundary="20 30 80 5" Size="4">{codes}</ofd:TextObject>')
    assert words(document) == ["绩效目标 （2023年度）"]
    (paragraph,) = (block for block in document.blocks if isinstance(block, Paragraph))
    assert paragraph.place.page == 1
    assert paragraph.place.box is not None
    assert [round(side, 2) for side in paragraph.place.box[:3]] == [0.1, 0.1, 0.3]


def test_rulings_make_cells_with_spans() -> None:
    cells = box(20, 20, 60, 40) + box(60, 20, 100, 30) + box(60, 30, 100, 40)
    (table,) = tables(read(cells + text("名称", 22, 22) + text("甲", 62, 22) + text("乙", 62, 32)))
    assert [(cell.text, cell.row, cell.column, cell.rows) for cell in table.cells] == [
        ("名称", 1, 1, 2),
        ("甲", 1, 2, 1),
        ("乙", 2, 2, 1),
    ]
    assert table.keeps_spans
    assert table.cells[0].place.box == pytest.approx((20 / 210, 20 / 297, 60 / 210, 40 / 297), abs=0.001)


@pytest.mark.parametrize(
    "path",
    [
        "M 0 0 L 80 0 L 80 20 L 0 20 C",
        "S 0 0 M 0 0 L 80 0 M 80 0 L 80 20 L 0 20 L 0 0",
        "M 0 0 L 80 0 B 80 0 80 0 80 0 Q 80 0 80 0 A 1 1 0 0 1 80 0 L 80 20 L 0 20 C",
    ],
)
def test_a_frame_may_be_drawn_in_one_path(path: str) -> None:
    frame = f'<ofd:PathObject Boundary="20 20 80 20"><ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>'
    (table,) = tables(read(frame + line(60, 20, 60, 40) + text("名称", 22, 22) + text("甲", 62, 22)))
    assert [cell.text for cell in table.cells] == ["名称", "甲"]


def test_what_draws_nothing_rules_nothing() -> None:
    invisible = box(20, 20, 60, 40).replace("<ofd:PathObject", '<ofd:PathObject Stroke="false"')
    assert tables(read(invisible + text("名称", 22, 22))) == []
    filled = invisible.replace('Stroke="false"', 'Stroke="false" Fill="true"')
    assert len(tables(read(filled + text("名称", 22, 22)))) == 1


def test_objects_are_moved_by_their_matrix_and_by_what_they_stand_in() -> None:
    table = box(0, 0, 20, 10) + box(20, 0, 40, 10) + text("甲", 1, 1) + text("乙", 21, 1)
    block = f"<ofd:PageBlock>{table}</ofd:PageBlock>"
    unit = f'<ofd:CompositeGraphicUnit ID="7" Width="40" Height="10"><ofd:Content>{block}</ofd:Content>'
    resources = part("Res", f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>")
    use = '<ofd:CompositeObject ResourceID="7" Boundary="50 60 80 20" CTM="2 0 0 2 0 0"/>'
    parts = {PAGE: page(use), "Doc_0/PublicRes.xml": resources}
    (read_table,) = tables(ofd.read(package(parts, common="<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>")))
    assert [cell.text for cell in read_table.cells] == ["甲", "乙"]
    assert read_table.cells[1].place.box == pytest.approx((90 / 210, 60 / 297, 130 / 210, 80 / 297), abs=0.001)


def test_a_form_that_lies_on_its_side_is_read_as_one_reads_it() -> None:
    """Every object is turned a quarter, as when a wide form is printed on an upright page."""
    upright = box(20, 20, 60, 30) + box(60, 20, 100, 30) + text("单位名称", 22, 22) + text("甲县苗圃", 62, 22)
    turned = '<ofd:CompositeObject ResourceID="7" Boundary="200 0 210 297" CTM="0 1 -1 0 0 0"/>'
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{upright}</ofd:Content></ofd:CompositeGraphicUnit>'
    parts = {PAGE: page(turned), "Doc_0/Res.xml": part("Res", unit)}
    (table,) = tables(ofd.read(package(parts, common="<ofd:DocumentRes>Res.xml</ofd:DocumentRes>")))
    assert [cell.text for cell in table.cells] == ["单位名称", "甲县苗圃"]
    assert table.cells[0].place.box == pytest.approx((170 / 210, 20 / 297, 180 / 210, 60 / 297), abs=0.001)


def test_text_in_a_column_is_one_text() -> None:
    cell = box(20, 20, 30, 60) + box(30, 20, 60, 60) + text("数量", 32, 22)
    codes = '<ofd:TextCode X="0" Y="4" DeltaY="g 3 6">产出指标</ofd:TextCode>'
    column = f'<ofd:TextObject Boundary="23 22 5 30" Size="4" ReadDirection="90">{codes}</ofd:TextObject>'
    (table,) = tables(read(cell + column))
    assert [one.text for one in table.cells] == ["产出指标", "数量"]


def test_templates_lie_under_pages_and_over_them() -> None:
    common = '<ofd:TemplatePage ID="5" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    parts = {
        "Doc_0/Tpls/Tpl_0/Content.xml": page(box(20, 20, 60, 30) + text("名称", 22, 22)),
        PAGE: page(box(60, 20, 100, 30) + text("甲", 62, 22), before='<ofd:Template TemplateID="5"/>'),
    }
    (table,) = tables(ofd.read(package(parts, common=common)))
    assert [cell.text for cell in table.cells] == ["名称", "甲"]
    over = {**parts, PAGE: parts[PAGE].replace('TemplateID="5"', 'TemplateID="5" ZOrder="Foreground"')}
    assert len(tables(ofd.read(package(over, common=common)))[0].cells) == 2


def test_pages_count_through_and_have_a_size_of_their_own() -> None:
    second = PAGE.replace("Page_0", "Page_1")
    document = ofd.read(package({PAGE: page(text("甲", 20, 50)), second: page(text("乙", 20, 50), size=(297, 210))}))
    first, other = (block for block in document.blocks if isinstance(block, Paragraph))
    assert (first.text, first.place.page, other.text, other.place.page) == ("甲", 1, "乙", 2)
    assert other.place.box is not None
    assert other.place.box[0] == pytest.approx(20 / 297, abs=0.001)


def test_what_is_no_text_of_the_page_is_told() -> None:
    """Hidden text, a watermark, pictures, annotations, stamps and seals."""
    notes = (
        '<ofd:Annot ID="1" Type="Highlight" Creator="张工"><ofd:Remark>请核对</ofd:Remark></ofd:Annot>'
        '<ofd:Annot ID="2" Type="Stamp"/>'
    )
    objects = (
        text("正文", 20, 50)
        + text("看不见", 20, 60, attributes='Visible="false"')
        + text("内部资料", 20, 70, attributes='CTM="0.7 0.7 -0.7 0.7 0 0"')
        + '<ofd:ImageObject Boundary="100 100 20 20" CTM="20 0 0 20 0 0" ResourceID="3"/>'
    )
    parts = {
        PAGE: page(objects),
        "Doc_0/Annots/Annotations.xml": part(
            "Annotations", '<ofd:Page PageID="1"><ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page>'
        ),
        "Doc_0/Annots/Page_0/Annotation.xml": part("PageAnnot", notes),
    }
    document = ofd.read(
        package(
            parts,
            after="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>",
            body="<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>",
        )
    )
    assert words(document) == ["正文"]
    assert told(document, RemarkKind.HIDDEN) == ["隐藏的文字：看不见", "倾斜的文字：内部资料"]
    assert told(document, RemarkKind.COMMENT) == ["批注（Highlight，张工）：请核对"]
    assert told(document, RemarkKind.PICTURE) == ["印章", "图片", "文件带有电子签名或电子印章。"]
    assert all(remark.place.page == 1 for remark in document.remarks[:-1])


def test_pages_of_pictures_say_so() -> None:
    with pytest.raises(EmptyFileError, match="图片") as refused:
        read('<ofd:ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="3"/>')
    assert "PDF" in refused.value.advice


def test_a_missing_page_is_damage() -> None:
    whole = {PAGE: page(text("甲", 20, 50))}
    with pytest.raises(DamagedFileError, match="第 1 页"):
        ofd.read(package(whole).replace(b"Page_0/Content.xml", b"Page_0/Contend.xml"))


@pytest.mark.parametrize(
    "objects",
    [
        "<ofd:PageBlock>" * 40 + text("甲", 1, 1) + "</ofd:PageBlock>" * 40,
        '<ofd:CompositeObject ResourceID="7"/>',
        f'<ofd:TextObject Size="4"><ofd:TextCode DeltaX="g 1e9 1">{"字" * 200_001}</ofd:TextCode></ofd:TextObject>',
    ],
)
def test_endless_pages_end_in_a_message(objects: str) -> None:
    unit = '<ofd:CompositeGraphicUnit ID="7"><ofd:CompositeObject ResourceID="7"/></ofd:CompositeGraphicUnit>'
    parts = {PAGE: page(objects), "Doc_0/Res.xml": part("Res", unit)}
    with pytest.raises((DamagedFileError, TooLargeFileError)):
        ofd.read(package(parts, common="<ofd:PublicRes>Res.xml</ofd:PublicRes>"))


@pytest.mark.parametrize("number", ["", "x", "nan", "inf", "1e999", "-1e30", "0 0 0"])
def test_nonsense_for_numbers_stands_for_none(number: str) -> None:
    objects = (
        f'<ofd:TextObject Boundary="{number}" Size="{number}" HScale="{number}" CTM="{number}">'
        f'<ofd:TextCode X="{number}" Y="{number}" DeltaX="g {number} {number}" DeltaY="g">甲乙</ofd:TextCode>'
        f'</ofd:TextObject><ofd:PathObject Boundary="{number}"><ofd:AbbreviatedData>M {number} L C B 1'
        "</ofd:AbbreviatedData></ofd:PathObject>"
    )
    assert "".join(words(read(objects + text("丙", 50, 50)))).endswith("丙")
