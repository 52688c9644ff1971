"""Help and usage messages in Chinese, where typer's own words are English. Knows no command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer import rich_utils
from typer.core import TyperCommand, TyperGroup, TyperOption

if TYPE_CHECKING:
    from typer._click import Context

rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
rich_utils.OPTIONS_PANEL_TITLE = "选项"
rich_utils.COMMANDS_PANEL_TITLE = "命令"
rich_utils.ERRORS_PANEL_TITLE = "用法有误"
rich_utils.ABORTED_TEXT = "已中止。"
rich_utils.DEFAULT_STRING = "[默认：{}]"
rich_utils.REQUIRED_LONG_STRING = "[必填]"
rich_utils.RICH_HELP = "运行 [blue]{command_path} {help_option}[/] 查看用法。"


class ChineseCommand(TyperCommand):
    def get_usage(self, ctx: Context) -> str:
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        return _help_option(super().get_help_option(ctx))


class ChineseGroup(TyperGroup):
    def get_usage(self, ctx: Context) -> str:
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        return _help_option(super().get_help_option(ctx))


def _usage(usage: str) -> str:
    words = {"Usage:": "用法：", "[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 ...", "[ARGS]...": "..."}
    for english, chinese in words.items():
        usage = usage.replace(english, chinese, 1)
    return usage


def _help_option(option: TyperOption | None) -> TyperOption | None:
    if option is not None:
        option.help = "显示这段说明。"
    return option
