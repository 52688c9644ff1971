"""Prove a folder of layouts on its samples: each is found, read whole, and written in every format without a loss.

Knows where a folder keeps layouts and samples; prints nothing and decides no exit code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from jiheng import catalog, pipeline
from jiheng.layouts.entries import PARTICULAR, entries_of
from jiheng.layouts.schema import Layout
from jiheng.model import Form, NoteKind, Reading
from jiheng.writers import WRITERS, BrokenDrawingError, UnwritableTextError
from jiheng.writers.forms import Loss, write_forms
from jiheng.yaml_files import line_of

_SHOWN = 5
# The edges of A4 paper in millimetres.
_SHORT_EDGE, _LONG_EDGE = 210, 297
_POINTER = re.compile(r"(?<!\S)/[^：；\s]+(?=：)|(?<=；)/[^：；\s]+(?=：)")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and what to change."""

    what: str
    advice: str


@dataclass(frozen=True, slots=True)
class SampleProof:
    """One sample of a layout: how much was read from it, and what is wrong."""

    file: str
    forms: int
    indicators: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class LayoutProof:
    """A layout file with its samples. `id` is None where it could not be loaded; `faults` are the file's own."""

    file: str
    id: str | None
    samples: tuple[SampleProof, ...]
    faults: tuple[Fault, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong with the layout or a sample."""
        return not self.faults and not any(sample.faults for sample in self.samples)


def prove(folder: Path) -> tuple[LayoutProof, ...]:
    """Prove every layout of a folder; none where it holds no layout file.

    The folder has `<区划>/layouts/` and `<区划>/samples/`, or layouts and samples side by side.
    """
    loaded = {path: _loaded(path) for path in _layout_files(folder)}
    own = {layout.id: layout for layout in loaded.values() if isinstance(layout, Layout)}
    known = {**catalog.shipped_layouts(), **own}
    return tuple(_proof(path, found, known, folder) for path, found in loaded.items())


def as_json(proofs: Sequence[LayoutProof]) -> dict[str, object]:
    """Return the proofs as plain values."""
    layouts = [{**asdict(proof), "passed": proof.passed} for proof in proofs]
    return {"passed": all(proof.passed for proof in proofs), "layouts": layouts}


def _layout_files(folder: Path) -> list[Path]:
    placed = (*folder.glob("*/layouts/*.yaml"), *folder.glob("layouts/*.yaml"))
    return sorted(placed) or sorted(folder.glob("*.yaml"))


def _loaded(path: Path) -> Layout | Fault:
    try:
        return catalog.load(path.resolve())
    except catalog.LayoutFileError as error:
        return Fault(
            _with_lines(error.what, path),
            f"按说的位置改 {path.name}；写法见手册“给本地的表加一个版式”和参考“版式文件”。",
        )


def _with_lines(what: str, path: Path) -> str:
    """Say of every place that a complaint names in which line of the file it is."""

    def with_line(found: re.Match[str]) -> str:
        line = line_of(path, found[0])
        return f"第{line}行 {found[0]}" if line is not None else found[0]

    return _POINTER.sub(with_line, what)


def _proof(path: Path, found: Layout | Fault, known: Mapping[str, Layout], folder: Path) -> LayoutProof:
    file = str(path.relative_to(folder))
    if isinstance(found, Fault):
        return LayoutProof(file, None, (), (found,))
    samples = tuple(_sample_proof(sample, found, known, folder) for sample in _samples(path))
    return LayoutProof(file, found.id, samples, tuple(_own_faults(found, path, samples)))


def _samples(path: Path) -> list[Path]:
    """Return the samples of a layout: files whose name begins with the layout's, and with no longer one."""
    folder = path.parent.parent / "samples" if path.parent.name == "layouts" else path.parent
    others = [other.stem for other in path.parent.glob("*.yaml") if other.stem.startswith(f"{path.stem}-")]
    files = (file for file in folder.glob(f"{path.stem}-*") if file.is_file() and file.suffix != ".yaml")
    return sorted(file for file in files if not any(file.name.startswith(f"{other}-") for other in others))


def _own_faults(layout: Layout, path: Path, samples: Sequence[SampleProof]) -> Iterator[Fault]:
    if not samples:
        yield Fault("没有样表", f"把一份填好的表放进样表文件夹，取名 {path.stem}-随便什么.docx（后缀照旧）。")
    _, right, _, left = layout.paper.margins
    widest = (_LONG_EDGE if layout.paper.orientation == "landscape" else _SHORT_EDGE) - left - right
    if sum(layout.widths) > widest:
        yield Fault(
            f"widths：各列共 {sum(layout.widths)} 毫米，纸上只有 {widest} 毫米",
            "改小几列，或在 paper 里写 orientation: landscape。",
        )
    if "待填" in layout.source:
        yield Fault("source：还没有填", "写上照着哪个文件、哪份表做的。")


def _sample_proof(sample: Path, layout: Layout, known: Mapping[str, Layout], folder: Path) -> SampleProof:
    reading = pipeline.read_bytes(sample.read_bytes(), sample.name, layouts=known)
    faults = [*_reading_faults(reading, layout)]
    if not faults:
        faults += _writing_faults(reading.forms, known)
    indicators = sum(len(form.indicators) for form in reading.forms)
    return SampleProof(str(sample.relative_to(folder)), len(reading.forms), indicators, tuple(faults))


def _reading_faults(reading: Reading, layout: Layout) -> Iterator[Fault]:
    if reading.error is not None:
        yield Fault(reading.error.message, reading.error.advice)
    found = any(form.layout == layout.id for form in reading.forms)
    for form in reading.forms:
        if form.layout != layout.id:
            # A file may hold forms of several kinds, each with a layout of its own.
            yield from () if found and form.layout is not None else (_not_found(form),)
        elif not form.indicators and layout.indicators is not None:
            yield Fault("认出了版式，但一个指标也没有读出", "核对指标表各列的 key 和 label。")
        else:
            yield from _unknown_labels(form, layout)
    for item in reading.unread[:_SHOWN]:
        yield Fault(
            f"没有归入任何栏目的文字：“{item.text}”（{item.place}）",
            "是标签的，在 blocks 里给它加一行，或写进某个标签的 also；只是印着的字，写进 also_printed。",
        )
    if len(reading.unread) > _SHOWN:
        yield Fault(f"另有 {len(reading.unread) - _SHOWN} 处没有归入任何栏目的文字", "先改好上面几处，再查一次。")


def _unknown_labels(form: Form, layout: Layout) -> Iterator[Fault]:
    """Name the labels whose texts were kept though the layout has no place for them, so that none is written."""
    known = {entry.key.removeprefix(f"{PARTICULAR}:") for _, entry in entries_of(layout)}
    for one in form.particulars:
        if one.label not in known:
            advice = f"在 blocks 里给“{one.label}”加一行，不知道归哪一栏就写 field: particular；或写进某个标签的 also。"
            yield Fault(f"版式里没有“{one.label}”这个标签（{one.place}）", advice)


def _not_found(form: Form) -> Fault:
    """Say which layout the sample was taken for, or what it lacks of the nearest one."""
    if form.layout is not None:
        advice = "标题和各列要与那个版式分得开：把样表的标题写进 title，核对各列的 label。"
        return Fault(f"被认作另一个版式“{form.layout}”", advice)
    why = next((note.text for note in form.notes if note.kind is NoteKind.DERIVED and "版式" in note.text), "")
    advice = "把表上缺的、多的标签与版式逐个核对：字要一样，别的印法写进 also。"
    return Fault(f"没有认出是这个版式：{why}", advice)


def _writing_faults(forms: Sequence[Form], known: Mapping[str, Layout]) -> Iterator[Fault]:
    for suffix in WRITERS:
        try:
            losses = write_forms(forms, suffix, layouts=known).losses
        except (UnwritableTextError, BrokenDrawingError) as error:
            yield Fault(f"写不成 {suffix}：{error}", "核对 widths 的列数，以及每一行各格 columns 之和。")
            return
        yield from (_lost(loss, suffix) for loss in losses[:_SHOWN])


def _lost(loss: Loss, suffix: str) -> Fault:
    advice = "多半是这一栏在版式里没有位置，或与别的栏用了同一个标签；核对 blocks。"
    return Fault(f"写成 {suffix} 再读回来，{loss.path} 由“{loss.before}”变成“{loss.after}”", advice)
