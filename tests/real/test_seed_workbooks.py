"""Every published form, as the workbook of every program at hand, is read as the form that its text gives."""

from __future__ import annotations

import struct
import subprocess
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from binary_workbooks import xlsb, xlsb_record
from jiheng import catalog, pipeline, readers
from jiheng.model import Form, Table
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
    return folder


@pytest.fixture(scope="session")
def converted(written: Path, office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for each format that the office suite turned those workbooks into."""
    folder = tmp_path_factory.mktemp("converted")
    files = sorted(written.glob("*.xlsx"))
    for target in CONVERTED:
        command = [office, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", target]
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
