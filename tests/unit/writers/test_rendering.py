"""What the office suite and the browser make of the files: nothing clipped, the header on every page, A4."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from pathlib import Path

import pytest
from lxml import etree

from drawings import fillable, grid, narrative, official
from jiheng.layouts.drawing import Drawing, DrawnTable
from jiheng.writers import write_drawings
from jiheng.writers.look import tables
from jiheng.writers.measure import row_heights, table_size

_ODS = {
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
}
Convert = Callable[[Path, str], Path]


@pytest.fixture
def convert(office: Path, tmp_path: Path) -> Convert:
    """Let the office suite convert a file, in a profile of its own."""

    def converted(source: Path, suffix: str) -> Path:
        out = tmp_path / "converted"
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        run(office, profile, "--headless", "--convert-to", suffix, "--outdir", out, source)
        return out / f"{source.stem}.{suffix}"

    return converted


def run(*command: str | Path) -> bytes:
    """The output of a program of the machine."""
    return subprocess.run(command, check=True, capture_output=True, timeout=120).stdout  # noqa: S603 -- fixed commands


def written(drawings: Sequence[Drawing], format: str, folder: Path) -> Path:
    path = folder / f"form.{format}"
    path.write_bytes(write_drawings(drawings, format))
    return path


def pages(pdf: Path, pdftoppm: Path) -> list[str]:
    """The text of each page without any space; pdftotext comes with pdftoppm."""
    text = run(pdftoppm.with_name("pdftotext"), "-layout", pdf, "-").decode("utf-8")
    return [re.sub(r"\s", "", page) for page in text.split("\f")[:-1]]


def paper_sizes(pdf: Path, pdftoppm: Path) -> set[tuple[int, int]]:
    text = run(pdftoppm.with_name("pdfinfo"), "-l", "999", pdf).decode("utf-8")
    sizes = re.findall(r"size:\s+([\d.]+) x ([\d.]+) pts", text)
    return {(round(float(width) / 72 * 25.4), round(float(height) / 72 * 25.4)) for width, height in sizes}


def assert_shows_everything(drawings: Sequence[Drawing], pdf: Path, pdftoppm: Path) -> None:
    shown = "".join(sorted("".join(pages(pdf, pdftoppm))))
    blocks = [block for drawing in drawings for block in drawing.blocks]
    texts = [one.text for block in blocks for one in (block.cells if isinstance(block, DrawnTable) else (block,))]
    # Lines of neighbouring cells mix on a page, so characters are counted.
    wanted = re.sub(r"\s", "", "".join(texts))
    lacking = {one: wanted.count(one) - shown.count(one) for one in set(wanted)}
    assert {one: number for one, number in lacking.items() if number > 0} == {}


@pytest.mark.parametrize("format", ["xlsx", "docx"])
def test_the_office_suite_prints_every_text_on_a4(
    format: str, tmp_path: Path, convert: Convert, pdftoppm: Path
) -> None:
    drawings = [official(), fillable(), narrative()]
    pdf = convert(written(drawings, format, tmp_path), "pdf")
    assert_shows_everything(drawings, pdf, pdftoppm)
    assert paper_sizes(pdf, pdftoppm) == {(210, 297), (297, 210)}


@pytest.mark.parametrize("format", ["xlsx", "docx"])
def test_the_table_header_stands_on_every_page(format: str, tmp_path: Path, convert: Convert, pdftoppm: Path) -> None:
    printed = pages(convert(written([official()], format, tmp_path), "pdf"), pdftoppm)
    assert len(printed) > 5
    assert ["一级指标二级指标三级指标指标值" in page for page in printed] == [True] * len(printed)


def test_the_browser_prints_every_text_on_a4_with_its_header(tmp_path: Path, chromium: Path, pdftoppm: Path) -> None:
    drawings = [official(), fillable(), narrative()]
    pdf = tmp_path / "form.pdf"
    run(
        *(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"),
        *(f"--user-data-dir={tmp_path / 'browser'}", f"--print-to-pdf={pdf}"),
        written(drawings, "html", tmp_path).as_uri(),
    )
    assert_shows_everything(drawings, pdf, pdftoppm)
    assert paper_sizes(pdf, pdftoppm) == {(210, 297), (297, 210)}
    headed = ["一级指标二级指标三级指标指标值" in page for page in pages(pdf, pdftoppm)]
    assert headed == [True] * (len(headed) - 2) + [False] * 2


def test_the_pages_can_be_turned_into_pictures(tmp_path: Path, convert: Convert, pdftoppm: Path) -> None:
    pdf = convert(written([fillable()], "docx", tmp_path), "pdf")
    run(pdftoppm, "-r", "40", "-png", pdf, tmp_path / "page")
    assert [path.name for path in tmp_path.glob("page*.png")] == ["page-1.png"]


def test_no_row_is_lower_than_the_office_suite_would_make_it(tmp_path: Path, convert: Convert) -> None:
    drawing = grid(_long_texts(), (22, 36, 50, 70))
    sheet = convert(written([drawing], "xlsx", tmp_path), "fods")
    (table,) = tables(drawing)
    ours = row_heights(table, table_size(drawing))
    needed = _heights(convert(_without_heights(sheet, tmp_path), "fods"))[: len(ours)]
    assert len(needed) == len(ours) > 20
    assert [row for row, (own, least) in enumerate(zip(ours, needed, strict=True), 1) if own < least] == []
    assert sum(ours) < 1.4 * sum(needed)


def test_columns_are_as_wide_as_drawn_in_the_office_suite(tmp_path: Path, convert: Convert) -> None:
    sheet = etree.parse(convert(written([official()], "xlsx", tmp_path), "fods"))
    widths = _sizes(sheet, "column")
    named = sheet.xpath("(//table:table)[1]//table:table-column/@table:style-name", namespaces=_ODS)
    assert isinstance(named, list)
    assert sum(widths[str(name)] for name in named[:9]) * 25.4 / 72 == pytest.approx(178, abs=0.5)


def _long_texts() -> list[list[str]]:
    pieces = (
        "考核当年芦苇荡巡护是否覆盖全部岸线，",
        "（已巡护岸线长度÷应巡护岸线长度）×100%；",
        "≥95%",
        "2026年12月底前，",
        "“三公”经费控制在1,055.40万元以内。",
        "①收入；②支出；③结余。",
        "GIS系统Excel报表\n",
        "《湿地保护办法》第3条：",
    )
    steps = product((1, 3, 5, 7), range(8))
    return [
        [
            "".join(pieces[(start + step * number) % 8] for number in range(1 + (start + column) % 9))
            for column in range(4)
        ]
        for step, start in steps
    ]


def _without_heights(sheet: Path, folder: Path) -> Path:
    """Have the office suite work out row heights itself when it opens the copy."""
    tree = etree.parse(sheet)
    for properties in tree.iterfind(".//style:table-row-properties", _ODS):
        properties.attrib.pop(f"{{{_ODS['style']}}}row-height", "")
        properties.set(f"{{{_ODS['style']}}}use-optimal-row-height", "true")
    path = folder / "free.fods"
    tree.write(path, encoding="utf-8", xml_declaration=True)
    return path


def _heights(sheet: Path) -> list[float]:
    tree = etree.parse(sheet)
    heights = _sizes(tree, "row")
    rows: list[float] = []
    for row in tree.iterfind(".//table:table-row", _ODS):
        repeated = int(row.get(f"{{{_ODS['table']}}}number-rows-repeated", "1"))
        rows += [heights[row.get(f"{{{_ODS['table']}}}style-name", "")]] * min(repeated, 1000)
    return rows


def _sizes(tree: etree._ElementTree, what: str) -> Mapping[str, float]:
    """Heights or widths in points by the name of the style."""
    attribute = {"row": "row-height", "column": "column-width"}[what]
    found = {}
    for style in tree.iterfind(f".//style:style[@style:family='table-{what}']", _ODS):
        properties = style.find(f"style:table-{what}-properties", _ODS)
        assert properties is not None
        size = properties.get(f"{{{_ODS['style']}}}{attribute}", "")
        found[style.get(f"{{{_ODS['style']}}}name", "")] = float(size.removesuffix("in")) * 72
    return found
