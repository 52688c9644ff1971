"""Every published form, as the workbook of every program at hand, is read as the form that its text gives."""

from __future__ import annotations

import struct
import subprocess
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from binary_workbooks import xlsb, xlsb_record
from jiheng import catalog, pipeline, readers
from jiheng.model import Form, RemarkKind, Table
from jiheng.writers.forms import write_forms

NUMBERS = ("000", "001", "002", "003", "004")
CONVERTED = ("xls", "ods", "xlsx")


@pytest.fixture(scope="session")
def forms(seeds: Path) -> Mapping[str, tuple[Form, ...]]:
    return {number: pipeline.read(next(seeds.glob(f"{number}_*.txt"))).forms for number in NUMBERS}


@pytest.fixture(scope="session")
def written(forms: Mapping[str, tuple[Form, ...]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each published form as a workbook of our own."""
    folder = tmp_path_factory.mktemp("written")
    for number in NUMBERS:
        data = write_forms(forms[number], "xlsx", layouts=catalog.layouts()).data
        (folder / f"{number}.xlsx").write_bytes(data)
    _invented().save(folder / "invented.xlsx")
    return folder


def _invented() -> openpyxl.Workbook:
    """A workbook with what the published forms do not have: formats, formulas, a comment, hidden lines and sheets."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "目标表"
    numbers = {"A1": (0.95, "0%"), "B1": (0.9512, "0.00%"), "C1": (1055.4, "#,##0.00"), "D1": (45261, "yyyy/m/d")}
    for name, (value, code) in {**numbers, "E1": (12.34, '0.0"万元"'), "F1": (0.1 + 0.2, "General")}.items():
        sheet[name] = value
        sheet[name].number_format = code
    sheet["G1"] = "00120"
    sheet["A2"], sheet["B2"], sheet["C2"], sheet["D2"] = "产出\n指标", True, "=1/0", "=A1*2"
    sheet["A2"].comment = Comment("请核实", "审核")
    sheet["D2"].number_format = "0%"
    sheet.merge_cells("E2:G4")
    sheet["E2"] = "合并"
    sheet["A3"], sheet["A4"] = "藏行", "末行"
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.create_sheet("底稿")["A1"] = "草稿"
    book["底稿"].sheet_state = "hidden"
    return book


@pytest.fixture(scope="session")
def converted(written: Path, office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for each format that the office suite turned those workbooks into."""
    folder = tmp_path_factory.mktemp("converted")
    files = sorted(written.glob("*.xlsx"))
    for target in CONVERTED:
        command: list[str | Path] = [
            office,
            "--headless",
            f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to",
            target,
        ]
        subprocess.run([*command, "--outdir", folder / target, *files], check=True, capture_output=True, timeout=120)  # noqa: S603 - the office suite of this machine
    return folder


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("format", CONVERTED)
def test_workbooks_of_the_office_suite(
    number: str, format: str, converted: Path, forms: Mapping[str, tuple[Form, ...]]
) -> None:
    reading = pipeline.read(converted / format / f"{number}.{format}")
    assert (reading.format, reading.error, reading.unread) == (format, None, ())
    assert reading.forms == forms[number]


@pytest.mark.parametrize("format", CONVERTED)
def test_formats_comments_and_what_is_hidden(format: str, converted: Path) -> None:
    document = readers.read((converted / format / f"invented.{format}").read_bytes(), f"表.{format}")
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert {cell.place.cell: cell.text for cell in table.cells} == {
        "A1": "95%", "B1": "95.12%", "C1": "1,055.40", "D1": "2023/12/1", "E1": "12.3万元", "F1": "0.3", "G1": "00120",
        "A2": "产出\n指标", "B2": "TRUE", "C2": "#DIV/0!", "D2": "190%", "E2": "合并", "A3": "藏行", "A4": "末行",
    }  # fmt: skip
    assert [(cell.place.cell, cell.rows, cell.columns) for cell in table.cells if cell.rows > 1] == [("E2", 3, 3)]
    told = [(remark.kind, remark.place.cell, remark.text) for remark in document.remarks]
    assert [one for one in told if "页" not in one[2]] == [
        (RemarkKind.HIDDEN, None, "第 3 行被隐藏，其中的内容照样读取。"),
        (RemarkKind.HIDDEN, None, "第 C 列被隐藏，其中的内容照样读取。"),
        (RemarkKind.COMMENT, "A2", "请核实"),
        (RemarkKind.HIDDEN, None, "隐藏的工作表“底稿”：草稿"),
    ]


@pytest.mark.parametrize("format", CONVERTED)
def test_every_indicator_is_there(format: str, converted: Path) -> None:
    read = [pipeline.read(converted / format / f"{number}.{format}") for number in NUMBERS]
    assert sum(len(form.indicators) for reading in read for form in reading.forms) == 189


def _by_openpyxl(data: bytes) -> bytes:
    stream = BytesIO()
    openpyxl.load_workbook(BytesIO(data)).save(stream)
    return stream.getvalue()


def _by_hand(data: bytes) -> bytes:
    """Return the first sheet as an xlsb workbook, for no program at hand writes one."""
    (table, *_) = (block for block in readers.read(data, "表.xlsx").blocks if isinstance(block, Table))
    rows: dict[int, list[bytes]] = {}
    merges = []
    for index, cell in enumerate(table.cells):
        stored = xlsb_record(7, struct.pack("<3I", cell.column - 1, 0, index))
        rows.setdefault(cell.row, []).append(stored)
        if cell.rows * cell.columns > 1:
            bottom, right = cell.row + cell.rows - 2, cell.column + cell.columns - 2
            merges.append(xlsb_record(176, struct.pack("<4I", cell.row - 1, bottom, cell.column - 1, right)))
    heads = {row: xlsb_record(0, struct.pack("<II5x", row - 1, 0)) for row in rows}
    body = b"".join(heads[row] + b"".join(rows[row]) for row in sorted(rows))
    return xlsb(body + b"".join(merges), [cell.text for cell in table.cells])


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(("format", "rewrite"), [("xlsx", _by_openpyxl), ("xlsb", _by_hand)])
def test_workbooks_of_other_writers(
    number: str,
    format: str,
    rewrite: Callable[[bytes], bytes],
    written: Path,
    forms: Mapping[str, tuple[Form, ...]],
) -> None:
    reading = pipeline.read_bytes(rewrite((written / f"{number}.xlsx").read_bytes()), f"表.{format}")
    assert (reading.format, reading.error, reading.unread) == (format, None, ())
    kept = forms[number] if format == "xlsx" else forms[number][:1]
    assert reading.forms == kept
