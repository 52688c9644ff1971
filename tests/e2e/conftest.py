"""The system's Chromium, and a page of it that may neither complain nor leave this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from jiheng import catalog

DESKTOP = ViewportSize(width=1440, height=900)


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    """Let pictures of pages be kept where they are thrown away with the test."""
    settings.JIHENG_HOME = tmp_path / "home"


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Opens the home page in a window of a given size; at the end nothing may have been complained of or sent away.

    `beside`: with the original beside the form, as it is where nobody has put it away.
    """
    complaints: list[str] = []
    contexts = []

    def listen(message: ConsoleMessage) -> None:
        refused = "status of 422" in message.text  # the browser's own line where the server refuses a correction
        if message.type in {"error", "warning"} and not refused:
            complaints.append(message.text)

    def watch(request: Request) -> None:
        if urlsplit(request.url).hostname != urlsplit(live_server.url).hostname:
            complaints.append(f"left the machine: {request.url}")

    def open_home(size: ViewportSize = DESKTOP, *, beside: bool = False) -> Page:
        context = browser.new_context(viewport=size, locale="zh-CN", permissions=["clipboard-read", "clipboard-write"])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", watch)
        if not beside:
            page.add_init_script("localStorage.setItem('jiheng.source', 'closed')")
        page.goto(live_server.url)
        return page

    yield open_home
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def bring(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Chooses a sample's file on the home page and waits until its form answers keys and clicks."""

    def choose(key: str | Path, size: ViewportSize = DESKTOP, *, beside: bool = False) -> Page:
        page = open_page(size, beside=beside)
        page.set_input_files("#files", key if isinstance(key, Path) else catalog.samples()[key])
        # The first file waits for the process that reads it, which a busy machine starts slowly.
        page.wait_for_selector("#workbench[data-ready] .paper", timeout=60_000)
        return page

    return choose
