"""Arguments and options that several commands share, with their Chinese help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jiheng.reports import REPORTS
from jiheng.values.dates import YEARS

Paths = Annotated[
    list[Path], typer.Argument(metavar="路径", help="文件、文件夹或压缩包；文件夹连同下级、压缩包里的每个文件都读。")
]
File = Annotated[Path, typer.Argument(metavar="文件", help="一个文件。")]
AsJson = Annotated[bool, typer.Option("--json", help="按公开约定输出一个 JSON 对象。")]
LayoutId = Annotated[str | None, typer.Option("--layout", metavar="编号", help="指定版式，不再自动识别。")]
Keep = Annotated[bool, typer.Option("--keep", help="把每个原件按内容指纹（SHA-256）存档，以便日后核对。")]
Annotate = Annotated[
    Path | None,
    typer.Option("--annotate", metavar="输出", help="另写一份原文件，审核意见作为批注；多个文件时给出文件夹。"),
]
ReportTo = Annotated[
    Path | None,
    typer.Option("--report", metavar="输出", help=f"另写一份审核报告，后缀决定格式：{'、'.join(REPORTS)}。"),
]
ContextFile = Annotated[
    Path | None,
    typer.Option(
        "--context", metavar="资料文件", help="表以外的资料：上年的表、批复的表、附件名单等，写在一个 YAML 文件里。"
    ),
]
AnswersFile = Annotated[
    Path | None, typer.Option("--answers", metavar="台账", help="以前对意见所作的说明；有说明的不再算错误。")
]
FixTo = Annotated[
    Path | None,
    typer.Option("--fix", metavar="输出", help="另写一份改正的表，只改没有歧义的地方，并列出改了什么。"),
]
Year = Annotated[
    int | None, typer.Option("--year", metavar="年度", min=YEARS[0], max=YEARS[-1], help="指定年度，不再自动识别。")
]
