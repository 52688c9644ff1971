"""The word lists of this package: what a file in `lexicons/` holds, read once, when first asked for.

A file is UTF-8 text: a head of `# title:`, `# source:` and `# since:`, then lines of a group, a tab and words with
spaces between them; a group may go on in further lines, and a line that begins with `#` is a remark. Knows no meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from jiheng import complaints
from jiheng.yaml_files import DataFileError

FOLDER: Final = Path(__file__).parent / "lexicons"
_HEAD: Final = ("title", "source", "since")


class LexiconFileError(DataFileError):
    """A word list is wrong: its head, a line without a tab, or a word that stands twice in a group."""

    kind = "词表"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one file by group, in the order of the file."""

    title: str
    source: str
    since: date
    groups: Mapping[str, tuple[str, ...]]

    @property
    def size(self) -> int:
        """How many words the file holds."""
        return sum(map(len, self.groups.values()))


@lru_cache
def lexicon(name: str) -> Lexicon:
    """Return the word list `name` of this package.

    Raises:
        LexiconFileError: the file is missing or wrong.
    """
    return read_lexicon(FOLDER / f"{name}.tsv")


def read_lexicon(path: Path) -> Lexicon:
    """Read a word list.

    Raises:
        LexiconFileError: the file cannot be opened or is wrong; the message says in which line.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise LexiconFileError(path, complaints.of_system(error)) from error
    except UnicodeDecodeError as error:
        raise LexiconFileError(path, "不是 UTF-8 编码的文字，请另存为 UTF-8") from error
    head = _head(lines, path)
    return Lexicon(head["title"], head["source"], _since(head["since"], path), _groups(lines, path))


@lru_cache
def words(name: str, *groups: str) -> tuple[str, ...]:
    """Return the words of some groups of a list, of all where none is named; a group that is not there is a mistake."""
    held = lexicon(name).groups
    return tuple(word for group in groups or held for word in held[group])


@lru_cache
def any_of(name: str, *groups: str) -> re.Pattern[str]:
    """Return a pattern that finds any word of some groups, the longest where several begin at one place."""
    return alternation(words(name, *groups))


def alternation(choices: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of `choices` as they are, the longest first; of none it finds nothing."""
    return re.compile("|".join(map(re.escape, sorted(set(choices), key=lambda word: (-len(word), word)))) or r"(?!)")


def _head(lines: Iterable[str], path: Path) -> dict[str, str]:
    said = (line[1:].partition(":") for line in lines if line.startswith("#"))
    head = {name.strip(): text.strip() for name, _, text in said}
    for name in _HEAD:
        if not head.get(name):
            raise LexiconFileError(path, f"开头缺少“# {name}: …”这一行")
    return head


def _since(text: str, path: Path) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise LexiconFileError(path, f"since 应为日期，例如 2023-01-01，现在是“{text}”") from error


def _groups(lines: Iterable[str], path: Path) -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, dict[str, None]] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        group, tab, listed = line.partition("\t")
        if not tab or not group or not listed.split():
            raise LexiconFileError(path, f"第{number}行应为“组名、制表符、用空格隔开的词”")
        held = groups.setdefault(group, {})
        for word in listed.split():
            if word in held:
                raise LexiconFileError(path, f"第{number}行的“{word}”在“{group}”组里写了两次")
            held[word] = None
    return MappingProxyType({group: tuple(held) for group, held in groups.items()})
