"""The office suite as a converter: what it gives, and what becomes of files and programs that misbehave."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from jiheng import readers
from jiheng.model import Table
from jiheng.readers import doc, office, office_folders
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


def test_what_a_killed_process_left_is_swept_by_the_next(
    script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its folder goes; the folder of a process that lives stays."""
    started = tmp_path / "started"
    script.write_text(f"#!/bin/sh\ntouch {started}\nsleep 600\n")
    folders = tmp_path / "folders"
    folders.mkdir()
    killed, living = (_hanging(script, folders, seconds=60, grace=0) for _ in range(2))
    try:
        _await(lambda: len(list(folders.glob("*/tmp*/in/0.dat"))) == 2 and started.exists())
        killed.kill()
        killed.wait()
        assert len(list(folders.iterdir())) == 2
        monkeypatch.setattr(tempfile, "tempdir", str(folders))
        office_folders.sweep()
        (left,) = folders.iterdir()
        assert left.name.startswith(f"jiheng-office-{living.pid}-")
    finally:
        for process in (killed, living):
            process.kill()
            process.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems lack the programs that bound a program")
def test_the_suite_of_a_killed_process_ends_by_itself(script: Path, tmp_path: Path) -> None:
    child = tmp_path / "child"
    script.write_text(f"#!/bin/sh\necho $$ > {child}\nsleep 600\n")
    killed = _hanging(script, tmp_path, seconds=1, grace=1)
    _await(lambda: child.exists() and child.read_text().strip().isdigit())
    killed.kill()
    killed.wait()
    _await(lambda: _is_gone(Path("/proc") / child.read_text().strip()))


def test_the_pipe_of_a_killed_suite_is_removed(office: Path, tmp_path: Path) -> None:
    """The suite names it after its profile; that we know how is seen only while it runs."""
    folder = tmp_path / "jiheng-office-1-x"
    profile = office_folders.profile_of(folder).as_uri()
    source = tmp_path / "a.rtf"
    source.write_bytes(TABLE)
    suite = subprocess.Popen(  # noqa: S603 a file of ours
        [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", tmp_path, source],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    before = set(_pipes())
    _await(lambda: set(_pipes()) - before != set() or suite.poll() is not None)
    os.killpg(suite.pid, signal.SIGKILL)
    suite.wait()
    left = set(_pipes()) - before
    assert left
    office_folders.forget_pipe(folder)
    assert set(_pipes()).isdisjoint(left)


def _pipes() -> Iterator[Path]:
    return Path("/tmp").glob("OSL_PIPE_*")  # noqa: S108 the suite's choice


def _hanging(script: Path, folders: Path, seconds: float, grace: float = 600) -> subprocess.Popen[bytes]:
    """Start a process that waits for a suite which does not come back."""
    program = (
        "from jiheng.readers import office;"
        f"office._SECONDS = {seconds}; office._SECONDS_EACH = 0; office._GRACE = {grace};"
        "office._watch = lambda process, seconds: process.wait();"
        "office.convert(b'a', 'dat', 'pdf')"
    )
    environment = {**os.environ, "TMPDIR": str(folders), "JIHENG_SOFFICE": str(script)}
    return subprocess.Popen([sys.executable, "-c", program], env=environment)  # noqa: S603


def _await(event: Callable[[], bool]) -> None:
    for _ in range(300):
        if event():
            return
        time.sleep(0.1)
    pytest.fail("it did not come about in half a minute")


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
