"""What is done with one broken file, and what may come of it: readings with forms, or an error with all its words.

Every file is read, checked and told as JSON; of one in ten, the forms are written again and the sender's file is
annotated. Whatever else is raised is a fault of ours.
"""

from __future__ import annotations

import os
import resource
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from jiheng import catalog, contract, pipeline, readers, regions
from jiheng.layouts.draw import draw
from jiheng.layouts.drawing import Drawing
from jiheng.layouts.labels import load_labels
from jiheng.layouts.reading import read_forms
from jiheng.layouts.schema import load_layout
from jiheng.model import Reading
from jiheng.parameters import load_parameters
from jiheng.readers.errors import UnreadableFileError
from jiheng.writers import BrokenDrawingError, UnwritableTextError, write_drawings
from jiheng.writers.annotate import ANNOTATED, UnannotatableError, annotate_marks, marks
from jiheng.writers.forms import write_forms
from jiheng.yaml_files import DataFileError

_WRITTEN = ("docx", "xlsx", "html")
_ONE_IN = 10
_REGION = "410000"


@dataclass(frozen=True, slots=True)
class Trial:
    """How a file ended: `forms` or codes of errors, processor seconds, megabytes, and what went wrong."""

    outcome: str
    seconds: float
    megabytes: float
    fault: str | None = None


def tried(kind: str, number: int, data: bytes) -> Trial:
    """Take a file through the whole pipeline, and measure what that takes."""
    before, begun = _start_measuring(), _processor_seconds()
    try:
        outcome, fault = _TRIALS.get(kind, _read)(kind, number, data), None
    except Exception:  # noqa: BLE001 whatever it is, it is what we look for
        outcome, fault = "fault", traceback.format_exc(limit=-12)
    return Trial(outcome, _processor_seconds() - begun, _megabytes("VmHWM") - before, fault)


def _read(kind: str, number: int, data: bytes) -> str:
    readings = [pipeline.check_reading(one) for one in pipeline.read_all_bytes(data, f"表.{_SUFFIXES.get(kind, kind)}")]
    assert readings, "a file without a reading"
    for reading in readings:
        _refuse_silence(reading)
    answer = contract.encode(readings, checked=True)
    contract.to_text(answer)
    contract.decode(answer)
    if number % _ONE_IN == 0:
        for reading in readings:
            _written_again(reading, _WRITTEN[number // _ONE_IN % len(_WRITTEN)])
            _annotated(data, reading)
    return "+".join(sorted({reading.error.code if reading.error else "forms" for reading in readings}))


def _refuse_silence(reading: Reading) -> None:
    error = reading.error
    assert error is None or (error.code and error.message.strip() and error.advice.strip()), (
        f"an error says all: {error}"
    )
    assert error is not None or reading.forms, "neither forms nor an error"


def _written_again(reading: Reading, format: str) -> None:
    forms = [form for form in reading.forms if form.layout in catalog.layouts()]
    with suppress(UnwritableTextError, BrokenDrawingError):
        if forms:
            write_forms(forms, format, layouts=catalog.layouts())


def _annotated(data: bytes, reading: Reading) -> None:
    with suppress(UnannotatableError, UnreadableFileError):
        if reading.forms and reading.format in ANNOTATED:
            annotate_marks(data, reading.format, marks(reading))


def _layout(kind: str, number: int, data: bytes) -> str:
    with TemporaryDirectory() as folder:
        region = Path(folder) / _REGION
        for part, own in (("layouts", kind == "layout"), ("frames", kind == "frame")):
            (region / part).mkdir(parents=True)
            shipped = (regions.FOLDER / _REGION / part / "overall-2023.yaml").read_bytes()
            (region / part / "overall-2023.yaml").write_bytes(data if own else shipped)
        return _loaded(lambda: _drawn_and_read(region / "layouts" / "overall-2023.yaml"))


def _drawn_and_read(path: Path) -> None:
    layout = load_layout(path, usual=catalog.labels())
    sample = catalog.samples()["410000/overall-2023-library"]
    document = readers.read(sample.read_bytes(), sample.name)
    for form in read_forms(document, [layout]).forms:
        if form.layout == layout.id:
            _write(draw(form, layout))
    (form,) = pipeline.read(sample).forms
    _write(draw(replace(form, layout=layout.id), layout, fillable=True))


def _write(drawing: Drawing) -> None:
    with suppress(UnwritableTextError, BrokenDrawingError):
        write_drawings([drawing], "html")


def _parameters(kind: str, number: int, data: bytes) -> str:
    with TemporaryDirectory() as folder:
        (Path(folder) / _REGION).mkdir()
        (Path(folder) / _REGION / "parameters.yaml").write_bytes(data)
        return _loaded(lambda: load_parameters(regions.FOLDER, _REGION, site=Path(folder)))


def _labels(kind: str, number: int, data: bytes) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "labels.yaml"
        path.write_bytes(data)
        return _loaded(lambda: load_labels(path))


def _loaded(load: Callable[[], object]) -> str:
    try:
        load()
    except DataFileError as error:
        if not error.what.strip():
            raise AssertionError("an error that says nothing") from error
        return "data_file"
    return "loaded"


_SUFFIXES: Mapping[str, str] = {"text": "txt", "markdown": "md", "image": "png"}
_TRIALS: Mapping[str, Callable[[str, int, bytes], str]] = {
    "layout": _layout,
    "frame": _layout,
    "parameters": _parameters,
    "labels": _labels,
}


def _processor_seconds() -> float:
    """Return the seconds of this process and of all that it has started and seen end."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _start_measuring() -> float:
    """Forget the peak of memory so far, and return the megabytes in use."""
    if sys.platform == "linux":
        Path(f"/proc/{os.getpid()}/clear_refs").write_text("5", "ascii")
    return _megabytes("VmRSS")


def _megabytes(name: str) -> float:
    if sys.platform != "linux":
        return 0.0
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))
