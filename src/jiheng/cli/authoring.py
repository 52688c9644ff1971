"""Draft a layout from an example form and put it into a folder, and show how layouts stood their proof.

Knows where a folder keeps layouts and samples; what a layout is made of is known to `jiheng.layouts.authoring`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from jiheng import catalog, readers
from jiheng.cli.proof import Fault, LayoutProof
from jiheng.cli.show import printable
from jiheng.layouts.authoring import Authored, author, parts_of
from jiheng.readers.errors import UnreadableFileError

_SHOWN = 8


class NotDraftedError(ValueError):
    """No layout was drafted, or it was not written. The message is Chinese and says why and what to do."""


@dataclass(frozen=True, slots=True)
class Put:
    """Where a drafted layout went, and the copy of its example; no sample where there is one of this name already."""

    layout: Path
    sample: Path | None


def draft(file: Path, id: str | None) -> Authored:
    """Draft a layout from a file.

    Raises:
        NotDraftedError: the file cannot be read, or holds no indicator table.
        BadLayoutIdError: the id is not written as one.
    """
    try:
        document = readers.read(file.read_bytes(), file.name)
    except UnreadableFileError as error:
        raise NotDraftedError(f"{error.message}{error.advice}") from error
    authored = author(document, tuple(catalog.layouts().values()), id=id)
    if authored is None:
        raise NotDraftedError(
            f"“{file}”里没有找到指标表：表头要有指标的名称（如三级指标）和指标值两列。请换一份完整的样表。"
        )
    return authored


def put(authored: Authored, example: Path, folder: Path, *, replace: bool) -> Put:
    """Write a drafted layout into `<区划>/layouts/`, and its example into `<区划>/samples/`.

    Raises:
        NotDraftedError: there is a layout of this name already, and it is not to be replaced.
    """
    region, name = parts_of(authored.layout.id)
    path = folder / region / "layouts" / f"{name}.yaml"
    if path.exists() and not replace:
        raise NotDraftedError(f"{path} 已经有了，没有覆盖。换一个编号，或者加 --replace 重新起草。")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(authored.text, "utf-8")
    catalog.look_again()
    sample = folder / region / "samples" / f"{name}-{example.stem}{example.suffix}"
    if sample.exists():
        return Put(path, None)
    sample.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(example, sample)
    return Put(path, sample)


def drafted(authored: Authored, where: Put | None) -> Iterator[str]:
    """Say what the drafted layout reads from its example, and what to look at."""
    forms = authored.reading.forms
    if where is not None:
        yield f"已起草版式 {authored.layout.id}：{where.layout}"
        yield f"样表已存为 {where.sample}" if where.sample else "同名的样表已经有了，没有再存"
    parts = {
        "指标": sum(len(form.indicators) for form in forms),
        "目标": sum(len(form.goals) for form in forms),
        "资金行": sum(len(form.funding) for form in forms),
        "任务": sum(len(form.tasks) for form in forms),
        "按标签保留的内容": sum(len(form.particulars) for form in forms),
    }
    read = "，".join(f"{name} {count}" for name, count in parts.items() if count)
    yield f"用它读这份样表：{len(forms)} 张表，{read}"
    unread = authored.reading.unread
    texts = "、".join(f"“{printable(one.text)}”" for one in unread[:_SHOWN])
    yield f"没有归入任何栏目的文字 {len(unread)} 处：{texts}" if unread else "没有漏读的文字"
    if authored.winner not in (None, authored.layout.id):
        yield f"注意：这份样表现在按已有的版式“{authored.winner}”读；确实是另一种表的，请让标题和列名分得开"
    yield f"有 {authored.doubts} 处要您看：文件里写着“待填”和“请核对”的行"


def proofs(proved: Sequence[LayoutProof]) -> Iterator[RenderableType]:
    """Show every layout with its samples, then what is wrong and what to change."""
    table = Table("版式", "样表", "表", "指标", "结果", box=None, header_style="bold")
    for proof in proved:
        for row in _rows(proof):
            table.add_row(*row)
    yield table
    for proof in proved:
        yield from _faults(proof.file, proof.faults)
        for sample in proof.samples:
            yield from _faults(sample.file, sample.faults)
    bad = sum(not proof.passed for proof in proved)
    yield Text(f"共 {len(proved)} 个版式，" + (f"{bad} 个要改" if bad else "全部通过"), style="red" if bad else "green")


def _rows(proof: LayoutProof) -> Iterator[tuple[RenderableType, ...]]:
    name = Text(printable(proof.id or proof.file))
    if proof.faults or not proof.samples:
        yield (name, "", "", "", _verdict(proof.faults))
    for sample in proof.samples:
        yield (
            name,
            Text(printable(sample.file)),
            str(sample.forms),
            str(sample.indicators),
            _verdict(sample.faults),
        )


def _verdict(faults: Sequence[Fault]) -> Text:
    return Text(f"{len(faults)} 处要改", style="red") if faults else Text("通过", style="green")


def _faults(file: str, faults: Sequence[Fault]) -> Iterator[RenderableType]:
    if faults:
        yield Text(f"\n{printable(file)}", style="bold")
    for fault in faults:
        yield Text(f"· {printable(fault.what)}")
        yield Text(f"  怎么改：{printable(fault.advice)}", style="bright_black")
