"""What may not stand in any file of the project: other people's sentences, and where the project was written."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_QUOTE = 25
HOME_FOLDER = re.compile(r"(?<![\w.~-])/(?:home|root|Users|work|workspace|builds)/[\w.-]+")
PACKAGE_HOST = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|yarnpkg\.com|/simple/")


@pytest.fixture(scope="session")
def project_texts() -> dict[str, str]:
    """The text of every file of the project, by its path from the root; pictures and office files are left out."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout  # noqa: S603 — fixed words
    return {name: text for name in listed.split("\0") if name and (text := _text(ROOT / name)) is not None}


def test_no_sentence_of_a_published_form_is_copied(seeds: Path, project_texts: dict[str, str]) -> None:
    printed = {
        run
        for seed in seeds.glob("*.txt")
        for cell in re.split(r"[\t\n]", seed.read_text("utf-8"))
        for run in _runs(_squeezed(cell))
    }
    copied = {
        name: next((run for run in _runs(_squeezed(text)) if run in printed), None)
        for name, text in project_texts.items()
    }
    assert {name: run for name, run in copied.items() if run} == {}


def test_no_path_of_a_machine_is_named(project_texts: dict[str, str]) -> None:
    assert _lines_with(HOME_FOLDER, project_texts) == []


def test_no_package_host_is_named(project_texts: dict[str, str]) -> None:
    assert _lines_with(PACKAGE_HOST, project_texts) == []


def _text(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except (UnicodeDecodeError, FileNotFoundError):
        return None


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _runs(text: str) -> Iterator[str]:
    return (text[start : start + LONGEST_QUOTE + 1] for start in range(len(text) - LONGEST_QUOTE))


def _lines_with(pattern: re.Pattern[str], texts: dict[str, str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line) and ROOT / name != Path(__file__)
    ]
