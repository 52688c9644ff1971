"""A page as a phone takes it: held askew over a desk, lit from one side, with a shadow, grain and compression."""

from __future__ import annotations

import io
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from jiheng.readers.pdf_file import opened

Page = npt.NDArray[np.uint8]
Corners = npt.NDArray[np.float32]
_DESK = 120


@dataclass(frozen=True, slots=True)
class Camera:
    """How a photo is taken: pixels an inch of paper; `tilt` and `turn` as shares of the width; darkness of a shadow."""

    dpi: int = 200
    tilt: float = 0.04
    turn: float = 0.02
    shadow: float = 0.35
    noise: float = 6.0
    quality: int = 80


def photographed(pdf: bytes, page: int = 1, camera: Camera = Camera()) -> bytes:
    """Return a JPEG of a page; the same each time."""
    seen = _lit(_held(_printed(pdf, page, camera.dpi), camera), camera)
    target = io.BytesIO()
    Image.fromarray(seen).save(target, "JPEG", quality=camera.quality, dpi=(72, 72))
    return target.getvalue()


def corners_of(width: int, height: int, camera: Camera) -> Corners:
    """Return where the corners of the paper are in a photo of this size, from the upper left clockwise."""
    inside = _corners(width, height) * 0.92 + np.array([0.04 * width, 0.04 * height])
    tilt, turn = camera.tilt * width, camera.turn * width
    moved = inside + np.array([[tilt, turn], [-tilt / 2, -turn], [0, 0], [0, turn / 2]])
    return np.asarray(moved, np.float32)


def _corners(width: int, height: int) -> Corners:
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)


def _printed(pdf: bytes, page: int, dpi: int) -> Page:
    with opened(pdf) as document:
        printed: Page = document[page - 1].render(scale=dpi / 72).to_numpy()[:, :, ::-1].copy()
    return printed


def _held(page: Page, camera: Camera) -> Page:
    """Lay the paper on a desk and look at it from below and from the side."""
    height, width = page.shape[:2]
    turned = cv2.getPerspectiveTransform(_corners(width, height), corners_of(width, height, camera))
    held = cv2.warpPerspective(page, turned, (width, height), flags=cv2.INTER_AREA, borderValue=(_DESK, _DESK, _DESK))
    return np.asarray(held, np.uint8)


def _lit(page: Page, camera: Camera) -> Page:
    """Light a page from the upper left, warmly, and let an arm's shadow fall over its lower right."""
    height, width = page.shape[:2]
    down, across = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    light = 1.0 - 0.25 * (0.6 * across + 0.4 * down)
    shade = 1.0 - camera.shadow / (1 + np.exp(-40 * (0.7 * across + 0.5 * down - 0.75)))
    grain = np.random.default_rng(20261120).normal(0, camera.noise, page.shape)
    lit = page * (light * shade)[:, :, None] * np.array([1.0, 0.98, 0.93]) + grain
    return np.asarray(np.clip(cv2.GaussianBlur(lit, (0, 0), 0.8), 0, 255), np.uint8)
