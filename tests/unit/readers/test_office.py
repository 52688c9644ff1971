"""The office suite as a converter: what it gives, and what becomes of files and programs that misbehave."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from jiheng import readers
from jiheng.model import Table
from jiheng.readers import doc, office
from jiheng.readers.errors import (
    ConverterMissingError,
    DamagedFileError,
    EncryptedFileError,
    TooLargeFileError,
    UnreadableFileError,
)
from wordml import spans, words

_ROW = r"\trowd\cellx2000\cellx4000 "
TABLE = (
    r"{\rtf1\ansi\ansicpg936 \u32489?\u25928?\par "
    rf"{_ROW}\u30002?\intbl\cell 95%\intbl\cell\row {_ROW}\u20057?\intbl\cell 3\intbl\cell\row \pard end\par}}"
).encode("ascii")
# What a truncated download leaves.
CUT = TABLE[: len(TABLE) // 2]


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the place of the office suite, for a test to write."""
    path = tmp_path / "soffice"
    path.touch(mode=0o755)
    monkeypatch.setenv("JIHENG_SOFFICE", str(path))
    return path


def word_97(flags: int) -> bytes:
    """A compound file with a directory of one entry, and the header of a Word document in its second sector."""
    header = bytearray(512)
    header[:8] = bytes.fromhex("D0CF11E0A1B11AE1")
    header[30:32] = (9).to_bytes(2, "little")
    entry = bytearray(512)
    name = "WordDocument".encode("utf-16-le")
    entry[: len(name)] = name
    entry[116:120] = (1).to_bytes(4, "little")
    text = bytearray(4096)
    text[:4], text[10:12] = b"\xec\xa5\xc1\x00", flags.to_bytes(2, "little")
    return bytes(header + entry + text)


def test_an_old_document_reads_as_its_words_and_cells(office: Path) -> None:
    document = readers.read(TABLE, "表.doc")
    assert document.format == "doc"
    assert words(document) == ["绩效", "甲|95%|乙|3", "end"]
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert spans(table)[0] == ("甲", 1, 1, 1, 1)


@pytest.mark.usefixtures("office")
def test_a_file_that_fails_harms_no_other() -> None:
    good, bad, junk, again = doc.read_many([TABLE, CUT, word_97(0), TABLE])
    assert not isinstance(good, UnreadableFileError)
    assert good == again
    assert isinstance(bad, DamagedFileError)
    assert isinstance(junk, DamagedFileError)


@pytest.mark.parametrize("data", [word_97(0x0100), word_97(0x8100)])
def test_a_password_is_told_before_the_suite_is_looked_for(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIHENG_SOFFICE", "/nowhere/soffice")
    with pytest.raises(EncryptedFileError):
        readers.read(data, "表.doc")
    with pytest.raises(ConverterMissingError):
        readers.read(word_97(0), "表.doc")


def test_a_compound_file_without_a_word_document_is_damaged() -> None:
    with pytest.raises(DamagedFileError):
        doc.read(bytes.fromhex("D0CF11E0A1B11AE1") + os.urandom(2000))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("<html><body><table><tr><td>甲</td></tr></table>".encode(), "html"),
        ("绩效目标表\n单位\t甲".encode("gb18030"), "text"),
    ],
)
def test_what_is_only_called_doc_needs_no_suite(data: bytes, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIHENG_SOFFICE", "/nowhere/soffice")
    assert readers.read(data, "表.doc").format == kind


def test_a_missing_suite_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIHENG_SOFFICE", "/nowhere/soffice")
    with pytest.raises(ConverterMissingError) as missing:
        readers.read(TABLE, "表.rtf")
    assert missing.value.code == "converter_missing"
    assert "/nowhere/soffice" in missing.value.message
    assert "apt-get install libreoffice-writer" in missing.value.advice


def test_a_suite_that_converts_nothing_is_to_blame_and_not_the_file(script: Path) -> None:
    script.write_text("#!/bin/sh\nexit 0\n")
    with pytest.raises(ConverterMissingError, match="Writer"):
        office.convert(TABLE, "rtf")


def test_a_suite_that_hangs_is_ended_with_all_it_began(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_SECONDS", 2.0)
    monkeypatch.setattr(office, "_SECONDS_EACH", 0.0)
    child = script.with_name("child")
    script.write_text(f"#!/bin/sh\nsleep 600 & echo $! > {child}\nsleep 600\n")
    first, second = office.convert_many([(b"a", "dat"), (b"b", "dat")], "pdf")
    assert [type(first), type(second)] == [DamagedFileError, DamagedFileError]
    process = Path("/proc") / child.read_text().strip()
    # What was killed is gone as soon as the system has had the time to see to it.
    for _ in range(100):
        if not _is_gone(process):
            time.sleep(0.1)
    assert _is_gone(process)


def _is_gone(process: Path) -> bool:
    """Tell whether a process has ended; its parent may not have asked after it yet."""
    try:
        return (process / "cmdline").read_bytes() == b""
    except FileNotFoundError:
        return True


def test_a_suite_that_takes_all_memory_is_ended(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_MAX_MEMORY", 100 * 1024 * 1024)
    script.write_text(f"#!{sys.executable}\nimport time\nhoard = b'x' * 200_000_000\ntime.sleep(600)\n")
    with pytest.raises(TooLargeFileError, match="内存"):
        office.convert(b"a", "dat", "pdf")


def test_the_output_may_not_grow_without_end(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_MAX_OUTPUT", 1_000_000)
    script.write_text('#!/bin/sh\nfor last; do :; done\nhead -c 9000000 /dev/zero > "${last%/in/*}/out/0.pdf"\n')
    with pytest.raises(TooLargeFileError):
        office.convert(b"a", "dat", "pdf")


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    program = "from jiheng.readers import office; office.convert_many([(b'a', 'dat')], 'pdf')"
    environment = {**os.environ, "TMPDIR": str(tmp_path), "JIHENG_SOFFICE": "/bin/true"}
    ended = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=False)  # noqa: S603
    assert b"ConverterMissingError" in ended.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("office")
def test_links_of_a_document_are_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_GET  # noqa: N815 the names that the server asks for

    # Not every system allows a name space without a network: the settings must hold alone.
    monkeypatch.setattr(office, "_offline", tuple)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = f'<p>a<img src="http://127.0.0.1:{server.server_port}/picture.png"></p>'
    try:
        assert office.convert(page.encode("ascii"), "html", "pdf").startswith(b"%PDF")
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []
