"""Recognises printed text: strips of one line each → text and how sure that is. Knows no page, no table and no form.

The weights come from the rapidocr package and are run here, so that nothing is ever fetched and the doubt about every
single character is known: a mean over a line would hide the one wrong digit that matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from jiheng.readers.errors import OcrMissingError
from jiheng.readers.scan_page import Pixels

_MODEL = "PP-OCRv6_rec_small.onnx"
_HEIGHT, _NARROWEST, _WIDEST = 48, 96, 3200
_BATCH, _BATCH_WIDTH = 8, 6400
_STEP = 32
_WHITE = 255
# A strip that was read with less certainty than this is read once more, drawn a little differently.
_SURE = 0.995
_DISAGREEING = 0.5


@dataclass(frozen=True, slots=True)
class Recognised:
    """A text and the certainty, 0 to 1, of its least certain character."""

    text: str
    confidence: float


class Recogniser:
    """The network that reads strips, loaded when the first strip comes."""

    def __init__(self, model: Path) -> None:
        self._model = model

    def read(self, strips: Sequence[Pixels]) -> list[Recognised]:
        """Return what stands on strips of gray pixels, one line of text each."""
        first = self._read_all([_scaled(strip) for strip in strips])
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

    def _read_all(self, strips: Sequence[Pixels]) -> list[Recognised]:
        found = [Recognised("", 1.0)] * len(strips)
        for batch in _batches(strips):
            width = max(_NARROWEST, *(strips[at].shape[1] for at in batch))
            pixels = np.zeros((len(batch), 3, _HEIGHT, -(-width // _STEP) * _STEP), np.float32)
            for row, at in enumerate(batch):
                pixels[row, :, :, : strips[at].shape[1]] = strips[at].astype(np.float32) / 127.5 - 1
            (chances,) = self._session.run(None, {"x": pixels})
            for row, at in enumerate(batch):
                found[at] = self._decoded(chances[row])
        return found

    def _decoded(self, chances: NDArray[np.float32]) -> Recognised:
        """Read the columns of a strip: a character is a run of equal columns, number 0 is the gap between two."""
        best = chances.argmax(axis=1)
        certainty = chances[np.arange(len(best)), best]
        begins = np.flatnonzero(np.diff(best, prepend=-1))
        runs = [(int(best[at]), float(certainty[at:end].max())) for at, end in _spans(begins, len(best)) if best[at]]
        text = "".join(self._characters[number] for number, _ in runs)
        return Recognised(text.strip(), min((sure for _, sure in runs), default=1.0))


@lru_cache(maxsize=1)
def recogniser() -> Recogniser:
    """Return the recogniser of this process. Raises OcrMissingError where its weights are not installed."""
    package = find_spec("rapidocr")
    model = Path(package.origin).parent / "models" / _MODEL if package is not None and package.origin else None
    if model is None or not model.is_file():
        raise OcrMissingError("读取扫描件和照片所需的文字识别模型没有安装。")
    return Recogniser(model)


def _spans(begins: NDArray[np.int64], end: int) -> Iterator[tuple[int, int]]:
    return zip(begins.tolist(), [*begins[1:].tolist(), end], strict=True)


def _batches(strips: Sequence[Pixels]) -> Iterator[list[int]]:
    """Yield the indices of strips of about the same width together, since the widest sets the price for all."""
    batch: list[int] = []
    for at in sorted(range(len(strips)), key=lambda at: strips[at].shape[1]):
        if batch and (len(batch) == _BATCH or strips[at].shape[1] * (len(batch) + 1) > _BATCH_WIDTH):
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _scaled(strip: Pixels, stretch: float = 1.0) -> Pixels:
    height, width = strip.shape
    wide = min(max(round(width * _HEIGHT / height * stretch), 8), _WIDEST)
    way = cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(strip, (wide, _HEIGHT), interpolation=way), np.uint8)


def _redrawn(strip: Pixels) -> Pixels:
    margin = max(strip.shape[0] // 10, 2)
    framed = cv2.copyMakeBorder(strip, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=_WHITE)
    return _scaled(np.asarray(framed, np.uint8), stretch=0.95)


def _agreed(first: Recognised, second: Recognised) -> Recognised:
    """Take the surer of two readings; where they differ, it is sure of nothing."""
    if first.text.replace(" ", "") == second.text.replace(" ", ""):
        return max(first, second, key=lambda read: read.confidence)
    surer = max(first, second, key=lambda read: read.confidence)
    return Recognised(surer.text, surer.confidence * _DISAGREEING)
