"""`python -m jiheng` is the command line."""

from __future__ import annotations

from jiheng.cli import app

app(prog_name="jiheng")
