"""What every command prints with: results to standard output, messages to standard error. Decides nothing."""

from __future__ import annotations

import sys
from typing import Final, NoReturn

import typer
from rich.console import Console, RenderableType

from jiheng.cli import show

BAD_FORM: Final = 1
NO_READING: Final = 2


def print_parts(*parts: RenderableType) -> None:
    """Print what a person reads."""
    console = Console(highlight=False)
    for part in parts:
        console.print(part, markup=False)


def print_text(text: str) -> None:
    """Print what a program reads: JSON is UTF-8, whatever the terminal speaks."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode(errors="replace"))
    sys.stdout.buffer.flush()


def tell(message: RenderableType, *, style: str | None = None) -> None:
    """Say something beside the results."""
    messages().print(message, style=style, markup=False, soft_wrap=isinstance(message, str))


def tell_of_copy(message: str, is_bad: bool) -> None:
    """Say what became of a file that was to be written."""
    tell(show.printable(message), style="red" if is_bad else None)


def messages() -> Console:
    """Return where messages and progress go."""
    return Console(stderr=True, highlight=False)


def fail(message: str) -> NoReturn:
    """End the command: it was not understood, or could not be done."""
    tell(message, style="red")
    raise typer.Exit(NO_READING)
