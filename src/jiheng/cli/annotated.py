"""Writes a copy of each file that is checked, its findings as comments. Knows no file format and prints nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from jiheng import complaints, pipeline
from jiheng.cli.sources import find
from jiheng.model import Reading
from jiheng.readers.errors import UnreadableFileError
from jiheng.writers.annotate import UnannotatableError, annotate, marks


class Copies:
    """The annotated copies of some files, under one name or in one folder. `failed` says whether one is missing.

    One file is copied to `to`; several files, a folder or an archive into the folder `to`, names and folders kept.
    `tell` is given what became of each, and whether that is bad news.
    """

    def __init__(self, paths: Sequence[Path], to: Path, tell: Callable[[str, bool], None]) -> None:
        self.failed = False
        self._paths = paths
        self._to = to
        self._tell = tell
        self._into_folder = len(paths) > 1 or paths[0].is_dir() or to.is_dir()
        self._originals = {file.resolve() for file in find(paths)}
        self._written: set[Path] = set()

    def check_all(
        self, path: Path, *, layout: str | None, year: int | None, keep: Callable[[bytes], object] | None
    ) -> Iterator[Reading]:
        """Yield what `pipeline.check_all` yields, each file copied as soon as it is checked."""
        with TemporaryDirectory(prefix="jiheng-") as folder:
            held = Path(folder)

            # All files of an archive are read before the first is checked, and they may be many.
            def hold(data: bytes) -> None:
                (held / sha256(data).hexdigest()).write_bytes(data)
                if keep is not None:
                    keep(data)

            for reading in pipeline.check_all(path, layout=layout, year=year, keep=hold):
                file = held / reading.sha256
                self._copy(reading, file.read_bytes() if file.is_file() else None, path)
                yield reading

    def _copy(self, reading: Reading, data: bytes | None, path: Path) -> None:
        if data is None or not reading.forms:
            self._fail(f"没有写批注：{reading.path} 没有读出来。")
            return
        target = self._target(reading, path)
        refusal = self._refusal(target, reading)
        if refusal is not None:
            self._fail(f"没有写批注：{refusal}")
            return
        try:
            written = annotate(data, reading)
            self._write(target, written)
        except (UnannotatableError, UnreadableFileError) as error:
            self._fail(f"没有写批注：{reading.path}：{error.message}\n怎么办：{error.advice}")
        except OSError as error:
            self._fail(f"写不了“{target}”：{complaints.of_system(error)}。请检查文件夹、权限，文件是否正被打开。")
        else:
            count = sum(len(mark.remarks) for mark in marks(reading))
            self._tell(f"已写出 {target}：{f'批注 {count} 条' if count else '没有审核意见，与原件相同'}", False)

    def _target(self, reading: Reading, path: Path) -> Path:
        inside = reading.path.removeprefix(str(path)).lstrip("/")
        if not self._into_folder and not inside:
            return self._to
        # The names in an archive are a stranger's: none may lead out of the folder.
        parts = [part for part in PurePath(inside).parts if part != ".." and not PurePath(part).is_absolute()]
        return self._to.joinpath(self._relative(path), *parts)

    def _relative(self, path: Path) -> PurePath:
        """Return the path of a file from the folder through which it was found; its name where it was named itself."""
        folders = (folder for folder in self._paths if folder != path and path.is_relative_to(folder))
        return next((path.relative_to(folder) for folder in folders), PurePath(path.name))

    def _refusal(self, target: Path, reading: Reading) -> str | None:
        suffixes = {PurePath(reading.path).suffix.lower(), f".{reading.format}"}
        if target.resolve() in self._originals:
            return f"“{target}”是原文件，不能覆盖；请给出另一个文件或文件夹。"
        if target in self._written:
            return f"“{target}”已经是另一个同名文件的批注；请分开写到不同的文件夹。"
        if target.suffix.lower() not in suffixes:
            return f"“{target}”的后缀与原文件不同；批注写在原文件的格式里，后缀请用 {PurePath(reading.path).suffix}。"
        return None

    def _write(self, target: Path, data: bytes) -> None:
        if target != self._to:
            target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        self._written.add(target)

    def _fail(self, message: str) -> None:
        self.failed = True
        self._tell(message, True)
