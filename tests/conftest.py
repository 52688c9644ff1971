"""What the machine may lack, in one place: published forms, office suite, browser, PostgreSQL.

At a desk a test that needs what is missing is skipped, with the reason and the command that installs it. Under
`CI=true` nothing may skip: what is missing is a failure, and so is any other skip. Knows nothing of forms.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() in {"true", "1"}

# At a desk every run tries other examples; a machine that judges a change tries the same ones each time.
settings.register_profile("ci", derandomize=True)
if IN_CI:
    settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite golden files instead of comparing with them")
    parser.addoption("--all-mutations", action="store_true", help="try all broken files instead of one in ten")


def pytest_configure(config: pytest.Config) -> None:
    if IN_CI and config.getoption("--update-golden"):
        raise pytest.UsageError(
            "--update-golden rewrites expectations: that is for a person who reads the change, not for CI"
        )


@pytest.fixture(scope="session")
def update_golden(pytestconfig: pytest.Config) -> bool:
    """Whether golden files are to be rewritten from what the program gives now."""
    return bool(pytestconfig.getoption("--update-golden"))


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of published forms. They belong to their authors and are no part of the project."""
    folder = ROOT.parent / "shared" / "seeds"
    if not any(folder.glob("*.txt")):
        _lacking("no published forms in ../shared/seeds beside the repository: put their text files there")
    return folder


@pytest.fixture(scope="session")
def office() -> Path:
    """LibreOffice, which opens and renders what the writers write."""
    return _program(("soffice",), "apt-get install libreoffice-writer-nogui libreoffice-calc-nogui fonts-noto-cjk")


@pytest.fixture(scope="session")
def pdftoppm() -> Path:
    """Turns the pages of a PDF into pictures."""
    return _program(("pdftoppm",), "apt-get install poppler-utils")


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The system's browser; Playwright starts it by `executable_path`."""
    return _program(("chromium", "chromium-browser", "google-chrome"), "apt-get install chromium fonts-noto-cjk")


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """The running browser, one for all tests: a second one cannot be started beside it."""
    # Playwright's synchronous interface keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The address of an empty PostgreSQL database that tests may fill."""
    url = os.environ.get("JIHENG_TEST_DATABASE_URL")
    if not url:
        _lacking(
            "no PostgreSQL: apt-get install postgresql, then set"
            " JIHENG_TEST_DATABASE_URL=postgresql://user@host/database; .ci/run does both"
        )
    return url


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under CI, turn every skip into a failure that says why it would have skipped."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where nothing may skip: {report.longreprtext}"
    return report


def _program(names: tuple[str, ...], install: str) -> Path:
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        _lacking(f"{names[0]} is not installed: {install}")
    return Path(found)


def _lacking(reason: str) -> NoReturn:
    if IN_CI:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
