"""Pictures of the pages of documents: drawn in a process of their own, kept in a folder of the document until it goes.

Writes nothing to the database. What cannot be drawn is said and not kept.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import UUID

from django.conf import settings

from jiheng.model import ReadingError
from jiheng.readers.pictures import Picture
from jiheng_web.declarations import opening
from jiheng_web.declarations.models import Document

_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/svg+xml": ".svg"}


def page_picture(document: Document, page: int) -> Picture | ReadingError:
    """Return the picture of a page, counted from 1; a document without content has none."""
    kept = _kept(document.pk, page)
    if kept is not None:
        return kept
    if document.original is None:
        return ReadingError("no_content", "这个文件的内容没有保存。", "请重新放入文件。")
    drawn = opening.picture(bytes(document.original.content), document.name, document.format, page)
    if isinstance(drawn, Picture):
        _keep(document.pk, page, drawn)
    return drawn


def forget(pk: UUID) -> None:
    """Remove the pictures of a document that is gone."""
    shutil.rmtree(_folder(pk), ignore_errors=True)


def _kept(pk: UUID, page: int) -> Picture | None:
    for media_type, suffix in _SUFFIXES.items():
        path = _folder(pk) / f"{page}{suffix}"
        if path.is_file():
            return Picture(media_type, path.read_bytes())
    return None


def _keep(pk: UUID, page: int, picture: Picture) -> None:
    folder = _folder(pk)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = folder / f".{page}-{id(picture)}"
    unfinished.write_bytes(picture.data)
    unfinished.replace(folder / f"{page}{_SUFFIXES[picture.media_type]}")
    if not Document.objects.filter(pk=pk).exists():  # deleted while its page was being drawn
        forget(pk)


def _folder(pk: UUID) -> Path:
    return Path(settings.JIHENG_HOME) / "pages" / str(pk)
