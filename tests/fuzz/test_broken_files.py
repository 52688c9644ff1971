"""Every broken file ends in a reading or in an error with advice, in bounded time and memory.

One file in ten is tried; `--all-mutations` tries all of them. A file that fails is kept and named.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from itertools import groupby
from pathlib import Path

import pytest

from fuzz.arena import Tried, try_all
from fuzz.mutations import COUNTS, SEED, broken

_ONE_IN = 10
_PROCESSES = 2
_SAY_EVERY = 30.0
_SECONDS, _SLOW_SECONDS = 10.0, 60.0
_MEGABYTES, _LARGE_MEGABYTES = 500.0, 1500.0
# Recognition, of pages of a broken pdf too, and the office suite take seconds for a whole file.
_SLOW = ("image", "doc", "pdf")
_READ = {"forms", "loaded"}

Endings = Mapping[str, Sequence[Tried]]


@pytest.fixture(scope="session")
def endings(pytestconfig: pytest.Config) -> Endings:
    """How all files ended, by kind."""
    step = 1 if pytestconfig.getoption("--all-mutations") else _ONE_IN
    # The slow kinds come first, so that no process is left alone with them at the end.
    kinds = sorted(COUNTS, key=lambda kind: kind not in _SLOW)
    files = [(kind, number) for kind in kinds for number in range(0, COUNTS[kind], step)]
    say = _speaker(pytestconfig)
    ended = sorted(_told_of(try_all(files, _PROCESSES), len(files), say), key=lambda one: (one.kind, one.number))
    assert len(ended) == len(files)
    return {kind: list(some) for kind, some in groupby(ended, key=lambda one: one.kind)}


def test_there_are_as_many_as_promised() -> None:
    assert sum(COUNTS.values()) >= 20_000
    assert COUNTS["image"] >= 200
    assert COUNTS["doc"] >= 200


def test_a_number_gives_the_same_file_again() -> None:
    assert broken("docx", 7) == broken("docx", 7)
    assert broken("docx", 7) != broken("docx", 8)


@pytest.mark.parametrize("kind", COUNTS)
def test_each_ends_in_forms_or_in_a_message(kind: str, endings: Endings, tmp_path: Path) -> None:
    faults = [_told(one, tmp_path) for one in endings[kind] if one.trial.fault is not None]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("kind", COUNTS)
def test_each_ends_in_bounded_time_and_memory(kind: str, endings: Endings, tmp_path: Path) -> None:
    seconds = _SLOW_SECONDS if kind in _SLOW else _SECONDS
    megabytes = _LARGE_MEGABYTES if kind in _SLOW else _MEGABYTES
    beyond = [
        _told(one, tmp_path) for one in endings[kind] if one.trial.seconds > seconds or one.trial.megabytes > megabytes
    ]
    assert not beyond, "\n".join(beyond)


@pytest.mark.parametrize("kind", COUNTS)
def test_some_are_read_and_some_refused(kind: str, endings: Endings, request: pytest.FixtureRequest) -> None:
    """What breaks every file, or none, tries nothing."""
    if kind == "doc":
        request.getfixturevalue("office")
    # An archive has an outcome for each of its files.
    outcomes = {outcome for one in endings[kind] for outcome in one.trial.outcome.split("+")}
    assert outcomes & _READ
    assert outcomes - _READ


def _told(one: Tried, folder: Path) -> str:
    """Keep a file, and say what to do to see it fail again."""
    kept = folder / f"{one.kind}-{one.number}"
    kept.write_bytes(broken(one.kind, one.number))
    return f"{_named(one)} --file {kept}): {_ended(one)}"


def _named(one: Tried) -> str:
    return f"{one.kind} {one.number} of seed {SEED} (again: PYTHONPATH=tests python -m fuzz {one.kind} {one.number}"


def _ended(one: Tried) -> str:
    return f"{one.trial.seconds:.1f} s, {one.trial.megabytes:.0f} MB, {one.trial.fault or one.trial.outcome}"


def _told_of(ended: Iterable[Tried], files: int, say: Callable[[str], None]) -> Iterator[Tried]:
    """Pass on what ended; say how far it is every half minute, and every fault at once: a whole run takes long."""
    begun = said = time.monotonic()
    faults = 0
    for number, one in enumerate(ended, start=1):
        if one.trial.fault is not None:
            faults += 1
            say(f"{_named(one)}): {_ended(one)}")
        if time.monotonic() - said > _SAY_EVERY or number == files:
            said = time.monotonic()
            say(f"{number} of {files} broken files tried, now {one.kind}: {faults} faults, {said - begun:.0f} s")
        yield one


def _speaker(config: pytest.Config) -> Callable[[str], None]:
    """Return what writes a line to the terminal past all capturing."""
    reporter = config.pluginmanager.getplugin("terminalreporter")
    capture = config.pluginmanager.getplugin("capturemanager")

    def say(words: str) -> None:
        with capture.global_and_fixture_disabled() if capture else nullcontext():
            reporter.ensure_newline()
            reporter.write_line(words)

    return say
