"""The command line: `jiheng read`, `check`, `write`, `layouts`, `rules`, `schema`. Knows no form and no file format.

Results go to standard output, progress and messages to standard error. Exit codes: 0; 1, a check found an error; 2, a
file or a form in it has no reading, or the command was not understood.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import metadata
from io import TextIOWrapper
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Protocol

import typer
from rich.progress import Progress, TextColumn

from jiheng import archive, catalog, complaints, contract, pipeline
from jiheng.cli import authoring, proof, show
from jiheng.cli.annotated import Copies
from jiheng.cli.answering import answer_command
from jiheng.cli.checking import NotDoneError, Surroundings, fixed_copy, refuse_target, refused, surroundings, unfitting
from jiheng.cli.chinese import ChineseCommand, ChineseGroup
from jiheng.cli.options import (
    Annotate,
    AnswersFile,
    AsJson,
    ContextFile,
    File,
    FixTo,
    Keep,
    LayoutId,
    Paths,
    ReportTo,
    Year,
)
from jiheng.cli.reported import NoReportError, Report
from jiheng.cli.rule_commands import rules_app
from jiheng.cli.sources import find
from jiheng.cli.terminal import BAD_FORM, NO_READING, fail, messages, print_parts, print_text, tell, tell_of_copy
from jiheng.layouts.authoring import BadLayoutIdError
from jiheng.layouts.frames import NoFixedRowError, blank, learn
from jiheng.model import Form, Reading, Severity
from jiheng.rules.plug_ins import PlugInError
from jiheng.values.dates import YEARS
from jiheng.writers import WRITERS, BrokenDrawingError, UnwritableTextError
from jiheng.writers.forms import FORMATS, Loss, NoLayoutError, write_forms
from jiheng.yaml_files import DataFileError

if TYPE_CHECKING:
    from typer._click import Context

_FILLABLE: Final = "xlsx"


class _Jiheng(ChineseGroup):
    """All commands. A file of the site that is wrong ends any of them with a message."""

    def invoke(self, ctx: Context) -> Any:  # noqa: ANN401 -- a command may return anything
        try:
            return super().invoke(ctx)
        except (DataFileError, PlugInError) as error:
            fail(str(error))


app = typer.Typer(
    name="jiheng",
    cls=_Jiheng,
    help="绩衡：读取、检查、写出预算绩效表。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
layouts_app = typer.Typer(cls=ChineseGroup, help="列出、起草、检验版式；载入本地区的官方说明文字。")
app.add_typer(layouts_app, name="layouts")
app.add_typer(rules_app, name="rules")
app.command(cls=ChineseCommand, name="answer", help="对一条审核意见作出说明，或注明不适用，记进台账。")(answer_command)


def _print_version(wanted: bool) -> None:
    if wanted:
        print_text(f"jiheng {metadata.version('jiheng')}\n")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="显示版本号。")
    ] = False,
) -> None:
    # A terminal that cannot show a character shows ? instead; no reading fails for that.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


@app.command(cls=ChineseCommand, name="read", help="读取绩效表，显示读到的内容、修复说明和没有归入栏目的文字。")
def read_command(
    paths: Paths, as_json: AsJson = False, layout: LayoutId = None, year: Year = None, keep: Keep = False
) -> None:
    readings = _readings(paths, pipeline.read_all, layout, year, archive.keep if keep else None)
    if keep:
        tell(f"原件已存档：{archive.folder()}")
    _show(readings, as_json=as_json, checked=False)
    _exit(readings)


@app.command(cls=ChineseCommand, name="check", help="检查绩效表，逐条说明问题、位置、依据和改法。")
def check_command(  # noqa: PLR0913 -- the options of a command
    paths: Paths,
    as_json: AsJson = False,
    layout: LayoutId = None,
    year: Year = None,
    annotate: Annotate = None,
    report: ReportTo = None,
    context: ContextFile = None,
    answers: AnswersFile = None,
    fix: FixTo = None,
) -> None:
    if context is not None and (len(paths) != 1 or paths[0].is_dir()):
        fail("--context：资料文件说的是一个文件，请逐个文件检查。")
    if annotate is not None and (context is not None or answers is not None):
        fail("--annotate 不能与 --context、--answers 同用；请分两次检查。")
    around = surroundings(context, answers)
    if fix is not None:
        refused(lambda: refuse_target(paths, fix))
    reported = _report(paths, report) if report is not None else None
    copies = Copies(paths, annotate, tell_of_copy) if annotate is not None else None
    if copies is not None:
        readings = _readings(paths, copies.check_all, layout, year)
    else:
        readings = around.checked(_readings(paths, pipeline.read_all, layout, year))
    _show(readings, as_json=as_json, checked=True, short=reported is not None)
    if reported is not None:
        reported.write(readings)
    if entries := around.unfitting(readings):
        tell(unfitting(entries))
    fixed = fix is None or _fixed(readings, fix, around)
    _exit(readings, failed=not fixed or any(one is not None and one.failed for one in (copies, reported)))


@app.command(cls=ChineseCommand, name="write", help="按官方版式写出，并把写出的文件读回来逐项核对。")
def write_command(
    file: File,
    to: Annotated[Path, typer.Option("--to", metavar="输出文件", help=f"后缀决定格式：{'、'.join(FORMATS)}。")],
    layout: Annotated[
        str | None, typer.Option("--layout", metavar="编号", help="用这个版式写出，不用各表自己的版式。")
    ] = None,
    fillable: Annotated[bool, typer.Option("--fillable", help="写成可填报的文件：锁定标签，带下拉选项。")] = False,
) -> None:
    _refuse_target(file, to, fillable=fillable)
    named = _known(layout)
    if _format(to) == "json" and named:
        tell("提示：JSON 存的是读到的内容，--layout 对它不起作用。")
    reading = pipeline.read(file)
    if reading.error is not None:
        tell(show.error(reading.error))
    elif not reading.forms:
        fail(f"“{file}”里一张表也没有，没有写出任何内容。请核对文件。")
    losses = _write(reading.forms, to, named, fillable=fillable) if reading.forms else ()
    if losses:
        tell(show.losses(losses, to))
    if losses or reading.error is not None:
        raise typer.Exit(NO_READING)


@layouts_app.callback(invoke_without_command=True)
def layouts_command(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        print_parts(show.layouts(catalog.layouts()))


@layouts_app.command(
    cls=ChineseCommand, name="frame", help="从本地区下发的空白表载入固定指标的官方说明，只保存在本机。"
)
def frame_command(file: File, layout: LayoutId = None) -> None:
    reading = pipeline.read(file, layout=_known(layout))
    if not reading.forms:
        fail(reading.error.message if reading.error else "文件里没有表。")
    for form in reading.forms:
        tell(_learned(form))


@layouts_app.command(cls=ChineseCommand, name="blank", help="写出某个版式的空白表：xlsx 可直接下发填报。")
def blank_command(
    id: Annotated[str, typer.Argument(metavar="编号", help="版式编号，例如 430000/overall-2024。")],
    to: Annotated[Path, typer.Option("--to", metavar="输出文件", help=f"后缀决定格式：{'、'.join(WRITERS)}。")],
    year: Annotated[
        int | None, typer.Option("--year", metavar="年度", min=YEARS[0], max=YEARS[-1], help="印在标题下的年度。")
    ] = None,
) -> None:
    if _format(to) not in WRITERS:
        fail(f"--to：空白表不能写成“{to.name}”；后缀可以是：{'、'.join(WRITERS)}。")
    named = _known(id) or id
    form = blank(catalog.layout(named), year=year)
    _write((form,), to, named, fillable=_format(to) == _FILLABLE)


@layouts_app.command(cls=ChineseCommand, name="new", help="从一份样表起草版式，标出要人看的地方。")
def new_command(
    file: File,
    id: Annotated[
        str | None,
        typer.Option("--id", metavar="编号", help="区划/英文名，如 320999/project-goal-2025；不写只显示。"),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="文件夹", help="放进它的 <区划>/layouts/；不写放进数据目录。"),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="已有同名的版式时覆盖它。")] = False,
) -> None:
    try:
        authored = authoring.draft(file, id)
        folder = to or catalog.home() / "regions"
        where = authoring.put(authored, file, folder, replace=replace) if id is not None else None
    except (authoring.NotDraftedError, BadLayoutIdError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"“{error.filename or file}”：{complaints.of_system(error)}。")
    if where is None:
        print_text(authored.text)
    for line in authoring.drafted(authored, where):
        tell(line)


@layouts_app.command(cls=ChineseCommand, name="check", help="用样表检验一个文件夹里的版式：认得出，读得全，写得回。")
def prove_command(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="文件夹", help="下有 <区划>/layouts/ 和 <区划>/samples/；不写是数据目录。"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    folder = folder or catalog.home() / "regions"
    try:
        proved = proof.prove(folder)
    except OSError as error:
        fail(f"“{error.filename or folder}”：{complaints.of_system(error)}。")
    if not proved:
        fail(f"“{folder}”里没有版式文件。版式放在 <区划>/layouts/ 里，样表放在 <区划>/samples/ 里。")
    if as_json:
        print_text(contract.to_text(proof.as_json(proved)))
    else:
        print_parts(*authoring.proofs(proved))
    if not all(one.passed for one in proved):
        raise typer.Exit(BAD_FORM)


@app.command(cls=ChineseCommand, name="schema", help="输出 JSON 约定的 JSON Schema。")
def schema_command() -> None:
    print_text(contract.to_text(contract.schema()))


def _fixed(readings: Sequence[Reading], to: Path, around: Surroundings) -> bool:
    """Write the corrected copy, and say whether it is whole."""
    if len(readings) != 1:
        fail(f"--fix：压缩包里有 {len(readings)} 个文件，请解压后逐个文件改。")
    try:
        for part in fixed_copy(readings[0], to, around):
            tell(part)
    except NotDoneError as error:
        tell(str(error), style="red")
        return False
    return True


_Keeper = Callable[[bytes], object] | None


class _Door(Protocol):
    """`pipeline.read_all` or `pipeline.check_all`."""

    def __call__(self, path: Path, *, layout: str | None, year: int | None, keep: _Keeper) -> Iterator[Reading]: ...


def _readings(
    paths: Sequence[Path], door: _Door, layout: str | None, year: int | None, keep: _Keeper = None
) -> list[Reading]:
    named = _known(layout)
    try:
        found = list(_watched(find(paths), partial(door, layout=named, year=year, keep=keep)))
    except OSError as error:
        # Whatever cannot be opened has a reading that says so: only the store is left.
        fail(f"--keep：原件存不进“{archive.folder()}”：{complaints.of_system(error)}。")
    if (layout or year) and any(reading.format == "json" for reading in found):
        tell("提示：JSON 文件里的表已经读好，--layout 和 --year 对它们不起作用。")
    return found


def _report(paths: Sequence[Path], to: Path) -> Report:
    try:
        return Report(paths, to, tell_of_copy)
    except NoReportError as error:
        fail(str(error))


def _show(readings: Sequence[Reading], *, as_json: bool, checked: bool, short: bool = False) -> None:
    """Print the readings; `short` leaves to a report what stands in it."""
    if as_json:
        print_text(contract.to_text(contract.encode(readings, checked=checked)))
        return
    told = (one for one in readings if not short or one.error is not None)
    print_parts(*(part for reading in told for part in show.reading(reading)), show.summary(readings))


def _exit(readings: Sequence[Reading], *, failed: bool = False) -> None:
    code = NO_READING if failed else _exit_code(readings)
    if code:
        raise typer.Exit(code)


def _exit_code(readings: Sequence[Reading]) -> int:
    if any(reading.error is not None for reading in readings):
        return NO_READING
    findings = (finding for reading in readings for form in reading.forms for finding in form.findings or ())
    return BAD_FORM if any(one.severity is Severity.ERROR and one.answer is None for one in findings) else 0


def _watched(paths: Sequence[Path], read: Callable[[Path], Iterator[Reading]]) -> Iterator[Reading]:
    """Read every path, and count the files for whoever watches: one archive may hold hundreds."""
    console = messages()
    columns = (*Progress.get_default_columns(), TextColumn("{task.fields[files]} 个文件"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("读取中", total=len(paths), files=0)
        files = count(1)
        for path in paths:
            for reading in read(path):
                progress.update(task, files=next(files))
                yield reading
            progress.advance(task)


def _refuse_target(file: Path, to: Path, *, fillable: bool) -> None:
    if _format(to) not in FORMATS:
        fail(f"--to：不能写出“{to.name}”；后缀可以是：{'、'.join(FORMATS)}。")
    if to.resolve() == file.resolve():
        fail("--to：输出文件不能就是原文件。")
    if fillable and _format(to) != _FILLABLE:
        fail("--fillable：只有 xlsx 能锁定标签、带下拉选项；请把输出文件的后缀改为 .xlsx。")


def _write(forms: Sequence[Form], to: Path, layout: str | None, *, fillable: bool) -> tuple[Loss, ...]:
    try:
        written = write_forms(forms, _format(to), layouts=catalog.layouts(), layout=layout, fillable=fillable)
        to.write_bytes(written.data)
    except (NoLayoutError, UnwritableTextError, BrokenDrawingError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"写不了“{to}”：{complaints.of_system(error)}。请检查文件夹是否存在、是否有权限、文件是否正被打开。")
    tell(f"已写出 {to}：{len(forms)} 张表")
    return written.losses


def _learned(form: Form) -> str:
    known = catalog.layouts().get(form.layout or "")
    if known is None:
        fail(f"“{form.title or '这张表'}”没有认出版式，无法载入官方说明；请用空白表原件，或用 --layout 指定版式。")
    try:
        frame = learn(form, known)
        path = catalog.save_frame(known, frame)
    except NoFixedRowError as error:
        fail(str(error))
    except OSError as error:
        fail(f"写不了“{error.filename}”：{complaints.of_system(error)}。")
    worded = sum(row.wording is not None for row in frame.rows)
    return f"{known.id}：载入 {worded} 行（共 {len(frame.rows)} 行），保存在 {path}"


def _format(file: Path) -> str:
    return file.suffix.removeprefix(".").lower()


def _known(layout: str | None) -> str | None:
    if layout is not None and layout not in catalog.layouts():
        fail(f"--layout：{catalog.UnknownLayoutError(layout)}")
    return layout
