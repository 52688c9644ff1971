"""The system's Chromium, and a page of it that may neither complain nor leave this machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize, sync_playwright
from pytest_django.live_server_helper import LiveServer

from jiheng import catalog

DESKTOP = ViewportSize(width=1440, height=900)


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    # Playwright's synchronous interface keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Opens the home page in a window of a given size; at the end nothing may have been complained of or sent away."""
    complaints: list[str] = []
    contexts = []

    def listen(message: ConsoleMessage) -> None:
        refused = "status of 422" in message.text  # the browser's own line where the server refuses a correction
        if message.type in {"error", "warning"} and not refused:
            complaints.append(message.text)

    def watch(request: Request) -> None:
        if urlsplit(request.url).hostname != urlsplit(live_server.url).hostname:
            complaints.append(f"left the machine: {request.url}")

    def open_home(size: ViewportSize = DESKTOP) -> Page:
        context = browser.new_context(viewport=size, locale="zh-CN", permissions=["clipboard-read", "clipboard-write"])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", watch)
        page.goto(live_server.url)
        return page

    yield open_home
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def bring(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Chooses a sample's file on the home page and waits until its form answers keys and clicks."""

    def choose(key: str, size: ViewportSize = DESKTOP) -> Page:
        page = open_page(size)
        page.set_input_files("#files", catalog.samples()[key])
        page.wait_for_selector("#workbench[data-ready] .paper")
        return page

    return choose
