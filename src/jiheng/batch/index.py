"""The prints of a batch, in a temporary SQLite file, so that memory stays bounded however many forms there are.

Members come in order of unit, project, year and key, never in the order in which the forms came.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final, NamedTuple

from jiheng.batch.clusters import Cluster, Member
from jiheng.batch.prints import Print, Topic
from jiheng.model import Form, Place

_TABLES: Final = """
CREATE TABLE form (
    id INTEGER PRIMARY KEY, key TEXT, unit TEXT, project TEXT, year INTEGER, first INTEGER, last INTEGER
);
CREATE TABLE print (
    topic INTEGER, grp INTEGER, value INTEGER, form INTEGER, path TEXT, text TEXT, size INTEGER,
    line INTEGER, page INTEGER, sheet TEXT, tbl INTEGER, row INTEGER, col INTEGER, cell TEXT
);
CREATE TABLE told (topic INTEGER, grp INTEGER, value INTEGER, cluster BLOB, PRIMARY KEY (topic, grp, value));
CREATE TABLE wording (value INTEGER PRIMARY KEY, text TEXT) WITHOUT ROWID;
"""
_SORTED: Final = "CREATE INDEX by_group ON print (topic, grp, value, form); CREATE UNIQUE INDEX by_key ON form (key);"
# Kibibytes of SQLite's own memory; what does not fit is sorted in files.
_CACHE: Final = 32_768
_AT_ONCE: Final = 20_000
# The file is thrown away: nothing is written twice, and nobody waits for the disk.
_HASTY: Final = f"""
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{_CACHE}; PRAGMA temp_store = 1;
"""
_MEMBER: Final = """
SELECT f.key, f.unit, f.project, p.path, coalesce(p.text, w.text), p.line, p.page, p.sheet, p.tbl, p.row, p.col, p.cell
FROM print p JOIN form f ON f.id = p.form LEFT JOIN wording w ON p.topic = 7 AND w.value = p.value
WHERE p.topic = ? AND p.grp = ? AND p.value = ?
ORDER BY f.unit, f.project, f.year, f.key, p.path LIMIT ?
"""
_TOLD: Final = """
SELECT p.path, t.cluster FROM form f JOIN print p ON p.rowid BETWEEN f.first AND f.last
JOIN told t ON t.topic = p.topic AND t.grp = p.grp AND t.value = p.value
WHERE f.key = ? ORDER BY p.rowid
"""


class Key(NamedTuple):
    """By what prints are one: they are compared in one group, and say the same."""

    topic: Topic
    group: int
    value: int = 0


class Index:
    """Takes prints form by form, then answers who says the same. `close` it, or use it in a with statement."""

    def __init__(self, folder: Path) -> None:
        self._file = sqlite3.connect(folder / "prints.sqlite", isolation_level=None)
        self._file.executescript(_HASTY + _TABLES)
        self._file.execute("BEGIN")
        self._waiting: list[tuple[object, ...]] = []
        self._wordings: dict[int, str] = {}
        self._count = 0
        self._prints = 0

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()

    def add(self, key: str, form: Form, found: Iterable[Print]) -> None:
        """Take the prints of one form. Keys must differ."""
        self._count += 1
        first = self._prints + 1
        rows = [self._row(one) for one in found]
        self._prints += len(rows)
        self._waiting.extend(rows)
        project = form.project.name or form.project.code if form.project is not None else None
        unit = form.unit.name or form.unit.code
        said = (self._count, key, unit, project, form.year, first, self._prints)
        self._file.execute("INSERT INTO form VALUES (?, ?, ?, ?, ?, ?, ?)", said)
        if len(self._waiting) >= _AT_ONCE:
            self._write()

    def sort(self) -> None:
        """Make ready for questions; nothing is added afterwards."""
        self._write()
        self._file.execute("COMMIT")
        self._file.executescript(_SORTED)

    def groups(self, question: str, values: Iterable[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that answer a question in SQL to the tables above."""
        with closing(self._file.cursor()) as cursor:
            yield from cursor.execute(question, tuple(values))

    def members(self, key: Key, most: int) -> Iterator[Member]:
        """Yield the first `most` places with these prints."""
        return map(_member, self.groups(_MEMBER, (*key, most)))

    def units(self, key: Key) -> int:
        """Return in how many units these prints stand."""
        question = """
            SELECT count(DISTINCT f.unit) FROM print p JOIN form f ON f.id = p.form
            WHERE p.topic = ? AND p.grp = ? AND p.value = ?
        """
        return next(int(count) for (count,) in self.groups(question, key))

    def tell(self, key: Key, cluster: Cluster) -> None:
        """Keep a cluster for the forms that have its prints."""
        self._file.execute("INSERT OR REPLACE INTO told VALUES (?, ?, ?, ?)", (*key, pickle.dumps(cluster)))

    def told_of(self, form: str) -> Iterator[tuple[str, Cluster]]:
        """Yield the clusters that were kept for a form, by its key, each with the path into it."""
        # The file is this object's own, and nobody else has written into it.
        rows = self.groups(_TOLD, (form,))
        return ((path, pickle.loads(cluster)) for path, cluster in rows)  # noqa: S301

    def wording(self, value: int) -> str:
        """Return the text of a wording by its print."""
        return next((text for (text,) in self.groups("SELECT text FROM wording WHERE value = ?", (value,))), "")

    def _row(self, one: Print) -> tuple[object, ...]:
        text, place = one.text, one.place
        if one.topic is Topic.WORDING:
            self._wordings.setdefault(one.value, one.text or "")
            text = None
        where = (place.line, place.page, place.sheet, place.table, place.row, place.column, place.cell)
        return (int(one.topic), one.group, one.value, self._count, one.path, text, one.size, *where)

    def _write(self) -> None:
        marks = ", ".join("?" * 14)
        self._file.executemany(f"INSERT INTO print VALUES ({marks})", self._waiting)  # noqa: S608 -- only marks
        # Of two printings of one wording the lesser stays, so that the order of the forms does not matter.
        self._file.executemany(
            "INSERT INTO wording VALUES (?, ?) ON CONFLICT DO UPDATE SET text = min(text, excluded.text)",
            self._wordings.items(),
        )
        self._waiting.clear()
        self._wordings.clear()


def _member(row: tuple[Any, ...]) -> Member:
    key, unit, project, path, text, line, page, sheet, table, at, column, cell = row
    name = "，".join(dict.fromkeys(filter(None, (unit, project)))) or key
    place = Place(line=line, page=page, sheet=sheet, table=table, row=at, column=column, cell=cell)
    return Member(key, name, path, text, place)
