"""Help and usage messages in Chinese, where typer's own words are English. Knows no command."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup, TyperOption

if TYPE_CHECKING:
    from typer._click import ClickException, Context

rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
rich_utils.OPTIONS_PANEL_TITLE = "选项"
rich_utils.COMMANDS_PANEL_TITLE = "命令"
rich_utils.ABORTED_TEXT = "已中止。"
rich_utils.DEFAULT_STRING = "[默认：{}]"
rich_utils.REQUIRED_LONG_STRING = "[必填]"


_COMPLAINTS = (
    (re.compile(r"Missing (?:argument|option|parameter) '(.+?)'"), "缺少 {}。"),
    (re.compile(r"No such option: (\S+)"), "没有“{}”这个选项。"),
    (re.compile(r"No such command '(.+?)'"), "没有“{}”这个命令。"),
    (re.compile(r"Invalid value for '(.+?)': Input should be greater than or equal to (\S+)"), "{} 不能小于 {}。"),
    (re.compile(r"Invalid value for '(.+?)': Input should be less than or equal to (\S+)"), "{} 不能大于 {}。"),
    (re.compile(r"Invalid value for '(.+?)'"), "{} 的值不对。"),
    (re.compile(r"Option '(.+?)' requires"), "{} 后面要有值。"),
    (re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)"), "多出了“{}”。"),
)


def format_error(error: ClickException) -> None:
    """Print a mistake of usage. An unknown message stays as it is: better English than nothing."""
    context: Context | None = getattr(error, "ctx", None)
    if context is not None:
        usage = context.get_usage()
        typer.echo(f"{usage}\n运行 {context.command_path} --help 查看用法。", err=True)
    english = error.format_message()
    matches = ((pattern.match(english), chinese) for pattern, chinese in _COMPLAINTS)
    message = next((chinese.format(*match.groups()) for match, chinese in matches if match), english)
    typer.echo(f"用法有误：{message}", err=True)


rich_utils.rich_format_error = format_error  # type: ignore[assignment]  # its parameter is called self


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
