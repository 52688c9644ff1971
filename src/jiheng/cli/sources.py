"""Which files the given paths mean, and what becomes of each. A folder stands for every file in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from jiheng.model import Reading, ReadingError


def find(paths: Sequence[Path]) -> list[Path]:
    """Return every file meant, each once, in order of path; a folder without files stands for itself."""
    return sorted({file for path in paths for file in _files(path)}, key=str)


def read_found(path: Path, read: Callable[[Path], Reading]) -> Reading:
    """Return the reading of a file; of a folder without files, one that says so."""
    if not path.is_dir():
        return read(path)
    error = ReadingError("empty_folder", f"文件夹“{path}”里没有文件。", "请核对路径，或把要读的文件放进去。")
    return Reading(str(path), None, "", error=error)


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    files = [file for file in path.rglob("*") if file.is_file() and not _is_hidden(file.relative_to(path))]
    yield from files or (path,)


def _is_hidden(path: Path) -> bool:
    """Tell apart what office programs and systems leave lying about: ~$表.xlsx, .DS_Store, .git/."""
    return any(part.startswith(("~$", ".")) for part in path.parts)
