"""Dependencies: each says what it is for, each is locked, and no lock says where packages come from."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
PIN = re.compile(r"(?P<name>[a-z0-9.-]+)==(?P<version>[\w.]+)(?P<marker> ; [\w.<>=!' ()]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")


def _requirements() -> Iterator[tuple[str, str]]:
    """Yield the name of each lock and each requirement of pyproject.toml that must stand in it."""
    read = tomllib.loads(PYPROJECT)
    project, groups = read["project"], read["dependency-groups"]
    for requirement in [
        *project["dependencies"],
        *(one for extra in project["optional-dependencies"].values() for one in extra),
    ]:
        yield "run.lock", requirement
        yield "dev.lock", requirement
    for group, requirements in groups.items():
        for requirement in requirements:
            # The peers of the benchmarks are many and heavy; the tests do without them.
            yield "bench.lock" if group == "bench" else "dev.lock", requirement
            if group == "build":
                yield "build.lock", requirement


def _pins(lock: str) -> dict[str, str]:
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    return {found["name"]: found["version"] for line in text.splitlines() if (found := PIN.fullmatch(line))}


@pytest.mark.parametrize("requirement", sorted({requirement for _, requirement in _requirements()}))
def test_every_dependency_says_what_it_is_for(requirement: str) -> None:
    lines = [line for line in PYPROJECT.splitlines() if f'"{requirement}"' in line]
    assert any(re.search(r"# \w+", line) for line in lines)


@pytest.mark.parametrize(("lock", "requirement"), sorted(_requirements()))
def test_every_dependency_is_locked(lock: str, requirement: str) -> None:
    name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
    assert re.sub(r"[-_.]+", "-", name).lower() in _pins(lock), "run `make lock`"


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_holds_versions_and_hashes_only(path: Path) -> None:
    strange = [
        line for line in path.read_text("utf-8").splitlines() if not (PIN.fullmatch(line) or HASH.fullmatch(line))
    ]
    assert strange == []


@pytest.mark.parametrize("lock", ["build.lock", "run.lock"])
def test_locks_fit_into_one_environment(lock: str) -> None:
    assert _pins(lock).items() <= _pins("dev.lock").items()
