"""Whoever follows the manual's page on a layout of their own, and only that, has a working layout in the end."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs" / "manual"
PAGE = (DOCS / "own-layout.md").read_text("utf-8")
DRAFT, CHECK, *USE = [block.splitlines() for block in re.findall(r"```console\n(.*?)```", PAGE, flags=re.DOTALL)]
SHOWN = re.findall(r"```text\n(.*?)```", PAGE, flags=re.DOTALL)
EDITS = [
    (before, after)
    for block in re.findall(r"```diff\n(.*?)```", PAGE, flags=re.DOTALL)
    for before, after in re.findall(r"^- (.*)\n\+ (.*)$", block, flags=re.MULTILINE)
]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the example of the manual and nothing else."""
    (tmp_path / "example-form.txt").write_bytes((DOCS / "example-form.txt").read_bytes())
    return tmp_path


def test_the_documented_steps_lead_to_a_working_layout(desk: Path) -> None:
    _shows(_run(DRAFT[0], desk), SHOWN[0])
    unfinished = _run(CHECK[0], desk, expected=1)
    assert "source：还没有填" in unfinished

    (layout,) = (desk / "home" / "regions").glob("*/layouts/*.yaml")
    layout.write_text(_edited(layout.read_text("utf-8")), "utf-8")

    _shows(_run(CHECK[0], desk), SHOWN[1])
    listed, read, written, blank = (_run(command, desk) for command in USE[0])
    assert "130999/project-goal-2025" in listed
    assert "沧河县小型水利项目绩效目标备案表（2025）" in read
    assert "没有合适的版式" not in read
    assert "没有归入任何栏目的文字" not in read
    assert "处与原来不同" not in written + blank
    assert (desk / "备案表.docx").stat().st_size > 0
    assert (desk / "空白表.xlsx").stat().st_size > 0


def test_what_was_corrected_is_read_into_its_field(desk: Path) -> None:
    _run(DRAFT[0], desk)
    (layout,) = (desk / "home" / "regions").glob("*/layouts/*.yaml")
    layout.write_text(_edited(layout.read_text("utf-8")), "utf-8")

    read = _run("$ jiheng read example-form.txt --json", desk)

    assert '"confidence": "layout"' in read
    assert '"yuan": "1260000"' in read
    assert '"explanation": "按竣工图量测"' in read
    assert re.search(r'"goals": \[\s*\{\s*"text": "清淤护砌东干渠', read)
    assert re.search(r'"others": \{\s*"牵头股室": "工程股"', read)


def _edited(text: str) -> str:
    """Make the changes of the manual; every line that it shows must be there, once."""
    for before, after in EDITS:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def _run(command: str, desk: Path, expected: int = 0) -> str:
    words = [sys.executable, "-m", *command.removeprefix("$ ").split()]
    settings = os.environ | {"COLUMNS": "300", "JIHENG_HOME": str(desk / "home")}
    done = subprocess.run(words, cwd=desk, env=settings, capture_output=True, text=True, check=False)  # noqa: S603 — our own words
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout + done.stderr


def _shows(printed: str, shown: str) -> None:
    """Hold what is printed to what the manual shows; `…` stands for what differs from desk to desk."""
    for line in filter(None, shown.splitlines()):
        pattern = ".*".join(map(re.escape, line.split("…")))
        assert re.search(f"^{pattern}$", printed, flags=re.MULTILINE), line
