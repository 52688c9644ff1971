"""The page on word lists names every file with its true size and source; --update-golden writes its table anew."""

from __future__ import annotations

import re
from pathlib import Path

from jiheng.language.lexicon import FOLDER, read_lexicon

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "lexicons.md"
TABLE = re.compile(r"(?<=\|---\|---\|---\|---\|---\|\n)(?:\| `[\w-]+\.tsv` \|.*\n)+")


def test_the_page_lists_every_word_list_as_it_is(update_golden: bool) -> None:
    page = PAGE.read_text("utf-8")
    rows = "".join(map(_row, sorted(FOLDER.glob("*.tsv"))))
    if update_golden:
        PAGE.write_text(TABLE.sub(lambda _: rows, page, count=1), "utf-8")
        return
    listed = TABLE.search(page)
    assert listed is not None
    assert listed[0].splitlines() == rows.splitlines()


def _row(path: Path) -> str:
    found = read_lexicon(path)
    return f"| `{path.name}` | {found.title} | {found.size} | {found.since} | {found.source} |\n"
