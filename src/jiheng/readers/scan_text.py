"""Recognises printed text: strips of one line each → text and how sure that is. Knows no page, no table and no form.

The weights come from the rapidocr package and are run here, so that nothing is ever fetched and the doubt about every
single character is known: a mean over a line would hide the one wrong digit that matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from jiheng.readers.errors import OcrMissingError
from jiheng.readers.scan_paper import Pixels
from jiheng.readers.scan_strips import Span, Strip
from jiheng.readers.scan_widths import TWINS, Mark, settled

_MODEL = "PP-OCRv6_rec_small.onnx"
_HEIGHT, _NARROWEST, _WIDEST = 48, 96, 3200
_BATCH, _BATCH_WIDTH = 8, 6400
_STEP = 32
_WHITE = 255
# A strip that was read with less certainty than this is read once more, drawn a little differently.
_SURE = 0.995
_DISAGREEING = 0.5
_BLANK = re.compile(r"(?<=[A-Za-z0-9]) (?=[A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Recognised:
    """A text, the certainty (0 to 1) of its least certain character, and the column of pixels amid each character."""

    text: str
    confidence: float
    centres: tuple[float, ...] = ()


class Recogniser:
    """The network that reads strips, loaded when the first strip comes."""

    def __init__(self, model: Path) -> None:
        self._model = model

    def read(self, strips: Sequence[Strip]) -> list[Recognised]:
        """Return what stands on strips of one line each, within their windows."""
        first = self._read_all([_drawn(strip) for strip in strips])
        doubted = [at for at, read in enumerate(first) if read.confidence < _SURE]
        second = self._read_all([_redrawn(strips[at]) for at in doubted])
        for at, again in zip(doubted, second, strict=True):
            first[at] = _agreed(first[at], again)
        return first

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        # Threads that wait must not burn the processor of other people's jobs.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return onnxruntime.InferenceSession(str(self._model), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _characters(self) -> list[str]:
        known = self._session.get_modelmeta().custom_metadata_map["character"]
        return ["", *known.split("\n"), " "]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {text: number for number, text in enumerate(self._characters) if text in TWINS}

    def _read_all(self, drawings: Sequence[_Drawing]) -> list[Recognised]:
        found = [Recognised("", 1.0)] * len(drawings)
        for batch in _batches(drawings):
            width = max(_NARROWEST, *(drawings[at].width for at in batch))
            pixels = np.zeros((len(batch), 3, _HEIGHT, -(-width // _STEP) * _STEP), np.float32)
            for row, at in enumerate(batch):
                pixels[row, :, :, : drawings[at].width] = drawings[at].pixels.astype(np.float32) / 127.5 - 1
            (chances,) = self._session.run(None, {"x": pixels})
            for row, at in enumerate(batch):
                step = pixels.shape[3] / chances.shape[1]
                found[at] = self._decoded(chances[row], step, drawings[at])
        return found

    def _decoded(self, chances: NDArray[np.float32], step: float, drawing: _Drawing) -> Recognised:
        """Read the columns of a strip: a character is a run of equal columns, number 0 is the gap between two."""
        best = chances.argmax(axis=1)
        begins = np.flatnonzero(np.diff(best, prepend=-1))
        marks = [
            self._mark(chances[at:end], int(best[at]), (at + end) / 2 * step)
            for at, end in zip(begins.tolist(), [*begins[1:].tolist(), len(best)], strict=True)
            if best[at]
        ]
        return _recognised([mark for mark in marks if drawing.window[0] <= mark.at < drawing.window[1]], drawing)

    def _mark(self, columns: NDArray[np.float32], number: int, at: float) -> Mark:
        text = self._characters[number]
        twin = self._numbers.get(TWINS.get(text, ""))
        sure = float(columns[:, number].max())
        return Mark(text, sure, sure if twin is None else float((columns[:, number] + columns[:, twin]).max()), at)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A strip as the network wants it: of one height, `scale` times as wide; what is outside the window is context.

    `shift` is where the strip's first column stands on the drawing.
    """

    pixels: Pixels
    window: Span
    scale: float
    shift: float

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])


@lru_cache(maxsize=1)
def recogniser() -> Recogniser:
    """Return the recogniser of this process. Raises OcrMissingError where its weights are not installed."""
    package = find_spec("rapidocr")
    model = Path(package.origin).parent / "models" / _MODEL if package is not None and package.origin else None
    if model is None or not model.is_file():
        raise OcrMissingError("读取扫描件和照片所需的文字识别模型没有安装。")
    return Recogniser(model)


def _batches(drawings: Sequence[_Drawing]) -> Iterator[list[int]]:
    """Yield the indices of drawings of about the same width together, since the widest sets the price for all."""
    batch: list[int] = []
    for at in sorted(range(len(drawings)), key=lambda at: drawings[at].width):
        if batch and (len(batch) == _BATCH or drawings[at].width * (len(batch) + 1) > _BATCH_WIDTH):
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _drawn(strip: Strip) -> _Drawing:
    return _scaled(strip, strip.pixels, margin=0, stretch=1.0)


def _redrawn(strip: Strip) -> _Drawing:
    """Draw a strip a little smaller and narrower, so that what is only just read one way may be read another."""
    margin = max(strip.pixels.shape[0] // 10, 2)
    framed = cv2.copyMakeBorder(strip.pixels, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=_WHITE)
    return _scaled(strip, np.asarray(framed, np.uint8), margin=margin, stretch=0.95)


def _scaled(strip: Strip, pixels: Pixels, *, margin: int, stretch: float) -> _Drawing:
    height, width = pixels.shape
    wide = min(max(round(width * _HEIGHT / height * stretch), 8), _WIDEST)
    scale = wide / width
    way = cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_LINEAR
    drawn = np.asarray(cv2.resize(pixels, (wide, _HEIGHT), interpolation=way), np.uint8)
    begin, end = strip.window or (-margin, width + _HEIGHT)
    return _Drawing(drawn, (round((begin + margin) * scale), round((end + margin) * scale)), scale, margin * scale)


def _recognised(marks: Sequence[Mark], drawing: _Drawing) -> Recognised:
    """Put characters together, without the spaces that are seen in the wide shoulders of Chinese punctuation."""
    text = "".join(mark.text for mark in marks)
    kept = [mark for at, mark in enumerate(marks) if mark.text != " " or _BLANK.match(text, at)]
    kept = settled(kept)
    return Recognised(
        "".join(mark.text for mark in kept),
        min((mark.sure for mark in kept), default=1.0),
        tuple((mark.at - drawing.shift) / drawing.scale for mark in kept),
    )


def _agreed(first: Recognised, second: Recognised) -> Recognised:
    """Take the surer of two readings; where they differ, it is sure of nothing."""
    if first.text.replace(" ", "") == second.text.replace(" ", ""):
        return max(first, second, key=lambda read: read.confidence)
    surer = max(first, second, key=lambda read: read.confidence)
    return replace(surer, confidence=surer.confidence * _DISAGREEING)
