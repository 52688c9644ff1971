from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from jiheng import readers
from jiheng.model import Cell, Document, Paragraph, Table
from jiheng.readers import scan
from jiheng.readers.errors import DamagedFileError, OcrMissingError, TooLargeFileError, UnreadableFileError
from jiheng.readers.scan_widths import paired

FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
)
ROWS = (
    ("一级指标", "二级指标", "三级指标", "指标值"),
    ("产出指标", "数量指标", "修缮灯塔数量", "≥12座"),
    ("", "质量指标", "灯塔验收合格率", "=100%"),
    ("效益指标", "社会效益指标", "夜航船只安全通过率", "≥98.5%"),
)
WIDTHS, HEIGHT, LEFT, TOP = (260, 320, 460, 240), 90, 120, 260
SIZE = (1500, 900)
NARRATIVE = "本项目用于修缮沿江灯塔并更换老化的航标灯，保障夜间航行安全。"


def drawn(rows: tuple[tuple[str, ...], ...] = ROWS) -> Image.Image:
    """A page with a title and a ruled table whose first column is merged over its second and third row."""
    page = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(page)
    pen.text((520, 90), "江心洲灯塔修缮绩效表", font=font(44), fill=0)
    pen.text((LEFT, 190), NARRATIVE, font=font(34), fill=0)
    right = LEFT + sum(WIDTHS)
    for at, row in enumerate(rows):
        top = TOP + at * HEIGHT
        pen.line((LEFT if at != 2 else LEFT + WIDTHS[0], top, right, top), fill=0, width=3)
        x = LEFT
        for text, width in zip(row, WIDTHS, strict=True):
            pen.text((x + 14, top + 24), text, font=font(34), fill=0)
            x += width
    bottom = TOP + len(rows) * HEIGHT
    pen.line((LEFT, bottom, right, bottom), fill=0, width=3)
    for x in (LEFT, *(LEFT + sum(WIDTHS[: at + 1]) for at in range(len(WIDTHS)))):
        pen.line((x, TOP, x, bottom), fill=0, width=3)
    return page


def font(size: int) -> ImageFont.FreeTypeFont:
    found = next((path for path in FONTS if Path(path).exists()), None)
    assert found is not None, "no Chinese font: apt-get install fonts-noto-cjk"
    return ImageFont.truetype(found, size)


def stored(*pages: Image.Image, format: str = "PNG") -> bytes:
    data = BytesIO()
    more = {"save_all": True, "append_images": pages[1:]} if len(pages) > 1 else {}
    pages[0].save(data, format=format, **more)
    return data.getvalue()


def cells(document: Document) -> dict[tuple[int, int], Cell]:
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    return {(cell.row, cell.column): cell for cell in table.cells}


def texts(document: Document) -> list[list[str]]:
    found = cells(document)
    return [[cell.text for (row, _), cell in sorted(found.items()) if row == at] for at in range(1, 5)]


EXPECTED = [list(ROWS[0]), list(ROWS[1]), list(ROWS[2][1:]), list(ROWS[3])]


@pytest.fixture(scope="module")
def page() -> Document:
    return scan.read(stored(drawn()))


def test_a_ruled_table_is_read_cell_by_cell(page: Document) -> None:
    assert texts(page) == EXPECTED
    assert cells(page)[2, 1].rows == 2


def test_a_cell_knows_where_it_stands_and_how_sure_its_text_is(page: Document) -> None:
    cell = cells(page)[2, 4]
    assert (cell.place.page, cell.place.table, cell.place.row, cell.place.column) == (1, 1, 2, 4)
    left, top = LEFT + sum(WIDTHS[:3]), TOP + HEIGHT
    wanted = (left / SIZE[0], top / SIZE[1], (left + WIDTHS[3]) / SIZE[0], (top + HEIGHT) / SIZE[1])
    assert cell.place.box == pytest.approx(wanted, abs=0.006)
    assert cell.confidence is not None
    assert 0.9 < cell.confidence <= 1


def test_what_stands_outside_the_table_comes_as_paragraphs(page: Document) -> None:
    found = [block.text for block in page.blocks if isinstance(block, Paragraph)]
    assert found == ["江心洲灯塔修缮绩效表", NARRATIVE]


@pytest.mark.parametrize("turn", [270, 3.5])
def test_a_page_that_lies_askew_is_straightened(turn: float) -> None:
    turned = drawn().rotate(turn, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    assert texts(scan.read(stored(turned))) == EXPECTED


def test_a_box_leads_back_to_the_picture_as_it_is_seen() -> None:
    upside_down = scan.read(stored(drawn().rotate(180)))
    assert texts(upside_down) == EXPECTED
    box = cells(upside_down)[1, 1].place.box
    assert box is not None
    assert box[0] > 0.7
    assert box[1] > 0.5


def test_paper_in_a_photo_is_found_and_its_shadow_taken_away() -> None:
    photo = np.full((1500, 2100), 45, np.float32)
    photo[200:1100, 300:1800] = np.asarray(drawn(), np.float32)
    photo[200:1100, 300:1800] *= np.linspace(0.55, 1.0, 1500)
    spread = Image.fromarray(photo.astype(np.uint8)).transform(
        (2100, 1500), Image.Transform.PERSPECTIVE, (1.0, 0.03, -30, 0.01, 1.0, -10, 0.00002, 0.00003), 2
    )
    assert texts(scan.read(stored(spread, format="JPEG"))) == EXPECTED


def test_shaded_headers_do_not_hide_their_words() -> None:
    shaded = np.asarray(drawn()).copy()
    header = shaded[TOP : TOP + HEIGHT, LEFT : LEFT + sum(WIDTHS)]
    header[header == 255] = 195
    noisy = np.clip(shaded + np.random.default_rng(1).normal(0, 8, shaded.shape), 0, 255)
    assert texts(scan.read(stored(Image.fromarray(noisy.astype(np.uint8))))) == EXPECTED


def test_every_page_of_a_tiff_is_read_and_counted() -> None:
    blank = Image.new("L", SIZE, 255)
    document = scan.read(stored(blank, drawn(), format="TIFF"))
    assert {cell.place.page for cell in cells(document).values()} == {2}


def test_a_transparent_picture_is_read_on_white_paper() -> None:
    clear = Image.merge("LA", (Image.new("L", SIZE, 0), drawn().point(lambda shade: 255 - shade)))
    assert texts(scan.read(stored(clear))) == EXPECTED


def test_a_lone_sign_is_read_beside_its_neighbour() -> None:
    rows = (ROWS[0], ("产出指标", "=", "100", "%"), ("", "≤", "1", "%"), ("效益指标", "定性", "优良", "/"))
    assert texts(scan.read(stored(drawn(rows))))[1:] == [list(rows[1]), list(rows[2][1:]), list(rows[3])]


def test_punctuation_is_as_wide_as_the_room_it_takes() -> None:
    text = "灯塔维护费用（含材料与人工费）由航道处统一核定，按季度拨付到位"
    page = Image.new("L", SIZE, 255)
    ImageDraw.Draw(page).text((LEFT, 300), text, font=font(36), fill=0)
    half = text.replace("（", "(").replace("）", ")").replace("，", ",")
    ImageDraw.Draw(page).text((LEFT, 500), half, font=font(36), fill=0)
    found = [block.text for block in scan.read(stored(page)).blocks if isinstance(block, Paragraph)]
    assert found == [text, half]


def test_brackets_close_as_wide_as_they_open() -> None:
    assert paired(["效益指标（30", "分)", "(甲）", "（乙)"]) == ["效益指标（30", "分）", "(甲）", "（乙)"]
    assert paired(["无括号"]) == ["无括号"]
    assert paired([")（", "丙)"]) == [")（", "丙）"]


def test_blurred_type_is_less_sure_than_clear_type(page: Document) -> None:
    small = drawn().resize((SIZE[0] // 4, SIZE[1] // 4), Image.Resampling.BILINEAR)
    poor = scan.read(stored(small.resize(SIZE, Image.Resampling.BILINEAR)))
    assert least_sure(poor) < 0.9 < least_sure(page)


def least_sure(document: Document) -> float:
    parts: Iterator[Cell | Paragraph] = (
        part
        for block in document.blocks
        for part in (block.cells if isinstance(block, Table) else [block] if isinstance(block, Paragraph) else [])
    )
    return min(part.confidence for part in parts if part.confidence is not None)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"\x89PNG\r\n\x1a\n....", DamagedFileError),
        (stored(Image.new("L", (9000, 9000), 255)), TooLargeFileError),
    ],
    ids=["broken", "enormous"],
)
def test_what_cannot_be_read_says_why(data: bytes, error: type[UnreadableFileError]) -> None:
    with pytest.raises(error) as raised:
        scan.read(data)
    assert raised.value.message
    assert raised.value.advice


def test_a_picture_that_is_cut_off_is_damaged() -> None:
    whole = stored(drawn())
    with pytest.raises(DamagedFileError, match="第1页"):
        scan.read(whole[: len(whole) // 2])


@pytest.mark.parametrize("size", [(1, 1), (2, 300), (300, 2), (63, 9)])
def test_a_picture_too_small_to_show_a_table_shows_none(size: tuple[int, int]) -> None:
    assert not [block for block in scan.read(stored(Image.new("L", size, 0))).blocks if isinstance(block, Table)]


def test_specks_everywhere_are_refused_before_time_is_spent_on_them() -> None:
    specks = np.where(np.random.default_rng(2).random((1200, 1200)) < 0.15, 0, 255).astype(np.uint8)
    begun = time.monotonic()
    with pytest.raises(TooLargeFileError):
        scan.read(stored(Image.fromarray(specks)))
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize("missing", ["cv2", "onnxruntime", "PIL"])
def test_without_the_extra_it_is_said_what_to_install(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = stored(drawn())
    for name in [name for name in sys.modules if name.startswith("jiheng.readers.scan_")]:
        monkeypatch.delitem(sys.modules, name)
        monkeypatch.delattr(readers, name.rpartition(".")[2])
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(OcrMissingError, match=missing) as raised:
        scan.read(picture)
    assert raised.value.code == "ocr_missing"
    assert "pip install 'jiheng[ocr]'" in raised.value.advice


def test_nothing_is_fetched_and_nothing_heavy_loaded_before_the_first_picture(tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    picture.write_bytes(stored(drawn()))
    program = (
        "import socket, sys\n"
        "def refuse(*_): raise AssertionError('a connection was opened')\n"
        "socket.socket.connect = refuse\n"
        "from jiheng import readers\n"
        "assert not {'cv2', 'onnxruntime', 'numpy', 'PIL'} & set(sys.modules)\n"
        f"print(len(readers.read(open({str(picture)!r}, 'rb').read(), 'page.png').blocks))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)  # noqa: S603
    assert done.stdout.strip() == "3", done.stderr
