"""An office file with some parts changed or added, and every other part as it was. Knows no sheets."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable
from io import BytesIO
from itertools import count
from typing import Final
from xml.sax.saxutils import quoteattr

from jiheng.readers.packages import open_package
from jiheng.writers.annotate.splices import Splices

_TRANSITIONAL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CONTENT_TYPES: Final = "[Content_Types].xml"
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_HEAD: Final = 8192


class Edition:
    """A package that is being changed. Raises a subclass of UnreadableFileError where a part is damaged."""

    def __init__(self, data: bytes) -> None:
        self.package = open_package(data)
        self._new: dict[str, bytes] = {}
        self._added: dict[str, str] = {}
        self._ids: dict[str, set[str]] = {}
        declared = self.package.xml(_CONTENT_TYPES).iterchildren("{*}Default")
        self._extensions = {one.get("Extension", "").lower() for one in declared}

    def __contains__(self, part: str) -> bool:
        return part in self.package or _key(part) in self._added

    def bytes_of(self, part: str) -> bytes:
        changed = self._new.get(_key(part))
        return self.package.part(part) if changed is None else changed

    def put(self, part: str, data: bytes) -> None:
        """Take these bytes for a part of the package, or for a new one."""
        if part not in self.package:
            self._added.setdefault(_key(part), part)
        self._new[_key(part)] = data

    def free_name(self, pattern: Callable[[int], str]) -> str:
        """Return the first name that no part has; `pattern` makes a name of a number."""
        return next(name for name in map(pattern, count(1)) if name not in self)

    def linked(self, part: str, kind: str) -> str | None:
        """Return the part of this kind to which a part refers."""
        links = self.package.relationships(part).values()
        return next(
            (one.target for one in links if one.kind == kind and one.target and one.target in self.package), None
        )

    def link(self, part: str, kind: str, target: str) -> str:
        """Let a part refer to another; return the id of the reference."""
        folder, name = posixpath.split(part)
        links = posixpath.join(folder, "_rels", f"{name}.rels")
        taken = self._ids.setdefault(links, set(self.package.relationships(part)))
        own = next(name for name in map("rId{}".format, count(len(taken) + 1)) if name not in taken)
        taken.add(own)
        base = _STRICT if is_strict(self.package.part(part)) else _TRANSITIONAL
        where = posixpath.relpath(target, folder or ".")
        attributes = {"Id": own, "Type": f"{base}/{kind}", "Target": where}
        written = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
        self._add_to_root(links, f"Relationship {written}", "Relationships", "relationships")
        return own

    def declare(self, part: str, content_type: str) -> None:
        """Say what kind of content a new part holds; parts that are not .xml are told by their extension."""
        extension = part.rpartition(".")[2]
        if extension == "xml":
            kind = f"Override PartName={quoteattr('/' + part)}"
        elif extension in self._extensions:
            return
        else:
            kind = f"Default Extension={quoteattr(extension)}"
            self._extensions.add(extension)
        self._add_to_root(_CONTENT_TYPES, f"{kind} ContentType={quoteattr(content_type)}", "Types", "content-types")

    def packed(self) -> bytes:
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for key, entry in self.package.entries.items():
                # A damaged package may hold an entry without a name.
                if not entry.filename.endswith("/"):
                    archive.writestr(_copy(entry), self.bytes_of(key), _compression(entry))
            for key, name in self._added.items():
                archive.writestr(zipfile.ZipInfo(name, _EARLIEST), self._new[key], zipfile.ZIP_DEFLATED)
        return packed.getvalue()

    def _add_to_root(self, part: str, element: str, root: str, space: str) -> None:
        if part not in self:
            self.put(part, f'{_DECLARATION}<{root} xmlns="{_PACKAGE}/{space}"></{root}>'.encode())
        splices = Splices(self.bytes_of(part), part)
        splices.last_in(splices.root, f"<{splices.root.prefix}{element}/>")
        self.put(part, splices.result())


def is_strict(data: bytes) -> bool:
    """Say whether a part is written in the strict variant of the standard."""
    return b"http://purl.oclc.org/ooxml/" in data[:_HEAD]


def _key(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def _copy(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    # Anything before 1980 cannot be stored; a few programs write it all the same.
    copy = zipfile.ZipInfo(entry.filename, max(entry.date_time, _EARLIEST))
    copy.external_attr, copy.create_system, copy.comment = entry.external_attr, entry.create_system, entry.comment
    return copy


def _compression(entry: zipfile.ZipInfo) -> int:
    return zipfile.ZIP_STORED if entry.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
