"""The manual leads somewhere, the glossary speaks of names that exist, and both READMEs say the same."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path

import pytest
from pydantic import BaseModel, TypeAdapter
from ruamel.yaml import YAML

from jiheng import model, parameters
from jiheng.batch import clusters, prints, shelf
from jiheng.layouts import blocks, drawing, labels, schema
from jiheng.rules import facts, registry

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
CLASSES = {
    name: found
    for module in (model, blocks, drawing, labels, schema, facts, registry, parameters, clusters, prints, shelf)
    for name, found in inspect.getmembers(module, inspect.isclass)
    if f"{found.__module__}.".startswith(f"{module.__name__}.")
}
# What a reader of the published JSON meets.
EXPLAINED = (
    *("Form", "Unit", "Project", "Task", "Budget", "Funding", "Particular", "PlannedSpending"),
    *("Indicator", "Target", "Finding", "Ledger"),
)
# Attributes that say where something stands, or repeat their class; the row of the class explains them.
SELF_EVIDENT = {"place", "places", "raw", "title", "rule"}


def _pages(nav: object) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    else:
        for one in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
            yield from _pages(one)


NAV = sorted(_pages(tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))["project"]["nav"]))
TERMS = sorted(set(re.findall(r"`([\w.]+)`", (DOCS / "glossary.md").read_text("utf-8"))))

LAYOUT_EXAMPLES = re.findall(
    r"```yaml\n(.*?)```", (DOCS / "reference" / "layouts.md").read_text("utf-8"), flags=re.DOTALL
)


def test_every_page_is_in_the_navigation_and_exists() -> None:
    assert sorted(str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md")) == NAV


@pytest.mark.parametrize("term", TERMS)
def test_a_term_of_the_glossary_names_something_in_the_code(term: str) -> None:
    owner, _, attribute = term.partition(".")
    assert owner in CLASSES
    assert not attribute or attribute in _attributes(CLASSES[owner])


@pytest.mark.parametrize("owner", EXPLAINED)
def test_the_glossary_explains_every_key_of_the_contract(owner: str) -> None:
    missing = {f"{owner}.{name}" for name in _attributes(CLASSES[owner]) if name not in SELF_EVIDENT} - set(TERMS)
    assert missing == set()


@pytest.mark.parametrize("module", [model, blocks, labels, schema, drawing], ids=lambda module: module.__name__)
def test_the_glossary_explains_every_class(module: object) -> None:
    classes = {name for name, _ in inspect.getmembers(module, inspect.isclass) if name in CLASSES}
    errors = {name for name in classes if issubclass(CLASSES[name], Exception)}
    assert classes - errors - {term.partition(".")[0] for term in TERMS} - {"Strict"} == set()


@pytest.mark.parametrize("example", LAYOUT_EXAMPLES, ids=lambda example: example.splitlines()[0])
def test_an_example_of_a_layout_is_one(example: str) -> None:
    read = YAML(typ="safe").load(example)
    if isinstance(read, list):
        TypeAdapter(list[blocks.Block]).validate_python(read)
    elif "id" in read:
        schema.Layout.model_validate({**read, "blocks": []})
    elif "levels" in read:
        TypeAdapter(list[schema.Level1]).validate_python(read["levels"])
    else:
        schema.Frame.model_validate(read)


def test_both_readmes_name_the_same_commands() -> None:
    english, chinese = _commands(_readme("README.md")), _commands(_readme("README.zh-CN.md"))
    assert english == chinese
    assert {"make run", "make test"} <= set(english)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_tour_shows_what_is_really_printed(name: str, tmp_path: Path) -> None:
    steps = re.findall(
        r"```console\n\$ \.venv/bin/(jiheng [^\n]*)\n```\n\n```text\n(.*?)```", _readme(name), flags=re.DOTALL
    )
    assert steps
    for command, shown in steps:
        printed = _printed(command, tmp_path)
        assert [line for line in shown.splitlines() if line != "…" and line.strip() not in printed] == []


def _readme(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def _printed(command: str, folder: Path) -> list[str]:
    words = [sys.executable, "-m", *command.replace("src/", f"{ROOT}/src/").split()]
    wide = os.environ | {"COLUMNS": "300"}
    done = subprocess.run(words, cwd=folder, env=wide, capture_output=True, text=True, check=False)  # noqa: S603 — our own words
    return [line.strip("│ ") for line in (done.stdout + done.stderr).splitlines()]


def _attributes(owner: type) -> list[str]:
    if issubclass(owner, Enum):
        return list(owner.__members__)
    if issubclass(owner, BaseModel):
        return [*owner.model_fields, *(name for name, one in vars(owner).items() if isinstance(one, property))]
    return [one.name for one in fields(owner)] if is_dataclass(owner) else []


def _commands(readme: str) -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", readme, flags=re.DOTALL)
    return [line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.startswith("$ ")]
