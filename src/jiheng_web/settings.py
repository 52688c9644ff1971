"""Settings of the web application."""

from __future__ import annotations

INSTALLED_APPS: list[str] = []
SECRET_KEY = "replaced-soon"  # noqa: S105
