from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from jiheng import words
from jiheng.model import Ledger, NoteKind, Severity

GLOSSARY = (Path(__file__).resolve().parents[2] / "docs" / "glossary.md").read_text("utf-8")
NAMED = {
    **{f"`Severity.{one.name}`": word for one, word in words.SEVERITIES.items()},
    **{f"`NoteKind.{one.name}`": word for one, word in words.NOTES.items()},
    **{f"`Ledger.{name}`": word for name, word in words.OUTCOMES.items()},
    "`Form.notes`": words.NOTE,
    "`Reading.unread`": words.UNREAD,
    "correction": words.CORRECTION,
}


def test_everything_has_a_word_of_its_own() -> None:
    assert set(words.SEVERITIES) == set(Severity)
    assert set(words.NOTES) == set(NoteKind)
    assert set(words.OUTCOMES) == {field.name for field in fields(Ledger)}
    for named in (words.SEVERITIES, words.NOTES, words.OUTCOMES):
        assert len(set(named.values())) == len(named)


@pytest.mark.parametrize("name", NAMED)
def test_the_glossary_calls_it_the_same(name: str) -> None:
    rows = [line.split("|") for line in GLOSSARY.splitlines() if line.startswith("|")]

    assert [row[1].strip() for row in rows if name in row[2].split()] == [NAMED[name]]
