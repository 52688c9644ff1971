"""The checks themselves: CI never rewrites expectations, and nothing that skips passes there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"
SKIPS = """
import pytest

def test_asks_for_a_database(postgres_url): ...

def test_skips_itself():
    pytest.skip("no reason")
"""


def _pytest(folder: Path, *options: str, ci: bool) -> subprocess.CompletedProcess[str]:
    """Run the tests in `SKIPS` with the project's conftest.py, on a machine without PostgreSQL."""
    (folder / "conftest.py").write_text(CONFTEST.read_text("utf-8"), "utf-8")
    (folder / "test_skips.py").write_text(SKIPS, "utf-8")
    dropped = {"CI", "JIHENG_TEST_DATABASE_URL", "PYTEST_ADDOPTS"}
    environment = {name: value for name, value in os.environ.items() if name not in dropped} | (
        {"CI": "true"} if ci else {}
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:django",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(folder),
        *options,
    ]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603


def test_at_a_desk_what_is_missing_is_skipped_with_the_way_to_install_it(tmp_path: Path) -> None:
    done = _pytest(tmp_path, "-rs", ci=False)
    assert done.returncode == 0
    assert "2 skipped" in done.stdout
    assert "apt-get install postgresql" in done.stdout


def test_in_ci_nothing_skips(tmp_path: Path) -> None:
    done = _pytest(tmp_path, ci=True)
    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    assert "skipped" not in done.stdout.splitlines()[-1]
    assert "skipped in CI, where nothing may skip" in done.stdout


def test_in_ci_expectations_are_never_rewritten(tmp_path: Path) -> None:
    assert _pytest(tmp_path, "--update-golden", ci=True).returncode == pytest.ExitCode.USAGE_ERROR
    assert _pytest(tmp_path, "--update-golden", ci=False).returncode == pytest.ExitCode.OK
