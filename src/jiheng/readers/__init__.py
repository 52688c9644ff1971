"""Readers turn the bytes of a file into a Document. Each knows one file format and no form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from jiheng.model import Cell, Document, Paragraph, Table
from jiheng.readers import doc, docx, html, ods, ofd, pdf, scan, text, xls, xlsb, xlsx
from jiheng.readers.errors import EmptyFileError, TooLargeFileError, UnreadableFileError, UnsupportedFormatError
from jiheng.readers.formats import detect

READERS: Mapping[str, Callable[[bytes], Document]] = MappingProxyType(
    {
        "text": text.read,
        "xlsx": xlsx.read,
        "xls": xls.read,
        "xlsb": xlsb.read,
        "ods": ods.read,
        "docx": docx.read,
        "doc": doc.read,
        "html": html.read,
        "ofd": ofd.read,
        "pdf": pdf.read,
        "image": scan.read,
    }
)

_MEGABYTE = 1024 * 1024
MAX_BYTES = 50 * _MEGABYTE
# Excel keeps 32 767 characters in a cell. What is far longer is no form, and would keep every later step busy.
MAX_CHARACTERS = 50_000
# The longest registers of projects hold some ten thousand.
MAX_TEXTS = 100_000

# Kinds that hold documents and are none: those that are not named here are archives.
_ADVICE = {"json": "它存的是已经读好的表；请提交当初的 Word、Excel、PDF 等文件。"}
_UNPACK = "请解压后提交里面的文件。"


def read(data: bytes, name: str, *, kind: str | None = None) -> Document:
    """Return what stands in a file; `name` helps only where the content does not tell the format.

    `kind` is what `formats.detect` says of the file, for a caller who has asked it already.
    Raises a subclass of UnreadableFileError.
    """
    if len(data) > MAX_BYTES:
        raise TooLargeFileError(f"文件有 {len(data) // _MEGABYTE} MB，超过上限 {MAX_BYTES // _MEGABYTE} MB。")
    kind = kind or detect(data, name)
    if kind not in READERS:
        raise UnsupportedFormatError(f"{kind} 文件不是表的原件。", _ADVICE.get(kind, _UNPACK))
    document = READERS[kind](data)
    if not any(isinstance(block, (Paragraph, Table)) for block in document.blocks):
        raise EmptyFileError("文件里没有可读的文字。")
    _refuse_endless_texts(document)
    return document


def _refuse_endless_texts(document: Document) -> None:
    count = 0
    for block in document.blocks:
        texts: tuple[Cell | Paragraph, ...] = ()
        if isinstance(block, Table):
            texts = block.cells
        elif isinstance(block, Paragraph):
            texts = (block,)
        lengths = [len(one.text) for one in texts]
        count += len(lengths) - lengths.count(0)
        longest = max(lengths, default=0)
        if longest > MAX_CHARACTERS:
            raise TooLargeFileError(
                f"{texts[lengths.index(longest)].place}的一段文字有 {longest} 字，超过上限 {MAX_CHARACTERS} 字。",
                "这样长的文字不是绩效表的内容。请删去它，或核对文件是否完好，再重新提交。",
            )
    if count > MAX_TEXTS:
        raise TooLargeFileError(f"文件里有 {count} 个有字的单元格和段落，超过上限 {MAX_TEXTS} 个。")


def is_slow_alone(data: bytes) -> bool:
    """Tell whether a file goes through the office suite, whose start costs more than the reading of many files."""
    if data.startswith(b"PK") or len(data) > MAX_BYTES:
        return False
    try:
        return detect(data, "") == "doc"
    except UnreadableFileError:
        return False


def read_slow(files: Sequence[bytes]) -> list[Document | UnreadableFileError]:
    """Return what stands in each of several files that are slow alone, or why it cannot be read."""
    return doc.read_many(files)
