"""Whatever stands in a stored form or in a file that a site adds, a command ends with an exit code and a message."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from jiheng import catalog, contract, pipeline, regions
from jiheng.cli import app
from jiheng.model import Form
from strategies import forms

SAMPLES = catalog.samples()
LIBRARY = SAMPLES["410000/overall-2023-library"]
NARRATIVE = next(path for name, path in SAMPLES.items() if name.startswith("130000/overall-2023-"))
LAYOUTS = sorted(catalog.layouts())
UNREAD_CODE = 2
EXAMPLES = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

# What a person, or a program, may put where something else belongs.
STRANGE: tuple[object, ...] = (
    *(None, True, 0, -1, 7, 99999, 10**30, 1.5, "", "字", "NaN", "9" * 40, "-0.5", "2023", "2023-02-30", "410000", "≥"),
    *("../x", "\u0000", "\ud800", "\x1b[2J", "[red]", [], [[]], ["字"], {}, {"字": "字"}),
)
SITE_FILES = {
    "layout": "regions/410000/layouts/overall-2023.yaml",
    "narrative layout": "regions/130000/layouts/overall-2023.yaml",
    "frame": "regions/410000/frames/overall-2023.yaml",
    "parameters": "regions/000000/parameters.yaml",
    "wording": "frames/410000/overall-2023.yaml",
}


@EXAMPLES
@given(forms(), st.sampled_from([None, "000000/invented-2023", *LAYOUTS]), st.sampled_from(("xlsx", "docx", "html")))
def test_a_stored_form_of_any_words(form: Form, layout: str | None, format: str) -> None:
    stored = contract.encode_form(replace(form, layout=layout, region=layout and layout[:6]))
    _ends_well(stored, format)


@EXAMPLES
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_a_stored_form_with_something_strange_in_it(sample: str, data: st.DataObject) -> None:
    stored = json.loads(_stored(sample))
    holder, key = data.draw(st.sampled_from(_spots(stored)))
    holder[key] = data.draw(st.sampled_from(STRANGE))
    _ends_well(stored, "xlsx")


@pytest.mark.parametrize("kind", SITE_FILES)
@settings(parent=EXAMPLES, max_examples=10)
@given(data=st.data())
def test_a_file_of_the_site_with_a_slip(kind: str, data: st.DataObject) -> None:
    text = data.draw(_slips(_shipped(kind)))
    with TemporaryDirectory() as folder:
        path = Path(folder) / SITE_FILES[kind]
        path.parent.mkdir(parents=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        sample = NARRATIVE if kind == "narrative layout" else LIBRARY
        for words in (["check", sample], ["write", sample, "--to", Path(folder) / "写出.xlsx"], ["layouts"]):
            _run(*words, home=folder)


def _ends_well(stored: object, format: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "存.json"
        path.write_text(json.dumps(stored), "utf-8")
        _run("read", path, home=folder)
        _run("check", path, "--json", home=folder)
        _run("check", path, home=folder)
        _run("write", path, "--to", Path(folder) / f"写出.{format}", home=folder)
        _run("layouts", "frame", path, home=folder)


def _run(*words: str | Path, home: str) -> Result:
    result = CliRunner().invoke(app, [str(word) for word in words], env={"JIHENG_HOME": home, "COLUMNS": "80"})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code in (0, 1, UNREAD_CODE)
    assert result.exit_code != UNREAD_CODE or (result.stdout + result.stderr).strip(), "a failure says why"
    assert "Traceback" not in result.output
    return result


@cache
def _stored(sample: str) -> str:
    return contract.to_text(contract.encode([pipeline.read(SAMPLES[sample])], checked=False))


def _spots(value: Any) -> list[tuple[Any, str | int]]:  # noqa: ANN401 -- JSON
    """Return every place of a JSON value, as its holder and the key there."""
    members: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        members = list(value.items())
    elif isinstance(value, list):
        members = list(enumerate(value))
    return [(value, key) for key, _ in members] + [spot for _, member in members for spot in _spots(member)]


@cache
def _shipped(kind: str) -> str:
    if kind == "wording":
        return (regions.FOLDER / "410000" / "frames" / "overall-2023.yaml").read_text("utf-8")
    return (regions.FOLDER.parent / SITE_FILES[kind]).read_text("utf-8")


@st.composite
def _slips(draw: st.DrawFn, text: str) -> str:
    """Return the text with a line lost, doubled, moved in or out, cut off, or a value replaced."""
    lines = text.splitlines()
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        name, colon, value = lines[at].partition(": ")
        strange = json.dumps(draw(st.sampled_from(STRANGE)), ensure_ascii=False)
        replaced = [
            [],
            [lines[at], lines[at]],
            ["  " + lines[at]],
            [lines[at].removeprefix("  ")],
            [lines[at][: len(lines[at]) // 2]],
            [f"{name}{colon}{strange}" if colon else strange],
            [value],
        ]
        lines[at : at + 1] = draw(st.sampled_from(replaced))
        lines = lines or [""]
    return "\n".join(lines)
