"""Files that an office suite makes of ours, many at a time, and pages of them as a scanner sees them."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pypdfium2
from bench.reading.spec import Scan
from numpy.typing import NDArray
from PIL import Image

_BATCH = 40
_SECONDS_A_FILE = 20

Page = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Way:
    """How the suite is asked for a format: from which of ours, by which of its filters, to which suffix."""

    source: str
    suffix: str
    filter: str


WAYS: Mapping[str, Way] = {
    "xls": Way("xlsx", "xls", "xls:MS Excel 97"),
    "ods": Way("xlsx", "ods", "ods"),
    "doc": Way("docx", "doc", "doc:MS Word 97"),
    "html from docx": Way("docx", "html", "html:HTML (StarWriter)"),
    "html from xlsx": Way("xlsx", "html", "html:HTML (StarCalc)"),
    "pdf from docx": Way("docx", "pdf", "pdf"),
    "pdf from xlsx": Way("xlsx", "pdf", "pdf"),
}


def soffice() -> str | None:
    """Return the office suite's program, None where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(files: Sequence[Path], way: Way, folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield every file with what the suite made of it; one that it could not convert is left out."""
    for some in (files[at : at + _BATCH] for at in range(0, len(files), _BATCH)):
        _run(some, way, folder)
        for file in some:
            made = folder / f"{file.stem}.{way.suffix}"
            if made.exists():
                yield file, made


def _run(files: Sequence[Path], way: Way, folder: Path) -> None:
    program = soffice()
    if program is None:
        raise FileNotFoundError("no office suite: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui")
    with tempfile.TemporaryDirectory() as profile:
        command = [program, f"-env:UserInstallation=file://{profile}", "--headless", "--norestore"]
        command += ["--convert-to", way.filter, "--outdir", str(folder), *map(str, files)]
        # The program is the machine's own, its arguments are ours.
        subprocess.run(command, capture_output=True, check=False, timeout=60 + _SECONDS_A_FILE * len(files))  # noqa: S603


def scan(pdf: Path, how: Scan, random: Random, to: Path) -> None:
    """Write the pages of a pdf as a scanner would: pictures without text, askew, grainy, compressed."""
    pages = [Image.fromarray(_scanned(page, how, random)) for page in _printed(pdf, how.dpi)]
    pages[0].save(to, "PDF", save_all=True, append_images=pages[1:], resolution=how.dpi, quality=how.jpeg)


def _printed(pdf: Path, dpi: int) -> Iterable[Page]:
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=dpi / 72, grayscale=True).to_numpy().squeeze()


def _scanned(page: Page, how: Scan, random: Random) -> Page:
    height, width = page.shape
    angle = random.uniform(-how.skew, how.skew)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    askew = cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))
    soft = cv2.GaussianBlur(askew, (0, 0), how.blur)
    grain = np.random.default_rng(random.getrandbits(32)).normal(0, how.noise, soft.shape)
    scanned: Page = np.clip(soft + grain, 0, 255).astype(np.uint8)
    return scanned
