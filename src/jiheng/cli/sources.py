"""Which files the given paths mean. A folder stands for every file in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from jiheng import pipeline


def find(paths: Sequence[Path]) -> list[Path]:
    """Return every file meant, each once, in order of path; a folder without files stands for itself."""
    return sorted({file for path in paths for file in _files(path)}, key=str)


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from pipeline.files_in(path) or (path,)
    else:
        yield path
