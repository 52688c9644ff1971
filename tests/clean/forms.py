"""All clean forms, each composed once: which subject hands in which layout is said in `layouts.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import RootModel

from clean.compose import compose
from clean.subjects import Strict, subject
from jiheng import catalog, pipeline
from jiheng.model import Form, Reading
from jiheng.yaml_files import read_yaml, shaped

_FILE: Final = Path(__file__).parent / "layouts.yaml"


class Assignment(Strict):
    """Who fills in a layout, and how many points its indicators have together."""

    subjects: tuple[str, ...]
    points: int = 90


class Assignments(RootModel[Mapping[str, Assignment]]):
    """The shape of `layouts.yaml`."""


@cache
def assignments() -> Mapping[str, Assignment]:
    """Return who fills in what, by the id of the layout."""
    return shaped(Assignments, read_yaml(_FILE), _FILE).root


@cache
def clean_form(layout: str, name: str) -> Form:
    """Return the form of a subject in a layout, not checked."""
    return compose(subject(name), catalog.shipped_layouts()[layout], assignments()[layout].points)


def checked(*forms: Form) -> tuple[Form, ...]:
    """Return forms of one document, each with its findings."""
    return pipeline.check_reading(Reading("clean", None, "", forms)).forms
