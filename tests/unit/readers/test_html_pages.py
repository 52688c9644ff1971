"""Pages as websites, browsers and office programs save them."""

from __future__ import annotations

import base64
import quopri
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from jiheng import catalog, pipeline
from jiheng.model import Break, Document, Paragraph, RemarkKind, Table
from jiheng.readers import formats, html
from jiheng.readers.errors import DamagedFileError, EmptyFileError
from jiheng.writers.forms import write_forms

FORM = "<p>绩效目标表<table><tr><td>单位名称<td>云麓县苗圃</table>"


def read(page: str) -> Document:
    return html.read(page.encode())


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def words(document: Document) -> list[str]:
    """Return paragraphs, and each table as the texts of its cells."""
    return [
        block.text if isinstance(block, Paragraph) else "|".join(cell.text for cell in block.cells)
        for block in document.blocks
        if isinstance(block, (Paragraph, Table))
    ]


def told(document: Document, kind: RemarkKind) -> list[str]:
    return [remark.text for remark in document.remarks if remark.kind is kind]


def archive(pages: Sequence[tuple[str, bytes]], encoding: str = "quoted-printable", charset: str = "utf-8") -> bytes:
    """A web archive of pages by name, and a picture."""
    encoders: dict[str, Callable[[bytes], bytes]] = {
        "quoted-printable": quopri.encodestring,
        "base64": base64.encodebytes,
        "8bit": bytes,
    }
    encode = encoders[encoding]
    parts = [
        f"Content-Location: file:///C:/x/{name}\nContent-Transfer-Encoding: {encoding}\n"
        f'Content-Type: text/html; charset="{charset}"\n\n'.encode()
        + encode(page)
        for name, page in pages
    ]
    parts.append(b"Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n")
    head = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="----=_Next"\n\n'
    return head + b"".join(b"------=_Next\n" + part + b"\n" for part in parts) + b"------=_Next--\n"


# Design.


def test_tables_that_only_place_others_are_no_tables() -> None:
    page = (
        "<table><tr><td colspan=2>某市财政局网站<tr><td><a href=a>首页</a><br><a href=b>公开</a>"
        f"<td><h1>2023年公开</h1><table><tr><td>{FORM}</table>说明</table>"
    )
    assert words(read(page)) == [
        "某市财政局网站",
        "首页",
        "公开",
        "2023年公开",
        "绩效目标表",
        "单位名称|云麓县苗圃",
        "说明",
    ]


def test_a_form_with_a_table_in_a_cell_stays_a_table() -> None:
    page = "<table><tr><td>单位名称<td>甲<tr><td>绩效指标<td><table><tr><td>数量<td>1</table></table>"
    assert words(read(page)) == ["单位名称|甲|绩效指标|", "数量|1"]


def test_only_the_first_head_comes_first() -> None:
    page = (
        "<table><tbody><tr><td>一</tbody><thead><tr><td>头</thead><tfoot><tr><td>尾</tfoot>"
        "<thead><tr><td>续头</thead><tbody><tr><td>二</tbody><tfoot><tr><td>续尾</tfoot></table>"
    )
    assert words(read(page)) == ["头|一|续头|二|续尾|尾"]


@pytest.mark.parametrize("attribute", ["colspan", "rowspan"])
def test_enormous_spans_are_cut(attribute: str) -> None:
    (table,) = tables(read(f"<table><tr><td {attribute}=999999999>甲<td>乙<tr><td>丙</table>"))
    assert max(cell.columns for cell in table.cells) <= 1000
    assert max(cell.rows for cell in table.cells) <= 2


# Encodings.


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="gbk">', "gbk"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "gb18030"),
        ('<?xml version="1.0" encoding="gb2312"?><html>', "gbk"),
        ('<meta charset="big5">', "big5"),
        ('<meta charset="gb2312">', "utf-8"),
        ('<meta charset="no-such">', "gb18030"),
        ("<p>", "utf-16-le"),
        ("<p>", "utf-16"),
    ],
)
def test_a_page_is_read_in_the_encoding_in_which_it_is_written(head: str, encoding: str) -> None:
    page = f"{head}<p>單位名稱一覽".encode(encoding)
    assert formats.detect(page, "表.xls") == "html"
    assert words(html.read(page)) == ["單位名稱一覽"]


# Office programs.


def test_libreoffice_keeps_every_typed_space() -> None:
    page = (
        '<head><meta name="generator" content="LibreOffice 7.4 (Linux)"></head>'
        "<table><tr><td>\n\t\t\t甲  乙\n\t\t\t丙\n"
        "\t\t\t 丁<font>\n\t\t\t戊</font></td><td>己</td></table>"
    )
    assert words(read(page)) == ["甲  乙 丙  丁 戊|己"]
    assert words(read(page.replace("LibreOffice", "Other"))) == ["甲 乙 丙 丁 戊|己"]


def test_libreoffice_names_the_sheets_over_their_tables() -> None:
    page = (
        "<center><h1>Overview</h1><a href='#table0'>整体</a><br><a href='#table1'>项目</a><br></center>"
        "<a name='table0'><h1>Sheet 1: <em>整体</em></h1></a><table><tr><td>1<td>2</table>"
        "<a name='table1'><h1>Sheet 2: <em>项目</em></h1></a><table><tr><td>3<td>4</table>"
    )
    document = read(page)
    assert words(document) == ["1|2", "3|4"]
    assert [block.new_sheet for block in document.blocks if isinstance(block, Break)] == ["整体", "项目"]
    assert [table.cells[0].place.sheet for table in tables(document)] == ["整体", "项目"]
    assert len(told(document, RemarkKind.HIDDEN)) == 1


def test_the_number_of_a_printed_page_is_no_text() -> None:
    document = read("<p>表<div title=footer><p><sdfield type=PAGE>10</sdfield></div>")
    assert words(document) == ["表"]
    assert told(document, RemarkKind.HIDDEN) == ["页码不计入正文：10"]


def test_a_page_of_word_is_read_as_it_looks() -> None:
    page = (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><!--[if gte mso 9]><xml><o:Author>甲</o:Author>"
        "</xml><![endif]--></head><body><div class=WordSection1><p class=MsoNormal>目标<o:p></o:p></p>"
        "<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>"
        "<![endif]>建成公园<span style='mso-spacerun:yes'>&nbsp;&nbsp; </span>6处</p>"
        "<p><span style='display:none;mso-hide:all'>藏</span><o:p>&nbsp;</o:p></p></div>"
        "<div style='mso-element:comment-list'><div>请核对</div></div></body></html>"
    )
    document = read(page)
    assert words(document)[:2] == ["目标", "1.\xa0建成公园   6处"]
    assert told(document, RemarkKind.HIDDEN) == ["隐藏的内容：藏"]
    assert told(document, RemarkKind.COMMENT) == ["批注：请核对"]


def test_a_page_of_frames_says_where_its_text_is() -> None:
    page = "<html><frameset rows='*,39'><frame src='%E8%A1%A8.files/sheet001.htm' name=frSheet></frameset></html>"
    with pytest.raises(EmptyFileError, match=r"表\.files/sheet001\.htm") as refused:
        read(page)
    assert "xlsx" in refused.value.advice


# Archives.


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_a_web_archive_is_read(encoding: str, charset: str) -> None:
    data = archive([("表.htm", FORM.encode(charset))], encoding, charset)
    assert formats.detect(data, "表.doc") == "html"
    assert words(html.read(data)) == ["绩效目标表", "单位名称|云麓县苗圃"]


def test_a_workbook_in_a_web_archive_gives_its_sheets_in_order() -> None:
    frames = b"<html><frameset><frame src='sheet001.htm'></frameset></html>"
    sheets = [f"<table><tr><td>表{number}<td>值</table>".encode() for number in (1, 2)]
    data = archive([("表.htm", frames), ("sheet001.htm", sheets[0]), ("sheet002.htm", sheets[1])])
    document = html.read(data)
    assert words(document) == ["表1|值", "表2|值"]
    assert any(isinstance(block, Break) for block in document.blocks)


def test_a_web_archive_without_pages_and_a_broken_one_end_in_a_message() -> None:
    with pytest.raises(EmptyFileError):
        html.read(archive([]))
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (number, number) for number in range(3000)
    )
    with pytest.raises((DamagedFileError, EmptyFileError)):
        html.read(b"MIME-Version: 1.0\n" + nested)


def test_libreoffice_gives_back_what_was_written(office: Path, tmp_path: Path) -> None:
    """The whole way: a form as Word and Excel files, saved as web pages by the office suite, and read."""
    sample = catalog.samples()["130000/project-2023-logistics"]
    forms = pipeline.read(sample).forms
    for suffix in ("docx", "xlsx"):
        written = write_forms(forms, suffix, layouts=catalog.layouts())
        (tmp_path / f"{suffix}.{suffix}").write_bytes(written.data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command: list[str | Path] = [office, profile, "--headless", "--convert-to", "html", "--outdir", tmp_path]
    subprocess.run([*command, tmp_path / "docx.docx", tmp_path / "xlsx.xlsx"], check=True, capture_output=True)  # noqa: S603
    for suffix in ("docx", "xlsx"):
        reading = pipeline.read(tmp_path / f"{suffix}.html")
        assert reading.forms == forms
        assert reading.unread == ()
