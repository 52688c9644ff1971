"""Reads the entries of a rar archive with a program found on this machine: bytes → members. Knows no office file.

Rar is unpacked by its own program and by a few others, none of them a library that may come along. The one found works
in a private folder that is deleted afterwards; what it complains of is told of by name.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jiheng.readers.archive_entries import (
    MEGABYTE,
    Allowance,
    Member,
    damaged,
    encrypted,
    link,
    plain_path,
    refuse_size,
)
from jiheng.readers.errors import TooLargeFileError, UnreadableFileError, UnsupportedFormatError

_MAX_BYTES = 512 * MEGABYTE
_LOOK_EVERY = 0.1
_SAID = 1_000_000
_PASSWORD = re.compile("password|encrypted", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Program:
    """A program that unpacks rar, its words for doing so, and how it complains of a single file."""

    name: str
    words: tuple[str, ...]
    complaint: re.Pattern[str]


# No program may ask for a password: there is nobody to answer.
_PROGRAMS = (
    _Program(
        "unrar",
        ("x", "-p-", "-y", "-ol-", "-idp", "{archive}", "{folder}/"),
        re.compile(r"(?:(?:CRC failed|error) in (?:the encrypted file )?(?P<name>.+?)[.]? *(?:\(|Corrupt|$))"),
    ),
    _Program(
        "unar",
        ("-no-directory", "-force-rename", "-output-directory", "{folder}", "{archive}"),
        re.compile(r"^ +(?P<name>.+?)  \([^()]*\)[.]{3} Failed!"),
    ),
    _Program("7z", ("x", "-y", "-p", "-o{folder}", "{archive}"), re.compile("^ERROR: .* : (?P<name>.+)$")),
)


def members(data: bytes, allowance: Allowance) -> Iterator[Member]:
    """Yield every file of a rar archive.

    Raises UnsupportedFormatError where no program is found, DamagedFileError or EncryptedFileError for the archive.
    """
    program, executable = _found()
    with tempfile.TemporaryDirectory(prefix="jiheng-", ignore_cleanup_errors=True) as private:
        home = Path(private)
        archive, folder = home / "archive.rar", home / "files"
        archive.write_bytes(data)
        folder.mkdir()
        words = [word.format(archive=archive, folder=folder) for word in program.words]
        said, well = _run([executable, *words], home, allowance)
        complaints = _complaints(said, program)
        files = [file for file in _files(folder) if plain_path(_inside(file, folder)) not in complaints]
        if not well and not complaints:
            yield _unnamed_trouble(said, nothing=not files)
        allowance.count(len(files) + len(complaints))
        for path, error in complaints.items():
            yield Member(path, error=error)
        for file in files:
            yield _member(file, plain_path(_inside(file, folder)), allowance)


def _found() -> tuple[_Program, str]:
    for program in _PROGRAMS:
        executable = shutil.which(program.name)
        if executable is not None:
            return program, executable
    raise UnsupportedFormatError(
        "这台电脑上没有能解压 rar 的程序。",
        "请安装 unrar 或 unar（例如 apt-get install unar）后再试，或改用 zip、7z 压缩后提交。",
    )


def _run(command: Sequence[str], home: Path, allowance: Allowance) -> tuple[str, bool]:
    """Return what the program said and whether it ended well; it is stopped when time or room runs out."""
    started = time.monotonic()
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
    said = home / "said.txt"
    with (
        said.open("wb") as output,
        subprocess.Popen(  # noqa: S603 -- the words are ours, the paths lie in our own folder
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=home, env=environment
        ) as process,
    ):
        try:
            _wait(process, home, min(_MAX_BYTES, allowance.bytes), started + allowance.seconds)
        finally:
            process.kill()
    allowance.spend_time(started)
    with said.open("rb") as written:
        return written.read(_SAID).decode("utf-8", "replace"), process.returncode == 0


def _wait(process: subprocess.Popen[bytes], home: Path, room: int, deadline: float) -> None:
    while process.poll() is None:
        if sum(file.lstat().st_size for file in _files(home)) > 2 * room or time.monotonic() > deadline:
            message = "rar 压缩包解压后过大，或解压用时过长，没有读取。"
            raise TooLargeFileError(message, "请分成几个较小的压缩包再提交。")
        time.sleep(_LOOK_EVERY)


def _files(folder: Path) -> list[Path]:
    """Return everything in a folder that is not a folder, in order of path; a link to a folder is a link."""
    found = (Path(at) / name for at, folders, names in os.walk(folder) for name in (*folders, *names))
    return sorted(path for path in found if path.is_symlink() or not path.is_dir())


def _inside(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix()


def _complaints(said: str, program: _Program) -> dict[str, UnreadableFileError]:
    found = ((program.complaint.search(line), line) for line in said.splitlines())
    return {plain_path(match["name"].strip()): _trouble(line) for match, line in found if match is not None}


def _trouble(line: str) -> UnreadableFileError:
    if _PASSWORD.search(line):
        return encrypted()
    return damaged()


def _unnamed_trouble(said: str, *, nothing: bool) -> Member:
    if _PASSWORD.search(said):
        return Member("", error=encrypted("压缩包设有密码，有的文件没有读出。"))
    lost = "无法解压" if nothing else "有的文件没有解压出来"
    return Member("", error=damaged(f"压缩包已损坏，{lost}。"))


def _member(file: Path, path: str, allowance: Allowance) -> Member:
    if file.is_symlink() or not file.is_file():
        return Member(path, error=link())
    size = file.stat().st_size
    refused = refuse_size(size)
    if refused is not None:
        return Member(path, error=refused)
    allowance.spend(size)
    return Member(path, file.read_bytes())
