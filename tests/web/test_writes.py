"""Only actions.py changes the database."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "src" / "jiheng_web"
WRITES = {"save", "create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}
SOURCES = [
    path
    for path in sorted(FOLDER.rglob("*.py"))
    if path.name != "actions.py" and "migrations" not in path.parts and path.name != "__init__.py"
]


def writes_in(source: str) -> set[str]:
    """The writing methods called on what is no module of ours: `actions.delete(…)` is no write of its own."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    methods = [one for one in calls if isinstance(one, ast.Attribute)]
    return {
        one.attr
        for one in methods
        if one.attr in WRITES and not (isinstance(one.value, ast.Name) and one.value.id in {"actions", "digest"})
    }


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_writes_nothing(path: Path) -> None:
    assert not writes_in(path.read_text("utf-8"))


def test_a_write_would_be_seen() -> None:
    assert writes_in("document.forms.all().delete()") == {"delete"}
    assert writes_in("Document(name='x').save()") == {"save"}
    assert not writes_in("actions.delete(document=document)")
