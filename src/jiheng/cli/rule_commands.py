"""`jiheng rules`: list and explain rules, as they are or as they bind a region and year, and try a region's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiheng import catalog, complaints, contract
from jiheng.cli import rule_pages, rule_proof
from jiheng.cli.chinese import ChineseCommand, ChineseGroup
from jiheng.cli.terminal import BAD_FORM, fail, print_parts, print_text
from jiheng.values.dates import YEARS

if TYPE_CHECKING:
    from typer._click import Context


class _WithList(ChineseGroup):
    """A group that lists and explains where no command is named."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Take everything but a known command for the words of `show`."""
        if not args or args[0] not in (*self.commands, "--help"):
            args = ["show", *args]
        return super().parse_args(ctx, args)


rules_app = typer.Typer(cls=_WithList, help="列出或说明检查规则；检验本地的规则文件。")


@rules_app.command(cls=ChineseCommand, name="show", help="列出检查规则，或说明其中一条；show 可以省去。")
def show_command(
    id: Annotated[str | None, typer.Argument(metavar="编号", help="规则编号；不写则列出全部规则。")] = None,
    region: Annotated[
        str | None, typer.Option("--region", metavar="区划", help="六位区划代码：按这个地区的规则文件。")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", metavar="年度", min=YEARS[0], max=YEARS[-1], help="按这一年有效的规则。")
    ] = None,
) -> None:
    if region is not None and not (len(region) == 6 and region.isascii() and region.isdigit()):
        fail(f"--region：“{region}”不是区划代码，应是六位数字，例如 430000。")
    if region is not None and year is None:
        fail("--region：规则按年度生效，请同时用 --year 给出年度。")
    known = catalog.rules(region, year)
    if id is None:
        print_parts(rule_pages.listed(known.values()))
    elif id in known:
        print_parts(rule_pages.explained(known[id]))
    else:
        near = "、".join(catalog.nearest(id, known))
        fail(f"没有编号为“{id}”的规则。相近的有：{near}。用 jiheng rules 查看全部规则。")


@rules_app.command(cls=ChineseCommand, name="check", help="用规则文件里的例子检验一个文件夹里的规则。")
def check_command(
    folder: Annotated[
        Path | None, typer.Argument(metavar="文件夹", help="下有 <区划>/rules.yaml；不写是数据目录。")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出一个 JSON 对象。")] = False,
) -> None:
    folder = folder or catalog.home() / "regions"
    try:
        proved = rule_proof.prove(folder)
    except OSError as error:
        fail(f"“{error.filename or folder}”：{complaints.of_system(error)}。")
    if not proved:
        fail(f"“{folder}”里没有规则文件。规则文件放在 <区划>/rules.yaml。")
    if as_json:
        print_text(contract.to_text(rule_proof.as_json(proved)))
    else:
        print_parts(*rule_pages.proofs(proved))
    if not all(one.passed for one in proved):
        raise typer.Exit(BAD_FORM)
