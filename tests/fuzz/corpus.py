"""The whole files from which broken ones are made: every invented sample form, in every format that is read.

Files of a kind are the same bytes in every run, so that a number is enough to make a broken one again; those that the
office suite writes are not, and are called so.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import py7zr
from PIL import Image, ImageDraw, ImageFont

from fuzz import grids
from jiheng import catalog, contract, pipeline, readers, regions
from jiheng.layouts.draw import draw
from jiheng.model import Document, Form
from jiheng.writers.forms import write_forms
from printed_ofd import written as ofd_written
from printed_pdf import by_hand, ruled, shown
from wordml import p, r, tc, word

_FONTS = ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
_PICTURED = (("一级指标", "三级指标", "指标值"), ("产出指标", "修缮灯塔数量", "≥12座"), ("效益指标", "通航率", "≥98%"))


@cache
def corpus(kind: str) -> tuple[bytes, ...]:
    """Return the whole files of a kind, at least one."""
    return tuple(_BUILDERS[kind]())


def kinds() -> Sequence[str]:
    return tuple(_BUILDERS)


def _samples() -> Sequence[Path]:
    return [path for _, path in sorted(catalog.samples().items())]


@cache
def _forms() -> Sequence[tuple[Form, ...]]:
    return [pipeline.read(path).forms for path in _samples()]


def _written(format: str, most: int | None = None) -> Sequence[bytes]:
    return [write_forms(forms, format, layouts=catalog.layouts()).data for forms in _forms()[:most]]


@cache
def _documents() -> Sequence[Document]:
    return [readers.read(page, "page.html") for page in _written("html")]


def _by(write: Callable[[Document], bytes]) -> Callable[[], Sequence[bytes]]:
    return lambda: [write(document) for document in _documents()]


def _docx() -> Sequence[bytes]:
    nested = tc("甲") + "<w:tc><w:tbl><w:tr>" + tc("里") + "</w:tr></w:tbl>" + p(r("外")) + "</w:tc>"
    revised = (
        '<w:ins w:id="1">' + r("添") + '</w:ins><w:del w:id="2">' + r("删").replace("w:t>", "w:delText>") + "</w:del>"
    )
    merged = tc("并", '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>')
    by_hand = word(f"{p(revised)}<w:tbl><w:tr>{nested}</w:tr><w:tr>{merged}</w:tr></w:tbl>{p('')}")
    return [*_written("docx"), by_hand]


def _pdf() -> Sequence[bytes]:
    rules = ruled((50, 200, 400), (700, 650, 600))
    plain = by_hand(rules + shown("Total 95%", 60, 660) + shown("Rate", 210, 660), shown("second page", 60, 700))
    return [*_written("pdf", 4), plain, plain]


def _ofd() -> Sequence[bytes]:
    first = [forms[0] for forms in _forms()]
    return [ofd_written(draw(form, catalog.layouts()[form.layout or ""])) for form in first[:4]]


def _json() -> Sequence[bytes]:
    readings = [pipeline.check(path) for path in _samples()]
    whole = [contract.to_text(contract.encode([one], checked=True)).encode() for one in readings]
    return [*whole, contract.to_text(contract.encode_form(readings[0].forms[0])).encode()]


def _files() -> Mapping[str, bytes]:
    return {
        "乡镇/甲.txt": corpus("text")[0],
        "乙.xlsx": corpus("xlsx")[0],
        "丙.docx": corpus("docx")[1],
        "说明.exe": b"MZ\0",
    }


def _zip() -> Sequence[bytes]:
    inner = grids.zipped(_files())
    return [inner, grids.zipped({"第一层.zip": grids.zipped({"第二层.zip": inner}), "丁.txt": corpus("text")[1]})]


def _seven_zip() -> Sequence[bytes]:
    target = io.BytesIO()
    with py7zr.SevenZipFile(target, "w") as archive:
        for name, data in _files().items():
            archive.writestr(data, name)
    return [target.getvalue()]


def _images() -> Sequence[bytes]:
    page = _pictured()
    stored = [_stored(page, kind) for kind in ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF")]
    return [*stored, _stored(page, "TIFF", page.rotate(90, expand=True))]


def _pictured() -> Image.Image:
    """A small page with a ruled table, quick to recognise."""
    page = Image.new("L", (660, 300), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(next(path for path in _FONTS if Path(path).exists()), 26)
    for row, texts in enumerate(_PICTURED):
        for column, text in enumerate(texts):
            left, top = 30 + column * 200, 60 + row * 60
            pen.rectangle((left, top, left + 200, top + 60), outline=0, width=2)
            pen.text((left + 12, top + 12), text, font=font, fill=0)
    return page


def _stored(page: Image.Image, format: str, *more: Image.Image) -> bytes:
    target = io.BytesIO()
    page.save(target, format, **({"save_all": True, "append_images": more} if more else {}))
    return target.getvalue()


def _old_word() -> Sequence[bytes]:
    documents = _documents()[:3]
    made = [grids.rtf(one) for one in documents] + [grids.xml_document(one) for one in documents]
    return [*made, *_doc(made[0])]


def _doc(source: bytes) -> Sequence[bytes]:
    """Return what the office suite writes as doc; nothing where there is no suite."""
    suite = shutil.which("soffice")
    if suite is None:
        return []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "in.rtf").write_bytes(source)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [suite, profile, "--headless", "--convert-to", "doc", "--outdir", place, str(folder / "in.rtf")]
        subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 files of ours
        return [(folder / "in.doc").read_bytes()]


def _data_files(pattern: str) -> Callable[[], Sequence[bytes]]:
    return lambda: [path.read_bytes() for path in sorted(regions.FOLDER.glob(pattern))]


_BUILDERS: Mapping[str, Callable[[], Sequence[bytes]]] = {
    "text": lambda: [path.read_bytes() for path in _samples()],
    "csv": _by(grids.csv_text),
    "markdown": _by(grids.markdown),
    "html": lambda: _written("html"),
    "mht": lambda: [grids.mht(page) for page in _written("html")],
    "xlsx": lambda: _written("xlsx"),
    "xls": _by(grids.xls),
    "xlsb": _by(grids.xlsb),
    "ods": _by(grids.ods),
    "xml": _by(grids.xml_workbook),
    "docx": _docx,
    "pdf": _pdf,
    "ofd": _ofd,
    "json": _json,
    "zip": _zip,
    "7z": _seven_zip,
    "image": _images,
    "doc": _old_word,
    "layout": _data_files("*/layouts/*.yaml"),
    "frame": _data_files("*/frames/*.yaml"),
    "parameters": _data_files("*/parameters.yaml"),
    "labels": _data_files("*/labels.yaml"),
}
