"""Starts the office suite (LibreOffice) to turn old documents into present ones. The only module that starts it.

Knows no documents. A stranger's file meets a large program here, so the program gets a profile of its own with macros,
links, Java and the network off, and bounds of time, memory and output; when it breaks one, it ends with all it began.
A start costs about a second, each further document of the same call some hundredths: convert many files in one call.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jiheng.readers import office_folders
from jiheng.readers.errors import ConverterMissingError, DamagedFileError, TooLargeFileError, UnreadableFileError

_MEGABYTE = 1024 * 1024
_SECONDS, _SECONDS_EACH = 60.0, 5.0
_MAX_MEMORY = 2048 * _MEGABYTE
_MAX_OUTPUT = 200 * _MEGABYTE
_MOST_AT_ONCE = 50
_LOOK_EVERY = 0.1
_VARIABLE = "JIHENG_SOFFICE"
_NAMES = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
    "/Program Files/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML", "pdf": "pdf"}
# Left to itself, the suite takes whatever it cannot make out for plain text.
_READ_AS = {"doc": "MS Word 97", "rtf": "Rich Text Format", "xml": "MS Word 2003 XML"}
_SUFFIX = re.compile(r"\.?([a-z0-9]{1,5})")
_FLAGS = ("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault", "--nofirststartwizard")
_OFFLINE = ("unshare", "--user", "--map-current-user", "--net")
# Holds when our process is killed and watches no longer: no file grows beyond the bound, nothing runs beyond the time.
_GUARD = ("prlimit", f"--fsize={_MAX_OUTPUT}", "timeout", "--signal=KILL")
_GRACE = 10.0
# A name space without a network is not everywhere allowed; a proxy that is not there stops what asks the settings.
_NOWHERE = {f"{kind}_proxy": "http://127.0.0.1:9" for kind in ("http", "https", "ftp", "all")}
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Office.Calc/Content/Update", "Link", "1"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
# A document that opens everywhere: where even it does not come back, not the file is to blame.
_PROBE = b"{\\rtf1 a}"

Source = tuple[bytes, str]
Result = bytes | UnreadableFileError


def convert(data: bytes, from_suffix: str, to: str = "docx") -> bytes:
    """Return a document in another format.

    Raises ConverterMissingError without LibreOffice, DamagedFileError or TooLargeFileError where it gives nothing back.
    """
    (result,) = convert_many([(data, from_suffix)], to)
    if isinstance(result, UnreadableFileError):
        raise result
    return result


def convert_many(sources: Sequence[Source], to: str = "docx") -> list[Result]:
    """Return what became of each source, given as bytes and suffix; a file that fails harms no other.

    Sources of one suffix share a start. Raises ConverterMissingError without LibreOffice.
    """
    results: dict[int, Result] = {}
    for suffix in dict.fromkeys(_plain(suffix) for _, suffix in sources):
        of_suffix = [at for at, (_, own) in enumerate(sources) if _plain(own) == suffix]
        for start in range(0, len(of_suffix), _MOST_AT_ONCE):
            some = of_suffix[start : start + _MOST_AT_ONCE]
            results.update(zip(some, _office().convert([sources[at][0] for at in some], suffix, to), strict=True))
    return [results[at] for at in range(len(sources))]


def program() -> Path:
    """Return the office suite of this machine. Raises ConverterMissingError where there is none."""
    named = os.environ.get(_VARIABLE)
    if named is not None:
        found = shutil.which(named)
        if found is None:
            raise ConverterMissingError(f"环境变量 {_VARIABLE} 指向的程序“{named}”不存在或不能运行。")
        return Path(found)
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    places = (path for place in _USUAL_PLACES for path in sorted(Path("/").glob(place.lstrip("/"))))
    path = Path(found) if found is not None else next(places, None)
    if path is None:
        raise ConverterMissingError("读取 doc、wps、rtf 文件需要 LibreOffice，这台机器上没有找到。")
    return path


@dataclass(frozen=True, slots=True)
class _Office:
    """The suite as this process uses it, one call at a time: the program, and a folder with its profile."""

    program: Path
    folder: Path
    lock: threading.RLock

    def convert(self, sources: Sequence[bytes], suffix: str, to: str) -> list[Result]:
        with self.lock, self._workplace() as place:
            files = [place / "in" / f"{number}.{suffix}" for number in range(len(sources))]
            for file, data in zip(files, sources, strict=True):
                file.write_bytes(data)
            results: dict[Path, Result] = {}
            while left := [file for file in files if file not in results]:
                results.update(self._run(left, to, place / "out"))
        return [results[file] for file in files]

    @contextmanager
    def _workplace(self) -> Iterator[Path]:
        place = Path(tempfile.mkdtemp(dir=self.folder))
        try:
            (place / "in").mkdir()
            (place / "out").mkdir()
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def _run(self, files: Sequence[Path], to: str, out: Path) -> dict[Path, Result]:
        """Convert files in one start; return what is settled: all of them, or those up to one that broke a bound."""
        end = self._start(files, to, out)
        made = {file: _made(out / f"{file.stem}.{to}") for file in files}
        results = {file: result for file, result in made.items() if result is not None}
        missing = [file for file in files if file not in results]
        if isinstance(end, UnreadableFileError):
            return results | dict.fromkeys(missing[:1], end)
        if not results:
            self._prove(files[0].read_bytes())
        if end != 0:
            broken = DamagedFileError("文件可能已损坏：LibreOffice 打开它时意外退出。")
            return results | dict.fromkeys(missing[:1], broken)
        return results | dict.fromkeys(
            missing, DamagedFileError("文件已损坏，或者不是它所称的格式：LibreOffice 打不开它。")
        )

    def _start(self, files: Sequence[Path], to: str, out: Path) -> UnreadableFileError | int:
        """Run the program to its end; return its exit code, or why it was stopped."""
        profile = office_folders.profile_of(self.folder)
        seconds = _SECONDS + _SECONDS_EACH * len(files)
        command = [str(self.program), f"-env:UserInstallation={profile.as_uri()}", *_FLAGS]
        read_as = _READ_AS.get(files[0].suffix.lstrip("."))
        command += [f"--infilter={read_as}"] if read_as is not None else []
        command += ["--convert-to", _FILTERS[to], "--outdir", str(out), *map(str, files)]
        process = subprocess.Popen(  # noqa: S603 the program is found by us, the files are named by us
            [*_offline(), *_guarded(seconds), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=out,
            env=self._environment(),
            start_new_session=True,
        )
        try:
            return _watch(process, seconds)
        finally:
            _end(process)
            office_folders.forget_pipe(self.folder)

    def _environment(self) -> dict[str, str]:
        home = str(self.folder)
        path = os.environ.get("PATH", os.defpath)
        return {"PATH": path, "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp", **_NOWHERE}

    def _prove(self, source: bytes) -> None:
        """Raise ConverterMissingError where the program converts nothing at all, for want of a component."""
        if source != _PROBE and not _is_proven(self):
            raise ConverterMissingError(f"LibreOffice（{self.program}）没有转换任何文件，可能没有装 Writer 组件。")


def _office() -> _Office:
    # A process that was forked must not share the profile of its parent.
    return _office_of(os.getpid(), program())


@cache
def _office_of(process: int, path: Path) -> _Office:
    folder = office_folders.own_folder()
    settings = office_folders.profile_of(folder) / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_profile(), "utf-8")
    return _Office(path, folder, threading.RLock())


@cache
def _is_proven(office: _Office) -> bool:
    return isinstance(office.convert([_PROBE], "rtf", "docx")[0], bytes)


@cache
def _offline() -> tuple[str, ...]:
    """Return the command that runs another without a network; none where the system does not allow it."""
    if shutil.which(_OFFLINE[0]) is None:
        return ()
    tried = subprocess.run([*_OFFLINE, "true"], capture_output=True, check=False)  # noqa: S603 a constant
    return _OFFLINE if tried.returncode == 0 else ()


def _guarded(seconds: float) -> tuple[str, ...]:
    """Return the command that bounds another without us; none where the system lacks it."""
    return (*_GUARD, f"{seconds + _GRACE:.0f}") if _has_guard() else ()


@cache
def _has_guard() -> bool:
    if any(shutil.which(program) is None for program in ("prlimit", "timeout")):
        return False
    tried = subprocess.run([*_GUARD, "9", "true"], capture_output=True, check=False)  # noqa: S603 a constant
    return tried.returncode == 0


def _profile() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>'
        "</item>"
        for path, name, value in _SETTINGS
    )
    return f'<?xml version="1.0"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'


def _plain(suffix: str) -> str:
    found = _SUFFIX.fullmatch(suffix.lower())
    if found is None:
        raise ValueError(f"no suffix of a file: {suffix!r}")
    return found[1]


def _watch(process: subprocess.Popen[bytes], seconds: float) -> UnreadableFileError | int:
    """Wait for the end of a process; return its exit code, or why it must be stopped."""
    deadline = time.monotonic() + seconds
    while True:
        with suppress(subprocess.TimeoutExpired):
            return process.wait(_LOOK_EVERY)
        if time.monotonic() > deadline:
            return DamagedFileError(f"文件可能已损坏：LibreOffice 用了 {seconds:.0f} 秒还没有转换完，已停止。")
        if _memory(process.pid) > _MAX_MEMORY:
            return TooLargeFileError(f"文件转换时占用内存超过 {_MAX_MEMORY // _MEGABYTE} MB，已停止。")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it began; one that has ended may have left others."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _memory(group: int) -> int:
    """Return the bytes in memory of all processes of a group; 0 where the system does not tell.

    A limit on addresses would not do: the program maps far more than it uses.
    """
    return sum(_resident(entry, group) for entry in Path("/proc").glob("[0-9]*"))


def _resident(process: Path, group: int) -> int:
    try:
        # Fields of proc(5) after the name, which may itself hold spaces: state, parent, group … resident pages.
        fields = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[21]) * os.sysconf("SC_PAGE_SIZE") if int(fields[2]) == group else 0


def _made(file: Path) -> Result | None:
    if not file.is_file():
        return None
    if file.stat().st_size >= _MAX_OUTPUT:
        return TooLargeFileError(f"文件转换后超过 {_MAX_OUTPUT // _MEGABYTE} MB。")
    return file.read_bytes()
