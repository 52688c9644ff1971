"""Published forms through the command line: the whole contract, the exit codes, and every writer's round trip."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from jiheng import catalog, contract, pipeline
from jiheng.cli import app
from jiheng.model import Form
from jiheng.writers.forms import FORMATS, write_forms

NUMBERS = ("000", "001", "002", "003", "004")


def run(*words: str | Path) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    printed: dict[str, Any] = json.loads(result.stdout)
    Draft202012Validator(contract.schema()).validate(printed)
    return result.exit_code, printed


def seed(seeds: Path, number: str) -> Path:
    (path,) = seeds.glob(f"{number}_*.txt")
    return path


def test_read_prints_every_form_in_order(seeds: Path) -> None:
    code, printed = run("read", seeds, "--json")
    documents = printed["documents"]
    assert code == 0
    assert [Path(one["path"]).name[:3] for one in documents] == list(NUMBERS)
    assert [len(one["forms"]) for one in documents] == [1, 1, 1, 9, 1]
    counts = [[len(form["indicators"]) for form in one["forms"]] for one in documents]
    assert counts == [[25], [43], [33], [0, 10, 9, 9, 9, 9, 9, 10, 10], [13]]
    assert all(one["error"] is None for one in documents)


def test_every_place_is_a_line_of_its_file(seeds: Path) -> None:
    _, printed = run("check", seeds, "--json")
    for document in printed["documents"]:
        last = len(Path(document["path"]).read_text("utf-8").splitlines())
        for place in _places(document):
            assert set(place) == {"line"}
            assert 1 <= place["line"] <= last


def test_every_path_of_a_finding_leads_into_its_form(seeds: Path) -> None:
    code, printed = run("check", seeds, "--json")
    assert code == 1
    for document in printed["documents"]:
        for form in document["forms"]:
            for finding in form["findings"]:
                _at(form, finding["path"])


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("format", FORMATS)
def test_what_is_written_reads_back_the_same(seeds: Path, number: str, format: str) -> None:
    forms = pipeline.read(seed(seeds, number)).forms
    written = write_forms(forms, format, layouts=catalog.layouts())
    back = pipeline.read_bytes(written.data, f"读回.{format}").forms
    if format == "pdf":
        # A page shows how wide a gap is, not how many blanks are in it.
        assert [loss for loss in written.losses if _squeezed(loss.before) != _squeezed(loss.after)] == []
        assert _squeezed(_values(back)) == _squeezed(_values(forms))
    else:
        assert written.losses == ()
        assert back == forms


def _squeezed(text: str | None) -> str:
    return re.sub(" +", " ", text or "")


def _values(forms: tuple[Form, ...]) -> str:
    """Return what counts when forms are compared."""
    return json.dumps([_without_places(contract.encode_form(form)) for form in forms], ensure_ascii=False)


def _without_places(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_places(one) for key, one in value.items() if key not in ("place", "notes")}
    return [_without_places(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("format", ["xlsx", "docx", "html"])
def test_a_written_file_leaves_nothing_unread(seeds: Path, number: str, format: str) -> None:
    forms = pipeline.read(seed(seeds, number)).forms
    data = write_forms(forms, format, layouts=catalog.layouts()).data
    assert pipeline.read_bytes(data, f"读回.{format}").unread == ()


def test_reading_is_repeatable(seeds: Path) -> None:
    assert run("check", seeds, "--json") == run("check", seeds, "--json")


def _places(value: object) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [place for one in value for place in _places(one)]
    if isinstance(value, dict):
        own = [value["place"]] if "place" in value else []
        return own + [place for key, one in value.items() if key != "place" for place in _places(one)]
    return []


def _at(form: dict[str, Any], path: str) -> object:
    current: Any = form
    for step in path.split("/")[1:]:
        current = current[int(step)] if isinstance(current, list) else current[step]
    return current
