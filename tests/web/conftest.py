"""What tests of the web application share: invented samples, and documents brought in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from invented import NOON
from jiheng import catalog, pipeline
from jiheng_web.declarations import actions
from jiheng_web.declarations.models import Document


@pytest.fixture(scope="session")
def sample() -> Callable[[str], Path]:
    return lambda key: catalog.samples()[key]


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    """Let pictures of pages be kept where they are thrown away with the test."""
    settings.JIHENG_HOME = tmp_path / "home"


@pytest.fixture
def brought_in(db: None, sample: Callable[[str], Path]) -> Callable[[str], Document]:
    """Brings a sample in without the page."""

    def bring(key: str) -> Document:
        path = sample(key)
        content = path.read_bytes()
        reading = pipeline.check_reading(pipeline.read_bytes(content, path.name))
        return actions.receive(name=path.name, content=content, reading=reading, by="甲", at=NOON)

    return bring


@pytest.fixture
def strict_client(db: None) -> Client:
    """A browser whose every change must carry the page's token."""
    return Client(enforce_csrf_checks=True)
