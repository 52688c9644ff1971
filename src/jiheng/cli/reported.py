"""Writes what a check found as a report to hand on. Knows no file format and prints nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from jiheng import complaints
from jiheng.cli.sources import find
from jiheng.model import Reading
from jiheng.reports import OF_MANY_FILES, REPORTS, collect, write_report


class NoReportError(ValueError):
    """A report that cannot be written. The message is Chinese and says what to do."""


class Report:
    """The report of a check of `paths`, to be written to `to`. `failed` says whether it could not be.

    `tell` is given what became of it, and whether that is bad news.

    Raises:
        NoReportError: `to` has no suffix of a report, would cover an original, or its format cannot tell of so much.
    """

    def __init__(self, paths: Sequence[Path], to: Path, tell: Callable[[str, bool], None]) -> None:
        self.failed = False
        self._to = to
        self._tell = tell
        self._format = to.suffix.removeprefix(".").lower()
        self._refuse(paths)

    def write(self, readings: Sequence[Reading]) -> None:
        """Write the report of today."""
        try:
            told = self._written(readings, datetime.now(UTC).astimezone().date())
        except NoReportError as error:
            self.failed = True
            self._tell(str(error), True)
        except OSError as error:
            self.failed = True
            why = complaints.of_system(error)
            self._tell(f"写不了“{self._to}”：{why}。请检查文件夹是否存在、是否有权限、文件是否正被打开。", True)
        else:
            self._tell(told, False)

    def _written(self, readings: Sequence[Reading], on: date) -> str:
        if self._format not in OF_MANY_FILES and len(readings) > 1:
            raise NoReportError(_too_many(self._to, f"里面有 {len(readings)} 个文件"))
        batch = collect(readings)
        if not batch.forms:
            raise NoReportError("没有写报告：没有读出任何一张表。请先按上面的说明处理文件。")
        self._to.write_bytes(write_report(batch, self._format, on=on))
        findings = sum(len(form.told) for form in batch.forms)
        return f"已写出 {self._to}：{len(batch.forms)} 张表，{findings} 条审核意见"

    def _refuse(self, paths: Sequence[Path]) -> None:
        if self._format not in REPORTS:
            raise NoReportError(f"--report：报告不能写成“{self._to.name}”；后缀可以是：{'、'.join(REPORTS)}。")
        if self._to.resolve() in {file.resolve() for file in find(paths)}:
            raise NoReportError("--report：报告不能写到要检查的文件上；请给出另一个文件名。")
        if self._format not in OF_MANY_FILES and (len(paths) > 1 or paths[0].is_dir()):
            raise NoReportError(_too_many(self._to, "给出的是几个文件或文件夹"))


def _too_many(to: Path, what: str) -> str:
    others = "、".join(OF_MANY_FILES)
    return f"--report：{to.suffix} 是给一个文件写的审核意见书，{what}；请逐个文件写，或把后缀改为：{others}。"
