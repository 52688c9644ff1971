"""A published form, printed and scanned: what a person compares first is exact, what is not is marked."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from jiheng import catalog, pipeline
from jiheng.layouts.doubts import doubts
from jiheng.layouts.draw import draw
from jiheng.layouts.reading import read_forms
from jiheng.model import Document, Form
from jiheng.readers import scan
from jiheng.readers.pdf_file import page_picture
from jiheng.readers.printed_document import blocks_of
from jiheng.writers import write_drawings

PAGES = (1, 2)
DOTS_AN_INCH = 200


def scanned(pdf: bytes, page: int) -> scan.Pixels:
    """A page as an ordinary office scanner gives it: a degree askew, a little soft, grainy."""
    shown = page_picture(pdf, page, DOTS_AN_INCH)
    pixels = np.frombuffer(shown.pixels, np.uint8).reshape(shown.height, shown.width, 3)
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    turn = cv2.getRotationMatrix2D((shown.width / 2, shown.height / 2), 1.0, 1.0)
    askew = cv2.warpAffine(gray, turn, (shown.width, shown.height), borderValue=(255,))
    grain = np.random.default_rng(page).normal(0, 8, askew.shape)
    return np.asarray(np.clip(cv2.GaussianBlur(askew, (0, 0), 0.6) + grain, 0, 255), np.uint8)


@pytest.fixture(scope="module")
def truth(seeds: Path) -> Form:
    (form,) = pipeline.read(next(seeds.glob("004_*"))).forms
    return form


@pytest.fixture(scope="module")
def document(truth: Form) -> Document:
    assert truth.layout is not None
    pdf = write_drawings([draw(truth, catalog.layout(truth.layout))], "pdf")
    blocks, remarks = blocks_of(list(scan.read_pages((page, scanned(pdf, page)) for page in PAGES)))
    return Document("image", blocks, remarks)


@pytest.fixture(scope="module")
def read(document: Document) -> Form:
    (form,) = read_forms(document, tuple(catalog.layouts().values())).forms
    return form


def test_levels_names_and_targets_are_exact(truth: Form, read: Form) -> None:
    assert (read.layout, read.year, read.unit) == (truth.layout, truth.year, truth.unit)
    assert len(read.indicators) >= 6
    for wanted, found in zip(truth.indicators, read.indicators, strict=False):
        assert (found.level1, found.level2, found.name) == (wanted.level1, wanted.level2, wanted.name)
        assert found.target == wanted.target


def test_every_wrong_text_is_marked_and_few_right_ones(truth: Form, read: Form, document: Document) -> None:
    marked = {note.place for note in doubts(read, document, tuple(catalog.layouts().values()))}
    texts = [
        (one.places[key], plain(getattr(wanted, key)) == plain(getattr(one, key)))
        for wanted, one in zip(truth.indicators, read.indicators, strict=False)
        for key in ("name", "explanation", "scoring")
        if key in one.places
    ]
    assert all(right or place in marked for place, right in texts)
    assert sum(right and place in marked for place, right in texts) <= 0.1 * len(texts)


def plain(text: str | None) -> str:
    return "".join((text or "").split())
