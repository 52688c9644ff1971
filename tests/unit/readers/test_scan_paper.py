"""The sheet of paper in a photo: found on a desk in bad light, and not where there is none."""

from __future__ import annotations

import io
from functools import cache

import numpy as np
import pytest
from PIL import Image

from invented import HUNAN, ZHENGZHOU
from jiheng import catalog, pipeline
from jiheng.readers.pdf_file import opened
from jiheng.readers.scan_paper import Pixels, find_paper
from jiheng.writers.forms import write_forms
from photographed import Camera, corners_of, photographed


@cache
def printed(key: str) -> bytes:
    forms = pipeline.read(catalog.samples()[key]).forms
    return write_forms(forms, "pdf", layouts=catalog.layouts()).data


@pytest.mark.parametrize("key", [ZHENGZHOU, HUNAN])
@pytest.mark.parametrize(
    "camera",
    [
        Camera(shadow=0.0, noise=0.0),
        Camera(),
        Camera(tilt=0.08, turn=-0.06, shadow=0.5),
        Camera(dpi=150, tilt=-0.03, turn=0.05, noise=10.0, quality=50),
    ],
    ids=["clear", "shadow", "tilted", "grainy"],
)
def test_the_corners_of_the_paper_are_found(key: str, camera: Camera) -> None:
    gray = np.asarray(Image.open(io.BytesIO(photographed(printed(key), camera=camera))).convert("L"))
    height, width = gray.shape

    found = find_paper(gray)

    assert found is not None
    away = np.abs(found - corners_of(width, height, camera)).max()
    assert away < 0.015 * height


@pytest.mark.parametrize("key", [ZHENGZHOU, HUNAN])
def test_a_page_without_a_desk_is_left_as_it_is(key: str) -> None:
    assert find_paper(_page(key)) is None


def test_a_picture_cut_to_its_table_is_left_as_it_is() -> None:
    ink = np.argwhere(_page(ZHENGZHOU) < 128)
    (top, left), (bottom, right) = ink.min(axis=0), ink.max(axis=0)
    assert find_paper(_page(ZHENGZHOU)[top:bottom, left:right]) is None


def test_pictures_of_nothing_hold_no_paper() -> None:
    for gray in (np.zeros((64, 64), np.uint8), np.full((1, 900), 255, np.uint8), np.eye(300, dtype=np.uint8) * 255):
        assert find_paper(gray) is None


def _page(key: str) -> Pixels:
    with opened(printed(key)) as document:
        return np.asarray(document[0].render(scale=150 / 72, grayscale=True).to_numpy().squeeze(), np.uint8)
