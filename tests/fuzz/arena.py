"""Tries broken files in processes of their own, so that a hang and a native crash are seen, named and outlived."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

from fuzz.corpus import corpus
from fuzz.mutations import broken
from fuzz.trial import Trial, tried

_SPAWN = multiprocessing.get_context("spawn")
_MEGABYTES = 6 * 1024
# By the clock, on a machine that does other things too; what a file may take of the processor is the test's affair.
_HANGS_AFTER = 180.0


@dataclass(frozen=True, slots=True)
class Tried:
    """A broken file by kind and number, and how it ended."""

    kind: str
    number: int
    trial: Trial


class NoStartError(Exception):
    """A process that shall try files ends before the first: the fault lies not with a file."""


@dataclass(slots=True)
class _Worker:
    """A process that breaks and tries one file after another. `known` are the kinds whose whole files it has."""

    process: SpawnProcess
    line: Connection[Any, Any]
    kind: str = ""
    number: int = -1
    since: float = 0.0
    known: set[str] = field(default_factory=set)

    def start(self, kind: str, number: int) -> None:
        self.kind, self.number, self.since = kind, number, time.monotonic()
        # Made once and handed on: what a machine writes anew is not the same for each process.
        whole = None if kind in self.known else corpus(kind)
        self.line.send((kind, number, whole))
        self.known.add(kind)

    def end(self, words: str) -> Tried:
        """Stop a process that gave no answer."""
        took = time.monotonic() - self.since
        self.process.kill()
        self.process.join()
        return Tried(self.kind, self.number, Trial("fault", took, 0.0, words))


def try_all(files: Iterable[tuple[str, int]], processes: int) -> Iterator[Tried]:
    """Yield how each file ended, in the order of their ends."""
    left = iter(files)
    busy: list[_Worker] = []
    try:
        for worker in [_begun() for _ in range(processes)]:
            _give_next(_ready(worker), left, busy)
        while busy:
            ready = wait([worker.line for worker in busy], timeout=1.0)
            for worker in list(busy):
                if worker.line in ready:
                    busy.remove(worker)
                    found, worker = _answer(worker)
                elif time.monotonic() - worker.since > _HANGS_AFTER:
                    busy.remove(worker)
                    found, worker = worker.end(f"hung for {_HANGS_AFTER:.0f} s"), _started()
                else:
                    continue
                yield found
                _give_next(worker, left, busy)
    finally:
        for worker in busy:
            worker.end("")


def _give_next(worker: _Worker, left: Iterator[tuple[str, int]], busy: list[_Worker]) -> None:
    following = next(left, None)
    if following is None:
        worker.line.close()
        worker.process.join(10)
        return
    try:
        worker.start(*following)
    except ConnectionError:
        # It ended after its last answer; whatever ended it, this file had no part in that.
        worker = _started()
        worker.start(*following)
    busy.append(worker)


def _answer(worker: _Worker) -> tuple[Tried, _Worker]:
    """Return how the file of a worker ended, and who takes the next one."""
    try:
        return Tried(worker.kind, worker.number, worker.line.recv()), worker
    except (EOFError, ConnectionError):
        worker.process.join(10)
        return worker.end(f"the process died, exit code {worker.process.exitcode}"), _started()


def _started() -> _Worker:
    return _ready(_begun())


def _begun() -> _Worker:
    line, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_work, args=(theirs,), daemon=False)
    process.start()
    theirs.close()
    return _Worker(process, line)


def _ready(worker: _Worker) -> _Worker:
    try:
        worker.line.recv()
    except (EOFError, ConnectionError) as error:
        raise NoStartError("its own words stand in the error output") from error
    return worker


def _work(line: Connection[Any, Any]) -> None:
    _bound_memory()
    line.send("ready")
    known: dict[str, Sequence[bytes]] = {}
    while True:
        try:
            kind, number, whole = line.recv()
        except EOFError:
            return
        if whole is not None:
            known[kind] = whole
        line.send(tried(kind, number, broken(kind, number, known[kind])))


def _bound_memory() -> None:
    """Turn what would bring the machine down into a fault that is seen."""
    import resource  # noqa: PLC0415 exists on POSIX only

    os.nice(5)
    resource.setrlimit(resource.RLIMIT_AS, (_MEGABYTES * 2**20, _MEGABYTES * 2**20))
